"""Facts about a whole repository: the public file format that every estimate can be redone from."""

from collections.abc import Mapping

from estimator.model.hotpaths import ApiShell, HotPath, HotPaths
from estimator.model.source import LineCounts, RepositoryIdentity, Role, Skipped, Value

FACTS_SCHEMA_VERSION = "1.0"
EVIDENCE_PER_METRIC_AND_UNIT = 20


class Dependency(Value, frozen=True, kw_only=True):
    """One external package that a manifest names."""

    name: str
    version: str
    kind: str
    """normal, build, dev or indirect."""
    is_optional: bool = False
    manifests: tuple[str, ...] = ()
    import_sites: int = 0
    """Imports of it in product code."""
    files: int = 0
    """Product files that import it."""


class Target(Value, frozen=True, kw_only=True):
    """Something a build makes: a binary, library, example, test or bench."""

    name: str
    kind: str
    path: str = ""


class Module(Value, frozen=True, kw_only=True):
    """A manifest's own package: a Go module or a Cargo package."""

    name: str
    language: str
    path: str
    """Folder relative to the root, ``""`` for the root."""
    manifest: str
    version: str = ""
    """Go version or Rust edition / rust-version, as the manifest says."""
    targets: tuple[Target, ...] = ()
    features: tuple[str, ...] = ()
    replaces: Mapping[str, str] = {}
    """Go `replace`: module -> target, as written."""
    is_proc_macro: bool = False
    categories: tuple[str, ...] = ()
    """What the package says it is, in the words of crates.io: ``compression``."""


class UnitEdge(Value, frozen=True, kw_only=True):
    """Unit `source` uses unit `target`; both are unit names."""

    source: str
    target: str


class ManifestFault(Value, frozen=True, kw_only=True):
    """A manifest that could not be read whole."""

    path: str
    reason: str


class Layout(Value, frozen=True, kw_only=True):
    """What the manifests of one language say, and which unit each source file belongs to."""

    language: str
    modules: tuple[Module, ...] = ()
    dependencies: tuple[Dependency, ...] = ()
    unit_of_file: Mapping[str, str] = {}
    """Source path -> unit name (crate name, or package import path)."""
    unit_paths: Mapping[str, str] = {}
    """Unit name -> folder."""
    unit_kind: str = "unit"
    """crate or package."""
    edges: tuple[UnitEdge, ...] = ()
    faults: tuple[ManifestFault, ...] = ()
    notes: tuple[str, ...] = ()


class FileRow(Value, frozen=True, kw_only=True):
    """One source file: role, lines and counts per symbol (product code only)."""

    path: str
    language: str
    role: Role
    unit: str
    lines: LineCounts
    test_lines: LineCounts
    functions: int
    types: int
    public_items: int
    imports: int
    symbols: Mapping[str, Mapping[str, int]] = {}
    """Qualified symbol -> metric -> count. ``""`` is code outside functions and types."""


class Evidence(Value, frozen=True, kw_only=True):
    """Where a metric was counted in one unit: exact total, and the first lines by path."""

    metric: str
    unit: str
    total: int
    sites: tuple[tuple[str, int], ...]
    """(path, 1-based line), ascending, at most 20."""


class UnitFacts(Value, frozen=True, kw_only=True):
    """One crate or Go package with product code, and its place in the unit graph."""

    name: str
    kind: str
    language: str
    path: str
    files: int
    product_lines: int
    test_lines: int
    functions: int
    public_items: int
    fan_in: int
    fan_out: int
    in_cycle: bool
    metrics: Mapping[str, int] = {}


class Spread(Value, frozen=True, kw_only=True):
    """How far the code of one language is spread over units."""

    language: str
    unit_kind: str
    units: int
    modules: int
    edges: int
    cycles: tuple[tuple[str, ...], ...]
    """Groups of units that depend on each other, each sorted."""
    public_items: int
    largest: str
    largest_share: float
    """Share of product lines in the largest unit, 0-1."""
    units_for_80_percent: int
    """Fewest units that hold 80 % of the product lines."""


class Candidate(Value, frozen=True, kw_only=True):
    """A static hot-path candidate: from source alone, not measured."""

    id: str
    unit: str
    symbol: str
    path: str
    line: int
    code_lines: int
    reasons: tuple[str, ...]


class LanguageFacts(Value, frozen=True, kw_only=True):
    """Size of one language by role; lines are non-blank, non-comment."""

    name: str
    files: int
    product_lines: int
    test_lines: int
    generated_lines: int
    vendored_lines: int
    example_lines: int
    comment_lines: int
    """Comment lines of product code."""
    functions: int
    types: int
    direct_dependencies: int
    """D of the cost model: distinct external packages (Go: that product code imports)."""
    tooling_lines: int = 0
    """0 too in facts that were written before tooling had a role."""


class Coverage(Value, frozen=True, kw_only=True):
    """How much of what was found could be read."""

    files_seen: int
    files_parsed: int
    share_lines_parsed: float
    """By lines where known, else by bytes; 0-1."""
    skipped: tuple[Skipped, ...]
    files_with_errors: int = 0
    excluded_files: int = 0
    """Source files left out by `exclude`."""
    excluded_lines: int = 0
    """Code lines of those files, as far as they could be read."""
    excluded_patterns: tuple[str, ...] = ()
    declared_files: int = 0
    """Source files that have their role from `[roles]` of the configuration."""
    declared_lines: int = 0
    """Code lines of those files."""


class RepositoryHistory(Value, frozen=True, kw_only=True):
    """What the git history of a whole repository amounts to, engineer-months (EM); no names."""

    commits: int
    """By people, merges left out."""
    authors: int
    em_days: float
    """By active days."""
    em_sessions: float
    """By commit sessions."""
    em_history: float
    """Geometric mean of the two."""
    first_day: str = ""
    """YYYY-MM-DD; "" where it was left out."""
    last_day: str = ""
    is_shallow: bool = False
    squash_share: float = 0.0
    """Share of commits whose subject ends with a pull request's number, 0-1."""


class UnitActivity(Value, frozen=True, kw_only=True):
    """What the last twelve months changed in the product files of one unit; no names of people."""

    unit: str
    touches: int
    """Pairs of a commit and a file that it changed."""
    authors: int
    bus_factor: int
    """Fewest authors with half of the touches."""


class Activity(Value, frozen=True, kw_only=True):
    """What the twelve months before HEAD changed in today's product files of one language.

    Commits of people only, merges left out. Numbers only, no names of people.
    """

    language: str
    days: int
    """Length of the window."""
    authors: int
    """Who changed a product file of this language."""
    commits: int
    touches: int
    """Pairs of a commit and a product file that it changed."""
    files: int
    """Product files that were changed."""
    bus_factor: int
    """Fewest authors with half of the touches."""
    largest_commit_share: float
    """Of the touches, in the commit that has most of them; 0-1."""
    import_share: float
    """Of today's product files, those that the commit which added most of them brought; 0-1."""
    is_cut: bool = False
    """The clone is shallow or the log too long, so that more has happened than was seen."""
    most_touched: tuple[tuple[str, int], ...] = ()
    """(path, touches), most first, at most 5."""
    units: tuple[UnitActivity, ...] = ()
    """By name; those without a change are left out."""


class ImportUse(Value, frozen=True, kw_only=True):
    """A path from outside the repository that product code imports."""

    path: str
    """Of Go whole, of Rust its first two parts."""
    sites: int
    rows: tuple[int, ...]
    """Places in `files` of those that import it, ascending."""
    evidence: tuple[tuple[str, int], ...]
    """(path, 1-based line), ascending, at most 5."""


class RepositoryFacts(Value, frozen=True, kw_only=True):
    """Everything an estimate needs. Sorted, relative paths, no clock: same tree, same bytes."""

    schema_version: str = FACTS_SCHEMA_VERSION
    tool_version: str
    repository: RepositoryIdentity
    languages: tuple[LanguageFacts, ...]
    """Most product lines first."""
    coverage: Coverage
    metrics: Mapping[str, float]
    """Totals over product code, and repository-wide facts (``repo.*``)."""
    modules: tuple[Module, ...]
    dependencies: Mapping[str, tuple[Dependency, ...]]
    """By language."""
    units: tuple[UnitFacts, ...]
    edges: Mapping[str, tuple[UnitEdge, ...]]
    """By language."""
    spread: tuple[Spread, ...]
    candidates: Mapping[str, tuple[Candidate, ...]]
    """Static hot-path candidates by language, at most 20, by unit and symbol."""
    files: tuple[FileRow, ...]
    evidence: tuple[Evidence, ...]
    notes: tuple[str, ...] = ()
    """Plain sentences about the scan that every report repeats."""
    declared: Mapping[str, str] = {}
    """Pricing values of the repository's own `estimator.toml`: key -> JSON text."""
    imports: Mapping[str, tuple[ImportUse, ...]] = {}
    """By language, by path: what product code takes from the standard library and elsewhere."""
    other_files: tuple[str, ...] = ()
    """Tracked files that are no Go or Rust source; sorted, at most 2,000."""
    history: RepositoryHistory | None = None
    """None where it was not asked for, or the folder is not the top of a git work tree."""
    activity: tuple[Activity, ...] = ()
    """By language; empty where history was not asked for or cannot be read."""
    hot_paths: HotPaths | None = None
    """None where nobody looked: without a profile or named paths that takes a second walk."""
    shell: ApiShell | None = None
    """Rust: the API shell in front of the core, where one was recognized."""
    only: tuple[HotPath, ...] = ()
    """Units that are to be priced alone, each with the boundary that it leaves behind."""
