"""Conditions over numbers of which some are unknown -> yes, no or open. Pure.

The third matching: on counts, prices and declared answers together. What is unknown decides
nothing: a condition is open unless its known parts settle it.
"""

from collections.abc import Iterable, Iterator, Mapping

from estimator.model.advice import Answer
from estimator.model.advicerules import (
    AdviceExample,
    Criterion,
    ReadinessRule,
    Recommendation,
    Tradeoff,
)
from estimator.model.rules import Rulebook
from estimator.model.rulevalue import Condition


def decide(condition: Condition, numbers: Mapping[str, float]) -> Answer:
    """Say whether a condition is true, false or open: three values after Kleene."""
    if condition.metric is not None:
        return _bounded(condition, numbers.get(condition.metric))
    if condition.all:
        return _all(decide(part, numbers) for part in condition.all)
    return _not(_all(_not(decide(part, numbers)) for part in condition.any))


def decide_criterion(criterion: Criterion, numbers: Mapping[str, float]) -> Answer:
    """Give a declared answer where there is one, else what the two conditions say."""
    key = "" if criterion.question is None else f"declared.{criterion.question.key}"
    if key in numbers:
        return Answer.YES if numbers[key] else Answer.NO
    if criterion.applies is not None and decide(criterion.applies, numbers) is Answer.YES:
        return Answer.YES
    if criterion.does_not is not None and decide(criterion.does_not, numbers) is Answer.YES:
        return Answer.NO
    return Answer.OPEN


def criterion_answers(rulebook: Rulebook, numbers: Mapping[str, float]) -> dict[str, Answer]:
    """Decide every criterion, by id."""
    return {key: decide_criterion(one, numbers) for key, one in sorted(rulebook.criteria.items())}


def unknown_names(condition: Condition, numbers: Mapping[str, float]) -> Iterator[str]:
    """Yield the names that keep a condition open, in the order of the rule."""
    if decide(condition, numbers) is not Answer.OPEN:
        return
    if condition.metric is not None:
        yield condition.metric
    for part in (*condition.all, *condition.any):
        yield from unknown_names(part, numbers)


def wrong_decisions(rulebook: Rulebook) -> Iterator[tuple[str, int]]:
    """Yield (id, 1-based place) of every worked case of a deciding rule that comes out wrong."""
    for criterion in rulebook.criteria.values():
        answers = [decide_criterion(criterion, one.given) for one in criterion.example]
        yield from _wrong(criterion, criterion.example, answers)
    for advised in rulebook.recommendations.values():
        answers = [decide(advised.when, one.given) for one in advised.example]
        yield from _wrong(advised, advised.example, answers)
    for check in rulebook.readiness.values():
        answers = [decide(check.in_place, one.given) for one in check.example]
        yield from _wrong(check, check.example, answers)


def worked_cases(rulebook: Rulebook) -> dict[str, int]:
    """Count the worked cases of every rule that decides or fills a cell, by id."""
    deciding: tuple[Criterion | Tradeoff | Recommendation | ReadinessRule, ...] = (
        *rulebook.criteria.values(),
        *rulebook.tradeoffs.values(),
        *rulebook.recommendations.values(),
        *rulebook.readiness.values(),
    )
    return {one.id: len(one.example) for one in deciding}


def _wrong(
    rule: Criterion | Recommendation | ReadinessRule,
    examples: tuple[AdviceExample, ...],
    answers: list[Answer],
) -> Iterator[tuple[str, int]]:
    for index, (example, answer) in enumerate(zip(examples, answers, strict=True)):
        if example.answer != answer:
            yield rule.id, index + 1


def _bounded(condition: Condition, value: float | None) -> Answer:
    if value is None:
        return Answer.OPEN
    is_enough = condition.at_least is None or value >= condition.at_least
    is_within = condition.at_most is None or value <= condition.at_most
    return Answer.YES if is_enough and is_within else Answer.NO


def _all(answers: Iterable[Answer]) -> Answer:
    found = set(answers)
    if Answer.NO in found:
        return Answer.NO
    return Answer.OPEN if Answer.OPEN in found else Answer.YES


def _not(answer: Answer) -> Answer:
    return {Answer.YES: Answer.NO, Answer.NO: Answer.YES}.get(answer, Answer.OPEN)
