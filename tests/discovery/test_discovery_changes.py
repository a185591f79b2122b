"""The files that commits changed, by name, and who is the same person."""

import os
from pathlib import Path

import pytest
from discovery_builders import Checkout, checkout, scan
from hypothesis import given
from hypothesis import strategies as st

from estimator.discovery import gather
from estimator.discovery.changes import CommitFiles, StartedChanges, shallow_boundary
from estimator.discovery.mailmap import read_mailmap
from estimator.discovery.worktree import discover
from estimator.errors import InputError, OutsideError


def read(made: Checkout, since: int = 0) -> tuple[CommitFiles, ...]:
    head = made.git("rev-parse", "HEAD")
    with StartedChanges(made.root, commit=head, since_seconds=since) as started:
        return started.read()


def files(found: CommitFiles) -> list[tuple[str, bool]]:
    return [(one.path, one.is_added) for one in found.files]


def test_added_changed_and_deleted_files_are_told_newest_first(tmp_path: Path) -> None:
    made = checkout(tmp_path)
    made.write("a.go", "package b\n")
    made.write("b c.go")
    made.commit()
    (made.root / "a.go").unlink()
    made.commit()

    assert [files(one) for one in read(made)] == [
        [("a.go", False)],
        [("a.go", False), ("b c.go", True)],
        [("a.go", True)],
    ]
    assert [one.is_root for one in read(made)] == [False, False, True]


def test_a_commit_without_files_and_a_merge(tmp_path: Path) -> None:
    made = checkout(tmp_path)
    made.git("checkout", "--quiet", "-b", "side")
    made.commit()
    made.git("checkout", "--quiet", "main")
    made.write("b.go")
    made.commit()
    made.git("merge", "--quiet", "--no-ff", "--no-edit", "side")

    assert sorted(files(one) for one in read(made)) == [[], [("a.go", True)], [("b.go", True)]]


def test_older_commits_are_left_out(tmp_path: Path) -> None:
    assert read(checkout(tmp_path), since=1_900_000_000) == ()


def test_a_move_is_a_deletion_and_an_addition_whatever_is_configured(tmp_path: Path) -> None:
    made = checkout(tmp_path)
    for key, value in (("diff.renames", "copies"), ("diff.orderFile", "/dev/stdin")):
        made.git("config", key, value)
    made.git("config", "log.showRoot", "false")
    made.git("config", "diff.relative", "true")
    made.git("mv", "a.go", "z.go")
    made.commit()

    assert [files(one) for one in read(made)] == [
        [("a.go", False), ("z.go", True)],
        [("a.go", True)],
    ]


@pytest.mark.parametrize("name", ["commit", "A\x01", "M", "x\ny"])
def test_no_name_passes_for_something_else(tmp_path: Path, name: str) -> None:
    made = checkout(tmp_path)
    made.git("config", "user.name", name)
    made.write(f"{name}.go", "package a\n")
    made.write("M")
    made.commit()

    newest = read(made)[0]
    assert sorted(files(newest)) == sorted([(f"{name}.go", True), ("M", True)])


def test_a_commit_with_a_broken_date_is_left_out(tmp_path: Path) -> None:
    made = checkout(tmp_path)
    body = made.git("cat-file", "commit", "HEAD")
    broken = body.replace("author A <a@example.com> 1714972089 +0200", "author A <a@example.com>")
    assert broken != body
    file = made.write("../commit", broken + "\n")
    made.git(
        "update-ref",
        "HEAD",
        made.git("hash-object", "--literally", "-t", "commit", "-w", str(file)),
    )

    assert all(one.commit.seconds > 0 for one in read(made))


def test_what_is_no_repository_or_no_commit_is_said(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="not in a git repository"):
        StartedChanges(tmp_path, commit="HEAD", since_seconds=0)
    made = checkout(tmp_path / "made")
    with (
        StartedChanges(made.root, commit="0" * 40, since_seconds=0) as started,
        pytest.raises(OutsideError, match="git log failed"),
    ):
        started.read()


def test_git_says_when_it_is_done(tmp_path: Path) -> None:
    made = checkout(tmp_path)
    head = made.git("rev-parse", "HEAD")
    with StartedChanges(made.root, commit=head, since_seconds=0) as started:
        started.read()
        assert started.is_written()


def test_the_boundary_of_a_shallow_clone_is_told_in_its_work_trees_too(tmp_path: Path) -> None:
    made = checkout(tmp_path / "made")
    made.commit()
    made.git("clone", "--quiet", "--depth=1", made.root.as_uri(), str(tmp_path / "clone"))
    clone = Checkout(tmp_path / "clone")
    clone.git("worktree", "add", "--quiet", str(tmp_path / "linked"))
    (tmp_path / "plain").mkdir()

    boundary = clone.git("rev-parse", "HEAD").encode() + b"\n"
    assert shallow_boundary(clone.root) == boundary
    assert shallow_boundary(tmp_path / "linked") == boundary
    assert shallow_boundary(made.root) == shallow_boundary(tmp_path / "plain") == b""


@given(st.binary(max_size=400))
def test_any_mailmap_can_be_read(content: bytes) -> None:
    assert read_mailmap(content)("A@Example.com", "A") != "A@Example.com"


@pytest.mark.parametrize(
    ("address", "name", "person"),
    [
        ("Old@x.org", "Jo", "new@x.org"),
        ("shared@x.org", "Jo", "jo@x.org"),
        ("shared@x.org", "JIM", "jim@x.org"),
        ("shared@x.org", "Ann", "shared@x.org"),
        ("other@x.org", "Jo", "other@x.org"),
        ("named@x.org", "Jo", "named@x.org"),
        ("commented@x.org", "Jo", "commented@x.org"),
    ],
)
def test_a_mailmap_joins_the_addresses_of_a_person(address: str, name: str, person: str) -> None:
    content = b"""
Jo <new@x.org> <old@x.org>   # moved
Jo <JO@x.org> Jo <shared@x.org>
Jim <jim@x.org> Jim <shared@x.org>
Proper Name <named@x.org>
# Jo <new@x.org> <commented@x.org>
"""
    assert read_mailmap(content)(address, name) == person


def wants_make(path: str) -> bool:
    return path.endswith("Makefile")


def texts_of(root: Path) -> dict[str, bytes]:
    tree = discover(
        root,
        exclude=("left/*",),
        languages={".go": "go"},
        manifest_names=frozenset(),
        is_text=wants_make,
    )
    assert set(tree.texts) <= set(tree.others)
    return dict(tree.texts)


def test_wanted_texts_are_read_and_stay_among_the_others(tmp_path: Path) -> None:
    made = checkout(tmp_path, Makefile="all:\n")
    made.write("left/Makefile", "x\n")
    assert texts_of(made.root) == {"Makefile": b"all:\n"}
    assert scan(made.root).texts == {}


def test_a_linked_text_or_a_pipe_is_not_followed(tmp_path: Path) -> None:
    made = checkout(tmp_path / "made")
    secret = tmp_path / "secret"
    secret.write_text("x")
    (made.root / "Makefile").symlink_to(secret)
    (made.root / "sub").mkdir()
    os.mkfifo(made.root / "sub/Makefile")
    assert texts_of(made.root) == {}


def test_texts_are_bounded_in_number_and_size(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(gather, "MAX_TEXTS", 2)
    monkeypatch.setattr(gather, "MAX_TEXT_BYTES", 3)
    made = checkout(tmp_path)
    for name in "abc":
        made.write(f"{name}/Makefile", "12345")
    assert texts_of(made.root) == {"a/Makefile": b"1234", "b/Makefile": b"1234"}
