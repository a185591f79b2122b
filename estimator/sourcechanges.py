"""A scanned work tree -> what its last twelve months changed, authors as numbers, for the facts."""

import hashlib
from collections.abc import Callable, Iterable, Iterator
from contextlib import ExitStack, contextmanager, suppress
from datetime import datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import msgspec

from estimator.errors import EstimatorError, InputError, OutsideError
from estimator.languages.buildfiles import MAILMAP
from estimator.model.config import Config
from estimator.model.history import Change, Changes
from estimator.model.source import Tree
from estimator.sourcehistory import Pending

if TYPE_CHECKING:
    from estimator.discovery.changes import CommitFiles, StartedChanges
    from estimator.parsing.cache import FactsCache

WINDOW_DAYS = 365
"""Before the scanned commit."""
_PACKAGE = Path(__file__).parent
_COUNTED_BY = (
    *("sourcechanges.py", "discovery/changes.py", "discovery/mailmap.py"),
    "costing/history.py",
)


class SourceChanges(NamedTuple):
    """What was changed, and whether the next scan would find the same."""

    found: Changes | None
    is_lasting: bool = True


@contextmanager
def source_changes(
    tree: Tree, config: Config, warn: Callable[[str], None], cache: "FactsCache | None" = None
) -> Iterator[Pending[SourceChanges]]:
    """Read which files the commits of people changed in the year before the scanned commit.

    Git starts to work now. The result is None where history is not asked for, the folder is no
    whole work tree, or git failed; `warn` is told of the last. With a cache, git is asked once a
    commit. Addresses and names of people never leave this module.
    """
    if not _is_asked_for(tree, config):
        yield Pending(lambda: SourceChanges(None), lambda: True)
        return
    key = f"changes {tree.identity.commit} {changes_key(tree, config).hex()}"
    remembered = None if cache is None else _decoded(cache.get_summary(key))
    if remembered is not None:
        yield Pending(lambda: remembered, lambda: True)
        return
    with ExitStack() as running:
        log = _started(tree, running)
        if isinstance(log, EstimatorError):
            yield Pending(lambda: _without(log, warn), lambda: True)
            return

        def read() -> SourceChanges:
            found = _read(tree, log, warn)
            if cache is not None and found.is_lasting and found.found is not None:
                cache.put_summary(key, msgspec.msgpack.encode(found.found))
            return found

        yield Pending(read, log.is_written)


def _decoded(content: bytes | None) -> SourceChanges | None:
    if content is not None:
        with suppress(msgspec.DecodeError):  # written by another version: read again
            return SourceChanges(msgspec.msgpack.decode(content, type=Changes))
    return None


def changes_key(tree: Tree, config: Config) -> bytes:
    """Name what the changes depend on, besides the tree's identity."""
    if not _is_asked_for(tree, config):
        return b"no changes\n"
    digest = hashlib.blake2b(digest_size=20)
    for name in _COUNTED_BY:
        digest.update((_PACKAGE / name).read_bytes())
    digest.update(tree.texts.get(MAILMAP, b"") + b"\0")
    if tree.identity.is_shallow:
        from estimator.discovery.changes import shallow_boundary  # noqa: PLC0415  # start-up time

        digest.update(shallow_boundary(Path(tree.git_root)))
    return b"changes " + digest.digest() + b"\n"


def _is_asked_for(tree: Tree, config: Config) -> bool:
    identity = tree.identity
    is_whole = identity.commit is not None and not identity.subfolder
    return config.scan.history and is_whole and identity.committed_at is not None


def _started(tree: Tree, running: ExitStack) -> "StartedChanges | EstimatorError":
    from estimator.discovery.changes import StartedChanges  # noqa: PLC0415  # start-up time

    identity = tree.identity
    head = datetime.fromisoformat(identity.committed_at or "")
    since = int((head - timedelta(days=WINDOW_DAYS)).timestamp())
    try:
        log = StartedChanges(Path(tree.git_root), commit=identity.commit or "", since_seconds=since)
    except (InputError, OutsideError) as failure:
        return failure
    return running.enter_context(log)


def _read(tree: Tree, log: "StartedChanges", warn: Callable[[str], None]) -> SourceChanges:
    from estimator.discovery.changes import MAX_COMMITS  # noqa: PLC0415  # start-up time

    try:
        commits = log.read()
    except OutsideError as failure:
        return _without(failure, warn)
    is_shallow = tree.identity.is_shallow
    if is_shallow:
        commits = tuple(one for one in commits if not one.is_root)
    return SourceChanges(
        Changes(
            days=WINDOW_DAYS,
            commits=tuple(_people(commits, tree.texts.get(MAILMAP, b""))),
            is_cut=is_shallow or len(commits) >= MAX_COMMITS,
        )
    )


def _without(failure: EstimatorError, warn: Callable[[str], None]) -> SourceChanges:
    if isinstance(failure, InputError):
        return SourceChanges(None)
    warn(f"{failure.message}; the facts say nothing of recent changes")
    return SourceChanges(None, is_lasting=False)


def _people(commits: "Iterable[CommitFiles]", mailmap: bytes) -> Iterator[Change]:
    """Leave out what programs committed, and number the authors in order of appearance."""
    from estimator.costing.history import is_bot  # noqa: PLC0415  # start-up time
    from estimator.discovery.mailmap import read_mailmap  # noqa: PLC0415  # the same

    address_of = read_mailmap(mailmap)
    numbers: dict[str, int] = {}
    for commit, _, files in commits:
        if not is_bot(commit.name, commit.author):
            address = address_of(commit.author, commit.name)
            yield Change(author=numbers.setdefault(address, len(numbers)), files=files)
