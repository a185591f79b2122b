"""A revision into the `Tree` that a checkout of it would be: names and contents from git's objects.

Neither the work tree nor the index is looked at, and nothing is checked out. What has to be on disk
to be parsed is written, name by name, below a temporary folder.
"""

import os
from collections.abc import Callable, Iterable, Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

from estimator.discovery.exclusion import exclusion
from estimator.discovery.folder import printable
from estimator.discovery.gather import (
    LINK,
    MAX_READ_BYTES,
    MAX_TEXT_BYTES,
    MAX_TEXTS,
    UNFETCHED,
    Gathered,
    Wanted,
    fault_of_name,
)
from estimator.discovery.git import GitFolder, ask, blob_sizes, read_blobs
from estimator.discovery.head import read_head
from estimator.discovery.naming import local_name
from estimator.discovery.repository import locate
from estimator.discovery.worktree import git_notes
from estimator.errors import InputError, OutsideError
from estimator.model.content import blob_key
from estimator.model.source import RepositoryIdentity, Skipped, SourceFile, Tree

_SUBMODULE = "160000"
_SYMBOLIC_LINK = "120000"


class Entry(NamedTuple):
    """One name in the tree of a commit."""

    path: str
    mode: str
    blob: str


class Revision(NamedTuple):
    """A commit, the folder of it that is looked at, and what is below."""

    folder: str
    """Absolute path of the work tree's folder that was named."""
    repository: GitFolder
    subfolder: str
    commit: str
    entries: tuple[Entry, ...]
    """Sorted by path."""


def find_revision(folder: Path, revision: str) -> Revision:
    """Look a revision of a folder's repository up, and list what is in it.

    Raises:
        InputError: no repository, no such commit, or the commit does not have this folder.
        OutsideError: git is missing or does not answer.
    """
    if not folder.is_dir():
        raise InputError(f"{folder} is not a folder", hint="--repo names a checked-out repository")
    place = folder.resolve()
    repository = locate(place).repository
    if repository is None:
        raise InputError(
            f"there is no file or folder {revision}, and {folder} is not in a git repository",
            hint="give a revision with --repo, a folder, or a facts file",
        )
    question = ("rev-parse", "--verify", "--quiet", "--end-of-options", f"{revision}^{{commit}}")
    (found,) = ask(repository, question)
    if not found.is_good:
        raise InputError(
            f"there is no commit, file or folder {revision}",
            hint="a revision is a branch, a tag, a commit id or HEAD~3; `git fetch` brings others",
        )
    commit = found.output.decode("ascii", "replace").strip()
    subfolder = "/".join(place.relative_to(repository.top).parts)
    entries = entries_of(repository, f"{commit}:{subfolder}")
    if not entries:
        where = f"{subfolder} is not in it" if subfolder else "it has no files"
        raise InputError(f"{revision}: {where}", hint="--repo names a folder that both have")
    return Revision(str(place), repository, subfolder, commit, entries)


def revision_tree(  # noqa: PLR0913  # as `discover`
    revision: Revision,
    root: Path,
    *,
    exclude: Sequence[str],
    languages: Mapping[str, str],
    manifest_names: frozenset[str],
    is_text: Callable[[str], bool],
) -> Tree:
    """The tree that `discover` finds in a clean checkout of the revision.

    Args:
        revision: from `find_revision`.
        root: the folder that `write_files` fills.
        exclude: gitignore-style patterns relative to the root.
        languages: file suffix with its dot -> language id.
        manifest_names: file names whose content is wanted.
        is_text: whether a path is another file whose content is wanted.

    Raises:
        InputError: a bad pattern.
        OutsideError: git failed.
    """
    wanted = Wanted(exclusion(exclude), languages, manifest_names, is_text)
    found = Gathered()
    own: list[str] = []
    sources: list[Entry] = []
    contents: list[Entry] = []
    for entry in revision.entries:
        if entry.mode == _SUBMODULE:
            own += [] if wanted.is_excluded(entry.path) else [entry.path]
        elif wanted.is_excluded(entry.path):
            if wanted.language_of(entry.path) is not None:
                found.excluded.append(printable(entry.path))
        else:
            _sort_out(entry, wanted, found, sources, contents)
    _take_sources(found, revision.repository, sources, wanted)
    _take_contents(found, revision.repository, contents, wanted)
    head = read_head(revision.repository, revision.commit)
    top = Path(revision.repository.top)
    return Tree(
        root=str(root),
        checkout=revision.folder,
        identity=RepositoryIdentity(
            name=head.remote_name or local_name(found.manifests, top),
            commit=head.commit,
            committed_at=head.committed_at,
            is_shallow=head.is_shallow,
            subfolder=printable(revision.subfolder),
        ),
        files=tuple(found.files),
        others=tuple(found.others),
        manifests=found.manifests,
        texts=found.texts,
        skipped=tuple(sorted(found.skipped, key=lambda skip: skip.path)),
        excluded=tuple(found.excluded),
        notes=git_notes(head, found, tuple(own)),
    )


def write_files(revision: Revision, root: Path, paths: Iterable[str], *, max_bytes: int) -> None:
    """Write some files of a revision below a folder of our own, unless they are there.

    Only regular files with ordinary names, up to a size; whatever cannot be written is missing, and
    whoever reads it says so.

    Raises:
        OutsideError: git failed, or the disk is full.
    """
    asked = set(paths)
    entries = [
        entry
        for entry in revision.entries
        if entry.path in asked and _is_plain(entry) and not (root / entry.path).exists()
    ]
    sizes = blob_sizes(revision.repository, [entry.blob for entry in entries])
    small = [
        entry
        for entry, size in zip(entries, sizes, strict=True)
        if size is not None and size <= max_bytes
    ]
    blobs = read_blobs(revision.repository, [entry.blob for entry in small])
    for entry, content in zip(small, blobs, strict=True):
        if content is not None:
            _write(root, entry.path, content)


def entries_of(repository: GitFolder, tree: str) -> tuple[Entry, ...]:
    """All files of a tree, such as ``HEAD:folder``, by path; none where there is no such tree."""
    (answer,) = ask(repository, ("ls-tree", "-r", "-z", "--full-tree", tree))
    if not answer.is_good:
        return ()
    entries = []
    for row in answer.output.decode("utf-8", "surrogateescape").split("\0"):
        head, _, path = row.partition("\t")
        if path:
            mode, _, blob = head.split(" ")
            entries.append(Entry(path, mode, blob))
    return tuple(sorted(entries))


def _sort_out(
    entry: Entry,
    wanted: Wanted,
    found: Gathered,
    sources: list[Entry],
    contents: list[Entry],
) -> None:
    """Put an entry where `gather` would, by its name and mode."""
    fault = fault_of_name(entry.path) or (LINK if entry.mode == _SYMBOLIC_LINK else "")
    if fault:
        if wanted.wants(entry.path):
            found.skipped.append(Skipped(path=printable(entry.path), reason=fault))
    elif wanted.language_of(entry.path) is not None:
        sources.append(entry)
    elif wanted.wants(entry.path):
        contents.append(entry)
    else:
        found.others.append(entry.path)
        if wanted.is_text(entry.path):
            contents.append(entry)


def _take_sources(
    found: Gathered, repository: GitFolder, entries: Sequence[Entry], wanted: Wanted
) -> None:
    sizes = blob_sizes(repository, [entry.blob for entry in entries])
    for entry, size in zip(entries, sizes, strict=True):
        if size is None:
            _note_unfetched(found, entry)
            continue
        language = wanted.language_of(entry.path) or ""
        found.files.append(
            SourceFile(
                path=entry.path, language=language, key=blob_key(entry.blob), size_bytes=size
            )
        )


def _take_contents(
    found: Gathered, repository: GitFolder, entries: Sequence[Entry], wanted: Wanted
) -> None:
    """Keep manifests whole, and the beginning of so many texts as `gather` keeps."""
    blobs = read_blobs(repository, [entry.blob for entry in entries])
    for entry, content in zip(entries, blobs, strict=True):
        is_manifest = wanted.wants(entry.path)
        if not is_manifest:
            if content is not None and len(found.texts) < MAX_TEXTS:
                found.texts[entry.path] = content[: MAX_TEXT_BYTES + 1]
        elif content is None:
            _note_unfetched(found, entry)
        elif len(content) > MAX_READ_BYTES:
            reason = f"larger than {MAX_READ_BYTES} bytes"
            found.skipped.append(Skipped(path=entry.path, reason=reason))
        else:
            found.manifests[entry.path] = content


def _note_unfetched(found: Gathered, entry: Entry) -> None:
    found.unfetched_files += 1
    found.skipped.append(Skipped(path=entry.path, reason=UNFETCHED))


def _is_plain(entry: Entry) -> bool:
    parts = entry.path.split("/")
    is_file = entry.mode not in {_SUBMODULE, _SYMBOLIC_LINK} and not fault_of_name(entry.path)
    return is_file and not {"", ".", ".."}.intersection(parts) and "\\" not in entry.path


def _write(root: Path, path: str, content: bytes) -> None:
    target = root / path
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        with target.open("xb") as file:
            file.write(content)
    except OSError as error:
        if isinstance(error, (FileExistsError, NotADirectoryError)):  # names that differ in case
            return
        raise OutsideError(
            f"a file of a revision could not be written: {os.strerror(error.errno or 0)}",
            hint="Free space there, or let TMPDIR name another folder.",
        ) from error
