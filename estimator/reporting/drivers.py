"""Turns driver rows into a section: risks first and a few rows for a terminal, all of them else."""

import re

from estimator.model.report import DriverFigure, DriverRow, Report
from estimator.reporting.blocks import (
    Block,
    Code,
    Column,
    Fit,
    Paragraph,
    Section,
    Table,
    Text,
)
from estimator.reporting.numbers import grouped, people, percent
from estimator.reporting.wording import DRIVERS_SENTENCE

ROWS_SHOWN = 12
NOT_PRICED = "shown, not priced"
_RISK = "risk"
_PLURAL = re.compile(r"\b([a-z]{3,}?)(ies|s)\b(?!\.)")
"""The first plural of a unit: ``files`` of ``golden files``."""


def drivers_section(report: Report, *, is_whole: bool) -> Section | None:
    """List what eases a port or is a risk to it; whole with what each row means, else folded."""
    rows = report.drivers
    if not rows:
        return None
    ordered = sorted(rows, key=lambda one: one.effect != _RISK)  # stable: by rank within each
    if is_whole:
        blocks: tuple[Block, ...] = (Paragraph(text=DRIVERS_SENTENCE), _whole_table(ordered))
    else:
        blocks = (Paragraph(text=DRIVERS_SENTENCE), *_short_blocks(ordered))
    return Section(title="Evidence and risk", blocks=blocks)


def figures_words(figures: tuple[DriverFigure, ...]) -> str:
    """Write the numbers of a row: ``12 fuzz targets; 4 % of the product lines``."""
    return "; ".join(map(_figure_words, figures))


def _figure_words(one: DriverFigure) -> str:
    if one.is_share:
        return f"{percent(one.value)} {one.unit}"
    if one.value == 1:
        return f"1 {_PLURAL.sub(_singular, one.unit, count=1)}"
    number = grouped(one.value) if one.value == round(one.value) else people(one.value)
    return f"{number} {one.unit}"


def _singular(found: re.Match[str]) -> str:
    return f"{found[1]}y" if found[2] == "ies" else found[1]


def _short_blocks(ordered: list[DriverRow]) -> tuple[Block, ...]:
    columns = (
        Column(title="driver", fit=Fit.WRAP, weight=3),
        Column(title="effect"),
        Column(title="found", fit=Fit.WRAP, weight=3),
        Column(title="first evidence", fit=Fit.MIDDLE, weight=3),
    )
    shown = ordered[:ROWS_SHOWN]
    rows = tuple((one.title, one.effect, _first_figure(one), _site(one)) for one in shown)
    table = Table(columns=columns, rows=rows)
    left = ordered[ROWS_SHOWN:]
    if not left:
        return (table,)
    names = ", ".join(one.title[:1].lower() + one.title[1:] for one in left)
    return (table, Paragraph(text=f"And {len(left)} more: {names}."))


def _whole_table(ordered: list[DriverRow]) -> Table:
    columns = (
        Column(title="driver", fit=Fit.WRAP),
        Column(title="effect"),
        Column(title="found", fit=Fit.WRAP),
        Column(title="what it means for a port", fit=Fit.WRAP),
        Column(title="priced in", fit=Fit.WRAP),
        Column(title="evidence", fit=Fit.WRAP),
        Column(title="rule", fit=Fit.WRAP),
    )
    rows: tuple[tuple[Text, ...], ...] = tuple(
        (
            one.title,
            one.effect,
            figures_words(one.figures),
            one.means,
            one.priced or NOT_PRICED,
            _sites(one),
            Code(one.id),
        )
        for one in ordered
    )
    return Table(columns=columns, rows=rows)


def _first_figure(one: DriverRow) -> str:
    """Write the first number; a terminal has no room for all of them."""
    return figures_words(one.figures[:1])


def _site(one: DriverRow) -> Text:
    if not one.evidence:
        return ""
    return Code(f"{one.evidence[0].path}:{one.evidence[0].line}")


def _sites(one: DriverRow) -> Text:
    words: list[str | Code] = []
    for index, site in enumerate(one.evidence):
        words += [", "] if index else []
        words.append(Code(f"{site.path}:{site.line}"))
    more = one.evidence_total - len(one.evidence)
    if one.evidence and more > 0:
        words.append(f" and {more:,} more")
    return tuple(words)
