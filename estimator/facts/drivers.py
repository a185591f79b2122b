"""Facts of a repository -> the counts and places that driver rules ask for, of one language."""

from collections.abc import Iterator, Mapping

from estimator.model.estimate import Site
from estimator.model.facts import Activity, LanguageFacts, RepositoryFacts, Spread

_TEXTS = "repo.build.texts"
_MONTHS = 12
_HALF = 1
"""Bus factor of a unit in which one author made half of the changes."""


def driver_counts(
    facts: RepositoryFacts, language: str, *, months: float | None
) -> dict[str, float]:
    """Give all metrics, and what follows from sizes, spread, history and the calendar.

    ``repo.searched`` is 1 where these facts know of build texts at all; without it, nothing may be
    said about what is missing. Shares are 0-1.

    Args:
        facts: of the repository.
        language: the priced one.
        months: calendar of the port; None where no team is declared. Touches a month x these are
            ``repo.activity.window_touches``, the moving source.
    """
    counts = dict(facts.metrics)
    counts["repo.searched"] = float(_TEXTS in facts.metrics)
    for size in facts.languages:
        if size.name == language:
            counts.update(_of_sizes(size, facts.metrics))
    for spread in facts.spread:
        if spread.language == language:
            counts.update(_of_spread(spread))
    if facts.history is not None:
        counts["repo.history.authors"] = facts.history.authors
    for activity in facts.activity:
        if activity.language == language:
            files = next((one.files for one in facts.languages if one.name == language), 0)
            counts.update(_of_activity(activity, files, months))
    return counts


def driver_sites(facts: RepositoryFacts, language: str) -> dict[str, tuple[int, tuple[Site, ...]]]:
    """Give the total and the kept places of each metric that is not another language's."""
    others = tuple(f"{one.name}." for one in facts.languages if one.name != language)
    kept: dict[str, tuple[int, tuple[Site, ...]]] = {}
    for found in facts.evidence:
        if not found.metric.startswith(others):
            total, sites = kept.get(found.metric, (0, ()))
            more = tuple(Site(path=path, line=line) for path, line in found.sites)
            kept[found.metric] = (total + found.total, (*sites, *more))
    for activity in facts.activity:
        if activity.language == language:
            most = tuple(Site(path=path, line=1) for path, _ in activity.most_touched)
            kept["repo.activity.files"] = (activity.files, most)
    return kept


def _of_sizes(size: LanguageFacts, metrics: Mapping[str, float]) -> Iterator[tuple[str, float]]:
    product, written = size.product_lines, size.product_lines + size.generated_lines
    copied = metrics.get(f"{size.name}.duplicate.lines", 0.0)
    yield "repo.lines.product", product
    yield "repo.lines.generated", size.generated_lines
    yield "repo.lines.generated_share", _share(size.generated_lines, written)
    yield "repo.lines.test_ratio", _share(size.test_lines, product)
    yield "repo.duplicate.functions", metrics.get(f"{size.name}.duplicate.functions", 0.0)
    yield "repo.duplicate.lines", copied
    yield "repo.duplicate.share", _share(copied, product)


def _of_spread(spread: Spread) -> Iterator[tuple[str, float]]:
    yield "repo.spread.units", spread.units
    yield "repo.spread.cycles", len(spread.cycles)
    yield "repo.spread.public_items", spread.public_items
    yield "repo.spread.largest_share", spread.largest_share


def _of_activity(
    activity: Activity, files: int, months: float | None
) -> Iterator[tuple[str, float]]:
    yield "repo.activity.days", activity.days
    yield "repo.activity.authors", activity.authors
    yield "repo.activity.commits", activity.commits
    yield "repo.activity.touches", activity.touches
    yield "repo.activity.files", activity.files
    yield "repo.activity.file_share", _share(activity.files, files)
    yield "repo.activity.touches_per_month", activity.touches / _MONTHS
    yield "repo.activity.bus_factor", activity.bus_factor
    yield "repo.activity.units", len(activity.units)
    yield "repo.activity.single_units", sum(one.bus_factor == _HALF for one in activity.units)
    yield "repo.activity.largest_commit_share", activity.largest_commit_share
    largest = activity.largest_commit_share * activity.touches
    yield "repo.activity.largest_commit_files", _share(largest, files)
    yield "repo.activity.import_share", activity.import_share
    yield "repo.activity.is_cut", float(activity.is_cut)
    if months is not None:
        yield "repo.activity.window_months", months
        yield "repo.activity.window_touches", activity.touches / _MONTHS * months


def _share(part: float, whole: float) -> float:
    return part / whole if whole else 0.0
