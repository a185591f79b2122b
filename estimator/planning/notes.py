"""A priced scenario and its waves -> how the plan was made and what to mind, in sentences."""

import math
from collections.abc import Iterator, Sequence

from estimator.model.estimate import Basis, ScenarioEstimate
from estimator.model.plan import Wave

_PERCENT = 100
_SUM = (
    "The P50s of the waves sum to the P50 of the scenario. P10, P80 and P90 are those of the"
    " scenario in proportion, so they sum too: what makes a port dearer makes all waves dearer."
)
_SHARES = (
    "Which part of which line of the price is spent in which wave is judgement (rules/planning);"
    " no price moves by it. Units get their part by lines, constructs, imports and public items."
)
_INSIDE = "The graph orders {kinds}, not the modules inside one."
_NO_TEAM = (
    "No team is declared, so there are no months: declare [team] in estimator.toml, or try"
    " --set team.engineers=2."
)
_MONTHS = (
    "Months are the calendar of the scenario, shared by effort. Learning the language comes first"
    " and is in no wave. Waves beside each other share their time where two engineers are there."
)
_ASSUMED = (
    "No hot path is measured or named, so the wave is about an assumed one. Record a profile"
    " (`estimator hotpaths` says how) before anything of this plan begins."
)


def notes_of(
    scenario: ScenarioEstimate, waves: Sequence[Wave], layers: int, unit_kind: str
) -> Iterator[str]:
    """Yield the notes, those that change what a reader does first."""
    if scenario.basis is Basis.ASSUMED:
        yield _ASSUMED
    yield from scenario.warnings
    ported = [wave for wave in waves if "units" in wave.parts]
    units = sum(len(wave.units) for wave in ported)
    kinds = f"{unit_kind}s"
    if units > 1:
        yield (
            f"{units} {kinds} lie in {layers} layers, what uses nothing else lowest; they are"
            f" ported in {_waves(len(ported))}, bottom up. {_INSIDE.format(kinds=kinds)}"
        )
    elif ported:
        yield _INSIDE.format(kinds=kinds)
    yield from _narrow(scenario, ported)
    yield _SUM
    yield _SHARES
    yield _NO_TEAM if scenario.calendar is None else _MONTHS


def _narrow(scenario: ScenarioEstimate, ported: Sequence[Wave]) -> Iterator[str]:
    """Say where people would wait for each other, which the calendar does not know."""
    if scenario.calendar is None or scenario.effort is None:
        return
    useful = int(scenario.calendar.useful_engineers)
    narrow = [wave for wave in ported if wave.width < useful]
    if narrow:
        part = math.fsum(wave.effort.p50 for wave in narrow) / scenario.effort.p50
        share = f"{round(part * _PERCENT)} %"
        names = ", ".join(wave.id for wave in narrow)
        yield (
            f"The calendar counts on {useful} engineers at a time. {names} ({share} of the"
            " effort) have fewer pieces that do not use each other: cut units inside them, or plan"
            " for more months."
        )


def _waves(count: int) -> str:
    return "1 wave" if count == 1 else f"{count} waves"
