"""Turns an id into its page, alone or with the sum that it has in one repository."""

from collections.abc import Mapping
from difflib import get_close_matches

from estimator.errors import InputError
from estimator.model.estimate import EffortShares, Site
from estimator.model.facts import RepositoryFacts
from estimator.model.report import Report
from estimator.model.rules import Constant, Rule, Rulebook, Scenario
from estimator.reporting.blocks import Section
from estimator.reporting.place_pages import place_sections
from estimator.reporting.places import find_place
from estimator.reporting.rule_pages import choices, constant_page, rule_page, scenario_page
from estimator.reporting.sums import constant_sum, ledger_sum, line_sum, scenario_sum
from estimator.reporting.table import draw
from estimator.reporting.total_pages import total_sections

_Entry = Rule | Constant | Scenario


def explain_rule(rulebook: Rulebook, identifier: str) -> str:
    """Explain a rule (by id or name), a constant or a scenario.

    Raises:
        InputError: There is no such id; the hint names close ones.
    """
    return draw((_page(rulebook, _find(rulebook, identifier)),))


def explain_rule_in(
    rulebook: Rulebook,
    identifier: str,
    facts: RepositoryFacts,
    report: Report,
    all_sites: Mapping[str, tuple[Site, ...]],
) -> str:
    """Explain an id with this repository's numbers filled in, and all evidence.

    Args:
        rulebook: What priced the report.
        identifier: Id of a rule, constant or scenario, or a rule's name.
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
            return draw((page, *_rule_sum(entry, facts, report, all_sites)))
        case Constant():
            return draw((page, *constant_sum(entry.id, report)))
        case Scenario():
            priced = [one for one in report.scenarios if one.id == entry.id]
            return draw((page, *(scenario_sum(one, rulebook) for one in priced)))


def is_known(rulebook: Rulebook, identifier: str) -> bool:
    """Say whether a rule (by id or name), a constant or a scenario is called so."""
    shelves = (rulebook.rules, rulebook.constants, rulebook.scenarios)
    return any(identifier in shelf for shelf in shelves) or any(
        rule.name == identifier and rule.ledger for rule in rulebook.rules.values()
    )


def explain_total(rulebook: Rulebook, report: Report, shares: Mapping[str, EffortShares]) -> str:
    """Write out the whole formula of every scenario with this repository's numbers."""
    return draw(total_sections(report, rulebook, shares))


def explain_place(  # noqa: PLR0913  a name and all that is known about the repository
    rulebook: Rulebook,
    name: str,
    *,
    facts: RepositoryFacts,
    report: Report,
    shares: Mapping[str, EffortShares],
    all_sites: Mapping[str, tuple[Site, ...]],
) -> str:
    """Explain a unit, folder or file: its share, its counts, its constructs with evidence.

    Raises:
        InputError: Nothing, or more than one thing, is called so; the hint names close ones.
    """
    ids = (*rulebook.rules, *rulebook.constants, *rulebook.scenarios)
    place = find_place(name, facts, report.repository.priced_language, others=ids)
    return draw(
        place_sections(
            place,
            facts=facts,
            report=report,
            rulebook=rulebook,
            shares=shares,
            all_sites=all_sites,
        )
    )


def _find(rulebook: Rulebook, identifier: str) -> _Entry:
    for shelf in (rulebook.rules, rulebook.constants, rulebook.scenarios):
        if identifier in shelf:
            return shelf[identifier]
    for rule in rulebook.rules.values():
        if rule.name == identifier and rule.ledger:
            return rule
    names = [str(rule.name) for rule in rulebook.rules.values() if rule.ledger]
    known = sorted({*rulebook.rules, *rulebook.constants, *rulebook.scenarios, *names})
    folded = {name.casefold(): name for name in known}
    close = get_close_matches(identifier.casefold(), sorted(folded))
    raise InputError(
        f"no rule, constant or scenario is called {identifier!r}",
        hint=choices([folded[name] for name in close]),
    )


def _page(rulebook: Rulebook, entry: _Entry) -> Section:
    origin = rulebook.origin.get(entry.id, "")
    match entry:
        case Rule():
            return rule_page(entry, origin)
        case Constant():
            return constant_page(entry, origin)
        case Scenario():
            own = (rule for rule in rulebook.rules.values() if rule.scenario == entry.id)
            return scenario_page(entry, tuple(sorted(own, key=lambda rule: rule.id)), origin)


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
