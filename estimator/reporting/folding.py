"""Many lines of one group into the first ones and the sum of the others, for people."""

import math

import msgspec

from estimator.model.estimate import Line

LINES_SHOWN = 8
_FEW_OTHERS = 1
_INVARIANTS = "invariants"


def folded(lines: tuple[Line, ...]) -> tuple[Line, ...]:
    """Keep the first lines of packages and invariants; JSON and CSV have all of them.

    Those of another kind are few and stay. `lines` are of one group, dearest first.
    """
    is_long = len(lines) > LINES_SHOWN + _FEW_OTHERS
    of_packages = all(line.package for line in lines)
    if not is_long or not (of_packages or lines[0].group == _INVARIANTS):
        return lines
    others = lines[LINES_SHOWN:]
    title = f"{len(others):,} others" if of_packages else f"{len(others):,} other invariants"
    together = msgspec.structs.replace(
        others[0],
        rule=others[0].rule if of_packages else "",
        title=title,
        package="",
        effort=math.fsum(line.effort for line in others),
        hours=math.fsum(line.hours for line in others),
        count=math.fsum(line.count or 0 for line in others) if of_packages else None,
        evidence=(),
    )
    return (*lines[:LINES_SHOWN], together)
