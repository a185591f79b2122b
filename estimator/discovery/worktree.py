"""A folder, with git or without, into a `Tree`: every source file with a key for its content.

With git: tracked files, and untracked ones that are not ignored, as they are on disk. Submodules
and nested repositories are named in the notes and never entered, checked out or not: they are
repositories of their own, and the answer must not depend on what was fetched. A subfolder that
git does not track at all is read as a plain folder. Without git: everything below the folder.
Symbolic links are never followed. `exclude` leaves out manifests and other files as well.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from pathlib import Path

from estimator.discovery.exclusion import exclusion
from estimator.discovery.folder import list_folder, printable
from estimator.discovery.gather import Gathered, Wanted, gather
from estimator.discovery.git import GitFolder
from estimator.discovery.head import Head, read_head
from estimator.discovery.listing import list_work_tree
from estimator.discovery.naming import local_name
from estimator.discovery.repository import locate
from estimator.errors import InputError
from estimator.model.source import RepositoryIdentity, Skipped, Tree

_NAMES_IN_A_NOTE = 10


def discover(
    root: Path,
    *,
    exclude: Sequence[str],
    languages: Mapping[str, str],
    manifest_names: frozenset[str],
    is_text: Callable[[str], bool] | None = None,
) -> Tree:
    """List what is below a folder; parse nothing, run nothing of it, follow nothing out of it.

    Args:
        root: an existing folder: a checkout, a folder in one, a linked work tree, or a plain one.
        exclude: gitignore-style patterns relative to the root.
        languages: file suffix with its dot -> language id.
        manifest_names: file names whose content is wanted.
        is_text: whether a path is another file whose content is wanted; small ones are kept.

    Raises:
        InputError: no such folder, no permission, a bare or broken repository, a bad pattern.
        OutsideError: git is missing or does not answer.
    """
    folder = _readable_folder(root)
    wanted = Wanted(exclusion(exclude), languages, manifest_names)
    if is_text is not None:
        wanted = wanted._replace(is_text=is_text)
    place = locate(folder)
    if place.repository is not None:
        tree = _from_git(folder, place.repository, wanted)
        if tree is not None:
            return tree
    return _from_disk(folder, wanted, place.note)


def _readable_folder(root: Path) -> Path:
    try:
        folder = root.resolve(strict=True)
        with_content = folder.is_dir() and next(folder.iterdir(), None) is not None
    except (FileNotFoundError, NotADirectoryError) as error:
        raise InputError(
            f"{root} does not exist", hint="Give the path of a checked-out repository."
        ) from error
    except (PermissionError, RuntimeError, OSError) as error:
        raise InputError(
            f"{root} cannot be read: {getattr(error, 'strerror', None) or 'a loop of links'}",
            hint="Check its permissions, or run as a user who may read it.",
        ) from error
    if not folder.is_dir():
        raise InputError(f"{root} is not a folder", hint="Give the repository's folder.")
    if not with_content:
        raise InputError(f"{root} is empty", hint="Give the folder of a checked-out repository.")
    return folder


def _from_git(folder: Path, repository: GitFolder, wanted: Wanted) -> Tree | None:
    """The tree as git sees it; None where it tracks nothing in this subfolder."""
    subfolder = "/".join(folder.relative_to(repository.top).parts)
    listing = list_work_tree(repository, subfolder)
    if subfolder and not listing.has_tracked:
        return None
    head = read_head(repository)
    found = gather(str(folder), listing.rows, wanted, is_partial=head.is_partial)
    has_staged = any(wanted.wants(path) and not wanted.is_excluded(path) for path in listing.staged)
    identity = RepositoryIdentity(
        name=head.remote_name or local_name(found.manifests, Path(repository.top)),
        commit=head.commit,
        committed_at=head.committed_at,
        is_dirty=found.is_modified or has_staged,
        is_shallow=head.is_shallow,
        subfolder=printable(subfolder),
    )
    own = (path for path in listing.repositories if not wanted.is_excluded(path))
    notes = git_notes(head, found, tuple(own))
    if head.commit is not None and not listing.has_tracked:
        notes = ("Nothing is checked out: the commit has files that the index has not.", *notes)
    return _tree(folder, identity, found, notes=notes)


def _from_disk(folder: Path, wanted: Wanted, note: str) -> Tree:
    rows, unreadable = list_folder(str(folder))
    found = gather(str(folder), rows, wanted, is_partial=False)
    identity = RepositoryIdentity(name=local_name(found.manifests, folder))
    notes = (note,) if note else ()
    return _tree(folder, identity, found, skipped=unreadable, notes=notes)


def _tree(
    folder: Path,
    identity: RepositoryIdentity,
    found: Gathered,
    *,
    skipped: Iterable[Skipped] = (),
    notes: tuple[str, ...],
) -> Tree:
    return Tree(
        root=str(folder),
        identity=identity,
        files=tuple(found.files),
        others=tuple(found.others),
        manifests=found.manifests,
        texts=found.texts,
        skipped=tuple(sorted((*found.skipped, *skipped), key=lambda skip: skip.path)),
        excluded=tuple(found.excluded),
        notes=notes,
    )


def git_notes(head: Head, found: Gathered, repositories: Sequence[str]) -> tuple[str, ...]:
    """What a report says of a clone that does not hold everything."""
    candidates = (
        "HEAD names no commit that can be read." if head.commit is None else "",
        "Shallow clone: the history is cut off; nothing here depends on it."
        if head.is_shallow
        else "",
        f"Sparse checkout: {found.sparse_files} tracked files are not on disk and not counted."
        if found.sparse_files
        else "",
        f"Partial clone: {found.unfetched_files} tracked files are not on disk and not counted; "
        "nothing is fetched."
        if found.unfetched_files
        else "",
        f"Not counted, because repositories of their own: {_some(repositories)}."
        if repositories
        else "",
    )
    return tuple(note for note in candidates if note)


def _some(names: Sequence[str]) -> str:
    shown = ", ".join(printable(name) for name in names[:_NAMES_IN_A_NOTE])
    more = len(names) - _NAMES_IN_A_NOTE
    return f"{shown} and {more} more" if more > 0 else shown
