"""What lies between two estimates: efforts, and the rules, units and files that moved them."""

from collections.abc import Mapping

from estimator.model.estimate import Effort, EffortShares
from estimator.model.facts import RepositoryFacts
from estimator.model.report import Report, Tool
from estimator.model.rules import Finding
from estimator.model.source import Value

DIFFERENCE_SCHEMA_VERSION = "1.0"


class Priced(Value, frozen=True, kw_only=True):
    """One of two states: its facts, its estimate, and what each file and rule has of it."""

    label: str
    """As the state was named: a revision, a folder or a facts file."""
    facts: RepositoryFacts
    report: Report
    shares: Mapping[str, EffortShares]
    """Of whole ports, by scenario id."""
    findings: Mapping[str, tuple[Finding, ...]]
    """By scenario id."""


class Side(Value, frozen=True, kw_only=True):
    """One of the two states, as a reader tells it from the other."""

    label: str
    name: str
    commit: str | None
    committed_at: str | None
    is_dirty: bool
    subfolder: str
    priced_language: str
    product_lines: int
    """Of the priced language."""
    files: int


class EffortChange(Value, frozen=True, kw_only=True):
    """After minus before, quantile by quantile: what is uncertain in one is so in the other."""

    unit: str = "engineer-months"
    p10: float
    p50: float
    p80: float
    p90: float


class LineChange(Value, frozen=True, kw_only=True):
    """One line of a price on both sides; the changes sum to that of the P50."""

    group: str
    rule: str
    package: str
    title: str
    before: float
    """EM at P50; 0 where the line is not there."""
    after: float
    change: float
    count_before: float | None
    count_after: float | None
    counted: str


class FactorChange(Value, frozen=True, kw_only=True):
    """A driver whose input or value is another one."""

    id: str
    input_before: float | None
    input_after: float | None
    value_before: float | None
    value_after: float | None


class ConstructChange(Value, frozen=True, kw_only=True):
    """A rule of the ledger that counts more or less. Ledger hours are judgement, and no EM."""

    rule: str
    title: str
    count_before: float
    count_after: float
    hours: float
    """Full ledger hours after minus before, likely."""


class PlaceChange(Value, frozen=True, kw_only=True):
    """A changed unit or file of a whole port. EM at P50."""

    name: str
    state: str
    """added, removed, changed or moved."""
    was: str = ""
    """Where a moved file came from."""
    before: float
    after: float
    change: float
    lines_before: int
    """Product lines."""
    lines_after: int


class ScenarioChange(Value, frozen=True, kw_only=True):
    """One scenario on both sides."""

    id: str
    title: str
    before: Effort | None
    """None: it does not apply there, and `why_before` says why."""
    after: Effort | None
    change: EffortChange | None
    """None unless it applies on both sides."""
    why_before: str
    why_after: str
    lines: tuple[LineChange, ...] = ()
    """Those that moved, furthest first."""
    factors: tuple[FactorChange, ...] = ()
    constructs: tuple[ConstructChange, ...] = ()
    """Those that moved, furthest first by hours; of a whole port."""
    units: tuple[PlaceChange, ...] = ()
    """Units with a changed file, furthest first; of a whole port."""
    files: tuple[PlaceChange, ...] = ()
    """Files whose facts changed, furthest first; of a whole port."""
    elsewhere: float = 0.0
    """Change of P50 in files that did not change: their part of another whole, EM."""


class Difference(Value, frozen=True, kw_only=True):
    """The whole answer of `estimator diff`."""

    schema_version: str = DIFFERENCE_SCHEMA_VERSION
    tool: Tool
    before: Side
    after: Side
    scenarios: tuple[ScenarioChange, ...]
    notes: tuple[str, ...] = ()
