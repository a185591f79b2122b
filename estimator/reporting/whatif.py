"""Two reports about the same facts -> the second one with what changed, and the section of it."""

from msgspec.structs import replace

from estimator.model.estimate import Effort, ScenarioEstimate
from estimator.model.report import Report, ScenarioChange, Setting, WhatIf
from estimator.reporting.blocks import Block, Code, Column, Fit, Paragraph, Section, Table
from estimator.reporting.numbers import people

_NOTHING = "-"
_UNMOVED = (
    "No figure moves. Learning needs engineers without the target language; an oracle matters only"
    " to declared LLM assistance."
)


def with_difference(before: Report, after: Report, settings: tuple[Setting, ...]) -> Report:
    """Add to the report with the settings how it differs from the one without."""
    old = {one.id: one for one in before.scenarios}
    changes = tuple(_change(old[one.id], one) for one in after.scenarios if one.id in old)
    shown = tuple(one for one in changes if (one.effort_before, one.effort_after) != (None, None))
    return replace(after, what_if=WhatIf(settings=settings, scenarios=shown))


def _change(before: ScenarioEstimate, after: ScenarioEstimate) -> ScenarioChange:
    return ScenarioChange(
        id=after.id,
        effort_before=_middle(before.effort),
        effort_after=_middle(after.effort),
        with_learning_before=_middle(before.effort_with_learning),
        with_learning_after=_middle(after.effort_with_learning),
        months_before=before.calendar.p50 if before.calendar else None,
        months_after=after.calendar.p50 if after.calendar else None,
    )


def _middle(effort: Effort | None) -> float | None:
    return None if effort is None else effort.p50


def what_if_section(what_if: WhatIf | None) -> Section | None:
    """Show the settings, and P50 before and after by scenario."""
    if what_if is None:
        return None
    settings = Table(
        columns=(
            Column(title="set for this run", fit=Fit.WRAP),
            Column(title="before", fit=Fit.WRAP),
            Column(title="after", fit=Fit.WRAP),
        ),
        rows=tuple((Code(one.key), one.before, one.after) for one in what_if.settings),
    )
    blocks: list[Block] = [settings]
    if what_if.scenarios:
        blocks.append(_changes_table(what_if.scenarios))
    if not any(map(_moves, what_if.scenarios)):
        blocks.append(Paragraph(text=_UNMOVED))
    blocks.append(Paragraph(text="Everything below is with these settings."))
    return Section(title="What if", blocks=tuple(blocks))


def _changes_table(changes: tuple[ScenarioChange, ...]) -> Table:
    columns = (
        Column(title="P50, before -> after", fit=Fit.WRAP),
        Column(title="effort, EM", is_number=True),
        Column(title="with learning, EM", is_number=True),
        Column(title="calendar, months", is_number=True),
    )
    rows = tuple(
        (
            one.id,
            _arrow(one.effort_before, one.effort_after),
            _arrow(one.with_learning_before, one.with_learning_after),
            _arrow(one.months_before, one.months_after),
        )
        for one in changes
    )
    return Table(columns=columns, rows=rows)


def _moves(one: ScenarioChange) -> bool:
    before = (one.effort_before, one.with_learning_before, one.months_before)
    return before != (one.effort_after, one.with_learning_after, one.months_after)


def _arrow(before: float | None, after: float | None) -> str:
    if before is None and after is None:
        return ""
    return f"{_cell(before)} -> {_cell(after)}"


def _cell(value: float | None) -> str:
    return _NOTHING if value is None else people(value)
