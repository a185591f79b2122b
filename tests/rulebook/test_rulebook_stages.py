"""Stages of a plan in rule files: the built-in ones, the texts that hold, every fault told."""

import math
from pathlib import Path

import pytest
from msgspec.structs import replace

from estimator.errors import RuleFileError
from estimator.model.rulevalue import SourceKind
from estimator.rulebook.load import load_rulebook
from estimator.rulebook.stages import stages_for

_STAGE = """
[[stage]]
id = "{id}"
kind = "{kind}"
part = "{part}"
rank = 60
title = "{title}"
takes = [{takes}]
entry = [{{ text = "There." }}]
exit = [{exit}]
source = [{{ kind = "judgement", cite = "our team" }}]
"""


def loaded(folder: Path, **changed: str) -> object:
    values = {
        "id": "stage.whole-port.own",
        "kind": "whole-port",
        "part": "removal",
        "title": "Own",
        "takes": "",
        "exit": '{ text = "Gone." }',
    }
    (folder / "own.toml").write_text(_STAGE.format(**(values | changed)), encoding="utf-8")
    return load_rulebook(folder)


@pytest.mark.parametrize("kind", ["whole-port", "hot-paths", "shell"])
def test_the_built_in_stages_spend_each_line_once(kind: str) -> None:
    stages = stages_for(load_rulebook(), kind, {})

    groups = {take.group for stage in stages for take in stage.takes}
    for group in groups:
        shares = [take.share for one in stages for take in one.takes if take.group == group]
        assert math.fsum(shares) == pytest.approx(1)
    assert groups >= ({"core", "boundary"} if kind == "hot-paths" else {"translate", "tests"})


def test_the_built_in_stages_call_themselves_judgement() -> None:
    sources = [one for stage in load_rulebook().stages.values() for one in stage.source]

    assert {source.kind for source in sources} == {SourceKind.JUDGEMENT}


@pytest.mark.parametrize("kind", ["whole-port", "hot-paths", "shell"])
def test_contracts_and_oracle_come_before_code_and_removal_is_last(kind: str) -> None:
    stages = stages_for(load_rulebook(), kind, {})

    rank = {stage.part: stage.rank for stage in stages}
    code = rank.get("units", rank.get("paths", 0))
    assert max(rank["contracts"], rank["oracle"]) < code
    assert code < rank["dual-run"] < rank["cut-over"] < rank["removal"]


def test_a_text_is_said_where_its_condition_holds_with_the_number() -> None:
    counts = {"repo.openapi_files": 1_204.0}

    (stage,) = (
        one for one in stages_for(load_rulebook(), "whole-port", counts) if one.part == "contracts"
    )

    told = [text.text for text in stage.exit]
    assert any(text.startswith("OpenAPI files (1,204) are frozen") for text in told)
    assert not any("{count}" in text or "No Protobuf" in text for text in told)


def test_a_rulebook_without_stages_says_so() -> None:
    with pytest.raises(RuleFileError, match="no stages of a plan for scenarios of kind shell"):
        stages_for(replace(load_rulebook(), stages={}), "shell", {})


def test_a_stage_can_be_added(tmp_path: Path) -> None:
    assert loaded(tmp_path)


@pytest.mark.parametrize(
    ("key", "value", "fault"),
    [
        ("id", "stage.own", "must look like stage.whole-port.contracts"),
        ("kind", "half-port", "must be one of hot-paths, shell, whole-port"),
        ("part", "party", "must be one of contracts"),
        ("title", " ", "is empty"),
        ("takes", '{ group = "magic", share = 1.0 }', "must be one of boundary"),
        ("takes", '{ group = "core", share = 1.5 }', "must be above 0 and at most 1"),
        ("takes", '{ group = "core", share = 0.5 }', "shares of core in whole-port sum to 0.5"),
        ("takes", '{ group = "tests", share = 0.5 }', "shares of tests in whole-port sum to 1.5"),
        ("part", "units", "exactly one stage of part units or paths"),
        ("exit", "", "needs one text that holds everywhere"),
        ("exit", '{ text = " " }', "is empty"),
        ("exit", '{ text = "{count} of them" }', "need each other"),
        ("exit", '{ text = "x", count = "repo.ci_files" }', "need each other"),
        ("exit", '{ text = "{count}", count = "cobol.files" }', "begins with none of"),
        (
            "exit",
            '{ text = "x", when = { metric = "repo.ci_files" } }, { text = "y" }',
            "needs at_least or at_most",
        ),
    ],
)
def test_every_fault_of_a_stage_is_told(tmp_path: Path, key: str, value: str, fault: str) -> None:
    with pytest.raises(RuleFileError, match=fault):
        loaded(tmp_path, **{key: value})
