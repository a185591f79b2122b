"""Rust expressions into the types of their values, as far as declarations say them."""

import re
from typing import Protocol

from estimator.languages.linking import words_in
from estimator.languages.program import Member, Reached
from estimator.languages.rust.index import RustIndex, TypeText
from estimator.languages.rust.types import element_type

_DEEPEST = 6
"""Steps through bindings."""
_PART = re.compile(r"\.?((?:\w+::)*\w+)((?:\(\)|\[\]|\{\})*)(?:#\d+)?")
_TRANSPARENT = words_in(
    "as_deref as_deref_mut as_mut as_ref borrow borrow_mut by_ref clone cloned copied context"
    " expect into_inner load lock map_err ok ok_or ok_or_else pin read then to_owned unwrap"
    " unwrap_or unwrap_or_default unwrap_or_else upgrade with_context write"
)
"""Methods of the standard library that give what they are called on, or what it holds."""
_ELEMENTS = words_in(
    "drain entry first first_mut get get_mut get_or_insert_with insert_entry into_iter iter"
    " iter_mut last last_mut next or_default or_insert or_insert_with peek peek_mut pop pop_back"
    " pop_front recv remove swap_remove values values_mut"
)
"""Methods of its collections that give an element, or elements."""


class Paths(Protocol):
    """Who is behind a call: what values need to follow results."""

    def plain(self, member: Member, name: str) -> Reached:
        """A function called by its bare name."""

    def path(self, member: Member, path: str, name: str) -> Reached:
        """A function behind a path."""

    def on_type(
        self, value: TypeText, name: str, member: Member, *, is_associated: bool
    ) -> Reached:
        """Functions of this name that a type has."""


class RustValues:
    """Answers for one function at a time."""

    def __init__(self, index: RustIndex, paths: Paths) -> None:
        """Start with nothing known."""
        self._index = index
        self._paths = paths
        self._known: dict[str, TypeText | None] = {}
        self._types: dict[str, str] = {}
        self._asked_in: Member | None = None

    def enter(self, member: Member) -> None:
        """Ask about this function from now on."""
        if member is self._asked_in:
            return
        self._asked_in, self._known = member, {}
        links = member.links
        self._types = dict(links.locals)
        for found in links.parameters:
            self._types[found.name.removeprefix("mut ")] = found.type
        if links.receiver:
            self._types["self"] = links.receiver

    def declares(self, name: str, member: Member) -> bool:
        """True for a parameter or local variable: what it calls is not known."""
        self.enter(member)
        return name in self._types or name in member.links.bindings

    def value(self, expression: str, member: Member, depth: int = 0) -> TypeText | None:
        """Type of an expression in a function; None where that is not known."""
        self.enter(member)
        if depth > _DEEPEST:
            return None
        if expression not in self._known:
            self._known[expression] = None  # a variable that is made from itself says nothing
            self._known[expression] = self._follow(expression, member, depth)
        return self._known[expression]

    def _follow(self, expression: str, member: Member, depth: int) -> TypeText | None:
        value: TypeText | None = None
        position = 0
        while position < len(expression):
            part = _PART.match(expression, position)
            if part is None or (position and expression[position] != "."):
                return None
            if position:
                value = None if value is None else self._part(value, part[1], part[2], member)
            else:
                value = self._first(part[1], part[2], member, depth)
            if value is None:
                return None
            position = part.end()
        return value

    def _first(self, name: str, marks: str, member: Member, depth: int) -> TypeText | None:
        """Type of the first name or path of an expression."""
        if marks.startswith("()"):
            return _indexed(self._made(name, member), marks[2:])
        kind = self._types.get(name, "") or self._index.statics.get(name, "")
        if kind:
            return _indexed(TypeText(kind, member), marks)
        if name in member.links.bindings:
            return _indexed(self.value(member.links.bindings[name], member, depth + 1), marks)
        return None

    def _made(self, path: str, member: Member) -> TypeText | None:
        """What a function behind a path gives; a type's function that is not known, its type."""
        before, _, name = path.rpartition("::")
        if before:
            found = self._paths.path(member, before, name)
        else:
            found = self._paths.plain(member, name)
        if found.targets:
            return self._result(found.targets[0])
        last = before.rpartition("::")[2]
        return TypeText(last, member) if last[:1].isupper() and not found.external else None

    def _result(self, number: int) -> TypeText | None:
        member = self._index.program.members[number]
        results = member.links.results
        return TypeText(results[0].type, member) if results else None

    def _part(self, value: TypeText, name: str, marks: str, member: Member) -> TypeText | None:
        """Type of a field, or of a method's result."""
        if not marks.startswith("()"):
            return self._field(value, name, marks)
        own = self._paths.on_type(value, name, member, is_associated=False)
        if own.targets:
            return _indexed(self._result(own.targets[0]), marks[2:])
        if name in _TRANSPARENT:
            return _indexed(value, marks[2:])
        inner = element_type(value.text) if name in _ELEMENTS else ""
        return _indexed(TypeText(inner, value.member), marks[2:]) if inner else None

    def _field(self, value: TypeText, name: str, marks: str) -> TypeText | None:
        owner, _ = self._index.meant(value)
        for declared, _ in self._index.types.get(owner, ()):
            for field in declared.fields:
                if field.name == name:
                    return _indexed(TypeText(field.type, _seen_from(value, owner)), marks)
        return None


def _seen_from(value: TypeText, owner: str) -> Member | None:
    """Whose type parameters a field's type may name: those of the impl of the same type."""
    member = value.member
    return member if member is not None and member.links.receiver == owner else None


def _indexed(value: TypeText | None, marks: str) -> TypeText | None:
    while marks and value is not None:
        inner = element_type(value.text) if marks.startswith("[]") else ""
        value, marks = (TypeText(inner, value.member) if inner else None), marks[2:]
    return value
