"""`estimator history`, as a person runs it."""

import csv
import io
import json
import subprocess
from pathlib import Path

import pytest
from sample_repositories import go_repository, program

IDENTITY = ("-c", "user.name=Ann Smith", "-c", "user.email=ann@example.com")


@pytest.fixture
def cache(tmp_path: Path) -> Path:
    return tmp_path / "cache"


@pytest.fixture
def repository(tmp_path: Path) -> Path:
    root = go_repository(tmp_path / "repo")
    for arguments in (("init", "-q"), ("add", "."), (*IDENTITY, "commit", "-qm", "Begin")):
        subprocess.run(["git", *arguments], cwd=root, check=True)
    return root


def test_both_measures_and_their_mean_are_shown_without_addresses(
    cache: Path, repository: Path
) -> None:
    for form in ("table", "markdown", "json", "csv"):
        outcome = program(cache, "history", str(repository), "-f", form)

        assert (outcome.code, outcome.err) == (0, "")
        assert "Ann Smith" in outcome.out
        assert "ann@example.com" not in outcome.out


def test_many_authors_are_one_row_behind_the_first_twenty(cache: Path, repository: Path) -> None:
    for number in range(25):
        person = ("-c", f"user.name=P{number}", "-c", f"user.email=p{number}@example.com")
        subprocess.run(
            ["git", *person, "commit", "-q", "--allow-empty", "-m", "Go on"],
            cwd=repository,
            check=True,
        )

    text = program(cache, "history", repository).out
    rows = program(cache, "history", repository, "-f", "csv").out.splitlines()

    assert "\n6 more " in text
    assert "P10 " in text
    assert "P9 " not in text
    assert len(rows) == 1 + 26


def test_one_name_at_two_addresses_is_pointed_at_without_the_name(
    cache: Path, repository: Path
) -> None:
    person = ("-c", "user.name=Ann Smith", "-c", "user.email=ann@elsewhere.example")
    subprocess.run(
        ["git", *person, "commit", "-q", "--allow-empty", "-m", "Go on"], cwd=repository, check=True
    )

    text = program(cache, "history", repository, "--anonymous").out

    assert "2 share a name with another" in text
    assert "Ann" not in text


def test_anonymous_authors_are_numbered(cache: Path, repository: Path) -> None:
    outcome = program(cache, "history", str(repository), "-f", "csv", "--anonymous")

    (row,) = csv.DictReader(io.StringIO(outcome.out))
    assert (row["name"], row["active_days"], float(row["hours"])) == ("author 1", "1", 2.0)


def test_the_result_goes_to_a_file(cache: Path, repository: Path, tmp_path: Path) -> None:
    target = tmp_path / "history.json"

    outcome = program(cache, "history", str(repository), "-o", str(target))

    assert (outcome.code, outcome.out) == (0, "")
    found = json.loads(target.read_text())
    assert found["em_sessions"] == pytest.approx(2 / 152)


def test_a_window_without_commits_is_wrong_use(cache: Path, repository: Path) -> None:
    outcome = program(cache, "history", str(repository), "--until", "1999-01-01")

    assert outcome.code == 2
    assert "no commits of people" in outcome.err
