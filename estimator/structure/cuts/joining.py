"""Hot functions -> groups that belong together, each connected through its own members.

Two functions belong together where one calls the other, where both are methods of one type, or
where one takes the type that the other is a method of. Hot functions up to two steps apart are
joined, and what lies between them joins too, while that costs few lines. That two are called by the
same function is no reason: then a request handler would tie together whatever it uses.
"""

from collections.abc import Collection, Iterable, Iterator, Sequence
from heapq import heappop, heappush
from itertools import count

from estimator.structure.cuts import weights
from estimator.structure.cuts.code import NO_TYPE, Code

_DOWN, _UP, _TYPE = "calls", "is called", "shares a type"


def neighbors(code: Code, number: int) -> Iterator[tuple[int, str]]:
    """Yield the functions that one belongs together with, and how; some of them twice."""
    for call in code.graph.callees(number):
        if code.leads(call, call.other, None):
            yield call.other, _DOWN
    for call in code.graph.callers(number):
        if code.leads(call, number, None):
            yield call.other, _UP
    uses = code.uses[number]
    if uses.receiver != NO_TYPE:
        for other in code.by_type.get(uses.receiver, ()):
            theirs = code.uses[other]
            if theirs.receiver == uses.receiver or _is_narrow(code, uses.receiver):
                yield other, _TYPE
    for one in uses.signature:
        if _is_narrow(code, one):
            yield from (
                (other, _TYPE)
                for other in code.by_type.get(one, ())
                if code.uses[other].receiver == one
            )


def _is_narrow(code: Code, number: int) -> bool:
    """Tell whether taking a type says that one belongs to it: it is no plain data, and not wide."""
    return number in code.objects and len(code.by_type.get(number, ())) <= weights.WIDE_TYPE


def join(code: Code, seeds: Collection[int]) -> tuple[tuple[int, ...], ...]:
    """Join seeds into groups, with the functions between them; each ascending, by first member."""
    ordered = sorted(set(seeds))
    group = {seed: seed for seed in ordered}
    between: dict[int, set[int]] = {seed: set() for seed in ordered}
    for _, first, second, bridge in sorted(_bridges(code, ordered)):
        one, other = _root(group, first), _root(group, second)
        if one == other:
            continue
        kept, gone = min(one, other), max(one, other)
        group[gone] = kept
        between[kept] |= between.pop(gone) | set(bridge)
    members: dict[int, set[int]] = {root: set(found) for root, found in between.items()}
    for seed in ordered:
        members[_root(group, seed)].add(seed)
    return apart([members[root] for root in sorted(members)])


def _root(group: dict[int, int], number: int) -> int:
    while group[number] != number:
        number = group[number]
    return number


def apart(groups: Iterable[Collection[int]]) -> tuple[tuple[int, ...], ...]:
    """Make one group of those that came to hold the same function."""
    owner: dict[int, int] = {}
    merged: list[set[int]] = []
    for group in groups:
        places = sorted({owner[number] for number in group if number in owner})
        whole = set(group).union(*(merged[place] for place in places))
        for place in places:
            merged[place] = set()
        merged.append(whole)
        owner.update(dict.fromkeys(whole, len(merged) - 1))
    return tuple(sorted(tuple(sorted(group)) for group in merged if group))


def _bridges(code: Code, seeds: Sequence[int]) -> Iterator[tuple[int, int, int, tuple[int, ...]]]:
    """Yield (lines between, seed, seed, functions between) for seeds that are near each other."""
    wanted = frozenset(seeds)
    for seed in seeds:
        for lines, other, bridge in _reached(code, seed, wanted):
            if seed < other:
                yield lines, seed, other, bridge


def _reached(
    code: Code, seed: int, wanted: Collection[int]
) -> Iterator[tuple[int, int, tuple[int, ...]]]:
    """Walk from a seed, cheapest lines first, to the seeds within reach."""
    order = count()
    queue: list[tuple[int, int, int, int, str, tuple[int, ...]]] = [
        (0, 0, seed, next(order), "", ())
    ]
    best: dict[int, int] = {}
    while queue:
        lines, steps, number, _, how, bridge = heappop(queue)
        if best.get(number, weights.BRIDGE_CALLS + 1) <= steps:
            continue
        best[number] = steps
        if number != seed and number in wanted:
            yield lines, number, bridge
            continue
        if steps == weights.BRIDGE_CALLS:
            continue
        onward = bridge if number == seed else (*bridge, number)
        for other, way in sorted(set(neighbors(code, number))):
            if other in code.staying or (how == _UP and way == _DOWN):
                continue
            added = 0 if other in wanted else code.functions[other].code_lines
            if lines + added <= weights.BRIDGE_LINES:
                heappush(queue, (lines + added, steps + 1, other, next(order), way, onward))


def is_connected(code: Code, members: Collection[int]) -> bool:
    """Tell whether every member is reached from every other through members only."""
    inside = set(members)
    if not inside:
        return True
    reached = {min(inside)}
    queue = list(reached)
    while queue:
        for other, _ in neighbors(code, queue.pop()):
            if other in inside and other not in reached:
                reached.add(other)
                queue.append(other)
    return reached == inside
