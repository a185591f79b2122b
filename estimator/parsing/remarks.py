"""The text of a file into its comments that speak to this program: `estimator: allow ...`."""

import re
from collections.abc import Iterator

from estimator.languages import LANGUAGES
from estimator.model.source import Value
from estimator.parsing.lexing import SourceText

_WORD = b"estimator:"
_REMARK = re.compile(rb"//+!?[ \t]*estimator:[ \t]*allow\b([^\r\n]*)")
_LARGEST_LINE = 2_000
_COMMENT = b"//"


class Remark(Value, frozen=True, kw_only=True):
    """One such comment."""

    line: int
    """1-based, of the comment itself."""
    covers: tuple[int, ...]
    """Lines that it speaks of: its own, where code stands before it; else that below it, past
    further comments."""
    text: str
    """What follows the word `allow`."""


def remarks_in(content: bytes, language: str) -> tuple[Remark, ...]:
    """Find them; a file without the word costs one search."""
    if _WORD not in content:
        return ()
    return tuple(_remarks(content, language))


def _remarks(content: bytes, language: str) -> Iterator[Remark]:
    text: SourceText | None = None
    for found in _REMARK.finditer(content):
        text = text or SourceText(content, LANGUAGES[language].lexis)
        if not text.is_comment_start(found.start()):
            continue
        line = content.count(b"\n", 0, found.start()) + 1
        begin = content.rfind(b"\n", 0, found.start()) + 1
        is_alone = not content[begin : found.start()].strip()
        covered = _line_below(content, found.end(), line) if is_alone else line
        said = found[1][:_LARGEST_LINE].decode("utf-8", "replace").strip()
        yield Remark(line=line, covers=(covered,), text=said)


def _line_below(content: bytes, offset: int, line: int) -> int:
    """The first line below that is no comment of its own."""
    at = content.find(b"\n", offset)
    while at >= 0:
        line += 1
        end = content.find(b"\n", at + 1)
        rest = content[at + 1 : end if end >= 0 else len(content)].strip()
        if not rest.startswith(_COMMENT):
            break
        at = end
    return line
