"""Steps in their order, each with an effort -> fewer steps in the same order, none too small."""

from collections.abc import Sequence
from typing import NamedTuple


class Step(NamedTuple):
    """One or more neighbors of a sequence."""

    places: tuple[int, ...]
    """In the sequence, ascending and without a gap."""
    effort: float


def merged(efforts: Sequence[float], *, least: float, most: int) -> tuple[Step, ...]:
    """Merge neighbors until no step is below `least` and there are at most `most`.

    The smallest step goes first, with the smaller of its neighbors. One step is always left.
    """
    steps = [Step((place,), effort) for place, effort in enumerate(efforts)]
    while len(steps) > 1:
        smallest = min(range(len(steps)), key=lambda place: (steps[place].effort, place))
        if len(steps) <= most and steps[smallest].effort >= least:
            break
        beside = [place for place in (smallest - 1, smallest + 1) if 0 <= place < len(steps)]
        other = min(beside, key=lambda place: (steps[place].effort, place))
        first, second = steps[min(smallest, other)], steps[max(smallest, other)]
        steps[min(smallest, other)] = Step(
            (*first.places, *second.places), first.effort + second.effort
        )
        del steps[max(smallest, other)]
    return tuple(steps)
