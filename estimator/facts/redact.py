"""Facts of a repository -> the same facts without names: no path, symbol, module, commit or note.

Roles, lines, counts, kinds and line numbers stay, so they price the same; only warnings that a
name would raise are lost. Names are numbered in sorted order, whatever order they come in.
"""

import json
from collections.abc import Callable, Iterable, Mapping
from itertools import chain

from msgspec.structs import replace

from estimator.facts.redactpaths import (
    PathNames,
    path_dependencies,
    path_files,
    path_ids,
    path_symbols,
    path_units,
    redacted_path,
    redacted_paths,
    redacted_shell,
)
from estimator.model.facts import (
    Activity,
    Candidate,
    Coverage,
    Dependency,
    Evidence,
    FileRow,
    Module,
    RepositoryFacts,
    RepositoryHistory,
    Spread,
    Target,
    UnitEdge,
    UnitFacts,
)
from estimator.model.source import RepositoryIdentity, Skipped

_REPOSITORY = "repository"
_REASON = "reason left out"
_SUFFIXES = (".go", ".rs")
_PERSONAL = frozenset({"team.owner"})
_FACTORS = "factors"
_NOTE = "Names, paths, symbols, versions, commit and notes were left out of these facts on purpose."

_Rename = Callable[[str], str]


class _Names:
    """Pseudonyms by kind of name."""

    def __init__(self, facts: RepositoryFacts) -> None:
        every = tuple(chain.from_iterable(facts.dependencies.values()))
        edges = tuple(chain.from_iterable(facts.edges.values()))
        self.unit = _numbered(
            "unit",
            (unit.name for unit in facts.units),
            (row.unit for row in facts.files),
            (evidence.unit for evidence in facts.evidence),
            (end for edge in edges for end in (edge.source, edge.target)),
            (name for one in facts.spread for cycle in one.cycles for name in cycle),
            (one.largest for one in facts.spread),
            (one.unit for one in _candidates(facts)),
            (unit.unit for one in facts.activity for unit in one.units),
            path_units(facts),
        )
        self.file = _numbered(
            "file",
            (row.path for row in facts.files),
            (path for evidence in facts.evidence for path, _ in evidence.sites),
            (path for one in facts.activity for path, _ in one.most_touched),
            (one.path for one in _candidates(facts)),
            (skipped.path for skipped in facts.coverage.skipped),
            (target.path for module in facts.modules for target in module.targets),
            path_files(facts),
        )
        self.symbol = _numbered(
            "symbol",
            (symbol for row in facts.files for symbol in row.symbols),
            (one.symbol for one in _candidates(facts)),
            path_symbols(facts),
        )
        self.candidate = _numbered("candidate", (one.id for one in _candidates(facts)))
        self.module = _numbered("module", (module.name for module in facts.modules))
        self.folder = _numbered(
            "folder",
            (module.path for module in facts.modules),
            (unit.path for unit in facts.units),
        )
        self.manifest = _numbered(
            "manifest",
            (module.manifest for module in facts.modules),
            (path for one in every for path in one.manifests),
        )
        self.path = _numbered("hp", path_ids(facts))
        self.dependency = _numbered(
            "dependency", (one.name for one in every), path_dependencies(facts)
        )

    def of_paths(self) -> PathNames:
        """Give the pseudonyms that hot paths need."""
        return PathNames(
            unit=self.unit,
            file=self.file,
            symbol=self.symbol,
            dependency=self.dependency,
            path=self.path,
        )


def redact(facts: RepositoryFacts) -> RepositoryFacts:
    """Give the facts with stable pseudonyms (``file-0001.rs``, ``unit-03``) in place of names."""
    names = _Names(facts)
    identity = facts.repository
    return replace(
        facts,
        repository=RepositoryIdentity(
            name=_REPOSITORY, is_dirty=identity.is_dirty, is_shallow=identity.is_shallow
        ),
        coverage=_coverage(facts.coverage, names),
        modules=tuple(_module(one, names) for one in facts.modules),
        dependencies={
            language: tuple(_dependency(one, names) for one in found)
            for language, found in facts.dependencies.items()
        },
        units=tuple(_unit(one, names) for one in facts.units),
        edges={
            language: tuple(
                UnitEdge(source=names.unit(one.source), target=names.unit(one.target))
                for one in found
            )
            for language, found in facts.edges.items()
        },
        spread=tuple(_spread(one, names) for one in facts.spread),
        candidates={
            language: tuple(_candidate(one, names) for one in found)
            for language, found in facts.candidates.items()
        },
        files=tuple(_file(row, names) for row in facts.files),
        evidence=tuple(_evidence(one, names) for one in facts.evidence),
        imports={},
        other_files=(),
        notes=(_NOTE,),
        declared=_declared(facts.declared),
        history=_history(facts.history),
        activity=tuple(_activity(one, names) for one in facts.activity),
        hot_paths=redacted_paths(facts.hot_paths, names.of_paths()),
        shell=redacted_shell(facts.shell, names.of_paths()),
        only=tuple(redacted_path(one, names.of_paths()) for one in facts.only),
    )


def _candidates(facts: RepositoryFacts) -> tuple[Candidate, ...]:
    return tuple(chain.from_iterable(facts.candidates.values()))


def _numbered(kind: str, *names: Iterable[str]) -> _Rename:
    """Give a pseudonym for each name; the empty one stays, and a source file keeps its suffix."""
    found = sorted(set(chain.from_iterable(names)) - {""})
    width = max(len(str(len(found))), len("00"))
    numbers = {name: f"{kind}-{number:0{width}}" for number, name in enumerate(found, start=1)}

    def renamed(name: str) -> str:
        if not name:
            return ""
        suffix = next((end for end in _SUFFIXES if kind == "file" and name.endswith(end)), "")
        return numbers[name] + suffix

    return renamed


def _listed(kind: str, names: Iterable[object]) -> tuple[str, ...]:
    """Give as many pseudonyms as there are names that nothing else refers to."""
    return tuple(f"{kind}-{number:02}" for number, _ in enumerate(names, start=1))


def _coverage(coverage: Coverage, names: _Names) -> Coverage:
    return replace(
        coverage,
        skipped=tuple(
            Skipped(path=names.file(one.path), reason=_REASON) for one in coverage.skipped
        ),
        excluded_patterns=_listed("pattern", coverage.excluded_patterns),
    )


def _module(module: Module, names: _Names) -> Module:
    replaced = _listed("replaced", module.replaces)
    return replace(
        module,
        name=names.module(module.name),
        path=names.folder(module.path),
        manifest=names.manifest(module.manifest),
        version="",
        targets=tuple(
            Target(name=name, kind=target.kind, path=names.file(target.path))
            for name, target in zip(_listed("target", module.targets), module.targets, strict=True)
        ),
        features=_listed("feature", module.features),
        categories=(),
        replaces=dict.fromkeys(replaced, ""),
    )


def _dependency(dependency: Dependency, names: _Names) -> Dependency:
    return replace(
        dependency,
        name=names.dependency(dependency.name),
        version="",
        manifests=tuple(map(names.manifest, dependency.manifests)),
    )


def _unit(unit: UnitFacts, names: _Names) -> UnitFacts:
    return replace(unit, name=names.unit(unit.name), path=names.folder(unit.path))


def _spread(spread: Spread, names: _Names) -> Spread:
    return replace(
        spread,
        cycles=tuple(tuple(map(names.unit, cycle)) for cycle in spread.cycles),
        largest=names.unit(spread.largest),
    )


def _candidate(candidate: Candidate, names: _Names) -> Candidate:
    return replace(
        candidate,
        id=names.candidate(candidate.id),
        unit=names.unit(candidate.unit),
        symbol=names.symbol(candidate.symbol),
        path=names.file(candidate.path),
        reasons=(),
    )


def _file(row: FileRow, names: _Names) -> FileRow:
    return replace(
        row,
        path=names.file(row.path),
        unit=names.unit(row.unit),
        symbols={names.symbol(symbol): counts for symbol, counts in row.symbols.items()},
    )


def _evidence(evidence: Evidence, names: _Names) -> Evidence:
    sites = tuple((names.file(path), line) for path, line in evidence.sites)
    return replace(evidence, unit=names.unit(evidence.unit), sites=sites)


def _history(history: RepositoryHistory | None) -> RepositoryHistory | None:
    """Keep the numbers; the days would tell whose history it is."""
    return None if history is None else replace(history, first_day="", last_day="")


def _activity(activity: Activity, names: _Names) -> Activity:
    return replace(
        activity,
        most_touched=tuple((names.file(path), count) for path, count in activity.most_touched),
        units=tuple(replace(one, unit=names.unit(one.unit)) for one in activity.units),
    )


def _declared(declared: Mapping[str, str]) -> dict[str, str]:
    """Keep what moves a price; a factor's name and the owner of a declaration are words."""
    kept = {key: text for key, text in declared.items() if key not in _PERSONAL}
    if _FACTORS in kept:
        factors = json.loads(kept[_FACTORS])
        named = zip(
            _listed("factor", factors), (factors[name] for name in sorted(factors)), strict=True
        )
        kept[_FACTORS] = json.dumps(dict(named), separators=(",", ":"))
    return kept
