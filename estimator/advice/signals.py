"""Facts of a repository x signal rules -> which signals are there, with their places. Pure."""

from collections.abc import Iterable, Mapping

from estimator.advice.marks import Mark, ProductFiles, marks
from estimator.model.advice import SignalFound
from estimator.model.advicerules import Signal
from estimator.model.facts import RepositoryFacts
from estimator.model.rules import Rulebook

_MOST_PLACES = 5


def find_signals(facts: RepositoryFacts, rulebook: Rulebook) -> tuple[SignalFound, ...]:
    """Give the signals that are there, by id.

    The share of a signal is that of the product files that hold it, by lines; what no source file
    holds (a manifest, a contract) has none.
    """
    files = ProductFiles(facts)
    found = []
    for key in sorted(rulebook.signals):
        seen = list(marks(rulebook.signals[key], facts, files))
        if seen:
            found.append(_found(rulebook.signals[key], seen, files))
    return tuple(found)


def signal_numbers(found: Iterable[SignalFound], rulebook: Rulebook) -> Mapping[str, float]:
    """Numbers for conditions: occurrences and ``.share`` of each signal, 0 where it is not."""
    numbers: dict[str, float] = {}
    for key in rulebook.signals:
        numbers[key] = numbers[f"{key}.share"] = 0.0
    for signal in found:
        numbers[signal.id] = float(signal.count)
        numbers[f"{signal.id}.share"] = signal.share
    return numbers


def _found(signal: Signal, seen: list[Mark], files: ProductFiles) -> SignalFound:
    rows = {row for mark in seen for row in mark.rows}
    places = sorted({place for mark in seen for place in mark.places})
    return SignalFound(
        id=signal.id,
        title=signal.title,
        count=sum(mark.sites for mark in seen),
        share=files.share(rows),
        units=files.units(rows),
        evidence=tuple(places[:_MOST_PLACES]),
    )
