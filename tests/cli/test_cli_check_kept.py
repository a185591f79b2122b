"""What is kept of HEAD: a check of a few files counts nothing else, and says the same."""

from pathlib import Path

import pytest
from check_builders import (
    SELECT,
    SPAWN,
    append,
    committed,
    document,
    git,
    go_checkout,
    rust_checkout,
)
from sample_repositories import program, write

from estimator.revisions import OpenRevision

EDITS = {
    "a function more": SPAWN.format(n=1),
    "words": "\n// Words.\n",
    "allowed": f"\nfunc A() {{\n\t// estimator: allow GR202 -- ends\n\t{SELECT}\n}}\n",
    "unused": "\n// estimator: allow GR202 -- ends\n",
    "variable": "\nvar shared = map[string]int{}\n",
}


@pytest.fixture
def cache(tmp_path: Path) -> Path:
    return tmp_path / "cache"


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """A checkout whose HEAD is kept."""
    root = go_checkout(tmp_path / "repo")
    program(tmp_path / "cache", "check", "--repo", root)
    return root


def answers(cache: Path, root: Path, *arguments: object) -> tuple[object, object]:
    """From what is kept, and counted anew."""
    new = document(cache, root, *arguments, "--no-cache")
    return document(cache, root, *arguments), new


@pytest.mark.parametrize("edit", sorted(EDITS))
def test_it_says_what_counting_both_trees_says(
    cache: Path, root: Path, edit: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    append(root, "p0/f0.go", EDITS[edit])
    append(root, "p0/f0_test.go", "\nfunc help() { go println() }\n")
    write(root, "p1/f1.go", (root / "p1/f1.go").read_text().replace("F5", "G5"))
    git(root, "add", "-A")
    exact = document(cache, root, "--no-cache")
    of_files = document(cache, root, root / "p0/f0.go", root / "p2/f2.go", "--no-cache")
    monkeypatch.setattr(OpenRevision, "scan", None)

    assert document(cache, root) == exact
    assert document(cache, root, root / "p0/f0.go", root / "p2/f2.go") == of_files


def test_commits_are_followed(cache: Path, root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(OpenRevision, "scan", None)
    for number in range(3):
        append(root, "p0/f0.go", SPAWN.format(n=number))
        git(root, "add", "-A")
        assert [one["symbol"] for one in document(cache, root)["findings"]] == [f"Spawn{number}"]
        git(root, "commit", "-qm", "Grow")
    git(root, "reset", "-q", "--hard", "HEAD~2")
    append(root, "p0/f0.go", SPAWN.format(n=8))
    git(root, "add", "-A")

    assert [one["symbol"] for one in document(cache, root)["findings"]] == ["Spawn8"]


def test_after_commits_it_still_says_what_counting_says(cache: Path, tmp_path: Path) -> None:
    root = rust_checkout(tmp_path / "crate")
    document(cache, root)
    for number in range(3):
        append(root, f"src/m{number}.rs", "\npub async fn z() { tokio::spawn(async {}); }\n")
        git(root, "add", "-A")
        kept, anew = answers(cache, root)
        assert kept == anew
        git(root, "commit", "-qm", "Grow")


@pytest.mark.parametrize(
    ("path", "text"),
    [
        ("p0/new.go", "package p0\n" + SPAWN.format(n=1)),
        ("p9/new.go", "package p9\n" + SPAWN.format(n=1)),
        ("go.mod", "// more\n"),
        ("estimator.toml", "[check]\nratchet = true\n"),
        ("p0/f1.go", 'import "os"\n'),
        ("README.md", "Words.\n"),
    ],
)
def test_what_reaches_further_is_counted_anew(
    cache: Path, root: Path, path: str, text: str
) -> None:
    append(root, path, text)
    append(root, "p0/f0.go", SPAWN.format(n=5))
    git(root, "add", "-A")

    kept, anew = answers(cache, root)

    assert kept == anew


@pytest.mark.parametrize("path", ["p0/f0.go", "p1"])
def test_deleted_files_are_counted_anew(cache: Path, root: Path, path: str) -> None:
    git(root, "rm", "-q", "-r", path)

    kept, anew = answers(cache, root)

    assert kept == anew


def test_other_imports_are_counted_anew(cache: Path, root: Path) -> None:
    text = (root / "p0/f0.go").read_text()
    new = text.replace("package p0\n", 'package p0\n\nimport "github.com/c/d"\n', 1)
    write(root, "p0/f0.go", new)
    git(root, "add", "-A")

    kept, anew = answers(cache, root)

    assert kept == anew


@pytest.mark.parametrize(
    ("path", "old", "new"),
    [
        ("p0/f0.go", "package p0\n", 'package p0\n\nimport "{module}/tools/gen"\n'),
        ("p0/f0.go", "package p0\n", "//go:build ignore\n\npackage p0\n"),
        ("probetest/a.go", "package probetest\n", 'package probetest\n\nimport "testing"\n'),
    ],
)
def test_a_change_that_moves_roles_is_counted_anew(
    cache: Path, tmp_path: Path, path: str, old: str, new: str
) -> None:
    root = go_checkout(tmp_path / "roles")
    module = (root / "go.mod").read_text().split()[1]
    write(root, "tools/gen/gen.go", "package gen\n" + SPAWN.format(n=1))
    write(root, "probetest/a.go", "package probetest\n" + SPAWN.format(n=2))
    git(root, "add", "-A")
    git(root, "commit", "-qm", "More")
    document(cache, root)
    text = (root / path).read_text().replace(old, new.format(module=module), 1)
    write(root, path, text)
    git(root, "add", "-A")

    kept, anew = answers(cache, root)

    assert kept == anew


def test_a_policy_on_disk_counts_at_once(cache: Path, root: Path) -> None:
    append(root, "p0/f0.go", SPAWN.format(n=1))
    git(root, "add", "-A")
    assert document(cache, root)["exit_code"] == 0
    write(root, "estimator.toml", "[check]\nratchet = true\n")
    assert document(cache, root)["exit_code"] == 1
    (root / "estimator.toml").unlink()

    assert document(cache, root)["exit_code"] == 0


def test_a_baseline_is_kept_with_its_commit(
    cache: Path, root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    append(root, "p0/f0.go", SPAWN.format(n=1))
    git(root, "add", "-A")
    program(cache, "baseline", "write", root)
    assert document(cache, root)["is_baseline"]
    committed(root, "Keep")
    append(root, "p0/f0.go", SPAWN.format(n=2))
    git(root, "add", "-A")
    exact = document(cache, root)
    monkeypatch.setattr(OpenRevision, "scan", None)

    assert document(cache, root) == exact
    assert [one["symbol"] for one in exact["findings"]] == ["Spawn2"]


def test_what_is_kept_and_damaged_is_counted_anew(
    cache: Path, root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    append(root, "p0/f0.go", SPAWN.format(n=1))
    git(root, "add", "-A")
    exact = document(cache, root)
    monkeypatch.setattr("estimator.checkstate.encode_state", lambda _: b"nonsense")
    monkeypatch.setattr("estimator.cli.checkkept.encode_state", lambda _: b"nonsense")
    other = cache.parent / "other"

    assert document(other, root) == exact
    assert document(other, root) == exact


def test_other_imports_of_the_standard_library_and_of_crates_are_followed(
    cache: Path, root: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    crate = rust_checkout(tmp_path / "crate")
    document(cache, crate)
    text = (crate / "src/m1.rs").read_text()
    write(crate, "src/m1.rs", "use std::rc::Rc;\nuse tokio::sync::Mutex;\n" + text)
    go = (root / "p0/f0.go").read_text()
    imports = 'package p0\n\nimport (\n\t"os"\n\t"example.com/tool/p1"\n)\n'
    write(root, "p0/f0.go", go.replace("package p0\n", imports, 1))
    anew = {}
    for place in (crate, root):
        git(place, "add", "-A")
        anew[place] = document(cache, place, "--no-cache")
    monkeypatch.setattr(OpenRevision, "scan", None)

    assert {place: document(cache, place) for place in (crate, root)} == anew
