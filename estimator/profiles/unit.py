"""Counts of a text format into what they most likely are: samples, or a weight such as cycles."""

from collections.abc import Sequence

_MOST_SAMPLES = 10_000_000
"""At the usual hundred to thousand samples a second, hours on all cores of a large machine."""
_LEAST_WEIGHT = 100
"""A profile of samples has stacks that were met once; one of cycles hardly."""


def unit_of_counts(counts: Sequence[float]) -> tuple[str, int | None]:
    """Name the unit, and count the samples where the counts are samples.

    perf's `--event-count` and tools with other clocks write cycles or nanoseconds and call them
    samples all the same.
    """
    total = sum(counts)
    positive = [count for count in counts if count > 0]
    if total > _MOST_SAMPLES or (len(positive) > 1 and min(positive) > _LEAST_WEIGHT):
        return "weight", None
    return "samples", round(total)
