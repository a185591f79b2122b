"""Numbers x the decision list and the checks of readiness -> what each says, what comes first.

Pure. An entry that is open, because a number or an answer is missing, decides nothing.
"""

from collections.abc import Mapping

from estimator.model.advice import Answer, Decision
from estimator.model.rules import Rulebook
from estimator.model.rulevalue import Condition
from estimator.rulebook.decide import decide, decide_criterion, unknown_names

TUNE = "tune"
"""Verdict of what is cheaper than any port; it is said first and never the recommendation."""


def _with_criteria(rulebook: Rulebook, numbers: Mapping[str, float]) -> dict[str, float]:
    """Give the numbers with ``criterion.AD201``, 1 or 0, of every criterion that is decided."""
    decided = dict(numbers)
    for criterion in rulebook.criteria.values():
        answer = decide_criterion(criterion, numbers)
        if answer is not Answer.OPEN:
            decided[f"criterion.{criterion.id}"] = float(answer is Answer.YES)
    return decided


def recommendation_decisions(
    rulebook: Rulebook, numbers: Mapping[str, float]
) -> tuple[Decision, ...]:
    """Decide the whole list by rank and id. Criteria are decided first, from the same numbers."""
    known = _with_criteria(rulebook, numbers)
    entries = sorted(rulebook.recommendations.values(), key=lambda one: (one.rank, one.id))
    return tuple(_decision(entry.id, entry.when, known) for entry in entries)


def readiness_decisions(rulebook: Rulebook, numbers: Mapping[str, float]) -> tuple[Decision, ...]:
    """Decide the checks of readiness, by id."""
    checks = sorted(rulebook.readiness.items())
    return tuple(_decision(key, check.in_place, numbers) for key, check in checks)


def recommended(rulebook: Rulebook, numbers: Mapping[str, float]) -> str:
    """Give the id of the first entry that holds, "" for none. What is open is passed over."""
    for decision in recommendation_decisions(rulebook, numbers):
        entry = rulebook.recommendations[decision.rule]
        if decision.answer is Answer.YES and entry.verdict != TUNE:
            return entry.id
    return ""


def _decision(rule: str, condition: Condition, numbers: Mapping[str, float]) -> Decision:
    unknown = tuple(dict.fromkeys(unknown_names(condition, numbers)))
    return Decision(rule=rule, answer=decide(condition, numbers), unknown=unknown)
