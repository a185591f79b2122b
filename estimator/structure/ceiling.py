"""Measured time of some functions into what faster code in them can win at most.

Amdahl's law: a part p of the time made x times as fast makes the whole 1 / ((1 - p) + p / x) times
as fast, and 1 / (1 - p) at most.
"""

from collections.abc import Iterable
from math import inf

from estimator.model.hotpaths import Ceiling
from estimator.model.profile import MeasuredFunction, TimeKind
from estimator.structure.timekinds import shares_of


def speedup(share: float, times: float) -> float:
    """How many times as fast the whole gets if a share of its time gets `times` as fast.

    `times` may be infinite; a share of 1 then gives infinity.
    """
    rest = (1.0 - share) + share / times
    return 1.0 / rest if rest > 0 else inf


def ceiling(functions: Iterable[MeasuredFunction]) -> Ceiling:
    """Say what a port of these functions can win.

    The time is `nearest`: their own, and that of others on their behalf. Only their own
    instructions and the runtime's part get faster with another language: system calls take as long
    as before, and libraries are replaced by others of unknown speed.
    """
    kinds: dict[TimeKind, float] = {}
    for function in functions:
        for kind, share in function.kinds.items():
            kinds[kind] = kinds.get(kind, 0.0) + share
    shares = shares_of(kinds)
    movable = min(1.0, shares.own + shares.runtime)
    return Ceiling(
        share=sum(kinds.values()),
        own=shares.own,
        runtime=shares.runtime,
        system=shares.system,
        libraries=shares.libraries,
        most=None if movable >= 1 else speedup(movable, inf),
        doubled=speedup(movable, 2.0),
        tenfold=speedup(movable, 10.0),
    )
