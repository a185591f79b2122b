"""Learning and the calendar: sums by hand, what is assumed, and what never moves."""

import math
from itertools import pairwise

import pytest
from costing_builders import built_in_rules, language_size, module, priced, repository, units
from hypothesis import given
from hypothesis import strategies as st

from estimator.model.estimate import Pricing, ScenarioEstimate
from estimator.model.facts import RepositoryFacts
from estimator.model.team import Team
from estimator.rulebook.load import load_rulebook


def go_service(lines: int = 30_000) -> RepositoryFacts:
    return repository(language_size("go", lines), modules=(module("go"),))


def port(team: Team | None = None, *, lines: int = 30_000, to: str = "rust") -> ScenarioEstimate:
    facts = go_service(lines)
    scenario, language = "go-to-rust", "go"
    if to == "go":
        facts = repository(language_size("rust", lines), modules=(module("rust"),))
        scenario, language = "rust-to-go", "rust"
    return priced(facts, language, pricing=Pricing(team=team or Team()))[scenario]


def test_effort_never_contains_learning() -> None:
    assert port(Team(engineers=4, rust=0)).effort == port().effort


def test_one_engineer_learns_rust_in_the_center_of_one_to_three_months() -> None:
    learning = port(Team(engineers=1, rust=0)).learning
    assert learning is not None
    assert learning.p50 == pytest.approx(math.sqrt(3), rel=1e-4)
    assert (learning.p10, learning.p90) == pytest.approx((1, 3), rel=2e-3)


def test_one_engineer_learns_go_in_a_week() -> None:
    learning = port(Team(engineers=2, go=1), to="go").learning
    assert learning is not None
    assert learning.p50 == pytest.approx(5 / 19, rel=1e-4)


def test_only_those_learn_who_lack_the_target_language() -> None:
    estimate = port(Team(engineers=5, rust=3, go=0))
    assert estimate.learners == 2


def test_effort_with_learning_is_wider_than_either_and_less_than_the_sum_of_the_tails() -> None:
    estimate = port(Team(engineers=2, rust=0))
    effort, learning, both = estimate.effort, estimate.learning, estimate.effort_with_learning
    assert effort is not None
    assert learning is not None
    assert both is not None
    assert both.p50 > effort.p50 + learning.p50 * 0.9
    assert effort.p90 < both.p90 < effort.p90 + learning.p90
    assert both.p10 > effort.p10 + learning.p10


def test_without_learners_effort_with_learning_is_the_effort() -> None:
    estimate = port(Team(engineers=3, rust=3))
    assert estimate.effort_with_learning == estimate.effort
    assert (estimate.learners, estimate.learning and estimate.learning.p90) == (0, 0)


def test_nobody_declared_is_an_assumption_with_its_effect() -> None:
    estimate = port()
    told = " ".join(estimate.assumptions)
    assert "learning is 0 (each engineer without Rust would add about 1.7 EM)" in told
    assert (estimate.calendar, estimate.learners) == (None, 0)
    assert "about 0.26 EM" in " ".join(port(to="go").assumptions)


def test_engineers_without_a_word_about_the_language_are_an_assumption() -> None:
    told = " ".join(port(Team(engineers=3)).assumptions)
    assert "Who knows Rust is not declared: learning is 0" in told
    assert "3 engineers, 100 % of their time; not declared: know Rust, know Go" in told


def test_what_people_know_without_their_number_assumes_as_few_as_that_needs() -> None:
    estimate = port(Team(rust=0))
    assert estimate.learners == 1
    assert "The size of the team is not declared; 1 is assumed." in estimate.assumptions


def test_the_calendar_divides_what_is_not_serial() -> None:
    # 10.3923 EM x (0.3 + 0.7 / 4) = 4.936 months; half of the time: twice as long.
    calendar = port(Team(engineers=4, rust=4, share=0.5)).calendar
    effort = port().effort
    assert calendar is not None
    assert effort is not None
    assert calendar.p50 == pytest.approx(effort.p50 * 0.475 / 0.5)
    assert calendar.p80 == pytest.approx(effort.p80 * 0.475 / 0.5)
    assert calendar.formula == f"({effort.p50:.4g} x (0.3 + 0.7 / 4)) / 0.5"


def test_all_learn_at_the_same_time() -> None:
    learned, knew = (port(Team(engineers=4, rust=known)).calendar for known in (0, 4))
    assert learned is not None
    assert knew is not None
    assert learned.p50 - knew.p50 == pytest.approx(math.sqrt(3), rel=1e-4)


def test_more_engineers_than_the_size_keeps_busy_do_not_shorten_the_calendar() -> None:
    six, sixty = port(Team(engineers=6, rust=6)), port(Team(engineers=60, rust=60))
    assert six.calendar is not None
    assert sixty.calendar is not None
    assert sixty.calendar.p50 == pytest.approx(six.calendar.p50)
    assert sixty.calendar.useful_engineers == 6
    assert any("Of 60 engineers 6.0 shorten the calendar" in one for one in sixty.assumptions)
    assert not any("shorten the" in one for one in six.assumptions)


def test_a_small_port_is_the_work_of_one() -> None:
    calendar = port(Team(engineers=3, rust=3), lines=1_000).calendar
    assert calendar is not None
    assert calendar.useful_engineers == 1


def test_an_empty_team_has_no_calendar() -> None:
    assert port(Team(engineers=0)).calendar is None


def test_the_hot_path_has_learning_and_a_calendar_too() -> None:
    pricing = Pricing(team=Team(engineers=2, rust=1))
    estimate = priced(go_service(), "go", pricing=pricing)["go-hot-paths-to-rust"]
    assert estimate.learners == 1
    assert estimate.calendar is not None
    assert estimate.calendar.useful_engineers == 1


def test_a_scenario_that_does_not_apply_says_nothing_about_people() -> None:
    estimate = priced(go_service(), "go", pricing=Pricing(team=Team(engineers=1)))["rust-to-go"]
    assert (estimate.learning, estimate.calendar, estimate.assumptions) == (None, None, ())


def test_owner_and_date_of_a_declaration_are_told() -> None:
    told = port(Team(engineers=1, rust=1, owner="A. Smith", date="2026-05-01")).assumptions
    assert any("Team, declared by A. Smith on 2026-05-01: 1 engineer," in one for one in told)


@pytest.mark.parametrize(("days", "warned"), [(181, 1), (180, 0), (-5, 0), (None, 0)])
def test_a_declaration_older_than_180_days_before_the_commit_gets_a_note(
    days: int | None, warned: int
) -> None:
    pricing = Pricing(team=Team(engineers=1, date="2025-12-01"), team_age_days=days)
    warnings = priced(go_service(), "go", pricing=pricing)["go-to-rust"].warnings
    assert len([one for one in warnings if "ask whether it still holds" in one]) == warned


@given(st.integers(200, 300_000), st.integers(200, 300_000), st.integers(1, 40))
def test_more_lines_never_shorten_the_calendar(one: int, other: int, engineers: int) -> None:
    small, large = (
        priced(
            repository(
                language_size("go", lines, dependencies=20),
                modules=(module("go"),),
                spread=(units("go", 12),),
            ),
            "go",
            pricing=Pricing(team=Team(engineers=engineers, rust=0)),
        )["go-to-rust"].calendar
        for lines in sorted((one, other))
    )
    assert small is not None
    assert large is not None
    assert small.p50 <= large.p50 * (1 + 1e-9)
    assert small.p80 <= large.p80 * (1 + 1e-9)


def test_each_further_learner_makes_it_dearer() -> None:
    found = [port(Team(engineers=6, rust=6 - missing)) for missing in range(6)]
    efforts = [one.effort_with_learning for one in found]
    assert all(a and b and a.p10 < b.p10 and a.p90 < b.p90 for a, b in pairwise(efforts))


@pytest.mark.parametrize(
    ("oracle", "is_applied"), [("none", False), ("golden", True), ("tests", True)]
)
def test_assistance_needs_an_oracle_and_a_declared_one_counts(
    oracle: str,
    is_applied: bool,  # noqa: FBT001  # the expected answer
) -> None:
    plain, helped = (
        priced(go_service(), "go", pricing=Pricing(oracle=oracle, llm_translate=factor))[
            "go-to-rust"
        ]
        for factor in (1.0, 0.5)
    )
    moved = {
        line.group
        for line, other in zip(plain.lines, helped.lines, strict=True)
        if line.effort != other.effort
    }
    assert moved == ({"translate"} if is_applied else set())
    assert (
        any("is not applied: no oracle, as declared" in one for one in helped.warnings)
        is not is_applied
    )


@pytest.mark.parametrize("rule", ["RG002", "GR002"])
def test_the_figures_for_and_against_assistance_are_cited_where_it_acts(rule: str) -> None:
    says = [source.says for source in load_rulebook().rules[rule].source]
    assert any(one.startswith("for:") for one in says)
    assert any(one.startswith("against:") for one in says)


def test_learning_and_calendar_constants_have_sources() -> None:
    constants = built_in_rules().constants
    for name in ("learning.rust", "learning.go", "calendar.serial-share", "team.stale-days"):
        assert constants[name].source
