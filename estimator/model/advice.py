"""Advice: what a repository is for, what speaks for which language, and what to do."""

from collections.abc import Mapping
from enum import StrEnum

from estimator.model.source import Value

ADVICE_SCHEMA_VERSION = "1.0"


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


class UnitWorkloads(Value, frozen=True, kw_only=True):
    """A crate or package and what it is for."""

    unit: str
    path: str
    """Folder; ``""`` for the root."""
    language: str
    product_lines: int
    metal: str
    """cold, warm, both, or "" where its workloads are of neither side."""
    workloads: tuple[WorkloadFound, ...]
    """Surest first; only those that are sure enough."""


class MetalShare(Value, frozen=True, kw_only=True):
    """How much of a repository is of one side of the document's split, by its units."""

    metal: str
    """cold or warm."""
    units: int
    share: float
    """Share of product lines in them, 0-1."""


class Decision(Value, frozen=True, kw_only=True):
    """What a deciding rule says of the known numbers, and the names that keep it open."""

    rule: str
    answer: Answer
    unknown: tuple[str, ...] = ()


class Branch(Value, frozen=True, kw_only=True):
    """Which recommendation an answer to a question would lead to."""

    answer: str
    """yes or no, or the choice as it is written in `estimator.toml`."""
    rule: str
    """Id of the recommendation; "" where no list decides."""
    changes: bool = False
    """It comes to something else than the present one."""


class OpenQuestion(Value, frozen=True, kw_only=True):
    """What only people can answer."""

    rule: str
    """Id of what asks; "" for figures that decide nothing."""
    text: str
    key: str
    if_yes: str
    if_no: str
    branches: tuple[Branch, ...] = ()
    """What the recommendation would be; empty where no answer can change it."""
    changes: bool = False
    """Some answer leads to another recommendation than this one."""


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
    break_even: str = ""
    """How it follows, or why there is none although a saving is declared."""
    open_costs: tuple[str, ...]
    kind: str = ""
    """stay, or the kind of the scenario: hot-paths, shell, whole-port."""
    why: str = ""
    """Why it applies or does not."""
    basis: str = ""
    """What its size rests on: measured, declared or assumed; "" where nothing is priced."""
    cautions: tuple[str, ...] = ()
    """What speaks against taking it, from its own cut and price."""
    yearly_cost: str = ""
    """Of two languages, as declared; "" where it is open or there is but one."""


class ReadinessCheck(Value, frozen=True, kw_only=True):
    """One of four checks."""

    id: str
    name: str
    title: str
    answer: Answer
    because: str
    evidence: tuple[tuple[str, int], ...]


class Found(Value, frozen=True, kw_only=True):
    """One line of what is shared between services: kind, words and places."""

    state: str
    """found, missing or needed."""
    text: str
    evidence: tuple[tuple[str, int], ...] = ()


class Subject(Value, frozen=True, kw_only=True):
    """What the advice is about; without a repository it is new work."""

    name: str = ""
    commit: str | None = None
    language: str = ""
    """The priced one; "" for new work."""
    product_lines: int = 0
    """In the priced language."""
    languages: Mapping[str, int] = {}
    """Product lines by language, most first."""


class Advised(Value, frozen=True, kw_only=True):
    """The recommendation, its reasons and what would change it."""

    id: str
    verdict: str
    """measure, keep, split, port, new or ask."""
    says: str
    because: tuple[str, ...]
    would_change: tuple[str, ...]
    sentences: tuple[str, ...] = ()
    """What the document says, as quoted in its rules."""
    first: tuple[str, ...]
    """What is cheaper and comes first."""
    passed: tuple[str, ...]
    """Entries of the list before it that are open, with their question."""


class Advice(Value, frozen=True, kw_only=True):
    """Everything that `advise` answers."""

    schema_version: str = ADVICE_SCHEMA_VERSION
    subject: Subject = Subject()
    recommendation: Advised
    workloads: tuple[WorkloadFound, ...]
    """Surest first."""
    signals: tuple[SignalFound, ...]
    units: tuple[UnitWorkloads, ...] = ()
    """Most product lines first; units without a recognized workload are left out."""
    metals: tuple[MetalShare, ...] = ()
    """Cold, then warm; empty for new work."""
    criteria: tuple[CriterionResult, ...]
    tradeoffs: tuple[TradeoffRow, ...]
    ways: tuple[Way, ...]
    """Splits first, then staying, then the whole port: the document's order."""
    readiness: tuple[ReadinessCheck, ...]
    """Apart from effort, and no part of it."""
    questions: tuple[OpenQuestion, ...]
    """Those that change the recommendation first."""
    contracts: tuple[Found, ...]
    verdicts: Mapping[str, str] = {}
    """Id of each recommendation that a branch names -> what it says."""
    warnings: tuple[str, ...] = ()
    currency: str = ""


class AdviceSummary(Value, frozen=True, kw_only=True):
    """The few lines of advice in a report; `advise` gives the rest."""

    recommendation: str
    """Id of the rule."""
    verdict: str
    says: str
    workload: str = ""
    """Title of the surest; "" where nothing shows one."""
    confidence: float = 0.0
    questions: int = 0
