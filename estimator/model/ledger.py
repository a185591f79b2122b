"""The ledger of one direction on one repository: each invariant, its density, place and guards."""

from estimator.model.estimate import Site
from estimator.model.report import ReportRepository, Tool
from estimator.model.rulevalue import Range
from estimator.model.source import Value

LEDGER_SCHEMA_VERSION = "1.0"


class Guard(Value, frozen=True, kw_only=True):
    """A test that lies beside some of an entry's evidence. Beside is not proof."""

    path: str
    why: str


class Oracle(Value, frozen=True, kw_only=True):
    """A kind of oracle that files or manifests of the repository show."""

    kind: str
    count: float | None
    """How many; None where packages show it."""
    packages: tuple[str, ...]


class LedgerEntry(Value, frozen=True, kw_only=True):
    """One invariant that a port has to recover, as this repository has it."""

    rule: str
    name: str
    title: str
    group: str
    """tokio, borrow, types or macro."""
    count: float
    per_kloc: float
    """Occurrences per kLoC of product code."""
    percentile: float | None
    """Among the services of the census, 0-100; None: not printed, see the ledger's note."""
    standing: str
    """The percentile in words: ``P63``, ``< P10``, ``> P90``, or ``""``."""
    hours: Range
    """Full ledger hours, judgement: first x min(1, n) + each x max(0, n - 1)."""
    effort: float | None
    """Its part of the whole port's P50, EM; None where that scenario does not apply."""
    share: float | None
    """Of the P50, 0-1; None where the scenario does not apply."""
    recover: str
    """What the team builds on the other side."""
    oracle: str
    """What would tell a right port from a wrong one."""
    oracles_here: tuple[str, ...]
    """Kinds of `Ledger.oracles` that `oracle` names and the repository has."""
    confidence: str
    evidence: tuple[Site, ...]
    """The first occurrences in each unit."""
    evidence_total: int
    guarded_sites: int
    """Of the evidence, how many have a test in the same file or beside it. Never subtracted."""
    guards: tuple[Guard, ...]
    """The tests beside the evidence, by path."""


class GroupTotal(Value, frozen=True, kw_only=True):
    """One group of the ledger, or several."""

    group: str
    title: str
    entries: int
    hours: float
    """Likely."""
    effort: float | None
    """EM of the P50."""
    share: float | None
    """Of the P50, 0-1."""


class Ledger(Value, frozen=True, kw_only=True):
    """What the language gave for free, entry by entry, dearest first."""

    schema_version: str = LEDGER_SCHEMA_VERSION
    tool: Tool
    repository: ReportRepository
    scenario: str
    title: str
    size_kloc: float
    p50: float | None
    """EM of the whole port; None where it does not apply."""
    why: str
    """Why the port applies, or why it does not."""
    entries: tuple[LedgerEntry, ...]
    absent: tuple[str, ...]
    """Names of the entries that nothing was found for."""
    groups: tuple[GroupTotal, ...]
    strict: GroupTotal
    """Ownership and the runtime alone: the document's own words."""
    whole: GroupTotal
    """All groups."""
    test_lines: int
    oracles: tuple[Oracle, ...]
    """What else could tell a right port from a wrong one; CI jobs are not read."""
    notes: tuple[str, ...]
    """What to know before reading it: size, async, reference class, percentiles."""
