"""Degrees of freedom -> quantiles of Student's t, for the spread of a small sample."""

import math

_HALVINGS = 80
_LARGEST = 1e4


def t_quantile(share: float, degrees: int) -> float:
    """Give the t value below which `share` of the distribution lies, share 0.5-1, degrees >= 1.

    By bisection of the exact finite sums for whole degrees of freedom (Abramowitz and Stegun,
    26.7.3 and 26.7.4).
    """
    low, high = 0.0, _LARGEST
    for _ in range(_HALVINGS):
        middle = (low + high) / 2
        if t_share(middle, degrees) < share:
            low = middle
        else:
            high = middle
    return high


def t_share(value: float, degrees: int) -> float:
    """Give the share of Student's t distribution below `value` >= 0."""
    angle = math.atan2(value, math.sqrt(degrees))
    cosine = math.cos(angle)
    is_odd = degrees % 2 == 1
    term = cosine if is_odd else 1.0
    total = term if degrees > 1 else 0.0
    for step in range(3 if is_odd else 2, degrees - 1, 2):
        term *= cosine**2 * (step - 1) / step
        total += term
    central = math.sin(angle) * total
    if is_odd:
        central = (angle + central) * 2 / math.pi
    return (1 + central) / 2
