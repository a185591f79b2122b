"""Facts, findings and a rulebook -> every scenario, priced or with the reason why not."""

from collections.abc import Mapping

import msgspec

from estimator.costing.constants import Constants
from estimator.costing.portscenario import price_port
from estimator.costing.shellscenario import price_shell
from estimator.costing.splitscenario import price_split
from estimator.costing.subject import calibrated, make_subject
from estimator.costing.team import with_team
from estimator.model.crosswalk import CrossedDependency
from estimator.model.estimate import Pricing, ScenarioEstimate
from estimator.model.facts import RepositoryFacts
from estimator.model.rules import Finding, Rulebook

_WHOLE_PORT = "whole-port"
_PRICE = {"hot-paths": price_split, "shell": price_shell}


def estimate_scenarios(  # noqa: PLR0913  four of them are keywords
    facts: RepositoryFacts,
    rulebook: Rulebook,
    *,
    findings: Mapping[str, tuple[Finding, ...]],
    language: str,
    pricing: Pricing,
    crossed: tuple[CrossedDependency, ...] = (),
) -> tuple[ScenarioEstimate, ...]:
    """Price every scenario of the rulebook, EM; those that apply first, whole ports before splits.

    `findings` holds, by scenario id, what `rulebook.match` found; `language` is what is priced,
    `crossed` its direct dependencies, by which the dependencies line is split.
    A scenario that is missing there was not matched: its constructs are not counted (factor 1).
    Raises RuleFileError when the rulebook lacks a constant, InputError for a bad multiplier.
    """
    constants = Constants(values=rulebook.constants)
    subject = msgspec.structs.replace(
        make_subject(facts, language, pricing, constants), crossed=crossed
    )
    estimates = [
        price_port(scenario, calibrated(subject, key), findings.get(key), rulebook)
        if scenario.kind == _WHOLE_PORT
        else _PRICE[scenario.kind](scenario, calibrated(subject, key), findings, rulebook)
        for key, scenario in sorted(rulebook.scenarios.items())
    ]
    estimates = [with_team(one, pricing, constants) for one in estimates]
    kinds = {key: scenario.kind != _WHOLE_PORT for key, scenario in rulebook.scenarios.items()}
    return tuple(sorted(estimates, key=lambda each: (not each.applies, kinds[each.id], each.id)))
