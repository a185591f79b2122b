"""A priced scenario, its facts and the stages of its kind -> the plan: waves that sum to it."""

import math
from collections.abc import Iterator, Sequence
from itertools import groupby

from estimator.errors import InputError, RuleFileError
from estimator.model.estimate import Effort, EffortShares, ScenarioEstimate
from estimator.model.facts import RepositoryFacts
from estimator.model.plan import Plan, Wave
from estimator.model.planrules import Stage
from estimator.model.report import Report
from estimator.model.rules import Rulebook
from estimator.model.source import Value
from estimator.planning.carried import Draft, Surroundings, carried_wave, cycles_in
from estimator.planning.limits import Limits, limits_of
from estimator.planning.merging import merged
from estimator.planning.months import learning_first, spans
from estimator.planning.notes import notes_of
from estimator.planning.pieces import Layer, path_layer, unit_layers
from estimator.planning.risks import RiskFinder
from estimator.planning.spending import CARRIERS, Spending
from estimator.planning.sums import exact, in_proportion

Block = tuple[Draft, ...]
"""Waves that run beside each other."""


class _Layout(Value, frozen=True, kw_only=True):
    """All waves in the order of work."""

    blocks: tuple[Block, ...]
    layers: int
    """Of the units."""


def build_plan(  # noqa: PLR0913  # what a plan is made of
    facts: RepositoryFacts,
    rulebook: Rulebook,
    report: Report,
    scenario: ScenarioEstimate,
    *,
    stages: tuple[Stage, ...],
    shares: EffortShares | None,
) -> Plan:
    """Lay out the waves of a scenario in the order of work; their P50s sum to its P50 exactly.

    Args:
        facts: what the scenario was priced from.
        rulebook: what priced it.
        report: of the same run.
        scenario: one that applies, so that it has an effort.
        stages: of its kind, by rank, with the texts that hold here.
        shares: what each file carries, for a whole port.

    Raises:
        InputError: the scenario does not apply.
        RuleFileError: no stage carries the code, or a constant is missing.
    """
    if scenario.effort is None:
        raise InputError(f"{scenario.id} does not apply here: {scenario.why}")
    limits = limits_of(rulebook)
    layout = _layout(facts, scenario, stages, shares, limits)
    around = Surroundings(
        finder=RiskFinder(facts, scenario, rulebook),
        limits=limits,
        total=scenario.effort.p50,
        unit_kind=_unit_kind(facts, scenario),
        layers=layout.layers,
        folders={unit.name: unit.path for unit in facts.units},
        cycles=_cycle_names(layout.blocks),
    )
    waves = tuple(_waves(layout.blocks, scenario, scenario.effort, around))
    return Plan(
        tool=report.tool,
        repository=report.repository,
        scenario=scenario.id,
        title=scenario.title,
        basis=scenario.basis,
        size_kloc=scenario.size_kloc,
        effort=scenario.effort,
        learning_first=learning_first(scenario),
        calendar=scenario.calendar,
        unit_kind=around.unit_kind,
        waves=waves,
        cycles=cycles_in(waves),
        notes=tuple(notes_of(scenario, waves, layout.layers, around.unit_kind)),
        what_if=report.what_if,
    )


def _layout(
    facts: RepositoryFacts,
    scenario: ScenarioEstimate,
    stages: tuple[Stage, ...],
    shares: EffortShares | None,
    limits: Limits,
) -> _Layout:
    carrier = next((stage for stage in stages if stage.part in CARRIERS), None)
    if carrier is None:
        raise RuleFileError(
            f"No stage of the plan of {scenario.id} carries the code",
            hint="Add a [[stage]] with part units or paths.",
        )
    spending = Spending(stages, scenario)
    before = _fixed([one for one in stages if one.rank < carrier.rank], spending, limits)
    after = _fixed([one for one in stages if one.rank > carrier.rank], spending, limits)
    most = max(1, limits.most - sum(map(len, (*before, *after))))
    if carrier.part == "paths":
        layers: tuple[Layer, ...] = ()
        code = _path_blocks(facts, scenario, carrier, spending, limits.least, most)
    else:
        layers = unit_layers(facts, scenario, carrier, spending, shares)
        code = _unit_blocks(layers, carrier, spending.total(carrier), limits.least, most)
    return _Layout(blocks=(*before, *code, *after), layers=len(layers))


def _path_blocks(  # noqa: PLR0913, PLR0917  # what it is laid out by
    facts: RepositoryFacts,
    scenario: ScenarioEstimate,
    carrier: Stage,
    spending: Spending,
    least: float,
    most: int,
) -> tuple[Block, ...]:
    """Make one wave a path, small ones merged; no path waits for another."""
    pieces = path_layer(facts, scenario, carrier, spending)
    steps = merged([piece.effort for piece in pieces], least=least, most=most)
    drafts = tuple(
        Draft(
            stages=(carrier,),
            layers=((1, tuple(pieces[place] for place in step.places)),),
            effort=step.effort,
        )
        for step in steps
    )
    return (drafts,)


def _unit_blocks(
    layers: Sequence[Layer], carrier: Stage, whole: float, least: float, most: int
) -> tuple[Block, ...]:
    """Make waves of layers bottom up, each after the one below."""
    if not layers:
        return ((Draft(stages=(carrier,), effort=whole),),)
    sums = [math.fsum(piece.effort for piece in layer) for layer in layers]
    return tuple(
        (
            Draft(
                stages=(carrier,),
                layers=tuple((place + 1, layers[place]) for place in step.places),
                effort=step.effort,
            ),
        )
        for step in merged(exact(sums, whole), least=least, most=most)
    )


def _fixed(stages: Sequence[Stage], spending: Spending, limits: Limits) -> tuple[Block, ...]:
    """Make waves of the stages around the code, small ones merged with their neighbors."""
    if not stages:
        return ()
    efforts = [spending.total(stage) for stage in stages]
    drafts = [
        Draft(stages=tuple(stages[place] for place in step.places), effort=step.effort)
        for step in merged(efforts, least=limits.least, most=len(stages))
    ]
    return tuple(tuple(block) for _, block in groupby(drafts, key=lambda one: one.stages[0].rank))


def _waves(
    blocks: Sequence[Block], scenario: ScenarioEstimate, whole: Effort, around: Surroundings
) -> Iterator[Wave]:
    left = iter(exact([draft.effort for block in blocks for draft in block], whole.p50))
    sums = [[next(left) for _ in block] for block in blocks]
    months = spans(sums, scenario)
    before: tuple[str, ...] = ()
    first = 1
    for index, block in enumerate(blocks):
        names = tuple(f"W{first + place}" for place in range(len(block)))
        for place, draft in enumerate(block):
            yield carried_wave(
                draft,
                around,
                name=names[place],
                effort=in_proportion(sums[index][place], whole),
                after=before,
                beside=tuple(one for one in names if one != names[place]),
                span=months[index][place] if months else (None, None),
            )
        before = names
        first += len(block)


def _cycle_names(blocks: Sequence[Block]) -> dict[tuple[str, ...], str]:
    """Number the cycles in the order of work."""
    found: dict[tuple[str, ...], str] = {}
    for block in blocks:
        for draft in block:
            for piece in draft.pieces:
                names = tuple(name for name, _, _ in piece.units)
                if len(names) > 1 and piece.path is None:
                    found[names] = f"C{len(found) + 1}"
    return found


def _unit_kind(facts: RepositoryFacts, scenario: ScenarioEstimate) -> str:
    kinds = {one.language: one.unit_kind for one in facts.spread}
    return kinds.get(scenario.source_language, "unit")
