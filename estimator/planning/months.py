"""Waves in blocks and the calendar of a scenario -> when each wave begins and ends, in months."""

import math
from collections.abc import Sequence
from itertools import pairwise

from estimator.model.estimate import Calendar, ScenarioEstimate

Span = tuple[float, float]
_PAIR = 2
"""Engineers that it takes to do two things at once."""


def learning_first(scenario: ScenarioEstimate) -> float | None:
    """Give the months at the start in which people learn the language; None without a team."""
    calendar = scenario.calendar
    if calendar is None:
        return None
    return max(calendar.p50 - _working(scenario, calendar), 0.0)


def spans(
    blocks: Sequence[Sequence[float]], scenario: ScenarioEstimate
) -> tuple[tuple[Span, ...], ...] | None:
    """Give begin and end of each wave, by block; None where nobody is declared.

    The calendar is the scenario's: the months after learning go to the waves by effort, so that
    the last one ends with it. Waves of one block run beside each other where the team has two
    engineers or more, and then begin and end together; else they follow each other.
    """
    calendar, first = scenario.calendar, learning_first(scenario)
    if calendar is None or first is None:
        return None
    total = math.fsum(effort for block in blocks for effort in block)
    rate = (calendar.p50 - first) / total if total else 0.0
    done = 0.0
    found = []
    for block in blocks:
        begin = first + done * rate
        whole = math.fsum(block)
        if calendar.useful_engineers >= _PAIR:
            found.append(((begin, first + (done + whole) * rate),) * len(block))
        else:
            sums = [math.fsum(block[:count]) for count in range(len(block) + 1)]
            edges = [first + (done + part) * rate for part in sums]
            found.append(tuple(pairwise(edges)))
        done += whole
    return tuple(found)


def _working(scenario: ScenarioEstimate, calendar: Calendar) -> float:
    """Months without learning: effort x (serial + (1 - serial) / useful) / share."""
    effort = scenario.effort.p50 if scenario.effort else 0.0
    divided = calendar.serial_share + (1 - calendar.serial_share) / calendar.useful_engineers
    return effort * divided / calendar.share
