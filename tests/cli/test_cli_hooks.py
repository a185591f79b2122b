"""The hooks in real commits, run by the real pre-commit program."""

import os
from pathlib import Path

import pytest
import yaml
from check_builders import SPAWN, append, committed
from hook_builders import MANIFEST, Desk, make_desk
from pre_commit.clientlib import load_manifest
from sample_repositories import go_repository, write

RATCHET = "[check]\nratchet = true\n"


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory, checkout: Path) -> Desk:
    return make_desk(tmp_path_factory.mktemp("desk"), checkout)


@pytest.fixture
def root(tmp_path: Path, desk: Desk) -> Path:
    """A committed Go module with the hook and no policy."""
    root = go_repository(tmp_path / "repo")
    committed(root)
    desk.install(root, "estimator-check")
    return root


@pytest.fixture
def strict(root: Path) -> Path:
    """The same, where nothing may be added."""
    write(root, "estimator.toml", RATCHET)
    return committed(root)


def spawn(number: int) -> str:
    return SPAWN.format(n=number)


def head(desk: Desk, root: Path) -> str:
    return desk.git(root, "rev-parse", "HEAD").text


def test_the_manifest_is_as_pre_commit_wants_it(checkout: Path) -> None:
    hooks = {hook["id"]: hook for hook in load_manifest(str(checkout / MANIFEST))}

    assert sorted(hooks) == ["estimator-baseline", "estimator-budget", "estimator-check"]
    for hook in hooks.values():
        assert hook["language"] == "python"
        assert hook["types_or"] == ["go", "rust"]
        assert hook["require_serial"]
        assert not hook["pass_filenames"]
        assert hook["minimum_pre_commit_version"] == "3.2.0"
    assert hooks["estimator-baseline"]["stages"] == ["manual"]
    assert "pre-commit" in hooks["estimator-check"]["stages"]


def test_the_example_names_hooks_that_are_there(checkout: Path) -> None:
    hooks = {hook["id"]: hook for hook in load_manifest(str(checkout / MANIFEST))}
    example = yaml.safe_load((checkout / "examples/pre-commit-config.yaml").read_text())

    for row in example["repos"][0]["hooks"]:
        assert set(row.get("stages", [])) <= set(hooks[row["id"]]["stages"])


def test_without_a_policy_an_advice_is_shown_and_the_commit_goes_through(
    desk: Desk, root: Path
) -> None:
    append(root, "p0/f0.go", spawn(1))

    ended = desk.commit(root, "p0/f0.go")

    assert ended.code == 0
    assert "p0/f0.go:" in ended.text
    assert "was 0, now 1" in ended.text
    assert "constructs do not move this price" in ended.text


def test_what_the_policy_does_not_allow_stops_the_commit(desk: Desk, strict: Path) -> None:
    before = head(desk, strict)
    append(strict, "p0/f0.go", spawn(1))

    ended = desk.commit(strict, "p0/f0.go")

    assert ended.code == 1
    assert "fails: check.ratchet" in ended.text
    assert head(desk, strict) == before


def test_what_is_staged_counts_and_what_is_not_stays_as_it_is(desk: Desk, strict: Path) -> None:
    append(strict, "p0/f0.go", "\n// Staged.\n")
    desk.git(strict, "add", "p0/f0.go")
    append(strict, "p0/f0.go", spawn(1))
    kept = (strict / "p0/f0.go").read_bytes()

    passes = desk.commit(strict)
    desk.git(strict, "add", "p0/f0.go")
    append(strict, "p0/f0.go", "\n// Not staged.\n")
    fails = desk.commit(strict)

    assert passes.code == 0
    assert kept in (strict / "p0/f0.go").read_bytes()
    assert fails.code == 1
    assert "was 0, now 1" in fails.text


def test_moves_and_deletions_pass_and_new_files_are_named(desk: Desk, strict: Path) -> None:
    desk.git(strict, "mv", "p0/f0.go", "p0/grün und x.go")
    (strict / "p1/f1.go").unlink()
    passes = desk.commit(strict, "p1/f1.go")
    write(strict, "p 9/neu ß.go", "package p9\n" + spawn(1))
    fails = desk.commit(strict, "p 9")

    assert passes.code == 0, passes.text
    assert fails.code == 1
    assert "p 9/neu ß.go:" in fails.text


def test_the_first_commit_of_a_repository_is_checked(desk: Desk, tmp_path: Path) -> None:
    root = go_repository(tmp_path / "new")
    desk.git(root, "init", "-q", "-b", "main")
    desk.install(root, "estimator-check")

    ended = desk.commit(root, ".")

    assert ended.code == 0, ended.text
    assert "new" in ended.text
    assert len(head(desk, root).strip()) == 40


def test_a_merge_is_not_charged_with_what_the_other_side_has(desk: Desk, strict: Path) -> None:
    desk.install(strict, "estimator-check", kinds=("pre-commit", "pre-merge-commit"))
    desk.git(strict, "checkout", "-q", "-b", "other")
    append(strict, "p0/f0.go", spawn(1))
    desk.git(strict, "commit", "-q", "--no-verify", "-am", "Theirs")
    desk.git(strict, "checkout", "-q", "main")
    append(strict, "p1/f1.go", "\n// Ours.\n")
    assert desk.commit(strict, ".").code == 0

    merged = desk.git(strict, "merge", "--no-ff", "-m", "Merge", "other")

    assert merged.code == 0, merged.text
    assert head(desk, strict) == desk.git(strict, "rev-parse", "main").text


def test_a_merge_ended_by_hand_is_checked_but_for_the_other_side(desk: Desk, strict: Path) -> None:
    desk.git(strict, "checkout", "-q", "-b", "other")
    append(strict, "p0/f0.go", spawn(1))
    append(strict, "p1/f1.go", "\n// Theirs.\n")
    desk.git(strict, "commit", "-q", "--no-verify", "-am", "Theirs")
    desk.git(strict, "checkout", "-q", "main")
    append(strict, "p1/f1.go", "\n// Ours.\n")
    assert desk.commit(strict, ".").code == 0
    assert desk.git(strict, "merge", "other").code == 1
    clean = (strict / "p1/f1.go").read_text().replace("=======", "//").replace("<<<<<<<", "//")

    write(strict, "p1/f1.go", clean.replace(">>>>>>>", "//") + spawn(2))
    fails = desk.commit(strict, ".")
    write(strict, "p1/f1.go", clean.replace(">>>>>>>", "//"))
    passes = desk.commit(strict, ".")

    assert fails.code == 1
    assert "1 new" in fails.text
    assert passes.code == 0, passes.text


def test_a_rebase_goes_through_and_an_amended_commit_is_checked(desk: Desk, strict: Path) -> None:
    desk.git(strict, "checkout", "-q", "-b", "other")
    append(strict, "p0/f0.go", "\n// Theirs.\n")
    assert desk.commit(strict, "p0/f0.go").code == 0
    desk.git(strict, "checkout", "-q", "main")
    append(strict, "p1/f1.go", "\n// Ours.\n")
    assert desk.commit(strict, "p1/f1.go").code == 0

    rebased = desk.git(strict, "rebase", "other")
    append(strict, "p1/f1.go", spawn(1))
    desk.git(strict, "add", "p1/f1.go")
    amended = desk.git(strict, "commit", "--amend", "--no-edit")

    assert rebased.code == 0, rebased.text
    assert amended.code == 1


def test_linked_work_trees_and_submodules_are_checked(
    desk: Desk, strict: Path, tmp_path: Path
) -> None:
    linked = tmp_path / "linked tree"
    desk.git(strict, "worktree", "add", "-q", "-b", "linked", str(linked))
    outer = tmp_path / "outer"
    outer.mkdir()
    desk.git(outer, "init", "-q")
    allow = ("-c", "protocol.file.allow=always")
    added = desk.git(outer, *allow, "submodule", "add", "-q", str(strict), "inner")
    assert added.code == 0, added.text
    desk.install(outer / "inner", "estimator-check")

    for place in (linked, outer / "inner"):
        append(place, "p0/f0.go", spawn(1))
        ended = desk.commit(place, "p0/f0.go")
        assert ended.code == 1, ended.text
        assert "p0/f0.go:" in ended.text


def test_shallow_and_sparse_checkouts_are_checked(desk: Desk, strict: Path, tmp_path: Path) -> None:
    desk.git(tmp_path, "clone", "-q", "--depth", "1", strict.as_uri(), "small")
    small = tmp_path / "small"
    desk.git(small, "sparse-checkout", "set", "p1")
    desk.install(small, "estimator-check")
    assert not (small / "p0").exists()

    append(small, "p1/f1.go", "\n// Nothing.\n")
    passes = desk.commit(small, "p1/f1.go")
    append(small, "p1/f1.go", spawn(1))
    fails = desk.commit(small, "p1/f1.go")

    assert passes.code == 0, passes.text
    assert fails.code == 1, fails.text
    assert "1 new" in fails.text


def test_a_budget_is_held_by_its_own_hook(desk: Desk, root: Path) -> None:
    desk.install(root, "estimator-budget")
    write(root, "estimator.toml", "[check.budget]\ngo-to-rust = 0.000001\n")
    append(root, "p0/f0.go", "\n// Nothing.\n")

    ended = desk.commit(root, ".")

    assert ended.code == 1
    assert "check.budget" in ended.text


def test_the_baseline_is_written_by_hand_only(desk: Desk, strict: Path) -> None:
    desk.install(strict, "estimator-check", "estimator-baseline")
    manual = ("run", "--hook-stage", "manual", "estimator-baseline")
    append(strict, "p0/f0.go", "\n// Nothing.\n")
    assert desk.commit(strict, ".").code == 0
    file = strict / ".estimator-baseline.toml"
    assert not file.exists()

    written = desk.pre_commit(strict, *manual)
    assert written.code == 0, written.text
    assert desk.commit(strict, ".").code == 0
    kept = file.read_bytes()
    append(strict, "p0/f0.go", spawn(1))
    desk.git(strict, "add", "-A")
    changed = desk.pre_commit(strict, *manual)

    assert changed.code == 1
    assert "files were modified by this hook" in changed.text
    assert file.read_bytes() != kept


@pytest.mark.skipif(
    "ESTIMATOR_NO_SKIPS" not in os.environ,
    reason="pre-commit installs the package by pip, from a package registry",
)
def test_pre_commit_installs_the_package_and_tries_it(tmp_path: Path, checkout: Path) -> None:
    desk = make_desk(tmp_path / "desk", checkout, whole=True)
    del desk.environment["PYTHONPATH"]
    root = committed(go_repository(tmp_path / "repo"))
    write(root, "estimator.toml", RATCHET)
    append(root, "p0/f0.go", spawn(1))
    desk.git(root, "add", "-A")

    ended = desk.pre_commit(root, "try-repo", str(desk.hooks), "estimator-check", "--all-files")

    assert ended.code == 1, ended.text
    assert "fails: check.ratchet" in ended.text
