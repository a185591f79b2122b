"""Writes a ticket's block as Markdown: of GitHub and Gitea, of GitLab, or of Redmine.

A backslash does not keep these trackers from reading ``@name`` or ``#12``: they look for both in
the finished page. Code spans do, and an empty comment between the sign and the number does.
"""

import re
from collections.abc import Sequence
from functools import partial

from estimator.reporting.blocks import Code
from estimator.reporting.markdown import code, escaped
from estimator.reporting.tickets.shape import (
    Grid,
    Inline,
    Link,
    TicketBlock,
    TicketSection,
    Words,
)
from estimator.reporting.tickets.walk import Tongue, write

_REFERENCE = re.compile(r"(\\?[#!$~&%]|\bGH-)(?=\w)")
_STARTS = re.compile(r"^(\d{0,9})([.)]|[-+=])(?=\s|$)|^()(/)(?=\w)")
_SPLIT = "<!-- -->"


def write_markdown(block: TicketBlock, *, collapse: str = "details") -> str:
    """Write the whole block.

    Args:
        block: What to write.
        collapse: How sections are closed: ``details`` (HTML, which GitHub, GitLab and Gitea read),
            ``macro`` (Redmine's own) or ``none`` (a heading).
    """
    return write(block, Tongue("**", "-", line, _grid, partial(_section, collapse=collapse)))


def _section(section: TicketSection, body: str, *, collapse: str) -> str:
    title = line((section.title,))
    if not section.is_collapsed or collapse == "none":
        return f"#### {title}\n\n{body}"
    if collapse == "macro":
        bare = re.sub(r"[^\w ;.:>-]", "", section.title.replace(",", ";"))  # a comma ends it
        return f"{{{{collapse({bare})\n{body}\n}}}}"
    return f"<details>\n<summary>{title}</summary>\n\n{body}\n\n</details>"


def _grid(grid: Grid) -> str:
    rows = [[line((title,)) for title in grid.titles]]
    rows.append(["--:" if is_number else "---" for is_number in grid.is_number])
    rows += [[line(cell) for cell in row] for row in grid.rows]
    return "\n".join(_row(row) for row in rows)


def _row(cells: Sequence[str]) -> str:
    return "| " + " | ".join(cells) + " |"


def line(words: Words) -> str:
    """Write words in one line that begins no list, heading or command."""
    text = "".join(map(_inline, words))
    return _STARTS.sub(
        lambda found: f"{found[1] or ''}{_SPLIT}{found[2] or found[4]}", text, count=1
    )


def _inline(piece: Inline) -> str:
    match piece:
        case Code():
            return code(piece.text)
        case Link():
            return f"[{code(piece.text)}]({_address(piece.url)})"
        case str():
            return _REFERENCE.sub(rf"\1{_SPLIT}", escaped(piece))


def _address(url: str) -> str:
    return re.sub(r"[()<>\\|\s]", lambda found: f"%{ord(found.group()):02X}", url)
