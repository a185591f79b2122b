"""The shape of a ticket's block: a line above all, sections that can be left out, a last line.

Text that the scanned repository controls is a `Code` or a `Link`, so that each markup knows what
must not name a person, refer to another ticket or run a command there.
"""

from typing import TypeAlias

from estimator.model.source import Value
from estimator.reporting.blocks import Code, pieces


class Link(Value, frozen=True, kw_only=True):
    """A place with its address."""

    text: str
    url: str
    """http or https, already quoted."""


Inline: TypeAlias = str | Code | Link
Words: TypeAlias = tuple[Inline, ...]


class Lines(Value, frozen=True, kw_only=True):
    """A list."""

    items: tuple[Words, ...]


class Grid(Value, frozen=True, kw_only=True):
    """A table. Numbers stand to the right where the markup can do that."""

    titles: tuple[str, ...]
    is_number: tuple[bool, ...]
    rows: tuple[tuple[Words, ...], ...]


class Sentence(Value, frozen=True, kw_only=True):
    """A paragraph."""

    words: Words


Part: TypeAlias = Lines | Grid | Sentence


class TicketSection(Value, frozen=True, kw_only=True):
    """A part of the block that stays whole or goes whole."""

    title: str
    parts: tuple[Part, ...]
    is_collapsed: bool = True
    rank: int
    """What is left out for size goes by rank, highest first."""


class TicketBlock(Value, frozen=True, kw_only=True):
    """Everything that a ticket shows, before any markup."""

    headline: Words
    sections: tuple[TicketSection, ...]
    """In reading order."""
    footer: Words


def words(text: str | Code | tuple[str | Code, ...]) -> Words:
    """Take a text of the other reports over."""
    return tuple(pieces(text))
