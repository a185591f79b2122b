"""Whom a call in Go reaches: by package, by the receiver's type where it is known, else by name.

Types are followed as far as declarations say them: parameters, results, fields, variables, elements
of slices, maps and channels. A call through an interface may reach every type that has its methods.
"""

from collections.abc import Sequence

from estimator.languages.go.index import GoIndex, Key, Outside, TypeText
from estimator.languages.go.values import DEEPEST, GoValues, Package
from estimator.languages.program import MAX_TARGETS, NOWHERE, Program, Reached
from estimator.model.links import CallSite

_MOST_OWNERS = 4 * MAX_TARGETS
"""Types with a method of one name beyond which it is not asked which of them are in sight."""
_MOST_IMPLEMENTING = 1_000
"""The same, beyond which it is not asked which of them implement an interface."""


class GoReach:
    """Answers for one program."""

    def __init__(self, program: Program) -> None:
        """Index the program."""
        self._index = GoIndex(program)
        self._values = GoValues(self._index)
        self._members = program.members
        self._implementing: dict[tuple[Key, str], tuple[int, ...]] = {}

    def reached(self, caller: int, call: CallSite) -> Reached:
        """Whom a call of this function may reach; no targets where that is unknown."""
        member = self._members[caller]
        unit = member.file.unit
        if not call.qualifier:
            if self._values.declares(call.name, member):
                return NOWHERE
            return _few(self._index.functions.get((unit, call.name), ()))
        value = self._values.value(call.qualifier, member)
        if isinstance(value, TypeText):
            return self._on_type(value, call.name, unit)
        if isinstance(value, Package):
            return self._in_package(value.import_path, call.name)
        if isinstance(value, Outside):
            return Reached(external=value.path)
        return self._by_name(call.name, unit)

    def _in_package(self, path: str, name: str) -> Reached:
        if path in self._index.packages:
            return _few(self._index.functions.get((path, name), ()))
        return NOWHERE if self._index.is_own(path) else Reached(external=path)

    def _by_name(self, name: str, unit: str) -> Reached:
        owners = self._index.owners.get(name, ())
        if len(owners) > _MOST_OWNERS:
            return NOWHERE
        return _few(self._of_owners(owners, name, unit))._replace(is_guess=True)

    def _of_owners(self, owners: Sequence[Key], name: str, unit: str) -> list[int]:
        """Methods that are in sight of a package."""
        is_exported = name[:1].isupper()
        return [
            number
            for owner in owners
            if is_exported or owner[0] == unit
            for number in self._index.methods[owner][name]
        ]

    def _on_type(self, value: TypeText, name: str, unit: str) -> Reached:
        """Methods of a type, of what it embeds, or of all that implement an interface."""
        index = self._index
        queue = [value]
        outside = NOWHERE
        for _ in range(2 * DEEPEST):
            if not queue:
                break
            key = index.named(queue.pop(0))
            if isinstance(key, Outside):
                outside = Reached(external=key.path)
            elif key is not None:
                found = index.methods.get(key, {}).get(name)
                if found:
                    return _few(found)
                if key not in index.types:
                    return self._by_name(name, unit)  # a type parameter, or a skipped file's type
                if name in self._asked(key, 0):
                    return _few(self._of_interface(key, name))
                queue += index.inner(key)
        return outside

    def _asked(self, key: Key, depth: int) -> frozenset[str]:
        """Methods that an interface asks for, those of interfaces in it included."""
        found = self._index.types.get(key)
        if found is None or found[0].kind != "interface" or depth > DEEPEST:
            return frozenset()
        names = {method.symbol for method in found[0].methods}
        for embedded in self._index.inner(key):
            inner = self._index.named(embedded)
            if inner is not None and not isinstance(inner, Outside):
                names |= self._asked(inner, depth + 1)
        return frozenset(names)

    def _of_interface(self, interface: Key, name: str) -> tuple[int, ...]:
        """Methods of this name of all types that may implement an interface."""
        known = self._implementing.get((interface, name))
        if known is None:
            asked = self._asked(interface, 0)
            owners = [
                owner
                for owner in self._index.owners.get(name, ())[:_MOST_IMPLEMENTING]
                if asked <= self._index.methods[owner].keys() or self._embeds(owner)
            ]
            found = self._of_owners(owners, name, interface[0])
            known = tuple(found[: MAX_TARGETS + 1])
            self._implementing[interface, name] = known
        return known

    def _embeds(self, owner: Key) -> bool:
        """True where a type may have methods that it does not declare."""
        declared = self._index.types.get(owner)
        return declared is not None and any(not field.name for field in declared[0].fields)


def _few(found: Sequence[int]) -> Reached:
    """These targets, unless they are too many to say anything."""
    return Reached(tuple(sorted(found))) if len(found) <= MAX_TARGETS else NOWHERE
