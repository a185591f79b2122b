"""What `estimator doctor` found: the program, its surroundings, and what is wrong with them."""

from enum import StrEnum

from estimator.model.source import Value

DOCTOR_SCHEMA_VERSION = "1.0"


class Gravity(StrEnum):
    """What a problem does to a run."""

    ERROR = "error"
    """A run over this path ends with the exit code of the problem."""
    WARNING = "warning"
    """A run goes on, slower or knowing less."""


class Problem(Value, frozen=True, kw_only=True):
    """One thing that is wrong, and what to do."""

    gravity: Gravity
    about: str
    """The section that it belongs to: program, git, repository, cache, rules, configuration."""
    message: str
    hint: str
    exit_code: int = 0
    """Of a run that meets it; 0 for a warning."""


class Component(Value, frozen=True, kw_only=True):
    """A program or library that is used."""

    name: str
    version: str
    """"" where it is missing."""
    asked: str = ""
    """Versions that the package asks for, as its metadata writes them."""


class Extra(Value, frozen=True, kw_only=True):
    """An optional group of libraries."""

    name: str
    is_there: bool
    missing: tuple[str, ...] = ()


class CacheFile(Value, frozen=True, kw_only=True):
    """One file of the cache."""

    name: str
    size_bytes: int
    rows: int | None = None
    """None where it has no rows, or they could not be counted."""
    fault: str = ""
    """Why the next run makes it anew or goes on without it; "" for nothing."""


class CacheState(Value, frozen=True, kw_only=True):
    """Where facts are kept between runs, and in what shape."""

    is_used: bool
    folder: str
    """Absolute; "" where none is used."""
    exists: bool = False
    size_bytes: int = 0
    bound_bytes: int = 0
    """The longest unused facts go above this."""
    free_bytes: int | None = None
    """Left on its disk; None where that cannot be told."""
    files: tuple[CacheFile, ...] = ()


class RulesState(Value, frozen=True, kw_only=True):
    """The rules in force."""

    digest: str
    """As reports print it; "" where the rules cannot be loaded."""
    entries: int
    folders: tuple[str, ...] = ()
    """Of the user; the built-in ones are always there."""


class RepositoryState(Value, frozen=True, kw_only=True):
    """What the path is."""

    path: str
    """As it was given."""
    is_git: bool = False
    commit: str = ""
    """"" without git or before the first commit."""
    notes: tuple[str, ...] = ()
    """Circumstances that change what is known: shallow, sparse, a linked work tree."""
    baseline: str = ""
    """The baseline's file and entries, in words."""


class ValueInForce(Value, frozen=True, kw_only=True):
    """One configuration key, its value, and who says so."""

    key: str
    value: str
    """As TOML; "" where nothing is declared."""
    origin: str
    """default, file, environment or option."""
    named: str = ""
    """The file, variable or option; "" for a default."""


class Diagnosis(Value, frozen=True, kw_only=True):
    """The whole answer of `estimator doctor`."""

    schema_version: str = DOCTOR_SCHEMA_VERSION
    components: tuple[Component, ...]
    """The program first, then Python, git, SQLite and libraries by name."""
    extras: tuple[Extra, ...]
    repository: RepositoryState
    cache: CacheState
    rules: RulesState
    configuration: tuple[ValueInForce, ...]
    problems: tuple[Problem, ...]
    exit_code: int
    """What a run over this path would end with for these problems."""
