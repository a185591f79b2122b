"""A plain folder without git into the rows that git would have listed."""

import os
from collections.abc import Iterator

from estimator.discovery.listing import Listed
from estimator.model.source import Skipped
from estimator.storage import reason_of

_HOUSEKEEPING = frozenset({b".bzr", b".git", b".hg", b".jj", b".sl", b".svn"})
"""Folders (or files) that version control keeps for itself."""


def list_folder(root: str) -> tuple[list[Listed], list[Skipped]]:
    """All files below a root, sorted by path, and the folders that could not be read.

    Symbolic links are listed, never followed, so loops cannot happen.
    """
    rows: list[Listed] = []
    unreadable: list[Skipped] = []
    pending = [b""]
    while pending:
        folder = pending.pop()
        try:
            for path, is_folder in _entries(os.fsencode(root), folder):
                if is_folder:
                    pending.append(path)
                else:
                    rows.append(Listed(path.decode("utf-8", "surrogateescape")))
        except OSError as error:
            shown = printable(folder.decode("utf-8", "surrogateescape"))
            unreadable.append(Skipped(path=f"{shown}/", reason=reason_of(error)))
    rows.sort()
    return rows, unreadable


def printable(path: str) -> str:
    r"""Show any name: what cannot be printed becomes ``\n``, ``\xff`` or ``\u202e``."""
    shown = (character if character.isprintable() else _escaped(character) for character in path)
    return "".join(shown)


def _escaped(character: str) -> str:
    raw = character.encode("utf-8", "surrogateescape")
    if len(raw) == 1:
        return f"\\x{raw[0]:02x}"
    return character.encode("unicode_escape").decode()


def _entries(root: bytes, folder: bytes) -> Iterator[tuple[bytes, bool]]:
    with os.scandir(os.path.join(root, folder)) as entries:  # noqa: PTH118  # names are bytes
        for entry in entries:
            if entry.name not in _HOUSEKEEPING:
                path = folder + b"/" + entry.name if folder else entry.name
                yield path, entry.is_dir(follow_symlinks=False)
