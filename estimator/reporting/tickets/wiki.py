"""Writes a ticket's block in the wiki markup of Jira Data Center.

Repository text is escaped character by character, also inside monospace, where Jira still reads
macros, links and mentions.
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

_SPECIAL = re.compile(r"([\\{}\[\]|*_^~+\-?!@#])")
_EMOTICON = re.compile(r"([:;])(?=[()DP|])|\((?=[!?/xyin*+-])")
_STARTS = re.compile(r"^(h[1-6]|bq)(?=\.)")


def write_wiki(block: TicketBlock, *, has_expand: bool = False) -> str:
    """Write the whole block.

    Args:
        block: What to write.
        has_expand: The server has the ``{expand}`` macro, which Jira itself does not bring.
    """
    return write(block, Tongue("*", "*", line, _grid, partial(_section, has_expand=has_expand)))


def _section(section: TicketSection, body: str, *, has_expand: bool) -> str:
    if section.is_collapsed and has_expand:
        title = re.sub(r"[^\w ,.>-]", "", section.title)
        return f"{{expand:title={title}}}\n{body}\n{{expand}}"
    return f"h4. {line((section.title,))}\n\n{body}"


def _grid(grid: Grid) -> str:
    head = "||" + "||".join(line((title,)) or " " for title in grid.titles) + "||"
    rows = ("|" + "|".join(line(cell) or " " for cell in row) + "|" for row in grid.rows)
    return "\n".join((head, *rows))


def line(words: Words) -> str:
    """Write words in one line that begins no heading, list or quotation."""
    text = "".join(map(_inline, words))
    return _STARTS.sub(lambda found: f"{found[1][0]}\\{found[1][1:]}", text)


def _inline(piece: Inline) -> str:
    match piece:
        case Code():
            text = _escaped(piece.text)
            return f"{{{{{text}}}}}" if text.strip() else ""
        case Link():
            return f"[{_escaped(piece.text)}|{_address(piece.url)}]"
        case str():
            return _escaped(piece)


def _escaped(text: str) -> str:
    safe = _SPECIAL.sub(r"\\\1", plain(text))
    safe = _EMOTICON.sub(lambda found: f"\\{found.group()}", safe)
    return safe.replace("://", ":\\//")


def _address(url: str) -> str:
    return re.sub(r"[\[\]{}|\\\s!]", lambda found: f"%{ord(found.group()):02X}", url)
