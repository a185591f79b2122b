"""The rulebook: what things cost, each number with its source. Decoded from `rules/**/*.toml`."""

from collections.abc import Mapping
from enum import StrEnum
from typing import NewType

import msgspec

RuleId = NewType("RuleId", str)
"""RG, GR, SP or AD, a theme digit and two digits: ``RG214``. Permanent."""


class RuleValue(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Base of everything read from a rule file: an unknown key is a fault, not a silence."""


class SourceKind(StrEnum):
    """Where a number comes from. Judgement is called judgement."""

    DOCUMENT = "document"
    MEASURED = "measured"
    PUBLISHED = "published"
    JUDGEMENT = "judgement"


class Status(StrEnum):
    """A retired rule keeps its id and no longer prices anything."""

    PREVIEW = "preview"
    STABLE = "stable"
    RETIRED = "retired"


class Source(RuleValue, frozen=True, kw_only=True):
    """One source of a number."""

    kind: SourceKind
    cite: str
    says: str = ""


class Range(RuleValue, frozen=True, kw_only=True):
    """Low, likely and high of one figure, in hours."""

    low: float
    likely: float
    high: float


class Condition(RuleValue, frozen=True, kw_only=True):
    """When a rule fires: one metric with bounds, or all / any of several conditions."""

    metric: str | None = None
    scope: str = "repository"
    at_least: float | None = None
    at_most: float | None = None
    all: tuple["Condition", ...] = ()
    any: tuple["Condition", ...] = ()


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


class LineShare(RuleValue, frozen=True, kw_only=True):
    """A line of a whole port: its share of the base effort and what moves it."""

    share: float
    """0-1; the shares of one scenario sum to 1."""
    driver: str
    """invariants, llm, dependencies, spread or none."""
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
    """whole-port or hot-paths."""
    assumptions: tuple[str, ...]
    not_included: tuple[str, ...]
    source: tuple[Source, ...]
    outside_names: tuple[str, ...] = ()
    """Repository and module names whose code is outside the reference class, such as runtimes."""


class RuleFile(RuleValue, frozen=True, kw_only=True):
    """The shape of one TOML file under `rules/`."""

    rule: tuple[Rule, ...] = ()
    constant: tuple[Constant, ...] = ()
    scenario: tuple[Scenario, ...] = ()


class Rulebook(msgspec.Struct, frozen=True, kw_only=True):
    """All rule files of one run, merged; later directories override earlier ones by id."""

    rules: Mapping[str, Rule]
    constants: Mapping[str, Constant]
    scenarios: Mapping[str, Scenario]
    digest: str
    """First 12 hex digits of SHA-256 over the merged content."""
    origin: Mapping[str, str]
    """Id -> file it came from, relative to its rules directory."""
    overridden: tuple[str, ...] = ()
    """Ids that a user's directory replaced."""
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
