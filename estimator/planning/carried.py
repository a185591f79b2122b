"""A draft of a wave, its effort and its place in the order -> the wave as the plan has it."""

import math
from collections.abc import Iterator, Mapping, Sequence
from itertools import chain

from estimator.model.estimate import Effort
from estimator.model.plan import PlanCycle, PlanUnit, Wave, WaveRisk
from estimator.model.planrules import Stage, StageText
from estimator.model.source import Value
from estimator.planning.limits import DOMINATES, Limits
from estimator.planning.pieces import Layer, Piece
from estimator.planning.risks import RiskFinder, seam_risks
from estimator.planning.sums import exact
from estimator.planning.titles import title_of

_PERCENT = 100


class Draft(Value, frozen=True, kw_only=True):
    """A wave before its effort is settled."""

    stages: tuple[Stage, ...]
    """In the order of work; several where small ones were merged."""
    layers: tuple[tuple[int, Layer], ...] = ()
    """(number from 1, pieces), bottom up; empty for stages that carry no code."""
    effort: float
    """EM at P50, before the last digits are settled."""

    @property
    def pieces(self) -> tuple[Piece, ...]:
        """All pieces, bottom up."""
        return tuple(chain.from_iterable(layer for _, layer in self.layers))


class Surroundings(Value, frozen=True, kw_only=True):
    """What all waves of a plan are made with."""

    finder: RiskFinder
    limits: Limits
    total: float
    """P50 of the scenario, EM."""
    unit_kind: str
    layers: int
    """Of the units, in the whole plan."""
    folders: Mapping[str, str]
    """Unit -> folder."""
    cycles: Mapping[tuple[str, ...], str]
    """Units of a cycle -> its id."""


def carried_wave(  # noqa: PLR0913  # what a wave is made of
    draft: Draft,
    around: Surroundings,
    *,
    name: str,
    effort: Effort,
    after: tuple[str, ...],
    beside: tuple[str, ...],
    span: tuple[float | None, float | None],
) -> Wave:
    """Make the wave: its units with their efforts (EM, they sum to its P50), criteria and risks."""
    units = _units(draft, effort.p50, around)
    return Wave(
        id=name,
        parts=tuple(stage.part for stage in draft.stages),
        title=title_of(draft.stages, draft.layers, around.layers, around.unit_kind),
        effort=effort,
        units=units,
        after=after,
        beside=beside,
        width=max((len(layer) for _, layer in draft.layers), default=1),
        starts=span[0],
        ends=span[1],
        entry=_entry(draft.stages),
        exit=_exit(draft.stages),
        risks=tuple(_risks(draft, units, around)),
    )


def cycles_in(waves: Sequence[Wave]) -> tuple[PlanCycle, ...]:
    """Give the cycles that units of the waves are in, by the order of the waves."""
    found: dict[str, tuple[str, list[PlanUnit]]] = {}
    for wave in waves:
        for unit in wave.units:
            if unit.cycle:
                found.setdefault(unit.cycle, (wave.id, []))[1].append(unit)
    return tuple(
        PlanCycle(
            id=name,
            wave=wave,
            units=tuple(sorted(unit.name for unit in units)),
            product_lines=sum(unit.product_lines for unit in units),
        )
        for name, (wave, units) in sorted(found.items(), key=lambda one: int(one[0][1:]))
    )


def _units(draft: Draft, p50: float, around: Surroundings) -> tuple[PlanUnit, ...]:
    """Give the units of a wave, dearest first; a unit that two paths share is there once."""
    rows: dict[str, tuple[int, int, str]] = {}
    weights: dict[str, float] = {}
    for number, layer in draft.layers:
        for piece in layer:
            names = tuple(name for name, _, _ in piece.units)
            parts = exact([weight for _, _, weight in piece.units], piece.effort)
            for (name, lines, _), part in zip(piece.units, parts, strict=True):
                before = rows.get(name, (0, number, ""))[0]
                rows[name] = (before + lines, number, around.cycles.get(names, ""))
                weights[name] = weights.get(name, 0.0) + part
    names = tuple(sorted(rows))
    efforts = exact([weights[name] for name in names], p50)
    found = [
        PlanUnit(
            name=name,
            path=around.folders.get(name, ""),
            product_lines=rows[name][0],
            layer=rows[name][1],
            effort=effort,
            cycle=rows[name][2],
        )
        for name, effort in zip(names, efforts, strict=True)
    ]
    return tuple(sorted(found, key=lambda one: (-one.effort, one.name)))


def _entry(stages: Sequence[Stage]) -> tuple[str, ...]:
    """Give what has to be there before the first stage of a wave begins."""
    first = stages[0].rank
    return _texts(chain.from_iterable(one.entry for one in stages if one.rank == first))


def _exit(stages: Sequence[Stage]) -> tuple[str, ...]:
    """Give what has to be true at the end; on the way, also what its later stages begin with."""
    first = stages[0].rank
    texts: list[StageText] = []
    for stage in stages:
        texts.extend(stage.entry if stage.rank > first else ())
        texts.extend(stage.exit)
    return _texts(iter(texts))


def _texts(texts: Iterator[StageText]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(one.text for one in texts))


def _risks(draft: Draft, units: Sequence[PlanUnit], around: Surroundings) -> Iterator[WaveRisk]:
    """Give what the structure makes hard, then ledger entries by weight, then the stages' own."""
    if draft.stages[0].part != "paths":
        yield from _structure(units, around)
    for piece in draft.pieces:
        if piece.path is not None:
            yield from seam_risks(piece.path, draft.stages[0].id)
    if draft.layers:
        yield from around.finder.of_ledger(draft.pieces, around.limits.risks)
    for stage in draft.stages:
        for risk in stage.risks:
            yield WaveRisk(rule=stage.id, text=risk.text)


def _structure(units: Sequence[PlanUnit], around: Surroundings) -> Iterator[WaveRisk]:
    kinds = f"{around.unit_kind}s"
    for cycle in sorted({unit.cycle for unit in units if unit.cycle}, key=lambda one: int(one[1:])):
        count = sum(unit.cycle == cycle for unit in units)
        yield WaveRisk(
            rule="",
            text=f"{count} {kinds} of cycle {cycle} use each other: port them together, or first"
            " move what they share into a lower one.",
        )
    for unit in units:
        if around.total and unit.effort >= around.limits.dominates * around.total:
            share = math.floor(unit.effort / around.total * _PERCENT)
            yield WaveRisk(
                rule=DOMINATES,
                text=f"{unit.name} alone is {share} % of the price. No order of {kinds} divides it:"
                " cut it by modules, each with its own tests, inside this wave.",
            )
