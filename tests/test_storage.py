"""Reading inside a tree that is not trusted, and writing a file whole or not at all."""

import os
import resource
import stat
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from estimator import storage
from estimator.errors import InputError, OutsideError
from estimator.storage import TreeReader, read_inside, reason_of, write_text


def _names(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


def _open_files() -> int:
    return len(list(Path("/dev/fd").iterdir()))


def test_a_file_in_a_folder_is_read(tmp_path: Path) -> None:
    (tmp_path / "sub").mkdir()
    (tmp_path / "sub/ü.go").write_bytes(b"text")
    assert read_inside(str(tmp_path), "sub/ü.go", max_bytes=10) == b"text"


def test_one_byte_more_than_the_limit_is_read(tmp_path: Path) -> None:
    (tmp_path / "a").write_bytes(b"12345")
    assert read_inside(str(tmp_path), "a", max_bytes=3) == b"1234"


@pytest.fixture(params=["by steps", "by name"])
def tree(request: pytest.FixtureRequest, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    """A folder with links and a pipe, read in both ways: Windows has no descriptors of folders."""
    monkeypatch.setattr(storage, "_HAS_DIR_FD", request.param == "by steps")
    (tmp_path / "tree/sub").mkdir(parents=True)
    (tmp_path / "secret").write_text("secret")
    (tmp_path / "tree/sub/a").write_text("a")
    (tmp_path / "tree/link").symlink_to(tmp_path / "secret")
    (tmp_path / "tree/folder").symlink_to(tmp_path / "tree/sub")
    os.mkfifo(tmp_path / "tree/pipe")
    return str(tmp_path / "tree")


def test_both_ways_read_a_file(tree: str) -> None:
    assert read_inside(tree, "sub/a", max_bytes=10) == b"a"


@pytest.mark.parametrize(
    ("path", "reason"),
    [
        ("link", "could not be read: reached through a symbolic link"),
        ("folder/a", "could not be read: reached through a symbolic link"),
        ("pipe", "could not be read: not a regular file"),
        ("gone", "could not be read: no such file or directory"),
        ("../secret", "could not be read: its path leaves the folder"),
        ("/etc/passwd", "could not be read: its path leaves the folder"),
        ("sub//a", "could not be read: its path leaves the folder"),
    ],
)
def test_what_is_no_file_of_the_tree_is_not_read(tree: str, path: str, reason: str) -> None:
    with pytest.raises(OSError) as caught:  # noqa: PT011  # the reason is asserted
        read_inside(tree, path, max_bytes=10)
    assert reason_of(caught.value) == reason


def test_a_folder_that_became_a_link_is_read_as_it_was(tmp_path: Path) -> None:
    (tmp_path / "tree/sub").mkdir(parents=True)
    (tmp_path / "tree/sub/a").write_text("own")
    (tmp_path / "tree/sub/b").write_text("own too")
    (tmp_path / "secret").mkdir()
    (tmp_path / "secret/b").write_text("secret")
    with TreeReader(str(tmp_path / "tree")) as tree:
        assert tree.read("sub/a", max_bytes=10) == b"own"
        (tmp_path / "tree/sub").rename(tmp_path / "tree/moved")
        (tmp_path / "tree/sub").symlink_to(tmp_path / "secret")

        assert tree.read("sub/b", max_bytes=10) == b"own too"
        assert tree.read("moved/b", max_bytes=10) == b"own too"


def test_more_folders_than_may_stay_open_are_read(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(storage, "_MOST_OPEN", 3)
    before = _open_files()
    names = [f"a/b{number}/c" for number in range(5)]
    for name in names:
        (tmp_path / name).parent.mkdir(parents=True)
        (tmp_path / name).write_text(name)

    with TreeReader(str(tmp_path)) as tree:
        assert [tree.read(name, max_bytes=99).decode() for name in names] == names
        assert _open_files() <= before + 3
    assert _open_files() == before


def test_a_file_longer_than_one_read_is_whole(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(storage, "_MOST_AT_ONCE", 2)
    (tmp_path / "a").write_bytes(b"12345")
    assert read_inside(str(tmp_path), "a", max_bytes=10) == b"12345"
    assert read_inside(str(tmp_path), "a", max_bytes=3) == b"1234"


def test_a_failure_without_a_text_is_named_by_its_kind() -> None:
    assert reason_of(PermissionError()) == "could not be read: permissionError"


def test_a_text_is_written_as_utf_8_with_its_line_ends(tmp_path: Path) -> None:
    write_text(tmp_path / "a.txt", "ü\r\n\n")
    assert (tmp_path / "a.txt").read_bytes() == b"\xc3\xbc\r\n\n"
    assert _names(tmp_path) == ["a.txt"]


def test_a_new_file_has_the_mode_that_the_mask_leaves(tmp_path: Path) -> None:
    old = os.umask(0o027)
    try:
        write_text(tmp_path / "a.txt", "")
    finally:
        os.umask(old)
    assert stat.S_IMODE((tmp_path / "a.txt").stat().st_mode) == 0o640


def test_an_old_file_keeps_its_mode(tmp_path: Path) -> None:
    (tmp_path / "a.txt").touch(mode=0o600)
    write_text(tmp_path / "a.txt", "new")
    assert stat.S_IMODE((tmp_path / "a.txt").stat().st_mode) == 0o600
    assert (tmp_path / "a.txt").read_text() == "new"


@pytest.mark.parametrize("target", ["there", "missing"])
def test_a_symbolic_link_is_not_written_through(tmp_path: Path, target: str) -> None:
    (tmp_path / "there").write_text("old")
    (tmp_path / "link").symlink_to(target)
    with pytest.raises(InputError, match="is a symbolic link"):
        write_text(tmp_path / "link", "new")
    assert (tmp_path / "there").read_text() == "old"
    assert _names(tmp_path) == ["link", "there"]


def test_a_device_is_written_in_place() -> None:
    write_text(Path(os.devnull), "text")
    assert stat.S_ISCHR(Path(os.devnull).stat().st_mode)


def test_a_full_device_is_an_outside_failure() -> None:
    with pytest.raises(OutsideError, match="No space left on device") as caught:
        write_text(Path("/dev/full"), "text")
    assert caught.value.hint


def test_a_reader_that_left_is_not_a_failure_of_the_disk() -> None:
    reader, writer = os.pipe()
    os.close(reader)
    try:
        with pytest.raises(BrokenPipeError):
            write_text(Path(f"/dev/fd/{writer}"), "text")
    finally:
        os.close(writer)


def test_a_missing_folder_is_an_input_error_with_a_hint(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="the folder does not exist") as caught:
        write_text(tmp_path / "gone/a.txt", "")
    assert "Create" in caught.value.hint


def test_a_file_in_place_of_the_folder_is_an_input_error(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    with pytest.raises(InputError, match="the folder does not exist"):
        write_text(tmp_path / "file/a.txt", "")


def test_a_folder_is_no_target(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="is a folder"):
        write_text(tmp_path, "")


def test_the_old_file_survives_a_full_disk(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("old")
    limits = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (4_096, limits[1]))
    try:
        with pytest.raises(OutsideError, match="could not be written: File too large"):
            write_text(tmp_path / "a.txt", "x" * 10_000)
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, limits)
    assert (tmp_path / "a.txt").read_text() == "old"
    assert _names(tmp_path) == ["a.txt"]


@pytest.fixture
def locked_folder() -> Iterator[Path]:
    """A folder that may be read only; permissions mean nothing to root, so root is left."""
    with tempfile.TemporaryDirectory() as name:
        Path(name).chmod(0o555)
        is_root = os.geteuid() == 0
        if is_root:
            os.seteuid(65_534)
        yield Path(name)
        if is_root:
            os.seteuid(0)
        Path(name).chmod(0o755)


def test_a_missing_permission_is_an_outside_failure(locked_folder: Path) -> None:
    with pytest.raises(OutsideError, match="no permission to write there"):
        write_text(locked_folder / "a.txt", "")
