"""Turns a report into sections for people; every format for people draws these, in this order."""

from estimator.model.report import Report
from estimator.reporting.adviceblock import advice_section
from estimator.reporting.blocks import Block, Code, Paragraph, Section
from estimator.reporting.drivers import drivers_section
from estimator.reporting.packages import dependencies_section
from estimator.reporting.pathtable import hot_paths_section
from estimator.reporting.priced import scenario_sections, unpriced_section
from estimator.reporting.scanned import (
    concurrency_section,
    declared_words,
    excluded_words,
    scanned_section,
    size_section,
    skips_section,
    spread_section,
    units_section,
)
from estimator.reporting.whatif import what_if_section
from estimator.reporting.wording import EM_SENTENCE, EXPLAIN_SENTENCE


def sections(report: Report, *, is_whole: bool = False) -> tuple[Section, ...]:
    """Return the report's sections; the first has no title and holds the headline.

    Args:
        report: What to show.
        is_whole: Every row of evidence and risk with what it means, not the first ones only.
    """
    found = (
        _lead(report),
        what_if_section(report.what_if),
        scanned_section(report),
        size_section(report),
        units_section(report),
        concurrency_section(report),
        spread_section(report),
        dependencies_section(report),
        drivers_section(report, is_whole=is_whole),
        _reading(report),
        *scenario_sections(report.scenarios),
        unpriced_section(report.scenarios),
        advice_section(report),
        hot_paths_section(report),
        skips_section(report),
    )
    return tuple(section for section in found if section is not None)


def _lead(report: Report) -> Section:
    blocks: list[Block] = [Paragraph(text=report.headline, is_strong=True)]
    excluded = excluded_words(report)
    blocks += [Paragraph(text=words) for words in (excluded, declared_words(report)) if words]
    return Section(title="", blocks=tuple(blocks))


def _reading(report: Report) -> Section | None:
    """Say once how to read the figures that follow."""
    if not any(one.applies for one in report.scenarios):
        return None
    hint = (Code("estimator explain RULE PATH"), f" {EXPLAIN_SENTENCE}")
    ledger = (Code("estimator invariants PATH"), " lists every invariant and what recovers it.")
    words = tuple(Paragraph(text=text) for text in (EM_SENTENCE, hint, ledger))
    return Section(title="Effort", blocks=words)
