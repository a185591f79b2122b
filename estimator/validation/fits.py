"""Cases -> what is refitted without the scored one: level, exponent, spread, rates."""

import math
import statistics
from collections.abc import Callable, Iterable

from estimator.model.source import Value
from estimator.validation.cases import ANCHORED, Case
from estimator.validation.student import t_quantile

UPPER = 0.9
"""The share below P90."""

Law = Callable[[Case], float]


class Fit(Value, frozen=True, kw_only=True):
    """A law with its fitted level of the direction that the document does not price."""

    multiplier: float
    sigma: float
    """Of ln(effort) at the center size."""


class PowerLaw(Value, frozen=True, kw_only=True):
    """Everything refitted: a level for each direction, one exponent, the spread."""

    levels: tuple[tuple[str, float], ...]
    """(direction, EM at 1 kLoC)."""
    exponent: float
    sigma: float

    def at(self, case: Case) -> float:
        """Give the P50 of a case, EM."""
        return float(dict(self.levels)[case.direction] * case.size_kloc**self.exponent)


def fit_level(training: tuple[Case, ...], law: Law) -> Fit:
    """Fit the multiplier (geometric mean of actual over law, Go to Rust) and the spread.

    The document's level stays as published, so one parameter is fitted.
    """
    errors = {case.name: math.log(case.actual / law(case)) for case in training}
    free = [errors[case.name] for case in training if case.direction != ANCHORED]
    shift = statistics.fmean(free) if free else 0.0
    residuals = [
        errors[case.name] - (0.0 if case.direction == ANCHORED else shift) for case in training
    ]
    return Fit(multiplier=math.exp(shift), sigma=spread_of(residuals, fitted=1))


def leveled(case: Case, law: Law, fit: Fit) -> float:
    """Give the law's P50 at the fitted level of the case's direction, EM."""
    return law(case) * (1.0 if case.direction == ANCHORED else fit.multiplier)


def fit_power_law(training: tuple[Case, ...]) -> PowerLaw:
    """Fit ln(actual) on ln(lines) by least squares, one level for each direction."""
    directions = sorted({case.direction for case in training})
    centers = {
        key: _center(case for case in training if case.direction == key) for key in directions
    }
    across = [
        (
            math.log(case.size_kloc) - centers[case.direction][0],
            math.log(case.actual) - centers[case.direction][1],
        )
        for case in training
    ]
    exponent = math.fsum(x * y for x, y in across) / math.fsum(x * x for x, _ in across)
    residuals = [y - exponent * x for x, y in across]
    return PowerLaw(
        levels=tuple(
            (key, math.exp(center[1] - exponent * center[0])) for key, center in centers.items()
        ),
        exponent=exponent,
        sigma=spread_of(residuals, fitted=len(directions) + 1),
    )


def spread_of(residuals: list[float], *, fitted: int) -> float:
    """Give the sigma whose P10-P90 holds 80 % of further ports; cost model, section 3.

    Root of the sum of squares over the degrees of freedom, times the t-quantile over the normal
    one. The 18 ports have a residual rms of 0.622 around the law by lines with one fitted
    parameter, so 17 degrees of freedom: 0.622 x sqrt(18 / 17) x 1.3334 / 1.28155 = 0.666, which
    the rules round to 0.67. An rms of 0.62 with nothing fitted gives 0.64, with two levels 0.69.
    """
    degrees = len(residuals) - fitted
    if degrees < 1:
        return 0.0
    deviation = math.sqrt(math.fsum(one * one for one in residuals) / degrees)
    normal = statistics.NormalDist().inv_cdf(UPPER)
    return deviation * t_quantile(UPPER, degrees) / normal


def flat_rate(training: Iterable[Case]) -> float:
    """Give the naive rate: the median EM per kLoC."""
    return statistics.median(case.actual / case.size_kloc for case in training)


def history_share(training: Iterable[Case]) -> float:
    """Give the median of port effort over what the source had cost, by the same measures."""
    return statistics.median(case.actual / case.own for case in training if case.own is not None)


def _center(cases: Iterable[Case]) -> tuple[float, float]:
    found = tuple(cases)
    return (
        statistics.fmean(math.log(case.size_kloc) for case in found),
        statistics.fmean(math.log(case.actual) for case in found),
    )
