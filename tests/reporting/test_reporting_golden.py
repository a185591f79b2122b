"""Every format, byte for byte, on two reports; `pytest --update-golden` writes them anew."""

from collections.abc import Callable

import pytest
from counted_builders import facts
from reporting_builders import go_report, rulebook, rust_report

from estimator.model.report import Report
from estimator.reporting import REPORTERS
from estimator.reporting.explain import rule_sections_in
from estimator.reporting.schemas import render_schema
from estimator.reporting.table import draw, render

SUFFIXES = {"table": "txt", "json": "json", "markdown": "md", "csv": "csv"}
REPORTS = {"rust-service": rust_report, "go-service": go_report}


@pytest.mark.parametrize("name", sorted(REPORTS))
@pytest.mark.parametrize("reporter", sorted(SUFFIXES))
def test_a_format_is_as_stored(
    name: str, reporter: str, same_as_golden: Callable[[str, str], None]
) -> None:
    same_as_golden(f"{name}.{SUFFIXES[reporter]}", REPORTERS[reporter](REPORTS[name]()))


@pytest.mark.parametrize("name", sorted(REPORTS))
def test_the_table_of_a_narrow_terminal_is_as_stored(
    name: str, same_as_golden: Callable[[str, str], None]
) -> None:
    same_as_golden(f"{name}.80.txt", render(REPORTS[name](), width=80))


def test_the_explanation_of_a_rule_is_as_stored(
    same_as_golden: Callable[[str, str], None],
) -> None:
    text = draw(rule_sections_in(rulebook(), "RG114", facts(), rust_report(), {}))
    same_as_golden("explain-rule.txt", text)


def test_the_published_schema_is_as_stored(same_as_golden: Callable[[str, str], None]) -> None:
    same_as_golden("report.schema.json", render_schema("report"))


def test_every_format_has_a_golden_file() -> None:
    assert sorted(SUFFIXES) == sorted(REPORTERS)


def test_rendering_twice_gives_the_same_bytes() -> None:
    report: Report = go_report()
    assert [REPORTERS[name](report) for name in sorted(REPORTERS)] == [
        REPORTERS[name](report) for name in sorted(REPORTERS)
    ]
