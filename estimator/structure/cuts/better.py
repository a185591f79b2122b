"""A cut -> a better one a few moved functions away, where there is one.

Which callees move along is settled by a minimum cut (`dragging`). What is left is whether functions
of the shell should come too, or cold members stay. A flow cannot bound how many functions move and
cannot count the types that a signature brings along, so this tries single moves at the border, the
exact border counted each time, and takes the one that saves most, as Kernighan and Lin do. What
nothing calls never moves, and a cut keeps an entry: it would not shrink, only be out of sight.
"""

from collections import Counter
from collections.abc import Collection
from typing import NamedTuple

from estimator.model.hotpaths import BetterCut
from estimator.structure.cuts import weights
from estimator.structure.cuts.border import UNMEASURED, Border, Warmth, border
from estimator.structure.cuts.clusters import Cluster
from estimator.structure.cuts.code import Code
from estimator.structure.cuts.joining import is_connected


class _Ground(NamedTuple):
    """What all cuts under trial have in common."""

    code: Code
    members: frozenset[int]
    hot: Collection[int]
    warmth: Warmth


class _Side(NamedTuple):
    """A cut under trial."""

    inside: frozenset[int]
    dragged: frozenset[int]
    border: Border
    cost: int


def better_cut(
    code: Code, cluster: Cluster, hot: Collection[int], *, warmth: Warmth = UNMEASURED
) -> BetterCut | None:
    """Find up to `weights.MOVES` moves that lower the crossing, None where there are none.

    Functions in `hot` never leave; `warmth` is that of `border`.
    """
    ground = _Ground(code, frozenset(cluster.members), hot, warmth)
    first = _side(ground, cluster.inside, frozenset(cluster.dragged))
    best = first
    for _ in range(weights.MOVES):
        trials = (_moved(ground, best, number) for number in _movable(ground, best))
        cuts = (one for one in trials if one is not None and one.border.entries)
        found = min(cuts, key=lambda one: one.cost, default=best)
        if found.cost >= best.cost or found.border.items >= best.border.items:
            break
        best = found
    if best is first:
        return None
    pulled, pushed = sorted(best.inside - first.inside), sorted(first.inside - best.inside)
    return BetterCut(
        pulled_in=tuple(map(code.label, pulled)),
        pushed_out=tuple(map(code.label, pushed)),
        items_before=first.border.items,
        items_after=best.border.items,
        lines_added=_lines(code, pulled) - _lines(code, pushed),
    )


def _lines(code: Code, numbers: Collection[int]) -> int:
    return sum(code.functions[one].code_lines for one in numbers)


def _side(ground: _Ground, inside: frozenset[int], dragged: frozenset[int]) -> _Side:
    found = border(ground.code, inside, dragged=dragged, warmth=ground.warmth)
    back = len(found.calls_back) * (weights.CALL_OUT - weights.ITEM)
    lines = _lines(ground.code, inside)
    return _Side(inside, dragged, found, lines + weights.ITEM * found.items + back)


def _movable(ground: _Ground, side: _Side) -> list[int]:
    """Give functions at the border: of the shell those that call in or are called, cold ones."""
    counts = Counter(call.other for calls in side.border.entries.values() for call in calls)
    counts.update(iter(side.border.calls_back))
    back = (call.other for calls in side.border.calls_back.values() for call in calls)
    cold = [one for one in (*side.border.entries, *back) if one not in ground.hot]
    counts.update(cold)
    has_callers = (one for one in counts if ground.code.graph.callers(one))
    tried = min(weights.TRIED, weights.TRIAL_FUNCTIONS // len(side.inside))
    return sorted(has_callers, key=lambda one: (-counts[one], one))[:tried]


def _moved(ground: _Ground, side: _Side, number: int) -> _Side | None:
    """Move one function to the other side; None where members would fall apart."""
    code = ground.code
    if number not in side.inside:
        return _side(ground, side.inside | {number}, side.dragged)
    inside = side.inside - {number}
    if number in ground.members and not is_connected(code, ground.members & inside):
        return None
    met = ground.warmth.met
    calls = (call for one in inside for call in code.graph.callees(one))
    called = {call.other for call in calls if code.leads(call, call.other, met)}
    dragged = side.dragged & inside
    orphans = {one for one in dragged if one not in called}
    return _side(ground, inside - orphans, dragged - orphans)
