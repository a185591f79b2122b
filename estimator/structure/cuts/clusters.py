"""Measured time per function -> the fewest components that hold a stated share of own time.

Clusters grow from the functions that hold almost all own time, join where they are near each other
(`joining`) or where one would drag along what another is made of (`dragging`), and are taken by
share until they hold enough. Declared and static hot paths are grown the same way without shares.
"""

from collections import deque
from collections.abc import Collection, Iterator, Mapping, Sequence
from typing import NamedTuple

from estimator.structure.cuts import weights
from estimator.structure.cuts.code import Code
from estimator.structure.cuts.dragging import drag
from estimator.structure.cuts.joining import apart, join


class Measured(NamedTuple):
    """Shares of all samples by function number, 0-1; functions that no sample met are left out."""

    flat: Mapping[int, float]
    nearest: Mapping[int, float]
    cumulative: Mapping[int, float]

    @property
    def met(self) -> frozenset[int]:
        """Functions that samples met anywhere on a stack."""
        return frozenset(one for one, share in self.cumulative.items() if share > 0)


class Cluster(NamedTuple):
    """Functions that can be cut out together."""

    members: tuple[int, ...]
    dragged: tuple[int, ...]
    share: float
    """Share of samples (nearest) in members and dragged functions; 0 where nothing was measured."""

    @property
    def inside(self) -> frozenset[int]:
        """All functions that move."""
        return frozenset((*self.members, *self.dragged))


def measured_clusters(code: Code, time: Measured, *, share: float = 0.8) -> tuple[Cluster, ...]:
    """Find the fewest clusters that hold `share` (0-1) of own time; largest share first."""
    seeds = hottest(code, time.nearest, share=max(share, weights.SEED_SHARE))
    clusters = grown(code, seeds, time)
    ordered = sorted(clusters, key=lambda one: (-one.share, one.members))
    wanted = share * sum(time.nearest.values())
    chosen: list[Cluster] = []
    covered: set[int] = set()
    held = 0.0
    for cluster in ordered:
        if held >= wanted - _ROUNDING:
            break
        held += sum(time.nearest.get(one, 0.0) for one in cluster.inside - covered)
        covered |= cluster.inside
        chosen.append(cluster)
    return tuple(chosen)


_ROUNDING = 1e-9


def hottest(code: Code, nearest: Mapping[int, float], *, share: float) -> tuple[int, ...]:
    """Give the smallest set of functions with `share` (0-1) of own time, most time first."""
    ordered = sorted(
        (one for one in nearest if nearest[one] > 0),
        key=lambda one: (-nearest[one], code.functions[one].path, code.functions[one].line, one),
    )
    wanted = share * sum(nearest.values())
    held = 0.0
    for index, number in enumerate(ordered):
        if held >= wanted - _ROUNDING:
            return tuple(ordered[:index])
        held += nearest[number]
    return tuple(ordered)


def grown(code: Code, seeds: Collection[int], time: Measured | None = None) -> tuple[Cluster, ...]:
    """Join seeds into clusters until none drags along what another is made of."""
    groups: Sequence[tuple[int, ...]] = with_makers(code, join(code, seeds))
    cumulative = None if time is None else time.cumulative
    while True:
        drags = [drag(code, group, cumulative).functions for group in groups]
        merged = _merged(code, groups, drags)
        if merged == list(groups):
            break
        groups = merged
    nearest = {} if time is None else time.nearest
    return tuple(
        Cluster(group, dragged, sum(nearest.get(one, 0.0) for one in sorted((*group, *dragged))))
        for group, dragged in zip(groups, drags, strict=True)
    )


def with_makers(code: Code, groups: Sequence[tuple[int, ...]]) -> tuple[tuple[int, ...], ...]:
    """Add to each group what makes the objects whose methods it holds for the most part.

    Where such an object moves, the shell cannot make it any more.
    """
    return apart([*group, *_makers(code, frozenset(group))] for group in groups)


def _makers(code: Code, members: frozenset[int]) -> Iterator[int]:
    receivers = {code.uses[one].receiver for one in members} & code.objects
    for receiver in sorted(receivers):
        users = code.by_type[receiver]
        methods = [one for one in users if code.uses[one].receiver == receiver]
        makers = [one for one in users if _makes(code, one, receiver)]
        lines = [code.functions[one].code_lines for one in methods if one not in makers]
        moved = (code.functions[one].code_lines for one in methods if one in members)
        if 2 * sum(moved) >= sum(lines):
            yield from (one for one in makers if one not in code.staying)


def _makes(code: Code, number: int, one: int) -> bool:
    """Tell whether a function is a short constructor of a type, in the type's own unit."""
    function, links = code.functions[number], code.function_links[number]
    return (
        links is not None
        and not links.receiver_name
        and one in code.uses[number].results
        and function.unit == code.types.declared[one].unit
        and function.code_lines <= weights.BRIDGE_LINES
    )


def _merged(
    code: Code, groups: Sequence[tuple[int, ...]], drags: Sequence[tuple[int, ...]]
) -> list[tuple[int, ...]]:
    """Join each group with those whose members it drags along, and with what lies between."""
    owner = {number: index for index, group in enumerate(groups) for number in group}
    root = list(range(len(groups)))
    whole: list[set[int]] = [set(group) for group in groups]
    for index, dragged in enumerate(drags):
        for number in dragged:
            if number not in owner:
                continue
            one, other = _find(root, index), _find(root, owner[number])
            path = _path(code, groups[index], number, frozenset(dragged))
            whole[one].update(path)
            if one != other:
                root[other] = one
                whole[one] |= whole[other]
    kept = (whole[index] for index in range(len(groups)) if _find(root, index) == index)
    return list(apart(kept))


def _find(root: list[int], index: int) -> int:
    while root[index] != index:
        index = root[index]
    return index


def _path(
    code: Code, members: Sequence[int], target: int, through: frozenset[int]
) -> tuple[int, ...]:
    """Give the functions on a shortest chain of calls from members to a target, itself included."""
    before: dict[int, int] = dict.fromkeys(members, -1)
    queue = deque(members)
    while queue and target not in before:
        number = queue.popleft()
        for call in code.graph.callees(number):
            is_new = call.other in through and call.other not in before
            if is_new and code.leads(call, call.other, None):
                before[call.other] = number
                queue.append(call.other)
    chain: list[int] = []
    while target >= 0 and before.get(target, -1) >= 0:
        chain.append(target)
        target = before[target]
    return tuple(chain)
