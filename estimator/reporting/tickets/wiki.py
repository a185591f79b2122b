"""Writes a ticket's block in the wiki markup of Jira Data Center.

Repository text is escaped character by character, also inside monospace, where Jira still reads
macros, links and mentions.
"""

import re

from estimator.reporting.blocks import Code
from estimator.reporting.characters import plain
from estimator.reporting.tickets.shape import (
    Grid,
    Inline,
    Lines,
    Link,
    Part,
    Sentence,
    TicketBlock,
    TicketSection,
    Words,
)

_SPECIAL = re.compile(r"([\\{}\[\]|*_^~+\-?!@#])")
_EMOTICON = re.compile(r"([:;])(?=[()DP|])|\((?=[!?/xyin*+-])")
_STARTS = re.compile(r"^(h[1-6]|bq)(?=\.)")


def write_wiki(block: TicketBlock, *, has_expand: bool = False) -> str:
    """Write the whole block.

    Args:
        block: What to write.
        has_expand: The server has the ``{expand}`` macro, which Jira itself does not bring.
    """
    written = [f"*{line(block.headline)}*"]
    written += [_section(section, has_expand=has_expand) for section in block.sections]
    written.append(line(block.footer))
    return "\n\n".join(written)


def _section(section: TicketSection, *, has_expand: bool) -> str:
    body = "\n\n".join(map(_part, section.parts))
    if section.is_collapsed and has_expand:
        title = re.sub(r"[^\w ,.>-]", "", section.title)
        return f"{{expand:title={title}}}\n{body}\n{{expand}}"
    return f"h4. {line((section.title,))}\n\n{body}"


def _part(part: Part) -> str:
    match part:
        case Sentence():
            return line(part.words)
        case Lines():
            return "\n".join(f"* {line(item)}" for item in part.items)
        case Grid():
            return _grid(part)


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
