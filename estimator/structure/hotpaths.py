"""Turns code with measured time, or with what a person named, into hot paths with their cuts."""

from collections.abc import Collection, Mapping, Sequence

from estimator.model.hotpaths import HotPath
from estimator.structure.cuts.clusters import Cluster, Measured, grown, measured_clusters
from estimator.structure.cuts.code import Code
from estimator.structure.cuts.declared import declared_cluster, named_functions, unit_cluster
from estimator.structure.cuts.paths import Surroundings, describe

MEASURED, DECLARED, STATIC = "measured", "declared", "candidate (static)"


def measured_paths(
    code: Code, time: Measured, *, share: float = 0.8, surroundings: Surroundings | None = None
) -> tuple[HotPath, ...]:
    """Find the fewest clusters that hold `share` (0-1) of own time; largest share first."""
    moving = {one: part for one, part in time.nearest.items() if one not in code.staying}
    clusters = measured_clusters(code, time._replace(nearest=moving), share=share)
    return describe(code, clusters, basis=MEASURED, time=time, surroundings=surroundings)


def declared_paths(
    code: Code,
    texts: Sequence[str],
    *,
    time: Measured | None = None,
    surroundings: Surroundings | None = None,
) -> tuple[HotPath, ...]:
    """Make one hot path of each text (a package, a file, a symbol), with what it drags along.

    Raises:
        InputError: a text names nothing of the repository.
    """
    clusters = [with_share(declared_cluster(code, text, time), time) for text in texts]
    return describe(code, clusters, basis=DECLARED, time=time, surroundings=surroundings)


def static_paths(
    code: Code, candidates: Collection[int], *, surroundings: Surroundings | None = None
) -> tuple[HotPath, ...]:
    """Group static candidates, by function number; the order says nothing about importance."""
    clusters = grown(code, [one for one in candidates if one not in code.staying])
    return describe(code, clusters, basis=STATIC, surroundings=surroundings)


def only(
    code: Code, units: Sequence[str], *, surroundings: Surroundings | None = None
) -> tuple[HotPath, ...]:
    """Take each unit whole and alone: its lines, and the boundary that it leaves behind.

    Raises:
        InputError: no unit of that name has functions.
    """
    clusters = [unit_cluster(code, unit) for unit in units]
    return describe(code, clusters, basis=DECLARED, surroundings=surroundings)


def excluding(code: Code, texts: Sequence[str]) -> Code:
    """Give the same code with what the texts name staying where it is.

    Raises:
        InputError: a text names nothing of the repository.
    """
    staying = {number for text in texts for number in named_functions(code, text)}
    return code._replace(staying=frozenset(staying))


def with_share(cluster: Cluster, time: Measured | None) -> Cluster:
    """Give a cluster the share of samples (nearest) of what moves."""
    nearest: Mapping[int, float] = {} if time is None else time.nearest
    return cluster._replace(share=sum(nearest.get(one, 0.0) for one in sorted(cluster.inside)))
