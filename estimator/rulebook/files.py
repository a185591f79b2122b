"""A rule directory -> the texts of its TOML files, read with bounds and without leaving it."""

import os
import stat
from collections.abc import Iterator
from pathlib import Path

from estimator.model.source import Value
from estimator.rulebook.fault import Fault

MAX_FILE_BYTES = 1_000_000
"""Larger rule files are refused. The built-in ones are under 100 kB each."""
MAX_FILES = 1_000
"""A directory with more TOML files is not a rule directory."""


class RuleText(Value, frozen=True, kw_only=True):
    """One rule file, not decoded yet."""

    file: str
    """For messages: the directory as given and the path in it."""
    name: str
    """Path relative to the rule directory, with ``/``."""
    text: str


def read_rule_texts(directory: Path) -> tuple[tuple[RuleText, ...], tuple[Fault, ...]]:
    """Read every ``*.toml`` below a directory, sorted by path; hidden names are left out.

    Links that leave the directory, special files and oversized files are faults, never read.
    """
    faults: list[Fault] = []
    texts: list[RuleText] = []
    if not directory.is_dir():
        return (), (_fault(str(directory), "no such rule directory"),)
    paths = sorted(_toml_paths(directory, faults))
    if len(paths) > MAX_FILES:
        return (), (_fault(str(directory), f"more than {MAX_FILES} .toml files"),)
    if not paths and not faults:
        faults.append(_fault(str(directory), "no .toml file in this directory"))
    for path in paths:
        read = _read(path, directory.resolve())
        if isinstance(read, str):
            name = path.relative_to(directory).as_posix()
            texts.append(RuleText(file=path.as_posix(), name=name, text=read))
        else:
            faults.append(read)
    return tuple(texts), tuple(faults)


def _toml_paths(directory: Path, faults: list[Fault]) -> Iterator[Path]:
    def unreadable(error: OSError) -> None:
        faults.append(_fault(str(error.filename), f"cannot be read: {error.strerror}"))

    for folder, folders, names in os.walk(directory, onerror=unreadable, followlinks=False):
        here = Path(folder)
        folders[:] = [name for name in folders if not name.startswith(".")]
        faults.extend(
            _fault((here / name).as_posix(), "a linked folder is not followed")
            for name in folders
            if (here / name).is_symlink()
        )
        for name in names:
            if name.endswith(".toml") and not name.startswith("."):
                yield here / name


def _read(path: Path, root: Path) -> str | Fault:
    try:
        content = _content(path, root)
    except OSError as error:
        content = f"cannot be read: {error.strerror}"
    except RuntimeError:  # Python 3.11 and 3.12 raise it from resolve() for a loop of links
        content = "a loop of links"
    if isinstance(content, str):
        return _fault(path.as_posix(), content)
    try:
        return content.decode("utf-8")
    except UnicodeDecodeError as error:
        return _fault(path.as_posix(), f"not UTF-8 at byte {error.start}")


def _content(path: Path, root: Path) -> bytes | str:
    """Give the bytes, or the reason why the file is not read."""
    if path.is_symlink() and not path.resolve().is_relative_to(root):
        return "a link that leaves the rule directory is not followed"
    if not stat.S_ISREG(path.stat().st_mode):
        return "not a regular file"
    with path.open("rb") as stream:
        content = stream.read(MAX_FILE_BYTES + 1)
    return content if len(content) <= MAX_FILE_BYTES else f"larger than {MAX_FILE_BYTES} bytes"


def _fault(file: str, reason: str) -> Fault:
    return Fault(file=file, rule="", key="", reason=reason)
