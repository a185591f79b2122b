"""When waves begin and end: the calendar of the scenario, shared by effort."""

import pytest
from planning_builders import repository, rules

from estimator.model.config import Config
from estimator.model.plan import Plan
from estimator.model.team import Team
from estimator.pipeline import plan

FACTS = repository(
    {"app": 29_000, "core": 18_000, "log": 14_000, "net": 29_000},
    [("app", "core"), ("app", "net"), ("core", "log")],
)


def with_team(team: Team) -> Plan:
    return plan(FACTS, rules(), "rust-to-go", config=Config(team=team))


def test_without_a_team_there_are_no_months_and_a_note_says_so() -> None:
    found = plan(FACTS, rules())

    assert {(wave.starts, wave.ends) for wave in found.waves} == {(None, None)}
    assert (found.calendar, found.learning_first) == (None, None)
    assert any("No team is declared" in note for note in found.notes)


def test_the_last_wave_ends_with_the_calendar() -> None:
    found = with_team(Team(engineers=3, go=3))

    assert found.calendar is not None
    assert found.learning_first == pytest.approx(0, abs=1e-9)
    assert found.waves[0].starts == pytest.approx(0, abs=1e-9)
    assert found.waves[-1].ends == pytest.approx(found.calendar.p50)


def test_learning_comes_before_the_first_wave() -> None:
    found = with_team(Team(engineers=3, go=0))

    assert found.learning_first is not None
    assert found.learning_first > 0
    assert found.waves[0].starts == pytest.approx(found.learning_first)


def test_each_wave_begins_where_the_one_before_ends() -> None:
    found = with_team(Team(engineers=3, go=3))
    by_id = {wave.id: wave for wave in found.waves}

    for wave in found.waves:
        for before in wave.after:
            assert by_id[before].ends == pytest.approx(wave.starts)


def test_two_engineers_work_on_waves_beside_each_other_at_once() -> None:
    first, second = with_team(Team(engineers=2, go=2)).waves[:2]

    assert first.beside == ("W2",)
    assert (first.starts, first.ends) == (second.starts, second.ends)


def test_one_engineer_does_them_one_after_the_other() -> None:
    first, second = with_team(Team(engineers=1, go=1)).waves[:2]

    assert first.beside == ("W2",)
    assert second.starts == pytest.approx(first.ends)


def test_a_note_names_the_waves_where_engineers_would_wait() -> None:
    found = with_team(Team(engineers=4, go=4))

    (note,) = (one for one in found.notes if "The calendar counts on 4 engineers" in one)
    assert "W3" in note
