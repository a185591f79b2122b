"""Advice on several repositories at once: what each is for, and whether one language crosses."""

from collections.abc import Mapping

from estimator.model.advice import Answer
from estimator.model.source import Value

PORTFOLIO_SCHEMA_VERSION = "1.0"


class Service(Value, frozen=True, kw_only=True):
    """One repository of a portfolio."""

    name: str
    commit: str | None = None
    language: str
    """The priced one."""
    product_lines: int
    """In the priced language."""
    languages: Mapping[str, int]
    """Product lines by language."""
    workload: str
    """Title of the surest; "" where none is recognized."""
    confidence: float
    """Of that workload, 0-1."""
    pick: str
    """rust, go, either or both; "" without a workload."""
    metal: str
    """cold, warm, both, or "" where neither is sure."""
    crosses: bool
    """It alone is one language on both sides of the split."""
    recommendation: str
    """Id of the rule."""
    verdict: str
    says: str
    questions: int
    """Open ones that can change its recommendation."""


class Portfolio(Value, frozen=True, kw_only=True):
    """What several repositories are for, taken together."""

    schema_version: str = PORTFOLIO_SCHEMA_VERSION
    services: tuple[Service, ...]
    """In the order they were given."""
    languages: Mapping[str, int]
    """Product lines by language, of all."""
    crosses: Answer
    """Whether one language serves cold and warm metal."""
    crosses_because: str
    crosses_rule: str
    """Id of the criterion that decides it."""
    warnings: tuple[str, ...] = ()
    against_pick: tuple[str, ...] = ()
    """Services in another language than the document picks for their kind, as sentences."""
