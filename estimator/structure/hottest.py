"""Measured functions into the fewest that hold a share of the own time."""

from collections.abc import Callable, Sequence

from estimator.model.profile import MeasuredFunction


def nearest_time(function: MeasuredFunction) -> float:
    """Its time with that of libraries, runtime and kernel on its behalf."""
    return function.nearest


def flat_time(function: MeasuredFunction) -> float:
    """The time of its own instructions."""
    return function.flat


def hottest(
    functions: Sequence[MeasuredFunction],
    share: float,
    *,
    time: Callable[[MeasuredFunction], float] = nearest_time,
) -> tuple[MeasuredFunction, ...]:
    """Pick the fewest functions that hold a share (0-1) of the time of all given: T80 at 0.8.

    Most time first; functions without time are never among them.
    """
    ordered = sorted(
        (function for function in functions if time(function) > 0),
        key=lambda function: (-time(function), function.path, function.line, function.symbol),
    )
    wanted = share * sum(map(time, ordered))
    picked: list[MeasuredFunction] = []
    held = 0.0
    for function in ordered:
        if held >= wanted:
            break
        picked.append(function)
        held += time(function)
    return tuple(picked)
