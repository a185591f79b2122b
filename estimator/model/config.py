"""The effective configuration: values and where each came from."""

from collections.abc import Mapping

from estimator.model.records import OwnPorts
from estimator.model.source import Value
from estimator.model.team import Team


class ScanConfig(Value, frozen=True, kw_only=True):
    """What changes counting."""

    exclude: tuple[str, ...] = ()
    """gitignore-style patterns, relative to the root, of source files to leave out."""
    product_paths: tuple[str, ...] = ()
    """The same, of source files that are product whatever their names say."""
    test_paths: tuple[str, ...] = ()
    """The same, of test code."""
    tooling_paths: tuple[str, ...] = ()
    """The same, of tooling."""
    max_file_bytes: int = 2_000_000
    """Larger source files are skipped."""
    max_file_seconds: float = 10.0
    """A parse that takes longer is skipped."""
    max_depth: int = 1_000
    """Deeper syntax trees are skipped."""
    jobs: int = 0
    """Worker processes; 0 means one per available core."""
    start_method: str = "auto"
    """auto, fork or spawn."""
    history: bool = True
    """Read what the git history says of past effort."""
    use_cache: bool = True
    cache_dir: str = ""
    """"" means the user's cache folder."""
    cache_max_mb: int = 1_024


class HotPathConfig(Value, frozen=True, kw_only=True):
    """What is taken as hot, and how."""

    profiles: tuple[str, ...] = ()
    """CPU profiles as they were named: FILE or FILE=WEIGHT."""
    find_profiles: bool = True
    """Look for a CPU profile among the repository's own files."""
    share: float = 0.8
    """Share of own time that the measured paths are to hold, 0-1."""
    paths: tuple[str, ...] = ()
    """Packages, crates, files or functions that a person calls hot."""
    exclude: tuple[str, ...] = ()
    """Packages, crates, files or functions that stay where they are."""
    only: tuple[str, ...] = ()
    """Packages or crates to price alone."""
    calls_per_second: float = 0.0
    """Over the boundary; 0: nobody said."""


class Config(Value, frozen=True, kw_only=True):
    """Everything that options, environment and files decided."""

    scan: ScanConfig = ScanConfig()
    language: str = "auto"
    rules: tuple[str, ...] = ()
    """Extra rule directories, later wins."""
    factors: Mapping[str, float] = {}
    """Declared multipliers, F is their product."""
    records: str = ""
    """File of the team's own finished ports, as it was named."""
    own_ports: Mapping[str, OwnPorts] = {}
    """Scenario -> what that file says of its finished ports."""
    llm_translate: float = 1.0
    oracle: str = "auto"
    team: Team = Team()
    answers: Mapping[str, bool | str] = {}
    """Key -> what people declared of the service and the team; moves no price."""
    hot_paths: HotPathConfig = HotPathConfig()
    origins: Mapping[str, str] = {}
    """Key -> default, file (its name), environment or option."""
