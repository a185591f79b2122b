"""Facts -> the answer to every criterion of the document: loud, quiet, declared and open."""

from typing import Any, NamedTuple

import pytest
from advice_facts import (
    SEARCHED,
    Weighed,
    activity,
    candidates,
    dependencies,
    facts_of,
    imports,
    maps,
    rules,
    weigh,
    workloads,
)
from msgspec.structs import replace

from estimator.advice.criteria import criterion_numbers, decide_criteria, open_questions
from estimator.advice.situation import new_work_numbers
from estimator.advice.workloads import workload_numbers
from estimator.model.advice import Answer
from estimator.model.team import Team
from estimator.rulebook.decide import criterion_answers

YES, NO, OPEN = Answer.YES, Answer.NO, Answer.OPEN


class Case(NamedTuple):
    """Two situations that differ in a count or an answer, and what is decided in each."""

    criterion: str
    loud: Weighed
    quiet: Weighed
    answers: tuple[Answer, Answer]
    says: str
    """Part of what the loud one says."""


def rust(**changes: Any) -> Weighed:
    return weigh(facts_of("rust", **changes))


def go(**changes: Any) -> Weighed:
    return weigh(facts_of(**changes))


def showing(language: str = "go", **confidence: float) -> Weighed:
    return weigh(facts_of(language), found=workloads(**confidence))


def declared(key: str, *, answer: bool | str = True, language: str = "go") -> Weighed:
    return weigh(facts_of(language), answers={key: answer})


TASKS = {"go.task.go": 9.0, **SEARCHED}
RACE = {**TASKS, "repo.ci.race": 2.0}
NO_STD = {"rust.build.no_std": 2.0}
BUILDER = {"rust.runtime.builder": 2.0, "rust.task.spawn": 9.0, "repo.programs": 1.0}

CASES = (
    Case(
        "AD201",
        showing(database=0.9),
        showing(database=0.1),
        (YES, NO),
        "database engine 90 %",
    ),
    Case(
        "AD202",
        showing(crud_service=0.8),
        showing(crud_service=0.2),
        (YES, NO),
        "CRUD service 80 %",
    ),
    Case("AD203", showing("rust", embedded=0.9), go(), (YES, NO), "90 % sure that it is embedded"),
    Case(
        "AD204",
        declared("service.decades", language="rust"),
        showing("rust", cli=0.9),
        (YES, OPEN),
        "declared, service.decades: yes; it speaks for Rust",
    ),
    Case(
        "AD205",
        showing(database=0.9, crud_service=0.8),
        showing(database=0.9),
        (YES, NO),
        "cold metal 90 % sure, and warm metal 80 % sure, in one language",
    ),
    Case("AD206", go(second=5_000), go(), (YES, OPEN), "20 % of the lines"),
    Case("AD207", declared("service.tail_latency_wall"), rust(), (YES, NO), "measured hot path"),
    Case(
        "AD208",
        declared("team.can_maintain"),
        weigh(facts_of(**activity()), team=Team(engineers=3, go=0)),
        (YES, NO),
        "maintenance is no reason",
    ),
    Case(
        "AD211",
        showing(database=0.9),
        go(metrics=SEARCHED),
        (YES, NO),
        "database engine 90 %, where both",
    ),
    Case(
        "AD212",
        go(**candidates("go", 6, go__type__any=2), metrics={"repo.benchmarks": 3.0}),
        go(**candidates("go", 6, go__err__check=2)),
        (YES, NO),
        "6 static candidates for a hot path with 12 any, assertions",
    ),
    Case(
        "AD213",
        go(metrics=TASKS, **maps(2)),
        go(metrics=RACE, **maps(2)),
        (YES, NO),
        "2 types with a map and no lock of their own",
    ),
    Case(
        "AD214",
        showing("rust", wasm=0.9),
        showing("rust", wasm=0.1),
        (YES, NO),
        "WASM 90 %: the document",
    ),
    Case("AD215", showing(codec=0.8), showing(codec=0.2), (YES, NO), "codec 80 %, the kind"),
    Case(
        "AD216",
        rust(metrics=BUILDER),
        rust(metrics={"rust.task.spawn": 9.0}),
        (YES, NO),
        "2 places that build a runtime",
    ),
    Case("AD217", go(other_files=("AGENTS.md",)), go(), (YES, OPEN), "1 file with instructions"),
    Case(
        "AD218",
        declared("service.priority", answer="performance"),
        declared("service.priority", answer="velocity"),
        (YES, NO),
        "performance matters: Rust",
    ),
    Case("AD221", declared("service.ship_in_a_week"), go(lines=90_000), (YES, NO), "for Go"),
    Case(
        "AD222",
        go(lines=80_000),
        go(lines=5_000),
        (YES, NO),
        "2 to 6 minutes cold in Rust, 4 seconds in Go",
    ),
    Case(
        "AD223",
        weigh(facts_of(), team=Team(engineers=4, rust=1, go=4)),
        weigh(facts_of(), team=Team(engineers=4, rust=4, go=4)),
        (YES, NO),
        "3 of 4 engineers lack Rust: 3 to 9 months",
    ),
    Case(
        "AD224",
        go(**imports("go", net__http=8, encoding__json=4, example_dot_com__x=2)),
        go(**imports("go", net__http=2, example_dot_com__x=9)),
        (YES, NO),
        "86 % of 14 imports are the standard library",
    ),
    Case(
        "AD225",
        go(metrics=TASKS),
        go(metrics=SEARCHED),
        (YES, NO),
        "9 task and goroutine starts (0.45 a kLoC)",
    ),
    Case(
        "AD226",
        go(metrics={**SEARCHED, "repo.programs": 1.0}),
        go(metrics={**SEARCHED, "repo.programs": 1.0, "go.runtime.tune": 3.0}),
        (YES, NO),
        "1 program, 0 runtime settings in the source",
    ),
    Case(
        "AD227",
        showing(kubernetes_operator=0.9),
        showing(kubernetes_operator=0.1),
        (YES, NO),
        "Kubernetes operator 90 %",
    ),
)


def test_every_criterion_has_a_case() -> None:
    assert [case.criterion for case in CASES] == sorted(rules().criteria)


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.criterion)
def test_facts_decide_a_criterion(case: Case) -> None:
    loud, quiet = case.loud.criteria[case.criterion], case.quiet.criteria[case.criterion]

    assert (loud.answer, quiet.answer) == case.answers
    assert case.says in loud.because
    assert loud.because != quiet.because
    assert "unknown" not in loud.because + quiet.because


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.criterion)
def test_a_criterion_that_is_deleted_is_not_decided(case: Case) -> None:
    rulebook = replace_criteria(case.criterion)

    assert case.criterion not in weigh(facts_of(), rulebook=rulebook).criteria


def replace_criteria(without: str) -> Any:
    kept = {key: one for key, one in rules().criteria.items() if key != without}
    return replace(rules(), criteria=kept)


def test_other_branches_of_a_criterion_decide_as_well() -> None:
    shared = {"rust.task.spawn": 3.0, "rust.sync.arc_lock": 2.0}
    static = {"rust.type.generic_fn": 80.0, "rust.type.dyn": 20.0}
    boxed = {"rust.type.generic_fn": 2.0, "rust.type.dyn": 8.0}

    assert rust(metrics=shared).criteria["AD213"].answer is YES
    assert rust(metrics={"rust.task.spawn": 3.0}).criteria["AD213"].answer is NO
    assert rust(metrics=static).criteria["AD212"].answer is OPEN
    assert rust(metrics=static | {"repo.benchmarks": 3.0}).criteria["AD212"].answer is YES
    assert rust(metrics=boxed).criteria["AD212"].answer is NO
    assert rust(metrics=BUILDER).criteria["AD226"].answer is YES
    assert rust(metrics=BUILDER).criteria["AD225"].answer is NO
    assert go(metrics=TASKS, **maps(12)).criteria["AD213"].answer is YES
    assert go(metrics=RACE, **maps(12)).criteria["AD213"].answer is YES
    assert go(metrics=RACE, **maps(12, "go.sync.mutex")).criteria["AD213"].answer is NO


def test_crates_with_a_counterpart_in_gos_library_speak_for_it() -> None:
    loud = rust(**dependencies("rust", "serde_json", "anyhow", "clap"))
    quiet = rust(**dependencies("rust", "rocksdb", "wgpu", "bevy"))

    assert loud.criteria["AD224"].answer is YES
    assert quiet.criteria["AD224"].answer is NO


def test_whether_races_were_looked_for_is_unknown_without_build_files() -> None:
    unsearched = go(metrics={"go.task.go": 9.0}, **maps(2))

    assert unsearched.criteria["AD213"].answer is OPEN


def test_a_criterion_carries_places_and_sentences() -> None:
    found = go(metrics=RACE, **maps(2)).criteria["AD213"]

    assert found.evidence == (("a/a.go", 7),)
    assert found.sentences == ("DOC-rust-wins-2",)
    assert found.decided_by == "evidence"


def test_a_declared_answer_goes_before_evidence_and_says_so() -> None:
    facts = facts_of()
    found = weigh(
        facts, found=workloads(database=0.9), answers={"service.pause_is_incident": False}
    )

    result = found.criteria["AD211"]
    assert (result.answer, result.decided_by) == (NO, "declared")
    assert result.because.startswith("declared, service.pause_is_incident: no; pauses")


def test_a_question_has_the_repositorys_evidence_beside_it() -> None:
    metrics = {**SEARCHED, "go.runtime.tune": 1, "go.sync.pool": 3}
    facts = facts_of(metrics=metrics, **activity(authors=6, bus_factor=2))
    asked, answered = weigh(facts), weigh(facts, answers={"service.tail_latency_wall": True})

    for found in (asked, answered):
        assert found.criteria["AD207"].beside == "1 runtime setting; 3 object pools"
    assert asked.criteria["AD207"].evidence == (("a/a.go", 7),)
    assert asked.criteria["AD208"].beside == (
        "6 people changed product code within a year, 2 of them made half of the changes"
    )
    assert asked.criteria["AD214"].beside == ""


def test_no_placeholder_is_left_in_any_text() -> None:
    for case in CASES:
        for found in (case.loud, case.quiet):
            texts = [text for one in found.criteria.values() for text in (one.because, one.beside)]
            texts += [one.here for one in found.rows.values()]
            assert not [
                text for text in texts if any(mark in text for mark in ("[", "]", "{", "}", "<s"))
            ]
            assert not [text for text in texts if text.startswith((";", ",")) or "  " in text]


@pytest.mark.parametrize("name", sorted(one.name for one in rules().workloads.values()))
def test_new_work_is_told_without_counts(name: str) -> None:
    found = workloads(**{name.replace("-", "_"): 1.0})
    known = {**workload_numbers(found, rules()), **new_work_numbers(found)}
    answers = criterion_answers(rules(), known)

    decided = decide_criteria(rules(), known, answers, {})

    told = [text for one in decided for text in (one.because, one.beside)]
    assert not [text for text in told if "unknown" in text or text.endswith((" ", ",", ";"))]
    picks = {"rust": "AD201", "go": "AD202"}
    pick = next(one.pick for one in found)
    assert pick not in picks or answers[picks[pick]] is YES


def test_open_criteria_ask_their_question_with_both_branches() -> None:
    found = go()
    answers = criterion_answers(rules(), found.numbers)

    questions = {one.key: one for one in open_questions(rules(), answers, found.numbers)}

    wall = questions["service.tail_latency_wall"]
    assert (wall.rule, found.criteria["AD207"].answer, found.criteria["AD207"].because) == (
        "AD207",
        OPEN,
        "",
    )
    assert wall.if_yes
    assert wall.if_no
    assert "AD201" not in {one.rule for one in questions.values()}


def test_decided_criteria_become_numbers_and_open_ones_stay_unknown() -> None:
    assert criterion_numbers({"AD201": YES, "AD202": NO, "AD203": OPEN}) == {
        "criterion.AD201": 1.0,
        "criterion.AD202": 0.0,
    }
