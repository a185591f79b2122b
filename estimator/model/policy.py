"""What a team allows: the `[check]` table of its `estimator.toml`."""

from collections.abc import Mapping

from estimator.model.check import Severity
from estimator.model.source import Value


class Forbidden(Value, frozen=True, kw_only=True):
    """What may not occur in some files."""

    paths: tuple[str, ...]
    """gitignore-style patterns, relative to the checked folder."""
    rules: tuple[str, ...] = ()
    metrics: tuple[str, ...] = ()
    reason: str = ""
    new_only: bool = False
    """Only what is new or grown; else every occurrence in a checked file."""


class Policy(Value, frozen=True, kw_only=True):
    """The whole policy. Without one, nothing fails."""

    against: str = ""
    """baseline or HEAD; "": the baseline where its file exists, else HEAD."""
    baseline: str = ""
    """Baseline file, relative to the checked folder; "" is the usual name."""
    ratchet: bool = False
    """Nothing may be new or grown."""
    budget: Mapping[str, float] = {}
    """Scenario id -> highest P80, EM; of the whole repository."""
    per_change: Mapping[str, float] = {}
    """Direction -> most ledger hours that one change may add."""
    since_baseline: Mapping[str, float] = {}
    """Direction -> most ledger hours above the baseline."""
    severity: Mapping[str, Severity] = {}
    """Rule id, or ``default`` -> how loud a new or grown finding is; error fails the run."""
    forbid: tuple[Forbidden, ...] = ()
