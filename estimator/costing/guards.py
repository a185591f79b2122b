"""Evidence of an invariant and the files of a repository -> the tests that lie beside it."""

from collections import defaultdict
from collections.abc import Iterable, Mapping

from estimator.languages.tooling import is_double
from estimator.model.estimate import Site
from estimator.model.facts import FileRow, RepositoryFacts
from estimator.model.ledger import Guard
from estimator.model.source import Role, Value

_SEPARATOR = "/"


class PlacesOfTests(Value, frozen=True, kw_only=True):
    """Where a repository keeps its tests."""

    inline: frozenset[str]
    """Product files with test items of their own."""
    by_folder: Mapping[str, tuple[str, ...]]
    """Folder -> test files in it."""
    by_unit: Mapping[str, tuple[str, ...]]
    """Unit -> test files of it."""
    unit_of: Mapping[str, str]
    """Product file -> unit."""


def tests_of(facts: RepositoryFacts) -> PlacesOfTests:
    """Gather the tests of a repository by the places that code can be beside.

    A test double is no test: it guards nothing by itself.
    """
    tests = [
        row
        for row in facts.files
        if row.role is Role.TEST and row.functions and not is_double(row.path, row.language)
    ]
    return PlacesOfTests(
        inline=frozenset(
            row.path for row in facts.files if row.role is Role.PRODUCT and row.test_lines.code
        ),
        by_folder=_grouped((_folder(row.path), row) for row in tests),
        by_unit=_grouped((row.unit, row) for row in tests),
        unit_of={row.path: row.unit for row in facts.files if row.role is Role.PRODUCT},
    )


def guards_of(sites: Iterable[Site], tests: PlacesOfTests) -> tuple[int, tuple[Guard, ...]]:
    """Give how many sites have a test beside them, and those tests, nearest kind per file.

    Beside means: in the same file (Rust test modules), the file's own test (``x_test.go`` of
    ``x.go``), or else a test file of the same folder or unit. It is evidence, not proof.
    """
    guarded = 0
    found: dict[str, str] = {}
    for site in sites:
        beside = _beside(site.path, tests)
        guarded += bool(beside)
        for guard in beside:
            found.setdefault(guard.path, guard.why)
    return guarded, tuple(Guard(path=path, why=found[path]) for path in sorted(found))


def _beside(path: str, tests: PlacesOfTests) -> tuple[Guard, ...]:
    if path in tests.inline:
        return (Guard(path=path, why="tests in the same file"),)
    folder = tests.by_folder.get(_folder(path), ())
    stem, dot, suffix = path.rpartition(".")
    own = f"{stem}_test{dot}{suffix}"
    if own in folder:
        return (Guard(path=own, why="the file's own tests"),)
    if folder:
        return tuple(Guard(path=one, why="tests of the same folder") for one in folder)
    unit = tests.by_unit.get(tests.unit_of.get(path, ""), ())
    return tuple(Guard(path=one, why="tests of the same unit") for one in unit)


def _folder(path: str) -> str:
    return path.rpartition(_SEPARATOR)[0]


def _grouped(pairs: Iterable[tuple[str, FileRow]]) -> dict[str, tuple[str, ...]]:
    found: dict[str, list[str]] = defaultdict(list)
    for key, row in pairs:
        found[key].append(row.path)
    return {key: tuple(sorted(found[key])) for key in sorted(found)}
