"""Turns a driver of the rulebook into its page, and into what it found in one repository."""

from estimator.model.report import DriverRow, Report
from estimator.model.rules import Driver
from estimator.model.rulevalue import Condition
from estimator.reporting.blocks import Block, Bullets, Code, Pairs, Paragraph, Section, Text
from estimator.reporting.drivers import NOT_PRICED, figures_words
from estimator.reporting.numbers import exact_number
from estimator.reporting.rule_pages import source_bullets


def driver_page(driver: Driver, origin: str) -> Section:
    """Explain one driver: what it means, when it speaks, what it counts and where that is from."""
    rows: list[tuple[str, Text]] = [
        ("effect", driver.effect),
        ("means", driver.means),
        ("priced in", driver.priced or NOT_PRICED),
        ("language", driver.language or "any"),
        ("speaks when", condition_words(driver.when)),
    ]
    if driver.figures:
        rows.append(("counts", Code(", ".join(one.metric for one in driver.figures))))
    if origin:
        rows.append(("file", Code(origin)))
    blocks = (Pairs(rows=tuple(rows)), source_bullets(driver.source))
    return Section(title=f"{driver.id}: {driver.title}", blocks=blocks)


def driver_here(identity: str, report: Report) -> Section:
    """Show what a driver found in the repository, or that it found nothing."""
    title = f"In {report.repository.name}"
    row = next((one for one in report.drivers if one.id == identity), None)
    if row is None:
        return Section(title=title, blocks=(Paragraph(text="Its condition does not hold here."),))
    return Section(title=title, blocks=tuple(_blocks(row)))


def condition_words(condition: Condition) -> str:
    """Write a condition for people: ``repo.golden_files at least 1 or ...``."""
    if condition.metric is not None:
        bounds = (("at least", condition.at_least), ("at most", condition.at_most))
        words = [f"{name} {exact_number(bound)}" for name, bound in bounds if bound is not None]
        return f"{condition.metric} {' and '.join(words)}"
    joint = " and " if condition.all else " or "
    return joint.join(
        condition_words(part) if part.metric is not None else f"({condition_words(part)})"
        for part in condition.all or condition.any
    )


def _blocks(row: DriverRow) -> list[Block]:
    blocks: list[Block] = [Paragraph(text=f"{figures_words(row.figures) or 'nothing to count'}.")]
    if row.evidence:
        sites = tuple(Code(f"{site.path}:{site.line}") for site in row.evidence)
        more = row.evidence_total - len(sites)
        title = f"Evidence, {more:,} more places are counted" if more > 0 else "Evidence"
        blocks.append(Bullets(title=title, items=sites))
    return blocks
