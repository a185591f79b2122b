"""Links, loops, names and kinds of files that lead out of a tree or cannot be shown."""

import os
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from hostile_builders import Trap, scan, trap

from estimator.discovery import gather
from estimator.discovery.worktree import discover
from estimator.errors import InputError
from estimator.model.source import Skipped

LINK = "symbolic link, not followed"


@pytest.fixture(params=["git", "plain"])
def made(request: pytest.FixtureRequest, tmp_path: Path) -> Trap:
    """A repository with a.go and b.go, or a plain folder with the same files."""
    result = trap(tmp_path)
    if request.param == "plain":
        (result.root / ".git").rename(tmp_path / "away")
    return result


@pytest.fixture
def open_folder() -> Iterator[Path]:
    """A folder that other users may enter; permissions mean nothing to root, so root is left."""
    with tempfile.TemporaryDirectory() as name:
        Path(name).chmod(0o755)
        yield Path(name)


@pytest.fixture
def nobody() -> Iterator[None]:
    """Be an ordinary user, also where the tests run as root."""
    is_root = os.geteuid() == 0
    if is_root:
        os.seteuid(65_534)
    yield
    if is_root:
        os.seteuid(0)


def _paths(root: Path) -> list[str]:
    return [file.path for file in scan(root).files]


def test_a_linked_source_is_a_skip(made: Trap) -> None:
    (made.root / "c.go").symlink_to("/etc/passwd")
    tree = scan(made.root)
    assert tree.skipped == (Skipped(path="c.go", reason=LINK),)
    assert len(tree.files) == 2


def test_a_linked_manifest_is_a_skip(made: Trap) -> None:
    (made.root / "go.mod").symlink_to("/etc/passwd")
    tree = scan(made.root)
    assert tree.skipped == (Skipped(path="go.mod", reason=LINK),)
    assert tree.manifests == {}


def test_other_links_are_left_out(made: Trap) -> None:
    (made.root / "Dockerfile").symlink_to("/etc/passwd")
    assert scan(made.root).others == ()


def test_a_loop_of_links_is_not_entered(made: Trap) -> None:
    (made.root / "loop").symlink_to(".")
    (made.root / "up").symlink_to("..")
    (made.root / "self").symlink_to("self")
    assert _paths(made.root) == ["a.go", "b.go"]


def test_a_tracked_folder_that_became_a_link_is_not_entered(tmp_path: Path) -> None:
    made = trap(tmp_path)
    made.write("sub/deep/c.go", "package c\n")
    made.git("add", "--all")
    (made.root / "sub").rename(tmp_path / "outside")
    (made.root / "sub").symlink_to(tmp_path / "outside")
    tree = scan(made.root)
    assert [file.path for file in tree.files] == ["a.go", "b.go"]
    assert tree.skipped == (Skipped(path="sub/deep/c.go", reason=LINK),)


def test_a_tracked_folder_that_became_a_file_is_deleted(tmp_path: Path) -> None:
    made = trap(tmp_path)
    made.write("sub/c.go", "package c\n")
    made.git("add", "--all")
    (made.root / "sub/c.go").unlink()
    (made.root / "sub").rmdir()
    (made.root / "sub").touch()
    tree = scan(made.root)
    assert tree.skipped == ()
    assert tree.identity.is_dirty


def test_a_pipe_called_source_is_not_opened(tmp_path: Path) -> None:
    made = trap(tmp_path)
    (made.root / "a.go").unlink()
    os.mkfifo(made.root / "a.go")
    assert scan(made.root).skipped == (Skipped(path="a.go", reason="not a regular file"),)


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        (b"new\nline.go", "new\\x0aline.go"),
        (b"latin\xff.go", "latin\\xff.go"),
        ("over\u202eride.go".encode(), "over\\u202eride.go"),
    ],
)
def test_a_name_that_cannot_be_shown_is_a_skip(made: Trap, name: bytes, shown: str) -> None:
    Path(os.fsdecode(os.fsencode(made.root) + b"/" + name)).write_bytes(b"package n\n")
    tree = scan(made.root)
    assert tree.skipped == (Skipped(path=shown, reason="its name is not printable UTF-8"),)
    assert [file.path for file in tree.files] == ["a.go", "b.go"]


def test_a_name_in_another_script_is_a_name(made: Trap) -> None:
    made.write("größe/文 \\x0a.go", "package n\n")
    assert "größe/文 \\x0a.go" in _paths(made.root)


def test_an_index_cannot_name_files_outside(tmp_path: Path) -> None:
    made = trap(tmp_path)
    (tmp_path / "x.go").write_text("package x\n")
    made.write("0000.go", "package c\n")
    made.git("add", "--all")
    index = made.root / ".git/index"
    index.write_bytes(index.read_bytes().replace(b"0000.go\0", b"../x.go\0"))
    assert Skipped(path="../x.go", reason="its path leaves the folder") in scan(made.root).skipped


def test_a_huge_file_is_not_read(made: Trap, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(gather, "MAX_READ_BYTES", 100)
    made.write("huge.go", "x" * 101)
    made.write("go.mod", "x" * 101)
    reason = "larger than 100 bytes"
    assert scan(made.root).skipped == (
        Skipped(path="go.mod", reason=reason),
        Skipped(path="huge.go", reason=reason),
    )


@pytest.fixture
def locked(open_folder: Path) -> Path:
    """A folder with a.go, an unreadable b.go and an unreadable folder sub."""
    for name in ("a.go", "b.go", "sub/c.go"):
        (open_folder / name).parent.mkdir(exist_ok=True)
        (open_folder / name).write_text("package a\n")
    (open_folder / "b.go").chmod(0)
    (open_folder / "sub").chmod(0)
    return open_folder


@pytest.fixture
def git_locked(open_folder: Path) -> Path:
    """A folder with an unreadable .git, and a readable folder sub in it."""
    (open_folder / "sub").mkdir()
    (open_folder / "sub/c.go").write_text("package c\n")
    (open_folder / ".git").mkdir(mode=0)
    return open_folder


@pytest.mark.usefixtures("nobody")
def test_what_may_not_be_read_is_a_skip(locked: Path) -> None:
    tree = scan(locked)
    assert [file.path for file in tree.files] == ["a.go"]
    assert tree.skipped == (
        Skipped(path="b.go", reason="could not be read: permission denied"),
        Skipped(path="sub/", reason="could not be read: permission denied"),
    )


@pytest.mark.usefixtures("nobody")
def test_a_root_that_may_not_be_read_is_refused(locked: Path) -> None:
    with pytest.raises(InputError, match="cannot be read: Permission denied") as caught:
        scan(locked / "sub")
    assert "permissions" in caught.value.hint


@pytest.mark.usefixtures("nobody")
def test_a_git_folder_that_may_not_be_read_is_refused(git_locked: Path) -> None:
    with pytest.raises(InputError, match="cannot be read: no permission") as caught:
        scan(git_locked)
    assert caught.value.hint


@pytest.mark.usefixtures("nobody")
def test_a_git_folder_further_up_that_may_not_be_read_does_not_matter(git_locked: Path) -> None:
    assert _paths(git_locked / "sub") == ["c.go"]


def test_names_that_cannot_be_shown_can_be_excluded(made: Trap) -> None:
    Path(os.fsdecode(os.fsencode(made.root) + b"/bad\xff.go")).touch()
    tree = discover(
        made.root, exclude=["bad*"], languages={".go": "go"}, manifest_names=frozenset()
    )
    assert tree.excluded == ("bad\\xff.go",)
