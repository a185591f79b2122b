"""A scanned work tree -> what its git history has cost so far, for the facts of a scan."""

import hashlib
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager, suppress
from pathlib import Path
from typing import TYPE_CHECKING, Generic, NamedTuple, TypeVar

import msgspec

from estimator.errors import EstimatorError, InputError, OutsideError
from estimator.model.config import Config
from estimator.model.facts import RepositoryHistory
from estimator.model.source import Tree

if TYPE_CHECKING:
    from estimator.discovery.history import StartedLog
    from estimator.parsing.cache import FactsCache

_PACKAGE = Path(__file__).parent
_COUNTED_BY = ("sourcehistory.py", "discovery/history.py", "costing/history.py")
_CONSTANTS = ("reference/history.toml", "reference/units.toml")
_DIGITS = 6
"""Of an engineer-month: seconds, and the same on every version of Python."""


class SourceHistory(NamedTuple):
    """What the facts say of the history, and whether the next scan would find the same."""

    found: RepositoryHistory | None
    is_lasting: bool = True


_Found = TypeVar("_Found")


class Pending(Generic[_Found]):
    """What follows from an answer of git, while git may still be writing it down."""

    def __init__(self, measured: Callable[[], _Found], is_written: Callable[[], bool]) -> None:
        """`measured` is called once at most, `is_written` says whether it would wait."""
        self._measured = measured
        self._is_written = is_written
        self._found: _Found | None = None

    def look(self) -> None:
        """Measure now if git is done: for a moment in which there is nothing else to do."""
        if self._found is None and self._is_written():
            self.result()

    def result(self) -> _Found:
        """Wait for git, and measure."""
        if self._found is None:
            self._found = self._measured()
        return self._found


@contextmanager
def source_history(
    tree: Tree, config: Config, warn: Callable[[str], None], cache: "FactsCache | None" = None
) -> Iterator[Pending[SourceHistory]]:
    """Measure the whole history of HEAD, EM, by the constants of the built-in rules.

    Git starts to work now. The result is None where the history is not asked for, the folder is no
    whole work tree, there is no commit of a person, or git failed; `warn` is told of the last.
    With a cache, git is asked once a commit.
    """
    commit = tree.identity.commit
    if commit is None or not _is_asked_for(tree, config):
        yield Pending(lambda: SourceHistory(None), lambda: True)
        return
    key = f"history {commit} {tree.identity.is_shallow} {history_key(tree, config).hex()}"
    remembered = None if cache is None else _decoded(cache.get_summary(key))
    if remembered is not None:
        yield Pending(lambda: remembered, lambda: True)
        return
    with ExitStack() as running:
        log = _started(tree, commit, running)
        if isinstance(log, EstimatorError):
            yield Pending(lambda: _without(log, warn), lambda: True)
            return

        def measured() -> SourceHistory:
            found = _measured(log, warn)
            if cache is not None and found.is_lasting:
                cache.put_summary(key, msgspec.msgpack.encode(found.found))
            return found

        yield Pending(measured, log.is_written)


def _decoded(content: bytes | None) -> SourceHistory | None:
    if content is not None:
        with suppress(msgspec.DecodeError):  # written by another version: measure again
            return SourceHistory(msgspec.msgpack.decode(content, type=RepositoryHistory | None))
    return None


def _started(tree: Tree, commit: str, running: ExitStack) -> "StartedLog | EstimatorError":
    from estimator.discovery.history import StartedLog  # noqa: PLC0415  # start-up time

    try:
        log = StartedLog(Path(tree.git_root), commit, is_shallow=tree.identity.is_shallow)
    except (InputError, OutsideError) as failure:
        return failure
    return running.enter_context(log)


def _measured(log: "StartedLog", warn: Callable[[str], None]) -> SourceHistory:
    from estimator.costing.history import measure  # noqa: PLC0415  # start-up time
    from estimator.rulebook.load import built_in_constants  # noqa: PLC0415  # the same

    try:
        measured = measure(log.read(), built_in_constants(*_CONSTANTS))
    except (InputError, OutsideError) as failure:
        return _without(failure, warn)
    return SourceHistory(
        RepositoryHistory(
            commits=measured.commits,
            authors=len(measured.authors),
            em_days=round(measured.em_days, _DIGITS),
            em_sessions=round(measured.em_sessions, _DIGITS),
            em_history=round(measured.em_history, _DIGITS),
            first_day=measured.first_day,
            last_day=measured.last_day,
            is_shallow=measured.is_shallow,
            squash_share=round(measured.squash_share, _DIGITS),
        )
    )


def _without(failure: EstimatorError, warn: Callable[[str], None]) -> SourceHistory:
    if isinstance(failure, InputError):
        return SourceHistory(None)
    warn(f"{failure.message}; the facts hold no history")
    return SourceHistory(None, is_lasting=False)


def history_key(tree: Tree, config: Config) -> bytes:
    """Name what the history in the facts depends on, besides the tree's identity."""
    if not _is_asked_for(tree, config):
        return b"no history\n"
    from estimator.rulebook.load import built_in_directory  # noqa: PLC0415  # start-up time

    digest = hashlib.blake2b(digest_size=20)
    rules = built_in_directory()
    for file in (
        *(_PACKAGE / name for name in _COUNTED_BY),
        *(rules / name for name in _CONSTANTS),
    ):
        digest.update(file.read_bytes())
    if tree.identity.is_shallow:  # two clones of one commit may be cut at different places
        from estimator.discovery.changes import shallow_boundary  # noqa: PLC0415  # start-up time

        digest.update(shallow_boundary(Path(tree.git_root)))
    return b"history " + digest.digest() + b"\n"


def _is_asked_for(tree: Tree, config: Config) -> bool:
    """A folder of a repository has no history of its own: files move in and out of it."""
    identity = tree.identity
    return config.scan.history and identity.commit is not None and not identity.subfolder
