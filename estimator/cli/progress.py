"""A progress line on stderr while files are parsed: files, lines a second, time left."""

import sys
from time import monotonic
from types import TracebackType
from typing import Self

from estimator.cli.options import Common
from estimator.parsing.pool import Progress

_INTERVAL_SECONDS = 0.1
_MIN_SECONDS = 0.3
"""Shorter runs show nothing."""


class ProgressLine:
    """One line that is drawn over itself and gone when the run is over."""

    def __init__(self, *, is_shown: bool) -> None:
        """Start the clock."""
        self._is_shown = is_shown
        self._start = monotonic()
        self._drawn = 0.0
        self._width = 0

    def __enter__(self) -> Self:
        """Return the line itself."""
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        """Clear the line."""
        if self._width:
            sys.stderr.write("\r" + " " * self._width + "\r")
            sys.stderr.flush()

    def update(self, progress: Progress) -> None:
        """Draw the line anew, where it is shown and the last time is long enough ago."""
        if not self._is_shown:
            return
        now = monotonic()
        seconds = now - self._start
        if seconds < _MIN_SECONDS or now - self._drawn < _INTERVAL_SECONDS:
            return
        self._drawn = now
        text = _sentence(progress, seconds)
        sys.stderr.write("\r" + text.ljust(self._width))
        sys.stderr.flush()
        self._width = len(text)


def progress_line(shared: Common) -> ProgressLine:
    """A line that shows where stderr is a terminal and nobody asked for quiet."""
    wanted = not (shared.quiet or shared.no_progress)
    return ProgressLine(is_shown=wanted and sys.stderr.isatty())


def _sentence(progress: Progress, seconds: float) -> str:
    speed = progress.lines_done / seconds
    left = ""
    if progress.bytes_done and progress.bytes_total > progress.bytes_done:
        rest = seconds * (progress.bytes_total - progress.bytes_done) / progress.bytes_done
        left = f", about {rest:.0f} s left"
    files = f"{progress.files_done:,} of {progress.files_total:,} files"
    return f"{files}, {speed:,.0f} lines/s{left}"
