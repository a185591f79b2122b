"""A density and the quantiles of services -> where the repository stands among them."""

from collections.abc import Mapping
from itertools import pairwise

from estimator.costing.constants import Constants
from estimator.model.rules import DENSITY_LEVELS, Density, Rulebook


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


def standings(counts: Mapping[str, float], kloc: float, rulebook: Rulebook) -> dict[str, str]:
    """Give where each ledger rule's density stands, ``P63`` or ``< P10``, by rule id.

    Below the smallest size that percentiles are printed for there is none, as in the ledger.
    """
    if kloc < Constants(values=rulebook.constants).get("percentile.minimum-size"):
        return {}
    found = {}
    for key, rule in rulebook.rules.items():
        price = rule.ledger
        if price is not None and price.density is not None and price.scope != "repo":
            count = sum(counts.get(metric, 0.0) for metric in price.metrics)
            found[str(key)] = percentile(count / kloc, price.density)[1]
    return found
