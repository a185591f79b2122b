"""The declared types of a repository by name, and which one a name means."""

from collections import defaultdict
from collections.abc import Iterable
from typing import NamedTuple

from estimator.model.links import TypeLinks

_LANGUAGE = ("std::", "core::", "alloc::")
"""Beginnings of Rust paths that never lead into the repository."""


class KnownType(NamedTuple):
    """A type of the repository and where it is declared."""

    unit: str
    path: str
    links: TypeLinks


class TypeIndex:
    """Declared types by their last name."""

    def __init__(self, types: Iterable[KnownType], language: str) -> None:
        """Take the types in any order; what is found does not depend on it."""
        self._language = language
        self._known: dict[str, list[KnownType]] = defaultdict(list)
        for known in sorted(types, key=lambda known: (known.unit, known.path, known.links.line)):
            if "<" not in known.links.symbol:  # associated types mean something in their impl only
                self._known[last_name(known.links.symbol)].append(known)

    def find(self, name: str, unit: str) -> KnownType | None:
        """The type that a name means, seen from a unit; None where that is not clear."""
        if name.startswith(_LANGUAGE):
            return None
        found = self._known.get(last_name(name), [])
        qualifier = last_name(name.replace("::", ".").rpartition(".")[0])
        if qualifier:
            named = [known for known in found if last_name(known.unit) == qualifier]
            if named:
                return named[0]
        else:
            near = [known for known in found if known.unit == unit]
            if near:
                return near[0]
        is_plain = not qualifier or self._language == "rust"
        return found[0] if len(found) == 1 and is_plain else None


def last_name(name: str) -> str:
    """The part behind the last dot, slash or double colon."""
    return name.replace("::", ".").replace("/", ".").rpartition(".")[2]
