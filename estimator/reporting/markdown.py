"""Turns a report into GitHub-flavored Markdown that fits a ticket."""

import re

from estimator.model.report import Report
from estimator.reporting.blocks import (
    Block,
    Bullets,
    Code,
    Graph,
    Pairs,
    Paragraph,
    Section,
    Table,
    Text,
    pieces,
    without_empty_columns,
)
from estimator.reporting.characters import plain
from estimator.reporting.view import sections

_SPECIAL = re.compile(r"([\\`*_{}\[\]<>|~#$&!])")
_GRAPH_SPECIAL = re.compile(r"[^\w .,:/()*+-]", re.ASCII)
_LIST_START = re.compile(r"^(\d+)([.)])")
_BULLET_START = re.compile(r"^([-+=])")


def render(report: Report) -> str:
    """Write the report as Markdown; headings start at level 2."""
    return write(sections(report, is_whole=True))


def write(written: tuple[Section, ...]) -> str:
    """Write any sections as Markdown; headings start at level 2."""
    return "\n\n".join(_section(section) for section in written) + "\n"


def _section(section: Section) -> str:
    blocks = [_block(block) for block in section.blocks]
    if section.title:
        blocks.insert(0, f"## {escaped(section.title)}")
    return "\n\n".join(blocks)


def _block(block: Block) -> str:
    match block:
        case Paragraph():
            text = _started(_inline(block.text))
            return f"**{text}**" if block.is_strong else text
        case Bullets():
            title = [f"{escaped(block.title)}:", ""] if block.title else []
            return "\n".join(title + [f"- {_started(_inline(item))}" for item in block.items])
        case Pairs():
            return "\n".join(
                f"- **{escaped(label)}**: {_inline(text)}" for label, text in block.rows
            )
        case Table():
            return _table(without_empty_columns(block))
        case Graph():
            return _mermaid(block)


def _table(table: Table) -> str:
    rows = [[escaped(column.title) for column in table.columns]]
    rows.append(["--:" if column.is_number else "---" for column in table.columns])
    rows += [[_inline(cell) for cell in row] for row in table.rows]
    return "\n".join("| " + " | ".join(row) + " |" for row in rows)


def _mermaid(graph: Graph) -> str:
    """Draw a graph for GitHub and GitLab; no name can leave its label."""
    lines = ["```mermaid", "flowchart LR"]
    number = 0
    for index, (title, labels) in enumerate(graph.groups):
        lines.append(f'  subgraph g{index}["{_label(title)}"]')
        for label in labels:
            lines.append(f'    n{number}["{_label(label)}"]')
            number += 1
        lines.append("  end")
    for source, target, label in graph.arrows:
        words = f'|"{_label(label)}"|' if label else ""
        lines.append(f"  n{source} -->{words} n{target}")
    return "\n".join((*lines, "```"))


def _label(text: str) -> str:
    return _GRAPH_SPECIAL.sub(lambda found: f"#{ord(found.group())};", plain(text))


def _inline(text: Text) -> str:
    return "".join(
        code(piece.text) if isinstance(piece, Code) else escaped(piece) for piece in pieces(text)
    )


def escaped(text: str) -> str:
    """Escape everything that Markdown, HTML or a tracker would read as more than text."""
    safe = _SPECIAL.sub(r"\\\1", plain(text))
    return safe.replace("://", ":\\//").replace("@", "`@`")


def _started(text: str) -> str:
    """Keep the start of a paragraph or list item from becoming a list or a heading."""
    return _BULLET_START.sub(r"\\\1", _LIST_START.sub(r"\1\\\2", text))


def code(text: str) -> str:
    """Write a code span that its text cannot leave, also inside a table."""
    safe = plain(text).replace("|", "\\|")
    if not safe.strip():
        return ""
    fence = "`" * (max((len(run) for run in re.findall("`+", safe)), default=0) + 1)
    pad = " " if safe.startswith(("`", " ")) or safe.endswith(("`", " ")) else ""
    return f"{fence}{pad}{safe}{pad}{fence}"
