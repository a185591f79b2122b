"""Git's answers about the work tree into one row a path: what the index claims, what is new."""

import os
import re
from typing import NamedTuple

from estimator.discovery.git import Answer, GitFolder, ask
from estimator.errors import InputError

_SUBMODULE = "160000"
_SPARSE = "S"
_ROW = re.compile(
    r"([A-Za-z?]) (\d{6}) ([0-9a-f]+) (\d)\t([^\0]+)\0"
    r"(?:  ctime: (\d+):(\d+)\n  mtime: (\d+):(\d+)\n"
    r"  dev: \d+\tino: \d+\n  uid: \d+\tgid: \d+\n  size: (\d+)\tflags: [0-9a-f]+\n)?"
)
_BILLION = 1_000_000_000


class Stamp(NamedTuple):
    """What the index remembers of a file on disk."""

    changed_ns: int
    modified_ns: int
    size_bytes: int
    """Modulo 2**32, as git keeps it."""


class Listed(NamedTuple):
    """One path below the scanned root. `path` may hold surrogates for bytes that are not UTF-8."""

    path: str
    blob: str = ""
    """Blob id in the index; ``""`` for a file that git does not track, or one in conflict."""
    stamp: Stamp | None = None
    """None where the index's word cannot be trusted: the content has to be hashed."""
    is_sparse: bool = False
    """Left out of the work tree by a sparse checkout."""


class Listing(NamedTuple):
    """All that git says about the files below the scanned root."""

    rows: list[Listed]
    """Sorted by path, each path once."""
    repositories: tuple[str, ...]
    """Submodules and nested repositories, sorted: repositories of their own."""
    staged: frozenset[str]
    """Paths whose index entry differs from HEAD."""
    has_tracked: bool


def list_work_tree(repository: GitFolder, subfolder: str) -> Listing:
    """Ask git for the files below a folder of the work tree (``""``: all of it).

    Raises:
        InputError: git cannot read the repository.
        OutsideError: git is missing or does not answer.
    """
    below = ("--", subfolder) if subfolder else ("--",)
    answers = ask(
        repository,
        ("ls-files", "--stage", "-t", "--debug", "-z", *below),
        ("ls-files", "--others", "--exclude-standard", "-z", *below),
        ("diff-index", "--cached", "--name-only", "--no-renames", "-z", "HEAD", *below),
    )
    prefix = f"{subfolder}/" if subfolder else ""
    rows, submodules = _tracked(_text(_output(next(answers))), prefix, _index_time_ns(repository))
    untracked, changed = answers  # git was walking the disk meanwhile
    has_tracked = bool(rows or submodules)
    others = _paths(_output(untracked), prefix)
    for path in others:
        if not path.endswith("/"):
            rows.setdefault(path, Listed(path))
    nested = {path.rstrip("/") for path in others if path.endswith("/")}
    return Listing(
        rows=[rows[path] for path in sorted(rows)],
        repositories=tuple(sorted(submodules | nested)),
        staged=frozenset(_paths(changed.output, prefix)),  # fails where HEAD names no commit yet
        has_tracked=has_tracked,
    )


def _tracked(text: str, prefix: str, index_ns: int) -> tuple[dict[str, Listed], set[str]]:
    """Rows of `ls-files --stage -t --debug`, and the paths of submodules.

    Git calls the form of --debug unstable. Where a row lacks the stamp, the content is hashed.
    """
    rows: dict[str, Listed] = {}
    submodules: set[str] = set()
    for tag, mode, blob, stage, name, *numbers in _ROW.findall(text):
        path = name.removeprefix(prefix)
        if mode == _SUBMODULE:
            submodules.add(path)
        elif stage != "0":
            rows[path] = Listed(path)
        else:
            rows[path] = Listed(path, blob, _stamp(numbers, index_ns), tag == _SPARSE)
    return rows, submodules


def _stamp(numbers: list[str], index_ns: int) -> Stamp | None:
    """The stamp, unless missing or racy: a file as young as the index may have changed since."""
    if not numbers[0]:
        return None
    changed, changed_rest, modified, modified_rest, size = map(int, numbers)
    modified_ns = modified * _BILLION + modified_rest
    if modified_ns >= index_ns:
        return None
    return Stamp(changed * _BILLION + changed_rest, modified_ns, size)


def _index_time_ns(repository: GitFolder) -> int:
    try:
        return os.stat(os.path.join(repository.git_dir, "index")).st_mtime_ns  # noqa: PTH116, PTH118
    except OSError:
        return 0


def _paths(output: bytes, prefix: str) -> list[str]:
    return [path.removeprefix(prefix) for path in _text(output).split("\0") if path]


def _output(answer: Answer) -> bytes:
    if not answer.is_good:
        raise InputError(
            f"git cannot read this repository: {answer.complaint}",
            hint="git fsck tells more. A copy of the folder without .git can be scanned too.",
        )
    return answer.output


def _text(output: bytes) -> str:
    """Decode names alike in every locale."""
    return output.decode("utf-8", "surrogateescape")
