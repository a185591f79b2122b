"""CPU profiles: what was sampled, and whose code the samples were in."""

from collections.abc import Mapping
from enum import StrEnum

from estimator.model.hotpaths import TimeShares
from estimator.model.source import Role, Value


class Frame(Value, frozen=True, kw_only=True, cache_hash=True):
    """A place that was on a stack."""

    symbol: str
    """Readable and without hashes: ``pkg/path.(*T).Method.func1``, ``crate::mod::T::method``."""
    path: str = ""
    """Source file as the profile says it; ``""`` where the format has none."""
    line: int = 0
    """1-based; 0 where unknown."""
    start_line: int = 0
    """First line of the function; 0 where unknown."""
    image: str = ""
    """Program or library that the code was loaded from; ``""`` where unknown."""
    is_kernel: bool = False


class Stack(Value, frozen=True, kw_only=True):
    """A call stack and the time spent at its end."""

    frames: tuple[int, ...]
    """Innermost first, inlined calls expanded; indices into `Profile.frames`. Empty: unknown."""
    value: float
    """In the unit of the profile."""


class Profile(Value, frozen=True, kw_only=True):
    """One CPU profile, or several merged."""

    kind: str
    """pprof, folded, svg; several joined with ``+`` when merged."""
    source: str
    """File name relative to the repository if it lies in it, else its last part."""
    unit: str
    """nanoseconds, samples, weight (unknown unit), or share where profiles were merged."""
    samples: int | None
    """How many samples were taken; None where the format does not say."""
    frames: tuple[Frame, ...]
    stacks: tuple[Stack, ...]
    seconds: float | None = None
    """How long was recorded, where the profile says it."""
    language_hint: str = ""
    """go, rust, or ``""``."""
    commit: str | None = None
    """Last commit that changed the profile, where it is part of the repository."""
    age_days: int | None = None
    """From that commit to HEAD's."""


class TimeKind(StrEnum):
    """Whose code the innermost frame of a sample is."""

    OWN = "own"
    ALLOCATION = "allocation"
    COLLECTION = "garbage collection"
    SCHEDULING = "scheduling"
    MOVING = "memory moves"
    RUNTIME = "runtime"
    SYSCALL = "system calls"
    KERNEL = "kernel"
    FOREIGN = "C code"
    STANDARD = "standard library"
    LIBRARY = "dependencies"
    UNKNOWN = "unknown"


class OwnFunction(Value, frozen=True, kw_only=True, cache_hash=True):
    """A function of the repository that samples can be matched to."""

    unit: str
    """Import path (Go) or package name (Rust)."""
    package: str = ""
    """Go package clause."""
    path: str
    symbol: str
    """As in its `FunctionFacts`."""
    line: int
    end_line: int
    code_lines: int = 0
    role: Role = Role.PRODUCT


class OwnCrate(Value, frozen=True, kw_only=True):
    """A crate that a Cargo package of the repository builds."""

    name: str
    """As symbols spell it: with ``_``."""
    root: str
    """Path of its root file, ``src/lib.rs``; ``""`` where unknown."""
    folder: str
    """Folder of its package."""


class OwnCode(Value, frozen=True, kw_only=True):
    """How frames of the repository's own code are recognized."""

    language: str
    modules: Mapping[str, str] = {}
    """Go module path -> folder."""
    crates: tuple[OwnCrate, ...] = ()
    files: Mapping[str, str] = {}
    """Path of each own source file -> its unit; vendored files left out."""
    unparsed: frozenset[str] = frozenset()
    """Files among them whose functions are not known, since they are generated."""


class MeasuredFunction(Value, frozen=True, kw_only=True):
    """What a profile says of one own function. Shares are of all time, 0-1."""

    unit: str
    path: str
    symbol: str
    line: int
    end_line: int
    code_lines: int
    role: Role
    flat: float
    """Its own instructions."""
    nearest: float
    """It is the innermost own function: what it calls of others is its time."""
    cumulative: float
    """It is anywhere on the stack."""
    kinds: Mapping[TimeKind, float] = {}
    """`nearest`, by whose code the innermost frame is."""
    call_path: tuple[str, ...] = ()
    """Own functions from the entry point to it on its heaviest stack, itself last."""


class MeasuredPlace(Value, frozen=True, kw_only=True):
    """The same for a file or a unit; a stack counts once in `cumulative`."""

    name: str
    flat: float
    nearest: float
    cumulative: float


class MeasuredCall(Value, frozen=True, kw_only=True):
    """Share of all time under a call from one own function to the next one on the stack, 0-1."""

    caller: int
    callee: int
    """Indices into `MeasuredTime.functions`."""
    share: float


class UnmatchedSymbol(Value, frozen=True, kw_only=True):
    """A symbol that should be own code and was not found in the source."""

    symbol: str
    share: float
    """Time that it is the innermost own frame of, 0-1."""


class MeasuredTime(Value, frozen=True, kw_only=True):
    """A profile matched with the functions of a repository. Shares are of all time, 0-1."""

    language: str
    functions: tuple[MeasuredFunction, ...]
    """Most `nearest` first; ties by flat, cumulative, path and line."""
    units: tuple[MeasuredPlace, ...]
    files: tuple[MeasuredPlace, ...]
    calls: tuple[MeasuredCall, ...]
    kinds: Mapping[TimeKind, float]
    """By the innermost frame; they sum to 1."""
    shares: TimeShares
    """The same in four groups."""
    own_flat: float
    """The innermost frame should be own code, found in the source or not."""
    own_nearest: float
    """Some frame should be own code."""
    match_rate: float
    """Share of `own_nearest` whose innermost own frame was found in the source; 1 without any."""
    match_rate_flat: float
    """The same of `own_flat`."""
    line_agreement: float
    """Share of the matched time whose recorded line lies in the function found; 1 without any."""
    unmatched: tuple[UnmatchedSymbol, ...]
    """Most time first, at most 20."""
