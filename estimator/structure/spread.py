"""Turns the units of a language and the edges between them into spread: fans, cycles, shares."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence

from msgspec.structs import replace

from estimator.model.facts import Layout, Spread, UnitFacts
from estimator.structure.cycles import cycles_of


def measure_spread(
    layout: Layout,
    units: Sequence[UnitFacts],
) -> tuple[Spread, tuple[UnitFacts, ...]]:
    """Measure how far product code is spread over the `units` of one language.

    Returns the spread, and the units with fan-in, fan-out and membership in a cycle filled in, by
    name. Edges from or to anything but these units do not count.
    """
    names = {unit.name for unit in units}
    edges = sorted(
        {
            (edge.source, edge.target)
            for edge in layout.edges
            if edge.source in names and edge.target in names and edge.source != edge.target
        },
    )
    cycles = cycles_of(sorted(names), edges)
    in_cycle = {name for cycle in cycles for name in cycle}
    fan_in = Counter(target for _, target in edges)
    fan_out = Counter(source for source, _ in edges)
    placed = tuple(
        replace(
            unit,
            fan_in=fan_in[unit.name],
            fan_out=fan_out[unit.name],
            in_cycle=unit.name in in_cycle,
        )
        for unit in sorted(units, key=lambda unit: unit.name)
    )
    largest, share = _largest(placed)
    return (
        Spread(
            language=layout.language,
            unit_kind=layout.unit_kind,
            units=len(placed),
            modules=_modules_with_units(layout, placed),
            edges=len(edges),
            cycles=cycles,
            public_items=sum(unit.public_items for unit in placed),
            largest=largest,
            largest_share=share,
            units_for_80_percent=_units_for_80_percent(placed),
        ),
        placed,
    )


def _largest(units: Sequence[UnitFacts]) -> tuple[str, float]:
    """Name of the unit with the most product lines and its share of them, 0-1."""
    if not units:
        return "", 0.0
    largest = min(units, key=lambda unit: (-unit.product_lines, unit.name))
    total = sum(unit.product_lines for unit in units)
    return largest.name, largest.product_lines / total if total else 0.0


def _units_for_80_percent(units: Iterable[UnitFacts]) -> int:
    lines = sorted((unit.product_lines for unit in units), reverse=True)
    wanted = 8 * sum(lines)
    held = 0
    for taken, count in enumerate(lines):
        if 10 * held >= wanted:
            return taken
        held += count
    return len(lines)


def _modules_with_units(layout: Layout, units: Iterable[UnitFacts]) -> int:
    """Count the modules that are the nearest above at least one unit."""
    modules: Mapping[str, str] = {module.path: module.name for module in layout.modules}
    nearest = {_nearest(unit.path, modules) for unit in units}
    return len(nearest - {None})


def _nearest(folder: str, modules: Mapping[str, str]) -> str | None:
    while folder not in modules:
        if not folder:
            return None
        folder = folder.rpartition("/")[0]
    return folder
