"""Turns what was counted into sections: the tree, its size, units, concurrency and spread."""

from estimator.model.facts import LanguageFacts, Spread
from estimator.model.report import Report
from estimator.model.source import Skipped
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
from estimator.reporting.concurrency import usages
from estimator.reporting.numbers import floor_percent, grouped, people, percent
from estimator.reporting.wording import (
    COUNTS_SENTENCE,
    FAN_SENTENCE,
    LINES_SENTENCE,
    language_name,
    plural,
)

UNITS_SHOWN = 10
SKIPS_SHOWN = 10
CYCLES_SHOWN = 3
CYCLE_UNITS_SHOWN = 4
PATTERNS_SHOWN = 5
_COMMIT_LENGTH = 12


def scanned_section(report: Report) -> Section:
    """Say which tree was read, in which languages, and how much of it."""
    rows: list[tuple[str, Text]] = [
        ("repository", _tree_words(report)),
        ("languages", _language_words(report)),
        ("read", _coverage_words(report)),
        ("estimator", _tool_words(report)),
    ]
    if report.repository.subfolder:
        rows.insert(1, ("folder", Code(report.repository.subfolder)))
    blocks: list[Block] = [Pairs(rows=tuple(rows))]
    if report.notes:
        blocks.append(Bullets(title="Notes", items=report.notes))
    return Section(title="Scanned", blocks=tuple(blocks))


def excluded_words(report: Report) -> Text | None:
    """Say what the repository's own file left out; None when it left out nothing."""
    coverage = report.coverage
    if not coverage.excluded_files:
        return None
    patterns = coverage.excluded_patterns[:PATTERNS_SHOWN]
    more = len(coverage.excluded_patterns) - len(patterns)
    named: list[str | Code] = []
    for pattern in patterns:
        named += [", " if named else " (", Code(pattern)]
    ending = f" and {more} more)" if more else ")" if named else ""
    lines = plural(coverage.excluded_lines, "line")
    files = plural(coverage.excluded_files, "source file")
    verb = "is" if coverage.excluded_lines == 1 else "are"
    return (f"{lines} in {files} {verb} left out by `exclude` patterns", *named, f"{ending}.")


def _tree_words(report: Report) -> Text:
    repository = report.repository
    if repository.commit is None:
        return (Code(repository.name), ", no commit")
    words = f" at commit {repository.commit[:_COMMIT_LENGTH]}"
    if repository.committed_at:
        words += f" of {repository.committed_at[:10]}"
    if repository.is_dirty:
        words += ", with changes that are not committed"
    if repository.is_shallow:
        words += ", shallow clone"
    return (Code(repository.name), words)


def _language_words(report: Report) -> str:
    repository = report.repository
    sizes = ", ".join(
        f"{language_name(one.name)} {grouped(one.product_lines)} product lines"
        for one in repository.languages
    )
    priced = f"priced: {language_name(repository.priced_language)}"
    if len(repository.languages) > 1:
        priced += f", by {repository.priced_by}"
    return f"{sizes}; {priced}"


def _coverage_words(report: Report) -> str:
    coverage = report.coverage
    words = (
        f"{coverage.files_parsed:,} of {plural(coverage.files_seen, 'source file')},"
        f" {floor_percent(coverage.share_lines_parsed)} of the lines"
    )
    if coverage.files_with_errors:
        files = plural(coverage.files_with_errors, "file")
        words += f"; {files} with text the parser could not read, counted as far as read"
    return words


def declared_words(report: Report) -> Text | None:
    """Say how much has its role from the configuration; None where nothing has."""
    coverage = report.coverage
    if not coverage.declared_files:
        return None
    lines = plural(coverage.declared_lines, "line")
    files = plural(coverage.declared_files, "source file")
    verb = "has its" if coverage.declared_lines == 1 else "have their"
    return f"{lines} in {files} {verb} role from `roles` patterns."


def _tool_words(report: Report) -> str:
    tool = report.tool
    words = f"version {tool.version}, rulebook {tool.rulebook_digest}"
    if tool.rules_overridden:
        words += f"; replaced by your rules: {', '.join(tool.rules_overridden)}"
    if tool.rules_added:
        words += f"; added by your rules: {', '.join(tool.rules_added)}"
    return words


def size_section(report: Report) -> Section:
    """Show lines by role for each language."""
    titles = ("files", "product", "test", "generated", "vendored", "example", "tools", "functions")
    columns = (
        Column(title="lines"),
        *(Column(title=title, is_number=True) for title in titles),
    )
    rows = tuple(_size_row(one) for one in report.sizes)
    blocks = (Table(columns=columns, rows=rows), Paragraph(text=LINES_SENTENCE))
    return Section(title="Size by role", blocks=blocks)


def _size_row(one: LanguageFacts) -> tuple[Text, ...]:
    counts = (
        one.files,
        one.product_lines,
        one.test_lines,
        one.generated_lines,
        one.vendored_lines,
        one.example_lines,
        one.tooling_lines,
        one.functions,
    )
    return (language_name(one.name), *map(grouped, counts))


def units_section(report: Report) -> Section | None:
    """Show the largest crates or packages of the priced language."""
    if not report.units:
        return None
    kind = report.units[0].kind
    columns = (
        Column(title=kind, fit=Fit.MIDDLE),
        Column(title="lines", is_number=True),
        Column(title="share", is_number=True),
        Column(title="fan-in", is_number=True),
        Column(title="fan-out", is_number=True),
        Column(title="public items", is_number=True),
    )
    total = report.size.product_lines or 1
    rows = tuple(
        (
            Code(unit.name),
            grouped(unit.product_lines),
            percent(unit.product_lines / total),
            grouped(unit.fan_in),
            grouped(unit.fan_out),
            grouped(unit.public_items),
        )
        for unit in report.units[:UNITS_SHOWN]
    )
    more = len(report.units) - len(rows)
    words = f"And {plural(more, f'more {kind}')}. {FAN_SENTENCE}" if more else FAN_SENTENCE
    name = language_name(report.repository.priced_language)
    return Section(
        title=f"{name} {kind}s, largest first",
        blocks=(Table(columns=columns, rows=rows), Paragraph(text=words)),
    )


def concurrency_section(report: Report) -> Section:
    """Show async and concurrency usage of the priced language."""
    language = report.repository.priced_language
    name = language_name(language)
    title = f"{name} async and concurrency"
    found = usages(language, report.metrics, report.size.product_lines)
    if not found:
        words = f"No async or concurrency construct was found in the {name} product code."
        return Section(title=title, blocks=(Paragraph(text=words),))
    columns = (
        Column(title="construct"),
        Column(title="count", is_number=True),
        Column(title="per kLoC", is_number=True),
        Column(title="made of", fit=Fit.WRAP),
    )
    rows = tuple(
        (one.label, grouped(one.count), people(one.per_kloc), ", ".join(one.words)) for one in found
    )
    blocks = (Table(columns=columns, rows=rows), Paragraph(text=COUNTS_SENTENCE))
    return Section(title=title, blocks=blocks)


def spread_section(report: Report) -> Section | None:
    """Show how far the code is spread over units."""
    language = report.repository.priced_language
    for one in report.spread:
        if one.language == language:
            pairs = Pairs(rows=_spread_rows(one, report))
            return Section(title=f"{language_name(language)} spread", blocks=(pairs,))
    return None


def _spread_rows(one: Spread, report: Report) -> tuple[tuple[str, Text], ...]:
    kind = one.unit_kind
    units = plural(one.units, kind)
    declared = sum(size.direct_dependencies for size in report.sizes if size.name == one.language)
    return (
        (f"{kind}s", f"{units} in {plural(one.modules, 'manifest')}"),
        ("edges", f"{grouped(one.edges)} uses of one {kind} by another"),
        ("cycles", _cycle_words(one)),
        ("largest", (Code(one.largest), f", {percent(one.largest_share)} of the product lines")),
        ("80 % of lines", f"in {one.units_for_80_percent:,} of {units}"),
        ("public items", grouped(one.public_items)),
        ("dependencies", f"{declared:,} direct, external"),
    )


def _cycle_words(one: Spread) -> Text:
    if not one.cycles:
        return "none"
    words: list[str | Code] = [f"{len(one.cycles):,}: "]
    for index, cycle in enumerate(one.cycles[:CYCLES_SHOWN]):
        words += ["; "] if index else []
        words.append(Code(" - ".join(cycle[:CYCLE_UNITS_SHOWN])))
        more = len(cycle) - CYCLE_UNITS_SHOWN
        words += [f" and {more} more {one.unit_kind}s"] if more > 0 else []
    more = len(one.cycles) - CYCLES_SHOWN
    return (*words, f"; and {more} more") if more > 0 else tuple(words)


def skips_section(report: Report) -> Section:
    """List what was not read, and why."""
    skipped = report.coverage.skipped
    if not skipped:
        return Section(title="Not read", blocks=(Paragraph(text="Nothing was skipped."),))
    shown = skipped[:SKIPS_SHOWN]
    more = len(skipped) - len(shown)
    blocks: list[Block] = [
        Paragraph(text=f"{plural(len(skipped), 'file')} skipped."),
        Table(
            columns=(Column(title="file", fit=Fit.MIDDLE), Column(title="why", fit=Fit.WRAP)),
            rows=tuple(_skip_row(one) for one in shown),
        ),
    ]
    if more:
        blocks.append(Paragraph(text=f"And {more:,} more; the JSON report lists all."))
    return Section(title="Not read", blocks=tuple(blocks))


def _skip_row(one: Skipped) -> tuple[Text, ...]:
    return (Code(one.path), one.reason)
