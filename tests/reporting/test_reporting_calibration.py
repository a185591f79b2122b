"""The pages of `record list` and `calibrate`, as golden files."""

from collections.abc import Callable

import pytest

from estimator import load_rulebook
from estimator.costing.calibration import calibration_report
from estimator.model.records import MeasuredBy, Record, RecordedScenario
from estimator.reporting.calibration import render_calibration
from estimator.reporting.records import render_records

SUFFIXES = {"table": "txt", "markdown": "md", "csv": "csv"}


def finished(identity: str, scenario: RecordedScenario, p50: float, actual: float) -> Record:
    return Record(
        id=identity,
        scenario=scenario,
        p50_em=p50,
        rulebook="0123456789ab",
        version="0.1.0",
        size_kloc=None if identity == "search" else 4 * p50,
        facts="search.json" if identity == "search" else "",
        actual_em=actual,
        measured_by=MeasuredBy.TIME_SHEETS,
        finished="2026-01-31",
        owner="A. Smith",
        note="=1+1",
    )


RECORDS = (
    finished("billing", RecordedScenario.GO_TO_RUST, 2.5, 4.25),
    finished("gateway", RecordedScenario.GO_TO_RUST, 6.25, 8.5),
    finished("search", RecordedScenario.GO_HOT_PATHS_TO_RUST, 1.75, 1.5),
    finished("ledger", RecordedScenario.GO_TO_RUST, 9.0, 11.0),
)


@pytest.mark.parametrize("form", SUFFIXES)
def test_the_list_is_as_reviewed(form: str, same_as_golden: Callable[[str, str], None]) -> None:
    text = render_records(RECORDS, "0123456789ab", form)
    same_as_golden(f"record-list.{SUFFIXES[form]}", text)


@pytest.mark.parametrize("form", SUFFIXES)
def test_the_calibration_is_as_reviewed(
    form: str, same_as_golden: Callable[[str, str], None]
) -> None:
    text = render_calibration(calibration_report(RECORDS, load_rulebook()), form)
    same_as_golden(f"calibrate.{SUFFIXES[form]}", text)


def test_an_empty_list_says_so() -> None:
    assert "0 finished ports." in render_records((), "0123456789ab", "table")
