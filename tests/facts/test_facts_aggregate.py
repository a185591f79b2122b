"""Sums over files: languages, units, metrics, evidence and coverage."""

import pytest
from facts_builders import (
    function,
    layout,
    layouts,
    parsed,
    sites,
    skipped,
    standing_of,
    tree,
)
from msgspec.structs import replace

from estimator.facts.aggregate import aggregate
from estimator.model.facts import (
    Coverage,
    Dependency,
    ManifestFault,
    RepositoryFacts,
    UnitEdge,
)
from estimator.model.source import ParsedFile, Skipped, SourceFile


def facts_of(*files: ParsedFile) -> RepositoryFacts:
    return aggregate(tree(files), files, layouts(files), standing_of(files), tool_version="1")


def coverage_of(*files: ParsedFile, skips: tuple[Skipped, ...] = ()) -> Coverage:
    found = tree(files, skips=skips, excluded=["x.go"])
    facts = aggregate(
        found, files, layouts(files), standing_of(files), tool_version="1", excluded_patterns=["x*"]
    )
    return facts.coverage


def test_lines_go_to_their_role() -> None:
    (go,) = facts_of(
        parsed("a.go", code=10, comment=3, test_code=4),
        parsed("test/a.go", code=20),
        parsed("generated/a.go", code=30),
        parsed("vendored/a.go", code=40),
        parsed("example/a.go", code=50),
    ).languages

    assert (go.files, go.product_lines, go.test_lines) == (1, 6, 24)
    assert (go.generated_lines, go.vendored_lines, go.example_lines) == (30, 40, 50)
    assert go.comment_lines == 3


def test_the_language_with_more_product_lines_comes_first() -> None:
    facts = facts_of(parsed("a.go", code=10), parsed("a.rs", code=20))

    assert [one.name for one in facts.languages] == ["rust", "go"]


def test_only_product_functions_outside_tests_count() -> None:
    (rust,) = facts_of(
        parsed("a.rs", functions=[function("f"), function("t", is_test=True)]),
        parsed("test/a.rs", functions=[function("t", is_test=True)]),
    ).languages

    assert rust.functions == 1


def test_direct_dependencies_are_normal_and_build_ones() -> None:
    kinds = ("normal", "build", "dev", "indirect")
    found = [Dependency(name=kind, version="1", kind=kind) for kind in kinds]
    files = [parsed("a.go")]
    of_go = {"go": layout(files, dependencies=found)}

    facts = aggregate(tree(files), files, of_go, standing_of(files), tool_version="1")

    assert facts.languages[0].direct_dependencies == 2
    assert facts.dependencies["go"] == tuple(found)


def test_metrics_are_totals_over_product_code_of_all_languages() -> None:
    facts = facts_of(
        parsed("a.go", sites("f", go_x=[1, 2]), sites("t", is_test=True, go_x=[3])),
        parsed("b/b.go", sites("", go_x=[1]), sites("g", go_y=[])),
        parsed("test/t.go", sites("f", go_x=[1])),
        parsed("a.rs", sites("f", rust_x=[5])),
    )

    counted = {name: value for name, value in facts.metrics.items() if "repo." not in name}
    assert counted == {"go.x": 3.0, "rust.x": 1.0}


def test_a_row_counts_metrics_by_symbol() -> None:
    (row,) = facts_of(
        parsed("a.go", sites("f", go_x=[1, 1]), sites("A.b", go_y=[4], go_x=[3]))
    ).files

    assert row.symbols == {"A.b": {"go.x": 1, "go.y": 1}, "f": {"go.x": 2}}


def test_a_row_of_other_code_has_no_symbols() -> None:
    (row,) = facts_of(parsed("test/a.go", sites("f", go_x=[1]))).files

    assert row.symbols == {}


def test_units_with_product_files_are_summed() -> None:
    facts = facts_of(
        parsed("p/a.go", sites("f", go_x=[1]), code=10, test_code=2, public_items=3),
        parsed("p/b.go", sites("f", go_x=[1]), code=5, functions=[function()]),
        parsed("test/a.go", code=7),
    )

    (unit,) = facts.units
    assert (unit.name, unit.kind, unit.path) == ("p", "package", "p")
    assert (unit.files, unit.product_lines, unit.test_lines) == (2, 13, 2)
    assert (unit.functions, unit.public_items, unit.metrics) == (1, 3, {"go.x": 2})


def test_edges_are_kept_between_units_with_product_code() -> None:
    files = [parsed("a/a.go"), parsed("b/b.go"), parsed("generated/g.go")]
    of_go = {"go": layout(files, edges=[("a", "b"), ("a", "generated"), ("generated", "b")])}

    facts = aggregate(tree(files), files, of_go, standing_of(files), tool_version="1")

    assert facts.edges == {"go": (UnitEdge(source="a", target="b"),)}


def test_evidence_holds_the_exact_total_and_the_first_twenty_sites() -> None:
    facts = facts_of(
        parsed("p/b.go", sites("f", go_x=range(1, 16))),
        parsed("p/a.go", sites("g", go_x=[9, 10]), sites("f", go_x=[1, 2, 2, 3, 4, 5])),
    )

    (found,) = facts.evidence
    assert (found.metric, found.unit, found.total) == ("go.x", "p", 23)
    assert found.sites == (
        *(("p/a.go", line) for line in (1, 2, 2, 3, 4, 5, 9, 10)),
        *(("p/b.go", line) for line in range(1, 13)),
    )


def test_skips_are_seen_sorted_and_weighed_by_their_bytes() -> None:
    coverage = coverage_of(
        parsed("b.go", size_bytes=300, has_errors=True),
        skipped("z.go", size_bytes=50),
        skipped("a.go", size_bytes=50),
    )

    assert (coverage.files_seen, coverage.files_parsed, coverage.files_with_errors) == (3, 1, 1)
    assert coverage.share_lines_parsed == pytest.approx(0.75)
    assert [skip.path for skip in coverage.skipped] == ["a.go", "z.go"]
    assert (coverage.excluded_files, coverage.excluded_patterns) == (1, ("x*",))


def test_a_file_that_discovery_skipped_counts_as_one_of_average_size() -> None:
    coverage = coverage_of(
        parsed("a.go", size_bytes=100),
        parsed("b.go", size_bytes=200),
        skips=(Skipped(path="c.go", reason="no permission"),),
    )

    assert coverage.files_seen == 3
    assert coverage.share_lines_parsed == pytest.approx(300 / 450)


def test_nothing_found_is_wholly_covered_and_nothing_read_is_not() -> None:
    assert coverage_of().share_lines_parsed == 1.0
    assert coverage_of(skipped("a.go")).share_lines_parsed == 0.0


def test_notes_of_the_tree_come_before_those_of_the_manifests() -> None:
    files = [parsed("a.go")]
    faults = tuple(ManifestFault(path=f"{number:02}/go.mod", reason="bad") for number in range(22))
    of_go = {"go": replace(layout(files), notes=("From go.work.",), faults=faults)}

    facts = aggregate(
        tree(files, notes=["Shallow."]), files, of_go, standing_of(files), tool_version="1"
    )

    assert facts.notes[:3] == (
        "Shallow.",
        "From go.work.",
        "00/go.mod could not be read whole: bad.",
    )
    assert facts.notes[-1] == "2 more faults in manifests."


def test_declared_values_are_kept_sorted() -> None:
    facts = aggregate(
        tree(), (), {}, standing_of(()), tool_version="1", declared={"b": "1", "a": "2"}
    )

    assert list(facts.declared) == ["a", "b"]


def test_a_file_of_a_language_without_layout_has_no_unit_of_its_own() -> None:
    source = SourceFile(path="a.go", language="go", key="git:0", size_bytes=1)
    file = ParsedFile(source=source, facts=parsed("a.go").facts)

    facts = aggregate(tree([file]), [file], {}, standing_of([file]), tool_version="1")

    assert [(unit.name, unit.kind) for unit in facts.units] == [("", "unit")]
