"""The decision list: the first entry that holds, nothing from what is unknown, no wrong turn."""

from collections.abc import Iterator, Mapping
from itertools import product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from estimator.model.advice import Answer
from estimator.rulebook.decide import decide
from estimator.rulebook.load import load_rulebook
from estimator.rulebook.recommended import (
    TUNE,
    readiness_decisions,
    recommendation_decisions,
    recommended,
)

RULES = load_rulebook()
WALL = "declared.service.tail_latency_wall"
PAUSE = "declared.service.pause_is_incident"
NO_GC = "declared.service.needs_no_gc"
MAINTAIN = "declared.team.can_maintain"
PRIORITY = "declared.service.priority"
WEEK = "declared.service.ship_in_a_week"
GO = {"here.go": 1.0, "here.rust": 0.0, "here.new": 0.0}
RUST = {"here.go": 0.0, "here.rust": 1.0, "here.new": 0.0}
NEW = {"here.go": 0.0, "here.rust": 0.0, "here.new": 1.0}
NO_PICK = {"pick.go": 0.0, "pick.rust": 0.0, "pick.either": 0.0, "pick.both": 0.0}
MEASURED = {"profile.moves_tail": 1.0, "paths.measured": 2.0, "paths.share": 0.6}
TOWARDS_RUST = ("keep", "tune", "measure", "split", "port")
TOWARDS_GO = ("keep", "ask", "split", "port")


def verdict(numbers: Mapping[str, float]) -> str:
    return RULES.recommendations[recommended(RULES, numbers)].verdict


@pytest.mark.parametrize("rule", sorted(RULES.recommendations))
def test_every_entry_is_needed(rule: str) -> None:
    entry = RULES.recommendations[rule]
    loud = [one.given for one in entry.example if one.answer == "yes"]
    quiet = [one.given for one in entry.example if one.answer != "yes"]
    assert all(decide(entry.when, numbers) is Answer.YES for numbers in loud)
    assert all(decide(entry.when, numbers) is not Answer.YES for numbers in quiet)
    without = replace(
        RULES,
        recommendations={key: one for key, one in RULES.recommendations.items() if key != rule},
    )
    for numbers in loud:
        names = [one.rule for one in recommendation_decisions(without, numbers)]
        assert rule not in names
        if entry.verdict != TUNE:
            assert recommended(RULES, numbers) != recommended(without, numbers)


@pytest.mark.parametrize("here", [GO, RUST, NEW])
def test_the_list_always_ends_in_a_recommendation(here: Mapping[str, float]) -> None:
    assert recommended(RULES, here) in RULES.recommendations


def test_what_tunes_is_never_the_recommendation() -> None:
    numbers = {**GO, WALL: 1.0}
    found = {one.rule: one.answer for one in recommendation_decisions(RULES, numbers)}
    assert [found[rule] for rule in ("AD401", "AD402", "AD403", "AD404")] == [Answer.YES] * 4
    assert recommended(RULES, numbers) == "AD415"


@pytest.mark.parametrize(
    ("numbers", "rule"),
    [
        ({**GO, WALL: 1.0, "profile.moves_tail": 0.0}, "AD413"),
        ({**GO, WALL: 1.0, **MEASURED}, "AD414"),
        ({**GO, WALL: 1.0}, "AD415"),
        ({**GO, PAUSE: 1.0}, "AD412"),
        ({**GO, PAUSE: 1.0, **MEASURED}, "AD411"),
        ({**GO, NO_GC: 1.0}, "AD410"),
        ({**GO, MAINTAIN: 0.0}, "AD418"),
        ({**GO, "pick.go": 0.8}, "AD441"),
        ({**GO, "pick.rust": 0.8}, "AD442"),
        ({**GO, "pick.either": 0.8}, "AD443"),
        ({**GO, "pick.either": 0.8, PRIORITY: 1.0}, "AD417"),
        ({**GO, "pick.either": 0.8, PRIORITY: 1.0, **MEASURED}, "AD416"),
        (GO, "AD444"),
        ({**RUST, MAINTAIN: 0.0}, "AD432"),
        ({**RUST, MAINTAIN: 0.0, "pick.rust": 0.8}, "AD430"),
        (
            {**RUST, MAINTAIN: 0.0, "pick.rust": 0.8, "shell.share": 0.3, "split.shell_price": 0.4},
            "AD431",
        ),
        ({**RUST, WALL: 1.0}, "AD433"),
        ({**RUST, "pick.both": 0.9}, "AD440"),
        ({**RUST, "pick.rust": 0.8}, "AD451"),
        ({**RUST, "pick.go": 0.8}, "AD452"),
        ({**NEW, "pick.rust": 1.0, "metal.cold": 1.0, "metal.warm": 0.0}, "AD464"),
        ({**NEW, "pick.rust": 1.0, WEEK: 1.0}, "AD462"),
        ({**NEW, "pick.go": 1.0}, "AD465"),
        ({**NEW, "metal.cold": 1.0, "metal.warm": 1.0}, "AD461"),
        ({**NEW, "pick.either": 1.0, PRIORITY: 1.0}, "AD467"),
        ({**NEW, "pick.either": 1.0, PRIORITY: 0.0}, "AD468"),
        ({**NEW, "pick.either": 1.0}, "AD469"),
    ],
)
def test_the_first_entry_that_holds_wins(numbers: Mapping[str, float], rule: str) -> None:
    assert recommended(RULES, {**NO_PICK, **numbers}) == rule


def go_cases() -> Iterator[dict[str, float]]:
    """Go with every mix of known and unknown answers and measurements."""
    unknown = (None, 0.0, 1.0)
    for wall, pause, no_gc, moves, paths, pick in product(
        unknown, unknown, unknown, unknown, (0.0, 2.0), (0.0, 0.8)
    ):
        numbers = {
            WALL: wall,
            PAUSE: pause,
            NO_GC: no_gc,
            "profile.moves_tail": moves,
            "paths.measured": paths,
            "pick.rust": pick,
        }
        yield {**GO, **{key: value for key, value in numbers.items() if value is not None}}


@pytest.mark.parametrize(
    "stronger", [WALL, PAUSE, NO_GC, "profile.moves_tail", "paths.measured", "pick.rust"]
)
def test_a_stronger_reason_for_rust_never_turns_the_advice_back_to_go(stronger: str) -> None:
    for numbers in go_cases():
        if numbers.get(stronger) == 0.0:
            weaker = TOWARDS_RUST.index(verdict(numbers))
            assert TOWARDS_RUST.index(verdict({**numbers, stronger: 2.0})) >= weaker, numbers


@pytest.mark.parametrize("stronger", ["pick.rust", PAUSE, NO_GC, WALL])
def test_a_stronger_reason_for_rust_never_turns_rust_towards_go(stronger: str) -> None:
    unknown = (None, 0.0, 1.0)
    cases = product(unknown, unknown, unknown, unknown, (0.0, 0.8), (None, 0.0, 0.5))
    for maintain, pause, no_gc, wall, pick, shell in cases:
        numbers = {
            MAINTAIN: maintain,
            PAUSE: pause,
            NO_GC: no_gc,
            WALL: wall,
            "pick.rust": pick,
            "shell.share": shell,
            "split.shell_price": 0.3,
        }
        known = {**RUST, **{key: value for key, value in numbers.items() if value is not None}}
        if known.get(stronger) == 0.0:
            weaker = TOWARDS_GO.index(verdict(known))
            assert TOWARDS_GO.index(verdict({**known, stronger: 1.0})) <= weaker, known


NAMES = st.sampled_from([WALL, PAUSE, NO_GC, MAINTAIN, PRIORITY, "profile.moves_tail", "pick.go"])


@settings(max_examples=200)
@given(
    here=st.sampled_from([GO, RUST]),
    known=st.dictionaries(NAMES, st.sampled_from([0.0, 1.0])),
    name=NAMES,
)
def test_what_is_unknown_decides_nothing(
    here: Mapping[str, float], known: dict[str, float], name: str
) -> None:
    """An entry that holds without a number holds with every value of it."""
    open_numbers = {**here, **{key: value for key, value in known.items() if key != name}}
    for decision in recommendation_decisions(RULES, open_numbers):
        if decision.answer is Answer.OPEN:
            continue
        condition = RULES.recommendations[decision.rule].when
        both = {decide(condition, {**open_numbers, name: value}) for value in (0.0, 1.0)}
        assert both == {decision.answer}


def test_an_open_entry_names_what_it_waits_for() -> None:
    found = {one.rule: one for one in recommendation_decisions(RULES, GO)}
    assert (found["AD415"].answer, found["AD415"].unknown) == (Answer.OPEN, (WALL,))


@pytest.mark.parametrize(
    ("numbers", "answer"),
    [
        ({"repo.activity.bus_factor": 2.0}, Answer.YES),
        ({"repo.activity.bus_factor": 1.0}, Answer.OPEN),
        ({"repo.activity.bus_factor": 1.0, "declared.team.knows_code": 1.0}, Answer.NO),
    ],
)
def test_ownership_needs_two_people(numbers: Mapping[str, float], answer: Answer) -> None:
    found = {one.rule: one.answer for one in readiness_decisions(RULES, numbers)}
    assert found["AD503"] is answer


def test_no_entry_of_the_list_and_no_check_is_missing() -> None:
    places = (*range(1, 5), *range(10, 19), *range(30, 34), *range(40, 45), *range(51, 55))
    assert sorted(RULES.recommendations) == [
        f"AD4{place:02}" for place in (*places, *range(60, 70))
    ]
    assert [(one.id, one.name) for one in RULES.readiness.values()] == [
        ("AD501", "oracle"),
        ("AD502", "contracts"),
        ("AD503", "ownership"),
        ("AD504", "seams"),
    ]
