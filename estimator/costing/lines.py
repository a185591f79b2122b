"""A priced whole port and its findings -> the report's lines, with counts and evidence."""

import heapq
import math
from collections.abc import Iterator, Mapping

from estimator.costing.constants import Constants
from estimator.costing.packages import package_lines
from estimator.costing.subject import Subject, language_facts
from estimator.costing.wholeport import PortLine, WholePort
from estimator.model.estimate import EVIDENCE_PER_LINE, Line, Site
from estimator.model.rules import Finding, LedgerPrice, Rule
from estimator.model.source import Value


class Evidenced(Value, frozen=True, kw_only=True):
    """The first sites of some metrics and how many there are in all."""

    sites: tuple[Site, ...]
    total: int


def port_lines(
    port: WholePort,
    subject: Subject,
    findings: tuple[Finding, ...],
    quiet: tuple[Rule, ...],
    constants: Constants,
) -> tuple[Line, ...]:
    """Give the lines of a whole port; the invariants line is split over the findings.

    The efforts sum to the P50. `quiet` are ledger rules to print with 0.
    """
    lines: list[Line] = []
    for part in port.lines:
        if part.rule.line and part.rule.line.driver == "invariants":
            lines.extend(_invariants(part, subject, findings, constants))
            lines.extend(_quiet_line(rule, part) for rule in quiet)
        elif part.rule.line and part.rule.line.driver == "dependencies":
            packages = package_lines(part, subject, constants)
            lines.extend(packages or (_plain(part, subject, constants),))
        else:
            lines.append(_plain(part, subject, constants))
    return tuple(lines)


def _invariants(
    part: PortLine, subject: Subject, findings: tuple[Finding, ...], constants: Constants
) -> Iterator[Line]:
    """Split by full ledger hours, dearest first; cost model, section 2."""
    whole = math.fsum(finding.full_hours.likely for finding in findings)
    if whole <= 0:
        yield _unattributed(part, constants)
        return
    for finding in sorted(findings, key=lambda each: (-each.full_hours.likely, each.rule.id)):
        effort = part.effort * (finding.full_hours.likely / whole)
        found = _evidence(finding.rule.ledger, subject)
        yield Line(
            rule=finding.rule.id,
            title=finding.rule.title,
            group=part.rule.name,
            effort=effort,
            hours=effort * constants.get("unit.hours-per-month"),
            count=finding.count,
            counted="occurrences",
            low_hours=finding.full_hours.low,
            high_hours=finding.full_hours.high,
            evidence=found.sites,
            evidence_total=found.total,
        )


def _unattributed(part: PortLine, constants: Constants) -> Line:
    return Line(
        rule=part.rule.id,
        title=f"{part.rule.title}: not attributed, no construct of the ledger was found",
        group=part.rule.name,
        effort=part.effort,
        hours=part.effort * constants.get("unit.hours-per-month"),
        count=0,
        counted="occurrences",
    )


def _quiet_line(rule: Rule, part: PortLine) -> Line:
    return Line(
        rule=rule.id,
        title=rule.title,
        group=part.rule.name,
        effort=0.0,
        hours=0.0,
        count=0,
        counted="occurrences",
        low_hours=0.0,
        high_hours=0.0,
    )


def _plain(part: PortLine, subject: Subject, constants: Constants) -> Line:
    count, counted = _counted(part, subject)
    return Line(
        rule=part.rule.id,
        title=part.rule.title,
        group=part.rule.name,
        effort=part.effort,
        hours=part.effort * constants.get("unit.hours-per-month"),
        count=count,
        counted=counted,
    )


def _counted(part: PortLine, subject: Subject) -> tuple[float | None, str]:
    size = language_facts(subject.facts, subject.language)
    counts: Mapping[str, tuple[float | None, str]] = {
        "llm": (size.product_lines if size else 0, "product lines"),
        "dependencies": (subject.inputs.dependencies, "direct dependencies"),
        "spread": (subject.inputs.units, f"{subject.unit_kind}s"),
    }
    return counts.get(part.rule.line.driver if part.rule.line else "", (None, ""))


def _evidence(ledger: LedgerPrice | None, subject: Subject) -> Evidenced:
    """Give the first sites by path and line of all the rule's metrics, and their exact total."""
    metrics = ledger.metrics if ledger else ()
    rows = [row for row in subject.facts.evidence if row.metric in metrics]
    sites = heapq.nsmallest(EVIDENCE_PER_LINE, {site for row in rows for site in row.sites})
    return Evidenced(
        sites=tuple(Site(path=path, line=line) for path, line in sites),
        total=sum(row.total for row in rows),
    )
