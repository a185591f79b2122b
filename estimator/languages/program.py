"""All product files of one language, linked: what is asked to tell whom a call reaches."""

from collections.abc import Mapping, Sequence
from typing import NamedTuple, Protocol

from estimator.model.links import CallSite, FileLinks, FunctionLinks

MAX_TARGETS = 12
"""A call site that may reach more functions than this says nothing (published static score)."""


class ProgramFile(NamedTuple):
    """One product file."""

    path: str
    unit: str
    links: FileLinks


class Member(NamedTuple):
    """A function and where it is; its number is its place in the program."""

    file: ProgramFile
    links: FunctionLinks


class Program(NamedTuple):
    """Everything by number and by place."""

    files: Sequence[ProgramFile]
    members: Sequence[Member]
    unit_folders: Mapping[str, str]
    """Unit -> folder."""
    own: frozenset[str]
    """Names of the repository's own modules and units."""
    dependencies: frozenset[str]
    """Names of external packages."""
    seen_units: Mapping[str, frozenset[str]] = {}
    """Unit -> the units whose functions it can name; units left out may name any."""


class Reached(NamedTuple):
    """Whom a call may reach: functions by number, ascending; or what is known of the outside."""

    targets: tuple[int, ...] = ()
    external: str = ""
    """Import path or crate, where the call leaves the repository."""
    is_guess: bool = False
    """By the method's name alone: the value's type is not known."""
    is_open: bool = False
    """On a type parameter: whom it reaches is settled by the callers' types."""


NOWHERE = Reached()


class Reach(Protocol):
    """Answers for one program."""

    def reached(self, caller: int, call: CallSite) -> Reached:
        """Whom a call of this function may reach; no targets where that is unknown."""
