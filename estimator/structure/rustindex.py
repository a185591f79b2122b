"""Rust functions of a repository, found by the symbols of a profile, or by file and line."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from typing import NamedTuple

from estimator.model.profile import Frame, OwnCode, OwnCrate, OwnFunction
from estimator.structure.place import ELSEWHERE, MISSING, FileIndex, Place, lines_agree
from estimator.structure.rustnames import (
    RustName,
    first_argument,
    parse_rust,
    split_path,
    split_qualified,
)

_FOREIGN_PATHS = ("/rustc/", "/.cargo/registry/", "/.cargo/git/", "/library/")
_NAMED = ("&", "*", "dyn ", "mut ")


class _Entry(NamedTuple):
    """A function with the path that a symbol would give it."""

    function: OwnFunction
    crates: frozenset[str]
    path: tuple[str, ...]
    """Modules and type, without the crate."""
    trait: str
    arguments: str
    """Of the trait, ``From<String>``: the first one's bare name."""

    @property
    def owner(self) -> str:
        """Innermost module or type; ``""`` for the root of the crate."""
        return self.path[-1] if self.path else ""


class RustIndex:
    """Finds a function by its path."""

    def __init__(self, functions: Sequence[OwnFunction], own: OwnCode) -> None:
        """Index the functions by their own names."""
        self._own = own
        self._files = FileIndex(own.files, functions)
        self._crates = frozenset(crate.name for crate in own.crates)
        modules = _Modules(own.crates)
        self._by_name: dict[str, list[_Entry]] = defaultdict(list)
        for function in functions:
            entry = _entry(function, *modules.of(function.path))
            self._by_name[_own_name(function.symbol)].append(entry)

    def place(self, frame: Frame) -> Place:
        """Say where a frame belongs."""
        if frame.is_kernel or any(part in frame.path for part in _FOREIGN_PATHS):
            return ELSEWHERE
        name = parse_rust(frame.symbol)
        crates = {path[0] for path in (name.owner, name.trait, name.home) if path}
        if not crates & self._crates:
            return self._in_file(name, frame) if not name.owner else ELSEWHERE
        function = self._function(name, crates) or self._at_line(frame)
        if function is not None:
            return Place(True, function, lines_agree(frame, function))  # noqa: FBT003  # fields
        return MISSING if self._must_be_own(name) else ELSEWHERE

    def _in_file(self, name: RustName, frame: Frame) -> Place:
        """Place a name without a path, as debug information has for inlined calls, by its file."""
        path = self._files.file(frame.path) if frame.path else None
        if path is None:
            return ELSEWHERE
        around = self._files.function(path, frame.line)
        is_closure = name.name.startswith("{")
        if around is not None and (is_closure or _own_name(around.symbol) == name.name):
            return Place(True, around)  # noqa: FBT003  # fields
        named = [entry.function for entry in self._by_name.get(name.name, ())]
        found = [function for function in named if function.path == path]
        if len(found) != 1:
            return MISSING
        return Place(True, found[0], lines_agree(frame, found[0]))  # noqa: FBT003  # fields

    def _must_be_own(self, name: RustName) -> bool:
        """A foreign trait's method in no own impl block is derived, or the trait's default."""
        return not name.trait or name.trait[0] in self._crates

    def _function(self, name: RustName, crates: set[str]) -> OwnFunction | None:
        ranked = []
        for entry in self._by_name.get(name.name, ()):
            if entry.crates & crates:
                rank = _rank(entry, name, may_be_renamed=self._must_be_own(name))
                if rank[0]:
                    ranked.append((rank, entry))
        if ranked:
            return max(ranked, key=lambda pair: pair[0])[1].function
        return None

    def _at_line(self, frame: Frame) -> OwnFunction | None:
        path = self._files.file(frame.path) if frame.path and frame.line else None
        return self._files.function(path, frame.line) if path is not None else None


class _Modules:
    """Paths of source files into crates and module paths."""

    def __init__(self, crates: Sequence[OwnCrate]) -> None:
        self._roots: dict[str, set[str]] = defaultdict(set)
        self._folders: dict[str, set[str]] = defaultdict(set)
        self._packages: dict[str, set[str]] = defaultdict(set)
        for crate in crates:
            self._packages[crate.folder].add(crate.name)
            if crate.root:
                self._roots[crate.root].add(crate.name)
                self._folders[crate.root.rpartition("/")[0]].add(crate.name)

    def of(self, path: str) -> tuple[frozenset[str], tuple[str, ...]]:
        """The crates that a file belongs to, and its module path in them."""
        if path in self._roots:
            return frozenset(self._roots[path]), ()
        folder = _nearest(path, self._folders)
        if folder is not None:
            return frozenset(self._folders[folder]), _module_path(path, folder)
        package = _nearest(path, self._packages)
        names = frozenset(self._packages[package]) if package is not None else frozenset()
        return names, _module_path(path, package or "")


def _nearest(path: str, folders: Mapping[str, set[str]]) -> str | None:
    folder = path.rpartition("/")[0]
    while folder not in folders:
        if not folder:
            return None
        folder = folder.rpartition("/")[0]
    return folder


def _module_path(path: str, folder: str) -> tuple[str, ...]:
    inside = path[len(folder) :].strip("/").removesuffix(".rs").split("/")
    return tuple(inside[:-1] if inside[-1] == "mod" else inside)


def _entry(function: OwnFunction, crates: frozenset[str], modules: tuple[str, ...]) -> _Entry:
    """The path of an own function; its symbol is written as in the source."""
    path = list(modules)
    trait = arguments = ""
    for part in split_path(function.symbol)[:-1]:
        if part.startswith("<") and part.endswith(">"):
            own, found = split_qualified(part[1:-1])
            path.append(_bare(own))
            trait, arguments = _bare(found), first_argument(found)
        else:
            path.append(_bare(part))
            trait = arguments = ""
    return _Entry(function, crates, tuple(path), trait, arguments)


def _own_name(symbol: str) -> str:
    return split_path(symbol)[-1]


def _bare(text: str) -> str:
    """A type's or trait's own name: without reference, path and arguments."""
    plain = text.strip()
    for start in _NAMED:
        plain = plain.removeprefix(start)
    return plain.partition("<")[0].rpartition("::")[2].strip()


def _rank(entry: _Entry, name: RustName, *, may_be_renamed: bool) -> tuple[int, bool, int, int]:
    """How well an own function fits a symbol; 0 first means not at all.

    An own trait `may_be_renamed` since the profile was recorded.
    """
    path = name.owner[1:]
    owner = name.owner[-1] if len(name.owner) > 1 or name.trait else ""
    trait = name.trait[-1] if name.trait else ""
    if entry.owner == owner and entry.trait == trait:
        fit = 5
    elif trait and entry.trait == trait and not entry.owner.isidentifier():
        fit = 4  # written for slices, tuples, functions
    elif trait and entry.owner == trait and not entry.trait:
        fit = 3  # a default method of the trait
    elif trait and entry.trait == trait and len(entry.owner) == 1:
        fit = 2  # written for all types: impl<T> Trait for T
    elif may_be_renamed and entry.owner == owner:
        fit = 1
    elif not trait and entry.path[:-1] == path:
        fit = 1  # an impl block that the symbol does not name
    else:
        fit = 0
    fits_argument = entry.arguments == name.argument
    return fit, fits_argument, _shared(entry.path, path), _shared(entry.path, name.home[1:])


def _shared(left: tuple[str, ...], right: tuple[str, ...]) -> int:
    """How many parts two paths have in common at their beginnings."""
    count = 0
    for one, other in zip(left, right, strict=False):
        if one != other:
            break
        count += 1
    return count
