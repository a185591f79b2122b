"""Numbers x criteria -> which reasons for a language apply, with what decided them. Pure."""

from collections.abc import Mapping

from estimator.advice.names import names_of
from estimator.advice.places import Place, of_names
from estimator.advice.wording import fill
from estimator.model.advice import Answer, CriterionResult, OpenQuestion
from estimator.model.advicerules import Criterion
from estimator.model.rules import Rulebook

_DECLARED = "declared"
_EVIDENCE = "evidence"
_NOTHING = "nothing"


def decide_criteria(
    rulebook: Rulebook,
    numbers: Mapping[str, float],
    answers: Mapping[str, Answer],
    places: Mapping[str, tuple[Place, ...]],
) -> tuple[CriterionResult, ...]:
    """Word the answer to every criterion, by id.

    Args:
        rulebook: the criteria.
        numbers: the namespace that decided.
        answers: of each criterion, from `rulebook.decide`.
        places: where numbers can be looked up.
    """
    return tuple(
        _result(criterion, answers[key], numbers, places)
        for key, criterion in sorted(rulebook.criteria.items())
    )


def criterion_numbers(answers: Mapping[str, Answer]) -> Mapping[str, float]:
    """Give ``criterion.AD201``: 1 where it applies, 0 where not; open ones are unknown."""
    return {
        f"criterion.{key}": float(answer is Answer.YES)
        for key, answer in sorted(answers.items())
        if answer is not Answer.OPEN
    }


def open_questions(
    rulebook: Rulebook, answers: Mapping[str, Answer], numbers: Mapping[str, float]
) -> tuple[OpenQuestion, ...]:
    """Give the questions of criteria that nothing decided, with both branches in words."""
    return tuple(
        OpenQuestion(
            rule=key,
            text=criterion.question.text,
            key=criterion.question.key,
            if_yes=_worded(criterion.question.if_yes, numbers),
            if_no=_worded(criterion.question.if_no, numbers),
        )
        for key, criterion in sorted(rulebook.criteria.items())
        if criterion.question is not None and answers[key] is Answer.OPEN
    )


def _result(
    criterion: Criterion,
    answer: Answer,
    numbers: Mapping[str, float],
    places: Mapping[str, tuple[Place, ...]],
) -> CriterionResult:
    decided_by = _decided_by(criterion, answer, numbers)
    return CriterionResult(
        id=criterion.id,
        name=criterion.name,
        side=criterion.side,
        title=criterion.title,
        answer=answer,
        because=_because(criterion, answer, decided_by, numbers),
        decided_by=decided_by,
        beside="" if decided_by == _EVIDENCE else _worded(criterion.beside, numbers),
        evidence=of_names(_shown(criterion, answer), places),
        sentences=criterion.sentences,
    )


def _decided_by(criterion: Criterion, answer: Answer, numbers: Mapping[str, float]) -> str:
    if answer is Answer.OPEN:
        return _NOTHING
    is_declared = criterion.question is not None and (
        f"{_DECLARED}.{criterion.question.key}" in numbers
    )
    return _DECLARED if is_declared else _EVIDENCE


def _because(
    criterion: Criterion, answer: Answer, decided_by: str, numbers: Mapping[str, float]
) -> str:
    if answer is Answer.OPEN:
        return ""
    if decided_by == _DECLARED and criterion.question is not None:
        said = "yes" if answer is Answer.YES else "no"
        effect = criterion.question.if_yes if answer is Answer.YES else criterion.question.if_no
        return f"declared, {criterion.question.key}: {said}; {_worded(effect, numbers)}"
    text = criterion.because_yes if answer is Answer.YES else criterion.because_no
    return _worded(text, numbers)


def _worded(text: str, numbers: Mapping[str, float]) -> str:
    """Fill a text; what its first or last clause leaves at the ends goes with it."""
    return fill(text, numbers).strip(" ;,")


def _shown(criterion: Criterion, answer: Answer) -> tuple[str, ...]:
    """Names whose places are evidence: what the rule shows, then what decided."""
    if answer is Answer.OPEN:
        return criterion.shows
    condition = criterion.applies if answer is Answer.YES else criterion.does_not
    decided = () if condition is None else tuple(names_of(condition))
    return (*criterion.shows, *decided)
