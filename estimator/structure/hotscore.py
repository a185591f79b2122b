"""Turns a call graph into a static score for each function: from source alone, not measured.

Score: 0.5 log10(1 + work) + 0.5 log10(flow) + log10(lines) + 0.3 name, the ranking that held up
leave-one-owner-out on 26 public repositories with a committed CPU profile. Its weights move no
cost; they order candidates and are never shown.

Measured there (25 repositories, `benchmarks/static_ranking.py`): average precision 0.13 by flat and
0.14 by nearest time, lines only 0.10; the top 5 % of functions hold 35 and 24 % of own time, lines
only 21 and 13 %. Weights chosen from a grid of 1,080 leave-one-owner-out do no better (0.13, 0.14).

`flow` says how often a function may be called: 1 + 0.5 x the sum over its call sites of the
caller's flow x 10 ** loop depth (capped at 3) / number of possible targets, after 12 rounds, capped
at 1e12. `work`, `lines` and `name` are those of `structure.candidates`.
"""

from collections.abc import Sequence
from math import log10

from estimator.structure.callgraph import CallGraph
from estimator.structure.candidates import score

ROUNDS = 12
DAMPING = 0.5
"""How much of its caller's flow a call passes on."""
DEEPEST_LOOP = 3
"""Loop depth beyond which a call site weighs no more."""
MOST_FLOW = 1e12
MANY_CALLS = 1e4
"""Flow from which it weighs as much as 100 lines, so that it is given as a reason. Judgement."""
_FLOW_WEIGHT = 0.5


def flows(graph: CallGraph) -> list[float]:
    """Flow of each function by number, at least 1."""
    count = len(graph.functions)
    weights: dict[tuple[int, int], float] = {}
    for caller, callee, loops, targets in graph.sites():
        pair = caller, callee
        weights[pair] = weights.get(pair, 0.0) + 10 ** min(loops, DEEPEST_LOOP) / targets
    edges = [(caller, callee, DAMPING * weight) for (caller, callee), weight in weights.items()]
    flow = [1.0] * count
    for _ in range(ROUNDS):
        after = [1.0] * count
        for caller, callee, weight in edges:
            after[callee] += flow[caller] * weight
        flow = [min(one, MOST_FLOW) for one in after]
    return flow


def scores(graph: CallGraph, flow: Sequence[float] | None = None) -> list[float]:
    """Score of each function by number; `flow` is that of `flows`, where it is known already."""
    return [
        score(function.facts) + _FLOW_WEIGHT * log10(one)
        for function, one in zip(graph.functions, flow or flows(graph), strict=True)
    ]
