"""A folder into the git repository around it: where its git folder is, and what HEAD names."""

import os
from pathlib import Path

from estimator.discovery.git import GitFolder, ask
from estimator.errors import InputError
from estimator.model.source import Value

_POINTER = "gitdir:"
_POINTER_MAX_BYTES = 4_096
_STRANGER = "The .git entry is not a repository of this folder, which was read as a plain folder."


class Place(Value, frozen=True, kw_only=True):
    """Where a root lies: in a repository, or in none (with the reason, if one is due)."""

    repository: GitFolder | None
    note: str = ""


def locate(root: Path) -> Place:
    """Find the repository that a folder belongs to. Nothing is run for an ordinary one.

    A `.git` file (linked work tree, submodule) counts only when the folder it names points back,
    or lies in the scanned folder itself: it could name anybody's repository.

    Raises:
        InputError: a bare repository, the inside of a `.git` folder, or no permission to read it.
    """
    for folder in (root, *root.parents):
        entry = folder / ".git"
        if os.path.lexists(entry):
            git_dir = _permitted_git_dir(entry, is_at_root=folder == root)
            if git_dir is None:
                return Place(repository=None, note=_STRANGER if folder == root else "")
            return Place(repository=GitFolder(git_dir=str(git_dir), top=str(folder)))
        if folder == root and _is_bare(root):
            raise InputError(
                f"{root} is a bare repository: no files are checked out",
                hint="Clone it, and give the folder of the clone.",
            )
    return Place(repository=None)


def _is_bare(folder: Path) -> bool:
    try:
        return (folder / "HEAD").is_file() and all(
            (folder / name).is_dir() for name in ("objects", "refs")
        )
    except OSError:
        return False


def _permitted_git_dir(entry: Path, *, is_at_root: bool) -> Path | None:
    try:
        return _git_dir(entry)
    except PermissionError as error:
        if not is_at_root:  # somebody else's repository, further up
            return None
        raise InputError(
            f"{entry} cannot be read: no permission",
            hint="Run as a user who may read it, or scan a copy of the folder without .git.",
        ) from error
    except (OSError, RuntimeError):  # RuntimeError: Path.resolve on a loop, before Python 3.13
        return None


def _git_dir(entry: Path) -> Path | None:
    """The git folder that a `.git` entry is or names; None when it is not this folder's."""
    if entry.is_symlink():
        return None
    if entry.is_dir():
        is_own = (entry / "HEAD").exists() and not (entry / "commondir").exists()
        return entry if is_own else None
    if not entry.is_file():
        return None
    named = _named_in(entry)
    return named if named is not None and _points_back(named, entry) else None


def _named_in(entry: Path) -> Path | None:
    text = _first_line(entry)
    if not text.startswith(_POINTER):
        return None
    target = (entry.parent / text.removeprefix(_POINTER).strip()).resolve()
    return target if (target / "HEAD").exists() else None


def _points_back(git_dir: Path, entry: Path) -> bool:
    if git_dir.is_relative_to(entry.parent):
        return True
    pointer = git_dir / "gitdir"
    if pointer.is_file():
        return (git_dir / _first_line(pointer)).resolve() == entry
    repository = GitFolder(git_dir=str(git_dir), top=str(entry.parent))
    (answer,) = ask(repository, ("config", "--local", "--no-includes", "-z", "core.worktree"))
    work_tree = os.fsdecode(answer.output.rstrip(b"\0"))
    return work_tree != "" and (git_dir / work_tree).resolve() == entry.parent


def _first_line(path: Path) -> str:
    with path.open("rb") as file:
        return os.fsdecode(file.read(_POINTER_MAX_BYTES).partition(b"\n")[0])
