"""The worked examples of rules -> whether each sum is right. Pure; run by `rules test`."""

from collections.abc import Iterable, Iterator, Mapping

from estimator.model.rules import Example, Rule
from estimator.model.source import Value
from estimator.rulebook.match import match_rule

HOURS_SLACK = 0.005
"""Sums are compared to two decimals of an hour."""


class ExampleResult(Value, frozen=True, kw_only=True):
    """One worked example, computed again."""

    rule: str
    example: int
    """1-based place in the rule; 0 for what the rule's examples lack as a whole."""
    passed: bool
    reason: str
    """"" when it passed."""
    expected: Mapping[str, float]
    """Hours as written: any of low, likely, high."""
    actual: Mapping[str, float]
    """Hours as computed, for the same keys."""


def run_examples(rules: Iterable[Rule]) -> tuple[ExampleResult, ...]:
    """Compute every example of the ledger rules, by rule id and place.

    A ledger rule also needs one example that fires and one quiet one (likely = 0).
    """
    priced = sorted((rule for rule in rules if rule.ledger is not None), key=lambda rule: rule.id)
    return tuple(result for rule in priced for result in _results(rule))


def _results(rule: Rule) -> Iterator[ExampleResult]:
    for index, example in enumerate(rule.example):
        yield _result(rule, index + 1, example)
    likely = [example.hours.get("likely", 0.0) for example in rule.example]
    for kind, is_there in (
        ("that fires", any(hours > 0 for hours in likely)),
        ("that stays quiet", any(hours <= 0 for hours in likely)),
    ):
        if not is_there:
            yield ExampleResult(
                rule=rule.id,
                example=0,
                passed=False,
                reason=f"no example {kind}",
                expected={},
                actual={},
            )


def _result(rule: Rule, place: int, example: Example) -> ExampleResult:
    finding = match_rule(rule, example.given)
    hours = finding.full_hours if finding else None
    computed = {
        "low": hours.low if hours else 0.0,
        "likely": hours.likely if hours else 0.0,
        "high": hours.high if hours else 0.0,
    }
    actual = {key: computed[key] for key in sorted(example.hours)}
    wrong = [
        f"{key} is {actual[key]:.2f} h, the example says {example.hours[key]:.2f} h"
        for key in actual
        if abs(actual[key] - example.hours[key]) > HOURS_SLACK
    ]
    if not actual:
        wrong.append("the example names no hours")
    return ExampleResult(
        rule=rule.id,
        example=place,
        passed=not wrong,
        reason="; ".join(wrong),
        expected=dict(sorted(example.hours.items())),
        actual=actual,
    )
