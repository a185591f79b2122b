"""The text of one file: which lines hold code, which names occur, what is comment or string.

A syntax tree holds only tokens inside a macro call, and names there matter as much as elsewhere.
So names are read from text, not from the tree; comments and strings are told apart by the
language's own lexical grammar, which for Go and Rust is regular but for Rust's nested comments.
"""

import re
from bisect import bisect_right
from collections.abc import KeysView
from itertools import accumulate

from estimator.languages.spec import Lexis
from estimator.model.source import LineCounts

_BLANK = bytes(byte if byte in b"\r\n" else 0x20 for byte in range(256))
_SPACES = b" \t\r\f\v"
_ASCII_END = 0x80
_NOT_A_NAME = bytes(
    byte if byte < _ASCII_END and (chr(byte).isalnum() or byte == ord("_")) else 0x20
    for byte in range(256)
)
_BRACE = re.compile(rb"[{}]")
_COMMENT_EDGE = re.compile(rb"/\*|\*/")
_SLASH, _ASTERISK = b"/*"


class SourceText:
    """One file's bytes, seen as lines and as names."""

    def __init__(self, content: bytes, lexis: Lexis) -> None:
        """Find comments and strings, and the lines that hold something else than comments."""
        self.content = content
        self._spans = _lexemes(content, lexis)
        self._starts: list[int] = []
        uncommented = bytearray(content)
        for start, end in self._spans:
            if content[start] == _SLASH:
                uncommented[start:end] = content[start:end].translate(_BLANK)
        self._uncommented = bytes(uncommented)
        self._code_before = _running_count(uncommented)
        self._filled_before: list[int] = []

    def is_code(self, offset: int) -> bool:
        """False inside a comment or a string."""
        return self._lexeme_at(offset) < 0

    def _lexeme_at(self, offset: int) -> int:
        """Index of the comment or string that an offset is in; -1 in code."""
        index = self._index(offset)
        return index if index >= 0 and offset < self._spans[index][1] else -1

    def _index(self, offset: int) -> int:
        """Index of the last comment or string that begins at or before an offset, or -1."""
        if not self._starts:
            self._starts = [start for start, _ in self._spans]
        return bisect_right(self._starts, offset) - 1

    def find_code(self, needle: bytes, start: int) -> int:
        """Offset of the first `needle` from `start` on that begins in code; -1 for none."""
        find = self.content.find
        at = find(needle, start)
        while at >= 0:
            inside = self._lexeme_at(at)
            if inside < 0:
                return at
            at = find(needle, self._spans[inside][1])
        return -1

    def code_within(self, start: int, end: int) -> bytes:
        """The text between two offsets in code, without its comments and strings."""
        content = self.content
        first, last = self._index(start) + 1, self._index(end) + 1
        if first == last:
            return content[start:end]
        parts, position = [], start
        for begin, behind in self._spans[first:last]:
            parts.append(content[position:begin])
            position = behind
        return b"".join((*parts, content[position:end]))

    def is_comment_start(self, offset: int) -> bool:
        """True where a comment begins, if the byte there is a slash."""
        index = self._index(offset)
        return index >= 0 and self._spans[index][0] == offset

    def code_lines(self, first: int, last: int) -> int:
        """Code lines from line `first` to line `last`, 1-based, both included."""
        return self._code_before[last] - self._code_before[first - 1]

    def bare(self, start: int, end: int) -> bytes:
        """The bytes from `start` to `end` without comments and white space, also in strings."""
        return self._uncommented[start:end].translate(None, _SPACES + b"\n")

    def count(self) -> LineCounts:
        """Lines of the whole file."""
        content = self.content
        total = content.count(b"\n") + (not content.endswith(b"\n") if content else 0)
        filled = len(content.translate(None, _SPACES).split())
        code = self._code_before[-1]
        return LineCounts(code=code, comment=filled - code, blank=total - filled)

    def count_within(self, first: int, last: int) -> LineCounts:
        """Lines from line `first` to line `last`, 1-based, both included."""
        self._filled_before = self._filled_before or _running_count(self.content)
        filled = self._filled_before[last] - self._filled_before[first - 1]
        code = self.code_lines(first, last)
        return LineCounts(code=code, comment=filled - code, blank=last - first + 1 - filled)


def without_words(content: bytes, lexis: Lexis) -> bytes:
    """Blank comments and strings; offsets and lines stay."""
    parts, position = [], 0
    for start, end in _lexemes(content, lexis):
        parts += [content[position:start], content[start:end].translate(_BLANK)]
        position = end
    return b"".join((*parts, content[position:]))


def without_blocks(content: bytes, code: bytes, head: re.Pattern[bytes]) -> bytes:
    """Blank what stands between the brace that ends each head and its counterpart.

    Args:
        content: to be blanked; offsets and lines stay.
        code: the same with comments and strings blanked: there braces are counted.
        head: ends with an opening brace. From one that is never closed on, nothing is blanked.
    """
    parts, position = [], 0
    for found in head.finditer(code):
        if found.start() < position:
            continue
        end = _closing(code, found.end())
        if end < 0:
            break
        parts += [content[position : found.end()], content[found.end() : end].translate(_BLANK)]
        position = end
    return b"".join((*parts, content[position:])) if parts else content


def _closing(code: bytes, start: int) -> int:
    """Offset of the brace that closes a block whose inside begins at `start`; -1 without one."""
    depth = 1
    for brace in _BRACE.finditer(code, start):
        depth += 1 if brace.group() == b"{" else -1
        if not depth:
            return brace.start()
    return -1


def names_in(text: bytes, asked: KeysView[bytes]) -> set[bytes]:
    """Those of the names that a text holds as words, in comments and strings too."""
    return asked & text.translate(_NOT_A_NAME).split()


def _lexemes(content: bytes, lexis: Lexis) -> list[tuple[int, int]]:
    """Start and end of each comment and string."""
    if not lexis.nests_comments or content.find(b"/*") < 0:
        return [found.span() for found in lexis.lexemes.finditer(content)]
    spans = []
    position, search = 0, lexis.lexemes.search
    while (match := search(content, position)) is not None:
        start, position = match.span()
        if content[start] == _SLASH and content[start + 1] == _ASTERISK:
            position = _nested_end(content, start)
        spans.append((start, position))
    return spans


def _running_count(content: bytes | bytearray) -> list[int]:
    """For each line, how many lines before it hold more than white space."""
    lines = content.translate(None, _SPACES).split(b"\n")
    return list(accumulate(map(bool, lines), initial=0))  # from 0 on: a sum, never a lone bool


def _nested_end(content: bytes, start: int) -> int:
    """Offset behind the block comment that begins at `start` and may hold others."""
    depth = 0
    for edge in _COMMENT_EDGE.finditer(content, start):
        depth += 1 if edge.group() == b"/*" else -1
        if not depth:
            return edge.end()
    return len(content)
