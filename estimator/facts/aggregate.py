"""Turns the facts of all files, and what the manifests say, into the facts of the repository."""

from collections.abc import Iterable, Mapping, Sequence

from estimator.facts.builds import build_metrics, build_places
from estimator.facts.buildtexts import build_text_places, native_places
from estimator.facts.duplicates import duplicates
from estimator.facts.evidence import count_sites
from estimator.facts.importuses import import_uses
from estimator.facts.oracles import oracle_places
from estimator.facts.otherfiles import other_files
from estimator.facts.places import Places, place_counts, place_evidence
from estimator.facts.programs import program_places
from estimator.facts.repository import repository_places
from estimator.facts.rows import ReadFile, file_row, read_files
from estimator.facts.sizes import coverage_of, language_facts, unit_facts
from estimator.facts.standing import Standing
from estimator.model.facts import Evidence, Layout, Module, RepositoryFacts, UnitEdge, UnitFacts
from estimator.model.source import ParsedFile, Tree

_MAX_FAULT_NOTES = 20


def aggregate(  # noqa: PLR0913 (what discovery, languages and configuration each found)
    tree: Tree,
    parsed: Sequence[ParsedFile],
    layouts: Mapping[str, Layout],
    roles: Standing,
    *,
    tool_version: str,
    declared: Mapping[str, str] | None = None,
    excluded_patterns: Sequence[str] = (),
    excluded_lines: int = 0,
) -> RepositoryFacts:
    """Sum everything up; the order of `parsed` does not matter.

    Spread and candidates are empty, and units have no fan-in and fan-out yet: `structure` fills
    them in afterwards.

    Args:
        tree: What discovery found.
        parsed: Each source file with its facts or the reason why there are none.
        layouts: What the manifests say, by language.
        roles: What each file is for.
        tool_version: Version of this program, kept in the file.
        declared: Pricing values of the repository's own `estimator.toml`: key -> JSON text.
        excluded_patterns: The patterns that `tree.excluded` fell to.
        excluded_lines: Code lines of the files in `tree.excluded`.

    """
    read = read_files(parsed, layouts, roles.files)
    rows = tuple(file_row(file) for file in read)
    counted = count_sites(read)
    units = unit_facts(rows, counted.by_unit, layouts)
    languages = {file.source.language for file in parsed}
    modules = tuple(found for name in sorted(layouts) for found in layouts[name].modules)
    places, totals = _counted_places(tree, read, layouts, modules)
    return RepositoryFacts(
        tool_version=tool_version,
        repository=tree.identity,
        languages=language_facts(rows, languages, layouts),
        coverage=coverage_of(
            tree,
            parsed,
            read,
            excluded_patterns=excluded_patterns,
            excluded_lines=excluded_lines,
            declared=roles.declared,
        ),
        metrics=_metrics(counted.evidence, totals),
        modules=modules,
        dependencies={name: layouts[name].dependencies for name in sorted(layouts)},
        units=units,
        edges={name: _product_edges(layouts[name], units) for name in sorted(layouts)},
        spread=(),
        candidates={},
        files=rows,
        imports=import_uses(read, layouts),
        other_files=other_files(tree.others),
        evidence=_in_order((*counted.evidence, *place_evidence(places))),
        notes=(*tree.notes, *roles.notes, *_layout_notes(layouts)),
        declared=dict(sorted((declared or {}).items())),
    )


def _counted_places(
    tree: Tree,
    read: Sequence[ReadFile],
    layouts: Mapping[str, Layout],
    modules: Sequence[Module],
) -> tuple[Places, dict[str, float]]:
    """What is found by the repository's files rather than in its product code, and how often."""
    copies, copied_lines = duplicates(read)
    places: Places = {
        **repository_places(tree.others, read),
        **oracle_places(tree.others, read, layouts, tree.manifests),
        **build_text_places(tree.texts, tree.manifests),
        **build_places(tree.others, read, modules),
        **native_places(layouts, tree.manifests),
        **program_places(read, modules),
        **copies,
    }
    return places, place_counts(places) | copied_lines | build_metrics(tree.others, read, modules)


def _metrics(evidence: Iterable[Evidence], others: Mapping[str, float]) -> dict[str, float]:
    """Sum what product code holds, and add what was counted elsewhere."""
    totals = dict(others)
    for found in evidence:
        totals[found.metric] = totals.get(found.metric, 0.0) + found.total
    return dict(sorted(totals.items()))


def _in_order(evidence: Iterable[Evidence]) -> tuple[Evidence, ...]:
    return tuple(sorted(evidence, key=lambda found: (found.metric, found.unit)))


def _product_edges(layout: Layout, units: Iterable[UnitFacts]) -> tuple[UnitEdge, ...]:
    """Edges between units that have product code."""
    names = {unit.name for unit in units if unit.language == layout.language}
    return tuple(edge for edge in layout.edges if edge.source in names and edge.target in names)


def _layout_notes(layouts: Mapping[str, Layout]) -> tuple[str, ...]:
    ordered = [layouts[name] for name in sorted(layouts)]
    faults = [fault for layout in ordered for fault in layout.faults]
    notes = [note for layout in ordered for note in layout.notes]
    notes.extend(
        f"{fault.path} could not be read whole: {fault.reason}."
        for fault in faults[:_MAX_FAULT_NOTES]
    )
    if len(faults) > _MAX_FAULT_NOTES:
        notes.append(f"{len(faults) - _MAX_FAULT_NOTES} more faults in manifests.")
    return tuple(notes)
