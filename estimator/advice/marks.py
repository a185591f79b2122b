"""Facts x one signal rule -> what shows it: each thing with its files and places. Pure."""

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from fnmatch import fnmatchcase, translate
from typing import NamedTuple

from estimator.model.advicerules import Signal
from estimator.model.facts import FileRow, Module, RepositoryFacts
from estimator.model.source import Role

_MOST_UNITS = 20
_NAMED_PARTS = 3
_PROGRAMS = "repo.programs"
_WORD = re.compile(r"[a-z][a-z0-9]*")


class Mark(NamedTuple):
    """One thing that shows a signal."""

    sites: int
    rows: tuple[int, ...]
    """Places in `facts.files` of the product files that hold it."""
    places: tuple[tuple[str, int], ...]


class ProductFiles:
    """Product files with their lines, and the words in their paths."""

    def __init__(self, facts: RepositoryFacts) -> None:
        """Take the product files of a repository."""
        self.rows = facts.files
        self.product = [at for at, row in enumerate(self.rows) if row.role is Role.PRODUCT]
        self.total = sum(map(self.lines, self.product))
        self.words = {at: _words(self.rows[at]) for at in self.product}
        self.all_words = frozenset[str]().union(*self.words.values())
        self._metrics: dict[int, frozenset[str]] = {}

    def lines(self, row: int) -> int:
        """Product lines of a file: its code without that in its test items."""
        file = self.rows[row]
        return file.lines.code - file.test_lines.code

    def metrics(self, row: int) -> frozenset[str]:
        """What a file was counted to hold; put together where it is first asked for."""
        if row not in self._metrics:
            self._metrics[row] = frozenset[str]().union(*self.rows[row].symbols.values())
        return self._metrics[row]

    def of(self, module: Module) -> list[int]:
        """Product files of a crate."""
        return [at for at in self.product if self.rows[at].unit == module.name]

    def directly_in(self, module: Module) -> list[int]:
        """Product files in a manifest's own folder, none below it."""
        return [
            at
            for at in self.product
            if self.rows[at].language == module.language
            and self.rows[at].path.rpartition("/")[0] == module.path
        ]

    def share(self, rows: Iterable[int]) -> float:
        """Share of all product lines that these files hold, 0-1."""
        return sum(map(self.lines, set(rows))) / self.total if self.total else 0.0

    def units(self, rows: Iterable[int]) -> tuple[str, ...]:
        """Units of these files, those with most of their lines first."""
        lines: Counter[str] = Counter()
        for row in set(rows):
            lines[self.rows[row].unit] += self.lines(row)
        ordered = sorted(lines, key=lambda unit: (-lines[unit], unit))
        return tuple(unit for unit in ordered if unit)[:_MOST_UNITS]


def _words(row: FileRow) -> frozenset[str]:
    """Words of the last parts of a path: ``src/codec/h264_nal.rs`` has codec, h264 and nal."""
    stem = row.path.lower().rpartition(".")[0]
    return frozenset(_WORD.findall("/".join(stem.split("/")[-_NAMED_PARTS:])))


def marks(signal: Signal, facts: RepositoryFacts, files: ProductFiles) -> Iterator[Mark]:
    """Yield everything in a repository that shows a signal."""
    yield from _import_marks(signal, facts)
    if signal.crates:
        yield from _dependency_marks(signal, facts)
    if signal.paths:
        yield from _path_marks(signal, facts)
    if signal.units:
        yield from _named_marks(signal, files)
    if signal.metrics:
        yield from _metric_marks(signal, facts, files)
    if signal.names:
        yield from _name_marks(signal, facts, files)
    if signal.categories:
        yield from _category_marks(signal, facts, files)
    if signal.is_public_root:
        yield from _public_root_marks(facts, files)
    if signal.is_second_language:
        yield from _language_marks(facts, files)


def _import_marks(signal: Signal, facts: RepositoryFacts) -> Iterator[Mark]:
    for language, patterns in (("go", signal.imports), ("rust", signal.crates)):
        asked = _Names(patterns)
        for used in facts.imports.get(language, ()) if patterns else ():
            if asked.have(used.path if language == "go" else used.path.replace("_", "-")):
                yield Mark(used.sites, used.rows, used.evidence)


def _path_marks(signal: Signal, facts: RepositoryFacts) -> Iterator[Mark]:
    asked = re.compile("|".join(translate(f"*/{pattern}") for pattern in signal.paths))
    for path in facts.other_files:
        if asked.match(f"/{path}"):
            yield Mark(1, (), ((path, 1),))


def _name_marks(signal: Signal, facts: RepositoryFacts, files: ProductFiles) -> Iterator[Mark]:
    name = facts.repository.name.lower()
    if any(fnmatchcase(name, pattern) for pattern in signal.names):
        places = tuple((module.manifest, 1) for module in facts.modules[:1])
        yield Mark(1, tuple(files.product), places)


def _category_marks(signal: Signal, facts: RepositoryFacts, files: ProductFiles) -> Iterator[Mark]:
    for module in facts.modules:
        if not set(signal.categories).isdisjoint(module.categories):
            rows = tuple(files.of(module))
            yield Mark(1, rows, ((module.manifest, 1),))


def _public_root_marks(facts: RepositoryFacts, files: ProductFiles) -> Iterator[Mark]:
    """Find the manifest that others import: at the root, or with the repository's name."""
    mains = {path for one in facts.evidence if one.metric == _PROGRAMS for path, _ in one.sites}
    for module in facts.modules:
        if module.path and _bare(module.name) != _bare(facts.repository.name):
            continue
        rows = files.directly_in(module) if module.language == "go" else files.of(module)
        is_public = any(files.rows[row].public_items for row in rows)
        is_program = any(files.rows[row].path in mains for row in rows)
        if is_public and (_is_library(module) if module.targets else not is_program):
            yield Mark(1, tuple(rows), ((module.manifest, 1),))


def _is_library(module: Module) -> bool:
    """Say whether a crate is a library without a program of its own name."""
    has_library = any(target.kind == "lib" for target in module.targets)
    return has_library and not any(
        target.kind == "bin" and (target.name == module.name or target.path.endswith("/main.rs"))
        for target in module.targets
    )


def _bare(name: str) -> str:
    """A name without the parts that say only the language."""
    last = name.rpartition("/")[2].lower().replace("_", "-")
    return last.removesuffix("-rs").removesuffix("-go").removeprefix("go-").removesuffix("-rust")


def _language_marks(facts: RepositoryFacts, files: ProductFiles) -> Iterator[Mark]:
    others = {one.name for one in facts.languages[1:]}
    for row in files.product:
        if files.rows[row].language in others:
            yield Mark(1, (row,), ((files.rows[row].path, 1),))


def _named_marks(signal: Signal, files: ProductFiles) -> Iterator[Mark]:
    asked = {pattern for pattern in signal.units if "*" not in pattern}
    for pattern in signal.units:
        if "*" in pattern:
            asked.update(word for word in files.all_words if fnmatchcase(word, pattern))
    for row, words in files.words.items():
        if not asked.isdisjoint(words):
            yield Mark(1, (row,), ((files.rows[row].path, 1),))


def _metric_marks(signal: Signal, facts: RepositoryFacts, files: ProductFiles) -> Iterator[Mark]:
    wanted = frozenset(signal.metrics)
    rows = tuple(row for row in files.product if not wanted.isdisjoint(files.metrics(row)))
    for evidence in facts.evidence:
        if evidence.metric in wanted and evidence.total:
            yield Mark(evidence.total, rows, evidence.sites)


def _dependency_marks(signal: Signal, facts: RepositoryFacts) -> Iterator[Mark]:
    """Direct dependencies of a manifest that no `use` names: called by path, or a feature."""
    used = facts.imports.get("rust", ())
    seen = {one.path.partition("::")[0].replace("_", "-") for one in used}
    asked = _Names(signal.crates)
    for dependency in facts.dependencies.get("rust", ()):
        name = dependency.name.replace("_", "-")
        if asked.have(name) and name not in seen and dependency.kind != "dev":
            places = tuple((path, 1) for path in dependency.manifests)
            yield Mark(max(1, dependency.import_sites), (), places)


class _Names:
    """Paths that are asked for, and all below them; ``*`` at the end stands for any rest."""

    def __init__(self, patterns: Iterable[str]) -> None:
        whole = [pattern for pattern in patterns if not pattern.endswith("*")]
        begun = [pattern[:-1] for pattern in patterns if pattern.endswith("*")]
        self._whole = frozenset(whole)
        self._begun = (*begun, *(f"{one}/" for one in whole), *(f"{one}::" for one in whole))

    def have(self, name: str) -> bool:
        """Say whether a path is one of them or lies below one."""
        return name in self._whole or name.startswith(self._begun)
