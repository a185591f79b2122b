"""Facts -> the cells of the document's table: loud, quiet, and what fills them."""

from typing import Any, NamedTuple

import msgspec
import pytest
from advice_facts import (
    SEARCHED,
    Weighed,
    activity,
    candidates,
    dependencies,
    facts_of,
    maps,
    rules,
    weigh,
    workloads,
)

from estimator.advice.tradeoffs import tradeoff_rows, wrong_rows
from estimator.model.team import Team


class Case(NamedTuple):
    """Two situations that differ in a count or an answer, and what their cells say."""

    row: str
    loud: Weighed
    quiet: Weighed
    says: str
    says_quiet: str


def go(**changes: Any) -> Weighed:
    return weigh(facts_of(**changes))


def rust(**changes: Any) -> Weighed:
    return weigh(facts_of("rust", **changes))


CASES = (
    Case(
        "AD301",
        go(metrics={"go.sync.pool": 3, **SEARCHED}, **candidates("go", 4, go__err__check=1)),
        go(metrics=SEARCHED),
        "4 static candidates for a hot path, not measured; no setting of collector or threads"
        " found; 3 object pools",
        "no setting of collector or threads found",
    ),
    Case(
        "AD302",
        rust(metrics={"rust.unsafe.block": 20, "rust.own.arc": 90}),
        rust(),
        "20 unsafe or foreign blocks (1 a kLoC, P",
        "no unsafe code",
    ),
    Case(
        "AD303",
        go(lines=40_000),
        go(lines=20_000),
        "40 kLoC; the document's figures in proportion: 2 s in Go, 1 to 3 min cold in Rust",
        "20 kLoC; the document's figures in proportion: 1 s in Go",
    ),
    Case(
        "AD304",
        go(metrics={"repo.programs": 2, **SEARCHED}, **dependencies("go", "example.com/x")),
        go(metrics=SEARCHED),
        "2 programs: 5 to 15 MB each in Go, 1 to 5 MB in Rust, by the document, not measured here;"
        " 1 direct dependency linked in",
        "no program of its own; to fill it: a release build, stripped",
    ),
    Case(
        "AD305",
        go(metrics={"go.task.go": 20, "go.chan.select": 4}),
        go(),
        "20 goroutine starts (1 a kLoC, P",
        "no goroutine is started; nothing sets the runtime; to fill it: estimator invariants PATH",
    ),
    Case(
        "AD306",
        rust(metrics={"rust.err.question": 400, "rust.err.enum": 6}),
        rust(),
        "400 uses of ?; 6 error enums (0.3 a kLoC, P",
        "no use of ?; to fill it: estimator invariants PATH",
    ),
    Case(
        "AD307",
        go(metrics={"go.type.generics": 7, "go.type.interface": 20}),
        go(),
        "7 generic declarations and iterators (0.35 a kLoC, P",
        "no generics; to fill it: estimator facts PATH",
    ),
    Case(
        "AD308",
        weigh(facts_of(), team=Team(engineers=4, rust=1, go=4)),
        go(**activity(authors=8, bus_factor=3)),
        "4 engineers declared, 3 without Rust (3 to 9 months of learning by the document)",
        "8 people changed product code within a year, 3 of them made half of the changes",
    ),
    Case(
        "AD309",
        go(metrics={**SEARCHED, "repo.ci.lint": 1, "repo.ci.race": 2}),
        go(metrics=SEARCHED),
        "no formatter found in CI and build files; 1 line lints (go vet becomes Clippy); no test"
        " command found; 2 lines look for races",
        "no race detector found; to fill it: CI files in the repository",
    ),
    Case(
        "AD310",
        weigh(
            facts_of("rust", **dependencies("rust", "serde_json", "rocksdb")),
            found=workloads(database=0.9),
        ),
        rust(),
        "cold metal 90 %; 2 dependencies: 1 with a counterpart in the other standard library",
        "no dependency; to fill it: estimator estimate PATH",
    ),
    Case(
        "AD311",
        rust(tests=10_000, other_files=("CLAUDE.md",)),
        rust(),
        "1 file with instructions for agents; 0.5 test lines a product line",
        "no tests; to fill it: estimator invariants PATH",
    ),
    Case(
        "AD312",
        go(tests=30_000, metrics={**SEARCHED, "repo.ci.coverage": 1}),
        go(metrics=SEARCHED),
        "1.5 test lines a product line; 1 line measures coverage in CI or build files",
        "no tests; no coverage found in CI and build files; to fill it: coverage in CI",
    ),
)


def test_every_row_has_a_case() -> None:
    assert [case.row for case in CASES] == sorted(rules().tradeoffs)


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.row)
def test_facts_fill_a_cell(case: Case) -> None:
    loud, quiet = case.loud.rows[case.row], case.quiet.rows[case.row]

    assert case.says in loud.here
    assert case.says_quiet in quiet.here
    assert loud.is_filled
    assert quiet.is_filled is ("to fill it" not in quiet.here)
    assert loud.here != quiet.here


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.row)
def test_a_row_that_is_deleted_is_not_printed(case: Case) -> None:
    kept = {key: one for key, one in rules().tradeoffs.items() if key != case.row}
    rulebook = msgspec.structs.replace(rules(), tradeoffs=kept)

    assert case.row not in weigh(facts_of(), rulebook=rulebook).rows


def test_exposed_types_and_their_places_are_in_the_memory_cell() -> None:
    metrics = {"go.own.field_map": 2, "go.task.go": 2}

    cell = go(metrics=metrics, **maps(2)).rows["AD302"]

    assert "2 types with a map and no lock of their own beside goroutines" in cell.here
    assert ("a/a.go", 7) in cell.evidence


def test_the_other_languages_figures_are_left_out() -> None:
    cell = go(second=2_000, metrics={"rust.err.question": 50, "go.err.check": 9}).rows["AD306"]

    assert "9 checks of err" in cell.here
    assert "?" not in cell.here


def test_a_density_without_a_census_or_of_a_tiny_tree_has_no_standing() -> None:
    cell = go(lines=500, metrics={"go.task.go": 20}).rows["AD305"]

    assert "20 goroutine starts (40 a kLoC)" in cell.here


def test_a_ledger_rule_that_counts_something_else_places_no_figure() -> None:
    row = rules().tradeoffs["AD305"]
    numbers = {"priced.go": 1.0, "size.kloc": 10.0, "go.task.go": 20.0}
    rule = rules().rules["GR201"]
    assert rule.ledger is not None
    ledger = msgspec.structs.replace(rule.ledger, metrics=("go.task.group_go",))
    changed = msgspec.structs.replace(
        rules(),
        tradeoffs={"AD305": row},
        rules={"GR201": msgspec.structs.replace(rule, ledger=ledger)},
    )

    here = tradeoff_rows(rules(), numbers, {}, {"GR201": "P63"})[4].here

    assert "20 goroutine starts (2 a kLoC, P63 of services)" in here
    assert "P63" not in tradeoff_rows(changed, numbers, {}, {"GR201": "P63"})[0].here


def test_a_row_keeps_the_documents_cells() -> None:
    row = go().rows["AD304"]

    assert (row.dimension, row.rust, row.go) == (
        "Binary size",
        "1 to 5 MB stripped",
        "5 to 15 MB stripped",
    )


def test_without_any_number_every_cell_says_what_fills_it() -> None:
    rows = tradeoff_rows(rules(), {}, {}, {})

    assert {row.here.startswith("to fill it: ") for row in rows} == {True}
    assert {row.is_filled for row in rows} == {False}


def test_the_worked_cases_of_the_rows_read_as_written() -> None:
    assert list(wrong_rows(rules())) == []


def test_a_worked_case_that_reads_otherwise_is_named() -> None:
    row = rules().tradeoffs["AD304"]
    wrong = msgspec.structs.replace(row.example[0], here="3 programs")
    changed = msgspec.structs.replace(row, example=(wrong, *row.example[1:]))

    rulebook = msgspec.structs.replace(rules(), tradeoffs={"AD304": changed})

    assert list(wrong_rows(rulebook)) == [("AD304", 1)]
