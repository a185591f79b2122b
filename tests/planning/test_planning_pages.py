"""A plan as people read it: sums, what runs in parallel, cycles, criteria said once, the graph."""

import re

import pytest
from planning_builders import planned, repository, rules

from estimator.errors import InputError
from estimator.explaining import explain
from estimator.model.config import Config
from estimator.model.plan import Plan
from estimator.model.team import Team
from estimator.pipeline import plan
from estimator.reporting.plan import render_plan, sections_of
from estimator.reporting.rule_list import rule_list
from estimator.reporting.table import draw

NAMES = [f"u{number:02}" for number in range(20)]
LINES = dict.fromkeys(NAMES, 4_000)
CHAIN = list(zip(NAMES[1:], NAMES, strict=False))
RING = [*CHAIN, (NAMES[0], NAMES[15])]


def text(found: Plan) -> str:
    return " ".join(render_plan(found, "table").split())


def with_team(engineers: int, rust: int) -> Plan:
    team = Team(engineers=engineers, rust=rust)
    facts = repository(LINES, CHAIN, language="go")
    return plan(facts, rules(), "go-to-rust", config=Config(team=team))


def test_the_printed_efforts_sum_to_the_printed_total() -> None:
    table = render_plan(planned(repository(LINES, CHAIN)), "markdown")
    rows = [line.split(" | ") for line in table.splitlines() if re.match(r"\| (W\d+|all) \|", line)]

    *waves, total = [float(row[2]) for row in rows]

    assert sum(waves) == pytest.approx(total)


def test_waves_beside_each_other_and_pieces_at_once_are_told() -> None:
    told = text(planned(repository(LINES, CHAIN[:4])))

    assert "in parallel beside W2" in told
    assert "up to 16 pieces of it at once, since none uses another" in told


def test_a_chain_is_done_one_piece_after_the_other() -> None:
    told = text(planned(repository(LINES, CHAIN)))

    assert "one piece of it after the other, since each uses the one before" in told


def test_where_engineers_would_wait_is_told() -> None:
    told = text(with_team(6, 6))

    assert "fewer than the engineers who are useful at this size" in told
    assert "The calendar counts on 6 engineers at a time." in told


def test_months_and_learning_are_told() -> None:
    told = text(with_team(3, 0))

    assert "months with 3 engineers" in told
    assert "months before W1, in no wave" in told


def test_cycles_are_listed_with_their_wave_and_the_rest_is_counted() -> None:
    told = text(planned(repository(LINES, RING)))

    assert "Cycles ====== - C1, all in W3: u00, u01," in told
    assert "u11 and 4 more; 64,000 lines" in told


def test_a_wave_with_many_units_counts_the_rest() -> None:
    assert re.search(r"and 12 more \([0-9.]+ EM\)", text(planned(repository(LINES))))


def test_criteria_that_were_said_are_not_said_again() -> None:
    told = text(planned(repository(LINES, CHAIN)))

    assert told.count("The oracle runs against the old code") == 1
    assert "Begins and is done by the criteria of W3." in told


def test_a_risk_of_every_wave_is_said_once() -> None:
    facts = repository(LINES, CHAIN, metrics={"repo.activity.commits": 60})

    assert text(planned(facts)).count("product code in the last year: 60.") == 1


def test_the_graph_has_an_arrow_for_each_after() -> None:
    found = planned(repository(LINES, CHAIN))
    drawn = render_plan(found, "markdown").partition("```mermaid")[2].partition("```")[0]

    assert drawn.count("-->") == sum(len(wave.after) for wave in found.waves)
    assert [drawn.count(f'["{phase}"]') for phase in ("Prepare", "Port", "Switch over")] == [1] * 3


def test_what_stands_in_backticks_is_code() -> None:
    facts = repository({"app": 20_000}, language="go")

    written = render_plan(planned(facts, "go-hot-paths-to-rust"), "markdown")

    assert "(`estimator hotpaths` says how)" in written
    assert "\\`" not in written


def test_the_lead_is_first_and_has_no_title() -> None:
    first = sections_of(planned(repository(LINES)))[0]

    assert not first.title


def test_a_stage_is_explained_with_its_conditions() -> None:
    page = " ".join(explain(rules(), "stage.whole-port.oracle").split())

    assert "takes 40 % of tests of the lines" in page
    assert "Golden files (N) are recorded" in page
    assert "(where repo.golden_files is at least 1)" in page
    assert "repo.golden_files is at most 0 and repo.fuzz_targets is at most 0" in page


def test_a_stage_that_takes_nothing_and_any_condition_are_explained_too() -> None:
    page = " ".join(explain(rules(), "stage.whole-port.dual-run").split())

    assert "repo.programs is at most 0 and repo.libraries is at least 1" in page


def test_stages_are_listed_on_request() -> None:
    assert "stage.hot-paths.paths" in draw(rule_list(rules(), ("stage",)))
    assert "stage.hot-paths.paths" not in draw(rule_list(rules()))


def test_an_unknown_stage_has_a_hint() -> None:
    with pytest.raises(InputError) as fault:
        explain(rules(), "stage.whole-port.oracel")

    assert "stage.whole-port.oracle" in fault.value.hint
