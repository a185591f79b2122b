"""A whole-port scenario and a subject -> its price, explained."""

from estimator.costing.applicability import language_name, not_applying, why_not
from estimator.costing.cautions import (
    async_warnings,
    calibration_warnings,
    class_warnings,
    input_assumptions,
    llm_warnings,
    quiet_rules,
    size_warnings,
)
from estimator.costing.constants import Constants
from estimator.costing.lines import port_lines
from estimator.costing.ownhistory import history_views, why_none
from estimator.costing.packages import days_warnings
from estimator.costing.portviews import port_views
from estimator.costing.sensitivity import port_sensitivity
from estimator.costing.subject import Subject, with_ledger_hours
from estimator.costing.uncertainty import document_band, has_document_rule
from estimator.costing.views import document_view, strict_reading
from estimator.costing.wholeport import WholePort, whole_port
from estimator.model.estimate import Basis, Line, ScenarioEstimate, View
from estimator.model.rules import Finding, Rulebook, Scenario


def price_port(
    scenario: Scenario,
    subject: Subject,
    matched: tuple[Finding, ...] | None,
    rulebook: Rulebook,
) -> ScenarioEstimate:
    """Price a whole port, EM; cost model, sections 2 and 3. `matched` None: not counted."""
    constants = Constants(values=rulebook.constants)
    findings = matched or ()
    subject = with_ledger_hours(subject, matched)
    why = why_not(scenario, subject, "size.minimum", constants)
    if why:
        return not_applying(scenario, subject, why, Basis.MEASURED)
    port = whole_port(subject.size_kloc, subject.inputs, scenario=scenario.id, rulebook=rulebook)
    fired = frozenset(finding.rule.id for finding in findings)
    quiet = quiet_rules(scenario, subject, rulebook, fired)
    lines = port_lines(port, subject, findings, quiet, constants)
    return ScenarioEstimate(
        id=scenario.id,
        title=scenario.title,
        source_language=scenario.source_language,
        target_language=scenario.target_language,
        applies=True,
        why=f"{subject.size_kloc:.3g} kLoC of {language_name(subject.language)} product code.",
        basis=Basis.MEASURED,
        size_kloc=subject.size_kloc,
        effort=port.effort,
        document_band=document_band(port.p50, scenario.id, constants),
        sigma=port.sigma,
        lines=lines,
        factors=port.factors,
        views=(
            *_views(port, lines, findings, scenario, constants),
            *history_views(subject, scenario.id, rulebook),
            *port_views(port.size_kloc, scenario.id, rulebook),
        ),
        assumptions=(
            *scenario.assumptions,
            *input_assumptions(scenario, subject, rulebook),
            *why_none(subject, rulebook),
        ),
        warnings=(
            *_warnings(scenario, subject, rulebook),
            *days_warnings(port, subject, constants),
        ),
        not_included=scenario.not_included,
        sensitivity=port_sensitivity(
            subject.size_kloc,
            subject.inputs,
            scenario=scenario.id,
            has_oracle=subject.has_oracle,
            rulebook=rulebook,
        ),
    )


def _views(
    port: WholePort,
    lines: tuple[Line, ...],
    findings: tuple[Finding, ...],
    scenario: Scenario,
    constants: Constants,
) -> tuple[View, ...]:
    if not has_document_rule(scenario.id, constants):
        return ()
    times = port.size_kloc / constants.get(f"document.{scenario.id}.size")
    strict = strict_reading(lines, findings, port.p50)
    note = f"A flat rate by lines; no driver moves it. {strict}".rstrip()
    return document_view(scenario.id, times, constants, note=note)


def _warnings(scenario: Scenario, subject: Subject, rulebook: Rulebook) -> tuple[str, ...]:
    constants = Constants(values=rulebook.constants)
    return (
        *size_warnings(subject, constants),
        *class_warnings(scenario, subject, constants),
        *async_warnings(scenario, subject, rulebook),
        *llm_warnings(subject),
        *calibration_warnings(scenario, subject),
    )
