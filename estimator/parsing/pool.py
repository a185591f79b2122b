"""Source files into parsed files: from the cache where known, else by worker processes.

Read, parse and extraction of a file happen in one worker, which answers with compact bytes; a
syntax tree never crosses a process. The largest files go first, small ones in batches.
"""

import gc
import os
from collections.abc import Callable, Generator, Iterator, Sequence
from contextlib import closing, contextmanager
from pathlib import Path

import msgspec

from estimator.model.config import ScanConfig
from estimator.model.source import FileFacts, ParsedFile, Skipped, SourceFile, Value
from estimator.parsing.cache import FactsCache
from estimator.parsing.limits import Limits, limits_of
from estimator.parsing.work import Extract, Outcome, Task, outcome_of
from estimator.storage import TreeReader

_POOL_MIN_BYTES = 100_000
"""Below this, processes take longer to start than the work takes."""
_BATCH_BYTES = 128_000
_BATCH_FILES = 64
_BATCHES_A_JOB = 8
"""Of what is left at any time: the last batches even out."""
_LEAST_BATCH_BYTES = 16_000
"""Smaller ones cost more to send than they even out."""
_ROWS_A_WRITE = 500

_decoder = msgspec.msgpack.Decoder(FileFacts)


class Progress(Value, frozen=True, kw_only=True):
    """How far a run is."""

    files_done: int
    """Cached and skipped ones included."""
    files_total: int
    files_cached: int
    lines_done: int
    """Physical lines parsed in this run, without the cached files."""
    bytes_done: int
    """Of `bytes_total`."""
    bytes_total: int
    """Bytes that this run has to parse, without the cached files."""


def parse_files(  # noqa: PLR0913  # each is a different thing, four of them by keyword
    root: Path,
    files: Sequence[SourceFile],
    *,
    config: ScanConfig,
    extract: Extract,
    cache: FactsCache | None,
    on_progress: Callable[[Progress], None] | None = None,
) -> tuple[ParsedFile, ...]:
    """Extract the facts of all files; what cannot be read becomes a skip with its reason.

    A file whose content is not what its key says comes back with the key of its content.

    Args:
        root: the scanned folder.
        files: relative to the root, each path once, in any order.
        config: limits, number of processes and their start method.
        extract: a top-level function of a module, so that a spawned process can import it.
        cache: asked first and told about what is new; None works without.
        on_progress: called at the start and after each batch.

    Returns:
        One value a file, sorted by path, whatever the number of processes.

    Raises:
        OutsideError: processes cannot be started.
    """
    limits = limits_of(config)
    task = Task(root=str(root), limits=limits, extract=extract)
    with collector_paused():
        run = _Run(files, limits, cache, on_progress)
        try:
            with closing(run_tasks(task, run.unknown, config)) as batches:
                for outcomes in batches:
                    run.take(outcomes)
        finally:  # an interrupted run keeps what it has
            run.remember()
        return run.results()


class _Run:
    """The results so far."""

    def __init__(
        self,
        files: Sequence[SourceFile],
        limits: Limits,
        cache: FactsCache | None,
        on_progress: Callable[[Progress], None] | None,
    ) -> None:
        self._sources = {file.path: file for file in files}
        self._cache = cache
        self._on_progress = on_progress
        self._fresh: list[tuple[SourceFile, bytes]] = []
        self._lines = self._bytes = 0
        self._done: dict[str, ParsedFile] = {
            file.path: _skipped(file, f"larger than {limits.max_bytes} bytes")
            for file in files
            if file.size_bytes > limits.max_bytes
        }
        asked = [file for file in files if file.path not in self._done]
        known = cache.get_many(asked) if cache is not None else {}
        self._cached = len(known)
        self._done |= {
            path: ParsedFile(source=self._sources[path], facts=facts)
            for path, facts in known.items()
        }
        self.unknown = tuple(file for file in asked if file.path not in known)
        """Files that have to be parsed."""
        self._bytes_total = sum(file.size_bytes for file in self.unknown)
        self._report()

    def take(self, outcomes: tuple[Outcome, ...]) -> None:
        """Add the outcomes of one batch."""
        for outcome in outcomes:
            source = self._sources[outcome.path]
            self._bytes += source.size_bytes
            if outcome.reason:
                self._done[outcome.path] = _skipped(source, outcome.reason)
                continue
            if outcome.key == source.key:
                self._fresh.append((source, outcome.facts))
            else:
                source = msgspec.structs.replace(source, key=outcome.key)
            facts = _decoder.decode(outcome.facts)
            self._lines += facts.lines.code + facts.lines.comment + facts.lines.blank
            self._done[outcome.path] = ParsedFile(source=source, facts=facts)
        if len(self._fresh) >= _ROWS_A_WRITE:
            self.remember()
        self._report()

    def results(self) -> tuple[ParsedFile, ...]:
        """All of them, by path."""
        return tuple(self._done[path] for path in sorted(self._done))

    def remember(self) -> None:
        """Put what is new into the cache."""
        if self._cache is not None and self._fresh:
            self._cache.put_many(self._fresh)
        self._fresh = []

    def _report(self) -> None:
        if self._on_progress is not None:
            self._on_progress(
                Progress(
                    files_done=len(self._done),
                    files_total=len(self._sources),
                    files_cached=self._cached,
                    lines_done=self._lines,
                    bytes_done=self._bytes,
                    bytes_total=self._bytes_total,
                )
            )


def run_tasks(
    task: Task, files: Sequence[SourceFile], config: ScanConfig
) -> Generator[tuple[Outcome, ...]]:
    """Yield the outcomes of files, a batch at a time; without processes where there is little."""
    jobs = config.jobs or _cores()
    if jobs == 1 or sum(file.size_bytes for file in files) < _POOL_MIN_BYTES:
        with TreeReader(task.root) as tree:
            for batch in _batches(files, 1):
                yield tuple(outcome_of(task, file, tree) for file in batch)
        return
    from estimator.parsing.workers import run_batches, start_method  # noqa: PLC0415  # 25 ms

    method = start_method(config.start_method)
    yield from run_batches(task, tuple(_batches(files, jobs)), jobs=jobs, method=method)


def _batches(files: Sequence[SourceFile], jobs: int) -> Iterator[tuple[SourceFile, ...]]:
    """Largest files first, then ever smaller batches, so that all workers end together."""
    left = sum(file.size_bytes for file in files)
    least = min(_LEAST_BATCH_BYTES, left // (jobs * _BATCHES_A_JOB))
    batch: list[SourceFile] = []
    size = 0
    for file in sorted(files, key=lambda file: (-file.size_bytes, file.path)):
        share = min(_BATCH_BYTES, max(least, left // (jobs * _BATCHES_A_JOB)))
        if batch and (size + file.size_bytes > share or len(batch) == _BATCH_FILES):
            yield tuple(batch)
            left -= size
            batch, size = [], 0
        batch.append(file)
        size += file.size_bytes
    if batch:
        yield tuple(batch)


@contextmanager
def collector_paused() -> Iterator[None]:
    """Keep the cycle collector from walking a growing heap of facts, which hold no cycles.

    It would take half of the time of a warm run.
    """
    was_enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_enabled:
            gc.enable()


def _cores() -> int:
    """The cores that this process may use."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


def _skipped(source: SourceFile, reason: str) -> ParsedFile:
    return ParsedFile(source=source, facts=Skipped(path=source.path, reason=reason))
