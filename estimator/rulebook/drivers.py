"""Counts x driver rules -> rows of evidence and risk. Pure; nothing here touches a price."""

from collections.abc import Iterable, Iterator, Mapping

from estimator.model.estimate import Site
from estimator.model.report import DriverFigure, DriverRow
from estimator.model.rules import Driver, Rulebook
from estimator.rulebook.match import holds

EVIDENCE_PER_DRIVER = 5

Kept = Mapping[str, tuple[int, tuple[Site, ...]]]
"""Metric -> how many places it has, and those that are kept."""


def driver_rows(
    rulebook: Rulebook, language: str, counts: Mapping[str, float], kept: Kept
) -> tuple[DriverRow, ...]:
    """Give the rows whose condition holds for the priced language, by rank and id.

    Args:
        rulebook: the drivers.
        language: the priced language.
        counts: metric -> count; what is not there is 0.
        kept: the places behind the counts.
    """
    speaking = [one for one in rulebook.drivers.values() if speaks(one, counts, language)]
    ordered = sorted(speaking, key=lambda one: (one.rank, one.id))
    return tuple(_row(one, counts, kept) for one in ordered)


def speaks(driver: Driver, counts: Mapping[str, float], language: str) -> bool:
    """Say whether a driver has something to say about these counts."""
    return driver.language in {"", language} and holds(driver.when, counts)


def wrong_drivers(drivers: Iterable[Driver]) -> Iterator[tuple[str, int]]:
    """Yield (id, 1-based place) of every worked case of these drivers that comes out wrong."""
    for driver in drivers:
        for index, example in enumerate(driver.example):
            if speaks(driver, example.given, driver.language) != example.speaks:
                yield driver.id, index + 1


def _row(driver: Driver, counts: Mapping[str, float], kept: Kept) -> DriverRow:
    metrics = dict.fromkeys((*(one.metric for one in driver.figures), *driver.evidence))
    found = [kept[metric] for metric in metrics if metric in kept]
    sites = [sites[:EVIDENCE_PER_DRIVER] for _, sites in found]
    return DriverRow(
        id=driver.id,
        theme=driver.theme,
        title=driver.title,
        effect=driver.effect,
        figures=tuple(
            DriverFigure(metric=one.metric, value=value, unit=one.unit, is_share=one.is_share)
            for one in driver.figures
            if (value := counts.get(one.metric, 0))
        ),
        means=driver.means,
        priced=driver.priced,
        evidence=tuple(_in_turn(sites))[:EVIDENCE_PER_DRIVER],
        evidence_total=sum(total for total, _ in found),
    )


def _in_turn(lists: Iterable[tuple[Site, ...]]) -> Iterator[Site]:
    """Take from each list in turn, so that every figure has a place before one has two."""
    seen: set[Site] = set()
    left = [list(sites) for sites in lists if sites]
    while left:
        for sites in left:
            site = sites.pop(0)
            if site not in seen:
                seen.add(site)
                yield site
        left = [sites for sites in left if sites]
