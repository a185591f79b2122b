"""Declared types of one language, and the text of a type -> which of them it names, of what kind.

Names are resolved the way a reader would: by the file's imports, else in the same file, else in
the same unit. A name that leads to no declared type belongs to a library and resolves to nothing.
"""

import re
from collections.abc import Mapping, Sequence
from typing import NamedTuple

from estimator.languages.crossings import CROSSINGS
from estimator.model.links import FileLinks, TypeLinks
from estimator.structure.cuts.traits import is_associated

_OWN_CRATE = ("crate", "self", "super")
_LAST = re.compile(r"[^.:]+$")
_IDENTITY = ("channel", "callback", "state", "stream", "context")
"""Kinds of fields that make a value more than data: it cannot be sent and made again elsewhere."""
_CONTRACTS = ("interface", "trait")
_BY_WEIGHT = ("channel", "callback", "stream", "interface", "state", "map", "slice", "pointer")


class DeclaredType(NamedTuple):
    """A type of the repository with its place. Its number is its place in the index."""

    unit: str
    path: str
    name: str
    """Last part of the symbol."""
    links: TypeLinks


class Place(NamedTuple):
    """From where a name is looked at."""

    unit: str
    path: str


class TypeIndex:
    """Finds declared types by name; remembers what each text of each file named."""

    def __init__(
        self, language: str, links: Mapping[str, FileLinks], unit_of: Mapping[str, str]
    ) -> None:
        """Index the types of files that have a unit."""
        self._language = language
        self._table = CROSSINGS[language]
        self._links = links
        self.declared: Sequence[DeclaredType] = tuple(
            DeclaredType(unit_of[path], path, last_name(one.symbol), one)
            for path in sorted(links)
            if path in unit_of
            for one in links[path].types
            if not is_associated(one.symbol)
        )
        self._names = {one.name for one in self.declared}
        self._in_file: dict[tuple[str, str], int] = {}
        self._in_unit: dict[tuple[str, str], list[int]] = {}
        for number, one in enumerate(self.declared):
            self._in_file.setdefault((one.path, one.name), number)
            self._in_unit.setdefault((one.unit, one.name), []).append(number)
        self._crates = {one.unit.replace("-", "_"): one.unit for one in self.declared}
        self._seen: dict[tuple[str, str], tuple[int, ...]] = {}
        self._parts: dict[int, tuple[int, ...]] = {}

    def named_in(self, text: str, place: Place) -> tuple[int, ...]:
        """Give the declared types that a type's text names, in the order of their numbers."""
        key = (place.path, text)
        found = self._seen.get(key)
        if found is None:
            hits = (
                self.find(match["name"], match["qualifier"] or "", place)
                for match in self._table.named.finditer(text)
                if match["name"] in self._names
            )
            found = tuple(sorted({hit for hit in hits if hit is not None}))
            self._seen[key] = found
        return found

    def find(self, name: str, qualifier: str, place: Place) -> int | None:
        """Give the declared type of that name as seen from a place."""
        if name not in self._names:
            return None
        imports = self._links[place.path].imports if place.path in self._links else {}
        imported = imports.get(qualifier, qualifier) if qualifier else imports.get(name, "")
        unit, hint = self._unit_and_hint(imported, place)
        if unit == place.unit and (place.path, name) in self._in_file:
            return self._in_file[place.path, name]
        near = self._in_unit.get((unit, name), [])
        hinted = (
            one for one in near if hint and hint in re.split(r"[/.]", self.declared[one].path)
        )
        return next(hinted, near[0] if near else None)

    def _unit_and_hint(self, imported: str, place: Place) -> tuple[str, str]:
        """Tell which unit an imported path leads into, and the module that narrows it down."""
        if not imported:
            return place.unit, ""
        if self._language == "go":
            return imported, ""
        parts = imported.split("::")
        module = parts[-2] if len(parts) > 1 else parts[0]
        if parts[0] in self._crates:
            return self._crates[parts[0]], module
        if len(parts) > 1 and parts[0] not in _OWN_CRATE:
            return "", ""
        return place.unit, "" if module in _OWN_CRATE else module

    def kind_of(self, text: str, place: Place) -> str:
        """Give the kind of value that a type's text stands for; see `CrossingField.kind`."""
        for kind, pattern in self._table.kinds:
            if pattern.search(text):
                return kind
        kinds = {self._kind_of_declared(one) for one in self.named_in(text, place)}
        return next((kind for kind in _BY_WEIGHT if kind in kinds), "plain")

    def _kind_of_declared(self, number: int) -> str:
        """Look through a name: at an interface, an aliased function, an object with state."""
        links = self.declared[number].links
        if links.kind in _CONTRACTS or links.methods:
            return "interface"
        if links.kind == "alias" or (len(links.fields) == 1 and not links.fields[0].name):
            for kind, pattern in self._table.kinds:
                if links.fields and pattern.search(links.fields[0].type):
                    return kind
        return "state" if self.has_identity(number) else "plain"

    def has_identity(self, number: int) -> bool:
        """Tell whether a type is more than data: it holds a lock, a channel, a stream, a callback.

        Such a value cannot be sent and made again on the other side: a handle stands for it.
        """
        links = self.declared[number].links
        if links.kind in _CONTRACTS:
            return True
        return any(
            kind in _IDENTITY and pattern.search(field.type)
            for field in links.fields
            for kind, pattern in self._table.kinds
        )

    def parts_of(self, number: int) -> tuple[int, ...]:
        """Give the declared types that the fields of a type name."""
        if number not in self._parts:
            one = self.declared[number]
            place = Place(one.unit, one.path)
            named = (self.named_in(field.type, place) for field in one.links.fields)
            self._parts[number] = tuple(sorted({part for parts in named for part in parts}))
        return self._parts[number]


def last_name(symbol: str) -> str:
    """Give the last part of a qualified name."""
    found = _LAST.search(symbol)
    return found.group() if found else symbol
