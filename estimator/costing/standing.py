"""A density and the quantiles of services -> where the repository stands among them."""

from itertools import pairwise

from estimator.model.rules import DENSITY_LEVELS, Density


def percentile(per_kloc: float, density: Density) -> tuple[float | None, str]:
    """Give the percentile of a density and its words, linear between the measured quantiles.

    Outside P10-P90 the census says nothing finer, so there is no number, only ``< P10`` or
    ``> P90``. Where quantiles are equal (most services have none), the highest level counts.
    """
    knots = list(zip(DENSITY_LEVELS, density.values(), strict=True))
    if per_kloc < knots[0][1]:
        return None, f"< P{knots[0][0]}"
    if per_kloc > knots[-1][1]:
        return None, f"> P{knots[-1][0]}"
    for (low_level, low), (level, value) in reversed(list(pairwise(knots))):
        if low <= per_kloc <= value:
            part = (per_kloc - low) / (value - low) if value > low else 1.0
            found = low_level + part * (level - low_level)
            return found, f"P{found:.0f}"
    return None, ""
