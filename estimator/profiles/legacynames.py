"""Rust's legacy symbols (``_ZN3foo3bar17h0123456789abcdefE``) into paths without their hash.

The form is that of the Itanium C++ ABI, with escapes of rustc's own inside the parts; only symbols
that end with rustc's hash are Rust's.
"""

import re

_START = re.compile(r"_{0,2}ZN")
_LENGTH = re.compile(r"[1-9]\d{0,5}")
_HASH = re.compile(r"h[0-9a-f]{16}")
_ESCAPE = re.compile(r"\$(?:(SP|BP|RF|LT|GT|LP|RP|C)|u([0-9a-f]{1,6}))\$|\.\.|\.")
_NAMED = {
    "SP": "@",
    "BP": "*",
    "RF": "&",
    "LT": "<",
    "GT": ">",
    "LP": "(",
    "RP": ")",
    "C": ",",
}
_MAX_CODE_POINT = 0x10FFFF


def demangled_legacy(symbol: str) -> str | None:
    """Give the path of a legacy symbol; None where it is none."""
    start = _START.match(symbol)
    if start is None:
        return None
    parts = []
    at = start.end()
    while symbol[at : at + 1] != "E":
        length = _LENGTH.match(symbol, at)
        if length is None:
            return None
        at = length.end() + int(length[0])
        parts.append(symbol[length.end() : at])
        if at > len(symbol):
            return None
    if not parts or _HASH.fullmatch(parts[-1]) is None:
        return None
    return "::".join(map(without_escapes, parts[:-1])) or None


def without_escapes(part: str) -> str:
    """Undo rustc's escapes in one part of a path: ``$LT$`` is ``<``, ``..`` is ``::``."""
    if part.startswith("_$"):
        part = part[1:]
    return _ESCAPE.sub(_unescaped, part)


def _unescaped(escape: re.Match[str]) -> str:
    if escape[1]:
        return _NAMED[escape[1]]
    if escape[2]:
        code = int(escape[2], 16)
        character = chr(code) if code <= _MAX_CODE_POINT else ""
        return character if character.isprintable() and character else escape[0]
    return "::" if escape[0] == ".." else "."
