"""`estimator diff`, as a person runs it."""

import json
import subprocess
from pathlib import Path

import jsonschema
import pytest
from sample_repositories import go_repository, program, write

from estimator.reporting.schemas import schema_of

IDENTITY = ("-c", "user.name=Ann", "-c", "user.email=ann@example.com")


@pytest.fixture
def cache(tmp_path: Path) -> Path:
    return tmp_path / "cache"


@pytest.fixture
def repository(tmp_path: Path) -> Path:
    root = go_repository(tmp_path / "repo")
    for arguments in (("init", "-q"), ("add", "."), (*IDENTITY, "commit", "-qm", "Begin")):
        subprocess.run(["git", *arguments], cwd=root, check=True)
    functions = "".join(f"func X{n}() {{\n\tgo func() {{}}()\n}}\n" for n in range(200))
    write(root, "p9/x.go", f"package p9\n\n{functions}")
    for arguments in (("add", "."), (*IDENTITY, "commit", "-qm", "Go on")):
        subprocess.run(["git", *arguments], cwd=root, check=True)
    return root


def test_a_new_package_is_named_with_its_rules_and_hours(cache: Path, repository: Path) -> None:
    found = program(cache, "diff", "HEAD~1", "HEAD", "--repo", repository)

    assert (found.code, found.err) == (0, "")
    assert ": +601 product" in found.out
    assert "p9/x.go" in found.out
    assert "0 to 601" in found.out
    assert "Constructs do not move this price as a whole" in " ".join(found.out.split())
    assert "RG201" in found.out or "GR201" in found.out
    assert "Files that did not change:" in found.out


def test_revision_folder_and_facts_file_of_one_state_are_alike(
    cache: Path, repository: Path, tmp_path: Path
) -> None:
    facts = tmp_path / "facts.json"
    program(cache, "facts", repository, "-o", facts)
    for one, other in (("HEAD", str(repository)), (str(facts), "HEAD"), (str(facts), "HEAD~0")):
        arguments = ("diff", one, other, "--repo", repository, "-f", "json")
        document = json.loads(program(cache, *arguments).out)
        assert all(not row["lines"] and not row["files"] for row in document["scenarios"])
        assert document["notes"] == []


def test_json_fits_its_schema_and_is_the_same_again(cache: Path, repository: Path) -> None:
    arguments = ("diff", "HEAD~1", "HEAD", "--repo", repository, "-f", "json")
    first, second = program(cache, *arguments).out, program(cache, *arguments, "--no-cache").out

    assert first == second
    jsonschema.validate(json.loads(first), schema_of("diff"))


def test_markdown_has_the_same_tables(cache: Path, repository: Path) -> None:
    found = program(cache, "diff", "HEAD~1", "HEAD", "--repo", repository, "-f", "markdown")

    assert found.code == 0
    assert "| scenario | before | after | change | range |" in found.out
    assert "`p9/x.go`" in found.out


def test_a_revision_counts_with_its_own_configuration(cache: Path, repository: Path) -> None:
    write(repository, "estimator.toml", '[scan]\nexclude = ["p9/"]\n')
    for arguments in (("add", "."), (*IDENTITY, "commit", "-qm", "Leave p9 out")):
        subprocess.run(["git", *arguments], cwd=repository, check=True)
    write(repository, "estimator.toml", "")

    found = program(cache, "diff", "HEAD~1", "HEAD", "--repo", repository)

    assert ": -601 product" in found.out
    assert "own configuration excludes" in found.out


def test_records_of_a_revision_are_read_from_it(cache: Path, repository: Path) -> None:
    write(repository, "estimator.toml", '[estimate]\nrecords = "none.toml"\n')
    for arguments in (("add", "."), (*IDENTITY, "commit", "-qm", "Name records")):
        subprocess.run(["git", *arguments], cwd=repository, check=True)
    write(repository, "none.toml", "not committed")

    found = program(cache, "diff", "HEAD~1", "HEAD", "--repo", repository)

    assert found.code == 2
    assert "none.toml" in found.err


def test_a_name_that_is_nothing_is_wrong_input(cache: Path, repository: Path) -> None:
    found = program(cache, "diff", "nothing", "HEAD", "--repo", repository)

    assert found.code == 2
    assert "there is no commit, file or folder nothing" in found.err
    assert found.out == ""


def test_states_too_small_for_a_price_say_why(cache: Path, tmp_path: Path) -> None:
    root = go_repository(tmp_path / "small", files=1)

    found = program(cache, "diff", root, root)

    assert found.code == 0
    assert "No scenario is priced on either side." in found.out
