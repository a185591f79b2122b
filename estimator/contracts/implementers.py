"""An interface or trait -> the types behind it, where all are plain data that can be sent.

What stands behind an interface is often a handful of value types: shapes, filters, rules. Moved
code that calls their methods has to have the values, so the contract sends one of them in place of
a handle. One type with a lock, a callback, a stream, another interface, a pointer to a library's
object, or a method that changes it in place: then the object stays where it is.
"""

from collections import defaultdict
from collections.abc import Mapping

from estimator.contracts.expressions import shape_of
from estimator.contracts.scalars import BYTES, CARRIED, LOCKS, SCALARS
from estimator.contracts.shapes import Shape
from estimator.contracts.typeindex import KnownType, TypeIndex, last_name
from estimator.model.links import FileLinks, FunctionLinks

MOST = 12
"""Types behind one interface; with more of them it is a place for plug-ins, and no closed set."""

_ABSTRACT = ("interface", "trait")
_EMBEDDED = 6
"""Types within types whose methods are followed."""


class Implementers:
    """Finds the types of a repository that have the methods that an interface asks for."""

    def __init__(
        self,
        links: Mapping[str, FileLinks],
        units: Mapping[str, str],
        types: TypeIndex,
        language: str,
    ) -> None:
        """Gather the methods of each type; what is found does not depend on the order of files."""
        self._language = language
        self._types = types
        self._methods: dict[tuple[str, str], dict[str, FunctionLinks]] = defaultdict(dict)
        self._by_trait: dict[str, set[str]] = defaultdict(set)
        self._known: list[KnownType] = []
        self._found: dict[tuple[str, str], tuple[KnownType, ...]] = {}
        self._data: dict[tuple[str, str], bool] = {}
        for path in sorted(links):
            unit = units.get(path, "")
            self._known += [KnownType(unit, path, one) for one in links[path].types]
            for one in links[path].functions:
                if one.receiver:
                    self._methods[unit, one.receiver][last_name(one.symbol)] = one
            for made in links[path].implementations:
                self._by_trait[last_name(made.trait)].add(made.type)

    def of(self, interface: KnownType) -> tuple[KnownType, ...]:
        """The types behind an interface, by path and line; none where one of them cannot be sent.

        None either where the interface takes over methods of others: those are not looked at.
        """
        key = (interface.unit, interface.links.symbol)
        if key not in self._found:
            self._found[key] = self._search(interface)
        return self._found[key]

    def _search(self, interface: KnownType) -> tuple[KnownType, ...]:
        asked = {last_name(one.symbol) for one in interface.links.methods}
        if not asked or interface.links.implements:
            return ()
        found = [one for one in self._known if self._has(one, interface, asked)]
        can_cross = len(found) <= MOST and all(self._is_sent(one, asked) for one in found)
        return tuple(found) if can_cross else ()

    def _has(self, known: KnownType, interface: KnownType, asked: set[str]) -> bool:
        name = last_name(known.links.symbol)
        if self._language == "rust":
            return name in self._by_trait[last_name(interface.links.symbol)]
        if known.links.kind in _ABSTRACT:
            return False
        return asked <= self._methods_of(known, 0).keys()

    def _methods_of(self, known: KnownType, depth: int) -> dict[str, FunctionLinks]:
        """Give the methods of a Go type by name, those of embedded types of the repository too."""
        found = {last_name(one.symbol): one for one in known.links.methods}
        embedded = (self._types.find(one, known.path) for one in known.links.implements)
        for inner in embedded if depth < _EMBEDDED else ():
            if inner is not None:
                found.update(self._methods_of(inner, depth + 1))
        found.update(self._methods.get((known.unit, last_name(known.links.symbol)), {}))
        return found

    def _is_sent(self, known: KnownType, asked: set[str]) -> bool:
        """Tell whether a copy of a value is as good as the value."""
        methods = self._methods_of(known, 0)
        is_changed = any(methods[name].takes_pointer for name in asked & methods.keys())
        return not is_changed and self._is_data(known)

    def _is_data(self, known: KnownType) -> bool:
        """Tell whether a type holds data only; one that leads back to itself may be a graph."""
        key = (known.unit, known.links.symbol)
        if key not in self._data:
            self._data[key] = False
            self._data[key] = known.links.kind not in _ABSTRACT and all(
                self._is_plain(shape_of(one.type, self._language), known.path)
                for one in known.links.fields
                if one.type
            )
        return self._data[key]

    def _is_plain(self, shape: Shape, path: str) -> bool:
        if shape.kind in ("optional", "list", "map", "tuple"):
            is_pointer = shape.kind == "optional" and self._language == "go"
            return all(
                self._is_plain(one, path) and not (is_pointer and self._is_foreign(one, path))
                for one in shape.inner
            )
        if shape.kind != "named":
            return False
        own = self._types.find(shape.name, path)
        if own is not None:
            return self._is_data(own)
        return self._is_known(shape.name) or (
            self._language == "go" and shape.name not in LOCKS["go"] | CARRIED["go"].keys()
        )

    def _is_foreign(self, shape: Shape, path: str) -> bool:
        """Tell whether a name belongs to a library and says nothing of what is behind it."""
        is_own = self._types.find(shape.name, path) is not None
        return shape.kind == "named" and not is_own and not self._is_known(shape.name)

    def _is_known(self, name: str) -> bool:
        key = name if self._language == "go" else last_name(name)
        return key in SCALARS[self._language] or name in BYTES[self._language]
