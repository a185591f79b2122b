"""Turns the sensitivity of a scenario into a short block: what would move its P50 most."""

from collections.abc import Mapping

from estimator.model.estimate import ScenarioEstimate, Swing
from estimator.reporting.blocks import Block, Column, Fit, Paragraph, Table, Text
from estimator.reporting.numbers import people
from estimator.reporting.wording import FACTOR_NAMES

SHOWN_SWINGS = 3
"""How many inputs the report shows; `explain TOTAL` and JSON have all."""

_NAMES: Mapping[str, str] = {
    **FACTOR_NAMES,
    "size": "size (L), kLoC",
    "invariants": "ledger hours (h)",
    "dependencies": "direct dependencies (D)",
    "spread": "units (U)",
    "path-size": "size of a path, kLoC",
    "items": "items that cross a boundary",
    "paths": "number of paths",
}
_MULTIPLIERS = frozenset({"calibration", "declared", "llm"})
WIDTH = (
    "The width from P10 to P90 follows size alone: no fact here narrows it; it moves with the P50."
)


def swing_blocks(one: ScenarioEstimate, *, shown: int | None = SHOWN_SWINGS) -> tuple[Block, ...]:
    """Show the largest swings of a scenario's P50 (all with `shown` None) and how to know more."""
    if not one.sensitivity:
        return ()
    columns = (
        Column(title="input, each moved alone", fit=Fit.WRAP),
        Column(title="from", is_number=True),
        Column(title="to", is_number=True),
        Column(title="P50 from", is_number=True),
        Column(title="P50 to", is_number=True),
    )
    rows = tuple(_row(swing) for swing in one.sensitivity[:shown])
    return (Table(columns=columns, rows=rows), Paragraph(text=_advice(one.sensitivity[0])))


def _row(swing: Swing) -> tuple[Text, ...]:
    sign = "x " if swing.input in _MULTIPLIERS else ""
    return (
        _NAMES.get(swing.input, swing.input),
        f"{sign}{people(swing.low)}",
        f"{sign}{people(swing.high)}",
        people(swing.p50_low),
        people(swing.p50_high),
    )


def _advice(largest: Swing) -> str:
    name = _NAMES.get(largest.input, largest.input).partition(",")[0]
    how = largest.how_to_obtain
    return f"P50 moves most with {name}: {how[:1].lower()}{how[1:]} {WIDTH}"
