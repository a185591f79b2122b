"""A priced scenario and its facts -> the pieces of code that its waves carry, layer by layer."""

import math
from collections.abc import Iterable, Iterator, Mapping

from estimator.model.estimate import Basis, EffortShares, ScenarioEstimate
from estimator.model.facts import RepositoryFacts
from estimator.model.hotpaths import HotPath
from estimator.model.planrules import Stage
from estimator.model.source import Value
from estimator.planning.layers import layers_of
from estimator.planning.spending import Spending


class Place(Value, frozen=True, kw_only=True):
    """A function or type that moves, where less than a whole unit does."""

    unit: str
    symbol: str
    path: str
    line: int


class Piece(Value, frozen=True, kw_only=True):
    """A unit, a cycle of units, or a hot path: what no wave divides."""

    title: str
    """Of a path, or ``""``."""
    units: tuple[tuple[str, int, float], ...]
    """(name, lines, weight) of each unit in it; weights share its effort."""
    effort: float
    """Part of the stage that carries the code, EM at P50; of these the caller makes a sum."""
    path: HotPath | None = None
    places: tuple[Place, ...] = ()
    """Empty where whole units move."""


Layer = tuple[Piece, ...]


def unit_layers(
    facts: RepositoryFacts,
    scenario: ScenarioEstimate,
    stage: Stage,
    spending: Spending,
    shares: EffortShares | None,
) -> tuple[Layer, ...]:
    """Lay out the units that move, bottom up, each with its part of the stage; EM at P50.

    With shares, each file carries what its lines, constructs, imports and items are; else, as for
    a shell, what moves goes by lines.
    """
    language = scenario.source_language
    lines = {u.name: u.product_lines for u in facts.units if u.language == language}
    if shares is not None:
        efforts = _by_unit(shares, stage, spending)
        places: dict[str, list[Place]] = {}
    else:
        moved, places = _moved(facts, language)
        lines = moved or lines
        whole = math.fsum(lines.values())
        total = spending.total(stage)
        efforts = {name: total * count / whole if whole else 0.0 for name, count in lines.items()}
    names = sorted({*lines, *efforts})
    edges = ((edge.source, edge.target) for edge in facts.edges.get(language, ()))
    cycles = [c for spread in facts.spread if spread.language == language for c in spread.cycles]
    return tuple(
        tuple(_unit_piece(group, lines, efforts, places) for group in layer)
        for layer in layers_of(names, edges, cycles)
    )


def path_layer(
    facts: RepositoryFacts, scenario: ScenarioEstimate, stage: Stage, spending: Spending
) -> Layer:
    """Give one piece a hot path, with its core and its boundary, in the order of the price."""
    cores = [line for line in scenario.lines if line.group == "core"]
    others = [line for line in scenario.lines if line.group == "boundary"]
    paths = _known_paths(facts, scenario)
    pieces = []
    for index, core in enumerate(cores):
        parts = {"core": core.effort}
        if len(others) == len(cores):
            parts["boundary"] = others[index].effort
        path = paths[index] if len(paths) == len(cores) else None
        pieces.append(
            Piece(
                title=path.name if path else "",
                units=_path_units(path),
                effort=spending.of_parts(stage, parts),
                path=path,
                places=_places(path.functions + path.dragged) if path else (),
            )
        )
    return tuple(pieces)


def _by_unit(shares: EffortShares, stage: Stage, spending: Spending) -> dict[str, float]:
    found: dict[str, list[float]] = {}
    for file in shares.files:
        found.setdefault(file.unit, []).append(spending.of_parts(stage, file.parts))
    return {name: math.fsum(found[name]) for name in sorted(found)}


def _moved(facts: RepositoryFacts, language: str) -> tuple[dict[str, int], dict[str, list[Place]]]:
    """Lines that move by unit, and the functions and types where less than a unit moves."""
    lines: dict[str, int] = {}
    places: dict[str, list[Place]] = {}
    if facts.only:
        moved = {name for path in facts.only for name in path.units}
        lines = {u.name: u.product_lines for u in facts.units if u.name in moved}
    elif facts.shell is not None and facts.shell.language == language:
        lines = dict(facts.shell.lines_by_unit)
        for place in _places(facts.shell.parts):
            places.setdefault(place.unit, []).append(place)
    return lines, places


def _places(found: Iterable[object]) -> tuple[Place, ...]:
    return tuple(
        Place(unit=one.unit, symbol=one.symbol, path=one.path, line=one.line)  # type: ignore[attr-defined]
        for one in found
    )


def _unit_piece(
    group: tuple[str, ...],
    lines: Mapping[str, int],
    efforts: Mapping[str, float],
    places: Mapping[str, list[Place]],
) -> Piece:
    return Piece(
        title="",
        units=tuple((name, lines.get(name, 0), efforts.get(name, 0.0)) for name in group),
        effort=math.fsum(efforts.get(name, 0.0) for name in group),
        places=tuple(place for name in group for place in places.get(name, ())),
    )


def _known_paths(facts: RepositoryFacts, scenario: ScenarioEstimate) -> tuple[HotPath, ...]:
    """Give the paths that the price is of; static candidates never are."""
    if scenario.basis is Basis.ASSUMED:
        return ()
    known = facts.hot_paths.paths if facts.hot_paths else ()
    return facts.only or tuple(one for one in known if one.basis in _KNOWN)


_KNOWN = (Basis.MEASURED.value, Basis.DECLARED.value)


def _path_units(path: HotPath | None) -> tuple[tuple[str, int, float], ...]:
    """Give the lines of a path by unit, dragged code included."""
    if path is None:
        return ()
    lines: dict[str, int] = dict.fromkeys(path.units, 0)
    for function in (*path.functions, *path.dragged):
        lines[function.unit] = lines.get(function.unit, 0) + function.code_lines
    return tuple(_weighed(lines))


def _weighed(lines: Mapping[str, int]) -> Iterator[tuple[str, int, float]]:
    for name in sorted(lines):
        yield name, lines[name], float(lines[name])
