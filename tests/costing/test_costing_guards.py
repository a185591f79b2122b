"""Which tests lie beside a piece of evidence."""

import pytest
from costing_builders import repository
from msgspec.structs import replace

from estimator.costing.guards import PlacesOfTests, guards_of
from estimator.costing.guards import tests_of as places_of_tests
from estimator.model.estimate import Site
from estimator.model.facts import FileRow
from estimator.model.source import LineCounts, Role

TESTS = PlacesOfTests(
    inline=frozenset({"src/inline.rs"}),
    by_folder={
        "pkg": ("pkg/a_test.go", "pkg/z_test.go"),
        "crate/tests": ("crate/tests/all.rs",),
    },
    by_unit={"crate": ("crate/tests/all.rs",)},
    unit_of={"crate/src/lib.rs": "crate", "lone/lib.rs": "lone"},
)


@pytest.mark.parametrize(
    ("path", "guards"),
    [
        ("src/inline.rs", [("src/inline.rs", "tests in the same file")]),
        ("pkg/a.go", [("pkg/a_test.go", "the file's own tests")]),
        (
            "pkg/b.go",
            [
                ("pkg/a_test.go", "tests of the same folder"),
                ("pkg/z_test.go", "tests of the same folder"),
            ],
        ),
        ("crate/src/lib.rs", [("crate/tests/all.rs", "tests of the same unit")]),
        ("lone/lib.rs", []),
    ],
)
def test_the_nearest_tests_are_named(path: str, guards: list[tuple[str, str]]) -> None:
    guarded, found = guards_of([Site(path=path, line=1)], TESTS)
    assert [(guard.path, guard.why) for guard in found] == guards
    assert guarded == bool(guards)


def test_only_sites_with_a_test_beside_them_are_counted() -> None:
    sites = [Site(path=path, line=1) for path in ("pkg/a.go", "lone/lib.rs", "pkg/a.go")]
    assert guards_of(sites, TESTS)[0] == 2


def test_a_test_double_guards_nothing() -> None:
    facts = replace(repository(), files=(row_of("a/mock_store.go"), row_of("a/store_test.go")))
    assert places_of_tests(facts).by_folder == {"a": ("a/store_test.go",)}


def row_of(path: str) -> FileRow:
    return FileRow(
        path=path,
        language="go",
        role=Role.TEST,
        unit="a",
        lines=LineCounts(code=9),
        test_lines=LineCounts(),
        functions=1,
        types=0,
        public_items=0,
        imports=0,
    )
