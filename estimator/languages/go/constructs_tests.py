"""What Go tests are made of: each is an oracle that a port can be held against."""

import re

from estimator.languages.spec import NodeRow, NodeTest, SyntaxNode, WordRow, word


def _declares(prefix: str, parameter: str) -> NodeTest:
    """True for a function that `go test` runs: by its name and its only parameter."""
    start = f"func {prefix}".encode()
    signature = re.compile(rf"func {prefix}(?![a-z])\w*+\({parameter}\)".encode())

    def test(function: SyntaxNode, source: bytes) -> bool:
        at = function.start_byte
        return source.startswith(start, at) and signature.match(source, at) is not None

    return test


NODES: tuple[NodeRow, ...] = (
    NodeRow("function_declaration", "go.test.function", _declares("Test", r"\w+ \*testing\.T")),
    NodeRow(
        "function_declaration", "go.test.benchmark", _declares("Benchmark", r"\w+ \*testing\.B")
    ),
    NodeRow("function_declaration", "go.test.fuzz", _declares("Fuzz", r"\w+ \*testing\.F")),
    NodeRow("function_declaration", "go.test.example", _declares("Example", "")),
)

WORDS: tuple[WordRow, ...] = (
    word("go.test.subtest", "Run", before=r"\b[tb]\.", after=r"\("),
    word("go.test.parallel", "Parallel", before=r"\bt\.", after=r"\(\)"),
    word("go.test.goleak", "goleak", after=r"\.\w"),
    word("go.test.synctest", "synctest", after=r"\.\w"),
)
