"""Turns a rulebook into the list of what it holds: one row a rule, scenario and constant."""

from estimator.model.rules import Rule, Rulebook, Source
from estimator.reporting.blocks import Block, Code, Column, Fit, Paragraph, Section, Table, Text
from estimator.reporting.numbers import exact_number, percent
from estimator.reporting.table import draw


def rule_list(rulebook: Rulebook) -> str:
    """List rules, then scenarios, then constants, each by id, as text of at most 100 columns."""
    return draw((_rules(rulebook), _scenarios(rulebook), _constants(rulebook)))


def _rules(rulebook: Rulebook) -> Section:
    rows: list[tuple[Text, ...]] = [
        (rule.id, Code(rule.name), rule.scenario, _price(rule), _kinds(rule.source))
        for _, rule in sorted(rulebook.rules.items())
    ]
    blocks: list[Block] = []
    for names, words in ((rulebook.added, "Added"), (rulebook.overridden, "Overridden")):
        if names:
            blocks.append(Paragraph(text=f"{words} by a rule folder: {', '.join(names)}."))
    columns = ("rule", "name", "scenario", "price", "sources")
    return Section(title="Rules", blocks=(*blocks, _table(columns, rows)))


def _price(rule: Rule) -> str:
    if rule.ledger is not None:
        first, each = rule.ledger.first.likely, rule.ledger.each.likely
        return f"{exact_number(first)} h first, {exact_number(each)} h each"
    return f"{percent(rule.line.share)} of the base" if rule.line is not None else ""


def _scenarios(rulebook: Rulebook) -> Section:
    rows: list[tuple[Text, ...]] = [
        (key, scenario.title, _kinds(scenario.source))
        for key, scenario in sorted(rulebook.scenarios.items())
    ]
    table = _table(("scenario", "what", "sources"), rows)
    return Section(title="Scenarios", blocks=(table,))


def _constants(rulebook: Rulebook) -> Section:
    rows: list[tuple[Text, ...]] = [
        (key, exact_number(constant.value), constant.unit, _kinds(constant.source))
        for key, constant in sorted(rulebook.constants.items())
    ]
    table = _table(("constant", "value", "unit", "sources"), rows)
    return Section(title="Constants", blocks=(table,))


def _kinds(sources: tuple[Source, ...]) -> str:
    return ", ".join(dict.fromkeys(source.kind.value for source in sources))


def _table(titles: tuple[str, ...], rows: list[tuple[Text, ...]]) -> Table:
    last = len(titles) - 1
    columns = tuple(
        Column(title=title, fit=Fit.WRAP if index else Fit.FIXED, weight=1 if index == last else 2)
        for index, title in enumerate(titles)
    )
    return Table(columns=columns, rows=tuple(rows))
