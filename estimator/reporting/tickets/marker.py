"""Turns a marker into the two lines that frame our block on a ticket, and finds them again.

The first line is ``<!-- port-estimator:estimate v=1 tag=... -->``, the last one
``<!-- /port-estimator:estimate tag=... -->``, each alone on its line. Jira's wiki markup shows
HTML comments, so there the same words stand in an invisible ``{anchor:...}``. An Atlassian document
needs neither: its marker is a property beside the text.
"""

import re
from base64 import urlsafe_b64decode, urlsafe_b64encode
from binascii import Error as NotBase64

import msgspec

from estimator.errors import InputError
from estimator.model.source import Value
from estimator.model.ticket import MARKER_VERSION, Marker, Markup

NAME = "port-estimator:estimate"
_TAG = re.compile(r"[A-Za-z0-9._-]{0,64}", re.ASCII)
_COMMENT = re.compile(rf"<!-- (/?){NAME}((?: [a-z]+=[^\s<>]*)*) -->")
_ANCHOR = re.compile(r"\{anchor:port-estimator-([A-Za-z0-9_-]*)\}")
_FENCE = re.compile(r" {0,3}(`{3,}|~{3,})")
_FIELDS = {
    "tag": "tag",
    "commit": "commit",
    "committed": "committed_at",
    "attached": "attached_at",
    "valid": "valid_until",
    "digest": "digest",
}


class Frame(Value, frozen=True, kw_only=True):
    """A block of ours in a text, marker lines included. Offsets are in characters."""

    start: int
    end: int
    marker: Marker
    body: str
    """What stands between the marker lines, without the line ends around it."""


class UnbalancedError(ValueError):
    """A text has a first line of ours without the last one, or the other way round."""


def checked_tag(tag: str) -> str:
    """Return a tag that can stand in a marker.

    Raises:
        InputError: it has other characters or is too long.
    """
    if not _TAG.fullmatch(tag):
        raise InputError(
            f"{tag!r} cannot be a tag.",
            hint="A tag has at most 64 letters, digits, dots, hyphens and underscores.",
        )
    return tag


def framed(body: str, marker: Marker, markup: Markup) -> str:
    """Put the two marker lines around a body, with a blank line inside each."""
    return f"{_first(marker, markup)}\n\n{body}\n\n{_last(marker, markup)}"


def frames(text: str, markup: Markup, *, tag: str) -> tuple[Frame, ...]:
    """Find our blocks of one tag in a text, in reading order.

    Lines in a code fence, in a quotation or with other words beside the marker are not ours.
    Line ends may be LF or CRLF, with spaces before them.

    Raises:
        UnbalancedError: a first line has no last one, or the other way round.
    """
    found: list[Frame] = []
    opened: tuple[int, int, Marker] | None = None
    for start, end, line in _lines(text, markup):
        read = _read(line, markup)
        if read is None or read[1].tag != tag:
            continue
        is_last, marker = read
        if is_last == (opened is None):
            raise UnbalancedError
        if opened is None:
            opened = (start, end, marker)
            continue
        body = text[opened[1] : start].strip("\r\n")
        found.append(Frame(start=opened[0], end=end, marker=opened[2], body=body))
        opened = None
    if opened is not None:
        raise UnbalancedError
    return tuple(found)


def _lines(text: str, markup: Markup) -> list[tuple[int, int, str]]:
    """Return (start, end, line) of what stands in no code fence; ends are before the line end."""
    found: list[tuple[int, int, str]] = []
    fence = ""
    at = 0
    for whole in text.splitlines(keepends=True):
        line = whole.rstrip("\r\n \t")
        opens = None if markup in {Markup.WIKI, Markup.TEXTILE} else _FENCE.match(line)
        if fence:
            if opens and opens[1].startswith(fence) and line.strip() == opens[1]:
                fence = ""
        elif opens:
            fence = opens[1]
        else:
            found.append((at, at + len(whole.rstrip("\r\n")), line))
        at += len(whole)
    return found


def _first(marker: Marker, markup: Markup) -> str:
    fields = "".join(
        f" {short}={value}" for short, name in _FIELDS.items() if (value := getattr(marker, name))
    )
    return _written(f"{NAME} v={marker.version}{fields}", markup)


def _last(marker: Marker, markup: Markup) -> str:
    tag = f" tag={marker.tag}" if marker.tag else ""
    return _written(f"/{NAME} v={marker.version}{tag}", markup)


def _written(words: str, markup: Markup) -> str:
    if markup is Markup.WIKI:
        packed = urlsafe_b64encode(words.encode()).decode().rstrip("=")
        return f"{{anchor:port-estimator-{packed}}}"
    return f"<!-- {words} -->"


def _read(line: str, markup: Markup) -> tuple[bool, Marker] | None:
    comment = _COMMENT.fullmatch(_unpacked(line) if markup is Markup.WIKI else line)
    if comment is None:
        return None
    values = dict(field.split("=", 1) for field in comment[2].split())
    if values.pop("v", "") != str(MARKER_VERSION) or not values.keys() <= _FIELDS.keys():
        return None
    named = {_FIELDS[short]: value for short, value in values.items()}
    return bool(comment[1]), msgspec.convert(named, Marker)


def _unpacked(line: str) -> str:
    found = _ANCHOR.fullmatch(line)
    if found is None:
        return ""
    packed = found[1]
    try:
        words = urlsafe_b64decode(packed + "=" * (-len(packed) % 4)).decode()
    except (NotBase64, UnicodeDecodeError):
        return ""
    return f"<!-- {words} -->"
