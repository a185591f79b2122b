"""Product files into how they hang together: the second walk, by the same processes and cache."""

from collections.abc import Callable, Mapping, Sequence
from contextlib import closing
from pathlib import Path

import msgspec

from estimator.model.config import ScanConfig
from estimator.model.links import FileLinks
from estimator.model.source import SourceFile
from estimator.parsing.cache import FactsCache
from estimator.parsing.connect import connect, reading_of
from estimator.parsing.limits import limits_of
from estimator.parsing.pool import Progress, collector_paused, run_tasks
from estimator.parsing.work import Task

_ROWS_A_WRITE = 500
_decoder = msgspec.msgpack.Decoder(FileLinks)


def link_files(
    root: Path,
    files: Sequence[SourceFile],
    *,
    config: ScanConfig,
    cache: FactsCache | None,
    on_progress: Callable[[Progress], None] | None = None,
) -> Mapping[str, FileLinks]:
    """Walk over product files once more, or take what the cache has.

    Args:
        root: the scanned folder.
        files: product files, as the first walk gave them back; their language is the plain id.
        config: limits, number of processes and their start method.
        cache: asked first and told about what is new; None works without.
        on_progress: called at the start and after each batch; lines are not counted here.

    Returns:
        Links by path, sorted. A file that cannot be read now, or is beyond the limits, has none.

    Raises:
        OutsideError: processes cannot be started.
    """
    limits = limits_of(config)
    asked = {
        file.path: msgspec.structs.replace(file, language=reading_of(file.language))
        for file in files
        if file.size_bytes <= limits.max_bytes
    }
    with collector_paused():
        found = cache.get_links(tuple(asked.values())) if cache is not None else {}
        unknown = tuple(file for path, file in asked.items() if path not in found)
        run = _Run(asked, found, cache, _Meter(files, unknown, on_progress))
        task = Task(root=str(root), limits=limits, extract=connect)
        try:
            with closing(run_tasks(task, unknown, config)) as batches:
                for outcomes in batches:
                    for outcome in outcomes:
                        run.take(outcome.path, outcome.key, outcome.facts)
                    run.report()
        finally:  # an interrupted run keeps what it has
            run.remember()
    return {path: found[path] for path in sorted(found)}


class _Meter:
    """How far the run is, told to whom it concerns."""

    def __init__(
        self,
        files: Sequence[SourceFile],
        unknown: Sequence[SourceFile],
        on_progress: Callable[[Progress], None] | None,
    ) -> None:
        self._on_progress = on_progress
        self._files = len(files)
        self._cached = len(files) - len(unknown)
        self._bytes = sum(file.size_bytes for file in unknown)
        self._done = self._done_bytes = 0

    def count(self, file: SourceFile) -> None:
        self._done += 1
        self._done_bytes += file.size_bytes

    def report(self) -> None:
        if self._on_progress is None:
            return
        self._on_progress(
            Progress(
                files_done=self._cached + self._done,
                files_total=self._files,
                files_cached=self._cached,
                lines_done=0,
                bytes_done=self._done_bytes,
                bytes_total=self._bytes,
            )
        )


class _Run:
    """The links so far."""

    def __init__(
        self,
        asked: Mapping[str, SourceFile],
        found: dict[str, FileLinks],
        cache: FactsCache | None,
        meter: _Meter,
    ) -> None:
        self._asked = asked
        self._found = found
        self._cache = cache
        self._meter = meter
        self._fresh: list[tuple[SourceFile, bytes]] = []
        meter.report()

    def take(self, path: str, key: str, content: bytes) -> None:
        """Add one outcome. What is remembered has the key that the content really has."""
        file = self._asked[path]
        self._meter.count(file)
        if content:
            self._found[path] = _decoder.decode(content)
            self._fresh.append((msgspec.structs.replace(file, key=key), content))

    def report(self) -> None:
        """Tell how far the run is, and write what has gathered."""
        self._meter.report()
        if len(self._fresh) >= _ROWS_A_WRITE:
            self.remember()

    def remember(self) -> None:
        """Put what is new into the cache."""
        if self._cache is not None and self._fresh:
            self._cache.put_many(self._fresh)
        self._fresh = []
