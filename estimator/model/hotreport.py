"""The answer of `estimator hotpaths`: what is hot, where to cut, its price and ceiling."""

from collections.abc import Mapping

from estimator.model.estimate import ScenarioEstimate
from estimator.model.hotpaths import ApiShell, Ceiling, HotFunction, ProfileSummary
from estimator.model.report import HotPath, ReportRepository, Tool
from estimator.model.source import Value

HOT_PATHS_SCHEMA_VERSION = "1.0"


class HotPathReport(Value, frozen=True, kw_only=True):
    """Hot paths of one language of one repository."""

    schema_version: str = HOT_PATHS_SCHEMA_VERSION
    tool: Tool
    repository: ReportRepository
    basis: str
    """measured, declared, or candidate (static)."""
    share: float
    """Share of own time that the paths were asked to hold, 0-1; for measured paths only."""
    profile: ProfileSummary | None = None
    ceiling: Ceiling | None = None
    """What moving the paths can win at most; None without a profile."""
    moves_tail: bool | None = None
    """False: so much time is in system calls, C code and libraries that a port of own code will
    not move the tail. None without a profile."""
    functions: tuple[HotFunction, ...] = ()
    """Most time first (measured), or by package and symbol (static, at most 20)."""
    packages: Mapping[str, float] = {}
    """Package or crate -> share of time (nearest), 0-1; where measured."""
    hot_paths: tuple[HotPath, ...] = ()
    shell: ApiShell | None = None
    """Rust: the API shell in front of the core, and the cut between the two."""
    toolchain: float | None = None
    """P50 of the second toolchain, EM, paid once; None where nothing is priced."""
    scenarios: tuple[ScenarioEstimate, ...] = ()
    """Splits that rest on these paths. Static candidates never enter one."""
    command: str = ""
    """What records a profile of this program."""
    notes: tuple[str, ...] = ()
