"""Conditions over numbers of which some are unknown."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from estimator.model.advice import Answer
from estimator.model.advicerules import Criterion, Question
from estimator.model.rulevalue import Condition
from estimator.rulebook.decide import decide, decide_criterion, unknown_names

_NAMES = st.sampled_from(["a", "b", "c"])
_BOUNDS = st.builds(Condition, metric=_NAMES, at_least=st.floats(0, 4), at_most=st.just(None))
_CONDITIONS = st.recursive(
    _BOUNDS,
    lambda inner: st.one_of(
        st.builds(Condition, all=st.lists(inner, min_size=1, max_size=3).map(tuple)),
        st.builds(Condition, any=st.lists(inner, min_size=1, max_size=3).map(tuple)),
    ),
    max_leaves=6,
)
_NUMBERS = st.dictionaries(_NAMES, st.floats(0, 4))


def above(name: str, bound: float = 1) -> Condition:
    return Condition(metric=name, at_least=bound)


def criterion(**changes: object) -> Criterion:
    values: dict[str, object] = {
        "id": "AD201",
        "name": "pause",
        "side": "rust",
        "title": "A pause is an incident",
        "sentences": (),
        "because_yes": "it is",
        "because_no": "it is not",
        "source": (),
        "example": (),
        **changes,
    }
    return Criterion(**values)  # type: ignore[arg-type]  # a builder


@pytest.mark.parametrize(
    ("numbers", "answer"), [({"a": 1}, Answer.YES), ({"a": 0.5}, Answer.NO), ({}, Answer.OPEN)]
)
def test_what_is_unknown_is_open(numbers: dict[str, float], answer: Answer) -> None:
    assert decide(above("a"), numbers) is answer


def test_a_known_part_settles_what_it_can() -> None:
    both = Condition(all=(above("a"), above("b")))
    either = Condition(any=(above("a"), above("b")))

    assert decide(both, {"a": 0}) is Answer.NO
    assert decide(both, {"a": 1}) is Answer.OPEN
    assert decide(either, {"a": 1}) is Answer.YES
    assert decide(either, {"a": 0}) is Answer.OPEN
    assert decide(Condition(metric="a", at_most=2), {"a": 3}) is Answer.NO


def test_a_declared_answer_goes_before_evidence() -> None:
    asked = criterion(
        applies=above("a"),
        question=Question(text="Is it?", key="service.pause", if_yes="more", if_no="less"),
    )

    assert decide_criterion(asked, {"a": 1, "declared.service.pause": 0}) is Answer.NO
    assert decide_criterion(asked, {"declared.service.pause": 1}) is Answer.YES


def test_a_criterion_is_open_where_neither_condition_holds() -> None:
    between = criterion(applies=above("a", 3), does_not=Condition(metric="a", at_most=1))

    answers = [decide_criterion(between, {"a": value}) for value in (0, 2, 3)]

    assert answers == [Answer.NO, Answer.OPEN, Answer.YES]
    assert decide_criterion(between, {}) is Answer.OPEN


def test_the_names_that_keep_a_condition_open_are_named() -> None:
    condition = Condition(all=(above("a"), Condition(any=(above("b"), above("c")))))

    assert list(unknown_names(condition, {"a": 1, "b": 0})) == ["c"]
    assert list(unknown_names(condition, {"a": 0})) == []


@given(condition=_CONDITIONS, numbers=_NUMBERS, more=_NUMBERS)
def test_knowing_more_never_turns_an_answer_around(
    condition: Condition, numbers: dict[str, float], more: dict[str, float]
) -> None:
    before = decide(condition, numbers)

    after = decide(condition, {**more, **numbers})

    assert before in (Answer.OPEN, after)


@given(condition=_CONDITIONS, numbers=_NUMBERS, name=_NAMES)
def test_a_larger_number_never_turns_yes_into_no(
    condition: Condition, numbers: dict[str, float], name: str
) -> None:
    if decide(condition, numbers) is Answer.YES and name in numbers:
        assert decide(condition, {**numbers, name: numbers[name] + 1}) is Answer.YES
