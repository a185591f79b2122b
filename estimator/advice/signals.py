"""Facts of a repository x signal rules -> which signals are there, with their places. Pure."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from fnmatch import fnmatchcase
from typing import NamedTuple

from estimator.model.advice import SignalFound
from estimator.model.advicerules import Signal
from estimator.model.facts import RepositoryFacts
from estimator.model.rules import Rulebook

_MOST_UNITS = 20
_MOST_PLACES = 5


class _Hit(NamedTuple):
    """One thing that shows a signal."""

    sites: int
    units: tuple[str, ...]
    places: tuple[tuple[str, int], ...]


def find_signals(facts: RepositoryFacts, rulebook: Rulebook) -> tuple[SignalFound, ...]:
    """Give the signals that are there, by id.

    A file that is no source (a manifest, a contract) belongs to the unit whose folder is nearest
    above it; its share is that of this unit.
    """
    sizes = _Sizes(facts)
    found = []
    for key in sorted(rulebook.signals):
        hits = list(_hits(rulebook.signals[key], facts, sizes))
        if hits:
            found.append(_found(rulebook.signals[key], hits, sizes))
    return tuple(found)


class _Sizes:
    """Product lines of units, in all languages."""

    def __init__(self, facts: RepositoryFacts) -> None:
        self.lines: Counter[str] = Counter()
        self._folders: dict[str, str] = {}
        for unit in facts.units:
            self.lines[unit.name] += unit.product_lines
            self._folders.setdefault(unit.path, unit.name)
        self.total = sum(self.lines.values())

    def unit_above(self, path: str) -> tuple[str, ...]:
        """The unit in the nearest folder above a file; none where only the root is above."""
        folder = path.rpartition("/")[0]
        while folder:
            if folder in self._folders:
                return (self._folders[folder],)
            folder = folder.rpartition("/")[0]
        return (self._folders[""],) if "" in self._folders else ()

    def share(self, units: Iterable[str]) -> float:
        """Share of all product lines that these units hold, 0-1."""
        return sum(self.lines[unit] for unit in set(units)) / self.total if self.total else 0.0


def _hits(signal: Signal, facts: RepositoryFacts, sizes: _Sizes) -> Iterator[_Hit]:
    for language, patterns in (("go", signal.imports), ("rust", signal.crates)):
        for used in facts.imports.get(language, ()) if patterns else ():
            name = used.path if language == "go" else used.path.replace("_", "-")
            if any(_is_named(name, pattern) for pattern in patterns):
                yield _Hit(used.sites, used.units, used.evidence)
    yield from _dependency_hits(signal, facts, sizes)
    for path in facts.other_files if signal.paths else ():
        if any(fnmatchcase(f"/{path}", f"*/{pattern}") for pattern in signal.paths):
            yield _Hit(1, sizes.unit_above(path), ((path, 1),))
    for evidence in facts.evidence if signal.metrics else ():
        if evidence.metric in signal.metrics and evidence.total:
            units = (evidence.unit,) if evidence.unit else ()
            yield _Hit(evidence.total, units, evidence.sites)


def _dependency_hits(signal: Signal, facts: RepositoryFacts, sizes: _Sizes) -> Iterator[_Hit]:
    """Direct dependencies of a manifest that no `use` names: called by path, or a feature."""
    seen = {
        used.path.partition("::")[0].replace("_", "-") for used in facts.imports.get("rust", ())
    }
    for dependency in facts.dependencies.get("rust", ()) if signal.crates else ():
        name = dependency.name.replace("_", "-")
        is_asked = any(_is_named(name, pattern) for pattern in signal.crates)
        if is_asked and name not in seen and dependency.kind != "dev":
            units = {unit for path in dependency.manifests for unit in sizes.unit_above(path)}
            places = tuple((path, 1) for path in dependency.manifests)
            yield _Hit(max(1, dependency.import_sites), tuple(sorted(units)), places)


def _is_named(name: str, pattern: str) -> bool:
    """Match a path or one below it; ``*`` at the end stands for any rest."""
    if pattern.endswith("*"):
        return name.startswith(pattern[:-1])
    return name == pattern or name.startswith((f"{pattern}/", f"{pattern}::"))


def _found(signal: Signal, hits: list[_Hit], sizes: _Sizes) -> SignalFound:
    units = {unit for hit in hits for unit in hit.units}
    ordered = sorted(units, key=lambda unit: (-sizes.lines[unit], unit))
    places = sorted({place for hit in hits for place in hit.places})
    return SignalFound(
        id=signal.id,
        title=signal.title,
        count=sum(hit.sites for hit in hits),
        share=sizes.share(units),
        units=tuple(ordered[:_MOST_UNITS]),
        evidence=tuple(places[:_MOST_PLACES]),
    )


def signal_numbers(found: Iterable[SignalFound], rulebook: Rulebook) -> Mapping[str, float]:
    """Numbers for conditions: occurrences and ``.share`` of each signal, 0 where it is not."""
    numbers: dict[str, float] = {}
    for key in rulebook.signals:
        numbers[key] = numbers[f"{key}.share"] = 0.0
    for signal in found:
        numbers[signal.id] = float(signal.count)
        numbers[f"{signal.id}.share"] = signal.share
    return numbers
