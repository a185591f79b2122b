"""From facts to the whole advice: what is recommended, why, what would change it, what is open."""

from collections.abc import Mapping
from typing import Any

import pytest
from advice_facts import activity, facts_of, imports, rules
from hot_builders import hot_function, hot_path, profile, seam
from hot_builders import measured as measured_paths
from msgspec.structs import replace

from estimator.errors import InputError, RuleFileError
from estimator.model.advice import Advice, Answer, OpenQuestion
from estimator.model.config import Config
from estimator.model.estimate import ScenarioEstimate
from estimator.model.facts import Spread
from estimator.model.hotpaths import TimeShares
from estimator.model.team import Team
from estimator.pipeline import advise, advise_new, estimate

CRUD = imports(
    "go", **{"github_dot_com__gin-gonic__gin": 9, "database__sql": 30, "github_dot_com__lib__pq": 2}
)
WALL: Mapping[str, bool | str] = {"service.tail_latency_wall": True}


def advised(
    language: str = "go",
    *,
    answers: Mapping[str, bool | str] | None = None,
    team: Team | None = None,
    oracle: str = "auto",
    workloads: tuple[str, ...] = (),
    **changes: Any,
) -> Advice:
    config = Config(answers=answers or {}, team=team or Team(), oracle=oracle)
    return advise(facts_of(language, **changes), rules(), config=config, workloads=workloads)


def new(*workloads: str, answers: Mapping[str, bool | str] | None = None) -> Advice:
    return advise_new(rules(), workloads, config=Config(answers=answers or {}))


def question(advice: Advice, key: str) -> OpenQuestion:
    return next(one for one in advice.questions if one.key == key)


def readiness(advice: Advice) -> dict[str, Answer]:
    return {one.name: one.answer for one in advice.readiness}


def measured(*, system: float = 0.1, own: float = 0.6) -> dict[str, Any]:
    """A profile with one hot path and a clean cut."""
    shares = TimeShares(own=own, runtime=1.0 - own - system, system=system, libraries=0.0)
    path = hot_path(basis="measured", share=0.5, functions=(hot_function(nearest=0.5),))
    return {"hot_paths": measured_paths(path, profile=profile(shares=shares))}


def test_nothing_known_keeps_what_is_there() -> None:
    advice = advised()
    assert (advice.recommendation.id, advice.recommendation.verdict) == ("AD444", "keep")
    assert "A port costs real money." in advice.recommendation.because[0]


def test_a_declared_wall_says_first_what_is_cheaper_with_what_is_done_already() -> None:
    found = advised(answers=WALL, metrics={"go.sync.pool": 3.0}).recommendation
    assert (found.id, len(found.first)) == ("AD415", 4)
    assert found.first[3] == "Pool what every request allocates anew. Here: 3 uses of sync.Pool."
    assert advised().recommendation.first == ()


def test_a_wall_with_a_measured_path_is_a_split() -> None:
    advice = advised(answers=WALL, **measured())
    assert advice.recommendation.id == "AD414"
    assert "50 % of the measured time is in 1 hot path" in advice.recommendation.because[0]


def test_time_in_system_calls_keeps_go() -> None:
    found = advised(answers=WALL, **measured(system=0.8, own=0.1)).recommendation
    assert (found.id, found.says) == (
        "AD413",
        "Keep Go: a port of own code will not move this tail.",
    )
    assert found.because[0].startswith("80 % of the measured time is in system calls")


def test_both_branches_of_an_open_question_are_given() -> None:
    advice = advised()
    wall = question(advice, "service.tail_latency_wall")
    assert [(one.answer, one.rule, one.changes) for one in wall.branches] == [
        ("true", "AD415", True),
        ("false", "AD444", False),
    ]
    assert wall.changes
    assert advice.verdicts["AD415"].startswith("Tune and measure first")
    assert any(
        "service.tail_latency_wall = true" in one for one in advice.recommendation.would_change
    )


def test_an_answer_that_comes_to_the_same_changes_nothing() -> None:
    maintain = question(advised(), "team.can_maintain")
    assert [(one.rule, one.changes) for one in maintain.branches] == [
        ("AD444", False),
        ("AD418", False),
    ]
    assert not maintain.changes


def test_what_changes_the_recommendation_is_asked_first_and_each_key_once() -> None:
    questions = advised().questions
    changing = [one.changes for one in questions]
    assert changing == sorted(changing, reverse=True)
    keys = [one.key for one in questions]
    assert len(keys) == len(set(keys))
    assert {"team.engineers", "money.saving", "money.two_languages"} <= set(keys)


def test_what_is_declared_is_not_asked() -> None:
    answers: Mapping[str, bool | str] = {**WALL, "money.saving": "1 EM"}
    keys = {one.key for one in advised(answers=answers, team=Team(engineers=3)).questions}
    assert keys.isdisjoint({"service.tail_latency_wall", "money.saving", "team.engineers"})


def test_an_open_entry_says_what_it_waits_for() -> None:
    passed = advised().recommendation.passed
    assert "AD413 (keep) waits for service.tail_latency_wall, a CPU profile" in passed


ANSWERS = (
    *(
        {key: value}
        for key in ("service.tail_latency_wall", "team.can_maintain")
        for value in (True, False)
    ),
    {"service.priority": "velocity"},
    {"money.rate": "12000 EUR", "money.saving": "1 EM"},
)


@pytest.mark.parametrize("answers", ANSWERS)
@pytest.mark.parametrize("language", ["go", "rust"])
def test_no_answer_moves_a_quantile(answers: Mapping[str, bool | str], language: str) -> None:
    def prices(given: Mapping[str, bool | str]) -> tuple[ScenarioEstimate, ...]:
        config = Config(answers=given)
        return estimate(facts_of(language), rules(), config=config).scenarios

    assert prices(answers) == prices({})


def test_the_same_facts_give_the_same_advice() -> None:
    assert advised(answers=WALL, **CRUD) == advised(answers=WALL, **CRUD)


def test_a_named_workload_is_certain_and_leads() -> None:
    advice = advised(workloads=("codec",))
    assert (advice.workloads[0].name, advice.workloads[0].confidence) == ("codec", 1.0)
    assert advice.recommendation.id == "AD442"


def test_an_unknown_workload_is_refused_with_the_names() -> None:
    with pytest.raises(InputError, match="--workload poem: there is no workload") as fault:
        new("poem")
    assert "crud-service" in fault.value.hint


def test_rules_without_a_recommendation_give_no_advice() -> None:
    bare = replace(rules(), recommendations={})
    with pytest.raises(RuleFileError, match=r"No .* holds"):
        advise(facts_of(), bare)
    assert estimate(facts_of(), bare).advice is None


def test_a_report_carries_the_recommendation_in_short() -> None:
    advice = estimate(facts_of(), rules()).advice
    whole = advised()
    assert advice is not None
    assert (advice.recommendation, advice.says) == ("AD444", whole.recommendation.says)
    assert advice.questions == len(whole.questions)


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("codec", "Rust"),
        ("database", "Rust"),
        ("crud-service", "Go"),
        ("kubernetes-operator", "Go"),
    ],
)
def test_new_work_gets_the_pick_and_the_reason_of_its_workload(name: str, words: str) -> None:
    advice = new(name)
    says = next(one.says for one in rules().workloads.values() if one.name == name)
    assert advice.recommendation.says == f"{words}, for this workload."
    assert advice.recommendation.because[0].endswith(says)
    assert (advice.ways, advice.readiness, advice.contracts) == ((), (), ())


def test_new_work_asks_only_what_can_change_the_choice() -> None:
    assert {one.key for one in new("crud-service").questions} == {
        "service.needs_no_gc",
        "service.pause_is_incident",
    }
    assert all(one.changes for one in new("cli").questions)
    assert "service.priority" in {one.key for one in new("cli").questions}


def test_new_work_on_both_sides_is_a_core_and_an_api() -> None:
    found = new("codec", "crud-service").recommendation
    assert (found.id, found.says[:29]) == ("AD461", "Both: Rust for the core, Go f")


def test_quotes_of_picks_are_those_of_the_workload_alone() -> None:
    quoted = " ".join(new("crud-service").recommendation.sentences)
    assert ("CRUD over Postgres" in quoted, "Kubernetes operator" in quoted) == (True, False)


def test_nothing_in_place_is_said_with_what_to_do() -> None:
    spread = Spread(
        language="go",
        unit_kind="package",
        units=2,
        modules=1,
        edges=1,
        cycles=(),
        public_items=3,
        largest="a",
        largest_share=0.5,
        units_for_80_percent=2,
    )
    advice = advised(metrics={"repo.build.texts": 1.0}, spread=(spread,), **activity(bus_factor=1))
    assert readiness(advice) == {
        "oracle": Answer.NO,
        "contracts": Answer.NO,
        "ownership": Answer.OPEN,
        "seams": Answer.NO,
    }
    because = {one.name: one.because for one in advice.readiness}
    assert because["oracle"].startswith("Record what the program answers today")
    assert because["ownership"].startswith("Found: 5 authors in a year, 1 of them with half")
    assert "Not known: team.knows_code." in because["ownership"]


def test_what_is_in_place_is_counted() -> None:
    metrics = {"repo.build.texts": 1.0, "repo.golden_files": 1.0, "repo.proto_files": 2.0}
    advice = advised(metrics=metrics, team=Team(engineers=3, knows_code=2), **measured())
    assert set(readiness(advice).values()) == {Answer.YES}
    because = {one.name: one.because for one in advice.readiness}
    assert because == {
        "oracle": "1 golden file.",
        "contracts": "2 Protobuf files.",
        "ownership": "2 engineers who know it.",
        "seams": "1 hot path with a good cut.",
    }


def test_a_declared_oracle_is_one() -> None:
    metrics = {"repo.build.texts": 1.0}
    assert readiness(advised(metrics=metrics, oracle="golden"))["oracle"] is Answer.YES
    assert readiness(advised(metrics=metrics))["oracle"] is Answer.NO


def test_contracts_are_found_missing_or_needed_at_a_cut() -> None:
    missing = advised(**measured()).contracts
    assert [one.state for one in missing] == ["missing", "needed"]
    assert missing[1].text.startswith(f"{hot_path().id}: 5 items cross the cut")
    found = advised(metrics={"repo.proto_files": 1.0}).contracts
    assert [(one.state, one.text) for one in found] == [("found", "1 Protobuf file")]


def test_a_cut_that_a_contract_names_needs_none() -> None:
    path = hot_path(basis="measured", seam=seam(contracts=("api/a.proto",)))
    found = advised(hot_paths=measured_paths(path)).contracts
    assert found[-1].state == "found"


def test_a_shell_nobody_looked_for_leaves_the_split_open() -> None:
    answers: Mapping[str, bool | str] = {"team.can_maintain": False}
    found = advised("rust", answers=answers, workloads=("database",)).recommendation
    assert found.id == "AD430"
    assert any(one.startswith("AD431 (split) waits for") for one in found.passed)


def test_one_language_on_both_sides_of_the_split_is_warned_of() -> None:
    crossing = advised(workloads=("database", "crud-service"))
    assert crossing.warnings[0].startswith("A one-language shop that crosses both domains")
    assert advised(workloads=("database",)).warnings == ()
