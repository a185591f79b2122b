"""Facts and a rulebook -> the efforts of whole ports alone, without what explains them."""

from collections.abc import Mapping

from estimator.costing.applicability import why_not
from estimator.costing.constants import Constants
from estimator.costing.subject import calibrated, make_subject, with_ledger_hours
from estimator.costing.wholeport import whole_port
from estimator.model.estimate import Effort, Pricing
from estimator.model.facts import RepositoryFacts
from estimator.model.rules import Finding, Rulebook

_WHOLE_PORT = "whole-port"


def port_efforts(
    facts: RepositoryFacts,
    rulebook: Rulebook,
    *,
    findings: Mapping[str, tuple[Finding, ...]],
    language: str,
    pricing: Pricing,
) -> Mapping[str, Effort]:
    """Price the whole ports that apply, EM by scenario id: the efforts of `estimate_scenarios`.

    Raises RuleFileError when the rulebook lacks a constant, InputError for a bad multiplier.
    """
    constants = Constants(values=rulebook.constants)
    subject = make_subject(facts, language, pricing, constants)
    found = {}
    for key, scenario in sorted(rulebook.scenarios.items()):
        own = with_ledger_hours(calibrated(subject, key), findings.get(key))
        if scenario.kind != _WHOLE_PORT or why_not(scenario, own, "size.minimum", constants):
            continue
        port = whole_port(own.size_kloc, own.inputs, scenario=key, rulebook=rulebook)
        found[key] = port.effort
    return found
