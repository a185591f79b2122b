"""Turns a rule, constant or scenario of the rulebook into the sections of its page."""

from estimator.model.rules import Constant, Density, LedgerPrice, Rule, Scenario
from estimator.model.rulevalue import Range, Source
from estimator.reporting.blocks import Block, Bullets, Code, Pairs, Paragraph, Section, Text
from estimator.reporting.numbers import exact_number, people, percent
from estimator.reporting.wording import group_name


def rule_page(rule: Rule, origin: str) -> Section:
    """Explain one rule: what, why, how to recover it, its price, sources and worked sums."""
    rows: list[tuple[str, Text]] = [
        ("name", f"{rule.name}, {rule.status.value}, since {rule.since}"),
        ("scenario", rule.scenario),
        ("why", rule.why),
    ]
    if rule.recover:
        rows.append(("recover", rule.recover))
    if rule.ledger:
        rows += _ledger_rows(rule.ledger)
    if rule.line:
        words = f"{percent(rule.line.share)} of the base effort; driver: {rule.line.driver}"
        rows.append(("share", words))
    if rule.boundary:
        words = f"a part of the boundary as a {rule.boundary.form}; its hours are not split"
        rows.append(("boundary", words))
    rows.append(("confidence", rule.confidence))
    said = (("oracle", rule.oracle), ("may mislead", rule.false_positives), ("note", rule.note))
    rows += [(label, words) for label, words in said if words]
    if origin:
        rows.append(("file", Code(origin)))
    blocks: list[Block] = [Pairs(rows=tuple(rows)), source_bullets(rule.source)]
    if rule.example:
        blocks.append(_examples(rule))
    return Section(title=f"{rule.id}: {rule.title}", blocks=tuple(blocks))


def _ledger_rows(ledger: LedgerPrice) -> list[tuple[str, Text]]:
    return [
        ("group", f"invariants, {ledger.group}"),
        ("counts", (Code(" + ".join(ledger.metrics)), f" = n, per {ledger.scope}")),
        ("first", _range_words(ledger.first)),
        ("each further", _range_words(ledger.each)),
        ("hours", "first x min(1, n) + each x max(0, n - 1), judgement; they weigh the line"),
        *_density_rows(ledger.density),
    ]


def _density_rows(density: Density | None) -> list[tuple[str, Text]]:
    if density is None:
        return []
    quantiles = (
        ("P10", density.p10),
        ("P25", density.p25),
        ("P50", density.p50),
        ("P75", density.p75),
        ("P90", density.p90),
    )
    words = ", ".join(f"{name} {exact_number(value)}" for name, value in quantiles)
    return [("density", f"{words} per kLoC in the services of the census")]


def _range_words(price: Range) -> str:
    low, likely, high = map(exact_number, (price.low, price.likely, price.high))
    return f"{likely} h ({low}-{high})"


def source_bullets(sources: tuple[Source, ...]) -> Bullets:
    """List where numbers come from."""
    return Bullets(title="Sources", items=tuple(map(_source_words, sources)))


def _source_words(source: Source) -> str:
    says = f": {source.says}" if source.says else ""
    return f"{source.kind.value}, {source.cite}{says}"


def _examples(rule: Rule) -> Bullets:
    items = []
    for example in rule.example:
        given = ", ".join(
            f"{metric} = {exact_number(value)}" for metric, value in sorted(example.given.items())
        )
        hours = ", ".join(
            f"{name} {exact_number(example.hours[name])} h"
            for name in ("low", "likely", "high")
            if name in example.hours
        )
        items.append(f"{given or 'nothing counted'}: {hours}")
    return Bullets(title="Worked examples", items=tuple(items))


def constant_page(constant: Constant, origin: str) -> Section:
    """Explain one constant of the cost formula."""
    rows: list[tuple[str, Text]] = [
        ("value", f"{exact_number(constant.value)} {constant.unit}".strip())
    ]
    if origin:
        rows.append(("file", Code(origin)))
    blocks = (Pairs(rows=tuple(rows)), source_bullets(constant.source))
    return Section(title=f"{constant.id}: {constant.title}", blocks=blocks)


def scenario_page(scenario: Scenario, rules: tuple[Rule, ...], origin: str) -> Section:
    """Explain one scenario, with the rules that share its effort out."""
    rows: list[tuple[str, Text]] = [
        ("from, to", f"{scenario.source_language} to {scenario.target_language}"),
        ("kind", scenario.kind),
    ]
    if origin:
        rows.append(("file", Code(origin)))
    shares = tuple(
        f"{rule.id} {group_name(rule.name)}: {percent(rule.line.share)} x {rule.line.driver}"
        for rule in rules
        if rule.line
    )
    blocks: list[Block] = [Pairs(rows=tuple(rows))]
    if shares:
        blocks.append(Bullets(title="Lines: share of the base effort x driver", items=shares))
    if scenario.assumptions:
        blocks.append(Bullets(title="Assumed", items=scenario.assumptions))
    if scenario.not_included:
        blocks.append(Bullets(title="Not included", items=scenario.not_included))
    blocks.append(source_bullets(scenario.source))
    return Section(title=f"{scenario.id}: {scenario.title}", blocks=tuple(blocks))


def choices(matches: list[str]) -> str:
    """Write the hint under an unknown id."""
    listed = "`estimator rules list --kind all` shows all ids"
    return f"did you mean {', '.join(matches)}? {listed}" if matches else listed


def hours_words(hours: Range) -> str:
    """Write a range of hours for people."""
    return f"{people(hours.likely)} h ({people(hours.low)}-{people(hours.high)})"


def nothing_priced(why: str) -> Paragraph:
    """Say that this repository has no sum for it."""
    return Paragraph(text=f"Not priced here. {why}")
