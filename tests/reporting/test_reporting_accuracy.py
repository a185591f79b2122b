"""The accuracy as people and programs see it."""

import csv
import io
import json

import msgspec
import pytest

from estimator.model.accuracy import Accuracy
from estimator.reporting.accuracy import render_accuracy
from estimator.rulebook.load import load_rulebook
from estimator.validation.accuracy import measure_accuracy


@pytest.fixture(scope="module")
def accuracy() -> Accuracy:
    return measure_accuracy(load_rulebook())


def test_every_port_is_a_row_and_every_miss_is_named(accuracy: Accuracy) -> None:
    text = render_accuracy(accuracy, "table")
    full = accuracy.methods[0]
    assert all(one.port in text for one in full.predictions)
    assert text.count("MISS") == full.pooled.ports - (full.pooled.covered or 0)


@pytest.mark.parametrize("width", [80, 100])
def test_the_table_fits_its_width(accuracy: Accuracy, width: int) -> None:
    lines = render_accuracy(accuracy, "table", width=width).splitlines()
    assert max(map(len, lines)) <= width


def test_a_broken_promise_stands_out(accuracy: Accuracy) -> None:
    first = msgspec.structs.replace(accuracy.targets[0], reached=False)
    broken = msgspec.structs.replace(accuracy, targets=(first, *accuracy.targets[1:]))
    assert "NOT REACHED" in render_accuracy(broken, "table")


def test_markdown_has_a_heading_for_each_part(accuracy: Accuracy) -> None:
    text = render_accuracy(accuracy, "markdown")
    assert text.count("\n## ") == 6
    assert "| Basic COCOMO" in text


def test_json_is_the_accuracy_itself(accuracy: Accuracy) -> None:
    read = json.loads(render_accuracy(accuracy, "json"))
    assert read["ports"] == 18
    assert len(read["methods"][0]["predictions"]) == 18


def test_csv_has_every_prediction_of_every_method(accuracy: Accuracy) -> None:
    rows = list(csv.DictReader(io.StringIO(render_accuracy(accuracy, "csv"))))
    methods = (*accuracy.methods, *accuracy.exponents)
    assert len(rows) == sum(len(method.predictions) for method in methods)
    assert {row["inside_p10_p90"] for row in rows} == {"true", "false", ""}
