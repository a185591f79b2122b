"""Turns one repository's report into the sum behind a rule, a constant or a scenario."""

import math
from collections.abc import Mapping

from estimator.model.estimate import Effort, Factor, Line, ScenarioEstimate, Site
from estimator.model.report import Report
from estimator.model.rules import LedgerPrice, LineShare, Rule, Rulebook
from estimator.model.rulevalue import Range
from estimator.reporting.blocks import Block, Bullets, Code, Pairs, Paragraph, Section, Text
from estimator.reporting.numbers import exact_number, four_digits, people
from estimator.reporting.rule_pages import hours_words, nothing_priced
from estimator.reporting.wording import FACTOR_NAMES, NO_FORMULA, group_name, plural

_TITLE = "In this repository"
REPOSITORY_SCOPE = "repo"


def ledger_sum(
    rule: Rule,
    ledger: LedgerPrice,
    report: Report,
    metrics: Mapping[str, float],
    all_sites: Mapping[str, tuple[Site, ...]],
) -> tuple[Section, ...]:
    """Fill in a ledger rule's sum: count, hours, its share of the invariants line, evidence."""
    counts = [(metric, metrics.get(metric, 0.0)) for metric in ledger.metrics]
    found = sum(count for _, count in counts)
    number = min(found, 1.0) if ledger.scope == REPOSITORY_SCOPE else found
    rows: list[tuple[str, Text]] = [("n", _count_words(counts, found, number))]
    if number:
        rows.append(("hours", _hours_sum(ledger, number)))
    blocks: list[Block] = [Pairs(rows=tuple(rows))]
    priced = [(one, line) for one in report.scenarios for line in one.lines if line.rule == rule.id]
    if priced:
        blocks += [_share_of_line(one, line) for one, line in priced]
    else:
        blocks.append(nothing_priced(_why_not(rule, report, number)))
    sections = [Section(title=_TITLE, blocks=tuple(blocks))]
    if number:
        sections.append(_evidence([metric for metric, _ in counts], all_sites))
    return tuple(sections)


def _count_words(counts: list[tuple[str, float]], found: float, number: float) -> Text:
    words: list[str | Code] = []
    for metric, count in counts:
        words += [" + "] if words else []
        words += [Code(metric), f" {exact_number(count)}"]
    words.append(f" = {exact_number(found)}")
    if number != found:
        words.append(f", counted once: {exact_number(number)}")
    return tuple(words)


def full_hours(ledger: LedgerPrice, number: float) -> Range:
    """Return first x min(1, n) + each x max(0, n - 1), in hours (cost model, inputs)."""
    once, again = min(1.0, number), max(0.0, number - 1)
    first, each = ledger.first, ledger.each
    return Range(
        low=first.low * once + each.low * again,
        likely=first.likely * once + each.likely * again,
        high=first.high * once + each.high * again,
    )


def _hours_sum(ledger: LedgerPrice, number: float) -> str:
    first, each = ledger.first.likely, ledger.each.likely
    return (
        f"{exact_number(first)} x {exact_number(min(1.0, number))}"
        f" + {exact_number(each)} x {exact_number(max(0.0, number - 1))}"
        f" = {hours_words(full_hours(ledger, number))}"
    )


def _share_of_line(one: ScenarioEstimate, line: Line) -> Paragraph:
    group = sum(other.effort for other in one.lines if other.group == line.group)
    share = line.effort / group if group else 0.0
    return Paragraph(
        text=(
            f"{one.id}: its hours are {four_digits(share * 100)} % of all hours counted for"
            f" {group_name(line.group)}, so it gets {four_digits(share)} x {four_digits(group)} EM"
            f" = {four_digits(line.effort)} EM ({people(line.hours)} h) of the P50."
        )
    )


def _why_not(rule: Rule, report: Report, number: float) -> str:
    for one in report.scenarios:
        if one.id == rule.scenario and not one.applies:
            return f"{one.id} does not apply: {one.why}"
    if not number:
        return "None of it was found in product code."
    return f"No scenario of this report prices it ({rule.scenario}, {rule.status.value})."


def _evidence(metrics: list[str], all_sites: Mapping[str, tuple[Site, ...]]) -> Section:
    blocks: list[Block] = []
    total = 0
    for metric in metrics:
        sites = sorted(all_sites.get(metric, ()), key=lambda site: (site.path, site.line))
        total += len(sites)
        if sites:
            lines = tuple(Code(f"{site.path}:{site.line}") for site in sites)
            blocks.append(Bullets(title=metric, items=lines))
    if not blocks:
        blocks.append(Paragraph(text="The facts hold no lines for it."))
    return Section(title=f"Evidence, {plural(total, 'line')}", blocks=tuple(blocks))


def line_sum(rule: Rule, line: LineShare, report: Report) -> tuple[Section, ...]:
    """Fill in a line rule's sum: base x share x driver."""
    for one in report.scenarios:
        if one.id == rule.scenario and one.effort:
            effort = sum(part.effort for part in one.lines if _is_part(part, rule))
            driver = _driver(line.driver, one)
            text = _line_words(rule.name, line, effort, driver)
            return (Section(title=_TITLE, blocks=(Paragraph(text=text), *_factors(one))),)
    return (Section(title=_TITLE, blocks=(nothing_priced(_why_not(rule, report, 1.0)),)),)


def _is_part(part: Line, rule: Rule) -> bool:
    """Say whether a line of an estimate belongs to a line rule, whose name is its group."""
    return rule.id == part.rule or rule.name == part.group


def _driver(name: str, one: ScenarioEstimate) -> float:
    return next((factor.value for factor in one.factors if factor.id == name), 1.0)


def _line_words(name: str, line: LineShare, effort: float, driver: float) -> str:
    product = line.share * driver
    base = effort / product if product else 0.0
    return (
        f"{group_name(name)} = base {four_digits(base)} EM x share {exact_number(line.share)}"
        f" x driver {four_digits(driver)} ({line.driver}) = {four_digits(effort)} EM."
    )


def _factors(one: ScenarioEstimate) -> tuple[Bullets, ...]:
    items = tuple(map(_factor_words, one.factors))
    return (Bullets(title="Drivers", items=items),) if items else ()


def _factor_words(factor: Factor) -> str:
    name = FACTOR_NAMES.get(factor.id, factor.id)
    formula = "" if factor.formula == NO_FORMULA else f"{factor.formula}; "
    note = f" ({factor.note})" if factor.note else ""
    return f"{name}: {formula}x {four_digits(factor.value)}{note}"


def constant_sum(name: str, report: Report) -> tuple[Section, ...]:
    """Show the lines that a constant prices by itself."""
    items = tuple(
        f"{one.id}, {line.title}: {four_digits(line.effort)} EM ({people(line.hours)} h)"
        for one in report.scenarios
        for line in one.lines
        if line.rule == name
    )
    if items:
        return (Section(title=_TITLE, blocks=(Bullets(items=items),)),)
    words = "No line rests on it alone; `estimator explain SCENARIO PATH` shows the formula."
    return (Section(title=_TITLE, blocks=(Paragraph(text=words),)),)


def scenario_sum(one: ScenarioEstimate, rulebook: Rulebook) -> Section:
    """Fill in a scenario's formula: drivers, lines, interval."""
    if one.effort is None:
        return Section(title=_TITLE, blocks=(nothing_priced(one.why),))
    shared = [
        (rule, rule.line)
        for rule in rulebook.rules.values()
        if rule.scenario == one.id and rule.line
    ]
    shared.sort(key=lambda pair: (pair[1].rank, pair[0].id))
    items: list[Text] = [
        _line_words(
            rule.name,
            line,
            sum(part.effort for part in one.lines if _is_part(part, rule)),
            _driver(line.driver, one),
        )
        for rule, line in shared
    ]
    if not shared:
        items = [f"{line.title}: {four_digits(line.effort)} EM" for line in one.lines]
    blocks: list[Block] = [Paragraph(text=one.why), *_factors(one), *_base(one, rulebook)]
    total = f"P50 = sum of these = {four_digits(one.effort.p50)} EM"
    blocks += [Bullets(title=total, items=tuple(items)), _interval(one.effort, one.sigma)]
    return Section(title=_TITLE, blocks=tuple(blocks))


def _base(one: ScenarioEstimate, rulebook: Rulebook) -> tuple[Paragraph, ...]:
    """Write base = A x size x C x F, where the scenario has an anchor of its own."""
    anchor = rulebook.constants.get(f"anchor.{one.id}")
    if anchor is None:
        return ()
    parts = [(name, _driver(name, one)) for name in ("size", "calibration", "declared")]
    base = math.prod((anchor.value, *(value for _, value in parts)))
    words = "".join(f" x {FACTOR_NAMES[name]} {four_digits(value)}" for name, value in parts)
    formula = f"{anchor.id} {four_digits(anchor.value)} EM{words} = {four_digits(base)} EM."
    return (Paragraph(text=f"base = {formula}"),)


def _interval(effort: Effort, sigma: float | None) -> Bullets:
    """Write each quantile as P50 x exp(z sigma), with the z that was used."""
    items: list[Text] = []
    for name, value in (("P10", effort.p10), ("P80", effort.p80), ("P90", effort.p90)):
        if sigma and effort.p50 > 0 and value > 0:
            z = math.log(value / effort.p50) / sigma
            how = f"{four_digits(effort.p50)} x exp({z:.3f} x {sigma:.4f}) = "
        else:
            how = ""
        items.append(f"{name} = {how}{four_digits(value)} EM")
    return Bullets(title="Interval, as wide as real ports were", items=tuple(items))
