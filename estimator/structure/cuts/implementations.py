"""Functions that move -> what they may call besides: implementations that no call shows for sure.

A call through an interface that many types implement, or whose implementations no sample met, shows
nothing about where the cut runs. Moved code needs these functions nevertheless: on its own side, or
through a call back into the shell.
"""

from collections.abc import Collection, Iterator

from estimator.structure.cuts.code import NO_TYPE, Code
from estimator.structure.cuts.types import last_name


def perhaps_called(
    code: Code, inside: Collection[int], met: Collection[int] | None
) -> tuple[int, ...]:
    """Give functions of the shell that calls of moved code may reach through interfaces, ascending.

    A guess by name counts where a type that it may lead to is one whose methods the same function
    calls that way for certain: they move, and samples met them where there are any. Left out are
    what crosses as a call back already, and variants of moved functions for other platforms.
    """
    moved = frozenset(inside)
    variants = {code.twins.get(one, one) for one in moved}
    found = {one for number in moved for one in _open_calls(code, number, moved, met)}
    return tuple(sorted(one for one in found if code.twins.get(one, one) not in variants))


def _open_calls(
    code: Code, number: int, moved: frozenset[int], met: Collection[int] | None
) -> Iterator[int]:
    calls = [call for call in code.graph.callees(number) if call.targets > 1]
    sure = {
        code.uses[call.other].receiver
        for call in calls
        if call.other in moved and (met is None or call.other in met)
    } - {NO_TYPE}
    names = {
        last_name(code.functions[call.other].symbol)
        for call in calls
        if code.uses[call.other].receiver in sure
    }
    for call in calls:
        is_shown = call.other in moved or code.leads(call, call.other, met)
        name = last_name(code.functions[call.other].symbol)
        if not is_shown and (not call.is_guess or name in names):
            yield call.other
