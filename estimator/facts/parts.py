"""Facts of a repository and a part of it -> what was counted in that part alone."""

from collections import Counter
from collections.abc import Iterable

from estimator.model.facts import RepositoryFacts
from estimator.model.hotpaths import ApiShell, HotPath


def unit_metrics(facts: RepositoryFacts, parts: Iterable[HotPath]) -> dict[str, float]:
    """Sum the counts of the whole units that the parts are."""
    names = {unit for part in parts for unit in part.units}
    counts: Counter[str] = Counter()
    for unit in facts.units:
        if unit.name in names:
            counts.update(unit.metrics)
    return {metric: float(counts[metric]) for metric in sorted(counts)}


def shell_metrics(facts: RepositoryFacts, shell: ApiShell) -> dict[str, float]:
    """Sum the counts of the functions and types of a shell, each once.

    Code outside functions and types stays where it is. Facts about the whole repository
    (``repo.*``) are not facts about a part.
    """
    moving = {(one.path, one.symbol) for one in shell.parts}
    counts: Counter[str] = Counter()
    for row in facts.files:
        for symbol in sorted(row.symbols):
            if (row.path, symbol) in moving:
                counts.update(row.symbols[symbol])
    return {metric: float(counts[metric]) for metric in sorted(counts)}
