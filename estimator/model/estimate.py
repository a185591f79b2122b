"""Prices: effort in engineer-months (EM; 19 days of 8 h = 152 h), with the lines it is made of."""

from collections.abc import Mapping
from enum import StrEnum

from estimator.model.records import Calibration
from estimator.model.source import Value
from estimator.model.team import Team

EVIDENCE_PER_LINE = 3
"""Sites that a line of an estimate carries; the facts hold more."""


class Basis(StrEnum):
    """What a scenario's size rests on."""

    MEASURED = "measured"
    DECLARED = "declared"
    ASSUMED = "assumed"


class Effort(Value, frozen=True, kw_only=True):
    """Quantiles of an effort. A P50 is not a budget."""

    unit: str = "engineer-months"
    p10: float
    p50: float
    p80: float
    p90: float


class Band(Value, frozen=True, kw_only=True):
    """The document's own plain band, EM."""

    low: float
    high: float


class Site(Value, frozen=True, kw_only=True):
    """One piece of evidence."""

    path: str
    line: int


class Line(Value, frozen=True, kw_only=True):
    """One part of a scenario's P50. The lines sum to the P50 exactly."""

    rule: str
    """Rule id, constant id for a boundary, or "" for a part no rule explains."""
    title: str
    group: str
    """invariants, translate, dependencies, contracts, tests, performance, cut-over, core, boundary
    or toolchain."""
    effort: float
    """P50 in EM."""
    hours: float
    count: float | None
    """Occurrences, lines, dependencies or units, as `counted` says; None: nothing is counted."""
    counted: str
    low_hours: float | None = None
    """The ledger's own low .. high: it explains the line and is never summed."""
    high_hours: float | None = None
    evidence: tuple[Site, ...] = ()
    evidence_total: int = 0
    package: str = ""
    """The dependency that this part of the dependencies line is for."""


class Factor(Value, frozen=True, kw_only=True):
    """A driver: its inputs, its reference and what it did."""

    id: str
    """size, invariants, dependencies, spread, calibration, declared, llm."""
    value: float
    """Multiplier; 1 has no effect."""
    input: float | None
    """None: not counted, so the multiplier is 1."""
    reference: float | None
    formula: str
    """With the numbers filled in."""
    note: str = ""


class View(Value, frozen=True, kw_only=True):
    """A second estimate by another method, printed beside the headline, never blended in."""

    id: str
    title: str
    low: float
    p50: float
    high: float
    note: str


class Variant(Value, frozen=True, kw_only=True):
    """The same scenario under another assumption, such as two hot paths instead of one."""

    id: str
    title: str
    effort: Effort
    document_band: Band | None = None


class Calendar(Value, frozen=True, kw_only=True):
    """Months from start to cut-over with the declared team; effort is what it costs, not this."""

    unit: str = "months"
    p50: float
    p80: float
    engineers: int
    """In the team."""
    useful_engineers: float
    """Of those that shorten the calendar: the staffing limit by size."""
    share: float
    """Of their time, 0-1."""
    serial_share: float
    """Of the work that is not divided by the team, 0-1."""
    formula: str
    """Of the P50, with the numbers filled in."""


class Swing(Value, frozen=True, kw_only=True):
    """One input moved over its plausible range, all others kept."""

    input: str
    """size, invariants, dependencies, spread, calibration, declared, llm, path-size, items or
    paths."""
    low: float
    """In the input's own unit: kLoC, hours, a count or a multiplier."""
    high: float
    p50_low: float
    """P50 at the low value, EM."""
    p50_high: float
    how_to_obtain: str
    """How to know it better, in one sentence."""


class FileShare(Value, frozen=True, kw_only=True):
    """What one file carries of a whole port."""

    path: str
    unit: str
    effort: float
    """EM at P50; the sum of the parts."""
    parts: Mapping[str, float]
    """Group of lines -> EM."""


class EffortShares(Value, frozen=True, kw_only=True):
    """A P50 shared over product files; their efforts sum to it."""

    scenario: str
    files: tuple[FileShare, ...]
    """By path."""
    notes: tuple[str, ...] = ()
    """Which lines could not be shared by what they depend on."""


class ScenarioEstimate(Value, frozen=True, kw_only=True):
    """One scenario, priced or with the reason why it does not apply."""

    id: str
    title: str
    source_language: str
    target_language: str
    applies: bool
    why: str
    """Why it applies or does not, in one sentence."""
    basis: Basis
    size_kloc: float
    """kLoC that the price rests on."""
    effort: Effort | None
    document_band: Band | None
    sigma: float | None
    lines: tuple[Line, ...] = ()
    factors: tuple[Factor, ...] = ()
    views: tuple[View, ...] = ()
    variants: tuple[Variant, ...] = ()
    assumptions: tuple[str, ...] = ()
    warnings: tuple[str, ...] = ()
    """Outside the measured ports, no async at all, an async runtime itself, and the like."""
    not_included: tuple[str, ...] = ()
    learning: Effort | None = None
    """Learning the target language, all engineers who lack it; never a part of `effort`."""
    learners: int = 0
    """Engineers who are declared to lack it."""
    effort_with_learning: Effort | None = None
    """Quantiles of the sum, which are not the sum of the quantiles."""
    calendar: Calendar | None = None
    """None: nobody is declared."""
    sensitivity: tuple[Swing, ...] = ()
    """Every input by its swing of P50, largest first."""


class Pricing(Value, frozen=True, kw_only=True):
    """Declared inputs of the cost model; the defaults change nothing and become assumptions."""

    declared_factors: Mapping[str, float] = {}
    """Name -> multiplier; F is their product."""
    llm_translate: float = 1.0
    """Acts on the translate line only, and only where an oracle exists."""
    calibration: Mapping[str, Calibration] = {}
    """Scenario -> C, per direction, fitted on the team's own finished ports; 1 where missing."""
    oracle: str = "auto"
    """auto (what the scan found), or declared: none, golden or tests."""
    calls_per_second: float | None = None
    """Over the boundary of a hot path, as declared; None: nobody said."""
    team: Team = Team()
    team_age_days: int | None = None
    """Days from the declaration of the team to the scanned commit; None: one has no date."""
