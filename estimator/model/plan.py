"""A migration plan: ordered waves of one scenario, whose efforts (EM) sum to its price."""

from estimator.model.estimate import Basis, Calendar, Effort, Site
from estimator.model.report import ReportRepository, Tool, WhatIf
from estimator.model.source import Value

PLAN_SCHEMA_VERSION = "1.0"


class PlanUnit(Value, frozen=True, kw_only=True):
    """A crate or package, or what moves of it, in one wave."""

    name: str
    path: str
    """Folder; ``""`` for the root, or where it is not known."""
    product_lines: int
    layer: int
    """1 for units that use no other unit here; else one above the highest that it uses."""
    effort: float
    """Its part of the wave's P50, EM."""
    cycle: str = ""
    """Id of the cycle that it is part of; "" for none."""


class PlanCycle(Value, frozen=True, kw_only=True):
    """Units that all depend on each other, which no order can part."""

    id: str
    """``C1``."""
    wave: str
    units: tuple[str, ...]
    """By name."""
    product_lines: int


class WaveRisk(Value, frozen=True, kw_only=True):
    """What can go wrong in a wave, with the places that show it."""

    rule: str
    """Id of the ledger entry, stage or constant behind it; "" where the unit graph shows it."""
    text: str
    notice: str = ""
    """What would notice it, in the words of the rule."""
    effort: float | None = None
    """EM of the wave's P50 that the entry carries; None where nothing is counted."""
    count: float | None = None
    """Occurrences in the units of the wave."""
    evidence: tuple[Site, ...] = ()
    evidence_total: int = 0


class Wave(Value, frozen=True, kw_only=True):
    """One step of the plan."""

    id: str
    """``W1``, in the order of work."""
    parts: tuple[str, ...]
    """Stages in it: contracts, oracle, units, paths, dual-run, cut-over, removal."""
    title: str
    effort: Effort
    units: tuple[PlanUnit, ...] = ()
    """Dearest first; empty where the wave is not about single units."""
    after: tuple[str, ...] = ()
    """Waves that have to be done before it begins."""
    beside: tuple[str, ...] = ()
    """Waves that run at the same time."""
    width: int = 1
    """Most pieces of it that can be worked on at once, since none uses another."""
    starts: float | None = None
    """Months from the start, at P50; None where nobody is declared."""
    ends: float | None = None
    entry: tuple[str, ...]
    exit: tuple[str, ...]
    risks: tuple[WaveRisk, ...] = ()
    """What the structure makes hard, then ledger entries by weight, then what the stage says."""


class Plan(Value, frozen=True, kw_only=True):
    """The waves of one scenario of one repository, in the order of work."""

    schema_version: str = PLAN_SCHEMA_VERSION
    tool: Tool
    repository: ReportRepository
    scenario: str
    title: str
    basis: Basis
    size_kloc: float
    effort: Effort
    """Of the scenario; the quantiles of the waves sum to it."""
    learning_first: float | None = None
    """Months at the start in which the team learns the language; None: nobody is declared."""
    calendar: Calendar | None = None
    unit_kind: str
    """crate or package."""
    waves: tuple[Wave, ...]
    cycles: tuple[PlanCycle, ...] = ()
    notes: tuple[str, ...] = ()
    """How the plan was made and what to mind."""
    what_if: WhatIf | None = None
