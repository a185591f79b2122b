"""What types cannot say about drivers: id forms, known words, figures, loud and quiet examples."""

import re
from collections.abc import Iterator, Mapping

from estimator.model.rules import Driver, Scenario
from estimator.rulebook.validate import (
    KeyedReason,
    choice_faults,
    condition_faults,
    languages_of,
    metric_faults,
    source_faults,
    text_faults,
)

_DRIVER_ID = re.compile(r"driver\.[a-z0-9]+(-[a-z0-9]+)*", re.ASCII)
_THEMES = ("build", "code", "contract", "history", "oracle")
_EFFECTS = ("both", "eases", "risk")


def driver_faults(driver: Driver, scenarios: Mapping[str, Scenario]) -> Iterator[KeyedReason]:
    """Yield every fault of one driver as (key, reason)."""
    if not _DRIVER_ID.fullmatch(driver.id):
        yield "id", f"must look like driver.golden-files, is {driver.id!r}"
    yield from text_faults("title", driver.title)
    yield from text_faults("means", driver.means)
    yield from choice_faults("theme", driver.theme, _THEMES)
    yield from choice_faults("effect", driver.effect, _EFFECTS)
    sources = tuple(sorted({one.source_language for one in scenarios.values()}))
    yield from choice_faults("language", driver.language, ("", *sources))
    yield from source_faults(driver.source)
    known = languages_of(scenarios)
    yield from condition_faults(driver.when, "when", known)
    yield from _figure_faults(driver, known)
    for index, example in enumerate(driver.example):
        for metric in example.given:
            yield from metric_faults(f"example[{index}].given", metric, known)
    for speaks, kind in ((True, "that speaks"), (False, "that stays quiet")):
        if all(one.speaks != speaks for one in driver.example):
            yield "example", f"no example {kind}"


def _figure_faults(driver: Driver, known: frozenset[str]) -> Iterator[KeyedReason]:
    for index, figure in enumerate(driver.figures):
        yield from metric_faults(f"figures[{index}].metric", figure.metric, known)
        yield from text_faults(f"figures[{index}].unit", figure.unit)
    for metric in driver.evidence:
        yield from metric_faults("evidence", metric, known)
