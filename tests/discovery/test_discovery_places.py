"""Kinds of repositories and folders: what is found, what is noted, what is refused."""

from collections.abc import Callable
from pathlib import Path

import pytest
from discovery_builders import Checkout, checkout, folder, keys, paths, scan, skip

from estimator.discovery import git
from estimator.errors import InputError, OutsideError


def test_a_commit_comes_with_its_date(tmp_path: Path) -> None:
    made = checkout(tmp_path)
    identity = scan(tmp_path).identity
    assert identity.commit == made.git("rev-parse", "HEAD")
    assert identity.committed_at == "2024-05-06T07:08:09+02:00"


def test_an_unborn_head_has_no_commit_and_a_note(tmp_path: Path) -> None:
    Checkout(tmp_path).git("init", "--quiet")
    Checkout(tmp_path).write("a.go")
    tree = scan(tmp_path)
    assert (tree.identity.commit, tree.identity.committed_at) == (None, None)
    assert tree.identity.is_dirty
    assert tree.notes == ("HEAD names no commit that can be read.",)


def test_a_detached_head_has_its_commit(tmp_path: Path) -> None:
    made = checkout(tmp_path)
    made.git("checkout", "--quiet", "--detach")
    assert scan(tmp_path).identity.commit == made.git("rev-parse", "HEAD")


def test_a_shallow_clone_is_noted(tmp_path: Path) -> None:
    checkout(tmp_path / "full").commit()
    Checkout(tmp_path).git("clone", "--quiet", "--depth=1", (tmp_path / "full").as_uri(), "cut")
    tree = scan(tmp_path / "cut")
    assert tree.identity.is_shallow
    assert tree.notes[0].startswith("Shallow clone")
    assert keys(tree) == {"a.go": "git"}


def test_a_sparse_checkout_skips_what_is_not_on_disk(tmp_path: Path) -> None:
    made = checkout(tmp_path, **{"in/b.go": "", "out/c.go": "", "out/d.txt": ""})
    made.git("sparse-checkout", "set", "in")
    tree = scan(tmp_path)
    assert paths(tree) == ["a.go", "in/b.go"]
    assert tree.skipped == (skip("out/c.go", "not on disk: left out by the sparse checkout"),)
    assert tree.notes[0].startswith("Sparse checkout: 1 tracked")
    assert not tree.identity.is_dirty


def test_a_partial_clone_skips_what_is_not_on_disk(tmp_path: Path) -> None:
    full = checkout(tmp_path / "full", **{"b.go": "package b\n"})
    full.git("config", "uploadpack.allowFilter", "true")
    Checkout(tmp_path).git(
        "clone", "--quiet", "--filter=blob:none", (tmp_path / "full").as_uri(), "part"
    )
    (tmp_path / "part/b.go").unlink()
    tree = scan(tmp_path / "part")
    assert tree.skipped == (
        skip("b.go", "not on disk: the clone is partial, and nothing is fetched"),
    )
    assert tree.notes[0].startswith("Partial clone: 1 tracked")


def test_a_submodule_is_named_and_not_entered(tmp_path: Path) -> None:
    checkout(tmp_path / "inner")
    made = checkout(tmp_path / "outer")
    made.git("submodule", "--quiet", "add", (tmp_path / "inner").as_uri(), "third/inner")
    made.commit()
    tree = scan(tmp_path / "outer")
    assert paths(tree) == ["a.go"]
    assert tree.notes == ("Not counted, because repositories of their own: third/inner.",)


def test_a_submodule_can_be_scanned_by_its_own_path(tmp_path: Path) -> None:
    checkout(tmp_path / "inner")
    made = checkout(tmp_path / "outer")
    made.git("submodule", "--quiet", "add", (tmp_path / "inner").as_uri(), "third/inner")
    tree = scan(tmp_path / "outer/third/inner")
    assert keys(tree) == {"a.go": "git"}
    assert tree.identity.name == "inner"


def test_nested_repositories_are_named_and_not_entered(tmp_path: Path) -> None:
    checkout(tmp_path)
    for number in range(12):
        checkout(tmp_path / f"nested{number:02}")
    (note,) = scan(tmp_path).notes
    assert note.endswith("nested08, nested09 and 2 more.")


def test_a_linked_work_tree_is_a_repository(tmp_path: Path) -> None:
    made = checkout(tmp_path / "main")
    made.git("worktree", "add", "--quiet", str(tmp_path / "linked"))
    tree = scan(tmp_path / "linked")
    assert keys(tree) == {"a.go": "git"}
    assert tree.identity.commit == made.git("rev-parse", "HEAD")


def test_a_git_file_to_a_folder_of_the_same_tree_counts(tmp_path: Path) -> None:
    made = checkout(tmp_path)
    (tmp_path / ".git").rename(tmp_path / ".real")
    made.write(".git", "gitdir: .real\n")
    assert keys(scan(tmp_path)) == {"a.go": "git"}


@pytest.mark.parametrize("name", ["sub", ".hidden/sub", "sub [x]*"])
def test_a_subfolder_has_paths_relative_to_itself(tmp_path: Path, name: str) -> None:
    checkout(tmp_path, **{f"{name}/b.go": "", "subs/c.go": ""}).write(f"{name}/d.go")
    tree = scan(tmp_path / name)
    assert keys(tree) == {"b.go": "git", "d.go": "sha256"}
    assert tree.identity.subfolder == name


def test_a_subfolder_that_git_does_not_track_is_a_plain_folder(tmp_path: Path) -> None:
    made = checkout(tmp_path)
    made.write(".gitignore", "out/\n")
    made.write("out/b.go")
    tree = scan(tmp_path / "out")
    assert keys(tree) == {"b.go": "sha256"}
    assert tree.identity.commit is None


def test_an_empty_git_folder_makes_a_plain_folder_with_a_note(tmp_path: Path) -> None:
    folder(tmp_path, "a.go", ".git/nothing")
    tree = scan(tmp_path)
    assert paths(tree) == ["a.go"]
    assert tree.notes[0].startswith("The .git entry is not a repository")


def test_a_plain_folder_is_walked_whole_and_sorted(tmp_path: Path) -> None:
    folder(tmp_path, "b.rs", "a/z.go", "a/b/c.go", "a/go.mod", "read.me", ".hg/x.go", "s/.git/y.go")
    tree = scan(tmp_path)
    assert keys(tree) == {"a/b/c.go": "sha256", "a/z.go": "sha256", "b.rs": "sha256"}
    assert tree.others == ("read.me",)
    assert list(tree.manifests) == ["a/go.mod"]
    assert not tree.identity.is_dirty


def test_equal_content_has_equal_keys_wherever_it_lies(tmp_path: Path) -> None:
    folder(tmp_path, "a.go", "b/c.go")
    first, second = scan(tmp_path).files
    assert first.key == second.key


def test_a_folder_without_go_or_rust_has_no_files(tmp_path: Path) -> None:
    folder(tmp_path, "main.py")
    tree = scan(tmp_path)
    assert (tree.files, tree.others) == ((), ("main.py",))


def test_exclude_leaves_out_sources_manifests_and_others(tmp_path: Path) -> None:
    folder(tmp_path, "a.go", "old/b.go", "old/go.mod", "old/x.proto", "c_gen.go", "d_gen.go")
    tree = scan(tmp_path, exclude=["old/", "*_gen.go", "!d_gen.go"])
    assert paths(tree) == ["a.go", "d_gen.go"]
    assert tree.excluded == ("c_gen.go", "old/b.go")
    assert (tree.manifests, tree.others) == ({}, ())


def test_a_root_reached_through_a_link_is_the_folder_itself(tmp_path: Path) -> None:
    folder(tmp_path / "real", "a.go")
    (tmp_path / "link").symlink_to(tmp_path / "real")
    assert scan(tmp_path / "link") == scan(tmp_path / "real")


@pytest.mark.parametrize(
    ("make", "path", "message"),
    [
        (lambda _: None, "gone", "does not exist"),
        (lambda root: (root / "file").touch(), "file", "is not a folder"),
        (lambda root: (root / "file").touch(), "file/below", "does not exist"),
        (lambda root: (root / "empty").mkdir(), "empty", "is empty"),
        (lambda root: (root / "loop").symlink_to("loop"), "loop", "cannot be read"),
        (lambda root: Checkout(root).git("init", "--bare", "b"), "b", "is a bare repository"),
        (checkout, ".git", "is a bare repository"),
    ],
)
def test_what_is_no_checkout_is_refused_with_a_hint(
    tmp_path: Path, make: Callable[[Path], object], path: str, message: str
) -> None:
    make(tmp_path)
    with pytest.raises(InputError, match=message) as caught:
        scan(tmp_path / path)
    assert caught.value.hint


def test_a_pattern_without_meaning_is_refused_by_name(tmp_path: Path) -> None:
    folder(tmp_path, "a.go")
    with pytest.raises(InputError, match=r"exclude: '!' is not"):
        scan(tmp_path, exclude=["a", "!"])


def test_a_broken_index_is_refused_with_what_git_said(tmp_path: Path) -> None:
    checkout(tmp_path).write(".git/index", "DIRC broken")
    with pytest.raises(InputError, match=r"git cannot read this repository: fatal: .*index"):
        scan(tmp_path)


def test_an_unreadable_object_costs_the_commit_only(tmp_path: Path) -> None:
    made = checkout(tmp_path)
    made.write(".git/refs/heads/main", "0" * 39 + "1\n")
    tree = scan(tmp_path)
    assert paths(tree) == ["a.go"]
    assert tree.identity.commit is None


@pytest.mark.parametrize("path", ["", "relative:."])
def test_a_missing_git_is_an_outside_failure(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, path: str
) -> None:
    checkout(tmp_path)
    monkeypatch.setenv("PATH", path)
    with pytest.raises(OutsideError, match="git was not found"):
        scan(tmp_path)


def test_a_plain_folder_needs_no_git(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder(tmp_path, "a.go")
    monkeypatch.setenv("PATH", "")
    assert paths(scan(tmp_path)) == ["a.go"]


def test_a_git_that_does_not_answer_is_an_outside_failure(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    checkout(tmp_path)
    monkeypatch.setattr(git, "TIMEOUT_SECONDS", 0.0)
    with pytest.raises(OutsideError, match="took longer than 0 s"):
        scan(tmp_path)


def test_a_clone_without_a_checkout_is_noted(tmp_path: Path) -> None:
    checkout(tmp_path / "full")
    Checkout(tmp_path).git("clone", "--quiet", "--no-checkout", str(tmp_path / "full"), "none")
    tree = scan(tmp_path / "none")
    assert tree.files == ()
    assert tree.notes[0].startswith("Nothing is checked out")
