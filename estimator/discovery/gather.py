"""Listed paths into source files with keys, manifests with content, other files, and skips."""

import os
import stat
from collections.abc import Callable, Iterable, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from typing import NamedTuple

from estimator.discovery.folder import printable
from estimator.discovery.listing import Listed
from estimator.model.content import blob_key, content_key, is_content_of
from estimator.model.source import Skipped, SourceFile
from estimator.storage import read_inside, reason_of

MAX_READ_BYTES = 64_000_000
"""Nothing larger is read, whatever the limits of the parser: it could be a terabyte of holes."""

MAX_TEXTS = 500
"""Texts beyond this many are not read; the largest repositories seen have about 250."""
MAX_TEXT_BYTES = 256_000
"""Of each text, what is read; the largest CI files seen are below 100 kB."""

_SIZE_IN_INDEX = 1 << 32
LINK = "symbolic link, not followed"
_SPARSE = "not on disk: left out by the sparse checkout"
UNFETCHED = "not on disk: the clone is partial, and nothing is fetched"
_OUTSIDE = "its path leaves the folder"
_UNPRINTABLE = "its name is not printable UTF-8"


def _none(_path: str) -> bool:
    return False


class Wanted(NamedTuple):
    """What the caller asked for."""

    is_excluded: Callable[[str], bool]
    languages: Mapping[str, str]
    """File suffix with its dot -> language id."""
    manifest_names: frozenset[str]
    is_text: Callable[[str], bool] = _none
    """Other paths whose content is wanted, as far as it is small."""

    def language_of(self, path: str) -> str | None:
        """The language of a path by its suffix."""
        return self.languages.get(path[path.rfind(".") :])

    def wants(self, path: str) -> bool:
        """Whether the content of this path matters, if it is not excluded."""
        name = path.rpartition("/")[2]
        return self.language_of(path) is not None or name in self.manifest_names


@dataclass(kw_only=True)
class Gathered:
    """What was found so far; all lists in the order of the rows."""

    files: list[SourceFile] = field(default_factory=list)
    others: list[str] = field(default_factory=list)
    manifests: dict[str, bytes] = field(default_factory=dict)
    texts: dict[str, bytes] = field(default_factory=dict)
    skipped: list[Skipped] = field(default_factory=list)
    excluded: list[str] = field(default_factory=list)
    is_modified: bool = False
    """A source file or manifest is modified, untracked or deleted."""
    sparse_files: int = 0
    unfetched_files: int = 0


def gather(root: str, rows: Iterable[Listed], wanted: Wanted, *, is_partial: bool) -> Gathered:
    """Look at each listed path on disk; read only what has to be hashed, and manifests.

    Args:
        root: absolute path of the scanned folder.
        rows: sorted by path.
        wanted: suffixes, manifest names and exclusion.
        is_partial: the repository is a partial clone, so a missing file need not be a deleted one.
    """
    found = Gathered()
    encoded = os.fsencode(root)
    real_folders = {"": True}
    for row in rows:
        path = row.path
        language = wanted.language_of(path)
        is_manifest = path.rpartition("/")[2] in wanted.manifest_names
        if wanted.is_excluded(path):
            if language is not None:
                found.excluded.append(printable(path))
            continue
        is_wanted = language is not None or is_manifest
        status = _status(encoded, path, real_folders)
        if status is None:
            if is_wanted:
                _note_missing(found, row, is_partial=is_partial)
        elif isinstance(status, str):
            if is_wanted:
                found.skipped.append(Skipped(path=printable(path), reason=status))
        elif is_wanted:
            _keep(found, root, row, status, language)
        else:
            found.others.append(path)
            if wanted.is_text(path) and len(found.texts) < MAX_TEXTS:
                _read_text(found, root, path)
    return found


def _read_text(found: Gathered, root: str, path: str) -> None:
    """Keep the beginning of a text; one that cannot be read is not there, and hides nothing."""
    with suppress(OSError):
        found.texts[path] = read_inside(root, path, max_bytes=MAX_TEXT_BYTES)


def _status(root: bytes, path: str, real_folders: dict[str, bool]) -> os.stat_result | str | None:
    """The state of a regular file, the reason to skip it, or None when nothing is there."""
    fault = fault_of_name(path)
    if fault:
        return fault
    try:
        if not _is_real_folder(root, path.rpartition("/")[0], real_folders):
            return LINK
        status = os.lstat(root + b"/" + path.encode())
    except (FileNotFoundError, NotADirectoryError):
        return None
    except OSError as error:
        return reason_of(error)
    if stat.S_ISREG(status.st_mode):
        return status
    return LINK if stat.S_ISLNK(status.st_mode) else "not a regular file"


def fault_of_name(path: str) -> str:
    """Why nothing of this name is read; "" for an ordinary one."""
    if not path.isprintable():
        return _UNPRINTABLE
    if ".." in path and ".." in path.split("/"):  # git itself does not check what an index holds
        return _OUTSIDE
    return ""


def _is_real_folder(root: bytes, folder: str, known: dict[str, bool]) -> bool:
    """Whether a folder is reached without a symbolic link; each is looked at once."""
    if folder not in known:
        parent = folder.rpartition("/")[0]
        known[folder] = _is_real_folder(root, parent, known) and not stat.S_ISLNK(
            os.lstat(root + b"/" + folder.encode()).st_mode
        )
    return known[folder]


def _note_missing(found: Gathered, row: Listed, *, is_partial: bool) -> None:
    if row.is_sparse:
        found.sparse_files += 1
        found.skipped.append(Skipped(path=row.path, reason=_SPARSE))
    elif is_partial:
        found.unfetched_files += 1
        found.skipped.append(Skipped(path=row.path, reason=UNFETCHED))
    else:
        found.is_modified = True


def _keep(
    found: Gathered, root: str, row: Listed, status: os.stat_result, language: str | None
) -> None:
    """Take a source file with its key, or a manifest with its content."""
    is_clean = _is_unchanged(row, status)
    if is_clean and language is not None:
        found.files.append(_source(row.path, language, blob_key(row.blob), status.st_size))
        return
    try:
        content = read_inside(root, row.path, max_bytes=MAX_READ_BYTES)
    except OSError as error:
        found.skipped.append(Skipped(path=row.path, reason=reason_of(error)))
        return
    if len(content) > MAX_READ_BYTES:
        reason = f"larger than {MAX_READ_BYTES} bytes"
        found.skipped.append(Skipped(path=row.path, reason=reason))
        return
    key = blob_key(row.blob)
    if not is_clean and not (row.blob and is_content_of(key, content)):
        found.is_modified = True
        key = content_key(content)
    if language is None:
        found.manifests[row.path] = content
    else:
        found.files.append(_source(row.path, language, key, len(content)))


def _is_unchanged(row: Listed, status: os.stat_result) -> bool:
    """Whether the file on disk is the one the index remembers, by time stamps and size."""
    if row.stamp is None:
        return False
    changed_ns, modified_ns, size_bytes = row.stamp
    return (
        status.st_mtime_ns == modified_ns
        and status.st_ctime_ns == changed_ns
        and status.st_size % _SIZE_IN_INDEX == size_bytes
    )


def _source(path: str, language: str, key: str, size_bytes: int) -> SourceFile:
    return SourceFile(path=path, language=language, key=key, size_bytes=size_bytes)
