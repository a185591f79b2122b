"""Turns facts without structure into facts with spread, fans, cycles and hot-path candidates."""

from collections.abc import Mapping, Sequence

from msgspec.structs import replace

from estimator.model.facts import Layout, RepositoryFacts, Spread, UnitFacts
from estimator.model.source import ParsedFile
from estimator.structure.candidates import find_candidates
from estimator.structure.spread import measure_spread


def with_structure(
    facts: RepositoryFacts,
    parsed: Sequence[ParsedFile],
    layouts: Mapping[str, Layout],
) -> RepositoryFacts:
    """Fill in what `aggregate` leaves empty: spread, the units' fans and cycles, candidates.

    Spread comes in the order of `facts.languages`, units by language and name.
    """
    spread: list[Spread] = []
    units: dict[str, tuple[UnitFacts, ...]] = {}
    for language in facts.languages:
        own = tuple(unit for unit in facts.units if unit.language == language.name)
        layout = layouts.get(language.name, Layout(language=language.name))
        measured, units[language.name] = measure_spread(layout, own)
        spread.append(measured)
    return replace(
        facts,
        spread=tuple(spread),
        units=tuple(unit for name in sorted(units) for unit in units[name]),
        candidates=find_candidates(parsed, {row.path: row.role for row in facts.files}, layouts),
    )
