"""The action for GitHub and the job for GitLab, their shell steps run for real."""

import json
import os
import re
import subprocess
import sys
from pathlib import Path
from typing import Any, NamedTuple

import pytest
import yaml
from check_builders import SPAWN, append, committed, git
from sample_repositories import go_repository, write

_PINNED = re.compile(r"[\w.-]+/[\w./-]+@[0-9a-f]{40}")
_SHELL = ("bash", "--noprofile", "--norc", "-eo", "pipefail", "-c")
"""As GitHub runs `shell: bash`, which reads the script from a file."""
EXAMPLES = ("github-workflow.yml", "gitlab-ci.yml", "pre-commit-config.yaml")


class Job(NamedTuple):
    """A job's folders and what a runner puts into its environment."""

    temp: Path
    environment: dict[str, str]

    def run(self, root: Path, script: str, **variables: str) -> subprocess.CompletedProcess[str]:
        """Run a script as a step."""
        return subprocess.run(
            [*_SHELL, script],
            cwd=root,
            env=self.environment | variables,
            check=False,
            capture_output=True,
            text=True,
        )

    def outputs(self) -> dict[str, str]:
        """What steps wrote to GITHUB_OUTPUT."""
        lines = (self.temp / "output").read_text().splitlines()
        return dict(line.split("=", 1) for line in lines)


@pytest.fixture
def action(checkout: Path) -> dict[str, Any]:
    found: dict[str, Any] = yaml.safe_load((checkout / "action.yml").read_text(encoding="utf-8"))
    return found


@pytest.fixture
def job(tmp_path: Path, checkout: Path) -> Job:
    temp = tmp_path / "temp dir"
    for name in ("output", "summary.md"):
        write(temp, name, "")
    program = write(
        temp, "bin/estimator", f'#!/bin/sh\nexec "{sys.executable}" -m estimator "$@"\n'
    )
    program.chmod(0o755)
    python = write(temp, "bin/python", f'#!/bin/sh\nexec "{sys.executable}" "$@"\n')
    python.chmod(0o755)
    kept = {
        name: text
        for name, text in os.environ.items()
        if not name.startswith(("ESTIMATOR_", "GIT", "CI"))
    }
    environment = kept | {
        "ESTIMATOR_CACHE_DIR": str(tmp_path / "cache"),
        "GITHUB_ACTION_PATH": str(checkout),
        "GITHUB_OUTPUT": str(temp / "output"),
        "GITHUB_STEP_SUMMARY": str(temp / "summary.md"),
        "PATH": f"{program.parent}{os.pathsep}{os.environ['PATH']}",
        "PROGRAMS": str(program.parent),
        "PYTHONPATH": str(checkout),
        "RUNNER_TEMP": str(temp),
    }
    return Job(temp, environment)


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """Two commits: the second adds something."""
    root = committed(go_repository(tmp_path / "a repo"))
    append(root, "p0/f0.go", SPAWN.format(n=1))
    return committed(root, "Add")


def step(action: dict[str, Any], name: str) -> dict[str, Any]:
    found: dict[str, Any] = next(
        one for one in action["runs"]["steps"] if name in (one.get("id"), one["name"])
    )
    return found


def inputs(**values: str) -> dict[str, str]:
    """The environment of the step that checks."""
    return {"INPUT_PATH": ".", "INPUT_AGAINST": "", "INPUT_BUDGET": "false"} | values


def test_every_action_is_pinned_to_a_commit(action: dict[str, Any], checkout: Path) -> None:
    workflow = yaml.safe_load((checkout / "examples/github-workflow.yml").read_text())
    steps = [*action["runs"]["steps"], *workflow["jobs"]["estimator"]["steps"]]

    used = [one["uses"] for one in steps if "uses" in one]
    assert len(used) >= 4
    assert all(_PINNED.fullmatch(one) for one in used), used


def test_no_script_holds_an_expression_and_each_names_its_shell(action: dict[str, Any]) -> None:
    scripts = [one for one in action["runs"]["steps"] if "run" in one]

    assert len(scripts) == 3
    assert all(one["shell"] == "bash" for one in scripts)
    assert not any("${{" in one["run"] for one in scripts)


def test_every_input_and_output_is_described_and_every_input_used(
    action: dict[str, Any], checkout: Path
) -> None:
    text = (checkout / "action.yml").read_text(encoding="utf-8")

    assert all(one["description"] for one in (action["inputs"] | action["outputs"]).values())
    assert all(re.search(rf"inputs\.{name}\b", text) for name in action["inputs"])
    script = step(action, "check")["run"]
    assert all(f"{name}=" in script for name in action["outputs"])


def test_forks_are_checked_but_upload_nothing(action: dict[str, Any], checkout: Path) -> None:
    condition = step(action, "Upload to code scanning")["if"]
    workflow = (checkout / "examples/github-workflow.yml").read_text()

    assert "head.repo.fork != true" in condition
    assert "pull_request_target" not in workflow
    assert "secrets" not in workflow


def test_a_pull_request_is_compared_with_its_first_parent(
    action: dict[str, Any], job: Job, root: Path
) -> None:
    ended = job.run(root, step(action, "check")["run"], **inputs())

    outputs = job.outputs()
    assert ended.returncode == 0, ended.stderr
    assert "::warning file=p0/f0.go,line=" in ended.stdout
    assert (outputs["exit-code"], outputs["findings"]) == ("0", "1")
    assert json.loads(Path(outputs["sarif"]).read_text())["version"] == "2.1.0"
    assert json.loads(Path(outputs["json"]).read_text())["against"] == "HEAD^1"
    assert (job.temp / "summary.md").read_text().startswith("## What leaving costs")


def test_a_breach_fails_in_the_last_step_only(action: dict[str, Any], job: Job, root: Path) -> None:
    write(root, "estimator.toml", "[check]\nratchet = true\n")
    git(root, "add", "-A")
    git(root, "commit", "-q", "--amend", "--no-edit")

    checked = job.run(root, step(action, "check")["run"], **inputs())
    code = job.outputs()["exit-code"]
    held = job.run(root, step(action, "Hold the change to the policy")["run"], EXIT_CODE=code)

    assert checked.returncode == 0
    assert "::error file=p0/f0.go" in checked.stdout
    assert "sarif" in job.outputs()
    assert held.returncode == 1


@pytest.mark.parametrize(
    ("given", "against"),
    [
        ({"INPUT_AGAINST": "HEAD"}, "HEAD"),
        ({"INPUT_BUDGET": "true"}, "HEAD"),
        ({"INPUT_AGAINST": "main~1"}, "main~1"),
    ],
)
def test_inputs_choose_what_is_compared(
    action: dict[str, Any], job: Job, root: Path, given: dict[str, str], against: str
) -> None:
    ended = job.run(root, step(action, "check")["run"], **inputs(**given))

    assert ended.returncode == 0, ended.stderr
    assert json.loads(Path(job.outputs()["json"]).read_text())["against"] == against


def test_a_baseline_is_taken_where_there_is_one(
    action: dict[str, Any], job: Job, root: Path
) -> None:
    written = job.run(root, "estimator baseline write")
    assert written.returncode == 0, written.stderr
    committed(root, "Baseline")

    job.run(root, step(action, "check")["run"], **inputs())

    answer = json.loads(Path(job.outputs()["json"]).read_text())
    assert answer["is_baseline"]
    assert job.outputs()["findings"] == "0"


@pytest.mark.parametrize("hostile", ["$(touch owned)", "`touch owned`", "; touch owned #", "--all"])
def test_an_input_is_a_value_and_never_a_script(
    action: dict[str, Any], job: Job, root: Path, hostile: str
) -> None:
    script = step(action, "check")["run"]

    against = job.run(root, script, **inputs(INPUT_AGAINST=hostile))
    path = job.run(root, script, **inputs(INPUT_PATH=hostile, INPUT_AGAINST="HEAD"))

    assert not (root / "owned").exists()
    assert job.outputs()["exit-code"] == "2"
    assert "estimator: " in against.stderr
    assert "estimator: " in path.stderr


def test_a_clone_without_the_parent_says_what_to_do(
    action: dict[str, Any], job: Job, root: Path, tmp_path: Path
) -> None:
    git(tmp_path, "clone", "-q", "--depth", "1", root.as_uri(), "small")

    ended = job.run(tmp_path / "small", step(action, "check")["run"], **inputs())

    assert "::error::estimator: the parent commit is not here" in ended.stdout
    assert job.outputs() == {"exit-code": "2"}


@pytest.mark.skipif(
    "ESTIMATOR_NO_SKIPS" not in os.environ,
    reason="the action installs the package by pip, from a package registry",
)
def test_the_action_installs_the_package(action: dict[str, Any], job: Job, root: Path) -> None:
    own = {name: text for name, text in job.environment.items() if name != "PYTHONPATH"}
    clean = job._replace(environment=own)

    ended = clean.run(root, step(action, "install")["run"])
    programs = job.outputs()["programs"]
    checked = clean.run(root, step(action, "check")["run"], **inputs(PROGRAMS=programs))

    assert ended.returncode == 0, ended.stderr
    assert checked.returncode == 0, checked.stderr
    assert job.outputs()["findings"] == "1"


def gitlab_scripts(checkout: Path) -> tuple[str, str, dict[str, Any]]:
    job = yaml.safe_load((checkout / "examples/gitlab-ci.yml").read_text())["estimator"]
    return "\n".join(job["script"]), "\n".join(job["after_script"]), job


@pytest.mark.parametrize("policy", ["", "[check]\nratchet = true\n"])
def test_the_job_for_gitlab_leaves_a_report_whether_it_fails_or_not(
    job: Job, root: Path, checkout: Path, policy: str
) -> None:
    script, after, described = gitlab_scripts(checkout)
    write(root, "estimator.toml", policy)
    git(root, "add", "-A")
    git(root, "commit", "-q", "--amend", "--no-edit")
    base = git(root, "rev-parse", "HEAD^1").strip()

    ended = job.run(root, script, CI_MERGE_REQUEST_DIFF_BASE_SHA=base)
    said = job.run(root, after)

    report = json.loads((root / described["artifacts"]["reports"]["codequality"]).read_text())
    assert ended.returncode == (1 if policy else 0), ended.stderr
    assert described["artifacts"]["when"] == "always"
    assert [one["severity"] for one in report] == (["major"] if policy else ["minor"])
    assert "p0/f0.go:" in said.stdout


@pytest.mark.parametrize("name", EXAMPLES)
def test_an_example_says_what_it_is(checkout: Path, name: str) -> None:
    assert (checkout / "examples" / name).read_text().startswith("# ")
