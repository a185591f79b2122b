"""What each ledger rule says of its evidence lines, held to the file of verdicts."""

import csv
from collections import Counter
from pathlib import Path

import pytest
from rulebook_builders import built_in_rules

from estimator.model.percent import percent
from estimator.model.rules import Rule
from estimator.model.rulevalue import SourceKind

VERDICTS = sorted((Path(__file__).parents[2] / "benchmarks").glob("evidence-verdicts*.csv"))
OF_BEFORE = ("first", "unseen")
"""Judged before the last mending."""
ENOUGH_LINES = 3
MOST_LINES = 5
LEDGER = sorted(
    (rule for rule in built_in_rules().rules.values() if rule.ledger), key=lambda rule: rule.id
)

BY_READER = {
    path.stem: list(csv.DictReader(path.read_text().splitlines()))
    for path in VERDICTS
    if not path.stem.endswith(OF_BEFORE)
}
ROWS = [row for rows in BY_READER.values() for row in rows]
LINES = Counter(row["rule"] for row in ROWS)
RIGHT = Counter(row["rule"] for row in ROWS if row["verdict"] == "yes")

of_each_rule = pytest.mark.parametrize("rule", LEDGER, ids=lambda rule: rule.id)


def said_of(rule: Rule) -> str:
    return next(
        source.says
        for source in rule.source
        if source.kind is SourceKind.MEASURED and "evidence lines" in source.cite
    )


def is_enough(rule: Rule) -> bool:
    lines, right = LINES[rule.id], RIGHT[rule.id]
    return lines >= ENOUGH_LINES and 100 * right >= 85 * lines


@of_each_rule
def test_a_rule_says_the_share_that_the_file_has(rule: Rule) -> None:
    lines, right = LINES[rule.id], RIGHT[rule.id]
    if not lines:
        assert said_of(rule) == "no line of this entry was found in them"
        return
    assert said_of(rule).startswith(f"{right} of {lines} lines of this entry are what it says (")
    assert said_of(rule).endswith(f"({percent(right / lines)})")


@of_each_rule
def test_a_rule_under_85_percent_or_hardly_judged_has_low_confidence(rule: Rule) -> None:
    assert rule.confidence == ("medium" if is_enough(rule) else "low")


def test_the_rules_that_are_not_low_are_right_in_at_least_95_percent() -> None:
    kept = [rule.id for rule in LEDGER if rule.confidence != "low"]

    assert sum(RIGHT[name] for name in kept) >= 0.95 * sum(LINES[name] for name in kept)


@pytest.mark.parametrize("reader", sorted(BY_READER))
def test_the_sample_of_each_reader_is_large_and_even(reader: str) -> None:
    rows = BY_READER[reader]

    assert len(rows) >= 200
    assert max(Counter(row["rule"] for row in rows).values()) <= MOST_LINES
    assert len({(row["rule"], row["repository"], row["place"]) for row in rows}) == len(rows)


def test_every_verdict_is_of_a_rule_and_every_miss_has_a_reason() -> None:
    names = {rule.id: rule.name for rule in LEDGER}

    assert {row["rule"]: row["name"] for row in ROWS}.items() <= names.items()
    assert {row["verdict"] for row in ROWS} <= {"yes", "no", "unclear"}
    assert all(row["note"] for row in ROWS if row["verdict"] != "yes")
