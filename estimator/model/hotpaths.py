"""Hot paths, the cut around each, and what the profile says; kept in facts, shown in reports."""

from collections.abc import Mapping

from estimator.model.source import Value


class HotFunction(Value, frozen=True, kw_only=True):
    """A function of a hot path. Shares are of all samples, 0-1; None where nothing was measured."""

    unit: str
    symbol: str
    path: str
    line: int
    end_line: int
    code_lines: int
    flat: float | None = None
    """Its own instructions."""
    nearest: float | None = None
    """Where it is the deepest function of this repository on the stack."""
    cumulative: float | None = None
    """Where it is anywhere on the stack."""
    reasons: tuple[str, ...] = ()
    """Why it is a static candidate."""
    call_path: tuple[str, ...] = ()
    """Own functions from the entry point to it on its heaviest stack, itself last."""


class CrossingField(Value, frozen=True, kw_only=True):
    """One value that crosses: a parameter, a result, or a field of a crossing type."""

    name: str
    type: str
    """As written."""
    kind: str
    """plain, slice, map, pointer, channel, callback, context, error, interface, stream, state."""
    path: str
    line: int


class Crossing(Value, frozen=True, kw_only=True):
    """A function or type on the cut. Each counts as one item of the boundary's price."""

    kind: str
    """function or type."""
    symbol: str
    unit: str
    path: str
    line: int
    direction: str
    """in: the shell calls it in the hot path; out: the hot path calls it in the shell; both."""
    call_sites: int = 0
    sites_in_loops: int = 0
    evidence: tuple[tuple[str, int], ...] = ()
    """(path, line) of call sites, ascending, at most 5."""
    fields: tuple[CrossingField, ...] = ()
    is_streaming: bool = False
    """It takes or gives a channel, iterator or stream."""
    implementations: int = 1
    """Implementations of one trait's method that cross as this item: whoever calls them knows the
    trait."""


class SharedState(Value, frozen=True, kw_only=True):
    """State that both sides use: it must move, be copied, or be reached through the contract."""

    symbol: str
    kind: str
    """variable, or type held by pointer: both sides reach inside it."""
    path: str
    line: int
    readers: int
    writers: int
    guard: str = ""
    """The lock that is held with it, as far as its type shows."""


class BetterCut(Value, frozen=True, kw_only=True):
    """Functions that would lower the crossing if they changed sides."""

    pulled_in: tuple[str, ...]
    pushed_out: tuple[str, ...]
    items_before: int
    items_after: int
    lines_added: int


class Seam(Value, frozen=True, kw_only=True):
    """The cut around a hot path."""

    crossings: tuple[Crossing, ...]
    shared: tuple[SharedState, ...] = ()
    contracts: tuple[str, ...] = ()
    """Paths of contracts (proto, OpenAPI) that already name what crosses."""
    quality: str
    """clean, workable or tangled."""
    reasons: tuple[str, ...]
    is_chatty: bool = False
    """Calls cross inside loops of the shell."""
    better: BetterCut | None = None


class HotPath(Value, frozen=True, kw_only=True):
    """Functions that belong together and could be cut out as one component."""

    id: str
    """Stable across commits: made of symbols, not of lines."""
    name: str
    """For people: the unit's last part and the type or function that carries most."""
    basis: str
    """measured, declared, or candidate (static)."""
    units: tuple[str, ...]
    functions: tuple[HotFunction, ...]
    code_lines: int
    """Of its functions and the types that only they use."""
    entry_points: tuple[str, ...]
    """Members that code outside calls."""
    dragged: tuple[HotFunction, ...] = ()
    """Functions of this repository that its members need and that move along."""
    dragged_types: tuple[str, ...] = ()
    dragged_lines: int = 0
    shared_with: tuple[str, ...] = ()
    """Ids of the other paths of the list that hold some of this path's code, in their order."""
    shared_lines: int = 0
    """Lines of this path that others of the list hold too."""
    counted_before: int = 0
    """Those of them that earlier paths of the list hold: a sum over paths counts them once."""
    dependencies: tuple[str, ...] = ()
    """External packages that members and dragged code import."""
    left_behind: tuple[str, ...] = ()
    """Functions of the same units that stay, by name, at most 50."""
    left_behind_total: int = 0
    """How many they are."""
    share: float | None = None
    """Share of own time (nearest), 0-1; None where nothing was measured."""
    seam: Seam | None = None


class ShellPart(Value, frozen=True, kw_only=True):
    """A function or type that belongs to the API shell in front of a core."""

    kind: str
    """function or type."""
    part: str
    """handlers, database, command line, configuration, plain data, entry."""
    unit: str
    symbol: str
    path: str
    line: int
    code_lines: int
    reason: str
    """What shows it: "names a database client: sqlx::query"."""
    rule: str
    """Id of the sign in the rules."""


class ApiShell(Value, frozen=True, kw_only=True):
    """The API shell of a service, the core behind it, and the cut between the two."""

    language: str
    parts: tuple[ShellPart, ...]
    """By path and line."""
    code_lines: int
    """Of the parts."""
    core_lines: int
    """Of all other product functions and types."""
    lines_by_part: Mapping[str, int] = {}
    lines_by_unit: Mapping[str, int] = {}
    dependencies: tuple[str, ...] = ()
    """External packages that the shell names; they need counterparts."""
    seam: Seam | None = None
    """in: the shell calls the core; None where there is no core."""


class TimeShares(Value, frozen=True, kw_only=True):
    """Where the samples' leaves are, 0-1 each; they sum to 1."""

    own: float
    runtime: float
    """Scheduler, garbage collector, allocation."""
    system: float
    """System calls, kernel, C code."""
    libraries: float
    """Standard library and dependencies."""


class ProfileSummary(Value, frozen=True, kw_only=True):
    """What was read of one or several merged profiles."""

    sources: tuple[str, ...]
    kinds: tuple[str, ...]
    samples: int | None
    """None where the format does not say."""
    seconds: float | None
    """CPU seconds where the profile has them."""
    commit: str | None = None
    """Last commit that changed the profile, where it is part of the repository."""
    age_days: int | None = None
    """From that commit to the scanned one."""
    match_rate: float
    """Share of time in own frames that were found in the source, 0-1."""
    shares: TimeShares
    own_nearest: float
    """Share of time whose deepest known frame is own code: libraries on its behalf included."""
    notes: tuple[str, ...] = ()


class Ceiling(Value, frozen=True, kw_only=True):
    """What faster code in some functions can win at most, by Amdahl's law. Shares 0-1."""

    share: float
    """Time spent in the functions, and by others on their behalf."""
    own: float
    """The part in their own instructions."""
    runtime: float
    """The part in allocation, garbage collection and the rest of the runtime."""
    system: float
    """The part in system calls, the kernel and C code: a port does not change it."""
    libraries: float
    """The part in the standard library and dependencies: changes with their counterparts only."""
    most: float | None
    """Whole program, times as fast, if own instructions and runtime of the part took no time; None
    where they are all of it."""
    doubled: float
    """The same if they took half."""
    tenfold: float
    """The same if they took a tenth."""


class HotPaths(Value, frozen=True, kw_only=True):
    """Everything known about hot paths of one language of a repository."""

    language: str
    basis: str
    """measured, declared, or candidate (static)."""
    paths: tuple[HotPath, ...]
    profile: ProfileSummary | None = None
    functions: tuple[HotFunction, ...] = ()
    """Most time first (measured, top 20) or by unit and symbol (static, at most 20)."""
    packages: Mapping[str, float] = {}
    """Unit -> nearest share, where measured."""
    ceiling: Ceiling | None = None
    """Of all measured paths together; None without a profile."""
    command: str = ""
    """The command that records a profile of this program."""
    notes: tuple[str, ...] = ()
