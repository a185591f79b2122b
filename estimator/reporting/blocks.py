"""The shape of a report for people: sections of blocks, which each format draws in its own way.

Text that the scanned repository controls (names, paths, symbols) is marked as `Code`, so that every
format knows what to neutralize hardest.
"""

from enum import StrEnum
from typing import TypeAlias

import msgspec

from estimator.model.source import Value


class Code(msgspec.Struct, frozen=True):
    """Text from the scanned repository, or something to type."""

    text: str


Text: TypeAlias = str | Code | tuple[str | Code, ...]
"""Words of ours, a piece of code, or both mixed."""


class Fit(StrEnum):
    """What a table column does when the line is too short for it."""

    FIXED = "fixed"
    WRAP = "wrap"
    MIDDLE = "middle"
    """Shortened in the middle; only the plain table does so."""


class Column(Value, frozen=True, kw_only=True):
    """One column of a table."""

    title: str
    fit: Fit = Fit.FIXED
    is_number: bool = False
    weight: int = 1
    """Its part of a line that is too short for all columns."""


class Table(Value, frozen=True, kw_only=True):
    """Rows of cells, one per column."""

    columns: tuple[Column, ...]
    rows: tuple[tuple[Text, ...], ...]


class Paragraph(Value, frozen=True, kw_only=True):
    """A few sentences."""

    text: Text
    is_strong: bool = False


class Bullets(Value, frozen=True, kw_only=True):
    """A list, with an optional line above it."""

    title: str = ""
    items: tuple[Text, ...]


class Pairs(Value, frozen=True, kw_only=True):
    """Label and text, one pair a line."""

    rows: tuple[tuple[str, Text], ...]


class Graph(Value, frozen=True, kw_only=True):
    """Groups of nodes and the arrows between them; drawn where the format can."""

    groups: tuple[tuple[str, tuple[str, ...]], ...]
    """(title, labels of its nodes)."""
    arrows: tuple[tuple[int, int, str], ...]
    """(from, to, label): nodes are numbered from 0 through all groups."""


Block: TypeAlias = Table | Paragraph | Bullets | Pairs | Graph


class Section(Value, frozen=True, kw_only=True):
    """Blocks under one title; no title for the lead."""

    title: str
    blocks: tuple[Block, ...]


def without_empty_columns(table: Table) -> Table:
    """Leave out the columns in which no row says anything; the first always stays."""
    kept = [
        index
        for index in range(len(table.columns))
        if index == 0 or any(row[index] for row in table.rows)
    ]
    return Table(
        columns=tuple(table.columns[index] for index in kept),
        rows=tuple(tuple(row[index] for index in kept) for row in table.rows),
    )


def pieces(text: Text) -> tuple[str | Code, ...]:
    """Return the parts of a text in reading order."""
    return text if isinstance(text, tuple) else (text,)
