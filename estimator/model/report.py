"""The report: what `estimate` answers, and the names that other programs rely on."""

from collections.abc import Mapping

from estimator.model.advice import AdviceSummary
from estimator.model.crosswalk import CrossedDependency
from estimator.model.estimate import ScenarioEstimate, Site
from estimator.model.facts import (
    Coverage,
    LanguageFacts,
    Spread,
    UnitFacts,
)
from estimator.model.hotpaths import ProfileSummary, Seam
from estimator.model.pathprice import PathPrice
from estimator.model.source import Value
from estimator.model.team import Team

REPORT_SCHEMA_VERSION = "1.0"


class Tool(Value, frozen=True, kw_only=True):
    """What produced the report."""

    name: str
    version: str
    rulebook_digest: str
    rules_overridden: tuple[str, ...] = ()
    rules_added: tuple[str, ...] = ()


class LanguageSize(Value, frozen=True, kw_only=True):
    """A language of the repository and its product lines."""

    name: str
    product_lines: int


class ReportRepository(Value, frozen=True, kw_only=True):
    """Which tree, and which of its languages is priced."""

    name: str
    commit: str | None
    committed_at: str | None
    is_dirty: bool
    is_shallow: bool
    subfolder: str
    languages: tuple[LanguageSize, ...]
    priced_language: str
    priced_by: str
    """"most product lines", or what chose it: "--language", "ESTIMATOR_LANGUAGE" ..."""


class Size(Value, frozen=True, kw_only=True):
    """Lines of the priced language, non-blank and non-comment; testdata is test."""

    product_lines: int
    test_lines: int
    generated_lines: int
    vendored_lines: int
    example_lines: int
    files: int
    functions: int
    tooling_lines: int = 0


class PathFunction(Value, frozen=True, kw_only=True):
    """A function of a hot path. Shares are of all samples, 0-1; None where nothing is measured."""

    id: str
    """Of a static candidate; "" else."""
    unit: str
    symbol: str
    path: str
    line: int
    end_line: int | None = None
    """None: nobody looked."""
    code_lines: int
    reasons: tuple[str, ...] = ()
    """Why it is a static candidate."""
    flat: float | None = None
    nearest: float | None = None
    cumulative: float | None = None
    call_path: tuple[str, ...] = ()
    """Own functions from the entry point to it on its heaviest stack, itself last."""


class HotPath(Value, frozen=True, kw_only=True):
    """A hot path or a candidate. Static candidates have no share."""

    id: str
    """hp- and six digits; of candidates without a cut, their package or crate."""
    name: str = ""
    basis: str
    """"measured", "declared" or "candidate (static)"."""
    units: tuple[str, ...] = ()
    functions: tuple[PathFunction, ...]
    lines: int
    """Of its functions and the types that only they use."""
    entry_points: tuple[str, ...] = ()
    dragged: tuple[PathFunction, ...] = ()
    """What its functions need of this repository and that moves along."""
    dragged_types: tuple[str, ...] = ()
    dragged_lines: int = 0
    shared_with: tuple[str, ...] = ()
    """Ids of the other paths that hold some of this path's code."""
    shared_lines: int = 0
    """Lines of this path that others hold too."""
    counted_before: int = 0
    """Those of them that earlier paths hold: a sum over paths counts them once."""
    dependencies: tuple[str, ...] = ()
    counterparts: Mapping[str, tuple[str, ...]] = {}
    """Dependency -> what takes its place, where the crosswalk knows it."""
    left_behind: tuple[str, ...] = ()
    """Functions of the same units that stay, by name, at most 50."""
    left_behind_total: int = 0
    share: float | None
    """Of all samples (nearest), 0-1."""
    seam: Seam | None
    """None: nobody looked for the cut."""
    prices: Mapping[str, float]
    """sidecar, library: EM at P50, without the toolchain; empty where nothing is priced."""
    variants: tuple[PathPrice, ...] = ()
    """The same with ranges and parts."""
    choice: str = ""
    """sidecar or library; "" where nothing is priced."""
    choice_reason: str = ""
    rest_moves_to: str = ""
    """Language that the rest of the program would move to: the prices are then of the boundary
    alone, behind which the path stays as it is, and enter no scenario. "": the path moves."""


class Setting(Value, frozen=True, kw_only=True):
    """A declared fact that was overridden for one run, as `--set` writes it."""

    key: str
    before: str
    after: str


class ScenarioChange(Value, frozen=True, kw_only=True):
    """P50 of one scenario without and with the settings; None: it does not apply."""

    id: str
    effort_before: float | None
    effort_after: float | None
    """EM, without learning."""
    with_learning_before: float | None
    with_learning_after: float | None
    """EM."""
    months_before: float | None
    months_after: float | None
    """Calendar; None: nobody is declared."""


class WhatIf(Value, frozen=True, kw_only=True):
    """What overriding declared facts changes."""

    settings: tuple[Setting, ...]
    scenarios: tuple[ScenarioChange, ...]


class DriverFigure(Value, frozen=True, kw_only=True):
    """One number of a driver row."""

    metric: str
    value: float
    unit: str
    is_share: bool
    """A share of 0-1."""


class DriverRow(Value, frozen=True, kw_only=True):
    """Something found in the repository that eases a port or is a risk to it."""

    id: str
    """Of the rule."""
    theme: str
    """oracle, contract, history, code or build."""
    title: str
    effect: str
    """eases, risk or both."""
    figures: tuple[DriverFigure, ...]
    means: str
    """For a port, in one sentence."""
    priced: str
    """The line of the formula that covers it; "" for shown, not priced."""
    evidence: tuple[Site, ...] = ()
    """At most 5; line 1 where the whole file is meant."""
    evidence_total: int = 0


class Report(Value, frozen=True, kw_only=True):
    """Everything about one run, for people and programs."""

    schema_version: str = REPORT_SCHEMA_VERSION
    tool: Tool
    headline: str
    """One plain sentence."""
    repository: ReportRepository
    size: Size
    sizes: tuple[LanguageFacts, ...]
    """All languages."""
    coverage: Coverage
    metrics: Mapping[str, float]
    units: tuple[UnitFacts, ...]
    """Of the priced language, largest first."""
    spread: tuple[Spread, ...]
    dependencies: tuple[CrossedDependency, ...]
    """Of the priced language: normal and build, external, with what takes their place."""
    hot_paths: tuple[HotPath, ...]
    profile: ProfileSummary | None = None
    """Where the hot paths were measured."""
    toolchain: float | None = None
    """Of a split, EM at P50, paid once; None where no path is priced."""
    scenarios: tuple[ScenarioEstimate, ...]
    notes: tuple[str, ...]
    team: Team = Team()
    """As declared."""
    what_if: WhatIf | None = None
    """The difference that `--set` makes; everything else in the report is with the settings."""
    drivers: tuple[DriverRow, ...] = ()
    """Evidence and risk found in the repository, by rank; nothing here moves a price."""
    advice: AdviceSummary | None = None
    """The few lines of it; `advise` gives the rest. Nothing here moves a price."""
