"""Turns an id into its page, alone or with the sum that it has in one repository."""

import re
from collections.abc import Mapping
from difflib import get_close_matches

from estimator.errors import InputError
from estimator.model.advicerules import (
    Criterion,
    ReadinessRule,
    Recommendation,
    Sentence,
    Signal,
    Tradeoff,
    Workload,
)
from estimator.model.estimate import EffortShares, Site
from estimator.model.facts import RepositoryFacts
from estimator.model.planrules import Stage
from estimator.model.report import Report
from estimator.model.rules import Constant, Disagreement, Driver, Port, Rule, Rulebook, Scenario
from estimator.reporting.blocks import Section
from estimator.reporting.decision_pages import Deciding, decision_page
from estimator.reporting.driver_pages import driver_here, driver_page
from estimator.reporting.evidence_pages import disagreement_here, disagreement_page, port_page
from estimator.reporting.path_pages import path_pages
from estimator.reporting.place_pages import place_sections
from estimator.reporting.places import find_place
from estimator.reporting.rule_pages import choices, constant_page, rule_page, scenario_page
from estimator.reporting.stage_pages import stage_page
from estimator.reporting.sums import constant_sum, ledger_sum, line_sum, scenario_sum
from estimator.reporting.workload_pages import sentence_page, signal_page, workload_page

_Deciding = Sentence | Signal | Workload
_Entry = Rule | Constant | Scenario | Port | Disagreement | Driver | Stage | _Deciding | Deciding


def rule_sections(rulebook: Rulebook, identifier: str) -> tuple[Section, ...]:
    """Explain a rule or port (by id or name), a constant, a scenario or a disagreement.

    Raises:
        InputError: There is no such id; the hint names close ones.
    """
    return (_page(rulebook, _find(rulebook, identifier)),)


def rule_sections_in(
    rulebook: Rulebook,
    identifier: str,
    facts: RepositoryFacts,
    report: Report,
    all_sites: Mapping[str, tuple[Site, ...]],
) -> tuple[Section, ...]:
    """Explain an id with this repository's numbers filled in, and all evidence.

    Args:
        rulebook: What priced the report.
        identifier: Any id of the rulebook, or the name of a rule or port.
        facts: The counts.
        report: The prices made of them.
        all_sites: Metric -> every occurrence in product code.

    Raises:
        InputError: There is no such id; the hint names close ones.
    """
    entry = _find(rulebook, identifier)
    page = _page(rulebook, entry)
    match entry:
        case Rule():
            return (page, *_rule_sum(entry, facts, report, all_sites))
        case Constant():
            return (page, *constant_sum(entry.id, report))
        case Scenario():
            priced = [one for one in report.scenarios if one.id == entry.id]
            return (page, *(scenario_sum(one, rulebook) for one in priced))
        case Disagreement():
            return (page, disagreement_here(entry, report))
        case Driver():
            return (page, driver_here(entry.id, report))
        case _:
            return (page,)


def is_known(rulebook: Rulebook, identifier: str) -> bool:
    """Say whether an entry of the rulebook, but for packages, is called so."""
    return _named(rulebook, identifier) is not None


def is_path_id(identifier: str) -> bool:
    """Say whether this is written as the id of a hot path or candidate."""
    return re.fullmatch(r"hp-[0-9a-f]{6}", identifier, re.ASCII) is not None


def path_sections(identifier: str, report: Report) -> tuple[Section, ...]:
    """Explain one hot path: members, what moves along, its cut, both prices with their sums.

    Raises:
        InputError: The report has no path or candidate of that id; the hint names those it has.
    """
    return path_pages(identifier, report)


def sections_of_place(  # noqa: PLR0913  a name and all that is known about the repository
    rulebook: Rulebook,
    name: str,
    *,
    facts: RepositoryFacts,
    report: Report,
    shares: Mapping[str, EffortShares],
    all_sites: Mapping[str, tuple[Site, ...]],
) -> tuple[Section, ...]:
    """Explain a unit, folder or file: its share, its counts, its constructs with evidence.

    Raises:
        InputError: Nothing, or more than one thing, is called so; the hint names close ones.
    """
    ids = [key for shelf in _shelves(rulebook) for key in shelf]
    place = find_place(name, facts, report.repository.priced_language, others=ids)
    return place_sections(
        place,
        facts=facts,
        report=report,
        rulebook=rulebook,
        shares=shares,
        all_sites=all_sites,
    )


def _find(rulebook: Rulebook, identifier: str) -> _Entry:
    entry = _named(rulebook, identifier)
    if entry is not None:
        return entry
    shelves = _shelves(rulebook)
    known = sorted({*_by_name(rulebook), *(key for shelf in shelves for key in shelf)})
    folded = {name.casefold(): name for name in known}
    close = get_close_matches(identifier.casefold(), sorted(folded))
    raise InputError(
        f"no rule, constant, scenario, port, disagreement or package is called {identifier!r}",
        hint=choices([folded[name] for name in close]),
    )


def _named(rulebook: Rulebook, identifier: str) -> _Entry | None:
    for shelf in _shelves(rulebook):
        if identifier in shelf:
            return shelf[identifier]
    return _by_name(rulebook).get(identifier)


def _shelves(rulebook: Rulebook) -> tuple[Mapping[str, _Entry], ...]:
    return (
        rulebook.rules,
        rulebook.constants,
        rulebook.scenarios,
        rulebook.ports,
        rulebook.disagreements,
        rulebook.drivers,
        rulebook.sentences,
        rulebook.signals,
        rulebook.workloads,
        rulebook.stages,
        rulebook.criteria,
        rulebook.tradeoffs,
        rulebook.recommendations,
        rulebook.readiness,
    )


def _by_name(rulebook: Rulebook) -> dict[str, _Entry]:
    """Workloads, ports and ledger rules by their names; a rule goes first, then a port."""
    named: dict[str, _Entry] = {one.name: one for one in rulebook.workloads.values()}
    named |= {port.name: port for port in rulebook.ports.values()}
    return named | {rule.name: rule for rule in rulebook.rules.values() if rule.ledger}


def _page(rulebook: Rulebook, entry: _Entry) -> Section:  # one kind an arm
    origin = rulebook.origin.get(entry.id, "")
    match entry:
        case Rule():
            return rule_page(entry, origin)
        case Constant():
            return constant_page(entry, origin)
        case Scenario():
            own = (rule for rule in rulebook.rules.values() if rule.scenario == entry.id)
            return scenario_page(entry, tuple(sorted(own, key=lambda rule: rule.id)), origin)
        case Port() | Disagreement() | Driver() | Stage():
            return _evidence_page(entry, origin)
        case Sentence() | Signal() | Workload():
            return _deciding_page(rulebook, entry, origin)
        case Criterion() | Tradeoff() | Recommendation() | ReadinessRule():
            return decision_page(entry, rulebook, origin)


def _evidence_page(entry: Port | Disagreement | Driver | Stage, origin: str) -> Section:
    match entry:
        case Port():
            return port_page(entry, origin)
        case Disagreement():
            return disagreement_page(entry, origin)
        case Driver():
            return driver_page(entry, origin)
        case Stage():
            return stage_page(entry, origin)


def _deciding_page(rulebook: Rulebook, entry: _Deciding, origin: str) -> Section:
    match entry:
        case Sentence():
            return sentence_page(entry, rulebook, origin)
        case Signal():
            return signal_page(entry, rulebook, origin)
        case Workload():
            return workload_page(entry, rulebook, origin)


def _rule_sum(
    rule: Rule,
    facts: RepositoryFacts,
    report: Report,
    all_sites: Mapping[str, tuple[Site, ...]],
) -> tuple[Section, ...]:
    if rule.ledger:
        return ledger_sum(rule, rule.ledger, report, facts.metrics, all_sites)
    if rule.line:
        return line_sum(rule, rule.line, report)
    return ()
