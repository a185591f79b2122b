"""The published JSON Schemas: current, and what the program writes follows them.

They are written anew by: pytest tests/pipeline/test_pipeline_schemas.py --update-golden
"""

import json
import subprocess
from importlib.resources import files
from pathlib import Path

import pytest
from jsonschema import Draft202012Validator
from sample_repositories import go_repository, mixed_repository, program, rust_repository, write

from estimator.reporting.schemas import ANSWERS

SCHEMAS = files("estimator") / "schemas"


@pytest.mark.parametrize(
    ("command", "name"),
    [
        (("facts", "--schema"), "facts"),
        (("facts", "--report-schema"), "report"),
        (("invariants", "--schema"), "invariants"),
        (("accuracy", "--schema"), "accuracy"),
        (("calibrate", "--schema"), "calibration"),
        (("baseline", "show", "--schema"), "baseline-show"),
        (("baseline", "diff", "--schema"), "baseline-diff"),
        (("check", "--schema"), "check"),
        (("diff", "--schema"), "diff"),
        (("doctor", "--schema"), "doctor"),
        (("history", "--schema"), "history"),
        (("record", "list", "--schema"), "records"),
        (("hotpaths", "--schema"), "hotpaths"),
        (("advise", "--schema"), "advice"),
        (("advise", "--schema", "a", "b"), "portfolio"),
        (("plan", "--schema"), "plan"),
        (("attach", "--schema"), "receipts"),
    ],
)
def test_the_published_schema_is_what_the_program_prints(
    request: pytest.FixtureRequest, tmp_path: Path, command: tuple[str, ...], name: str
) -> None:
    printed = program(tmp_path, *command).out
    published = SCHEMAS / f"{name}.json"
    if request.config.getoption("--update-golden"):
        Path(str(published)).write_text(printed)
    assert published.read_text() == printed


@pytest.mark.parametrize(
    ("command", "name"),
    [
        (("facts",), "facts"),
        (("estimate", "--format", "json"), "report"),
        (("invariants", "--format", "json"), "invariants"),
        (("hotpaths", "--format", "json"), "hotpaths"),
        (("advise", "--format", "json"), "advice"),
    ],
)
@pytest.mark.parametrize("make", [go_repository, rust_repository, mixed_repository])
def test_what_is_written_follows_its_schema(
    tmp_path: Path, command: tuple[str, ...], name: str, make: object
) -> None:
    assert callable(make)
    root = make(tmp_path / "repo")
    write(root, "binary.go", b"\0")
    write(root, "estimator.toml", "[scan]\nexclude = ['p1/']\n[factors]\na = 2\n")
    schema = json.loads((SCHEMAS / f"{name}.json").read_text())
    Draft202012Validator.check_schema(schema)
    written = json.loads(program(tmp_path / "cache", *command, root).out)
    Draft202012Validator(schema).validate(written)


def _follows(name: str, written: str) -> None:
    schema = json.loads((SCHEMAS / f"{name}.json").read_text())
    Draft202012Validator.check_schema(schema)
    Draft202012Validator(schema).validate(json.loads(written))


def test_the_accuracy_in_json_follows_its_schema(tmp_path: Path) -> None:
    _follows("accuracy", program(tmp_path, "accuracy", "-f", "json").out)


def test_measured_history_in_json_follows_its_schema(tmp_path: Path) -> None:
    root = go_repository(tmp_path / "repo")
    person = ("-c", "user.name=Ann", "-c", "user.email=ann@example.com")
    for arguments in (("init", "-q"), ("add", "."), (*person, "commit", "-qm", "Begin")):
        subprocess.run(["git", *arguments], cwd=root, check=True)

    _follows("history", program(tmp_path / "cache", "history", root, "-f", "json").out)


def test_finished_ports_and_their_calibration_in_json_follow_their_schemas(tmp_path: Path) -> None:
    root, file = rust_repository(tmp_path / "repo"), tmp_path / "ports.toml"
    told = ("--actual", "1.5", "--measured-by", "time-sheets", "--file", file)
    for scenario in ("one", "two", "three", "four"):
        added = program(tmp_path / "cache", "record", "add", root, *told, "--id", scenario)
        assert added.code == 0, added.err

    listed = program(tmp_path / "cache", "record", "list", "--file", file, "-f", "json")
    fitted = program(tmp_path / "cache", "calibrate", "--records", file, "-f", "json")

    _follows("records", listed.out)
    _follows("calibration", fitted.out)


def test_every_schema_is_published_and_every_published_one_is_printed() -> None:
    published = {Path(str(one)).stem for one in SCHEMAS.iterdir()}
    assert published == {*ANSWERS, "facts"}
