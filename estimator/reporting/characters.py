"""Turns text that a hostile repository may have written into text that is safe to show.

Also measures, wraps and shortens by display width: East Asian wide characters take two columns.
"""

import re
import unicodedata

_UNSAFE = frozenset({"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp", "Mn", "Me", "Mc"})
_ELLIPSIS = "..."
_BREAKS = "-/>._"
_KEPT = "\ue000"
"""Stands for a space that must not break; plain text holds no private characters."""
_GLUED = re.compile(r" (?=%)|(?<=[0-9]) (?=(?:EM|kLoC|h)\b)")


def plain(text: str) -> str:
    r"""Escape what can move the cursor, hide, reorder or break a line: ``ESC`` becomes ``\x1b``.

    Composed accents stay; combining marks, control, format (bidi), surrogate, private and
    unassigned characters are written as escapes, and every kind of space becomes a plain one.
    """
    return "".join(map(_shown, unicodedata.normalize("NFC", text)))


def _shown(char: str) -> str:
    if char.isascii() and char.isprintable():
        return char
    category = unicodedata.category(char)
    if category in _UNSAFE:
        return char.encode("unicode_escape", "surrogatepass").decode("ascii")
    return " " if category == "Zs" else char


def display_width(text: str) -> int:
    """Return the columns that an already plain text takes on a terminal."""
    if text.isascii():
        return len(text)
    return sum(map(_columns, text))


def is_wide(char: str) -> bool:
    """Say whether a character takes two columns."""
    return unicodedata.east_asian_width(char) in {"W", "F"}


def _columns(char: str) -> int:
    return 2 if is_wide(char) else 1


def wrapped(text: str, width: int) -> tuple[str, ...]:
    """Break a plain text into lines of at most `width` columns, at spaces where there are any."""
    lines: list[str] = []
    line = ""
    for word in _words(text):
        joined = f"{line} {word}" if line else word
        if display_width(joined) <= width:
            line = joined
            continue
        if line:
            lines.append(line)
        *full, line = _broken(word, width)
        lines.extend(full)
    return (*lines, line)


def _words(text: str) -> list[str]:
    """Split at spaces, but keep a percent sign or a unit with its number."""
    return [word.replace(_KEPT, " ") for word in _GLUED.sub(_KEPT, text).split()]


def _broken(word: str, width: int) -> list[str]:
    """Cut a word behind a hyphen, slash or dot where one is near, else anywhere."""
    pieces = []
    while display_width(word) > width:
        head = _chopped(word, width)[0]
        at = max(head.rfind(char) for char in _BREAKS) + 1
        cut = at if at + at > len(head) else len(head)
        pieces.append(word[:cut])
        word = word[cut:]
    return [*pieces, word]


def _chopped(word: str, width: int) -> list[str]:
    """Cut a word into pieces of at most `width` columns (2 or more)."""
    parts = [""]
    room = width
    for char in word:
        columns = _columns(char)
        if columns > room:
            parts.append("")
            room = width
        parts[-1] += char
        room -= columns
    return parts


def shortened(text: str, width: int) -> str:
    """Cut the middle out of a plain text so that it takes at most `width` columns (5 or more)."""
    if display_width(text) <= width:
        return text
    room = width - len(_ELLIPSIS)
    tail = _chopped(text[::-1], room - room // 3)[0][::-1]
    head = _chopped(text, room // 3)[0]
    return f"{head}{_ELLIPSIS}{tail}"
