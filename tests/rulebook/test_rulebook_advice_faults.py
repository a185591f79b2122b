"""What is wrong with criteria and rows of trade-offs, and where."""

from pathlib import Path

import pytest
from rulebook_builders import rule_directory

from estimator.rulebook.check import check_directory

ROW = """
[[tradeoff]]
id = "AD399"
dimension = "Ours"
rust = "a"
go = "b"
sentences = ["DOC-tradeoff-async"]
here = [{{ names = [{names}], text = "{{n}} starts", rule = "{rule}" }}]
fill_with = "{fill_with}"
source = [{{ kind = "judgement", cite = "us" }}]
example = [
  {{ given = {{ "go.task.go" = 1 }}, here = "1 starts", is_filled = true }},
  {{ given = {{}}, here = "to fill it: us", is_filled = {quiet} }},
]
"""
RIGHT = {"names": '"go.task.go"', "rule": "GR201", "fill_with": "us", "quiet": "false"}


def faults(root: Path, text: str) -> list[tuple[str, str]]:
    found = check_directory(rule_directory(root, own=text))
    return [(fault.key, fault.reason) for fault in found]


def test_a_row_that_is_right_has_no_fault(tmp_path: Path) -> None:
    assert faults(tmp_path, ROW.format(**RIGHT)) == []


@pytest.mark.parametrize(
    ("change", "fault"),
    [
        ({"rule": "GR999"}, ("here[0].rule", "there is no ledger rule GR999")),
        (
            {"quiet": "true"},
            ("example", "needs a worked case with a filled cell, and one without"),
        ),
        ({"fill_with": ""}, ("fill_with", "is empty")),
    ],
)
def test_a_fault_of_a_row_names_its_key(
    tmp_path: Path, change: dict[str, str], fault: tuple[str, str]
) -> None:
    assert fault in faults(tmp_path, ROW.format(**RIGHT | change))


def test_the_documents_build_times_must_be_in_order(tmp_path: Path) -> None:
    text = """
[[constant]]
id = "document.build.rust.minutes.low"
value = 20
unit = "minutes"
title = "Ours"
source = [{ kind = "judgement", cite = "us" }]
"""
    assert [key for key, _ in faults(tmp_path, text)] == ["value"]
