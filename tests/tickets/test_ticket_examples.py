"""The workflow for GitHub and the jobs for GitLab: their schema, and their shell steps, run dry."""

import os
import re
import subprocess
import sys
from pathlib import Path
from typing import Any, NamedTuple

import pytest
import yaml
from sample_repositories import go_repository, write

GITHUB, GITLAB = "github-estimate.yml", "gitlab-estimate.yml"
_PINNED = re.compile(r"[\w.-]+/[\w./-]+@[0-9a-f]{40}")
_SHELL = ("bash", "--noprofile", "--norc", "-eo", "pipefail", "-c")
_ESTIMATOR = """#!/bin/sh
if [ "$1" = attach ]; then set -- "$@" --dry-run; fi
exec "{python}" -m estimator "$@"
"""
_PERSON = ("-c", "user.name=Ann", "-c", "user.email=ann@example.com")


class Desk(NamedTuple):
    """A folder with two commits, and what a runner puts into the environment."""

    root: Path
    environment: dict[str, str]

    def run(self, script: str, folder: Path, **variables: str) -> str:
        ended = subprocess.run(
            [*_SHELL, script],
            cwd=folder,
            env=self.environment | variables,
            check=False,
            capture_output=True,
            text=True,
        )
        assert ended.returncode == 0, ended.stderr
        return ended.stdout


@pytest.fixture
def desk(tmp_path: Path, checkout: Path) -> Desk:
    for name, text in (
        ("estimator", _ESTIMATOR.format(python=sys.executable)),
        ("pip", "#!/bin/sh\n"),
    ):
        write(tmp_path, f"bin/{name}", text).chmod(0o755)
    root = go_repository(tmp_path / "repo")
    _git(root, "init", "-q")
    _commit(root)
    write(root, "p9/x.go", "package p9\n\nfunc X() {\n\tgo func() {}()\n}\n")
    _commit(root)
    kept = {name: text for name, text in os.environ.items() if not name.startswith(("CI", "GIT"))}
    environment = kept | {
        "CI": "true",
        "ESTIMATOR_CACHE_DIR": str(tmp_path / "cache"),
        "PATH": f"{tmp_path / 'bin'}{os.pathsep}{os.environ['PATH']}",
        "PYTHONPATH": str(checkout),
    }
    return Desk(root, environment)


def _git(root: Path, *arguments: str) -> str:
    ended = subprocess.run(["git", *arguments], cwd=root, check=True, capture_output=True)
    return ended.stdout.decode().strip()


def _commit(root: Path) -> None:
    _git(root, "add", ".")
    _git(root, *_PERSON, "commit", "-qm", "Go on")


def example(checkout: Path, name: str) -> Any:
    return yaml.safe_load((checkout / "examples" / name).read_text(encoding="utf-8"))


@pytest.mark.parametrize(
    ("name", "schema"), [(GITHUB, "vendor.github-workflows"), (GITLAB, "vendor.gitlab-ci")]
)
def test_an_example_follows_the_schema_of_its_forge(checkout: Path, name: str, schema: str) -> None:
    tool = [sys.executable, "-m", "check_jsonschema", "--builtin-schema", schema]
    if schema == "vendor.gitlab-ci":
        tool += ["--data-transform", "gitlab-ci"]

    ended = subprocess.run(
        [*tool, str(checkout / "examples" / name)], capture_output=True, text=True, check=False
    )

    assert ended.returncode == 0, ended.stdout


def test_actions_are_pinned_and_no_script_holds_an_expression(checkout: Path) -> None:
    steps = [step for job in example(checkout, GITHUB)["jobs"].values() for step in job["steps"]]

    assert all(_PINNED.fullmatch(step["uses"]) for step in steps if "uses" in step)
    assert not any("${{" in step.get("run", "") for step in steps)


def test_what_reads_the_pull_request_may_not_write_and_what_writes_reads_none(
    checkout: Path,
) -> None:
    workflow = example(checkout, GITHUB)
    estimate, attach = workflow["jobs"]["estimate"], workflow["jobs"]["attach"]

    assert workflow["permissions"] == {}
    assert estimate["permissions"] == {"contents": "read"}
    assert attach["permissions"] == {"pull-requests": "write"}
    checkouts = [one for one in estimate["steps"] if "actions/checkout@" in one.get("uses", "")]
    assert all(one["with"]["persist-credentials"] is False for one in checkouts)
    assert not any("actions/checkout@" in one.get("uses", "") for one in attach["steps"])
    assert "GITHUB_TOKEN" not in str(estimate)
    assert example(checkout, GITLAB)["attach"]["variables"] == {"GIT_STRATEGY": "none"}


def test_the_steps_for_github_run(checkout: Path, desk: Desk, tmp_path: Path) -> None:
    jobs = example(checkout, GITHUB)["jobs"]
    work = tmp_path / "work"
    for name, revision in (("before", "HEAD~1"), ("after", "HEAD")):
        _git(desk.root, "worktree", "add", "-q", "--detach", str(work / name), revision)
    variables = {
        "GITHUB_REPOSITORY": "team/relay",
        "NUMBER": "7",
        "REPOSITORY_URL": "https://github.com/team/relay",
        "GITHUB_TOKEN": "token",
    }

    for job in ("estimate", "attach"):
        scripts = [step["run"] for step in jobs[job]["steps"] if "run" in step]
        printed = "".join(desk.run(one, work, **variables) for one in scripts)

    assert "POST https://api.github.com/repos/team/relay/issues/7/comments" in printed
    assert "What changed since commit" in printed
    assert "(https://github.com/team/relay/commit/" in printed
    assert "token: GITHUB_TOKEN" in printed


def test_the_scripts_for_gitlab_run(checkout: Path, desk: Desk) -> None:
    jobs = example(checkout, GITLAB)
    variables = {
        "CI_API_V4_URL": "https://git.firm.example/api/v4",
        "CI_MERGE_REQUEST_DIFF_BASE_SHA": _git(desk.root, "rev-parse", "HEAD~1"),
        "CI_MERGE_REQUEST_IID": "7",
        "CI_MERGE_REQUEST_PROJECT_PATH": "team/sub/relay",
        "CI_MERGE_REQUEST_PROJECT_URL": "https://git.firm.example/team/sub/relay",
        "GITLAB_TOKEN": "token",
    }

    for job in ("estimate", "attach"):
        script = "\n".join((*jobs[job]["before_script"], *jobs[job]["script"]))
        printed = desk.run(script, desk.root, **variables)

    notes = "https://git.firm.example/api/v4/projects/team%2Fsub%2Frelay/merge_requests/7/notes"
    assert f"POST {notes}" in printed
    assert "What changed since commit" in printed
    assert not (desk.root / "before").exists()
