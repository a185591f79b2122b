"""Functions that move -> what crosses their cut: functions called over it, and types sent over it.

Counting is exact and monotone: one more call between functions never makes fewer items cross. A
moved function without state may be kept on both sides, so that the shell's calls of it do not
cross: where it was only dragged along, where no sample met the functions that call it there, or
where it is tiny.
"""

from collections.abc import Collection, Iterator, Mapping, Sequence
from typing import NamedTuple

from estimator.structure.cuts import weights
from estimator.structure.cuts.code import NO_TYPE, Code
from estimator.structure.cuts.graph import Call


class Border(NamedTuple):
    """What crosses. Keys ascend."""

    entries: Mapping[int, tuple[Call, ...]]
    """Moved functions that the shell calls, with those calls, seen from the moved function.

    Also those that the shell names as a value or that libraries call; they may have no calls."""
    calls_back: Mapping[int, tuple[Call, ...]]
    """Functions of the shell that moved code calls, with those calls, seen from the shell's."""
    types: Mapping[int, tuple[int, ...]]
    """Declared types that are sent, with the crossing functions that send them."""
    merged: Mapping[int, tuple[int, ...]] = {}
    """Implementations of one trait's method that cross as one: that one with all of them."""

    @property
    def items(self) -> int:
        """Functions and types that cross: the items of the boundary's price."""
        return len(self.entries) + len(self.calls_back) + len(self.types)


class Warmth(NamedTuple):
    """What is known of a cut besides its sides."""

    met: frozenset[int] | None
    """Functions that samples met anywhere on a stack; None where nothing was measured."""
    hottest: int
    """The moved function that most samples met, else the longest: it is never on both sides."""


UNMEASURED = Warmth(met=None, hottest=-1)


def border(
    code: Code,
    inside: Collection[int],
    *,
    dragged: Collection[int] = (),
    warmth: Warmth = UNMEASURED,
) -> Border:
    """Find what crosses the cut around `inside`; `dragged` of it carry no time themselves."""
    moved = frozenset(inside)
    met = warmth.met
    copied = copies(code, moved, {*dragged, *_cheap_to_keep(code, moved, warmth)}, met)
    reached = _reached_without_calls(code, moved) - frozenset(dragged)
    called: dict[int, tuple[Call, ...]] = {}
    back: dict[int, list[Call]] = {}
    for number in sorted(moved):
        if number not in copied:
            calls = tuple(
                one
                for one in code.graph.callers(number)
                if one.other not in moved and code.leads(one, number, met)
            )
            if calls or number in reached:
                called[number] = calls
        for call in code.graph.callees(number):
            if call.other not in moved and code.leads(call, call.other, met):
                back.setdefault(call.other, []).append(call._replace(other=number))
    entries, in_one = _by_trait_method(code, _without_twins(code, called))
    calls_back, out_one = _by_trait_method(code, _without_twins(code, back))
    merged = {**in_one, **out_one}
    return Border(entries, calls_back, _types(code, (*entries, *calls_back), merged), merged)


def _without_twins(code: Code, calls: Mapping[int, Sequence[Call]]) -> dict[int, tuple[Call, ...]]:
    """Take variants of one function for platforms as one."""
    merged: dict[int, list[Call]] = {}
    for number in sorted(calls):
        merged.setdefault(code.twins.get(number, number), []).extend(calls[number])
    return {number: tuple(merged[number]) for number in sorted(merged)}


def _by_trait_method(
    code: Code, calls: Mapping[int, tuple[Call, ...]]
) -> tuple[dict[int, tuple[Call, ...]], dict[int, tuple[int, ...]]]:
    """Take implementations of one trait's method as one, and say which those are."""
    groups: dict[int, list[int]] = {}
    for number in sorted(calls):
        groups.setdefault(code.trait_methods.get(number, number), []).append(number)
    parts = {group[0]: tuple(group) for group in groups.values()}
    found = {one: tuple(call for part in parts[one] for call in calls[part]) for one in parts}
    many = {one: group for one, group in parts.items() if len(group) > 1}
    return {one: found[one] for one in sorted(found)}, many


def _cheap_to_keep(code: Code, inside: frozenset[int], warmth: Warmth) -> Iterator[int]:
    """Yield tiny moved functions, and those whose callers in the shell no sample met.

    Without a profile a tiny function has to stand alone: what it calls may be what is hot.
    """
    met = warmth.met
    for number in inside - {warmth.hottest} - _reached_without_calls(code, inside):
        is_tiny = code.functions[number].code_lines <= weights.COPY_LINES
        if met is None:
            if is_tiny and not code.graph.callees(number):
                yield number
            continue
        calls = (one for one in code.graph.callers(number) if code.leads(one, number, met))
        if is_tiny or all(one.other in inside or one.other not in met for one in calls):
            yield number


def _reached_without_calls(code: Code, inside: frozenset[int]) -> frozenset[int]:
    """Find moved functions that libraries call or that functions of the shell name as values."""
    named = {
        one for one in inside if any(other not in inside for other in code.named_by.get(one, ()))
    }
    return frozenset(named | (inside & code.offered))


def copies(
    code: Code,
    inside: frozenset[int],
    wanted: Collection[int],
    met: Collection[int] | None,
) -> frozenset[int]:
    """Find those of `wanted` that can be kept on both sides: without state, all the way down."""
    changed = {one for number in inside for one in code.uses[number].changed}
    found = {one for one in wanted if is_stateless(code, one, changed)}
    queue = sorted(inside - found)
    while queue:
        number = queue.pop()
        for call in code.graph.callers(number):
            if call.other in found and code.leads(call, number, met):
                found.discard(call.other)
                queue.append(call.other)
    return frozenset(found)


def is_stateless(code: Code, number: int, changed: Collection[int]) -> bool:
    """Tell whether a function keeps nothing: it changes data it is handed at most.

    It writes no variable, reads none that changes, makes no object that moved code changes in
    place (`changed`, types), and is handed none that holds a lock, a channel or the like. A vector
    with methods that change it is made anew on either side while no moved code changes one.
    """
    uses, links = code.uses[number], code.function_links[number]
    is_maker = links is not None and not links.receiver_name
    makes_object = is_maker and not code.objects.intersection(uses.results).isdisjoint(changed)
    if uses.writes or makes_object:
        return False
    handed = {uses.receiver, *uses.pointers, *uses.results} - {NO_TYPE}
    if any(code.types.has_identity(one) for one in handed):
        return False
    return not any(code.is_state(one) for one in uses.reads)


def _types(
    code: Code, functions: Collection[int], merged: Mapping[int, tuple[int, ...]]
) -> dict[int, tuple[int, ...]]:
    """Find the types that signatures send, and those that they are made of.

    An object is not sent itself: a handle stands for it, so what it is made of does not cross. Nor
    is what implements a trait for its callers: they know the trait.
    """
    senders: dict[int, set[int]] = {}
    for number, part in ((one, part) for one in functions for part in merged.get(one, (one,))):
        uses = code.uses[part]
        queue = list(uses.signature)
        is_data = uses.receiver != NO_TYPE and uses.receiver not in code.objects
        if is_data and part not in code.trait_methods:
            queue.append(uses.receiver)
        seen: set[int] = set()
        while queue:
            one = queue.pop()
            if one in seen:
                continue
            seen.add(one)
            senders.setdefault(one, set()).add(number)
            if one not in code.objects:
                queue.extend(code.types.parts_of(one))
    return {one: tuple(sorted(senders[one])) for one in sorted(senders)}
