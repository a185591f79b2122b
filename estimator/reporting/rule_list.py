"""Turns a rulebook into the list of what it holds: one table a kind, one row an id."""

from collections.abc import Callable, Collection, Mapping

from estimator.model.rules import Rule, Rulebook
from estimator.model.rulevalue import Source
from estimator.reporting.blocks import Block, Code, Column, Fit, Paragraph, Section, Table, Text
from estimator.reporting.decision_pages import (
    criterion_list,
    readiness_list,
    recommendation_list,
    tradeoff_list,
)
from estimator.reporting.evidence_pages import condition_words
from estimator.reporting.numbers import exact_number, percent
from estimator.reporting.workload_pages import sentence_list, signal_list, workload_list

ALL = "all"
DEFAULT_KINDS = ("rule", "scenario", "constant")


def rule_list(rulebook: Rulebook, kinds: Collection[str] = DEFAULT_KINDS) -> tuple[Section, ...]:
    """List what the rulebook holds of these kinds, by id; ``all`` stands for every kind."""
    return tuple(
        section(rulebook) for kind, section in SECTIONS.items() if kind in kinds or ALL in kinds
    )


def document_list(rulebook: Rulebook, rules: Mapping[str, tuple[str, ...]]) -> tuple[Section, ...]:
    """List the sentences of the source document by section, each with the rules that rest on it."""
    columns = (
        Column(title="sentence"),
        Column(title="text", fit=Fit.WRAP, weight=3),
        Column(title="rules", fit=Fit.WRAP, weight=2),
    )
    by_section: dict[str, list[tuple[Text, ...]]] = {}
    for key, ids in rules.items():
        sentence = rulebook.sentences[key]
        row = (key, sentence.text, ", ".join(ids) or "none")
        by_section.setdefault(sentence.section, []).append(row)
    return tuple(
        Section(title=title, blocks=(Table(columns=columns, rows=tuple(rows)),))
        for title, rows in by_section.items()
    )


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
        (key, f"{constant.value:.6g}", constant.unit, _kinds(constant.source))
        for key, constant in sorted(rulebook.constants.items())
    ]
    columns = (
        Column(title="constant", fit=Fit.WRAP, weight=2),
        Column(title="value", is_number=True),
        Column(title="unit", fit=Fit.WRAP),
        Column(title="sources", fit=Fit.WRAP),
    )
    return Section(title="Constants", blocks=(Table(columns=columns, rows=tuple(rows)),))


def _ports(rulebook: Rulebook) -> Section:
    rows: list[tuple[Text, ...]] = [
        (
            key,
            port.direction,
            port.grade,
            "" if port.product_lines is None else f"{port.product_lines:,}",
            "" if port.effort is None else exact_number(port.effort),
            "yes" if port.in_statistics else "no",
        )
        for key, port in sorted(rulebook.ports.items())
    ]
    columns = (
        Column(title="port", fit=Fit.WRAP),
        Column(title="direction"),
        Column(title="grade"),
        Column(title="lines", is_number=True),
        Column(title="EM", is_number=True),
        Column(title="averaged"),
    )
    return Section(title="Finished ports", blocks=(Table(columns=columns, rows=tuple(rows)),))


def _disagreements(rulebook: Rulebook) -> Section:
    rows: list[tuple[Text, ...]] = [
        (key, ", ".join(one.views), condition_words(one), str(one.rank))
        for key, one in sorted(rulebook.disagreements.items())
    ]
    columns = (
        Column(title="disagreement", fit=Fit.WRAP, weight=3),
        Column(title="views", fit=Fit.WRAP),
        Column(title="given when", fit=Fit.WRAP, weight=2),
        Column(title="rank", is_number=True),
    )
    return Section(title="Why views disagree", blocks=(Table(columns=columns, rows=tuple(rows)),))


def _drivers(rulebook: Rulebook) -> Section:
    rows: list[tuple[Text, ...]] = [
        (key, one.title, one.theme, one.effect, "by a line" if one.priced else "no")
        for key, one in sorted(rulebook.drivers.items())
    ]
    columns = (
        Column(title="driver", fit=Fit.WRAP, weight=2),
        Column(title="what", fit=Fit.WRAP, weight=2),
        Column(title="theme"),
        Column(title="effect"),
        Column(title="priced"),
    )
    return Section(title="Drivers", blocks=(Table(columns=columns, rows=tuple(rows)),))


def _packages(rulebook: Rulebook) -> Section:
    rows: list[tuple[Text, ...]] = [
        (
            Code(key),
            entry.kind,
            "; ".join(entry.counterparts) or "own code",
            exact_number(entry.days.likely),
        )
        for key, entry in sorted(rulebook.crosswalk.items())
    ]
    columns = (
        Column(title="package", fit=Fit.WRAP),
        Column(title="kind"),
        Column(title="in its place", fit=Fit.WRAP),
        Column(title="days", is_number=True),
    )
    return Section(title="Packages", blocks=(Table(columns=columns, rows=tuple(rows)),))


def _stages(rulebook: Rulebook) -> Section:
    found = sorted(rulebook.stages.values(), key=lambda one: (one.kind, one.rank, one.id))
    rows: list[tuple[Text, ...]] = [
        (
            one.id,
            one.title,
            ", ".join(f"{percent(take.share)} of {take.group}" for take in one.takes),
            _kinds(one.source),
        )
        for one in found
    ]
    columns = (
        Column(title="stage"),
        Column(title="what", fit=Fit.WRAP),
        Column(title="takes of the lines", fit=Fit.WRAP, weight=2),
        Column(title="sources", fit=Fit.WRAP),
    )
    return Section(title="Stages of a plan", blocks=(Table(columns=columns, rows=tuple(rows)),))


SECTIONS: Mapping[str, Callable[[Rulebook], Section]] = {
    "rule": _rules,
    "scenario": _scenarios,
    "constant": _constants,
    "port": _ports,
    "disagreement": _disagreements,
    "driver": _drivers,
    "package": _packages,
    "sentence": sentence_list,
    "signal": signal_list,
    "workload": workload_list,
    "stage": _stages,
    "criterion": criterion_list,
    "tradeoff": tradeoff_list,
    "recommendation": recommendation_list,
    "readiness": readiness_list,
}
"""Kind of entry -> its section, in the order of the list."""


def _kinds(sources: tuple[Source, ...]) -> str:
    return ", ".join(dict.fromkeys(source.kind.value for source in sources))


def _table(titles: tuple[str, ...], rows: list[tuple[Text, ...]]) -> Table:
    last = len(titles) - 1
    columns = tuple(
        Column(title=title, fit=Fit.WRAP if index else Fit.FIXED, weight=1 if index == last else 2)
        for index, title in enumerate(titles)
    )
    return Table(columns=columns, rows=tuple(rows))
