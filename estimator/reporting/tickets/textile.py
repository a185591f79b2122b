"""Writes a ticket's block as Textile, as Redmine reads it.

Everything special becomes a character reference, which Redmine neither reads as markup nor as a
mention, a reference to an issue or a macro; code spans are read as plain text there.
"""

import re
from functools import partial

from estimator.reporting.blocks import Code
from estimator.reporting.characters import plain
from estimator.reporting.tickets.shape import (
    Grid,
    Inline,
    Link,
    TicketBlock,
    TicketSection,
    Words,
)
from estimator.reporting.tickets.walk import Tongue, write

_SAFE = r"A-Za-z0-9 ,.;()/>\u0080-\U0010ffff"
_SPECIAL = re.compile(
    rf"[^{_SAFE}:='+-]"  # everything but letters, digits and what follows
    r"|:(?=//)"  # addresses
    r"|(?<!\S)[-+=](?=\S)|(?<=\S)[-+=](?!\S)|[-+=](?=[-+=])"  # struck out, inserted, dashes
)
_BLOCK = re.compile(r"^(h[1-6]|bq|p|fn\d+|pre|bc|table|notextile)(?=[^\s.]*\.)")
_IN_CODE = re.compile(r"[^\w ./:,()<>*&=+'\"-]")


def write_textile(block: TicketBlock, *, collapse: bool = True) -> str:
    """Write the whole block; `collapse` closes sections by Redmine's own macro."""
    return write(block, Tongue("*", "*", line, _grid, partial(_section, collapse=collapse)))


def _section(section: TicketSection, body: str, *, collapse: bool) -> str:
    if section.is_collapsed and collapse:
        title = re.sub(r"[^\w ;.>-]", "", section.title.replace(",", ";"))  # a comma ends it
        return f"{{{{collapse({title})\n{body}\n}}}}"
    return f"h4. {line((section.title,))}\n\n{body}"


def _grid(grid: Grid) -> str:
    head = "|" + "|".join(f"_. {line((title,))}" for title in grid.titles) + "|"
    rows = (_row(grid, row) for row in grid.rows)
    return "\n".join((head, *rows))


def _row(grid: Grid, row: tuple[Words, ...]) -> str:
    cells = zip(grid.is_number, row, strict=True)
    return "|" + "|".join(f"{'>' if right else '<'}. {line(cell)}" for right, cell in cells) + "|"


def line(words: Words) -> str:
    """Write words in one line that begins no block."""
    text = "".join(map(_inline, words))
    return _BLOCK.sub(lambda found: f"&#{ord(found[1][0])};{found[1][1:]}", text)


def _inline(piece: Inline) -> str:
    match piece:
        case Code():
            return _code(piece.text)
        case Link():
            return f'"{_escaped(piece.text)}":{_address(piece.url)}'
        case str():
            return _escaped(piece)


def _code(text: str) -> str:
    safe = plain(text)
    if not safe.strip() or safe != safe.strip() or _IN_CODE.search(safe):
        return _escaped(text)
    return f"@{safe}@"


def _escaped(text: str) -> str:
    return _SPECIAL.sub(lambda found: f"&#{ord(found.group())};", plain(text))


def _address(url: str) -> str:
    return re.sub(r"[\"|\[\]\s]", lambda found: f"%{ord(found.group()):02X}", url)
