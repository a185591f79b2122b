"""Which files of a repository are found, with which key, and whether the tree is dirty."""

import os
from pathlib import Path

import pytest
from discovery_builders import ENVIRONMENT, checkout, keys, paths, scan


def test_an_unmodified_file_has_the_key_of_its_blob(tmp_path: Path) -> None:
    made = checkout(tmp_path)
    (file,) = scan(tmp_path).files
    assert file.key == "git:" + made.git("rev-parse", "HEAD:a.go")
    assert (file.path, file.language, file.size_bytes) == ("a.go", "go", 10)


def test_a_clean_checkout_is_not_dirty(tmp_path: Path) -> None:
    checkout(tmp_path)
    assert not scan(tmp_path).identity.is_dirty


def test_a_modified_file_has_the_key_of_its_content(tmp_path: Path) -> None:
    checkout(tmp_path).write("a.go", "package b\n")
    tree = scan(tmp_path)
    assert keys(tree) == {"a.go": "sha256"}
    assert tree.identity.is_dirty


def test_a_touched_file_is_not_a_modified_one(tmp_path: Path) -> None:
    os.utime(checkout(tmp_path).root / "a.go", (1, 1))
    tree = scan(tmp_path)
    assert keys(tree) == {"a.go": "git"}
    assert not tree.identity.is_dirty


def test_a_change_that_kept_size_and_time_is_found(tmp_path: Path) -> None:
    file = checkout(tmp_path).root / "a.go"
    before = file.stat()
    file.write_bytes(b"package z\n")
    os.utime(file, ns=(before.st_atime_ns, before.st_mtime_ns))
    assert keys(scan(tmp_path)) == {"a.go": "sha256"}


def test_an_index_older_than_a_day_is_trusted_without_reading(tmp_path: Path) -> None:
    made = checkout(tmp_path)
    os.utime(tmp_path / "a.go", (1, 1))
    made.git("update-index", "--refresh")
    assert keys(scan(tmp_path)) == {"a.go": "git"}


def test_a_file_converted_to_other_line_ends_is_unmodified(tmp_path: Path) -> None:
    checkout(tmp_path).write("a.go", "package a\r\n")
    tree = scan(tmp_path)
    assert keys(tree) == {"a.go": "git"}
    assert not tree.identity.is_dirty


def test_an_untracked_file_is_found_and_makes_the_tree_dirty(tmp_path: Path) -> None:
    checkout(tmp_path).write("new/b.rs")
    tree = scan(tmp_path)
    assert keys(tree) == {"a.go": "git", "new/b.rs": "sha256"}
    assert tree.identity.is_dirty


def test_an_untracked_file_of_no_language_leaves_the_tree_clean(tmp_path: Path) -> None:
    checkout(tmp_path).write("notes.txt")
    tree = scan(tmp_path)
    assert tree.others == ("notes.txt",)
    assert not tree.identity.is_dirty


def test_an_ignored_file_is_not_found(tmp_path: Path) -> None:
    made = checkout(tmp_path)
    made.write(".gitignore", "/out/\n")
    made.write("out/b.go")
    assert paths(scan(tmp_path)) == ["a.go"]


def test_a_deleted_file_is_left_out_and_makes_the_tree_dirty(tmp_path: Path) -> None:
    (checkout(tmp_path, **{"b.go": "package b\n"}).root / "b.go").unlink()
    tree = scan(tmp_path)
    assert paths(tree) == ["a.go"]
    assert tree.identity.is_dirty


def test_a_deleted_file_of_no_language_leaves_the_tree_clean(tmp_path: Path) -> None:
    (checkout(tmp_path, **{"b.txt": ""}).root / "b.txt").unlink()
    tree = scan(tmp_path)
    assert tree.others == ()
    assert not tree.identity.is_dirty


def test_a_staged_file_makes_the_tree_dirty(tmp_path: Path) -> None:
    made = checkout(tmp_path)
    made.write("a.go", "package b\n")
    made.git("add", "a.go")
    tree = scan(tmp_path)
    assert keys(tree) == {"a.go": "git"}
    assert tree.identity.is_dirty


def test_a_staged_file_that_is_excluded_leaves_the_tree_clean(tmp_path: Path) -> None:
    made = checkout(tmp_path)
    made.write("b/b.go")
    made.git("add", "b")
    assert not scan(tmp_path, exclude=["b/"]).identity.is_dirty


def test_a_modified_manifest_makes_the_tree_dirty(tmp_path: Path) -> None:
    checkout(tmp_path, **{"go.mod": "module m\n"}).write("go.mod", "module n\n")
    assert scan(tmp_path).identity.is_dirty


def test_an_unmodified_manifest_is_read_and_leaves_the_tree_clean(tmp_path: Path) -> None:
    checkout(tmp_path, **{"sub/go.mod": "module m\n"})
    tree = scan(tmp_path)
    assert tree.manifests == {"sub/go.mod": b"module m\n"}
    assert not tree.identity.is_dirty


def test_a_file_with_an_intent_to_add_has_the_key_of_its_content(tmp_path: Path) -> None:
    made = checkout(tmp_path)
    made.write("b.go")
    made.git("add", "--intent-to-add", "b.go")
    assert keys(scan(tmp_path)) == {"a.go": "git", "b.go": "sha256"}


def test_a_file_in_conflict_is_found_once_with_the_key_of_its_content(tmp_path: Path) -> None:
    made = checkout(tmp_path)
    made.git("checkout", "--quiet", "-b", "other")
    made.write("a.go", "package other\n")
    made.commit()
    made.git("checkout", "--quiet", "main")
    made.write("a.go", "package mine\n")
    made.commit()
    with pytest.raises(Exception, match="merge"):
        made.git("merge", "other")
    assert keys(scan(tmp_path)) == {"a.go": "sha256"}


def test_a_repository_with_sha256_objects_has_keys_of_that_length(tmp_path: Path) -> None:
    checkout(tmp_path, "--object-format=sha256")
    (tmp_path / "a.go").touch()
    (file,) = scan(tmp_path).files
    assert file.key.startswith("git:")
    assert len(file.key) == len("git:") + 64


def test_files_come_sorted_by_path(tmp_path: Path) -> None:
    made = checkout(tmp_path, **{"z.go": "", "b/a.go": ""})
    for name in ("y.go", "B.go", "b.go"):
        made.write(name)
    assert paths(scan(tmp_path)) == ["B.go", "a.go", "b.go", "b/a.go", "y.go", "z.go"]


def test_a_git_that_prints_no_stamps_costs_a_look_at_each_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    checkout(tmp_path / "repo")
    tools = tmp_path / "tools"
    tools.mkdir()
    script = tools / "git"
    script.write_text(
        '#!/bin/sh\nfor a; do shift; [ "$a" = --debug ] || set -- "$@" "$a"; done\n'
        f'PATH={ENVIRONMENT["PATH"]} exec git "$@"\n'
    )
    script.chmod(0o755)
    monkeypatch.setenv("PATH", str(tools))
    assert keys(scan(tmp_path / "repo")) == {"a.go": "git"}
