"""Open criteria and undeclared figures -> the questions that only people can answer. Pure."""

from collections.abc import Callable, Collection, Iterable, Mapping

from msgspec.structs import replace

from estimator.model.advice import Branch, OpenQuestion

_CHOICES: Mapping[str, tuple[tuple[str, float], ...]] = {
    "service.priority": (("performance", 1.0), ("velocity", 0.0)),
}
"""Answers of keys that are no yes or no, with the number that stands for each."""

_YES_OR_NO = (("true", 1.0), ("false", 0.0))

FIGURES = (
    OpenQuestion(
        rule="",
        text="How many engineers would do it?",
        key="team.engineers",
        if_yes="the comparison gets a calendar, and learning where they lack a language",
        if_no="effort only, without months",
    ),
    OpenQuestion(
        rule="",
        text="What would the change save in a year, in EM or money (1.5 EM, 40000 EUR)?",
        key="money.saving",
        if_yes="the comparison says after how many months each way has paid for itself",
        if_no="no break-even is invented",
    ),
    OpenQuestion(
        rule="",
        text="What do two languages cost you in a year: CI, on-call, hiring (0.5 EM, 20000 EUR)?",
        key="money.two_languages",
        if_yes="it is taken off the saving of every split",
        if_no="a split looks cheaper than it is",
    ),
)
"""They move no recommendation and no effort."""


def with_branches(
    asked: Iterable[OpenQuestion],
    declared: Iterable[str],
    yes_or_no: Collection[str],
    recommended: Callable[[Mapping[str, float]], str],
    outcomes: Mapping[str, str],
) -> tuple[OpenQuestion, ...]:
    """Give each question once, those that change the recommendation first, then the figures.

    Args:
        asked: by open criteria, in the order of the rules.
        declared: keys that are declared already.
        yes_or_no: keys that are answered so; the others take a figure.
        recommended: the recommendation with further numbers; ``{}`` is the present one.
        outcomes: id of a recommendation -> what it comes to; two may come to the same.
    """
    by_key: dict[str, OpenQuestion] = {}
    for question in asked:
        if question.key not in by_key:
            is_choice = question.key in yes_or_no or question.key in _CHOICES
            branched = _branched(question, recommended, outcomes) if is_choice else question
            by_key[question.key] = branched
    known = frozenset(declared)
    figures = [one for one in FIGURES if one.key not in known]
    return (*sorted(by_key.values(), key=lambda one: not one.changes), *figures)


def _branched(
    question: OpenQuestion,
    recommended: Callable[[Mapping[str, float]], str],
    outcomes: Mapping[str, str],
) -> OpenQuestion:
    present = outcomes.get(recommended({}), "")
    leads = {
        answer: recommended({f"declared.{question.key}": value})
        for answer, value in _CHOICES.get(question.key, _YES_OR_NO)
    }
    branches = tuple(
        Branch(answer=answer, rule=rule, changes=outcomes.get(rule, "") != present)
        for answer, rule in leads.items()
    )
    changes = any(branch.changes for branch in branches)
    return replace(question, branches=branches, changes=changes)
