"""Predictions of finished ports -> scores, pooled and for each direction."""

import math
import statistics
from collections.abc import Callable

from estimator.model.accuracy import Method, Prediction, Score

QUARTER = 0.25
DOUBLE = 2.0
_SHARES = (0.1, 0.5, 0.8, 0.9)


def scored(identity: str, title: str, note: str, predictions: tuple[Prediction, ...]) -> Method:
    """Score a method. `predictions` holds at least one."""
    directions = sorted({one.direction for one in predictions})
    return Method(
        id=identity,
        title=title,
        note=note,
        predictions=predictions,
        pooled=score(predictions),
        by_direction=tuple(
            (key, score(tuple(one for one in predictions if one.direction == key)))
            for key in directions
        ),
    )


def score(predictions: tuple[Prediction, ...]) -> Score:
    """Score some predictions, at least one."""
    errors = [log_error(one) for one in predictions]
    ranged = [one for one in predictions if one.p10 is not None]
    return Score(
        ports=len(predictions),
        median_factor=math.exp(statistics.median(map(abs, errors))),
        mean_abs_log=statistics.fmean(map(abs, errors)),
        bias=math.exp(statistics.fmean(errors)),
        within_quarter=sum(abs(one.p50 / one.actual - 1) <= QUARTER for one in predictions),
        within_double=sum(one.error_factor <= DOUBLE for one in predictions),
        covered=sum(one.is_covered for one in ranged) if ranged else None,
        width=statistics.fmean(map(width, ranged)) if ranged else None,
        pinball=_pinballs(ranged) if ranged else None,
        pinball_p50=statistics.fmean(map(abs, errors)) / 2,
    )


def log_error(one: Prediction) -> float:
    """Give ln(predicted / actual)."""
    return math.log(one.p50 / one.actual)


def width(one: Prediction) -> float:
    """Give P90 / P10, 1 without a range."""
    return one.p90 / one.p10 if one.p90 is not None and one.p10 is not None else 1.0


def pinball(actual: float, predicted: float, share: float) -> float:
    """Give the pinball loss of a quantile of ln(effort): share x above, (1 - share) x below."""
    missing = math.log(actual / predicted)
    return max(share * missing, (share - 1) * missing)


def _pinballs(ranged: list[Prediction]) -> tuple[float, float, float, float]:
    picks: tuple[Callable[[Prediction], float | None], ...] = (
        lambda one: one.p10,
        lambda one: one.p50,
        lambda one: one.p80,
        lambda one: one.p90,
    )
    p10, p50, p80, p90 = (
        statistics.fmean(pinball(one.actual, pick(one) or one.p50, share) for one in ranged)
        for pick, share in zip(picks, _SHARES, strict=True)
    )
    return p10, p50, p80, p90
