"""Frames of a profile into places of the repository: what both languages give back."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from typing import NamedTuple, Protocol

from estimator.model.profile import Frame, OwnFunction


class Place(NamedTuple):
    """Where a frame belongs."""

    is_own: bool
    """It should be code of the repository."""
    function: OwnFunction | None
    """None where it was not found, or is not own."""
    lines_agree: bool = True
    """The recorded line lies in the function; True where no line is known."""


ELSEWHERE = Place(is_own=False, function=None)
MISSING = Place(is_own=True, function=None)


class Index(Protocol):
    """Finds the function of a frame."""

    def place(self, frame: Frame) -> Place:
        """Say where a frame belongs."""


class FileIndex:
    """Own files by the end of their paths, and their functions by line."""

    def __init__(self, files: Mapping[str, str], functions: Iterable[OwnFunction]) -> None:
        """Index by the last part of each path."""
        self._by_name: dict[str, list[str]] = defaultdict(list)
        for path in sorted(files):
            self._by_name[path.rpartition("/")[2]].append(path)
        self._known: dict[str, str | None] = {}
        self._functions: dict[str, list[OwnFunction]] = defaultdict(list)
        for function in functions:
            self._functions[function.path].append(function)

    def file(self, recorded: str) -> str | None:
        """The own file whose whole path ends a recorded path; the longest such path."""
        if recorded not in self._known:
            found = [
                path
                for path in self._by_name.get(recorded.rpartition("/")[2], ())
                if recorded == path or recorded.endswith(f"/{path}")
            ]
            self._known[recorded] = max(found, key=len, default=None)
        return self._known[recorded]

    def function(self, path: str, line: int) -> OwnFunction | None:
        """The innermost function of a file around a line."""
        around = [
            function
            for function in self._functions.get(path, ())
            if function.line <= line <= function.end_line
        ]
        return max(around, key=lambda function: function.line, default=None)


def lines_agree(frame: Frame, function: OwnFunction) -> bool:
    """Whether the recorded line lies in the function; True where there is none."""
    return not frame.line or function.line <= frame.line <= function.end_line
