"""Scored methods -> the promises of the model, each kept or broken, with its figures."""

from collections.abc import Mapping

from estimator.model.accuracy import Method, Score, Target

MOST_MEDIAN = 1.9
MOST_MEAN = 0.60
MOST_WORSE = 0.03
MOST_HISTORY = 1.5
FEWEST_COVERED, MOST_COVERED = 13, 17
PORTS = 18
WIDEST = 6.5
LEAST_OVER_COCOMO = 1.0
LEAST_OVER_FLAT = 0.10


def targets_of(methods: tuple[Method, ...]) -> tuple[Target, ...]:
    """Judge every promise. They were set before the figures were known and none is left out."""
    scores: Mapping[str, Score] = {method.id: method.pooled for method in methods}
    full, lines, history = scores["full"], scores["lines"], scores["history-average"]
    worse = full.mean_abs_log - lines.mean_abs_log
    return (
        _at_most("median", "full model, median error factor", full.median_factor, MOST_MEDIAN),
        _at_most("mean", "full model, mean |ln error|", full.mean_abs_log, MOST_MEAN),
        _at_most("worse", "worse than lines only, mean |ln error|", worse, MOST_WORSE),
        _at_most(
            "history",
            "history and law, median error factor",
            history.median_factor,
            MOST_HISTORY,
        ),
        _coverage(full),
        _at_most("width", "full model, mean P90/P10", full.width or 1.0, WIDEST),
        *(
            _at_least(key, f"better than {words}, mean |ln error|", gain, least)
            for key, words, gain, least in (
                (
                    "cocomo",
                    "COCOMO",
                    scores["cocomo"].mean_abs_log - full.mean_abs_log,
                    LEAST_OVER_COCOMO,
                ),
                (
                    "flat",
                    "flat rate of a direction",
                    scores["flat"].mean_abs_log - full.mean_abs_log,
                    LEAST_OVER_FLAT,
                ),
                (
                    "flat-pooled",
                    "flat rate of all",
                    scores["flat-pooled"].mean_abs_log - full.mean_abs_log,
                    LEAST_OVER_FLAT,
                ),
            )
        ),
    )


def _coverage(full: Score) -> Target:
    covered = full.covered or 0
    low, high = FEWEST_COVERED / PORTS, MOST_COVERED / PORTS
    return Target(
        id="coverage",
        what="full model, ports inside P10-P90",
        required=f"{FEWEST_COVERED} to {MOST_COVERED} of {PORTS}",
        actual=f"{covered} of {full.ports}",
        reached=low <= covered / full.ports <= high,
    )


def _at_most(identity: str, what: str, value: float, limit: float) -> Target:
    return Target(
        id=identity,
        what=what,
        required=f"at most {limit:g}",
        actual=f"{value:.3f}",
        reached=value <= limit,
    )


def _at_least(identity: str, what: str, value: float, limit: float) -> Target:
    return Target(
        id=identity,
        what=what,
        required=f"at least {limit:g}",
        actual=f"{value:.3f}",
        reached=value >= limit,
    )
