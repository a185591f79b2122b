"""What is counted in Go, against annotated fixtures."""

from pathlib import Path

import pytest
from annotations import found_sites, lines_of, read_fixture

from estimator.languages.go.constructs import DIRECTIVES, NODES, WORDS
from estimator.model.source import FileFacts, MetricId
from estimator.parsing.extract import extract
from estimator.parsing.limits import Limits

FIXTURES = Path(__file__).parent.parent / "fixtures" / "go"
METRICS = sorted(
    {row.metric for row in NODES}
    | {row.metric for row in WORDS}
    | {row.metric for row in DIRECTIVES}
)
GO = MetricId("go.task.go")
LIMITS = Limits(max_bytes=1_000_000, max_seconds=10.0, max_depth=1_000)

fixture_files = pytest.mark.parametrize(
    "path", sorted(FIXTURES.glob("*.go")), ids=lambda path: path.stem
)


def facts_of(source: str) -> FileFacts:
    facts = extract(source.encode(), "go", LIMITS)
    assert isinstance(facts, FileFacts)
    return facts


def count(source: str, metric: str) -> int:
    return sum(
        len(lines)
        for symbol in facts_of(source).symbols
        for found, lines in symbol.sites.items()
        if found == metric
    )


@fixture_files
def test_exactly_what_a_fixture_announces_is_counted(path: Path) -> None:
    fixture = read_fixture(path)
    assert found_sites(fixture, is_test=False) == fixture.captures


@fixture_files
def test_a_fixture_has_the_lines_it_expects(path: Path) -> None:
    fixture = read_fixture(path)
    assert lines_of(fixture.facts) == fixture.lines


@fixture_files
def test_a_fixture_is_go_that_the_parser_reads(path: Path) -> None:
    assert not read_fixture(path).facts.has_errors


@pytest.mark.parametrize("metric", METRICS)
def test_each_metric_has_a_loud_and_a_quiet_case(metric: str) -> None:
    fixtures = [read_fixture(path) for path in sorted(FIXTURES.glob("*.go"))]
    assert any(metric in {name for name, _ in fixture.captures} for fixture in fixtures)
    assert any(metric in {name for name, _ in fixture.quiet} for fixture in fixtures)


def test_an_occurrence_knows_its_qualified_symbol() -> None:
    facts = read_fixture(FIXTURES / "symbols.go").facts
    found = {symbol.symbol: dict(symbol.sites) for symbol in facts.symbols}
    starts = {name: sites[GO] for name, sites in found.items() if GO in sites}
    assert starts == {
        "": (4,),
        "Table.Fill": (13, 14),
        "Table.Empty": (22,),
        "Drain": (26,),
    }


def test_a_type_inside_a_method_is_named_after_it() -> None:
    facts = read_fixture(FIXTURES / "symbols.go").facts
    fields = [symbol.symbol for symbol in facts.symbols if "go.chan.field" in symbol.sites]
    assert fields == ["Table", "Table.Fill.local"]


def test_a_function_declared_without_a_body_is_no_function() -> None:
    facts = facts_of("package a\n\nfunc now() int64\n")
    assert facts.functions == ()


def test_an_interface_of_an_alias_is_a_type_of_kind_alias() -> None:
    facts = facts_of("package a\n\ntype A = interface{ M() }\n")
    assert [(found.symbol, found.kind) for found in facts.types] == [("A", "alias")]


@pytest.mark.parametrize(
    ("receiver", "symbol"),
    [
        ("t *Table", "Table.M"),
        ("t Table", "Table.M"),
        ("*Table", "Table.M"),
        ("Table", "Table.M"),
        ("t *Table[K, V]", "Table.M"),
        ("_ Table[K]", "Table.M"),
        ("t (*Table)", "Table.M"),
        ("t *Table /* why (not) */", "Table.M"),
        ("t * Table", "Table.M"),
    ],
)
def test_a_method_is_named_after_its_receiver(receiver: str, symbol: str) -> None:
    facts = facts_of(f"package a\n\nfunc ({receiver}) M() {{}}\n")
    assert [found.symbol for found in facts.functions] == [symbol]


def test_a_goroutine_is_joined_only_within_sight() -> None:
    far = "\tx()\n" * 5_000
    source = f"package a\n\nfunc f() {{\n\tgo g()\n{far}\twg.Wait()\n}}\n"
    assert count(source, "go.task.unwaited") == 1


def test_windows_line_ends_change_no_count() -> None:
    source = (FIXTURES / "channels.go").read_text()
    unix, windows = facts_of(source), facts_of(source.replace("\n", "\r\n"))
    assert windows.symbols == unix.symbols


@pytest.mark.parametrize(
    "broken",
    [
        "package a\n\nfunc f() {\n\tgo\n}\n",
        "package a\n\ntype T struct { a, b }\n",
        "package a\n\nvar = 1\n",
        "package a\n\nfunc (",
        "package a\n\ntype = struct { *",
        "make(chan",
        '"',
        "",
    ],
)
def test_broken_source_is_counted_without_a_failure(broken: str) -> None:
    facts_of(broken)


def test_hostile_repetition_is_counted_in_linear_time() -> None:
    starts = "ch = nil; go f(http.Handler(" + "a" * 2_000 + "))\n"
    hostile = "package a\nfunc f() {\n" + starts * 400 + "}\n"
    assert count(hostile, "go.task.go") == 400


def test_open_quotes_are_read_in_linear_time() -> None:
    assert facts_of("package a\n" + '"\\' * 50_000).lines.code == 2
