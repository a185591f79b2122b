"""Turns priced scenarios into sections."""

from decimal import Decimal
from itertools import groupby

from estimator.model.estimate import Effort, Factor, Line, ScenarioEstimate, Site
from estimator.reporting.blocks import (
    Block,
    Bullets,
    Code,
    Column,
    Fit,
    Paragraph,
    Section,
    Table,
    Text,
)
from estimator.reporting.characters import shortened
from estimator.reporting.folding import folded
from estimator.reporting.numbers import apportioned, change, grouped, people, two_digits, written
from estimator.reporting.people import people_blocks
from estimator.reporting.swings import swing_blocks
from estimator.reporting.wording import (
    BASIS_NAMES,
    FACTOR_NAMES,
    NO_FORMULA,
    band_words,
    group_name,
)

HOURS_BELOW_EM = 1.0
"""Under this many EM, a line shows its hours too."""

PACKAGE_WIDTH = 26
"""Longest name of a package in the parts of a P50; the section of dependencies has more room."""

_OCCURRENCES = "occurrences"
_QUANTILES = tuple(Column(title=name, is_number=True) for name in ("P10", "P50", "P80", "P90"))


def scenario_sections(scenarios: tuple[ScenarioEstimate, ...]) -> tuple[Section, ...]:
    """Show the scenarios that apply; what is assumed in all of them is said once, after them."""
    priced = tuple(one for one in scenarios if one.applies)
    assumed = _shared([one.assumptions for one in priced])
    left_out = _shared([one.not_included for one in priced])
    shown = tuple(_scenario_section(one, assumed, left_out) for one in priced)
    blocks = _lists(assumed, left_out)
    return (*shown, Section(title="For all of these", blocks=blocks)) if blocks else shown


def _shared(lists: list[tuple[str, ...]]) -> tuple[str, ...]:
    """Return what is in every list, where there are at least two, in the first one's order."""
    if len(lists) <= 1:
        return ()
    return tuple(item for item in lists[0] if all(item in other for other in lists[1:]))


def _lists(assumed: tuple[str, ...], left_out: tuple[str, ...]) -> tuple[Block, ...]:
    named = (("Assumed", assumed), ("Not included", left_out))
    return tuple(Bullets(title=title, items=items) for title, items in named if items)


def _scenario_section(
    one: ScenarioEstimate, assumed: tuple[str, ...], left_out: tuple[str, ...]
) -> Section:
    """Show one scenario: effort, lines, drivers, views and what it alone rests on."""
    blocks: list[Block] = [
        Paragraph(text=f"{one.why} Basis: {BASIS_NAMES[one.basis]}, {people(one.size_kloc)} kLoC."),
        _effort_table(one),
        *people_blocks(one),
    ]
    if one.warnings:
        blocks.append(Bullets(title="Mind", items=one.warnings))
    if one.lines and one.effort:
        blocks.append(_lines_table(one.lines, two_digits(one.effort.p50)))
    if one.factors:
        blocks.append(_factors_table(one.factors))
    blocks += swing_blocks(one)
    if one.views:
        blocks.append(_views_table(one))
    blocks += _lists(
        tuple(item for item in one.assumptions if item not in assumed),
        tuple(item for item in one.not_included if item not in left_out),
    )
    return Section(title=f"{one.title} ({one.id})", blocks=tuple(blocks))


def unpriced_section(scenarios: tuple[ScenarioEstimate, ...]) -> Section | None:
    """Name the scenarios that do not apply, each with its reason."""
    items = tuple(f"{one.id}: {one.why}" for one in scenarios if not one.applies)
    if not items:
        return None
    return Section(title="Does not apply here", blocks=(Bullets(items=items),))


def _effort_table(one: ScenarioEstimate) -> Table:
    columns = (
        Column(title="effort in EM", fit=Fit.WRAP),
        *_QUANTILES,
        Column(title="document", is_number=True),
    )
    rows: list[tuple[Text, ...]] = []
    if one.effort and one.effort not in [variant.effort for variant in one.variants]:
        rows.append((one.id, *_quantile_cells(one.effort), band_words(one.document_band)))
    rows += [
        (variant.title, *_quantile_cells(variant.effort), band_words(variant.document_band))
        for variant in one.variants
    ]
    return Table(columns=columns, rows=tuple(rows))


def _quantile_cells(effort: Effort) -> tuple[str, ...]:
    return tuple(map(people, (effort.p10, effort.p50, effort.p80, effort.p90)))


def _lines_table(lines: tuple[Line, ...], total: Decimal) -> Table:
    """Show the lines of a P50, those of one group under its sum; printed parts add up."""
    columns = (
        Column(title="part of the P50", fit=Fit.WRAP, weight=3),
        Column(title="EM", is_number=True),
        Column(title="hours", is_number=True),
        Column(title="count", fit=Fit.WRAP, weight=2),
        Column(title="first evidence", fit=Fit.MIDDLE, weight=2),
        Column(title="rule", fit=Fit.WRAP, weight=2),
    )
    groups = [
        (group, tuple(members)) for group, members in groupby(lines, key=lambda line: line.group)
    ]
    sums = apportioned([sum(line.effort for line in members) for _, members in groups], total)
    rows: list[tuple[Text, ...]] = []
    for (group, members), printed in zip(groups, sums, strict=True):
        if len(members) == 1:
            rows.append(_line_row(members[0], printed, child=False))
            continue
        hours = sum(line.hours for line in members)
        effort = sum(line.effort for line in members)
        rows.append((group_name(group), written(printed), _hours(hours, effort), "", "", ""))
        shown = folded(members)
        parts = apportioned([line.effort for line in shown], printed)
        rows += [_line_row(line, part, child=True) for line, part in zip(shown, parts, strict=True)]
    rows.append(("sum", written(total), "", "", "", ""))
    return Table(columns=columns, rows=tuple(rows))


def _line_row(line: Line, printed: Decimal, *, child: bool) -> tuple[Text, ...]:
    return (
        _title(line, child=child),
        written(printed),
        _hours(line.hours, line.effort),
        _count(line),
        _site(line.evidence[0]) if line.evidence else "",
        Code(line.rule) if line.rule else "",
    )


def _title(line: Line, *, child: bool) -> Text:
    """Write what a line is for; the name of a package is shortened so that it stays on one line."""
    if line.package:
        return ("- ", Code(shortened(line.package, PACKAGE_WIDTH)))
    return f"- {line.title}" if child else line.title


def _count(line: Line) -> str:
    """Write what was counted; an occurrence of a construct needs no noun."""
    if line.count is None:
        return ""
    noun = "x" if line.counted == _OCCURRENCES else line.counted
    if line.count == 1:
        noun = f"{noun.removesuffix('ies')}y" if noun.endswith("ies") else noun.removesuffix("s")
    return f"{grouped(line.count)} {noun}".strip()


def _hours(hours: float, effort: float) -> str:
    return people(hours) if effort < HOURS_BELOW_EM else ""


def _site(site: Site) -> Code:
    return Code(f"{site.path}:{site.line}")


def _factors_table(factors: tuple[Factor, ...]) -> Table:
    columns = (
        Column(title="driver"),
        Column(title="effect", is_number=True),
        Column(title="formula", fit=Fit.WRAP),
        Column(title="note", fit=Fit.WRAP),
    )
    rows = tuple(
        (
            FACTOR_NAMES.get(one.id, one.id),
            f"x {people(one.value)}" if one.id == "size" else change(one.value),
            "" if one.formula == NO_FORMULA else one.formula,
            one.note or ("not counted" if one.input is None else ""),
        )
        for one in factors
    )
    return Table(columns=columns, rows=rows)


def _views_table(one: ScenarioEstimate) -> Table:
    columns = (
        Column(title="other views, EM", fit=Fit.WRAP),
        Column(title="low", is_number=True),
        Column(title="middle", is_number=True),
        Column(title="high", is_number=True),
        Column(title="note", fit=Fit.WRAP),
    )
    rows = tuple(
        (view.title, people(view.low), people(view.p50), people(view.high), view.note)
        for view in one.views
    )
    return Table(columns=columns, rows=rows)
