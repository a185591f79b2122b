"""Facts, findings and a priced whole port -> the ledger of invariants, entry by entry."""

import math
from collections.abc import Iterator, Mapping

from estimator.costing.constants import Constants
from estimator.costing.guards import PlacesOfTests, guards_of, tests_of
from estimator.costing.oracles import asked_for, oracles_of
from estimator.costing.standing import percentile
from estimator.costing.views import OWN_WORDS
from estimator.model.estimate import ScenarioEstimate, Site
from estimator.model.facts import RepositoryFacts
from estimator.model.ledger import GroupTotal, Ledger, LedgerEntry, Oracle
from estimator.model.report import Report
from estimator.model.rules import Finding, LedgerPrice, Rulebook, Status

_GROUPS = {
    "tokio": "Runtime and concurrency",
    "borrow": "Ownership and sharing",
    "types": "Type system",
    "macro": "Generated behavior and wire formats",
}


def build_ledger(
    facts: RepositoryFacts,
    rulebook: Rulebook,
    findings: tuple[Finding, ...],
    report: Report,
    scenario: ScenarioEstimate,
) -> Ledger:
    """Lay out the ledger of a whole port, dearest entry first by full hours.

    `findings` are the rules of the scenario that fired, `scenario` its estimate in the report.
    Raises RuleFileError when the rulebook lacks a constant.
    """
    constants = Constants(values=rulebook.constants)
    is_placed = scenario.size_kloc >= constants.get("percentile.minimum-size")
    tests = tests_of(facts)
    oracles = oracles_of(facts, report.repository.priced_language)
    p50 = scenario.effort.p50 if scenario.effort else None
    effort = {line.rule: line.effort for line in scenario.lines} if scenario.applies else None
    entries = tuple(
        _entry(
            finding,
            finding.rule.ledger,
            facts,
            tests,
            scenario.size_kloc,
            effort,
            p50,
            oracles,
            is_placed=is_placed,
        )
        for finding in sorted(findings, key=lambda one: (-one.full_hours.likely, one.rule.id))
        if finding.rule.ledger is not None
    )
    return Ledger(
        tool=report.tool,
        repository=report.repository,
        scenario=scenario.id,
        title=scenario.title,
        size_kloc=scenario.size_kloc,
        p50=p50,
        why=scenario.why,
        entries=entries,
        absent=_absent(scenario.id, rulebook, findings),
        groups=tuple(_total(name, title, (name,), entries, p50) for name, title in _GROUPS.items()),
        strict=_total("strict", "Ownership and runtime alone", OWN_WORDS, entries, p50),
        whole=_total("whole", "All groups", tuple(_GROUPS), entries, p50),
        test_lines=report.size.test_lines,
        oracles=oracles,
        notes=tuple(_notes(scenario, constants, is_placed=is_placed)),
    )


def _entry(  # noqa: PLR0913, PLR0917  # what an entry is made of
    finding: Finding,
    price: LedgerPrice,
    facts: RepositoryFacts,
    tests: PlacesOfTests,
    size_kloc: float,
    effort: Mapping[str, float] | None,
    p50: float | None,
    oracles: tuple[Oracle, ...],
    *,
    is_placed: bool,
) -> LedgerEntry:
    rule = finding.rule
    per_kloc = finding.count / size_kloc if size_kloc else 0.0
    is_compared = is_placed and price.density is not None and price.scope != "repo"
    place, standing = (
        percentile(per_kloc, price.density) if is_compared and price.density else (None, "")
    )
    rows = [row for row in facts.evidence if row.metric in price.metrics]
    found = sorted({site for row in rows for site in row.sites})
    sites = tuple(Site(path=path, line=line) for path, line in found)
    guarded, guards = guards_of(sites, tests)
    part = None if effort is None else effort.get(rule.id, 0.0)
    return LedgerEntry(
        rule=rule.id,
        name=rule.name,
        title=rule.title,
        group=price.group,
        count=finding.count,
        per_kloc=per_kloc,
        percentile=place,
        standing=standing,
        hours=finding.full_hours,
        effort=part,
        share=part / p50 if part is not None and p50 else None,
        recover=rule.recover.strip(),
        oracle=rule.oracle,
        oracles_here=asked_for(rule, oracles),
        confidence=rule.confidence,
        evidence=sites,
        evidence_total=sum(row.total for row in rows),
        guarded_sites=guarded,
        guards=guards,
    )


def _absent(scenario: str, rulebook: Rulebook, findings: tuple[Finding, ...]) -> tuple[str, ...]:
    fired = {finding.rule.id for finding in findings}
    return tuple(
        f"{rule.id} {rule.name}"
        for key, rule in sorted(rulebook.rules.items())
        if rule.scenario == scenario
        and rule.ledger is not None
        and rule.status != Status.RETIRED
        and key not in fired
    )


def _total(
    group: str,
    title: str,
    members: tuple[str, ...],
    entries: tuple[LedgerEntry, ...],
    p50: float | None,
) -> GroupTotal:
    found = [entry for entry in entries if entry.group in members]
    effort = None if p50 is None else math.fsum(entry.effort or 0 for entry in found)
    return GroupTotal(
        group=group,
        title=title,
        entries=len(found),
        hours=math.fsum(entry.hours.likely for entry in found),
        effort=effort,
        share=effort / p50 if effort is not None and p50 else None,
    )


def _notes(scenario: ScenarioEstimate, constants: Constants, *, is_placed: bool) -> Iterator[str]:
    yield from scenario.warnings
    if not is_placed:
        yield (
            f"Below {constants.get('percentile.minimum-size'):g} kLoC a handful of constructs"
            " decides a density, so no percentiles are printed."
        )
