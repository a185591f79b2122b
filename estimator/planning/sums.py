"""Numbers that should sum to a total -> numbers that do, to the last digit; and wave quantiles."""

import math
from collections.abc import Sequence

from estimator.model.estimate import Effort


def exact(parts: Sequence[float], total: float) -> tuple[float, ...]:
    """Give the parts, moved so that `math.fsum` of them is the total exactly.

    They are scaled first; then the largest takes the rest, which is a matter of the last digits.
    Where nothing is to be scaled, each gets the same part.
    """
    whole = math.fsum(parts)
    if not parts:
        return ()
    if whole > 0:
        found = [part * (total / whole) for part in parts]
    else:
        found = [total / len(parts)] * len(parts)
    largest = found.index(max(found))
    for _ in parts:
        found[largest] += total - math.fsum(found)
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
