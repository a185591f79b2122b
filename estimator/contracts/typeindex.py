"""The declared types of a repository by name, and which one a name means."""

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping
from typing import NamedTuple

from estimator.model.links import FileLinks, TypeLinks

_LANGUAGE = ("std::", "core::", "alloc::")
"""Beginnings of Rust paths that never lead into the repository."""

_OWN = frozenset({"crate", "self", "super"})
_WORD = re.compile(r"[^/.]+")


class KnownType(NamedTuple):
    """A type of the repository and where it is declared."""

    unit: str
    path: str
    links: TypeLinks


class TypeIndex:
    """Declared types by their last name."""

    def __init__(
        self, links: Mapping[str, FileLinks], units: Mapping[str, str], language: str
    ) -> None:
        """Take the types of all files; what is found does not depend on their order."""
        self._language = language
        self._units = units
        self._imports = {path: file.imports for path, file in links.items()}
        self._known: dict[str, list[KnownType]] = defaultdict(list)
        for path in sorted(links):
            for declared in links[path].types:
                if "<" not in declared.symbol:  # associated types mean something in their impl only
                    known = KnownType(units.get(path, ""), path, declared)
                    self._known[last_name(declared.symbol)].append(known)

    def find(self, name: str, path: str) -> KnownType | None:
        """The type that a name means, seen from a file; None where that is not clear."""
        if name.startswith(_LANGUAGE):
            return None
        found = self._known.get(last_name(name), [])
        if not found:
            return None
        return (
            self._of_go(name, path, found)
            if self._language == "go"
            else _best(self._segments(name, path), self._units.get(path, ""), found, path)
        )

    def _of_go(self, name: str, path: str, found: list[KnownType]) -> KnownType | None:
        """A name without a package is one of its own; a package is what the file imports."""
        qualifier = name.rpartition(".")[0]
        if not qualifier:
            unit = self._units.get(path, "")
            return next((known for known in found if known.unit == unit), None)
        imported = self._imports.get(path, {}).get(qualifier)
        exact = [known for known in found if known.unit == imported]
        named = [known for known in found if last_name(known.unit) == qualifier]
        return next(iter(exact or (named if imported is None or len(named) == 1 else [])), None)

    def _segments(self, name: str, path: str) -> list[str]:
        """The whole path of a Rust name, with what the file imports in the place of its start."""
        first, *rest = name.split("::")
        imported = self._imports.get(path, {}).get(first)
        return [*(imported or first).split("::"), *rest][:-1]


def _best(
    segments: Iterable[str], unit: str, found: list[KnownType], path: str
) -> KnownType | None:
    """The type whose crate and file share most with a path; then that of its own file or crate."""
    words = [part for part in segments if part not in _OWN]

    def rank(known: KnownType) -> tuple[int, bool, bool]:
        own = {*_WORD.findall(known.path), known.unit.replace("-", "_")}
        return sum(word in own for word in words), known.path == path, known.unit == unit

    ranked = sorted(found, key=rank, reverse=True)
    if len(ranked) > 1 and rank(ranked[0]) == rank(ranked[1]):
        return None
    is_near = not words or rank(ranked[0])[0] > 0
    return ranked[0] if is_near or len(found) == 1 else None


def last_name(name: str) -> str:
    """The part behind the last dot, slash or double colon."""
    return name.replace("::", ".").replace("/", ".").rpartition(".")[2]
