"""Signs of an API shell in rule files: the built-in ones, overriding them, every fault told."""

from pathlib import Path

import pytest

from estimator.errors import RuleFileError
from estimator.model.rulevalue import SourceKind
from estimator.rulebook.load import load_rulebook

_SIGN = """
[[shell]]
id = "shell.{name}"
part = "{part}"
language = "{language}"
rank = 10
{shown}
reason = "names a framework"
source = [{{ kind = "judgement", cite = "judgement" }}]
"""


def loaded(folder: Path, **changed: str) -> object:
    values = {"name": "own", "part": "handlers", "language": "rust", "shown": 'paths = ["own"]'}
    (folder / "own.toml").write_text(_SIGN.format(**(values | changed)), encoding="utf-8")
    return load_rulebook(folder).shells["shell.own"]


def test_the_built_in_signs_call_themselves_judgement() -> None:
    signs = load_rulebook().shells.values()

    assert {source.kind for one in signs for source in one.source} == {SourceKind.JUDGEMENT}
    assert {one.part for one in signs} >= {"handlers", "database", "command line", "plain data"}


def test_a_sign_can_be_added(tmp_path: Path) -> None:
    assert loaded(tmp_path)


def test_a_sign_can_be_replaced(tmp_path: Path) -> None:
    text = _SIGN.format(name="handlers", part="x", language="rust", shown='paths = ["mine"]')
    (tmp_path / "own.toml").write_text(text, encoding="utf-8")

    rulebook = load_rulebook(tmp_path)

    assert rulebook.shells["shell.handlers"].paths == ("mine",)
    assert rulebook.overridden == ("shell.handlers",)


@pytest.mark.parametrize(
    ("key", "value", "fault"),
    [
        ("name", "Own", "must look like shell.handlers"),
        ("part", " ", "is empty"),
        ("language", "cobol", "must be one of go, rust"),
        ("shown", "", "what shows it"),
        ("shown", 'paths = ["hyper/server"]', "must look like hyper::server"),
        ("shown", 'derives = ["A B"]', "must look like hyper::server"),
        ("shown", 'entries = ["1"]', "must look like hyper::server"),
        ("shown", 'paths = ["own"]\nat_most_lines = -1', "needs 0 to"),
        ("shown", 'paths = ["own"]\nunknown = 1', "unknown key"),
    ],
)
def test_every_fault_of_a_sign_is_told(tmp_path: Path, key: str, value: str, fault: str) -> None:
    with pytest.raises(RuleFileError, match=fault):
        loaded(tmp_path, **{key: value})
