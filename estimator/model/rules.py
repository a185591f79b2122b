"""The rulebook: what things cost, each number with its source. Decoded from `rules/**/*.toml`."""

from collections.abc import Mapping
from enum import StrEnum
from typing import NewType

import msgspec

from estimator.model.advicerules import (
    Criterion,
    ReadinessRule,
    Recommendation,
    Sentence,
    Signal,
    Tradeoff,
    Workload,
)
from estimator.model.planrules import Stage
from estimator.model.rulevalue import Condition, Range, RuleValue, Source

RuleId = NewType("RuleId", str)
"""RG, GR, SP or AD, a theme digit and two digits: ``RG214``. Permanent."""


class Status(StrEnum):
    """A retired rule keeps its id and no longer prices anything."""

    PREVIEW = "preview"
    STABLE = "stable"
    RETIRED = "retired"


DENSITY_LEVELS = (10, 25, 50, 75, 90)
"""The quantiles that a density is given at, in percent."""


class Density(RuleValue, frozen=True, kw_only=True):
    """How dense a construct is in services: occurrences per kLoC of product code, by quantile."""

    p10: float
    p25: float
    p50: float
    p75: float
    p90: float

    def values(self) -> tuple[float, ...]:
        """The quantiles in the order of `DENSITY_LEVELS`."""
        return (self.p10, self.p25, self.p50, self.p75, self.p90)


class LedgerPrice(RuleValue, frozen=True, kw_only=True):
    """An invariant's hours: `first` for the first occurrence, `each` for every further one."""

    group: str
    """tokio, borrow, types or macro."""
    metrics: tuple[str, ...]
    """Their sum is the count n."""
    scope: str
    """occurrence, type, or repo (n is at most 1)."""
    first: Range
    each: Range
    rank: int
    """Place in the ledger by hours at median density, 1 first."""
    density: Density | None = None
    """Measured on the services of the census; None where nobody measured it."""


class LineShare(RuleValue, frozen=True, kw_only=True):
    """A line of a whole port: its share of the base effort and what moves it."""

    share: float
    """0-1; the shares of one scenario sum to 1."""
    driver: str
    """invariants, llm, dependencies, spread or none."""
    rank: int


class BoundaryPart(RuleValue, frozen=True, kw_only=True):
    """What a boundary is made of besides its items; it explains the boundary's hours only."""

    form: str
    """sidecar or library."""
    rank: int


class Example(RuleValue, frozen=True, kw_only=True):
    """A worked sum of a ledger rule, run by `rules test` and shown by `explain`."""

    given: Mapping[str, float]
    hours: Mapping[str, float]
    """Any of low, likely, high. Quiet example: likely = 0."""


class Rule(RuleValue, frozen=True, kw_only=True):
    """One thing that costs something, with the reason and the way to recover it."""

    id: RuleId
    name: str
    status: Status
    since: str
    scenario: str
    """rust-to-go, go-to-rust or go-hot-paths-to-rust."""
    title: str
    why: str
    source: tuple[Source, ...]
    when: Condition | None = None
    recover: str = ""
    ledger: LedgerPrice | None = None
    line: LineShare | None = None
    boundary: BoundaryPart | None = None
    confidence: str = "low"
    oracle: str = ""
    """What in the repository would guard it; evidence only, never subtracted."""
    false_positives: str = ""
    note: str = ""
    example: tuple[Example, ...] = ()


class Constant(RuleValue, frozen=True, kw_only=True):
    """A number of the cost formula: ``size.exponent``."""

    id: str
    value: float
    unit: str
    title: str
    source: tuple[Source, ...]


class Scenario(RuleValue, frozen=True, kw_only=True):
    """A way to go on that can be priced."""

    id: str
    title: str
    source_language: str
    target_language: str
    kind: str
    """whole-port, hot-paths or shell."""
    assumptions: tuple[str, ...]
    not_included: tuple[str, ...]
    source: tuple[Source, ...]
    outside_names: tuple[str, ...] = ()
    """Repository and module names whose code is outside the reference class, such as runtimes."""
    declared_title: str = ""
    """Of a shell: the title where a person names what moves."""


class PortFacts(RuleValue, frozen=True, kw_only=True):
    """What our own counters found in the source of a port: sizes and counts, no code."""

    product_lines: int
    dependencies: int | None = None
    """None: no manifest was read."""
    units: int
    counts: Mapping[str, float]
    """Metric id -> total over product code of the priced language."""


class Port(RuleValue, frozen=True, kw_only=True):
    """A finished port between the languages, measured from git history or told by its authors."""

    id: str
    name: str
    direction: str
    """Scenario id of the whole port: rust-to-go or go-to-rust."""
    grade: str
    """A same scope and whole history, B usable with care, C anecdote, published an account."""
    in_statistics: bool
    """Good enough to be averaged; the others are anecdote, kept with the reason in `notes`."""
    from_repository: str
    """Repository @ commit (date) : folders."""
    to_repository: str
    scope: str
    staff: str
    product_lines: int | None = None
    """Of the source at the start; non-blank, non-comment."""
    test_lines: int | None = None
    units: int | None = None
    dependencies: int | None = None
    effort_by_days: float | None = None
    """EM: distinct active days of each author, summed, / 19. High."""
    effort_by_sessions: float | None = None
    """EM: commit sessions / 152 h. Low."""
    effort: float | None = None
    """EM: geometric mean of the two, the actual that models are scored against."""
    own_by_days: float | None = None
    """EM that the source had cost by then, by active days; None: its history is not whole."""
    own_by_sessions: float | None = None
    squash_share: float | None = None
    """Share of the port's commits that are squashed pull requests, 0-1: effort reads too low."""
    facts: PortFacts | None = None
    notes: str
    link: str = ""
    source: tuple[Source, ...]


class DisagreementExample(RuleValue, frozen=True, kw_only=True):
    """A worked case of a disagreement: given these, it speaks or stays quiet."""

    view: str
    ratio: float
    size_kloc: float
    language: str
    speaks: bool


class Disagreement(RuleValue, frozen=True, kw_only=True):
    """Why a view may differ much from the headline: a condition and the reason to print."""

    id: str
    views: tuple[str, ...]
    """Ids of the views that it speaks about."""
    side: str
    """above or below: where the view lies of the headline."""
    reason: str
    rank: int
    """Of several that hold, the lowest rank speaks."""
    language: str = ""
    """Only when this language is priced; "" means any."""
    at_least_kloc: float | None = None
    at_most_kloc: float | None = None
    source: tuple[Source, ...]
    example: tuple[DisagreementExample, ...]


class DriverFigure(RuleValue, frozen=True, kw_only=True):
    """One number of a driver row."""

    metric: str
    unit: str
    """Words behind the number, in the plural: ``golden files``."""
    is_share: bool = False
    """A share of 0-1, which people read in percent."""


class DriverExample(RuleValue, frozen=True, kw_only=True):
    """A worked case of a driver: given these counts, its row is there or not."""

    given: Mapping[str, float]
    speaks: bool


class Driver(RuleValue, frozen=True, kw_only=True):
    """Something in a repository that eases a port or is a risk to it: evidence, not a multiplier.

    No number of it enters a price: `priced` names the line of the formula that already covers it.
    """

    id: str
    """``driver.golden-files``."""
    title: str
    theme: str
    """oracle, contract, history, code or build."""
    effect: str
    """eases, risk or both."""
    rank: int
    """Place in the report, 1 first."""
    when: Condition
    figures: tuple[DriverFigure, ...]
    """Those that are 0 are not shown."""
    evidence: tuple[str, ...] = ()
    """Metrics whose places are shown beside those of the figures."""
    means: str
    """What it means for a port, in one sentence."""
    language: str = ""
    """Only when this language is priced; "" means any."""
    priced: str = ""
    """The line of the formula that covers it; "" for shown, not priced."""
    source: tuple[Source, ...]
    example: tuple[DriverExample, ...]


class CrosswalkEntry(RuleValue, frozen=True, kw_only=True):
    """What takes the place of a package, or of a family of packages, in the other language."""

    name: str
    """As a manifest has it; one that ends in ``*`` stands for all names that begin so."""
    ecosystem: str
    """crates or modules."""
    purpose: str
    kind: str
    """standard library, counterpart, adapt, rewrite or none."""
    counterparts: tuple[str, ...]
    """Packages of the other ecosystem; ``std: net/http`` is its standard library."""
    days: Range
    """Days of work, judgement. They weight the dependencies line and are never summed into it."""
    note: str = ""
    source: tuple[Source, ...]

    @property
    def id(self) -> str:
        """``crates:serde-json``: Cargo takes ``-`` and ``_`` in names as equal."""
        name = self.name.replace("_", "-") if self.ecosystem == "crates" else self.name
        return f"{self.ecosystem}:{name}"


class ShellSign(RuleValue, frozen=True, kw_only=True):
    """What shows that code belongs to the API shell in front of a core; it decides moved lines."""

    id: str
    part: str
    """What of the shell it is: handlers, database, command line ..."""
    language: str
    rank: int
    """Of several that hold for the same code, the lowest rank names it."""
    paths: tuple[str, ...] = ()
    """Beginnings of imported paths: ``axum``, ``hyper::server``. Code that names one has it."""
    derives: tuple[str, ...] = ()
    """Traits that a type of the shell derives; with `paths`, those of these paths."""
    entries: tuple[str, ...] = ()
    """Names of free functions."""
    holds_shell: bool = False
    """A type with a field whose type belongs to the shell has it, where only the shell names it."""
    at_most_lines: int | None = None
    """A type with more lines of own functions is none of it."""
    is_api: bool = False
    """It serves requests: without any such code there is no API shell."""
    reason: str
    """What is said of code that has it: "names a database client"."""
    source: tuple[Source, ...]


class RuleFile(RuleValue, frozen=True, kw_only=True):
    """The shape of one TOML file under `rules/`."""

    rule: tuple[Rule, ...] = ()
    constant: tuple[Constant, ...] = ()
    scenario: tuple[Scenario, ...] = ()
    port: tuple[Port, ...] = ()
    disagreement: tuple[Disagreement, ...] = ()
    dependency: tuple[CrosswalkEntry, ...] = ()
    driver: tuple[Driver, ...] = ()
    sentence: tuple[Sentence, ...] = ()
    signal: tuple[Signal, ...] = ()
    workload: tuple[Workload, ...] = ()
    criterion: tuple[Criterion, ...] = ()
    tradeoff: tuple[Tradeoff, ...] = ()
    recommendation: tuple[Recommendation, ...] = ()
    readiness: tuple[ReadinessRule, ...] = ()
    shell: tuple[ShellSign, ...] = ()
    stage: tuple[Stage, ...] = ()


class Rulebook(msgspec.Struct, frozen=True, kw_only=True):
    """All rule files of one run, merged; later directories override earlier ones by id."""

    rules: Mapping[str, Rule]
    constants: Mapping[str, Constant]
    scenarios: Mapping[str, Scenario]
    ports: Mapping[str, Port] = {}
    disagreements: Mapping[str, Disagreement] = {}
    crosswalk: Mapping[str, CrosswalkEntry] = {}
    drivers: Mapping[str, Driver] = {}
    sentences: Mapping[str, Sentence] = {}
    signals: Mapping[str, Signal] = {}
    workloads: Mapping[str, Workload] = {}
    criteria: Mapping[str, Criterion] = {}
    tradeoffs: Mapping[str, Tradeoff] = {}
    recommendations: Mapping[str, Recommendation] = {}
    readiness: Mapping[str, ReadinessRule] = {}
    shells: Mapping[str, ShellSign] = {}
    stages: Mapping[str, Stage] = {}
    digest: str
    """First 12 hex digits of SHA-256 over the merged content."""
    origin: Mapping[str, str]
    """Id -> file it came from, relative to its rules directory."""
    overridden: tuple[str, ...] = ()
    """Ids that a user's directory replaced; of dependencies too: ``crates:serde``."""
    added: tuple[str, ...] = ()
    """Ids that a user's directory added."""


class Finding(msgspec.Struct, frozen=True, kw_only=True):
    """A rule that fired on a repository, with its count."""

    rule: Rule
    count: float
    """Sum of the rule's metrics over product code; at most 1 for scope repo."""
    full_hours: Range
    """first x min(1, n) + each x max(0, n - 1)."""
    each_hours: Range
    """each x n: what enters h."""
