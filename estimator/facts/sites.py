"""Facts into the places behind them: every occurrence, or what a facts file keeps of them."""

from collections.abc import Iterable, Mapping, Sequence

from estimator.model.estimate import Site
from estimator.model.facts import RepositoryFacts
from estimator.model.source import ParsedFile, Role, Skipped

Sites = Mapping[str, tuple[Site, ...]]
"""Metric -> its occurrences, by path and line."""


def product_sites(
    facts: RepositoryFacts, parsed: Sequence[ParsedFile], metrics: Iterable[str]
) -> Sites:
    """Every occurrence of the metrics in product code."""
    product = {row.path for row in facts.files if row.role is Role.PRODUCT}
    sites: dict[str, list[Site]] = {metric: [] for metric in sorted(set(metrics))}
    for file in parsed:
        if file.source.path not in product or isinstance(file.facts, Skipped):
            continue
        for symbol in file.facts.symbols:
            for metric, lines in symbol.sites.items():
                if metric in sites and not symbol.is_test:
                    sites[metric] += [Site(path=file.source.path, line=line) for line in lines]
    return _sorted(sites)


def kept_sites(facts: RepositoryFacts) -> Sites:
    """The evidence that a facts file keeps: the first occurrences in each unit."""
    sites: dict[str, list[Site]] = {}
    for found in facts.evidence:
        kept = sites.setdefault(found.metric, [])
        kept += [Site(path=path, line=line) for path, line in found.sites]
    return _sorted(sites)


def _sorted(sites: Mapping[str, list[Site]]) -> Sites:
    return {
        metric: tuple(sorted(found, key=lambda site: (site.path, site.line)))
        for metric, found in sites.items()
    }
