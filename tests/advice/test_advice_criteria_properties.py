"""What holds of every criterion, whatever the numbers: direction, and that unknown is no answer."""

from collections.abc import Iterator

import pytest
from hypothesis import given
from hypothesis import strategies as st

from estimator.advice.names import names_of
from estimator.model.advice import Answer
from estimator.model.advicerules import Criterion
from estimator.model.rulevalue import Condition
from estimator.rulebook.decide import decide_criterion
from estimator.rulebook.load import load_rulebook

_CRITERIA = tuple(load_rulebook().criteria.values())
_RANK = {Answer.NO: 0, Answer.OPEN: 1, Answer.YES: 2}
_OF_LANGUAGE = ("priced.go", "priced.rust")
"""Which language is priced has no direction: each has its own branch."""

each_criterion = pytest.mark.parametrize("criterion", _CRITERIA, ids=lambda one: one.id)


def bounds_of(condition: Condition) -> Iterator[tuple[str, float]]:
    for bound in (condition.at_least, condition.at_most):
        if condition.metric is not None and bound is not None:
            yield condition.metric, bound
    for part in (*condition.all, *condition.any):
        yield from bounds_of(part)


def directions(condition: Condition | None, *, is_against: bool) -> Iterator[tuple[str, bool]]:
    """(name, whether more of it speaks for the criterion)."""
    if condition is None:
        return
    if condition.metric is not None:
        yield condition.metric, (condition.at_most is None) is not is_against
    for part in (*condition.all, *condition.any):
        yield from directions(part, is_against=is_against)


def speaking(criterion: Criterion) -> dict[str, set[bool]]:
    found: dict[str, set[bool]] = {}
    for name, is_for in (
        *directions(criterion.applies, is_against=False),
        *directions(criterion.does_not, is_against=True),
    ):
        found.setdefault(name, set()).add(is_for)
    return {name: found[name] for name in sorted(found) if name not in _OF_LANGUAGE}


@st.composite
def situations(draw: st.DrawFn, criterion: Criterion) -> dict[str, float]:
    """Numbers on, just below and above every bound of a criterion; one language is priced."""
    values: dict[str, float] = {}
    conditions = [one for one in (criterion.applies, criterion.does_not) if one is not None]
    bounds = [pair for one in conditions for pair in bounds_of(one)]
    for name in sorted({name for one in conditions for name in names_of(one)}):
        levels = sorted({at + step for key, at in bounds if key == name for step in (-0.01, 0, 1)})
        values[name] = draw(st.sampled_from(levels))
    is_go = draw(st.booleans())
    return {**values, "priced.go": float(is_go), "priced.rust": float(not is_go)}


@each_criterion
def test_every_number_of_a_criterion_speaks_in_one_direction(criterion: Criterion) -> None:
    assert {name: sides for name, sides in speaking(criterion).items() if len(sides) > 1} == {}


@each_criterion
@given(data=st.data())
def test_a_stronger_fact_never_flips_an_answer_the_wrong_way(
    criterion: Criterion, data: st.DataObject
) -> None:
    numbers = data.draw(situations(criterion))
    sides = speaking(criterion)
    if not sides:
        return
    name = data.draw(st.sampled_from(sorted(sides)))
    more = {**numbers, name: numbers[name] + data.draw(st.floats(0, 5))}

    before, after = (_RANK[decide_criterion(criterion, one)] for one in (numbers, more))

    assert after >= before if sides[name] == {True} else after <= before


@each_criterion
@given(data=st.data())
def test_what_is_unknown_never_decides_the_opposite(
    criterion: Criterion, data: st.DataObject
) -> None:
    numbers = data.draw(situations(criterion))
    hidden = data.draw(st.sets(st.sampled_from(sorted(numbers))))
    fewer = {name: value for name, value in numbers.items() if name not in hidden}

    known, less = decide_criterion(criterion, numbers), decide_criterion(criterion, fewer)

    assert less in (known, Answer.OPEN)


@each_criterion
def test_nothing_known_decides_nothing(criterion: Criterion) -> None:
    assert decide_criterion(criterion, {}) is Answer.OPEN


@each_criterion
def test_a_declared_answer_decides_whatever_the_evidence(criterion: Criterion) -> None:
    if criterion.question is None:
        return
    key = f"declared.{criterion.question.key}"
    for example in criterion.example:
        assert decide_criterion(criterion, {**example.given, key: 1}) is Answer.YES
        assert decide_criterion(criterion, {**example.given, key: 0}) is Answer.NO
