"""A direct dependency beside what takes its place in the other language."""

from collections.abc import Mapping

from estimator.model.facts import Dependency
from estimator.model.source import Value

UNKNOWN = "unknown"
"""The `replacement` of a package that the crosswalk has no entry for."""

ECOSYSTEMS: Mapping[str, str] = {"go": "modules", "rust": "crates"}
"""Language -> the ecosystem that its packages come from."""


class Days(Value, frozen=True, kw_only=True):
    """Days of work by judgement: a column of their own, never summed into engineer-months."""

    low: float
    likely: float
    high: float


class CrossedDependency(Dependency, frozen=True, kw_only=True):
    """A direct dependency of product code with its crosswalk entry."""

    replacement: str = UNKNOWN
    """standard library, counterpart, adapt, rewrite, none, or unknown: no entry."""
    counterparts: tuple[str, ...] = ()
    days: Days | None = None
    """None: no entry."""
    purpose: str = ""
    note: str = ""
    entry: str = ""
    """Id of the crosswalk entry, ``modules:golang.org/x/net``; "" where there is none."""
