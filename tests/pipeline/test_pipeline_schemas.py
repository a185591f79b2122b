"""The published JSON Schemas: current, and what the program writes follows them.

They are written anew by: pytest tests/pipeline/test_pipeline_schemas.py --update-golden
"""

import json
from importlib.resources import files
from pathlib import Path

import pytest
from jsonschema import Draft202012Validator
from sample_repositories import go_repository, mixed_repository, program, rust_repository, write

SCHEMAS = files("estimator") / "schemas"


@pytest.mark.parametrize(
    ("command", "name"),
    [
        (("facts", "--schema"), "facts"),
        (("facts", "--report-schema"), "report"),
        (("invariants", "--schema"), "invariants"),
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
