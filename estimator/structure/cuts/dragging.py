"""Members of a cluster -> the further functions of the repository that move along.

Whatever moved code calls either moves too, which costs its lines and the state that it touches, or
stays, which costs a call back into the shell; most where samples met it or where it calls members
itself. The cheapest choice over all callees at once is a minimum cut; the weights are in `weights`.
One more call never makes that choice cheaper.
"""

from collections import deque
from collections.abc import Collection, Mapping
from typing import NamedTuple

from estimator.structure.cuts import weights
from estimator.structure.cuts.code import Code
from estimator.structure.cuts.flow import UNBOUNDED, Network

_SOURCE, _SINK = 0, 1


class Dragged(NamedTuple):
    """What moves along with members, and what the whole choice costs."""

    functions: tuple[int, ...]
    """Ascending, without the members."""
    cost: int
    """Lines that move along, and what stays behind weighed in lines."""


def drag(
    code: Code, members: Collection[int], cumulative: Mapping[int, float] | None = None
) -> Dragged:
    """Choose which callees move along.

    `cumulative` holds the functions that samples met; None: nothing was measured, then a call
    inside a loop is taken for a hot one.
    """
    met = None if cumulative is None else {one for one in cumulative if cumulative[one] > 0}
    region, rim = _region(code, members, met)
    place = {number: 2 + 2 * index for index, number in enumerate((*region, *rim))}
    moving = frozenset(region)
    network = Network(2 + 2 * len(place))
    for number, node in place.items():
        is_fixed = number in code.staying or number not in moving
        network.add(node, _SINK, UNBOUNDED if is_fixed else _moved(code, number))
    looped: set[int] = set()
    back: set[int] = set()
    inside = frozenset(members)
    for number in (*sorted(members), *region):
        node = place.get(number, _SOURCE)
        for call in code.graph.callees(number):
            if call.other in inside and code.leads(call, call.other, met):
                back.add(number)
            elif call.other in place and code.leads(call, call.other, met):
                network.add(node, place[call.other] + 1, UNBOUNDED)
                if call.loop_sites:
                    looped.add(call.other)
    hot = back | (looped if met is None else met)
    for number, node in place.items():
        stays = weights.HOT_CALL_OUT if number in hot else weights.CALL_OUT
        network.add(node + 1, node, stays)
    cost, kept = network.cut(_SOURCE, _SINK)
    return Dragged(tuple(sorted(one for one in region if place[one] in kept)), cost)


def _region(
    code: Code, members: Collection[int], met: Collection[int] | None
) -> tuple[list[int], list[int]]:
    """Give the functions that members reach by calls, nearest first, and those just beyond."""
    inside = set(members)
    found: dict[int, None] = {}
    queue = deque(sorted(inside))
    while queue:
        for call in code.graph.callees(queue.popleft()):
            other = call.other
            if other in inside or other in found or not code.leads(call, other, met):
                continue
            found[other] = None
            if len(found) <= weights.REGION:
                queue.append(other)
    reached = list(found)
    return reached[: weights.REGION], reached[weights.REGION :]


def _moved(code: Code, number: int) -> int:
    """Weigh what it costs to move a function: its lines and the state that it would share."""
    uses = code.uses[number]
    shared = [one for one in (*uses.reads, *uses.writes) if code.is_state(one)]
    return code.functions[number].code_lines + weights.STATE * len(shared)
