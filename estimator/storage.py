"""Bytes of a file in a tree that is not trusted; text into a file, whole or not at all."""

import errno
import os
import stat
from pathlib import Path
from typing import Self

from estimator.errors import EstimatorError, InputError, OutsideError

_NO_FOLLOW = getattr(os, "O_NOFOLLOW", 0)
_FOLDER = getattr(os, "O_DIRECTORY", 0) | getattr(os, "O_PATH", os.O_RDONLY) | _NO_FOLLOW
_FILE = os.O_RDONLY | _NO_FOLLOW | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0)
_HAS_DIR_FD = os.open in os.supports_dir_fd
_READ_AND_WRITE_FOR_ALL = 0o666
_MOST_OPEN = 128
"""Folders that stay open; a process may have as few as 256 open files."""
_MOST_AT_ONCE = 1 << 24


class TreeReader:
    """Reads files below one root. Folders stay open once they were reached without a link."""

    def __init__(self, root: str) -> None:
        """Open nothing yet. The root is absolute and itself trusted."""
        self._root = root
        self._folders: dict[tuple[bytes, ...], int] = {}

    def __enter__(self) -> Self:
        """Give itself."""
        return self

    def __exit__(self, *_: object) -> None:
        """Close the folders."""
        for folder in self._folders.values():
            os.close(folder)
        self._folders.clear()

    def read(self, path: str, *, max_bytes: int) -> bytes:
        """Read a regular file without following a symbolic link anywhere on the way.

        Args:
            path: relative to the root, with ``/``.
            max_bytes: where to stop reading; one byte more is returned when the file is larger.

        Raises:
            OSError: it is gone, not readable, not a regular file, or reached through a link.
        """
        parts = path.encode("utf-8", "surrogateescape").split(b"/")
        if b"" in parts or b"." in parts or b".." in parts:
            raise OSError(errno.EINVAL, "its path leaves the folder")
        descriptor = self._open(parts) if _HAS_DIR_FD else _open_by_name(self._root, parts)
        try:
            return _content(descriptor, max_bytes + 1)
        finally:
            os.close(descriptor)

    def _open(self, parts: list[bytes]) -> int:
        *outer, name = parts
        key = tuple(outer)
        folder = self._folders.get(key)
        if folder is None:
            if len(self._folders) >= _MOST_OPEN:
                self.__exit__()
            folder = self._folders[key] = _open_in_steps(self._root, outer)
        return os.open(name, _FILE, dir_fd=folder)


def read_inside(root: str, path: str, *, max_bytes: int) -> bytes:
    """Read one file below a root as `TreeReader` does."""
    with TreeReader(root) as tree:
        return tree.read(path, max_bytes=max_bytes)


def reason_of(error: OSError) -> str:
    """Say in a skip why a file could not be read; never with a local path in it."""
    text = error.strerror or type(error).__name__
    if error.errno in (errno.ELOOP, errno.ENOTDIR):
        text = "reached through a symbolic link"
    return f"could not be read: {text[:1].lower()}{text[1:]}"


def write_text(path: Path, text: str) -> None:
    """Write a text as UTF-8: beside the target, then renamed, so that an old file survives.

    The target's mode is kept. A symbolic link is refused, not followed: in a scanned repository it
    could lead to any file of the user. A device or a pipe (``/dev/stdout``) is written in place.

    Raises:
        InputError: the folder is missing, or the target is a folder or a symbolic link.
        OutsideError: no permission, disk full, or any other failure of the disk.
        BrokenPipeError: the target is a pipe and its reader is gone.
    """
    content = text.encode()
    try:
        if _is_device(path):
            path.write_bytes(content)
        else:
            _replace(path, content, _mode_of(path))
    except BrokenPipeError:
        raise
    except OSError as error:
        raise _failure(path, error) from error


def append_text(path: Path, text: str) -> None:
    """Append a text as UTF-8 to a regular file, which is made where there is none.

    Raises:
        OSError: it is a link, no regular file, or the disk failed.
    """
    flags = os.O_WRONLY | os.O_APPEND | os.O_CREAT | _NO_FOLLOW | getattr(os, "O_NONBLOCK", 0)
    descriptor = os.open(path, flags, _READ_AND_WRITE_FOR_ALL)
    with os.fdopen(descriptor, "ab") as file:
        if not stat.S_ISREG(os.fstat(descriptor).st_mode):
            raise OSError(errno.EINVAL, "not a regular file")
        file.write(text.encode())


def replace_bytes(path: Path, content: bytes, *, mode: int) -> None:
    """Put a new file in the place of whatever has this name: written beside it, then renamed.

    A symbolic link there is replaced, not followed.

    Raises:
        OSError: the folder is missing, the target is a folder, or the disk failed.
    """
    _replace(path, content, mode)


def _open_in_steps(root: str, parts: list[bytes]) -> int:
    """Open folder by folder, so that no link can slip in between a check and its use."""
    folder = os.open(root, _FOLDER & ~_NO_FOLLOW)
    for part in parts:
        try:
            inner = os.open(part, _FOLDER, dir_fd=folder)
        finally:
            os.close(folder)
        folder = inner
    return folder


def _content(descriptor: int, most: int) -> bytes:
    """Up to `most` bytes of a regular file."""
    mode = os.fstat(descriptor).st_mode
    if stat.S_ISDIR(mode):
        raise IsADirectoryError(errno.EISDIR, os.strerror(errno.EISDIR))
    if not stat.S_ISREG(mode):
        raise OSError(errno.EINVAL, "not a regular file")
    parts: list[bytes] = []
    while most > 0 and (part := os.read(descriptor, min(most, _MOST_AT_ONCE))):
        parts.append(part)
        most -= len(part)
    return parts[0] if len(parts) == 1 else b"".join(parts)


def _open_by_name(root: str, parts: list[bytes]) -> int:
    """Open where folders have no descriptors (Windows), after a look at each step."""
    step = os.fsencode(root)
    for part in parts:
        step = os.path.join(step, part)  # noqa: PTH118  # many files: no Path for each
        if stat.S_ISLNK(os.lstat(step).st_mode):
            raise OSError(errno.ELOOP, "symbolic link")
    return os.open(step, _FILE)


def _is_device(path: Path) -> bool:
    try:
        mode = path.stat().st_mode
    except OSError:  # missing, or a dangling link: the writer says so
        return False
    return stat.S_ISCHR(mode) or stat.S_ISBLK(mode) or stat.S_ISFIFO(mode) or stat.S_ISSOCK(mode)


def _mode_of(path: Path) -> int:
    """Permission bits for the new file: the old file's, else what the user's mask leaves."""
    if path.is_symlink():
        raise InputError(
            f"{path} is a symbolic link, which is not written through",
            hint="Give the path of the file itself.",
        )
    try:
        return stat.S_IMODE(path.stat().st_mode)
    except FileNotFoundError:
        mask = os.umask(0)
        os.umask(mask)
        return _READ_AND_WRITE_FOR_ALL & ~mask


def _replace(path: Path, content: bytes, mode: int) -> None:
    if path.is_dir():
        raise IsADirectoryError(errno.EISDIR, os.strerror(errno.EISDIR))
    import tempfile  # noqa: PLC0415  # start-up time: most runs write nothing

    descriptor, name = tempfile.mkstemp(dir=path.parent, prefix=".estimator-", suffix=".tmp")
    beside = Path(name)
    try:
        with os.fdopen(descriptor, "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        beside.chmod(mode)
        beside.replace(path)
    except BaseException:
        beside.unlink(missing_ok=True)
        raise


def _failure(path: Path, error: OSError) -> EstimatorError:
    match error:
        case FileNotFoundError() | NotADirectoryError():
            return InputError(
                f"{path}: the folder does not exist", hint=f"Create {path.parent} first."
            )
        case IsADirectoryError():
            return InputError(f"{path} is a folder", hint="Give the name of a file in it.")
        case PermissionError():
            return OutsideError(
                f"{path}: no permission to write there", hint="Choose another folder."
            )
        case _:
            return OutsideError(
                f"{path} could not be written: {error.strerror or error}",
                hint="An older file of this name is unchanged. Free space, or write elsewhere.",
            )
