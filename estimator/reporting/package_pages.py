"""Turns a crosswalk entry into its page, with the shares of its packages in one repository."""

import math

from estimator.model.crosswalk import CrossedDependency
from estimator.model.estimate import Line
from estimator.model.report import Report
from estimator.model.rules import CrosswalkEntry, Rulebook
from estimator.reporting.blocks import Block, Bullets, Code, Pairs, Paragraph, Section, Text
from estimator.reporting.numbers import exact_number, four_digits, people
from estimator.reporting.rule_pages import nothing_priced, source_bullets
from estimator.reporting.wording import plural


def package_sections(
    entry: CrosswalkEntry, identifier: str, rulebook: Rulebook, report: Report | None
) -> tuple[Section, ...]:
    """Explain a crosswalk entry; with a report, the shares of the packages that it stands for.

    Args:
        entry: The entry that was found for the identifier.
        identifier: An id or the name of a package; a name limits the shares to that package.
        rulebook: Where the entry is from.
        report: Prices of one repository, None for the entry alone.
    """
    page = _entry_page(entry, rulebook.origin.get(entry.id, ""))
    if report is None:
        return (page,)
    own = [one for one in report.dependencies if one.entry == entry.id]
    named = [one for one in own if one.name == identifier]
    return (page, _shares(named or own, report))


def _entry_page(entry: CrosswalkEntry, origin: str) -> Section:
    low, likely, high = map(exact_number, (entry.days.low, entry.days.likely, entry.days.high))
    rows: list[tuple[str, Text]] = [
        ("stands for", (Code(entry.name), f", {entry.ecosystem}")),
        ("kind", entry.kind),
        ("in its place", "; ".join(entry.counterparts) or "own code"),
        ("days", f"{likely} ({low}-{high}), judgement; they weigh the dependencies line"),
    ]
    if entry.note:
        rows.append(("note", entry.note))
    if origin:
        rows.append(("file", Code(origin)))
    blocks = (Pairs(rows=tuple(rows)), source_bullets(entry.source))
    return Section(title=f"{entry.id}: {entry.purpose}", blocks=blocks)


def _shares(own: list[CrossedDependency], report: Report) -> Section:
    title = "In this repository"
    if not own:
        why = "No direct dependency of its product code is meant by this entry."
        return Section(title=title, blocks=(nothing_priced(why),))
    blocks: list[Block] = []
    for one in own:
        sites, files = plural(one.import_sites, "import site"), plural(one.files, "file")
        blocks.append(Paragraph(text=(Code(one.name), f" {one.version}: {sites} in {files}.")))
        shares = tuple(
            f"{scenario.id}: {four_digits(_part(line, scenario.lines))} of the dependencies line,"
            f" {four_digits(line.effort)} EM ({people(line.hours)} h) of the P50"
            for scenario in report.scenarios
            for line in scenario.lines
            if line.package == one.name
        )
        if shares:
            blocks.append(Bullets(items=shares))
    return Section(title=title, blocks=tuple(blocks))


def _part(line: Line, lines: tuple[Line, ...]) -> float:
    whole = math.fsum(other.effort for other in lines if other.group == line.group)
    return line.effort / whole if whole else 0.0
