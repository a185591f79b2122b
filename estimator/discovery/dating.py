"""Files of a repository into the commits that last changed them, and how old those are."""

from collections.abc import Mapping
from pathlib import Path

from estimator.discovery.git import Answer, GitFolder, ask
from estimator.discovery.repository import locate
from estimator.model.content import blob_key, is_content_of
from estimator.model.source import Value

_AT_ONCE = 4
_SECONDS_PER_DAY = 86_400
_LOG = ("log", "--max-count=1", "--no-patch", "--no-ext-diff", "--no-textconv", "--no-mailmap")
_FORMAT = "--format=tformat:%H %ct"


class Dated(Value, frozen=True, kw_only=True):
    """The last commit that changed a file."""

    commit: str
    age_days: int
    """From that commit to HEAD, whole days, by the committers' clocks; never below 0."""


def date_files(
    root: Path, contents: Mapping[str, bytes], revision: str = "HEAD"
) -> dict[str, Dated]:
    """Date files whose content is what a revision says; all others are left out.

    A shallow clone dates nothing: its oldest commit seems to have changed every file.

    Args:
        root: a folder, in a repository or not.
        contents: path relative to the root -> what was read there.
        revision: a commit; also that up to which an age is counted.

    Raises:
        OutsideError: git is missing or does not answer.
    """
    folder = root.resolve()
    repository = locate(folder).repository
    if repository is None or not contents:
        return {}
    head, shallow = ask(
        repository,
        (*_LOG, _FORMAT, revision, "--"),
        ("rev-parse", "--is-shallow-repository"),
    )
    now = _commit(head)
    if now is None or shallow.output.strip() != b"false":
        return {}
    prefix = folder.relative_to(repository.top).as_posix()
    below = "" if prefix == "." else f"{prefix}/"
    paths = sorted(contents)
    dated: dict[str, Dated] = {}
    for start in range(0, len(paths), _AT_ONCE):
        some = paths[start : start + _AT_ONCE]
        for path, found in zip(
            some, _commits(repository, below, some, contents, revision), strict=True
        ):
            if found is not None:
                commit, seconds = found
                age = max(0, now[1] - seconds) // _SECONDS_PER_DAY
                dated[path] = Dated(commit=commit, age_days=age)
    return dated


def _commits(
    repository: GitFolder,
    below: str,
    paths: list[str],
    contents: Mapping[str, bytes],
    revision: str,
) -> list[tuple[str, int] | None]:
    """Commit and its date for each path; None where the revision holds something else."""
    blobs = [
        ("rev-parse", "--verify", "--quiet", "--end-of-options", f"{revision}:{below}{path}")
        for path in paths
    ]
    logs = [(*_LOG, _FORMAT, revision, "--", f"{below}{path}") for path in paths]
    answers = list(ask(repository, *blobs, *logs))
    return [
        _commit(log) if _is_committed(blob, contents[path]) else None
        for path, blob, log in zip(paths, answers, answers[len(paths) :], strict=False)
    ]


def _is_committed(answer: Answer, content: bytes) -> bool:
    blob = answer.output.decode("ascii", "replace").strip()
    return answer.is_good and is_content_of(blob_key(blob), content)


def _commit(answer: Answer) -> tuple[str, int] | None:
    commit, _, seconds = answer.output.decode("ascii", "replace").strip().partition(" ")
    return (commit, int(seconds)) if answer.is_good and seconds.isdecimal() else None
