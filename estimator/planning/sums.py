"""Numbers that should sum to a total -> numbers that do, to the last digit; and wave quantiles."""

import math
from collections.abc import Sequence

from estimator.model.estimate import Effort


def exact(parts: Sequence[float], total: float) -> tuple[float, ...]:
    """Give the parts, moved so that `math.fsum` of them is the total exactly.

    They are scaled, then rounded to the last digit that the total has, and the largest takes the
    rest. Where nothing is to be scaled, each gets the same part. Parts and total are not negative.
    """
    if not parts:
        return ()
    whole = math.fsum(parts)
    step = math.ulp(total)
    shares = [part / whole if whole > 0 else 1 / len(parts) for part in parts]
    found = [round(total * share / step) * step for share in shares]
    largest = found.index(max(found))
    found[largest] = total - math.fsum((*found[:largest], *found[largest + 1 :]))
    return tuple(found)


def in_proportion(p50: float, whole: Effort) -> Effort:
    """Give the quantiles of a part, EM, as far from its P50 as those of the whole are.

    So they sum to the whole at each quantile: what makes a port dearer makes all waves dearer.
    """
    share = p50 / whole.p50 if whole.p50 > 0 else 0.0
    return Effort(
        unit=whole.unit,
        p10=whole.p10 * share,
        p50=p50,
        p80=whole.p80 * share,
        p90=whole.p90 * share,
    )
