"""What `estimator check` answers: what a change brings, and what a policy says of it."""

from enum import StrEnum

from estimator.model.report import Tool
from estimator.model.source import Value

CHECK_SCHEMA_VERSION = "1.0"


class Severity(StrEnum):
    """How loud a finding is. Only a policy makes one an error, and only errors fail."""

    NOTE = "note"
    WARNING = "warning"
    ERROR = "error"


class FindingState(StrEnum):
    """What became of an entry since the state that is compared with."""

    NEW = "new"
    GROWN = "grown"
    SHRUNK = "shrunk"
    GONE = "gone"
    PRESENT = "present"
    """As it was: shown only where a policy forbids it."""


class CheckFinding(Value, frozen=True, kw_only=True):
    """A rule in a symbol that counts otherwise than before, or that a policy forbids there."""

    rule: str
    """Rule id, such as RG214; of a forbidden metric, the metric's id."""
    title: str
    state: FindingState
    path: str
    """Relative to the checked folder, with ``/``; "" where it has no place: gone, or counted in
    the manifests of the whole repository."""
    line: int | None
    """1-based, of the first occurrence."""
    unit: str
    symbol: str
    """Qualified within its file; "" is code outside functions and types."""
    language: str
    direction: str
    """Scenario id of the whole port that pays for it: rust-to-go or go-to-rust."""
    before: int
    after: int
    hours_before: float
    """Full ledger hours, likely; judgement."""
    hours_after: float
    hours: float
    """After minus before. Those of all findings sum to the change of the ledger."""
    severity: Severity
    """Error exactly where `fails_by` names a key."""
    fingerprint: str
    """32 hex digits of rule, unit and symbol: neither lines nor moved files change it. Unique."""
    is_forbidden: bool = False
    fails_by: str = ""
    """Key of the policy that makes the run fail for it, such as ``check.forbid``; "": none."""
    suppression: str = ""
    """Reason of the comment in the source that allows it; "": not suppressed. A suppressed finding
    keeps its hours and never fails."""

    @property
    def is_suppressed(self) -> bool:
        """Whether a comment in the source allows it."""
        return bool(self.suppression)


class LedgerTotal(Value, frozen=True, kw_only=True):
    """The ledger of one direction, full hours."""

    direction: str
    language: str
    hours_before: float
    """Of what is compared with: HEAD, a revision or the baseline."""
    hours_after: float
    hours: float
    """After minus before; the hours of this direction's findings sum to it."""
    moves_effort: bool
    """Whether constructs move the price of this direction; from Go they do not."""


class EffortMove(Value, frozen=True, kw_only=True):
    """A scenario's price before and after, EM. A quantile is None where it does not apply."""

    scenario: str
    title: str
    unit: str = "engineer-months"
    p10_before: float | None
    p50_before: float | None
    p80_before: float | None
    p90_before: float | None
    p10_after: float | None
    p50_after: float | None
    p80_after: float | None
    p90_after: float | None


class Decision(Value, frozen=True, kw_only=True):
    """One line of the policy, what it applied to, and what came of it."""

    key: str
    """As in estimator.toml: ``check.budget.rust-to-go``."""
    setting: str
    """Its value, as written."""
    applied_to: str
    """In words: how many findings, or which figure."""
    is_breached: bool
    message: str = ""
    """One sentence where it is breached."""


class Suppression(Value, frozen=True, kw_only=True):
    """A comment in the source that allows a rule."""

    path: str
    line: int
    rule: str
    reason: str
    fault: str = ""
    """Why it counts for nothing: without a reason, or of an unknown rule; "" for a good one."""


class CheckResult(Value, frozen=True, kw_only=True):
    """The whole answer of `estimator check`. Every format is made from this, and so is the exit."""

    schema_version: str = CHECK_SCHEMA_VERSION
    tool: Tool
    checked: str
    """staged, files or all."""
    files: int
    """Source files that were checked."""
    against: str
    """HEAD, the revision as it was named, or the baseline's path."""
    is_baseline: bool
    """Whether `against` is a baseline file."""
    effort_against: str
    """What efforts are compared with: HEAD or a revision; "" where there is none yet."""
    findings: tuple[CheckFinding, ...]
    """Failing ones first, then by hours; suppressed ones are among them."""
    totals: tuple[LedgerTotal, ...]
    efforts: tuple[EffortMove, ...]
    """Of whole ports; of all scenarios where a budget asks."""
    decisions: tuple[Decision, ...] = ()
    """Every line of the policy, in the order of the file's keys."""
    unused_suppressions: tuple[Suppression, ...] = ()
    """In the checked files, faulty ones among them."""
    suppressed: int = 0
    """Findings that a comment allows."""
    notes: tuple[str, ...] = ()
    exit_code: int
    """0, or 1 where the policy is breached."""
