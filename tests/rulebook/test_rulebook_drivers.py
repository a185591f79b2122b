"""Drivers: every rule loud and quiet, rows with figures and places, faults all at once."""

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st
from rulebook_builders import built_in_rules, rule_directory

from estimator.facts.builds import BUILD_METRICS
from estimator.languages import LANGUAGES
from estimator.model.estimate import Site
from estimator.model.rules import Driver, DriverFigure, Rulebook
from estimator.model.rulevalue import Condition
from estimator.rulebook.check import check_directory
from estimator.rulebook.drivers import driver_rows, speaks, wrong_drivers

DRIVERS = built_in_rules().drivers
CASES = [
    pytest.param(driver, example, id=f"{driver.id}-{place}")
    for driver in DRIVERS.values()
    for place, example in enumerate(driver.example, start=1)
]


def book(*drivers: Driver) -> Rulebook:
    return msgspec.structs.replace(built_in_rules(), drivers={one.id: one for one in drivers})


def driver(identity: str = "driver.golden-files", **values: object) -> Driver:
    return msgspec.structs.replace(DRIVERS[identity], **values)


def site(path: str, line: int = 1) -> Site:
    return Site(path=path, line=line)


@pytest.mark.parametrize(("one", "example"), CASES)
def test_a_worked_case_is_loud_or_quiet(one: Driver, example: object) -> None:
    assert speaks(one, example.given, one.language) == example.speaks  # type: ignore[attr-defined]


def test_a_wrong_worked_case_is_named() -> None:
    example = msgspec.structs.replace(driver().example[0], speaks=False)
    assert list(wrong_drivers([driver(example=(example,))])) == [("driver.golden-files", 1)]
    assert list(wrong_drivers(DRIVERS.values())) == []


@pytest.mark.parametrize("identity", sorted(DRIVERS))
def test_every_driver_reads_as_a_sentence_and_fits_a_line(identity: str) -> None:
    one = DRIVERS[identity]
    assert one.means.endswith(".")
    assert one.means[0].isupper()
    assert len(one.title) <= 30
    assert all(len(figure.unit) <= 42 for figure in one.figures)


def test_ranks_are_distinct() -> None:
    ranks = [one.rank for one in DRIVERS.values() if not one.language]
    assert len(ranks) == len(set(ranks))


def test_constructs_that_drivers_ask_for_are_counted() -> None:
    counted = {
        *(row.metric for spec in LANGUAGES.values() for row in spec.nodes),
        *(row.metric for spec in LANGUAGES.values() for row in spec.directives),
    }
    asked = {
        figure.metric
        for one in DRIVERS.values()
        for figure in one.figures
        if not figure.metric.startswith("repo.")
    }
    assert asked - counted - set(BUILD_METRICS) == set()


def test_a_row_has_its_figures_that_are_not_zero() -> None:
    (row,) = driver_rows(book(driver()), "go", {"repo.golden_files": 3}, {})
    assert [(one.metric, one.value) for one in row.figures] == [("repo.golden_files", 3)]
    assert (row.evidence, row.evidence_total) == ((), 0)


def test_places_are_taken_in_turn_and_at_most_five() -> None:
    one = driver(
        figures=(
            DriverFigure(metric="repo.a", unit="a"),
            DriverFigure(metric="repo.b", unit="b"),
        ),
        evidence=("repo.c", "repo.a"),
        when=Condition(metric="repo.a", at_least=1),
    )
    kept = {
        "repo.a": (30, tuple(site(f"a{n}") for n in range(9))),
        "repo.b": (1, (site("b"),)),
        "repo.c": (2, (site("b"), site("c"))),
    }
    (row,) = driver_rows(book(one), "go", {"repo.a": 30, "repo.b": 1}, kept)
    assert [one.path for one in row.evidence] == ["a0", "b", "a1", "c", "a2"]
    assert row.evidence_total == 33


def test_a_driver_of_another_language_is_quiet() -> None:
    counts = {"repo.ci.race": 1.0}
    assert driver_rows(book(driver("driver.race-detector")), "rust", counts, {}) == ()
    assert driver_rows(book(driver("driver.race-detector")), "go", counts, {})


def test_rows_come_by_rank() -> None:
    counts = {metric: 50.0 for one in DRIVERS.values() for metric in one.example[0].given}
    rows = driver_rows(built_in_rules(), "go", counts, {})
    assert [DRIVERS[row.id].rank for row in rows] == sorted(DRIVERS[row.id].rank for row in rows)
    assert len(rows) > 20


@given(st.dictionaries(st.sampled_from(["repo.golden_files", "repo.ci.race"]), st.integers(0, 9)))
def test_without_the_search_nothing_is_said_to_be_missing(counts: dict[str, float]) -> None:
    ids = {row.id for row in driver_rows(built_in_rules(), "go", counts, {})}
    assert not ids & {"driver.no-oracle", "driver.no-benchmarks", "driver.no-race-detector"}


FAULTY = """
[[driver]]
id = "mine"
title = " "
theme = "weather"
effect = "none"
rank = 1
language = "cobol"
when = { metric = "cobol.x" }
figures = [{ metric = "X", unit = "" }]
evidence = ["cobol.y"]
means = ""
source = []
example = [{ given = { "cobol.z" = 1 }, speaks = true }]
"""


def test_every_fault_of_a_driver_is_told(tmp_path_factory: pytest.TempPathFactory) -> None:
    directory = rule_directory(tmp_path_factory.mktemp("rules"), own=FAULTY)
    assert sorted(fault.key for fault in check_directory(directory)) == [
        *("effect", "evidence", "example", "example[0].given", "figures[0].metric"),
        *("figures[0].unit", "id", "language", "means", "source", "theme", "title"),
        *("when", "when.metric"),
    ]
