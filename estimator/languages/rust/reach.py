"""Whom a call in Rust reaches: by path, by the receiver's type where it is known, else by name.

Types are followed as far as declarations say them, through references, smart pointers, locks,
`Option` and `Result`. A call on a trait may reach its default and every impl of it.
"""

from collections.abc import Iterable, Sequence

from estimator.languages.linking import words_in
from estimator.languages.program import MAX_TARGETS, NOWHERE, Member, Program, Reached
from estimator.languages.rust.index import RustIndex, TypeText
from estimator.languages.rust.values import RustValues
from estimator.model.links import CallSite

_HERE = frozenset({"crate", "self", "super"})
_MOST = 200
"""Functions of one name beyond which it is not asked which of them are in sight."""
_DEEPEST = 6
"""Steps through aliases and supertraits."""
ANYWHERE = words_in(
    "all and and_then any append as_bytes as_mut as_ref as_slice as_str await borrow borrow_mut"
    " bytes capacity chain chars checked_add checked_sub chunks clear clone cloned cmp collect"
    " concat contains contains_key copied copy_from_slice count drain drop entry enumerate eq"
    " expect extend extend_from_slice fetch_add filter filter_map find first flat_map flatten flush"
    " fmt fold for_each from get get_mut hash in_place insert into into_inner into_iter is_empty"
    " is_err is_none is_ok is_some iter iter_mut join keys last len lines load lock map map_err"
    " max min ne next nth ok ok_or or_else partial_cmp peek pop position push push_back push_str"
    " read read_exact recv remove replace reserve resize retain rev send skip sort sort_by"
    " sort_unstable split split_at starts_with store sum swap swap_remove take then to_owned"
    " to_string to_vec trim truncate try_from try_into unwrap unwrap_or unwrap_or_default"
    " unwrap_or_else values wake with_context windows wrapping_add write write_all zip"
)
"""Names of methods of the standard library: on a receiver of unknown type they say nothing."""


class RustReach:
    """Answers for one program."""

    def __init__(self, program: Program) -> None:
        """Index the program."""
        self._index = RustIndex(program)
        self._values = RustValues(self._index, self)
        self._members = program.members
        self._roots = _HERE | self._index.crates
        self._seen = program.seen_units

    def reached(self, caller: int, call: CallSite) -> Reached:
        """Whom a call of this function may reach; no targets where that is unknown."""
        member = self._members[caller]
        if call.is_method:
            return self._method(member, call)
        if call.qualifier:
            return self.path(member, call.qualifier, call.name)
        return self.plain(member, call.name)

    def plain(self, member: Member, name: str) -> Reached:
        """A function called by its bare name: nested, of the same module, imported, or by glob."""
        if self._values.declares(name, member):
            return NOWHERE
        file, symbol = member.file, member.links.symbol
        while symbol:  # nested in the caller, beside it, or in a module around it
            if (file.path, symbol, name) in self._index.beside:
                return self._few(self._index.beside[file.path, symbol, name], member)
            symbol = symbol.rpartition("::")[0]
        if (file.path, "", name) in self._index.beside:
            return self._few(self._index.beside[file.path, "", name], member)
        imported = file.links.imports.get(name, "")
        if imported:
            before, _, last = imported.rpartition("::")
            return self.path(member, before, last)
        if file.path in self._index.with_globs:
            return self._few(self._index.free.get(name, ()), member)
        return NOWHERE

    def path(self, member: Member, path: str, name: str) -> Reached:
        """A function behind a path: of a type, a trait or a module."""
        if " as " in path:
            owner, _, trait = path.partition(" as ")
            owned = self._index.owned.get((owner, name), ())
            exact = [one for one in owned if self._members[one].links.trait == trait]
            reached = self._few(exact or self._of_trait(trait, name, 0), member, is_seen=False)
            return reached._replace(is_open=owner in member.links.bounds)
        parts = path.split("::")
        imported = member.file.links.imports.get(parts[0])
        if imported:
            parts = [*imported.split("::"), *parts[1:]]
        if parts[0] in self._index.foreign:
            return Reached(external=parts[0])
        last = parts[-1]
        outside = self._index.passed_on(member.file.unit, last) if parts[0] in _HERE else ""
        if outside:
            return Reached(external=outside)
        if last == "Self" or last[:1].isupper():
            return self.on_type(TypeText(last, member), name, member, is_associated=True)
        free = self._index.free if last in self._roots else self._index.behind.get(last, {})
        found = free.get(name, [])[: _MOST + 1]
        return self._few([one for one in found if self._is_behind(one, parts, member)], member)

    def _is_behind(self, number: int, parts: Sequence[str], member: Member) -> bool:
        """True where a function is in the crate that a path names."""
        unit = self._members[number].file.unit
        if parts[0] in _HERE:
            return unit == member.file.unit
        if parts[0] in self._index.crates:
            return unit.replace("-", "_") == parts[0]
        return True

    def _method(self, member: Member, call: CallSite) -> Reached:
        value = self._values.value(call.qualifier, member)
        if value is not None:
            return self.on_type(value, call.name, member, is_associated=False)
        if call.name in ANYWHERE:
            return NOWHERE
        found = self._few(self._index.methods.get(call.name, ()), member)
        return found._replace(is_guess=True)

    def on_type(
        self, value: TypeText, name: str, member: Member, *, is_associated: bool
    ) -> Reached:
        """Functions of this name that a type, a trait object or a type parameter has."""
        index = self._index
        for _ in range(_DEEPEST):
            found, traits = index.meant(value)
            if traits:
                numbers = {one for trait in traits for one in self._of_trait(trait, name, 0)}
                reached = self._few(sorted(numbers), member, is_seen=False)
                return reached._replace(is_open=index.is_parameter(value))
            owned = index.owned.get((found, name))
            if owned:
                return self._few(self._wanted(owned, is_associated=is_associated), member)
            if found not in index.types:
                return NOWHERE
            alias = index.alias(found)
            if not alias:
                return self._few(self._defaults(found, name), member)
            value = TypeText(alias, None)
        return NOWHERE

    def _wanted(self, numbers: Iterable[int], *, is_associated: bool) -> list[int]:
        """Only functions with `self`, unless the call is written with a path."""
        return [one for one in numbers if is_associated or self._members[one].links.receiver_name]

    def _defaults(self, owner: str, name: str) -> list[int]:
        """What a type gets from the traits that it implements."""
        return [
            one
            for trait in sorted(self._index.traits.get(owner, ()))
            for one in self._index.owned.get((trait, name), ())
        ]

    def _of_trait(self, trait: str, name: str, depth: int) -> list[int]:
        """A trait's default and its impls; those of its supertraits where it has none."""
        index = self._index
        impls = index.implemented.get((trait, name), ())[: _MOST + 1]
        found = {*index.owned.get((trait, name), ()), *impls}
        if found or depth > _DEEPEST or trait not in index.types:
            return sorted(found)
        return [
            one
            for above in sorted(index.traits.get(trait, ()))
            for one in self._of_trait(above, name, depth + 1)
        ]

    def _few(self, found: Sequence[int], member: Member, *, is_seen: bool = True) -> Reached:
        """These targets, those of the caller's crate first; none where they say nothing.

        Code that is not handed in (`is_seen`) lies in a crate that the caller's one uses.
        """
        seen = self._seen.get(member.file.unit) if is_seen and len(found) <= _MOST else None
        if seen is not None:
            found = [one for one in found if self._members[one].file.unit in seen]
        if 1 < len(found) <= _MOST:
            unit = member.file.unit
            found = [one for one in found if self._members[one].file.unit == unit] or found
        return Reached(tuple(sorted(found))) if len(found) <= MAX_TARGETS else NOWHERE
