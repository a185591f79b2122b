"""Turns dependencies with their crosswalk entries into a section and short lines."""

import math
from collections import Counter

from estimator.model.crosswalk import UNKNOWN, CrossedDependency
from estimator.model.report import Report
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
from estimator.reporting.numbers import exact_number, grouped, people
from estimator.reporting.wording import DAYS_SENTENCE, language_name, plural

ROWS_SHOWN = 15
_UNKNOWN_SHOWN = 8
_COUNTERPARTS_SHOWN = 2
_ORDER = ("standard library", "counterpart", "adapt", "rewrite", "none", UNKNOWN)


def dependencies_section(report: Report) -> Section | None:
    """List the dependencies that ask for the most days, and sum up all of them by kind."""
    found = report.dependencies
    if not found:
        return None
    columns = (
        Column(title="package", fit=Fit.MIDDLE, weight=3),
        Column(title="import sites", is_number=True),
        Column(title="files", is_number=True),
        Column(title="days", is_number=True),
        Column(title="kind", fit=Fit.WRAP),
        Column(title="what takes its place", fit=Fit.WRAP, weight=3),
    )
    ordered = sorted(found, key=lambda one: (-_likely(one), -one.import_sites, one.name))
    more = len(found) - ROWS_SHOWN
    blocks: list[Block] = [
        Table(columns=columns, rows=tuple(map(_row, ordered[:ROWS_SHOWN]))),
        Paragraph(text=f"{_more_words(more)}{_sums(found)} {DAYS_SENTENCE}"),
    ]
    unknown = _unknown(found)
    if unknown is not None:
        blocks.append(unknown)
    name = language_name(report.repository.priced_language)
    return Section(title=f"{name} dependencies, most days first", blocks=tuple(blocks))


def _row(one: CrossedDependency) -> tuple[Text, ...]:
    shown = list(one.counterparts[:_COUNTERPARTS_SHOWN])
    more = len(one.counterparts) - len(shown)
    words = ", ".join(shown) + (f" or {more} more" if more else "")
    if one.note and not shown:
        words = one.note
    return (
        Code(one.name),
        grouped(one.import_sites),
        grouped(one.files),
        _days(one),
        one.replacement,
        words or "own code",
    )


def _days(one: CrossedDependency) -> str:
    if one.days is None:
        return "?"
    low, likely, high = map(exact_number, (one.days.low, one.days.likely, one.days.high))
    return f"{likely} ({low}-{high})" if one.days.high else "0"


def _likely(one: CrossedDependency) -> float:
    return one.days.likely if one.days else 0.0


def _more_words(more: int) -> str:
    return f"And {more:,} more; the JSON report lists all. " if more > 0 else ""


def _sums(found: tuple[CrossedDependency, ...]) -> str:
    counts = Counter(one.replacement for one in found)
    sites = Counter[str]()
    for one in found:
        sites[one.replacement] += one.import_sites
    parts = [
        f"{kind} {plural(counts[kind], 'package')} ({plural(sites[kind], 'import site')})"
        for kind in _ORDER
        if kind in counts and kind != UNKNOWN
    ]
    days = math.fsum(map(_likely, found))
    known = f"By kind: {'; '.join(parts)}; {people(days)} days in all." if parts else ""
    return known or "None of them has an entry in the crosswalk."


def _unknown(found: tuple[CrossedDependency, ...]) -> Paragraph | None:
    unknown = sorted(
        (one for one in found if one.replacement == UNKNOWN),
        key=lambda one: (-one.import_sites, one.name),
    )
    if not unknown:
        return None
    sites = plural(sum(one.import_sites for one in unknown), "import site")
    words: list[str | Code] = [
        f"No entry in the crosswalk: {plural(len(unknown), 'package')}, {sites}: "
    ]
    for index, one in enumerate(unknown[:_UNKNOWN_SHOWN]):
        words += [", "] if index else []
        words.append(Code(one.name))
    more = len(unknown) - _UNKNOWN_SHOWN
    words.append(f" and {more:,} more." if more > 0 else ".")
    return Paragraph(text=tuple(words))
