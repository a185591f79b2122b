"""What a cut asks of a call graph: functions by number and the calls between them.

`structure.callgraph` answers it for a scanned repository; tests build theirs by hand.
"""

from collections.abc import Sequence
from typing import Protocol

from estimator.model.links import FunctionLinks
from estimator.structure.callgraph import Call

__all__ = ["Call", "CallGraph", "Function"]


class Function(Protocol):
    """A product function with a body. Its number is its place in the graph."""

    @property
    def unit(self) -> str:
        """Crate or package."""

    @property
    def path(self) -> str:
        """File, relative to the scanned root."""

    @property
    def symbol(self) -> str:
        """Qualified within its file, as in its `FunctionFacts`."""

    @property
    def line(self) -> int:
        """1-based first line."""

    @property
    def end_line(self) -> int:
        """1-based last line."""

    @property
    def code_lines(self) -> int:
        """Non-blank, non-comment lines."""

    @property
    def links(self) -> FunctionLinks | None:
        """What the second walk found; None where it could not read the file."""


class CallGraph(Protocol):
    """Who calls whom among the functions of one language; calls to itself left out."""

    @property
    def functions(self) -> Sequence[Function]:
        """All functions by number."""

    def callees(self, number: int, /) -> Sequence[Call]:
        """Whom a function calls, by number."""

    def callers(self, number: int, /) -> Sequence[Call]:
        """Who calls a function, by number."""
