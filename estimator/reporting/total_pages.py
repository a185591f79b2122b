"""Turns every priced scenario into its whole sum: base, drivers, lines, range, views, shares."""

from collections.abc import Mapping

from estimator.model.estimate import EffortShares, ScenarioEstimate, View
from estimator.model.report import Report
from estimator.model.rules import Rulebook
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
from estimator.reporting.numbers import apportioned, four_digits, percent, two_digits, written
from estimator.reporting.sums import scenario_sum
from estimator.reporting.swings import swing_blocks
from estimator.reporting.wording import group_name

SHOWN_UNITS = 10


def total_sections(
    report: Report, rulebook: Rulebook, shares: Mapping[str, EffortShares]
) -> tuple[Section, ...]:
    """Fill in the formula of every scenario, one after the other; they are never added up."""
    sections = [Section(title="", blocks=(Paragraph(text=report.headline, is_strong=True),))]
    for one in report.scenarios:
        blocks: list[Block] = list(scenario_sum(one, rulebook).blocks)
        if one.applies:
            blocks += _split_lines(one, rulebook)
            blocks += _views(one)
            blocks += swing_blocks(one, shown=None)
        if one.id in shares and one.effort:
            blocks += _units(one, shares[one.id])
        sections.append(Section(title=f"{one.title} ({one.id})", blocks=tuple(blocks)))
    return tuple(sections)


def _split_lines(one: ScenarioEstimate, rulebook: Rulebook) -> tuple[Bullets, ...]:
    """Write each ledger entry's part of its line, with what it was split by."""
    entries = [
        line
        for line in one.lines
        if line.effort and (rule := rulebook.rules.get(line.rule)) and rule.ledger
    ]
    if not entries:
        return ()
    whole = sum(line.effort for line in one.lines if line.group == entries[0].group)
    items: list[Text] = [
        (
            Code(line.rule),
            (
                f" {line.title}, n = {line.count or 0:,.0f}: {four_digits(line.effort / whole)}"
                f" x {four_digits(whole)} = {four_digits(line.effort)} EM"
            ),
        )
        for line in entries
    ]
    title = f"{group_name(entries[0].group).capitalize()}, split by full ledger hours"
    return (Bullets(title=title, items=tuple(items)),)


def _views(one: ScenarioEstimate) -> tuple[Bullets, ...]:
    items = [f"{view.title}: {_view_numbers(view)} EM. {view.note}" for view in one.views]
    if one.document_band is not None:
        low, high = four_digits(one.document_band.low), four_digits(one.document_band.high)
        items.insert(0, f"The document's band around this P50: {low}-{high} EM")
    return (
        (Bullets(title="Other views, never blended in (low / middle / high)", items=tuple(items)),)
        if items
        else ()
    )


def _view_numbers(view: View) -> str:
    """Write low, middle and high; a view without a range has one number."""
    if view.low == view.high:
        return four_digits(view.p50)
    return " / ".join(map(four_digits, (view.low, view.p50, view.high)))


def _units(one: ScenarioEstimate, shares: EffortShares) -> tuple[Block, ...]:
    """Share the P50 over units, the largest by name, the rest in one row; parts add up."""
    by_unit: dict[str, float] = {}
    for file in shares.files:
        by_unit[file.unit] = by_unit.get(file.unit, 0.0) + file.effort
    ordered = sorted(by_unit.items(), key=lambda pair: (-pair[1], pair[0]))
    if not ordered or one.effort is None:
        return ()
    rows: list[tuple[Text, float]] = [(Code(unit or "."), em) for unit, em in ordered[:SHOWN_UNITS]]
    rest = ordered[SHOWN_UNITS:]
    if rest:
        rows.append((f"{len(rest):,} more", sum(effort for _, effort in rest)))
    total = two_digits(one.effort.p50)
    printed = apportioned([effort for _, effort in rows], total)
    cells: list[tuple[Text, ...]] = [
        (name, written(em), percent(effort / one.effort.p50))
        for (name, effort), em in zip(rows, printed, strict=True)
    ]
    columns = (
        Column(title="where it sits", fit=Fit.MIDDLE),
        Column(title="EM", is_number=True),
        Column(title="share", is_number=True),
    )
    table = Table(columns=columns, rows=(*cells, ("sum", written(total), "")))
    notes = (Bullets(title="Mind", items=shares.notes),) if shares.notes else ()
    return (table, *notes)
