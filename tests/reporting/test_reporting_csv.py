"""The report as one flat table."""

import csv
import io

import pytest
from counted_builders import facts
from priced_builders import line, scenario
from reporting_builders import go_report, report_of, rust_report
from test_reporting_table import hostile_report

from estimator.model.estimate import Site
from estimator.model.report import Report
from estimator.reporting.csv_format import COLUMNS, render


def rows(report: Report) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(render(report))))


def test_the_columns_are_stable() -> None:
    assert render(rust_report()).splitlines()[0] == ",".join(COLUMNS)


def test_the_efforts_of_a_scenario_sum_to_its_p50() -> None:
    own = [row for row in rows(rust_report()) if row["scenario"] == "rust-to-go"]
    assert sum(float(row["effort_em"]) for row in own) == pytest.approx(
        float(own[0]["scenario_p50"])
    )


def test_a_scenario_that_does_not_apply_has_one_row_with_its_reason() -> None:
    own = [row for row in rows(rust_report()) if row["scenario"] == "go-to-rust"]
    assert [(row["applies"], row["effort_em"], row["why"]) for row in own] == [
        ("false", "", "No Go code was found.")
    ]


@pytest.mark.parametrize("start", ["=", "+", "-", "@", " ="])
def test_a_path_cannot_become_a_formula(start: str) -> None:
    site = Site(path=f"{start}cmd|calc.rs", line=3)
    priced = scenario(lines=(line("invariants", 5.2, evidence=(site,), evidence_total=1),))
    path = rows(report_of(facts(), (priced,), "rust"))[0]["evidence_path"]
    assert path == f"'{start}cmd|calc.rs"


def test_a_hostile_name_stays_on_its_row() -> None:
    assert len(render(hostile_report()).splitlines()) == 2


def test_a_scenario_without_a_document_rule_leaves_the_band_empty() -> None:
    own = [row for row in rows(go_report()) if row["scenario"] == "go-to-rust"]
    assert {row["document_low"] for row in own} == {""}
