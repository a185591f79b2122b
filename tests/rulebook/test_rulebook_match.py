"""Matching: conditions, counts, hours; and worked examples."""

import msgspec
import pytest
from rulebook_builders import built_in_rules

from estimator.model.rules import Example, LedgerPrice, Rule, Status
from estimator.model.rulevalue import Condition
from estimator.rulebook.examples import run_examples
from estimator.rulebook.match import (
    full_hours,
    holds,
    match_rule,
    match_rules,
    match_scenarios,
    occurrences,
)

SELECT = "rust.async.select"
AWAIT = "rust.async.await"


def rule(**changes: object) -> Rule:
    return msgspec.structs.replace(built_in_rules().rules["RG214"], **changes)


def ledger(**changes: object) -> LedgerPrice:
    price = rule().ledger
    assert price is not None
    return msgspec.structs.replace(price, **changes)


def at_least(metric: str, bound: float) -> Condition:
    return Condition(metric=metric, at_least=bound)


@pytest.mark.parametrize(
    ("condition", "expected"),
    [
        (at_least(SELECT, 2), True),
        (at_least(SELECT, 3), False),
        (Condition(metric=SELECT, at_most=2), True),
        (Condition(metric=SELECT, at_most=1), False),
        (Condition(metric=SELECT, at_least=1, at_most=1), False),
        (Condition(metric="rust.not.counted", at_most=0), True),
        (Condition(all=(at_least(SELECT, 1), at_least(AWAIT, 1))), False),
        (Condition(all=(at_least(SELECT, 1), at_least(SELECT, 2))), True),
        (Condition(any=(at_least(SELECT, 1), at_least(AWAIT, 1))), True),
        (Condition(any=(at_least(AWAIT, 1),)), False),
    ],
)
def test_a_condition_holds_as_written(condition: Condition, *, expected: bool) -> None:
    assert holds(condition, {SELECT: 2}) is expected


def test_the_first_occurrence_and_further_ones_are_priced_apart() -> None:
    hours = full_hours(ledger(), 4)
    assert (hours.low, hours.likely, hours.high) == pytest.approx((4.8, 12.0, 36.0))


def test_no_occurrence_costs_nothing() -> None:
    assert full_hours(ledger(), 0).likely == 0


def test_scope_repo_counts_once() -> None:
    assert occurrences(ledger(scope="repo"), {SELECT: 9}) == 1


def test_the_metrics_of_a_rule_are_summed() -> None:
    assert occurrences(ledger(metrics=(SELECT, AWAIT)), {SELECT: 2, AWAIT: 3}) == 5


def test_a_finding_carries_what_enters_h() -> None:
    finding = match_rule(rule(), {SELECT: 4})
    assert finding is not None
    assert finding.each_hours.likely == pytest.approx(9.6)


def test_a_retired_rule_never_fires() -> None:
    assert match_rule(rule(status=Status.RETIRED), {SELECT: 4}) is None


def test_a_line_rule_never_fires() -> None:
    assert match_rule(built_in_rules().rules["RG001"], {SELECT: 4}) is None


def test_a_quiet_repository_has_no_findings() -> None:
    assert match_rules(built_in_rules(), "rust-to-go", {}) == ()


def test_findings_come_by_rank_and_only_of_the_scenario() -> None:
    counts = {SELECT: 1, "rust.own.drop_impl": 1, "rust.async.waiting_fn": 1}
    counts |= {"go.task.go": 1, "rust.async.fn": 1}
    counts |= {"rust.runtime.entry": 1}
    found = match_rules(built_in_rules(), "rust-to-go", counts)
    assert [finding.rule.id for finding in found] == ["RG201", "RG214", "RG106", "RG209"]


def test_every_scenario_is_matched() -> None:
    found = match_scenarios(built_in_rules(), {"go.task.go": 1})
    assert {key: len(findings) for key, findings in found.items()} == {
        "go-hot-paths-to-rust": 0,
        "go-to-rust": 1,
        "rust-shell-to-go": 0,
        "rust-to-go": 0,
    }


def reasons(*examples: Example) -> list[str]:
    return [result.reason for result in run_examples([rule(example=examples)])]


FIRING = Example(given={SELECT: 2}, hours={"likely": 7.2})
QUIET = Example(given={SELECT: 0}, hours={"likely": 0.0})


def test_right_examples_pass() -> None:
    assert reasons(FIRING, QUIET) == ["", ""]


def test_a_wrong_sum_is_told_with_both_figures() -> None:
    wrong = Example(given={SELECT: 2}, hours={"likely": 7.3, "low": 2.88})
    assert reasons(wrong, QUIET)[0] == "likely is 7.20 h, the example says 7.30 h"


def test_a_rule_needs_a_quiet_example() -> None:
    assert reasons(FIRING) == ["", "no example that stays quiet"]


def test_a_rule_needs_an_example_that_fires() -> None:
    assert reasons(QUIET) == ["", "no example that fires"]


def test_an_example_without_hours_proves_nothing() -> None:
    assert reasons(FIRING, QUIET, Example(given={}, hours={}))[2] == "the example names no hours"
