"""The committed baseline: how often each rule counts in each symbol, and what differs from it."""

from collections.abc import Mapping

from estimator.model.rulevalue import Range
from estimator.model.source import Value

BASELINE_VERSION = 1
DRIFT_SCHEMA_VERSION = "1.0"
BASELINE_FILE = ".estimator-baseline.toml"
WHOLE_REPOSITORY = ""
"""The unit and symbol of what is counted in build files or manifests, in no symbol."""


class BaselineKey(Value, frozen=True, kw_only=True, order=True):
    """What an entry is about: never a line, and no path of a file."""

    rule: str
    unit: str
    """Crate, or import path of a Go package."""
    symbol: str
    """Qualified within its file; "" is code outside functions and types."""


class Baseline(Value, frozen=True, kw_only=True):
    """Counts by rule, unit and symbol, each at least 1."""

    counts: Mapping[BaselineKey, int]
    """Sorted by key."""


class RulePrice(Value, frozen=True, kw_only=True):
    """What a rule of the ledger counts, and its hours."""

    rule: str
    title: str
    language: str
    metrics: tuple[str, ...]
    first: Range
    each: Range
    is_once: bool
    """It counts once a repository, however often it occurs."""


class RuleTotal(Value, frozen=True, kw_only=True):
    """All entries of one rule."""

    rule: str
    title: str
    entries: int
    count: int
    hours: float
    """Full ledger hours, likely; judgement."""


class BaselineSummary(Value, frozen=True, kw_only=True):
    """The whole answer of `estimator baseline show`."""

    schema_version: str = DRIFT_SCHEMA_VERSION
    rulebook_digest: str
    entries: int
    hours: float
    rules: tuple[RuleTotal, ...]
    """Most hours first."""


class DriftItem(Value, frozen=True, kw_only=True):
    """One entry that is not what the baseline says."""

    state: str
    """new, grown, shrunk or gone."""
    rule: str
    title: str
    unit: str
    symbol: str
    before: int
    after: int
    hours: float
    """Ledger hours; those of all items sum to the change of the whole."""
    path: str = ""
    """Where it is now, first occurrence; "" where it is gone or in no symbol."""
    line: int = 0


class Drift(Value, frozen=True, kw_only=True):
    """The whole answer of `estimator baseline diff`."""

    schema_version: str = DRIFT_SCHEMA_VERSION
    rulebook_digest: str
    entries_before: int
    entries_after: int
    hours_before: float
    hours_after: float
    hours: float
    """After minus before."""
    items: tuple[DriftItem, ...]
    """New and grown ones first, each by hours."""
