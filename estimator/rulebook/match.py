"""Counts x rules -> findings: which rules fire, how often, and the hours of the ledger. Pure."""

from collections.abc import Mapping

from estimator.model.rules import Finding, LedgerPrice, Rule, Rulebook, Status
from estimator.model.rulevalue import Condition, Range


def match_scenarios(
    rulebook: Rulebook, counts: Mapping[str, float]
) -> dict[str, tuple[Finding, ...]]:
    """Match the rules of every scenario; the key is the scenario id."""
    return {key: match_rules(rulebook, key, counts) for key in sorted(rulebook.scenarios)}


def match_rules(
    rulebook: Rulebook, scenario_id: str, counts: Mapping[str, float]
) -> tuple[Finding, ...]:
    """Give the rules of a scenario that fire on these counts, by rank and id.

    `counts` maps metric ids to totals over product code; a metric that is not there is 0.
    """
    found = [
        finding
        for rule in rulebook.rules.values()
        if rule.scenario == scenario_id and (finding := match_rule(rule, counts)) is not None
    ]
    return tuple(sorted(found, key=_order))


def match_rule(rule: Rule, counts: Mapping[str, float]) -> Finding | None:
    """Give the finding when a ledger rule fires, else None. Retired rules never fire."""
    if rule.ledger is None or rule.when is None or rule.status == Status.RETIRED:
        return None
    if not holds(rule.when, counts):
        return None
    count = occurrences(rule.ledger, counts)
    return Finding(
        rule=rule,
        count=count,
        full_hours=full_hours(rule.ledger, count),
        each_hours=_scaled(rule.ledger.each, count),
    )


def holds(condition: Condition, counts: Mapping[str, float]) -> bool:
    """Say whether a condition is true of these counts."""
    if condition.metric is not None:
        value = counts.get(condition.metric, 0)
        is_enough = condition.at_least is None or value >= condition.at_least
        return is_enough and (condition.at_most is None or value <= condition.at_most)
    if condition.all:
        return all(holds(part, counts) for part in condition.all)
    return any(holds(part, counts) for part in condition.any)


def occurrences(ledger: LedgerPrice, counts: Mapping[str, float]) -> float:
    """Sum the rule's metrics: n. Scope ``repo`` counts once at most."""
    total = sum(counts.get(metric, 0) for metric in ledger.metrics)
    return min(1, total) if ledger.scope == "repo" else total


def full_hours(ledger: LedgerPrice, count: float) -> Range:
    """Give first x min(1, n) + each x max(0, n - 1), in hours (ledger of invariants)."""
    first = _scaled(ledger.first, min(1, count))
    further = _scaled(ledger.each, max(0, count - 1))
    return Range(
        low=first.low + further.low,
        likely=first.likely + further.likely,
        high=first.high + further.high,
    )


def _scaled(hours: Range, count: float) -> Range:
    return Range(low=hours.low * count, likely=hours.likely * count, high=hours.high * count)


def _order(finding: Finding) -> tuple[int, str]:
    rank = finding.rule.ledger.rank if finding.rule.ledger else 0
    return rank, finding.rule.id
