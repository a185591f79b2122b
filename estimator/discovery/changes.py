"""A repository's git log into commits with the files they changed, by name; no content is read."""

from collections.abc import Iterator
from itertools import islice
from pathlib import Path
from typing import NamedTuple, Self

from estimator.discovery.git import Asked
from estimator.discovery.repository import locate
from estimator.errors import InputError, OutsideError
from estimator.model.history import Commit, FileChange

MAX_COMMITS = 20_000
"""Older ones in the window are not read; the busiest repositories seen have 3,000 in a year."""
_HEAD = b"commit"
_FIELDS = 4
_BOUNDARY_MAX_BYTES = 1_000_000
_ADDED = b"A"
_STATUSES = frozenset({_ADDED, b"D", b"M", b"T", b"U", b"X"})
_LOG = (
    "log",
    "-z",
    "--root",
    "--no-merges",
    "--name-status",
    "--no-renames",
    "--no-relative",
    "--no-ext-diff",
    "--no-textconv",
    "--no-mailmap",
    "--no-notes",
    "--no-color",
    "-O/dev/null",
    "--encoding=UTF-8",
    "--format=tformat:commit%x00%ae%x00%an%x00%at%x00%P",
    f"--max-count={MAX_COMMITS}",
)


class CommitFiles(NamedTuple):
    """A commit that is no merge, with the files it changed."""

    commit: Commit
    is_root: bool
    """It has no parents: the first one, or where a shallow clone was cut off."""
    files: tuple[FileChange, ...]


class StartedChanges:
    """The changes of a window, which git writes down while something else is done.

    Trees are compared, never contents: no filter, text conversion or diff program has a say, and
    nothing is fetched in a clone without blobs. A move is a deletion and an addition.
    """

    def __init__(self, root: Path, *, commit: str, since_seconds: int) -> None:
        """Start git.

        Args:
            root: the top of a checkout.
            commit: id of the newest commit.
            since_seconds: oldest committer date, seconds since 1970.

        Raises:
            InputError: no repository.
            OutsideError: git is missing.
        """
        repository = locate(root).repository
        if repository is None:
            raise InputError(f"{root} is not in a git repository", hint="history needs a clone")
        window = f"--since=@{since_seconds} +0000"
        self._asked = Asked(repository, (*_LOG, window, "--end-of-options", commit, "--"))

    def __enter__(self) -> Self:
        """Give itself; git is running already."""
        return self

    def __exit__(self, *_: object) -> None:
        """End git, whether its answer was read or not."""
        self._asked.__exit__()

    def is_written(self) -> bool:
        """Whether `read` would not wait."""
        return self._asked.is_done()

    def read(self) -> tuple[CommitFiles, ...]:
        """List the commits that end in the newest, which comes first, at most `MAX_COMMITS`.

        Raises:
            OutsideError: git fails: in a clone without trees, for one.
        """
        log = self._asked.answer()
        if not log.is_good:
            raise OutsideError(f"git log failed: {log.complaint}", hint="Is the repository whole?")
        return tuple(_commits(log.output))


def shallow_boundary(root: Path) -> bytes:
    """Where the history of a shallow clone is cut off, as git keeps it; empty for a whole one.

    Two clones of one commit may be cut at different places, and then their changes differ.
    """
    repository = locate(root).repository
    if repository is None:
        return b""
    folder = Path(repository.git_dir)
    try:
        common = folder / (folder / "commondir").read_text("utf-8").strip()
    except (OSError, UnicodeError):  # not a linked work tree
        common = folder
    try:
        with (common / "shallow").open("rb") as file:
            return file.read(_BOUNDARY_MAX_BYTES)
    except OSError:
        return b""


def _commits(output: bytes) -> Iterator[CommitFiles]:
    """Read the words in order: none of them can pass for another, whatever names hold."""
    words = iter(output.split(b"\0"))
    word = next(words, b"")
    while word == _HEAD:
        address, name, seconds, parents = islice(words, _FIELDS)
        files = []
        word = next(words, b"")
        while (status := word.lstrip(b"\n")) in _STATUSES:
            files.append(FileChange(path=_text(next(words)), is_added=status == _ADDED))
            word = next(words, b"")
        if seconds.isdigit():  # a broken date otherwise
            author = Commit(
                author=_text(address), name=_text(name), seconds=int(seconds), day="", subject=""
            )
            yield CommitFiles(author, is_root=not parents, files=tuple(files))


def _text(name: bytes) -> str:
    return name.decode("utf-8", "surrogateescape")
