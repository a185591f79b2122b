"""The versions of the grammars, which are a part of the cache key."""

from importlib.metadata import version
from pathlib import Path

import pytest

from estimator.parsing import grammars
from estimator.parsing.grammars import grammar_versions, versions_by_folder

NAMES = ("tree-sitter", "tree-sitter-go", "tree-sitter-rust")


def test_the_versions_are_those_that_the_metadata_say() -> None:
    assert grammar_versions() == " ".join(f"{name} {version(name)}" for name in NAMES)


def test_the_folders_of_wheels_say_the_versions_and_the_first_on_the_path_wins(
    tmp_path: Path,
) -> None:
    for name in (
        "one/tree_sitter-0.26.1.dist-info",
        "one/tree_sitter_go-0.25.0.dist-info",
        "two/tree_sitter_go-0.23.4.dist-info",
        "two/tree_sitter_rust",
    ):
        (tmp_path / name).mkdir(parents=True)
    folders = [str(tmp_path / name) for name in ("none", "one", "two")]
    found = versions_by_folder(NAMES, folders)
    assert found == {"tree-sitter": "0.26.1", "tree-sitter-go": "0.25.0"}


def test_what_no_folder_names_is_looked_up_in_the_metadata(monkeypatch: pytest.MonkeyPatch) -> None:
    known = grammar_versions()
    monkeypatch.setattr(grammars, "versions_by_folder", lambda _names, _folders: {})
    assert grammar_versions() == known
