"""What reports and rules ask for is what the construct tables count."""

from estimator import load_rulebook
from estimator.facts.builds import BUILD_METRICS
from estimator.languages import LANGUAGES
from estimator.reporting.concurrency import GROUPS

COUNTED = (
    {row.metric for spec in LANGUAGES.values() for row in spec.nodes}
    | {row.metric for spec in LANGUAGES.values() for row in spec.words}
    | {row.metric for spec in LANGUAGES.values() for row in spec.directives}
)


def test_every_construct_that_a_report_shows_is_counted() -> None:
    shown = {
        metric for groups in GROUPS.values() for group in groups for metric, _ in group.metrics
    }
    assert shown - COUNTED == set()


def test_every_metric_that_a_rule_prices_is_counted() -> None:
    rules = load_rulebook().rules.values()
    priced = {metric for rule in rules if rule.ledger for metric in rule.ledger.metrics}
    assert priced - COUNTED - set(BUILD_METRICS) == set()
