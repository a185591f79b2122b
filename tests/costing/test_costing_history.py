"""Both measures of effort, on commits small enough to count by hand."""

import math

import pytest

from estimator.costing.history import measure
from estimator.errors import InputError
from estimator.model.history import Commit, Log
from estimator.pipeline import load_rulebook

RULEBOOK = load_rulebook()
HOUR = 3600


def commit(
    hours: float,
    *,
    author: str = "a@x",
    name: str = "Ann",
    day: str = "2024-05-01",
    about: str = "",
) -> Commit:
    return Commit(author=author, name=name, seconds=int(hours * HOUR), day=day, subject=about)


def log(*commits: Commit, is_shallow: bool = False) -> Log:
    return Log(commits=commits, is_shallow=is_shallow)


def test_days_are_counted_once_an_author_and_summed() -> None:
    found = measure(
        log(commit(0), commit(1), commit(30, day="2024-05-02"), commit(0, author="b@x")),
        RULEBOOK.constants,
    )

    assert found.active_days == 3
    assert found.em_days == 3 / 19


def test_a_gap_of_two_hours_starts_a_session_that_adds_two_hours() -> None:
    found = measure(log(commit(4), commit(1.5), commit(0)), RULEBOOK.constants)

    assert [(one.sessions, one.hours) for one in found.authors] == [(2, 5.5)]
    assert found.em_sessions == 5.5 / 152
    assert found.em_history == pytest.approx(math.sqrt((1 / 19) * (5.5 / 152)))


@pytest.mark.parametrize("name", ["dependabot[bot]", "Renovate", "ci-bot"])
def test_a_bot_is_named_and_left_out(name: str) -> None:
    found = measure(log(commit(0), commit(9, author="z@x", name=name)), RULEBOOK.constants)

    assert (found.bots, found.bot_commits, found.commits) == ((name,), 1, 1)


def test_only_bots_are_no_history() -> None:
    with pytest.raises(InputError, match="no commits of people"):
        measure(log(commit(0, name="renovate[bot]")), RULEBOOK.constants)


def test_a_squashed_or_shallow_history_says_so() -> None:
    whole = measure(log(commit(0, about="Add a thing")), RULEBOOK.constants)
    poor = measure(log(commit(0, about="Add a thing (#12)"), is_shallow=True), RULEBOOK.constants)

    assert len(whole.caveats) == 2
    assert any("squashed" in text for text in poor.caveats)
    assert any("shallow" in text for text in poor.caveats)
    assert poor.squash_share == 1


def test_the_bus_factor_is_the_fewest_authors_with_half_of_the_commits() -> None:
    commits = [commit(n, author=f"{who}@x") for who in "abcd" for n in range(3)]

    assert measure(log(*commits), RULEBOOK.constants).bus_factor == 2


def test_an_author_is_called_by_the_name_used_most() -> None:
    found = measure(
        log(commit(0, name="A"), commit(1, name="Ann"), commit(2, name="Ann")), RULEBOOK.constants
    )

    assert [one.name for one in found.authors] == ["Ann"]
