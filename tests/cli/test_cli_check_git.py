"""`estimator check` on every kind of checkout, and in a real hook."""

import os
import subprocess
import sys
from pathlib import Path

import pytest
from check_builders import (
    IDENTITY,
    SPAWN,
    append,
    committed,
    document,
    git,
    go_checkout,
    rules,
)
from sample_repositories import environment, go_repository, program, write


@pytest.fixture
def cache(tmp_path: Path) -> Path:
    return tmp_path / "cache"


@pytest.fixture
def root(tmp_path: Path) -> Path:
    return go_checkout(tmp_path / "repo")


def symbols(found: dict[str, object]) -> list[str]:
    return sorted(one["symbol"] for one in found["findings"])  # type: ignore[attr-defined]  # JSON


def test_before_the_first_commit_everything_staged_is_new(cache: Path, tmp_path: Path) -> None:
    root = go_repository(tmp_path / "repo")
    git(root, "init", "-q")
    assert document(cache, root)["findings"] == []
    git(root, "add", "-A")

    found = document(cache, root)

    assert rules(found).count("GR201") == 30
    assert found["effort_against"] == ""
    assert found["efforts"][0]["p50_before"] is None


def test_new_files_deletions_and_renames(cache: Path, root: Path) -> None:
    write(root, "p0/new.go", "package p0\n" + SPAWN.format(n=1))
    git(root, "rm", "-q", "p1/f1.go")
    git(root, "mv", "p2/f2.go", "p2/other.go")
    git(root, "add", "-A")

    found = document(cache, root)

    assert rules(found, "new") == ["GR202"]
    assert rules(found, "gone").count("GR201") == 5


def test_paths_with_spaces_and_other_letters(cache: Path, root: Path) -> None:
    write(root, "p q/größe 名.go", "package q\n" + SPAWN.format(n=1))
    git(root, "add", "-A")

    outcome = program(cache, "check", root / "p q/größe 名.go", "--repo", root)

    assert outcome.code == 0
    assert outcome.out.startswith("p q/größe 名.go:4: GR202 +")


def test_a_linked_work_tree_has_an_index_of_its_own(cache: Path, root: Path) -> None:
    linked = root.parent / "linked"
    git(root, "worktree", "add", "-q", str(linked))
    append(linked, "p0/f0.go", SPAWN.format(n=1))
    append(root, "p0/f0.go", SPAWN.format(n=2))
    for place in (root, linked):
        git(place, "add", "-A")

    assert symbols(document(cache, linked)) == ["Spawn1"]
    assert symbols(document(cache, root)) == ["Spawn2"]


def test_a_submodule_is_a_repository_of_its_own(cache: Path, root: Path) -> None:
    outer = committed(go_repository(root.parent / "outer"))
    git(outer, "-c", "protocol.file.allow=always", "submodule", "add", "-q", str(root), "sub")
    append(outer / "sub", "p0/f0.go", SPAWN.format(n=1))
    git(outer / "sub", "add", "-A")
    append(outer, "p0/f0.go", SPAWN.format(n=2))
    git(outer, "add", "p0")

    assert symbols(document(cache, outer)) == ["Spawn2"]
    assert symbols(document(cache, outer / "sub")) == ["Spawn1"]


def test_a_sparse_checkout_counts_what_is_staged(cache: Path, root: Path) -> None:
    git(root, "sparse-checkout", "set", "p0")
    append(root, "p0/f0.go", SPAWN.format(n=1))
    git(root, "add", "p0")

    found = document(cache, root)

    assert symbols(found) == ["Spawn1"]
    assert found["efforts"][0]["p50_before"] > 0


def test_a_shallow_clone_has_a_head_to_compare_with(cache: Path, root: Path) -> None:
    append(root, "p0/f0.go", SPAWN.format(n=1))
    committed(root, "Grow")
    clone = root.parent / "clone"
    git(root, "clone", "-q", "--depth=1", f"file://{root}", str(clone))
    append(clone, "p0/f0.go", SPAWN.format(n=2))
    git(clone, "add", "-A")

    assert symbols(document(cache, clone)) == ["Spawn2"]


def test_a_merge_checks_what_neither_side_has(cache: Path, root: Path) -> None:
    git(root, "checkout", "-q", "-b", "other")
    write(root, "p0/theirs.go", "package p0\n" + SPAWN.format(n=1))
    committed(root, "Theirs")
    git(root, "checkout", "-q", "main")
    write(root, "p1/ours.go", "package p1\n" + SPAWN.format(n=2))
    committed(root, "Ours")
    git(root, "merge", "-q", "--no-commit", "--no-ff", "other")
    append(root, "p0/f0.go", SPAWN.format(n=3))
    git(root, "add", "-A")

    found = document(cache, root)

    assert symbols(found) == ["Spawn3"]
    assert any("1 files are taken as they are" in note for note in found["notes"])


def test_a_conflict_is_said_and_its_solution_checked(cache: Path, root: Path) -> None:
    for branch, text in (("other", "theirs"), ("main", "ours")):
        git(root, "checkout", "-q", *(["-b"] if branch == "other" else []), branch)
        write(root, "p0/same.go", f'package p0\n\nconst X = "{text}"\n')
        committed(root, text)
    with pytest.raises(subprocess.CalledProcessError):
        git(root, "merge", "-q", "other")
    found = document(cache, root)
    assert found["notes"] == ["In conflict, so not checked: p0/same.go."]
    write(root, "p0/same.go", "package p0\n" + SPAWN.format(n=1))
    git(root, "add", "-A")

    assert symbols(document(cache, root)) == ["Spawn1"]


def test_during_a_rebase_head_is_what_is_built_upon(cache: Path, root: Path) -> None:
    append(root, "p0/f0.go", SPAWN.format(n=1))
    committed(root, "Grow")
    git(root, "-c", "sequence.editor=sed -i s/^pick/edit/", "rebase", "-q", "-i", "HEAD~1")
    append(root, "p0/f0.go", SPAWN.format(n=2))
    git(root, "add", "-A")

    assert symbols(document(cache, root)) == ["Spawn2"]


def test_a_hook_of_commit_all_sees_what_will_be_committed(cache: Path, root: Path) -> None:
    write(root, "estimator.toml", "[check]\nratchet = true\n")
    committed(root, "Policy")
    hook = write(root, ".git/hooks/pre-commit", f"#!/bin/sh\n{sys.executable} -m estimator check\n")
    hook.chmod(0o755)
    append(root, "p0/f0.go", SPAWN.format(n=1))
    settings = environment(cache, PYTHONPATH=os.pathsep.join(sys.path))

    def commit() -> subprocess.CompletedProcess[bytes]:
        return subprocess.run(
            ["git", *IDENTITY, "commit", "-qam", "Grow"],
            cwd=root,
            env=settings,
            check=False,
            capture_output=True,
        )

    refused = commit()
    append(root, "estimator.toml", "")
    git(root, "checkout", "-q", "p0/f0.go")
    append(root, "p0/f0.go", "\n// Words.\n")

    assert refused.returncode == 1
    assert b"error GR202" in refused.stdout + refused.stderr
    assert commit().returncode == 0


def test_an_index_outside_of_the_repository_is_not_looked_at(cache: Path, root: Path) -> None:
    append(root, "p0/f0.go", SPAWN.format(n=1))
    git(root, "add", "-A")
    elsewhere = write(root.parent, "index", (root / ".git/index").read_bytes())
    git(root, "reset", "-q", "--hard")

    outcome = program(cache, "check", "--repo", root, variables={"GIT_INDEX_FILE": str(elsewhere)})

    assert "nothing new" in outcome.out


def test_two_checks_at_once_and_one_killed_leave_the_cache_whole(cache: Path, root: Path) -> None:
    append(root, "p0/f0.go", SPAWN.format(n=1))
    git(root, "add", "-A")
    settings = environment(cache, PYTHONPATH=os.pathsep.join(sys.path))
    command = [sys.executable, "-m", "estimator", "check", "--repo", str(root), "-f", "json"]

    def start() -> subprocess.Popen[bytes]:
        return subprocess.Popen(
            command, env=settings, stdout=subprocess.PIPE, stderr=subprocess.PIPE
        )

    running = [start() for _ in range(3)]
    running[2].kill()
    answers = [process.communicate() for process in running]
    alone = start().communicate()

    assert answers[0] == answers[1] == alone
    assert alone[1] == b""


def test_a_damaged_cache_costs_time_only(cache: Path, root: Path) -> None:
    append(root, "p0/f0.go", SPAWN.format(n=1))
    git(root, "add", "-A")
    first = program(cache, "check", "--repo", root)
    for file in cache.iterdir():
        file.write_bytes(b"nonsense" * 1000)

    again = program(cache, "check", "--repo", root)
    third = program(cache, "check", "--repo", root)

    assert first.out == again.out == third.out
    assert "damaged" in again.err
    assert third.err == ""
