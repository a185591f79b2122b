"""Facts, signals and workloads -> where each number of the namespace can be looked up. Pure."""

from collections.abc import Iterable, Iterator, Mapping

from estimator.advice.hotnumbers import hot_functions
from estimator.advice.measures import MEASURES, open_maps
from estimator.advice.stack import is_standard, stack_uses
from estimator.model.advice import SignalFound, WorkloadFound
from estimator.model.facts import RepositoryFacts
from estimator.model.report import Report

Place = tuple[str, int]
"""(path, 1-based line); line 1 for a whole file."""

MOST_PLACES = 5


def number_places(
    facts: RepositoryFacts,
    report: Report,
    signals: Iterable[SignalFound] = (),
    workloads: Iterable[WorkloadFound] = (),
) -> Mapping[str, tuple[Place, ...]]:
    """Give at most five places for each number that has any."""
    language = report.repository.priced_language
    places: dict[str, list[Place]] = {}
    for found in facts.evidence:
        places.setdefault(found.metric, []).extend(found.sites)
    for name, by_language in MEASURES.items():
        for metric in by_language[language]:
            kept = places.get(metric, [])
            places.setdefault(f"here.{name}", []).extend(kept)
            places.setdefault(f"density.{name}", []).extend(kept)
    for name, more in (
        *_hot_places(facts, language),
        *_import_places(facts, language),
        *_found_places(signals, workloads),
        *_dependency_places(report),
        *_exposed_places(facts, language),
        *_activity_places(facts, language),
    ):
        places.setdefault(name, []).extend(more)
    settings = [*places.get("here.tuning", ()), *places.get("repo.build.runtime", ())]
    places["runtime.settings"] = settings
    return {name: spread(found) for name, found in sorted(places.items()) if found}


def spread(places: Iterable[Place]) -> tuple[Place, ...]:
    """Choose at most five places, one of each file first."""
    ordered = sorted(set(places))
    firsts = list({path: (path, line) for path, line in reversed(ordered)}.values())[::-1]
    rest = [place for place in ordered if place not in firsts[:MOST_PLACES]]
    return tuple(sorted((*firsts, *rest)[:MOST_PLACES]))


def of_names(
    names: Iterable[str], places: Mapping[str, tuple[Place, ...]], *, most: int = MOST_PLACES
) -> tuple[Place, ...]:
    """Give places of several numbers: the first of each, then the second, up to the most."""
    each = [places[name] for name in names if name in places]
    longest = max(map(len, each), default=0)
    ranked = (found[rank] for rank in range(longest) for found in each if rank < len(found))
    return tuple(dict.fromkeys(ranked))[:most]


def _hot_places(facts: RepositoryFacts, language: str) -> Iterator[tuple[str, list[Place]]]:
    functions = [(path, line) for path, line, _ in hot_functions(facts, language)]
    for name in ("candidates", "functions", "measured"):
        yield f"hot.{name}", functions
    for name in MEASURES:
        yield f"hot.{name}", functions
        yield f"hot.{name}.share", functions


def _import_places(facts: RepositoryFacts, language: str) -> Iterator[tuple[str, list[Place]]]:
    used = facts.imports.get(language, ())
    for one in used:
        if is_standard(one.path, language):
            yield "imports.standard", list(one.evidence)
    for name in ("http", "json", "sql", "log"):
        for one in stack_uses(used, name, language):
            yield f"stack.{name}", list(one.evidence)
            yield "stack.parts", list(one.evidence)


def _found_places(
    signals: Iterable[SignalFound], workloads: Iterable[WorkloadFound]
) -> Iterator[tuple[str, list[Place]]]:
    for signal in signals:
        yield signal.id, list(signal.evidence)
        yield f"{signal.id}.share", list(signal.evidence)
    for workload in workloads:
        yield f"workload.{workload.name}", list(workload.evidence)
        if workload.metal != "any":
            yield f"metal.{workload.metal}", list(workload.evidence)


def _dependency_places(report: Report) -> Iterator[tuple[str, list[Place]]]:
    manifests = {path for one in report.dependencies for path in one.manifests}
    for path in sorted(manifests):
        yield "dependencies.total", [(path, 1)]


def _exposed_places(facts: RepositoryFacts, language: str) -> Iterator[tuple[str, list[Place]]]:
    """Places of maps in files that hold an exposed type; the evidence has no symbols."""
    if language != "go":
        return
    exposed = {path for path, _ in open_maps(facts)}
    for found in facts.evidence:
        if found.metric == "go.own.field_map":
            yield "exposed.types", [place for place in found.sites if place[0] in exposed]


def _activity_places(facts: RepositoryFacts, language: str) -> Iterator[tuple[str, list[Place]]]:
    """The files that people changed most within a year: where to look for who knows the code."""
    for activity in facts.activity:
        if activity.language == language:
            most = [(path, 1) for path, _ in activity.most_touched]
            for name in ("authors", "files"):
                yield f"repo.activity.{name}", most
