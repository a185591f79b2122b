"""The built-in rules themselves."""

import csv
import math
import re
from pathlib import Path

import pytest
from rulebook_builders import built_in_rules

from estimator.model.rules import Rule
from estimator.model.rulevalue import SourceKind
from estimator.rulebook.examples import run_examples
from estimator.rulebook.index import render_index
from estimator.rulebook.load import built_in_directory
from estimator.rulebook.match import full_hours

CHECKOUT = Path(__file__).parents[2]
LEDGER = sorted(
    (rule for rule in built_in_rules().rules.values() if rule.ledger), key=lambda rule: rule.id
)


def ledger_of(scenario: str) -> list[Rule]:
    return [rule for rule in LEDGER if rule.scenario == scenario]


@pytest.mark.parametrize(("scenario", "entries"), [("rust-to-go", 55), ("go-to-rust", 45)])
def test_each_direction_has_its_whole_ledger_by_rank(scenario: str, entries: int) -> None:
    ranks = sorted(rule.ledger.rank for rule in ledger_of(scenario) if rule.ledger)
    assert ranks == list(range(1, entries + 1))


@pytest.mark.parametrize("rule", LEDGER, ids=lambda rule: rule.id)
def test_a_ledger_rule_carries_its_measured_density(rule: Rule) -> None:
    assert rule.ledger is not None
    density = rule.ledger.density
    assert density is not None
    assert 0 <= density.p10 <= density.p25 <= density.p50 <= density.p75 <= density.p90
    assert density.p90 > 0
    said = next(source.says for source in rule.source if source.kind == SourceKind.MEASURED)
    assert said.startswith(f"{density.p50:.15g} per 1000 lines at the median, {density.p90:.15g} ")


@pytest.mark.parametrize(("scenario", "hours"), [("rust-to-go", 440), ("go-to-rust", 697)])
def test_the_ledger_of_its_author_gives_the_hours_of_the_invariants_share(
    scenario: str, hours: float
) -> None:
    with (CHECKOUT / "tests/fixtures/ledger-hours.csv").open() as stream:
        rows = [row for row in csv.DictReader(stream) if row["scenario"] == scenario]

    assert math.fsum(float(row["likely"]) for row in rows) == pytest.approx(hours, rel=0.01)


@pytest.mark.parametrize(
    ("scenario", "size_kloc", "hours"), [("rust-to-go", 30, 387), ("go-to-rust", 30, 650)]
)
def test_the_ledger_at_median_densities_gives_the_hours_that_the_invariants_line_says(
    scenario: str, size_kloc: float, hours: float
) -> None:
    """Hours per place are the author's, places that are no such invariant are counted no more."""
    line = built_in_rules().rules[{"rust-to-go": "RG001", "go-to-rust": "GR001"}[scenario]]
    assert any(f"{hours} hours now" in source.says for source in line.source)

    whole = math.fsum(
        full_hours(rule.ledger, size_kloc * rule.ledger.density.p50).likely
        for rule in ledger_of(scenario)
        if rule.ledger and rule.ledger.density and rule.ledger.scope != "repo"
    ) + math.fsum(
        rule.ledger.first.likely * min(1, size_kloc * rule.ledger.density.p50)
        for rule in ledger_of(scenario)
        if rule.ledger and rule.ledger.density and rule.ledger.scope == "repo"
    )
    assert whole == pytest.approx(hours, rel=0.01)


@pytest.mark.parametrize("rule", LEDGER, ids=lambda rule: rule.id)
def test_a_ledger_rule_explains_itself(rule: Rule) -> None:
    assert len(rule.why) > 80
    assert len(rule.recover) > 80
    assert rule.oracle
    assert len(rule.example) >= 2


@pytest.mark.parametrize("rule", LEDGER, ids=lambda rule: rule.id)
def test_a_ledger_rule_calls_its_hours_judgement_and_its_counts_measured(rule: Rule) -> None:
    assert {"judgement", "measured"} <= {source.kind.value for source in rule.source}


@pytest.mark.parametrize("rule", LEDGER, ids=lambda rule: rule.id)
def test_a_ledger_rule_fires_on_any_of_its_metrics(rule: Rule) -> None:
    assert rule.ledger is not None
    assert rule.when is not None
    parts = rule.when.any or (rule.when,)
    assert tuple(part.metric for part in parts) == rule.ledger.metrics
    assert {part.at_least for part in parts} == {1}


@pytest.mark.parametrize("rule", LEDGER, ids=lambda rule: rule.id)
def test_a_ledger_rule_counts_its_own_language(rule: Rule) -> None:
    assert rule.ledger is not None
    language = rule.scenario.partition("-")[0]
    assert {metric.partition(".")[0] for metric in rule.ledger.metrics} == {language}


def test_select_cancel_safety_has_its_promised_id() -> None:
    assert built_in_rules().rules["RG214"].name == "select-cancel-safety"


def test_all_worked_examples_are_right() -> None:
    assert [result for result in run_examples(LEDGER) if not result.passed] == []


def test_the_anchor_is_the_center_of_the_documents_band() -> None:
    value = {key: constant.value for key, constant in built_in_rules().constants.items()}
    center = math.sqrt(value["document.rust-to-go.low"] * value["document.rust-to-go.high"])
    assert value["anchor.rust-to-go"] == center
    assert value["anchor.go-to-rust"] == 2 * center


def test_the_index_is_current() -> None:
    path = built_in_directory() / "README.md"
    assert path.read_text(encoding="utf-8") == render_index(built_in_rules())


def test_nothing_built_in_is_overridden_or_added() -> None:
    assert (built_in_rules().overridden, built_in_rules().added) == ((), ())


def test_the_digest_is_twelve_hexadecimal_digits() -> None:
    assert re.fullmatch(r"[0-9a-f]{12}", built_in_rules().digest)


def test_the_origin_is_relative_to_the_rules_directory() -> None:
    assert built_in_rules().origin["RG214"] == "rust-to-go/tokio.toml"
