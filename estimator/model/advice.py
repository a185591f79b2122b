"""Advice: what a repository is for, what speaks for which language, and what to do."""

from collections.abc import Mapping
from enum import StrEnum

from estimator.model.source import Value


class Answer(StrEnum):
    """Three values: what is unknown decides nothing."""

    YES = "yes"
    NO = "no"
    OPEN = "open"


class SignalFound(Value, frozen=True, kw_only=True):
    """A signal that is there."""

    id: str
    title: str
    count: int
    share: float
    """Share of product lines in units that hold it, 0-1."""
    units: tuple[str, ...]
    """Names, most lines first, at most 20."""
    evidence: tuple[tuple[str, int], ...]
    """(path, 1-based line); line 1 for a whole file. At most 5."""


class WorkloadFound(Value, frozen=True, kw_only=True):
    """A workload that the repository, or one of its units, shows."""

    id: str
    name: str
    title: str
    pick: str
    metal: str
    says: str
    confidence: float
    """0-1, from the weights of its signals."""
    signals: tuple[str, ...]
    units: tuple[str, ...]
    evidence: tuple[tuple[str, int], ...]


class OpenQuestion(Value, frozen=True, kw_only=True):
    """What only people can answer."""

    rule: str
    text: str
    key: str
    if_yes: str
    if_no: str


class CriterionResult(Value, frozen=True, kw_only=True):
    """One reason for a language, decided or open."""

    id: str
    name: str
    side: str
    title: str
    answer: Answer
    because: str
    """What decided it, with numbers; "" where it is open."""
    decided_by: str
    """evidence, declared or nothing."""
    beside: str = ""
    """What the repository shows where evidence did not decide; "" where it has nothing to say."""
    evidence: tuple[tuple[str, int], ...]
    sentences: tuple[str, ...]


class TradeoffRow(Value, frozen=True, kw_only=True):
    """One row of the document's table, with this repository's cell."""

    id: str
    dimension: str
    rust: str
    go: str
    here: str
    is_filled: bool
    """The cell holds a count or a place; else it says what fills it."""
    evidence: tuple[tuple[str, int], ...]


class Way(Value, frozen=True, kw_only=True):
    """One scenario in the comparison. Effort in EM, calendar in months, None where unknown."""

    id: str
    title: str
    applies: bool
    effort_p50: float | None
    effort_p80: float | None
    learning_p50: float | None
    calendar_months: float | None
    calendar_limits: tuple[str, ...]
    money_p50: float | None
    money_p80: float | None
    risks: tuple[str, ...]
    better: tuple[str, ...]
    worse: tuple[str, ...]
    stays: tuple[str, ...]
    break_even_months: float | None
    open_costs: tuple[str, ...]


class ReadinessCheck(Value, frozen=True, kw_only=True):
    """One of four checks."""

    id: str
    name: str
    title: str
    answer: Answer
    because: str
    evidence: tuple[tuple[str, int], ...]


class Advised(Value, frozen=True, kw_only=True):
    """The recommendation, its reasons and what would change it."""

    id: str
    verdict: str
    says: str
    because: tuple[str, ...]
    would_change: tuple[str, ...]
    first: tuple[str, ...]
    """What is cheaper and comes first."""
    passed: tuple[str, ...]
    """Entries of the list before it that are open, with their question."""


class Advice(Value, frozen=True, kw_only=True):
    """Everything that `advise` answers."""

    workloads: tuple[WorkloadFound, ...]
    signals: tuple[SignalFound, ...]
    criteria: tuple[CriterionResult, ...]
    tradeoffs: tuple[TradeoffRow, ...]
    ways: tuple[Way, ...]
    recommendation: Advised
    readiness: tuple[ReadinessCheck, ...]
    questions: tuple[OpenQuestion, ...]
    contracts: Mapping[str, tuple[str, ...]]
    """found, missing or needed -> what."""
    warnings: tuple[str, ...] = ()
    currency: str = ""
