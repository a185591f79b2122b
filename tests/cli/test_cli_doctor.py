"""`estimator doctor`, as a person runs it."""

import json
import os
import sqlite3
import subprocess
from contextlib import closing
from pathlib import Path
from typing import Any

import jsonschema
import pytest
from sample_repositories import Outcome, go_repository, program, write

from estimator.configuration.keys import KEYS
from estimator.diagnosing import programs
from estimator.parsing import grammars
from estimator.reporting.schemas import schema_of
from estimator.version import VERSION


@pytest.fixture
def cache(tmp_path: Path) -> Path:
    return tmp_path / "cache"


@pytest.fixture
def root(tmp_path: Path) -> Path:
    return go_repository(tmp_path / "repo")


def git(root: Path, *arguments: str) -> None:
    own = ("-c", "user.name=A", "-c", "user.email=a@example.com")
    subprocess.run(["git", *own, *arguments], cwd=root, check=True, capture_output=True)


def committed(root: Path) -> Path:
    git(root, "init", "-q", "-b", "main")
    git(root, "add", ".")
    git(root, "commit", "-q", "-m", "one")
    return root


def diagnosed(outcome: Outcome) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(outcome.out)
    jsonschema.validate(found, schema_of("doctor"))
    assert outcome.code == found["exit_code"]
    return found


def doctor(cache: Path, root: Path, *options: str, **variables: str) -> dict[str, Any]:
    outcome = program(cache, "doctor", root, "-f", "json", *options, variables=variables)
    return diagnosed(outcome)


def messages(found: dict[str, Any]) -> list[str]:
    assert all(one["hint"] for one in found["problems"])
    return [one["message"] for one in found["problems"]]


def test_a_sound_place_has_no_problems_and_every_version(cache: Path, root: Path) -> None:
    found = doctor(cache, committed(root))

    versions = {one["name"]: one["version"] for one in found["components"]}
    assert messages(found) == []
    assert found["exit_code"] == 0
    assert versions["estimator"] == VERSION
    assert {"Python", "git", "SQLite", "tree-sitter", "tree-sitter-go"} <= versions.keys()
    assert all(versions.values())
    assert len(found["repository"]["commit"]) == 40


def test_a_run_fills_the_cache_that_doctor_shows(cache: Path, root: Path) -> None:
    assert doctor(cache, root)["cache"]["exists"] is False
    program(cache, "estimate", root)

    found = doctor(cache, root)["cache"]

    rows = {one["name"]: one["rows"] for one in found["files"]}
    assert found["folder"] == str(cache)
    assert rows["facts-1.sqlite3"] > 5
    assert found["size_bytes"] == sum(file.stat().st_size for file in cache.iterdir())


def test_looking_changes_nothing(cache: Path, root: Path) -> None:
    doctor(cache, root)
    assert not cache.exists()
    program(cache, "estimate", root)
    before = {file: file.read_bytes() for file in cache.iterdir()}

    doctor(cache, root)

    assert {file: file.read_bytes() for file in cache.iterdir()} == before


def test_each_value_names_who_says_so(cache: Path, root: Path) -> None:
    write(root, "estimator.toml", 'factors = { legacy = 1.2 }\n[scan]\nexclude = ["p1/"]\n')

    found = doctor(cache, root, "--no-cache", ESTIMATOR_JOBS="1")

    rows = {one["key"]: one for one in found["configuration"]}
    assert list(rows) == [key.name for key in KEYS]
    said = {key: (row["value"], row["origin"], row["named"]) for key, row in rows.items()}
    assert said["scan.exclude"] == ('["p1/"]', "file", "estimator.toml")
    assert said["factors"] == ('{"legacy" = 1.2}', "file", "estimator.toml")
    assert said["scan.jobs"] == ("1", "environment", "ESTIMATOR_JOBS")
    assert said["cache.use"] == ("false", "option", "--no-cache")
    assert said["scan.max_depth"] == ("1000", "default", "")
    assert said["team.rust"] == ("", "default", "")
    assert found["cache"]["is_used"] is False


def test_a_file_given_stands_in_for_the_own_one(cache: Path, root: Path, tmp_path: Path) -> None:
    write(root, "estimator.toml", "nonsense")
    other = write(tmp_path, "other.toml", "[scan]\njobs = 2\n")

    found = doctor(cache, root, "--config", str(other))

    rows = {one["key"]: (one["value"], one["named"]) for one in found["configuration"]}
    assert found["exit_code"] == 0
    assert rows["scan.jobs"] == ("2", str(other))


def test_every_broken_layer_is_named_and_the_others_count(cache: Path, root: Path) -> None:
    write(root, "estimator.toml", "[scan]\nmax_depth = 0\n")

    found = doctor(cache, root, "--rules", "no\nsuch", ESTIMATOR_JOBS="many")

    assert found["exit_code"] == 2
    told = "\n".join(messages(found))
    assert "scan.max_depth" in told
    assert "ESTIMATOR_JOBS" in told
    assert "--rules" in told
    assert found["rules"]["digest"]


def test_broken_rules_are_an_error_with_all_their_faults(
    cache: Path, root: Path, tmp_path: Path
) -> None:
    write(tmp_path, "own/bad.toml", "[[rule]]\nid = 1\n")

    outcome = program(cache, "doctor", root, "--rules", tmp_path / "own")

    assert outcome.code == 2
    assert "they do not load" in outcome.out
    assert "bad.toml" in outcome.out


def test_a_damaged_cache_is_a_warning_and_is_left_as_it_is(cache: Path, root: Path) -> None:
    file = write(cache, "facts-1.sqlite3", b"this is no database, and long enough to be read")

    found = doctor(cache, root)

    assert found["exit_code"] == 0
    assert [one["gravity"] for one in found["problems"]] == ["warning"]
    assert "facts-1.sqlite3 cannot be used" in messages(found)[0]
    assert file.read_bytes().startswith(b"this is no database")


def test_a_cut_off_cache_is_seen(cache: Path, root: Path) -> None:
    program(cache, "estimate", root)
    file = cache / "facts-1.sqlite3"
    file.write_bytes(file.read_bytes()[:4096] + b"\xff" * 4096)

    assert "cannot be used" in messages(doctor(cache, root))[0]


def test_a_cache_of_another_schema_is_told(cache: Path, root: Path) -> None:
    cache.mkdir()
    with closing(sqlite3.connect(cache / "facts-1.sqlite3")) as connection:
        connection.execute("PRAGMA user_version = 7")

    assert "its schema is 7, not 1" in messages(doctor(cache, root))[0]


def test_a_folder_in_the_place_of_the_facts_is_told(cache: Path, root: Path) -> None:
    (cache / "facts-1.sqlite3").mkdir(parents=True)

    assert "not a regular file" in messages(doctor(cache, root))[0]


def test_a_cache_in_the_scanned_folder_is_none(root: Path) -> None:
    found = doctor(root / "cache", root)

    assert found["cache"]["is_used"] is False
    assert "lies in the scanned folder" in messages(found)[0]


def test_a_file_in_the_place_of_the_cache_is_told(cache: Path, root: Path) -> None:
    cache.write_text("")

    assert "is no folder" in messages(doctor(cache, root))[0]
    assert "cannot be read" in messages(doctor(cache / "in", root))[0]


def test_a_cache_that_everybody_may_write_is_told(cache: Path, root: Path) -> None:
    cache.mkdir()
    cache.chmod(0o777)

    assert "written by everybody" in messages(doctor(cache, root))[0]


def test_a_cache_without_permission_is_told(
    cache: Path, root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    cache.mkdir()
    allowed = os.access  # permissions do not bind every user
    monkeypatch.setattr(os, "access", lambda path, mode: path != cache and allowed(path, mode))

    assert "no permission to read and write" in messages(doctor(cache, root))[0]
    assert "cannot be made" in messages(doctor(cache / "in", root))[0]


def test_a_cache_in_use_is_read_with_its_log(cache: Path, root: Path) -> None:
    program(cache, "estimate", root)
    rows = {one["name"]: one["rows"] for one in doctor(cache, root)["cache"]["files"]}
    with closing(sqlite3.connect(cache / "facts-1.sqlite3")) as another:
        another.execute("DELETE FROM entry WHERE key IN (SELECT key FROM entry LIMIT 1)")
        another.commit()
        fewer = {one["name"]: one["rows"] for one in doctor(cache, root)["cache"]["files"]}

    assert fewer["facts-1.sqlite3"] == rows["facts-1.sqlite3"] - 1


@pytest.mark.parametrize(
    ("grammar", "told"), [("tree_sitter_no", "cannot be loaded"), ("tree_sitter_rust", "not read")]
)
def test_a_grammar_that_does_not_load_is_an_error(
    cache: Path, root: Path, monkeypatch: pytest.MonkeyPatch, grammar: str, told: str
) -> None:
    monkeypatch.setitem(grammars._MODULES, "go", grammar)  # noqa: SLF001  # as after a bad install
    grammars.grammar.cache_clear()

    found = doctor(cache, root)

    grammars.grammar.cache_clear()
    assert told in messages(found)[0]
    assert found["exit_code"] == 3


def test_a_path_that_is_not_there_is_an_error(cache: Path, tmp_path: Path) -> None:
    file = write(tmp_path, "file", "")

    assert "does not exist" in messages(doctor(cache, tmp_path / "nowhere"))[0]
    assert "is no folder" in messages(doctor(cache, file))[0]
    assert doctor(cache, file)["exit_code"] == 2


def test_without_git_a_repository_is_an_error_and_a_plain_folder_is_not(
    cache: Path, root: Path, tmp_path: Path
) -> None:
    plain = go_repository(tmp_path / "plain")
    committed(root)

    found = doctor(cache, root, PATH=str(tmp_path))

    assert found["exit_code"] == 4
    assert messages(found) == ["git was not found"]
    assert doctor(cache, plain, PATH=str(tmp_path))["exit_code"] == 0


def test_a_git_that_fails_is_told(cache: Path, root: Path, tmp_path: Path) -> None:
    committed(root)
    fake = write(
        tmp_path, "bin/git", '#!/bin/sh\n[ "$1" = --version ] || exit 3\necho git version 9\n'
    )
    fake.chmod(0o755)

    found = doctor(cache, root, PATH=str(fake.parent))

    assert found["exit_code"] != 0
    assert {one["name"]: one["version"] for one in found["components"]}["git"] == "9"


def test_circumstances_of_a_clone_are_told(cache: Path, root: Path, tmp_path: Path) -> None:
    committed(root)
    write(root, "p0/more.go", "package p0\n")
    git(root, "add", ".")
    git(root, "commit", "-q", "-m", "two")
    git(tmp_path, "clone", "-q", "--depth", "1", root.as_uri(), "shallow")
    git(tmp_path / "shallow", "sparse-checkout", "set", "--no-cone", "p1")
    git(root, "worktree", "add", "-q", str(tmp_path / "linked"))
    (tmp_path / "new").mkdir()
    git(tmp_path / "new", "init", "-q")

    def notes(folder: str) -> str:
        return " ".join(doctor(cache, tmp_path / folder)["repository"]["notes"])

    assert "a shallow clone" in notes("shallow")
    assert "a sparse checkout" in notes("shallow")
    assert "a linked work tree" in notes("linked")
    assert "no commit yet" in notes("new")


def test_the_inside_of_a_git_folder_is_an_error(cache: Path, root: Path, tmp_path: Path) -> None:
    git(tmp_path, "clone", "-q", "--bare", str(committed(root)), "bare")

    found = doctor(cache, tmp_path / "bare")

    assert "bare repository" in messages(found)[0]
    assert found["exit_code"] == 2


def test_the_baseline_is_told_or_its_damage(cache: Path, root: Path, tmp_path: Path) -> None:
    program(cache, "baseline", "write", root)
    assert " entries" in doctor(cache, root)["repository"]["baseline"]

    file = write(root, ".estimator-baseline.toml", "<<<<<<< ours\n")
    assert "open merge conflict" in messages(doctor(cache, root))[0]

    file.unlink()
    file.symlink_to(tmp_path / "elsewhere")
    found = doctor(cache, root)
    assert "symbolic link" in messages(found)[0]
    assert found["exit_code"] == 2


def test_the_page_says_problems_first_in_any_width(cache: Path, root: Path) -> None:
    write(root, ".estimator-baseline.toml", "")

    page = program(cache, "doctor", root).out
    markdown = program(cache, "doctor", root, "-f", "markdown").out

    assert page.startswith("1 problem that a run would end with; exit code 2.")
    assert page.index("Problems") < page.index("Versions") < page.index("Configuration in force")
    assert max(map(len, page.splitlines())) <= 100
    assert "## Problems" in markdown


def test_the_page_shows_the_files_of_the_cache_and_the_extras(
    cache: Path, root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked = ['no-such-package-here ; extra == "slow"', 'click ; extra == "fast"']
    monkeypatch.setattr(programs, "requires", lambda _name: asked)
    program(cache, "estimate", committed(root))
    write(cache, "facts-0.sqlite3", "")
    write(root, "estimator.toml", "[team]\nrust = 1\n")

    page = program(cache, "doctor", root, "--rules", "examples/own-rules").out
    bare = program(cache, "doctor", root, "--no-cache").out

    assert "facts-0.sqlite3" in page
    assert "good" in page
    assert "slow: not there, pip install 'port-estimator[slow]'" in page
    assert "fast: there" in page
    assert "file estimator.toml" in page
    assert "own folders  examples/own-rules" in page
    assert "No cache is used." in bare


def test_warnings_alone_are_said_to_be_no_hindrance(cache: Path, root: Path) -> None:
    write(cache, "facts-1.sqlite3", b"no database at all, but some bytes of text")

    page = program(cache, "doctor", root).out

    assert page.startswith("A run would work, with 1 warning.")


def test_the_schema_is_printed(cache: Path) -> None:
    assert json.loads(program(cache, "doctor", "--schema").out)["title"].startswith(
        "estimator doctor"
    )


def test_extras_say_what_is_missing(monkeypatch: pytest.MonkeyPatch) -> None:
    asked = [
        "click>=8",
        'click ; extra == "fast"',
        "no-such-package-here>=2; extra == 'slow'",
        'msgspec[toml]>=0.1 ; python_version > "3" and extra == "slow"',
        "no-such-package-either>=3",
    ]
    monkeypatch.setattr(programs, "requires", lambda _name: asked)

    found = {one.name: one for one in programs.extras()}

    assert found["fast"].is_there
    assert found["slow"].missing == ("no-such-package-here",)
    assert [one.message for one in programs.program_problems()] == [
        "no-such-package-either is not installed"
    ]


def test_a_checkout_that_is_no_installed_package_has_its_own_components() -> None:
    found = programs.components("no-such-distribution-here")
    assert [one.name for one in found] == ["estimator", "Python", "git", "SQLite"]
