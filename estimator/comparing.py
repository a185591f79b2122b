"""Several estimates or counts of a repository into what lies between them."""

from typing import TYPE_CHECKING, NamedTuple

from estimator.model.config import Config
from estimator.model.facts import RepositoryFacts
from estimator.model.rules import Rulebook
from estimator.pipeline import estimate
from estimator.scanning import Scan

if TYPE_CHECKING:
    from estimator.model.baseline import Baseline, BaselineSummary, Drift
    from estimator.model.change import Difference, Priced


class State(NamedTuple):
    """One of the states that are compared."""

    label: str
    """As it was named: a revision, a folder or a facts file."""
    facts: RepositoryFacts
    config: Config


def difference(before: State, after: State, rulebook: Rulebook) -> "Difference":
    """Price two states by the same rules, and subtract one from the other. Pure.

    Raises:
        InputError: as `estimate`.
        RuleFileError: the rulebook lacks a constant of the cost formula.
    """
    from estimator.change.difference import compare  # noqa: PLC0415  # start-up time

    return compare(_priced(before, rulebook), _priced(after, rulebook))


def baseline(facts: RepositoryFacts, rulebook: Rulebook) -> "Baseline":
    """Count what a whole port must recover, by rule, unit and symbol. Pure."""
    from estimator.change.baseline import baseline_of, rule_prices  # noqa: PLC0415  # start-up time

    return baseline_of(facts, rule_prices(rulebook))


def summary(kept: "Baseline", rulebook: Rulebook) -> "BaselineSummary":
    """Sum a baseline up in ledger hours of these rules. Pure."""
    from estimator.change.baseline import rule_prices  # noqa: PLC0415  # start-up time
    from estimator.change.drift import summarize  # noqa: PLC0415  # the same

    return summarize(kept, rule_prices(rulebook), digest=rulebook.digest)


def drift(kept: "Baseline", scanned: Scan, rulebook: Rulebook) -> "Drift":
    """What a scan counts that a baseline does not, and the other way round. Pure.

    With the facts of files each item has its place.
    """
    from estimator.change.baseline import baseline_of, rule_prices  # noqa: PLC0415  # start-up time
    from estimator.change.drift import compare_baselines, first_sites  # noqa: PLC0415  # the same

    prices = rule_prices(rulebook)
    return compare_baselines(
        kept,
        baseline_of(scanned.facts, prices),
        prices,
        digest=rulebook.digest,
        sites=first_sites(scanned.facts, scanned.parsed, prices),
    )


def _priced(state: State, rulebook: Rulebook) -> "Priced":
    from estimator.costing.shares import share_ports  # noqa: PLC0415  # start-up time
    from estimator.model.change import Priced  # noqa: PLC0415  # the same
    from estimator.rulebook.match import match_scenarios  # noqa: PLC0415  # the same

    report = estimate(state.facts, rulebook, config=state.config)
    return Priced(
        label=state.label,
        facts=state.facts,
        report=report,
        shares=share_ports(report.scenarios, state.facts, rulebook),
        findings=match_scenarios(rulebook, state.facts.metrics),
    )
