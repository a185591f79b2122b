"""Writes a ticket's block as an Atlassian document (ADF), which Jira Cloud v3 reads."""

from typing import TypeAlias

import msgspec

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

Node: TypeAlias = dict[str, object]

_HEADING_LEVEL = 4


def write_adf(block: TicketBlock, *, wrapped: str = "") -> str:
    """Write the whole block as the JSON text of a document node.

    Args:
        block: What to write.
        wrapped: Title of the one expandable node that holds everything, for a text that people
            write too; its sections are headings then. "" for a text of its own.
    """
    content = [_paragraph(block.headline, strong=True)]
    for section in block.sections:
        content += _section(section, flat=bool(wrapped))
    content.append(_paragraph(block.footer))
    if wrapped:
        content = [{"type": "expand", "attrs": {"title": wrapped}, "content": content}]
    document: Node = {"type": "doc", "version": 1, "content": content}
    return msgspec.json.encode(document).decode()


def _section(section: TicketSection, *, flat: bool) -> list[Node]:
    body = [_part(part) for part in section.parts]
    if section.is_collapsed and not flat:
        return [{"type": "expand", "attrs": {"title": section.title}, "content": body}]
    title = _text((section.title,))
    heading: Node = {"type": "heading", "attrs": {"level": _HEADING_LEVEL}, "content": title}
    return [heading, *body]


def _part(part: Part) -> Node:
    match part:
        case Sentence():
            return _paragraph(part.words)
        case Lines():
            items = [{"type": "listItem", "content": [_paragraph(item)]} for item in part.items]
            return {"type": "bulletList", "content": items}
        case Grid():
            return _grid(part)


def _grid(grid: Grid) -> Node:
    rows = [_row("tableHeader", tuple((title,) for title in grid.titles))]
    rows += [_row("tableCell", row) for row in grid.rows]
    return {"type": "table", "content": rows}


def _row(kind: str, cells: tuple[Words, ...]) -> Node:
    content: list[Node] = [{"type": kind, "content": [_paragraph(cell)]} for cell in cells]
    return {"type": "tableRow", "content": content}


def _paragraph(words: Words, *, strong: bool = False) -> Node:
    content = _text(words, strong=strong)
    return {"type": "paragraph", "content": content}


def _text(words: Words, *, strong: bool = False) -> list[Node]:
    return [node for piece in words if (node := _inline(piece, strong=strong)) is not None]


def _inline(piece: Inline, *, strong: bool) -> Node | None:
    marks: list[Node] = []
    match piece:
        case Code():
            text = piece.text
            marks.append({"type": "code"})
        case Link():
            text = piece.text
            marks.append({"type": "link", "attrs": {"href": piece.url}})
        case str():
            text = piece
            if strong:
                marks.append({"type": "strong"})
    safe = plain(text)
    if not safe:
        return None
    node: Node = {"type": "text", "text": safe}
    return {**node, "marks": marks} if marks else node
