"""How large a profile may be. Real ones stay far below: the largest of 43 public ones has 4 MB."""

MAX_BYTES = 64_000_000
"""After decompression."""
MAX_STACKS = 1_000_000
"""Samples of a pprof file, lines of a folded one, boxes of a flame graph."""
MAX_DEPTH = 10_000
"""Frames of one stack, inlined ones included."""
MAX_STEPS = 20_000_000
"""Frames of all stacks together."""
