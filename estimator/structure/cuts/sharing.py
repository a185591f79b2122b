"""Functions that move -> the state that they share with what stays."""

from collections.abc import Collection, Iterator, Sequence

from estimator.languages.crossings import CROSSINGS
from estimator.model.hotpaths import SharedState
from estimator.model.links import TypedName
from estimator.structure.cuts.code import NO_TYPE, Code

_NEAR_LINES = 3
"""A lock declared this close to a variable guards it by the usual convention."""


def shared_state(code: Code, inside: Collection[int]) -> tuple[SharedState, ...]:
    """Find variables and types that both sides use and at least one changes; by path and line."""
    moved = frozenset(inside)
    found = [*_variables(code, moved), *_types(code, moved)]
    return tuple(sorted(found, key=lambda one: (one.path, one.line, one.symbol)))


def _variables(code: Code, moved: frozenset[int]) -> Iterator[SharedState]:
    touched = {
        one for number in moved for one in (*code.uses[number].reads, *code.uses[number].writes)
    }
    for one in sorted(touched):
        users = code.by_variable[one]
        if all(user in moved for user in users) or not code.is_state(one):
            continue
        variable = code.variables[one]
        writers = sum(one in code.uses[user].writes for user in users)
        yield SharedState(
            symbol=variable.declared.name,
            kind="variable",
            path=variable.path,
            line=variable.declared.line,
            readers=len(users) - writers,
            writers=writers,
            guard=_guard_of_variable(code, one),
        )


def _guard_of_variable(code: Code, number: int) -> str:
    variable = code.variables[number]
    lock = CROSSINGS[code.language].lock
    if lock.search(variable.declared.type):
        return variable.declared.name
    near = [
        other
        for other in code.links[variable.path].variables
        if lock.search(other.type) and abs(other.line - variable.declared.line) <= _NEAR_LINES
    ]
    near.sort(key=lambda other: (abs(other.line - variable.declared.line), other.line))
    return near[0].name if near else ""


def _types(code: Code, moved: frozenset[int]) -> Iterator[SharedState]:
    """Find types whose insides both sides reach by pointer, while somebody changes them.

    The shell reaches inside with a method of its own or with a function that changes a parameter;
    merely holding one and passing it on is no sharing.
    """
    held = {one for number in moved for one in code.uses[number].pointers}
    for one in sorted(held):
        users = code.by_type[one]
        outside = [user for user in users if user not in moved and _reaches_into(code, user, one)]
        writers = [user for user in users if one in code.uses[user].changed]
        if not outside or not writers:
            continue
        declared = code.types.declared[one]
        inside = [user for user in users if user in moved and one in code.uses[user].pointers]
        involved = {*outside, *inside}
        yield SharedState(
            symbol=declared.links.symbol,
            kind="type held by pointer",
            path=declared.path,
            line=declared.links.line,
            readers=len(involved - set(writers)),
            writers=len(involved & set(writers)),
            guard=_guard_of_fields(code, declared.links.fields),
        )


def _reaches_into(code: Code, number: int, one: int) -> bool:
    uses = code.uses[number]
    return one in uses.pointers and (uses.receiver == one != NO_TYPE or one in uses.changed)


def _guard_of_fields(code: Code, fields: Sequence[TypedName]) -> str:
    lock = CROSSINGS[code.language].lock
    return next((one.name or one.type for one in fields if lock.search(one.type)), "")
