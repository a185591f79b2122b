"""Turns a unit, folder or file of a repository into its page: its share, counts and constructs."""

from collections import Counter
from collections.abc import Iterable, Mapping

from estimator.model.estimate import EffortShares, FileShare, Line, ScenarioEstimate, Site
from estimator.model.facts import FileRow, RepositoryFacts
from estimator.model.report import Report
from estimator.model.rules import Rulebook
from estimator.model.source import Role
from estimator.reporting.blocks import (
    Block,
    Bullets,
    Code,
    Column,
    Fit,
    Pairs,
    Paragraph,
    Section,
    Table,
    Text,
)
from estimator.reporting.numbers import (
    apportioned,
    four_digits,
    grouped,
    people,
    percent,
    two_digits,
    written,
)
from estimator.reporting.places import Place
from estimator.reporting.rule_pages import nothing_priced
from estimator.reporting.wording import group_name, language_name

SHOWN_SYMBOLS = 10
SHOWN_SITES = 3
_SHARE_SENTENCE = (
    "A share says where the effort of the whole port sits. It is not what a port of this part alone"
    " would cost, and it has no range of its own: the range belongs to the whole."
)
_SHARED_BY: Mapping[str, str] = {
    "invariants": "ledger hours counted here",
    "dependencies": "imports",
    "contracts": "public items",
    "cut-over": "units, equally",
}


def place_sections(  # noqa: PLR0913  a place and all that is known about the repository
    place: Place,
    *,
    facts: RepositoryFacts,
    report: Report,
    rulebook: Rulebook,
    shares: Mapping[str, EffortShares],
    all_sites: Mapping[str, tuple[Site, ...]],
) -> tuple[Section, ...]:
    """Explain a place.

    Args:
        place: From `find_place`.
        facts: The counts.
        report: The prices made of them.
        rulebook: What priced them.
        shares: Scenario id -> its P50 shared over files.
        all_sites: Metric -> occurrences in product code, or those that a facts file keeps.
    """
    priced = [one for one in report.scenarios if one.id in shares]
    sections = [_counts_section(place)]
    own = {row.path for row in place.rows}
    for one in priced:
        files = [file for file in shares[one.id].files if file.path in own]
        sections.append(_share_section(one, files, shares[one.id].notes))
    if not priced:
        sections.append(_unpriced(report))
    for one in priced:
        sections += _construct_sections(one, place, facts, rulebook, all_sites)
    return tuple(sections)


def _counts_section(place: Place) -> Section:
    product = [row for row in place.rows if row.role is Role.PRODUCT]
    code = sum(row.lines.code - row.test_lines.code for row in product)
    tests = sum(row.test_lines.code for row in product)
    tests += sum(row.lines.code for row in place.rows if row.role is Role.TEST)
    rows: list[tuple[str, Text]] = []
    if place.kind == "file":
        row = place.rows[0]
        rows.append(("role", f"{row.role.value}, {language_name(row.language)}"))
        rows.append(("unit", Code(row.unit or ".")))
    else:
        rows.append(("files", f"{grouped(len(place.rows))}, {grouped(len(product))} product"))
    if place.unit is not None:
        rows.append(("folder", Code(place.unit.path or ".")))
    rows += [
        ("lines", f"{grouped(code)} product, {grouped(tests)} test"),
        ("functions", grouped(sum(row.functions for row in product))),
        ("types", grouped(sum(row.types for row in product))),
        ("public items", grouped(sum(row.public_items for row in product))),
        ("imports", grouped(sum(row.imports for row in product))),
    ]
    if place.unit is not None:
        cycle = ", in a cycle" if place.unit.in_cycle else ""
        fans = f"fan-in {place.unit.fan_in}, fan-out {place.unit.fan_out}{cycle}"
        rows.append(("used", fans))
    return Section(title=f"{place.name} ({place.kind})", blocks=(Pairs(rows=tuple(rows)),))


def _share_section(
    one: ScenarioEstimate, files: list[FileShare], notes: tuple[str, ...]
) -> Section:
    title = f"Its share of {one.id}"
    effort = sum(file.effort for file in files)
    if one.effort is None or not files or not effort:
        name = language_name(one.source_language)
        why = f"Only product code of {name}, the priced language, carries a share; it has none."
        return Section(title=title, blocks=(nothing_priced(why),))
    parts: dict[str, float] = {}
    for line in one.lines:
        amount = sum(file.parts.get(line.group, 0.0) for file in files)
        if amount:
            parts[line.group] = amount
    total = two_digits(effort)
    whole = {group: _group_effort(one, group) for group in parts}
    rows: list[tuple[Text, ...]] = [
        (
            group_name(group),
            written(printed),
            people(amount * _hours_per_month(one)),
            percent(amount / whole[group]),
            _SHARED_BY.get(group, "product lines"),
        )
        for (group, amount), printed in zip(
            parts.items(), apportioned(list(parts.values()), total), strict=True
        )
    ]
    hours = people(effort * _hours_per_month(one))
    rows.append(("sum", written(total), hours, percent(effort / one.effort.p50), ""))
    columns = (
        Column(title="part", fit=Fit.WRAP),
        Column(title="EM", is_number=True),
        Column(title="hours", is_number=True),
        Column(title="of part", is_number=True),
        Column(title="shared by", fit=Fit.WRAP),
    )
    words = f"{four_digits(effort)} EM of the P50 of {four_digits(one.effort.p50)} EM."
    blocks: list[Block] = [Paragraph(text=words), Table(columns=columns, rows=tuple(rows))]
    if notes:
        blocks.append(Bullets(title="Mind", items=notes))
    return Section(title=title, blocks=(*blocks, Paragraph(text=_SHARE_SENTENCE)))


def _group_effort(one: ScenarioEstimate, group: str) -> float:
    return sum(line.effort for line in one.lines if line.group == group)


def _hours_per_month(one: ScenarioEstimate) -> float:
    return next((line.hours / line.effort for line in one.lines if line.effort), 0.0)


def _unpriced(report: Report) -> Section:
    items = tuple(f"{one.id}: {one.why}" for one in report.scenarios)
    return Section(title="Nothing is shared here", blocks=(Bullets(items=items),))


def _construct_sections(
    one: ScenarioEstimate,
    place: Place,
    facts: RepositoryFacts,
    rulebook: Rulebook,
    all_sites: Mapping[str, tuple[Site, ...]],
) -> tuple[Section, ...]:
    """Show the ledger entries counted here with evidence, and the symbols that hold most."""
    here = _counts(place.rows, one.source_language)
    whole = _counts(facts.files, one.source_language)
    paths = {row.path for row in place.rows}
    rows = []
    for line in one.lines:
        rule = rulebook.rules.get(line.rule)
        metrics = rule.ledger.metrics if rule and rule.ledger else ()
        count = sum(here[metric] for metric in metrics)
        if count:
            in_all = sum(whole[metric] for metric in metrics)
            sites = _sites(metrics, paths, all_sites)
            rows.append((line.effort * count / in_all, _construct_row(line, count, in_all, sites)))
    if not rows:
        return ()
    rows.sort(key=lambda pair: -pair[0])
    columns = (
        Column(title="construct", fit=Fit.WRAP, weight=3),
        Column(title="count here", is_number=True),
        Column(title="in all", is_number=True),
        Column(title="EM", is_number=True),
        Column(title="first evidence", fit=Fit.WRAP, weight=3),
        Column(title="rule"),
    )
    table = Table(
        columns=columns, rows=tuple((*row[:3], people(effort), *row[3:]) for effort, row in rows)
    )
    sections = [Section(title=f"What {one.id} counts here", blocks=(table,))]
    symbols = _symbols(place, one, rulebook)
    if symbols:
        sections.append(Section(title="Symbols with most ledger hours", blocks=(symbols,)))
    return tuple(sections)


def _construct_row(
    line: Line, count: int, in_all: int, sites: tuple[Site, ...]
) -> tuple[Text, ...]:
    words: list[str | Code] = []
    for site in sites[:SHOWN_SITES]:
        words += [" "] if words else []
        words.append(Code(f"{site.path}:{site.line}"))
    return (line.title, grouped(count), grouped(in_all), tuple(words), Code(line.rule))


def _counts(rows: Iterable[FileRow], language: str) -> Counter[str]:
    counts: Counter[str] = Counter()
    for row in rows:
        if row.language == language and row.role is Role.PRODUCT:
            for of_symbol in row.symbols.values():
                counts.update(of_symbol)
    return counts


def _sites(
    metrics: Iterable[str], paths: set[str], all_sites: Mapping[str, tuple[Site, ...]]
) -> tuple[Site, ...]:
    found = [site for metric in metrics for site in all_sites.get(metric, ()) if site.path in paths]
    return tuple(sorted(found, key=lambda site: (site.path, site.line)))


def _symbols(place: Place, one: ScenarioEstimate, rulebook: Rulebook) -> Table | None:
    """Rank symbols by each x n, in hours; the first occurrence belongs to no symbol."""
    hours = {
        metric: rule.ledger.each.likely
        for rule in rulebook.rules.values()
        if rule.ledger and rule.scenario == one.id
        for metric in rule.ledger.metrics
    }
    ranked = []
    for row in place.rows:
        for symbol, counts in row.symbols.items():
            held = {metric: count for metric, count in counts.items() if metric in hours}
            weight = sum(hours[metric] * count for metric, count in held.items())
            if weight > 0:
                ranked.append((-weight, row.path, symbol, sum(held.values())))
    if not ranked:
        return None
    columns = (
        Column(title="symbol", fit=Fit.MIDDLE),
        Column(title="ledger hours", is_number=True),
        Column(title="constructs", is_number=True),
        Column(title="file", fit=Fit.MIDDLE),
    )
    rows = tuple(
        (
            Code(symbol or "(outside functions and types)"),
            people(-weight),
            grouped(count),
            Code(path),
        )
        for weight, path, symbol, count in sorted(ranked)[:SHOWN_SYMBOLS]
    )
    return Table(columns=columns, rows=rows)
