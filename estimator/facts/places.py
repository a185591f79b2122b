"""Where a repository-wide fact was found; places into metrics and evidence."""

from collections.abc import Mapping, Sequence

from estimator.model.facts import EVIDENCE_PER_METRIC_AND_UNIT, Evidence

Place = tuple[str, int]
"""Path and 1-based line; 1 where the whole file is meant."""
Places = Mapping[str, Sequence[Place]]
"""Metric -> its places."""


def place_counts(places: Places) -> dict[str, float]:
    """Count the places of each metric."""
    return {metric: float(len(found)) for metric, found in places.items()}


def place_evidence(places: Places) -> list[Evidence]:
    """Keep the first places of each metric that has any, in their order; they belong to no unit."""
    return [
        Evidence(
            metric=metric,
            unit="",
            total=len(found),
            sites=tuple(found[:EVIDENCE_PER_METRIC_AND_UNIT]),
        )
        for metric, found in sorted(places.items())
        if found
    ]
