"""What is kept of HEAD in the cache, so that a check of a few files reads nothing else."""

import os
from pathlib import Path
from typing import NamedTuple

from estimator.checkstate import (
    KeptState,
    Moved,
    advanced,
    decode_state,
    encode_state,
    moved_state,
    state_key,
    state_of,
)
from estimator.cli.options import Common, configuration
from estimator.discovery.git import read_blobs
from estimator.discovery.index import Change, Staged, changes_between
from estimator.discovery.revision import Revision
from estimator.languages import LANGUAGES
from estimator.languages.buildfiles import is_wanted_text
from estimator.model.baseline import BASELINE_FILE
from estimator.model.config import Config
from estimator.model.policy import Policy
from estimator.model.rules import Rulebook
from estimator.parsing.cache import FactsCache, open_cache
from estimator.scanning import FILES_WANTED, Scan
from estimator.storage import read_inside

OWN_FILE = "estimator.toml"
_STATE = "check state 1"
_LARGEST_BYTES = 64_000_000
_SUFFIXES = tuple(suffix for spec in LANGUAGES.values() for suffix in spec.suffixes)


class Asked(NamedTuple):
    """What the command line says."""

    folder: Path
    files: tuple[Path, ...]
    is_all: bool
    against: str
    """HEAD, a revision, ``baseline``, or "" for what the policy says."""
    baseline: Path | None
    is_budget: bool
    language: str | None
    rules: tuple[str, ...]
    records: str | None


class Exact(NamedTuple):
    """What counting HEAD anew found."""

    scanned: Scan | None
    revision: Revision
    config: Config
    policy: Policy
    rulebook: Rulebook
    baseline_name: str


class Kept:
    """A state of HEAD with the cache that it lies in. Close it."""

    def __init__(self, state: KeptState, staged: Staged, cache: FactsCache) -> None:
        """Take what `kept` found."""
        self.state = state
        self._staged = staged
        self._cache = cache

    def close(self) -> None:
        """Close the cache."""
        self._cache.close()

    def moved(self, paths: frozenset[str]) -> Moved | None:
        """Lay the staged changes over it; `paths` are looked at, changed or not."""
        changes = [one for one in self._staged.changes if one.path.endswith(_SUFFIXES)]
        return moved_state(self.state, changes, self._staged.repository, self._cache, sorted(paths))


def kept(asked: Asked, staged: Staged, shared: Common) -> Kept | None:
    """What is kept of HEAD, where the staged changes can be laid over it; else None."""
    if not _may_be_kept(asked, staged) or not _are_simple(staged.changes):
        return None
    scan = configuration(None, shared).scan
    tell = _quiet if shared.quiet else _tell  # what is damaged is made anew here, and told once
    store = open_cache(scan, fingerprint=_STATE, root=asked.folder, warn=tell)
    if store is None:
        return None
    try:
        key = _key(asked, staged, shared)
        state = decode_state(store.get_summary(key))
        if state is None or not _is_in_force(state, asked, staged):
            return None
        cache = open_cache(
            state.config.scan, fingerprint=state.fingerprint, root=asked.folder, warn=_quiet
        )
        if cache is None:
            return None
        if state.commit != staged.commit:
            state = _caught_up(state, staged, cache)
            if state is None:
                cache.close()
                return None
            store.put_summary(key, encode_state(state))
        return Kept(state, staged, cache)
    finally:
        store.close()


def keep(asked: Asked, staged: Staged, shared: Common, exact: Exact) -> None:
    """Keep what was counted, where that is all that a later check needs."""
    config = exact.config
    is_plain = not (config.rules or config.records or config.own_ports)
    if exact.scanned is None or not is_plain or not _may_be_kept(asked, staged):
        return
    blobs = {entry.path: entry.blob for entry in exact.revision.entries}
    content: bytes | None = None
    if exact.baseline_name:
        blob = blobs.get(exact.baseline_name, "")
        (content,) = read_blobs(staged.repository, [blob]) if blob else (None,)
        if content is None or any(one.path == exact.baseline_name for one in staged.changes):
            return
    if any(one.path == OWN_FILE for one in staged.changes):
        return
    store = open_cache(config.scan, fingerprint=_STATE, root=asked.folder, warn=_quiet)
    if store is None:
        return
    try:
        state = state_of(
            exact.scanned,
            blobs,
            commit=staged.commit,
            tracks_config=OWN_FILE in blobs,
            own_file=_on_disk(asked.folder, OWN_FILE),
            baseline=(exact.baseline_name, content),
            config=config,
            policy=exact.policy,
            rulebook=exact.rulebook,
        )
        store.put_summary(_key(asked, staged, shared), encode_state(state))
    finally:
        store.close()


def _may_be_kept(asked: Asked, staged: Staged) -> bool:
    is_usual = asked.against in {"", "HEAD"} and asked.baseline is None
    is_whole = asked.is_all or asked.is_budget
    return is_usual and not is_whole and bool(staged.commit) and not staged.conflicts


def _are_simple(changes: tuple[Change, ...]) -> bool:
    """Whether they exchange contents of files that no manifest, rule or policy is."""
    manifests = FILES_WANTED["manifest_names"]
    for one in changes:
        name = one.path.rpartition("/")[2]
        if not one.before or not one.after or name in manifests or one.path == OWN_FILE:
            return False
        if is_wanted_text(one.path) or name == BASELINE_FILE:
            return False
    return True


def _is_in_force(state: KeptState, asked: Asked, staged: Staged) -> bool:
    """Whether configuration and baseline are still those that were kept."""
    if any(one.path == state.baseline_name for one in staged.changes):
        return False
    if not state.tracks_config and _on_disk(asked.folder, OWN_FILE) != state.own_file:
        return False
    has_said = bool(state.baseline_name) or state.policy.against == "HEAD"
    return has_said or _on_disk(asked.folder, BASELINE_FILE) is None


def _caught_up(state: KeptState, staged: Staged, cache: FactsCache) -> KeptState | None:
    """The state of HEAD, from that of another commit; None where that is not simple."""
    changes = changes_between(staged, state.commit)
    if changes is None or not _are_simple(changes):
        return None
    if any(one.path == state.baseline_name for one in changes):
        return None
    sources = [one for one in changes if one.path.endswith(_SUFFIXES)]
    moved = moved_state(state, sources, staged.repository, cache)
    return None if moved is None else advanced(state, moved, sources, staged.commit)


def _key(asked: Asked, staged: Staged, shared: Common) -> str:
    own = {name: text for name, text in os.environ.items() if name.startswith("ESTIMATOR_")}
    given = b"" if shared.config is None else shared.config.read_bytes()
    return state_key(
        staged.repository.git_dir,
        staged.subfolder,
        sorted(own.items()),
        given,
        (asked.language, asked.rules, asked.records, asked.against),
        (shared.exclude, shared.cache_dir),
    )


def _on_disk(folder: Path, name: str) -> bytes | None:
    try:
        return read_inside(str(folder.resolve()), name, max_bytes=_LARGEST_BYTES)
    except OSError:
        return None


def _tell(message: str) -> None:
    from estimator.cli.sides import warn  # noqa: PLC0415  # start-up time

    warn(message)


def _quiet(_message: str) -> None:
    """What is wrong with the cache is said by the scan."""
