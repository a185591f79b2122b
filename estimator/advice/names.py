"""A rulebook -> the names of numbers that its deciding rules read. Pure."""

from collections.abc import Iterator

from estimator.advice.wording import names_in
from estimator.model.rules import Rulebook
from estimator.model.rulevalue import Condition


def asked_names(rulebook: Rulebook) -> tuple[str, ...]:
    """Give every name in conditions, texts and figures, sorted."""
    return tuple(sorted({*_of_criteria(rulebook), *_of_tradeoffs(rulebook), *_of_rest(rulebook)}))


def _of_criteria(rulebook: Rulebook) -> Iterator[str]:
    for one in rulebook.criteria.values():
        yield from one.shows
        for condition in (one.applies, one.does_not):
            if condition is not None:
                yield from names_of(condition)
        for text in (one.because_yes, one.because_no, one.beside):
            yield from names_in(text)


def _of_tradeoffs(rulebook: Rulebook) -> Iterator[str]:
    for row in rulebook.tradeoffs.values():
        for figure in row.here:
            yield from figure.names
            yield from names_in(figure.text)
            yield from names_in(figure.zero)


def _of_rest(rulebook: Rulebook) -> Iterator[str]:
    for advised in rulebook.recommendations.values():
        yield from names_of(advised.when)
        for text in (advised.says, advised.because, advised.would_change):
            yield from names_in(text)
    for check in rulebook.readiness.values():
        yield from check.shows
        yield from names_of(check.in_place)


def names_of(condition: Condition) -> Iterator[str]:
    """Yield the names of a condition, in the order of the rule."""
    if condition.metric is not None:
        yield condition.metric
    for part in (*condition.all, *condition.any):
        yield from names_of(part)
