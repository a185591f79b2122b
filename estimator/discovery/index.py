"""What git's index holds that a commit does not: the content that the next commit will have.

Only the index and the objects are looked at, never the work tree. A hook's own index counts
(GIT_INDEX_FILE: `git commit --all` and `git commit PATH` make one).
"""

import os
from collections.abc import Mapping
from pathlib import Path
from typing import NamedTuple

import msgspec

from estimator.discovery.git import Answer, GitFolder, ask
from estimator.discovery.repository import locate
from estimator.discovery.revision import Entry, Revision, entries_of
from estimator.errors import InputError

_GONE = "000000"
_UNMERGED = "U"


class Change(NamedTuple):
    """One path that the index holds otherwise than the commit."""

    path: str
    before: str
    """Blob of the commit; "" for a new path."""
    after: str
    """Blob of the index; "" for one that is deleted."""
    mode: str
    """In the index."""


class Staged(NamedTuple):
    """The index beside a commit, for a folder of a work tree."""

    folder: str
    """Absolute."""
    repository: GitFolder
    subfolder: str
    commit: str
    """"" before the first commit."""
    changes: tuple[Change, ...]
    """Sorted by path, relative to the folder. What a merge takes as it is from the other side is
    none."""
    conflicts: tuple[str, ...]
    """Paths with an open conflict: they have no content yet."""
    merged: int
    """Paths that a merge takes as they are from the other side."""


def find_staged(folder: Path, revision: str = "HEAD", *, index: str = "") -> Staged:
    """Compare the index with a revision.

    Args:
        folder: a checked-out folder.
        revision: HEAD may have no commit yet; any other must exist.
        index: the value of GIT_INDEX_FILE, relative to where the program runs; "" the usual one.

    Raises:
        InputError: no repository, or no such commit.
        OutsideError: git failed.
    """
    place = folder.resolve()
    repository = _with_index(_repository(place, folder), index)
    subfolder = "/".join(place.relative_to(repository.top).parts)
    below = ("--", subfolder) if subfolder else ("--",)
    question = ("rev-parse", "--verify", "--quiet", "--end-of-options", f"{revision}^{{commit}}")
    named = _raw_question(revision, below)
    first, changed = ask(repository, question, named)
    if not first.is_good:
        if revision != "HEAD":
            raise InputError(
                f"there is no commit {revision}",
                hint="a revision is a branch, a tag, a commit id or HEAD~3",
            )
        rows = {one.path: one for one in _unborn(repository, below)}
        return Staged(str(place), repository, subfolder, "", _below(rows, subfolder), (), 0)
    if not changed.is_good:
        raise InputError(
            f"git cannot read the index: {changed.complaint}", hint="git fsck tells more."
        )
    changes, conflicts = _changes(changed)
    merged = 0
    if revision == "HEAD":
        other = _merge_head(repository)
        if other:
            (against_other,) = ask(repository, _raw_question(other, below))
            differing, _ = _changes(against_other)
            taken = {path for path in changes if path not in differing}
            merged = len(taken)
            changes = {path: one for path, one in changes.items() if path not in taken}
    commit = first.output.decode("ascii", "replace").strip()
    prefix = f"{subfolder}/" if subfolder else ""
    return Staged(
        folder=str(place),
        repository=repository,
        subfolder=subfolder,
        commit=commit,
        changes=_below(changes, subfolder),
        conflicts=tuple(sorted(path.removeprefix(prefix) for path in conflicts)),
        merged=merged,
    )


def changes_between(staged: Staged, commit: str) -> tuple[Change, ...] | None:
    """What the commit behind `staged` holds otherwise than another one; None if that is gone."""
    below = ("--", staged.subfolder) if staged.subfolder else ("--",)
    form = ("diff-tree", "-r", "--raw", "--no-abbrev", "--no-renames", "-z")
    (answer,) = ask(staged.repository, (*form, commit, staged.commit, *below))
    return _below(_changes(answer)[0], staged.subfolder) if answer.is_good else None


def in_repository(folder: Path) -> bool:
    """Whether a folder lies in a checked-out git repository. Raises InputError."""
    return folder.is_dir() and locate(folder.resolve()).repository is not None


def index_entries(staged: Staged) -> tuple[Entry, ...]:
    """All that the index holds below the folder, but for conflicts; sorted. Raises InputError."""
    below = ("--", staged.subfolder) if staged.subfolder else ("--",)
    rows = {one.path: one for one in _unborn(staged.repository, below)}
    return tuple(Entry(one.path, one.mode, one.after) for one in _below(rows, staged.subfolder))


def before_and_after(staged: Staged) -> tuple[Revision, Revision]:
    """The commit's files, and the same with the staged changes laid over. Raises OutsideError."""
    listed = entries_of(staged.repository, f"{staged.commit}:{staged.subfolder}")
    old: Mapping[str, Entry] = {one.path: one for one in listed} if staged.commit else {}
    new = dict(old)
    for change in staged.changes:
        if change.after:
            new[change.path] = Entry(change.path, change.mode, change.after)
        else:
            new.pop(change.path, None)
    return _revision(staged, old), _revision(staged, new)


def _revision(staged: Staged, entries: Mapping[str, Entry]) -> Revision:
    rows = tuple(entries[path] for path in sorted(entries))
    return Revision(
        staged.folder, staged.repository, staged.subfolder, staged.commit or "HEAD", rows
    )


def _repository(place: Path, folder: Path) -> GitFolder:
    repository = locate(place).repository if place.is_dir() else None
    if repository is None:
        raise InputError(
            f"{folder} is not in a git repository",
            hint="give --all to check a plain folder against its baseline",
        )
    return repository


def _with_index(repository: GitFolder, index: str) -> GitFolder:
    """Take the index that a hook names, where it lies in the repository's own git folder."""
    if not index:
        return repository
    named = Path(index).resolve()
    is_own = named.is_relative_to(Path(repository.git_dir).resolve())
    if not is_own or not named.is_file():
        return repository
    return msgspec.structs.replace(repository, index=os.fspath(named))


def _raw_question(revision: str, below: tuple[str, ...]) -> tuple[str, ...]:
    return (
        "diff-index",
        "--cached",
        "--raw",
        "--no-abbrev",
        "--no-renames",
        "-z",
        revision,
        *below,
    )


def _changes(answer: Answer) -> tuple[dict[str, Change], tuple[str, ...]]:
    """Rows of a raw difference by path, and the paths with an open conflict."""
    parts = answer.output.decode("utf-8", "surrogateescape").split("\0")
    found: dict[str, Change] = {}
    conflicts: list[str] = []
    for head, path in zip(parts[::2], parts[1::2], strict=False):
        old_mode, mode, before, after, status = head.removeprefix(":").split(" ")
        if status.startswith(_UNMERGED):
            conflicts.append(path)
            continue
        found[path] = Change(
            path,
            "" if old_mode == _GONE else before,
            "" if mode == _GONE else after,
            mode,
        )
    for path in conflicts:
        found.pop(path, None)
    return found, tuple(conflicts)


def _unborn(repository: GitFolder, below: tuple[str, ...]) -> list[Change]:
    """Everything in the index, as new."""
    (listed,) = ask(repository, ("ls-files", "--stage", "-z", *below))
    if not listed.is_good:
        raise InputError(
            f"git cannot read the index: {listed.complaint}", hint="git fsck tells more."
        )
    found = []
    for row in listed.output.decode("utf-8", "surrogateescape").split("\0"):
        head, _, path = row.partition("\t")
        if path:
            mode, blob, stage = head.split(" ")
            if stage == "0":
                found.append(Change(path, "", blob, mode))
    return found


def _below(changes: Mapping[str, Change], subfolder: str) -> tuple[Change, ...]:
    prefix = f"{subfolder}/" if subfolder else ""
    return tuple(changes[path]._replace(path=path.removeprefix(prefix)) for path in sorted(changes))


def _merge_head(repository: GitFolder) -> str:
    """The commit that is being merged, "" for none, or for several."""
    try:
        text = Path(repository.git_dir, "MERGE_HEAD").read_text(encoding="ascii")
    except (OSError, UnicodeDecodeError):
        return ""
    lines = text.split()
    is_one = len(lines) == 1 and all(digit in "0123456789abcdef" for digit in lines[0])
    return lines[0] if is_one else ""
