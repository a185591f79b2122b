"""A repository's git log into commits, in one walk that compares no contents."""

import re
from collections.abc import Sequence
from pathlib import Path
from typing import Self

from estimator.discovery.git import Answer, Asked, GitFolder, ask
from estimator.discovery.repository import locate
from estimator.errors import InputError, OutsideError
from estimator.model.history import Commit, Log

_FIELDS = 5
_DATE = re.compile(r"\d{4}-\d\d-\d\d")
_LOG = (
    "log",
    "-z",
    "--no-merges",
    "--no-patch",
    "--no-ext-diff",
    "--no-textconv",
    "--no-mailmap",
    "--no-notes",
    "--no-color",
    "--encoding=UTF-8",
    "--format=tformat:%ae%x00%an%x00%at%x00%ad%x00%s",
    "--date=short",
)


def read_log(
    root: Path, *, paths: Sequence[str] = (), since: str | None = None, until: str | None = None
) -> Log:
    """List the commits of a repository that are no merges, newest first.

    Args:
        root: a checkout, or a folder in one: then only commits that touch the folder count.
        paths: folders below `root`; none means all of it.
        since: a date (YYYY-MM-DD, included) or a revision (not included).
        until: a date or a revision, both included; else HEAD.

    Raises:
        InputError: no repository, no commits, an unknown revision, or a path out of the folder.
        OutsideError: git is missing or fails.
    """
    repository, prefix = _repository(root)
    begin, end = _is_date(since), _is_date(until)
    revisions = [_resolved(repository, "HEAD" if until is None or end else until)]
    if since is not None and not begin:
        revisions.append("^" + _resolved(repository, since))
    below = [_below(prefix, path) for path in paths] or [prefix]
    limits = [path for path in below if path]
    limits = limits if len(limits) == len(below) else []
    log, shallow = ask(
        repository,
        (*_LOG, *revisions, "--", *limits),
        ("rev-parse", "--is-shallow-repository"),
    )
    commits = tuple(
        commit
        for commit in _commits(log)
        if (not begin or since is None or commit.day >= since)
        and (not end or until is None or commit.day <= until)
    )
    return Log(commits=commits, is_shallow=shallow.output.strip() == b"true")


class StartedLog:
    """The log of a whole repository, which git writes down while something else is done."""

    def __init__(self, root: Path, commit: str, *, is_shallow: bool) -> None:
        """Start git.

        Args:
            root: the top of a checkout.
            commit: the id of the newest commit.
            is_shallow: what is known about the clone.

        Raises:
            InputError: no repository.
            OutsideError: git is missing.
        """
        repository, _ = _repository(root)
        self._is_shallow = is_shallow
        self._asked = Asked(repository, (*_LOG, commit, "--"))

    def __enter__(self) -> Self:
        """Give itself; git is running already."""
        return self

    def __exit__(self, *_: object) -> None:
        """End git, whether the log was read or not."""
        self._asked.__exit__()

    def is_written(self) -> bool:
        """Whether `read` would not wait."""
        return self._asked.is_done()

    def read(self) -> Log:
        """List the commits that are no merges, newest first. Raises OutsideError when git fails."""
        return Log(commits=tuple(_commits(self._asked.answer())), is_shallow=self._is_shallow)


def _repository(root: Path) -> tuple[GitFolder, str]:
    if not root.is_dir():
        raise InputError(f"{root}: no such folder", hint="give the folder of a checkout")
    folder = root.resolve()
    repository = locate(folder).repository
    if repository is None:
        raise InputError(f"{root} is not in a git repository", hint="history needs a clone")
    prefix = folder.relative_to(repository.top).as_posix()
    return repository, "" if prefix == "." else prefix


def _is_date(text: str | None) -> bool:
    return text is not None and _DATE.fullmatch(text) is not None


def _resolved(repository: GitFolder, revision: str) -> str:
    question = ("rev-parse", "--verify", "--quiet", "--end-of-options", f"{revision}^{{commit}}")
    (answer,) = ask(repository, question)
    found = answer.output.decode("ascii", "replace").strip().rpartition("\n")[2]
    if not answer.is_good or re.fullmatch(r"[0-9a-f]{40,64}", found) is None:
        raise InputError(
            f"there is no commit {revision}", hint="give a date (2026-05-31) or a revision"
        )
    return found


def _below(prefix: str, path: str) -> str:
    parts = [part for part in path.split("/") if part not in {"", "."}]
    if path.startswith("/") or ".." in parts:
        raise InputError(
            f"--path {path} leads out of the folder", hint="give a folder below it: --path src"
        )
    return "/".join((*filter(None, (prefix,)), *parts))


def _commits(log: Answer) -> list[Commit]:
    if not log.is_good:
        raise OutsideError(f"git log failed: {log.complaint}", hint="Is the repository whole?")
    fields = log.output.decode("utf-8", "replace").split("\0")
    found = []
    for start in range(0, len(fields) - _FIELDS + 1, _FIELDS):
        email, name, seconds, day, subject = fields[start : start + _FIELDS]
        if not seconds.isdecimal():  # a broken date
            continue
        found.append(
            Commit(author=email.lower(), name=name, seconds=int(seconds), day=day, subject=subject)
        )
    return found
