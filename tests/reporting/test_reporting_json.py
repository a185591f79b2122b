"""The report as JSON, and its schema."""

import json

import msgspec
import pytest
from counted_builders import facts
from jsonschema import Draft202012Validator
from reporting_builders import go_report, rust_report
from test_reporting_table import hostile_report

from estimator.model.report import Report
from estimator.reporting.json_format import render
from estimator.reporting.schemas import render_schema, schema_of


@pytest.mark.parametrize("report", [rust_report(), go_report(), hostile_report()])
def test_the_report_validates_against_its_schema(report: Report) -> None:
    Draft202012Validator(schema_of("report")).validate(json.loads(render(report)))


def test_the_schema_is_a_valid_schema() -> None:
    Draft202012Validator.check_schema(json.loads(render_schema("report")))


def test_the_schema_refuses_a_report_without_a_headline() -> None:
    answer = json.loads(render(rust_report()))
    del answer["headline"]
    assert not Draft202012Validator(schema_of("report")).is_valid(answer)


def test_keys_are_sorted_at_every_level() -> None:
    answer = render(go_report())
    assert answer == json.dumps(json.loads(answer), indent=2, sort_keys=True) + "\n"


def test_the_order_of_a_mapping_does_not_change_the_bytes() -> None:
    counted = facts().metrics
    turned = dict(reversed(list(counted.items())))
    assert render(rust_report(metrics=turned)) == render(rust_report(metrics=dict(counted)))


def test_numbers_are_exact() -> None:
    answer = json.loads(render(rust_report()))
    assert answer["scenarios"][0]["effort"]["p50"] == 5.19615


def test_the_report_survives_a_round_trip() -> None:
    assert msgspec.json.decode(render(go_report()), type=Report) == go_report()
