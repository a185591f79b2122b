"""A scanned work tree -> what its git history has cost so far, for the facts of a scan."""

import hashlib
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import msgspec

from estimator.errors import InputError, OutsideError
from estimator.model.config import Config
from estimator.model.facts import RepositoryHistory
from estimator.model.source import Tree

if TYPE_CHECKING:
    from estimator.parsing.cache import FactsCache

_PACKAGE = Path(__file__).parent
_COUNTED_BY = ("sourcehistory.py", "discovery/history.py", "costing/history.py")
_CONSTANTS = "reference/history.toml"
_DIGITS = 6
"""Of an engineer-month: seconds, and the same on every version of Python."""


class SourceHistory(NamedTuple):
    """What the facts say of the history, and whether the next scan would find the same."""

    found: RepositoryHistory | None
    is_lasting: bool = True


def source_history(
    tree: Tree, config: Config, warn: Callable[[str], None], cache: "FactsCache | None" = None
) -> SourceHistory:
    """Measure the whole history of HEAD, EM, by the constants of the built-in rules.

    None where it is not asked for, the folder is no whole work tree, there is no commit of a
    person, or git failed; `warn` is told of the last. With a cache, git is asked once a commit.
    """
    if not _is_asked_for(tree, config):
        return SourceHistory(None)
    if cache is None:
        return _measured(tree, warn)
    identity = tree.identity
    key = f"history {identity.commit} {identity.is_shallow} {history_key(tree, config).hex()}"
    content = cache.get_summary(key)
    if content is not None:
        with suppress(msgspec.DecodeError):  # written by another version: measure again
            return SourceHistory(msgspec.msgpack.decode(content, type=RepositoryHistory | None))
    measured = _measured(tree, warn)
    if measured.is_lasting:
        cache.put_summary(key, msgspec.msgpack.encode(measured.found))
    return measured


def _measured(tree: Tree, warn: Callable[[str], None]) -> SourceHistory:
    from estimator.costing.history import measure  # noqa: PLC0415  # start-up time
    from estimator.discovery.history import read_log  # noqa: PLC0415  # the same
    from estimator.rulebook.load import load_rulebook  # noqa: PLC0415  # the same

    try:
        measured = measure(read_log(Path(tree.root)), load_rulebook())
    except InputError:
        return SourceHistory(None)
    except OutsideError as failure:
        warn(f"{failure.message}; the facts hold no history")
        return SourceHistory(None, is_lasting=False)
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


def history_key(tree: Tree, config: Config) -> bytes:
    """Name what the history in the facts depends on, besides the tree's identity."""
    if not _is_asked_for(tree, config):
        return b"no history\n"
    from estimator.rulebook.load import built_in_directory  # noqa: PLC0415  # start-up time

    digest = hashlib.blake2b(digest_size=20)
    for file in (*(_PACKAGE / name for name in _COUNTED_BY), built_in_directory() / _CONSTANTS):
        digest.update(file.read_bytes())
    return b"history " + digest.digest() + b"\n"


def _is_asked_for(tree: Tree, config: Config) -> bool:
    """A folder of a repository has no history of its own: files move in and out of it."""
    identity = tree.identity
    return config.scan.history and identity.commit is not None and not identity.subfolder
