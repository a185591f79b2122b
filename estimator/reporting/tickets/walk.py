"""Takes a ticket's block through any markup that is text; only how a piece is written differs."""

from collections.abc import Callable
from typing import NamedTuple

from estimator.reporting.tickets.shape import (
    Grid,
    Lines,
    Part,
    Sentence,
    TicketBlock,
    TicketSection,
    Words,
)


class Tongue(NamedTuple):
    """How a markup writes the pieces of a block."""

    strong: str
    """Before and behind what stands out."""
    bullet: str
    line: Callable[[Words], str]
    grid: Callable[[Grid], str]
    section: Callable[[TicketSection, str], str]
    """From a section and its written parts."""


def write(block: TicketBlock, tongue: Tongue) -> str:
    """Write the whole block, with a blank line between its pieces."""
    sections = (
        tongue.section(section, "\n\n".join(_part(part, tongue) for part in section.parts))
        for section in block.sections
    )
    headline = f"{tongue.strong}{tongue.line(block.headline)}{tongue.strong}"
    return "\n\n".join((headline, *sections, tongue.line(block.footer)))


def _part(part: Part, tongue: Tongue) -> str:
    match part:
        case Sentence():
            return tongue.line(part.words)
        case Lines():
            return "\n".join(f"{tongue.bullet} {tongue.line(item)}" for item in part.items)
        case Grid():
            return tongue.grid(part)
