"""An interface or trait -> the types behind it, where all are plain data that can be sent.

What stands behind an interface is often a handful of value types: shapes, filters, rules. Moved
code that calls their methods has to have the values, so the contract sends one of them in place of
a handle. One type with a lock, a callback, a stream, another interface, a library's type that has
no counterpart, or a method that changes it in place: then the object stays where it is.
"""

from collections import defaultdict
from collections.abc import Mapping

from estimator.contracts.expressions import shape_of
from estimator.contracts.scalars import BYTES, SCALARS
from estimator.contracts.shapes import DEEPEST, Shape
from estimator.contracts.typeindex import KnownType, TypeIndex, last_name
from estimator.model.links import FileLinks, FunctionLinks

MOST = 12
"""Types behind one interface; with more of them it is a place for plug-ins, and no closed set."""

_ABSTRACT = ("interface", "trait")
_EMBEDDED = 50
"""Types within one type whose methods are followed."""


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
            self._known += [
                KnownType(unit, path, one) for one in links[path].types if "<" not in one.symbol
            ]
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
        if self._is_open(interface):
            return ()
        found = [one for one in self._known if self._has(one, interface, asked)]
        can_cross = len(found) <= MOST and all(self._is_sent(one, asked) for one in found)
        return tuple(found) if can_cross else ()

    def _is_open(self, interface: KnownType) -> bool:
        """Tell whether a trait is implemented for types of elsewhere, or for all of some kind."""
        own = {last_name(one.links.symbol) for one in self._known}
        return not self._by_trait.get(last_name(interface.links.symbol), set()) <= own

    def _has(self, known: KnownType, interface: KnownType, asked: set[str]) -> bool:
        name = last_name(known.links.symbol)
        if self._language == "rust":
            return name in self._by_trait[last_name(interface.links.symbol)]
        if known.links.kind in _ABSTRACT:
            return False
        return asked <= self._methods_of(known).keys()

    def _methods_of(self, known: KnownType) -> dict[str, FunctionLinks]:
        """Give the methods of a Go type by name, those of embedded types of the repository too."""
        found: dict[str, FunctionLinks] = {}
        queue, seen = [known], {known.links.symbol}
        while queue:
            one = queue.pop(0)
            own = self._methods.get((one.unit, last_name(one.links.symbol)), {})
            for method in (*own.values(), *one.links.methods):
                found.setdefault(last_name(method.symbol), method)
            for name in one.links.implements if len(seen) < _EMBEDDED else ():
                inner = self._types.find(name, one.path)
                if inner is not None and inner.links.symbol not in seen:
                    seen.add(inner.links.symbol)
                    queue.append(inner)
        return found

    def _is_sent(self, known: KnownType, asked: set[str]) -> bool:
        """Tell whether a copy of a value is as good as the value."""
        methods = self._methods_of(known)
        is_changed = any(methods[name].takes_pointer for name in asked & methods.keys())
        return not is_changed and self._is_data(known)

    def _is_data(self, known: KnownType, depth: int = 0) -> bool:
        """Tell whether a type holds data only; one that leads back to itself may be a graph."""
        key = (known.unit, known.links.symbol)
        if key not in self._data:
            self._data[key] = False
            self._data[key] = (
                depth <= DEEPEST
                and known.links.kind not in _ABSTRACT
                and all(
                    self._is_plain(shape_of(one.type, self._language), known.path, depth + 1)
                    for one in known.links.fields
                    if one.type
                )
            )
        return self._data[key]

    def _is_plain(self, shape: Shape, path: str, depth: int) -> bool:
        if shape.kind in ("optional", "list", "map", "tuple"):
            return all(self._is_plain(one, path, depth) for one in shape.inner)
        if shape.kind != "named":
            return False
        own = self._types.find(shape.name, path)
        return self._is_data(own, depth) if own is not None else self._is_value(shape.name)

    def _is_value(self, name: str) -> bool:
        """Tell whether a name that no file declares is data: one we know, or a type parameter."""
        key = name if self._language == "go" else last_name(name)
        if self._language == "go" and len(key) == 1:
            return True
        is_known = key in SCALARS[self._language] or name in BYTES[self._language]
        return is_known and not key.lower().startswith("atomic")
