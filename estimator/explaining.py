"""Any name or number on a report into the page that says where it comes from.

A rule, a package, the total, a unit, a file or a hot path; with a scan, the sum there.
"""

from collections.abc import Mapping
from typing import TYPE_CHECKING

from estimator.errors import InputError
from estimator.model.facts import RepositoryFacts
from estimator.model.report import Report
from estimator.model.rules import Rulebook
from estimator.scanning import Scan

if TYPE_CHECKING:
    from estimator.model.estimate import Site
    from estimator.reporting.blocks import Section


TOTAL = "TOTAL"
"""What the whole formula is called."""


def explain(  # noqa: PLR0913  # what, where, and how it is written
    rulebook: Rulebook,
    identifier: str,
    *,
    scanned: Scan | None = None,
    report: Report | None = None,
    form: str = "table",
    width: int = 100,
) -> str:
    """Explain any entry of the rulebook; with a scan and its report, the sum there.

    With a scan also ``TOTAL`` (the whole formula), a unit by name or folder, and a file by path.

    Args:
        rulebook: what priced the report.
        identifier: an id, or the name of a rule, port, package, unit or file.
        scanned: the repository, where there is one.
        report: its prices; of `what_if`, the page begins with what the settings change.
        form: ``table`` or ``markdown``.
        width: columns of a table.

    Raises:
        InputError: nothing, or more than one thing, is called so; the hint names close ones.
    """
    from estimator.reporting.pages import render_page  # noqa: PLC0415  # start-up time
    from estimator.reporting.whatif import what_if_section  # noqa: PLC0415  # the same

    changed = what_if_section(report.what_if if report else None)
    sections = _explained(rulebook, identifier, scanned, report)
    return render_page((*((changed,) if changed else ()), *sections), form, width=width)


def _explained(
    rulebook: Rulebook, identifier: str, scanned: Scan | None, report: Report | None
) -> "tuple[Section, ...]":
    from estimator.reporting import explain as pages  # noqa: PLC0415  # start-up time
    from estimator.reporting.package_pages import package_sections  # noqa: PLC0415  # the same
    from estimator.rulebook.crosswalk import named_entry  # noqa: PLC0415  # the same

    entry = named_entry(rulebook, identifier)
    if entry is not None:
        return package_sections(entry, identifier, rulebook, report)
    if scanned is None or report is None:
        if identifier == TOTAL:
            raise InputError(
                "TOTAL needs a repository or a facts file", hint=f"estimator explain {TOTAL} PATH"
            )
        return pages.rule_sections(rulebook, identifier)
    from estimator.costing.shares import share_ports  # noqa: PLC0415  # start-up time
    from estimator.reporting.total_pages import total_sections  # noqa: PLC0415  # the same

    facts = scanned.facts
    if pages.is_path_id(identifier):
        return pages.path_sections(identifier, report)
    shares = share_ports(report.scenarios, facts, rulebook)
    if identifier == TOTAL:
        return total_sections(report, rulebook, shares)
    sites = _ledger_sites(scanned, rulebook)
    if pages.is_known(rulebook, identifier):
        sections = pages.rule_sections_in(rulebook, identifier, facts, report, sites)
        return (*sections, *_found_here(rulebook, identifier, facts))
    return pages.sections_of_place(
        rulebook, identifier, facts=facts, report=report, shares=shares, all_sites=sites
    )


def _found_here(
    rulebook: Rulebook, identifier: str, facts: RepositoryFacts
) -> "tuple[Section, ...]":
    """What a signal or a workload, by id or name, found in this repository."""
    from estimator.advice.signals import find_signals  # noqa: PLC0415  # start-up time
    from estimator.advice.workloads import find_workloads  # noqa: PLC0415  # the same
    from estimator.reporting.workload_pages import signal_here, workload_here  # noqa: PLC0415

    names = {one.name: key for key, one in rulebook.workloads.items()}
    key = names.get(identifier, identifier)
    if key not in rulebook.signals and key not in rulebook.workloads:
        return ()
    signals = find_signals(facts, rulebook)
    title = f"In {facts.repository.name}"
    if key in rulebook.signals:
        return (signal_here(key, signals, title),)
    return (workload_here(key, find_workloads(signals, rulebook), title),)


def _ledger_sites(scanned: Scan, rulebook: Rulebook) -> "Mapping[str, tuple[Site, ...]]":
    """Every place that the ledger counts; from a facts file, what it keeps of them."""
    from estimator.facts.sites import kept_sites, product_sites  # noqa: PLC0415  # start-up time

    metrics = [m for rule in rulebook.rules.values() if rule.ledger for m in rule.ledger.metrics]
    facts, parsed = scanned.facts, scanned.parsed
    return product_sites(facts, parsed, metrics) if parsed else kept_sites(facts)
