"""The text of tests -> where their function bodies are, so that these need not be parsed.

Nothing inside the bodies of test functions is counted from the syntax tree, and they are most of
a test. A body is found without a parse where the text is laid out as gofmt and rustfmt do it: the
line of the closing brace is indented like the line of the function. It counts as found where its
brackets are balanced; the first function that looks otherwise, and all that follow it in its block,
are left to the parser.
"""

from collections.abc import Iterator

from estimator.languages.spec import Formatting
from estimator.parsing.lexing import SourceText

Span = tuple[int, int]
"""Start and end, in bytes."""

_NO_BRACKET = bytes(byte for byte in range(256) if byte not in b"(){}[]")
_DEEPEST = 64
"""Brackets nested deeper are left to the parser, and to its limits."""
_SHORTEST = 64
"""Bytes of a body that costs more to leave out than to parse."""
_MOST = 1_000
"""Bodies of a file that are left out: the parser looks through all of them at each token."""


def bodies(text: SourceText, formatting: Formatting, *, is_outline: bool) -> list[Span]:
    """Insides of plain functions: of all of them in an outline, else of those in test blocks.

    They do not overlap, come in order, and end before the line of the closing brace.
    """
    found: list[Span] = []
    if is_outline:
        found += _bodies(text, formatting, 0, len(text.content))
    else:
        for first, last in _test_blocks(text, formatting):
            inside = list(_bodies(text, formatting, first, last))
            if _is_balanced(_code_around(text, inside, first, last)):
                found += inside
    return [(start, end) for start, end in found if end - start >= _SHORTEST][:_MOST]


def _test_blocks(text: SourceText, formatting: Formatting) -> Iterator[Span]:
    """Start and end of the blocks that are tests by the attribute before them."""
    if formatting.test_block is None or formatting.test_hint not in text.content:
        return
    position = 0
    while (found := formatting.test_block.search(text.content, position)) is not None:
        position = found.end()
        if not text.is_code(found.start()):
            continue
        end = text.find_code(b"\n}\n", position - 1)
        if end < 0:
            return
        yield position - 1, end
        position = end


def _bodies(text: SourceText, formatting: Formatting, first: int, last: int) -> Iterator[Span]:
    """Start and end of the insides of plain functions; none from the first odd one on."""
    search, position = formatting.function.search, first
    while (found := search(text.content, position, last + 1)) is not None:
        start = found.end() - 1
        if not text.is_code(found.start()) or not text.is_code(start - 1):
            position = start
            continue
        end = text.find_code(b"\n" + found.group(1) + b"}\n", start)
        if end < 0 or end > last or not _is_balanced(text.code_within(start, end)):
            return
        yield start, end
        position = end


def _code_around(text: SourceText, spans: list[Span], first: int, last: int) -> bytes:
    """What is in a block besides the spans: unbalanced where the block ends elsewhere."""
    starts = (first, *(end for _, end in spans))
    ends = (*(start for start, _ in spans), last)
    return b"".join(map(text.code_within, starts, ends))


def _is_balanced(code: bytes) -> bool:
    """True where each bracket is closed by its own kind, and none is nested too deeply."""
    rest = code.translate(None, _NO_BRACKET)
    for _ in range(_DEEPEST):
        if not rest:
            return True
        rest = rest.replace(b"()", b"").replace(b"[]", b"").replace(b"{}", b"")
    return not rest
