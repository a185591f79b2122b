"""What a reader must be told before trusting a price: warnings and assumptions, in sentences."""

import math
from collections.abc import Iterator, Mapping

from estimator.costing.constants import Constants
from estimator.costing.subject import Subject
from estimator.costing.wholeport import line_rules
from estimator.model.percent import change, percent
from estimator.model.rules import Rule, Rulebook, Scenario, Status

_ASYNC_METRICS = frozenset(
    {
        *("async.await", "async.block", "async.fn"),
        *("async.polled_impl", "async.select", "async.tower_impl"),
    }
)
"""Not spans, sleeps, pins or mentions of streams: synchronous code has those too."""
_ASYNC_GROUP = "async."
_NEEDS_ASYNC = "tokio"


def size_warnings(subject: Subject, constants: Constants) -> Iterator[str]:
    """Warn outside the sizes of the measured ports, and when too little could be read."""
    low, high = constants.get("size.measured-low"), constants.get("size.measured-high")
    if not low <= subject.size_kloc <= high:
        yield (
            f"{subject.size_kloc:.4g} kLoC is outside the measured ports ({low:g}-{high:g} kLoC);"
            " the price is an extrapolation."
        )
    share = subject.facts.coverage.share_lines_parsed
    if share < constants.get("coverage.minimum"):
        yield f"Only {percent(share)} of the lines could be read; the price covers what was read."


def llm_warnings(subject: Subject) -> Iterator[str]:
    """Warn when a declared LLM factor is refused for want of an oracle."""
    declared = subject.pricing.llm_translate
    if declared != 1 and subject.pricing.oracle == "none":
        yield f"The declared LLM factor {declared:g} is not applied: no oracle, as declared."
    elif declared != 1 and not subject.has_oracle:
        yield (
            f"The declared LLM factor {declared:g} is not applied: no tests, golden files or fuzz"
            " targets were found that tell a right port from a wrong one."
        )


def calibration_warnings(scenario: Scenario, subject: Subject) -> Iterator[str]:
    """Say that C rests on prices which other rules gave."""
    fit = subject.pricing.calibration.get(scenario.id)
    if fit is not None and fit.other_rules:
        yield (
            f"The calibration {fit.value:.4g} rests on finished ports that were priced by other"
            " rules than those of now; estimate them again (`estimator calibrate` names them)."
        )


def async_warnings(scenario: Scenario, subject: Subject, rulebook: Rulebook) -> Iterator[str]:
    """Say that the document's Tokio sentence does not apply to code without async."""
    if has_no_async(scenario, subject, rulebook):
        yield (
            "The document's Tokio sentence does not apply: no async function, block or await was"
            " found, so the Tokio entries without a count are 0; threads and channels still count."
        )


def class_warnings(scenario: Scenario, subject: Subject, constants: Constants) -> Iterator[str]:
    """Flag async runtimes and protocol libraries: outside the class the law was fitted on."""
    facts = subject.facts
    names = {facts.repository.name, *(module.name for module in facts.modules)}
    outside = sorted(names & set(scenario.outside_names))
    if outside:
        yield (
            f"This is an async runtime or protocol library itself ({', '.join(outside)}):"
            " outside the reference class of services, the price may mislead."
        )
        return
    for metric, limit in constants.under("reference-class."):
        count = facts.metrics.get(metric, 0)
        if metric.startswith(f"{subject.language}.") and count > limit * subject.size_kloc > 0:
            yield (
                f"{count / subject.size_kloc:.3g} per kLoC of {metric} is as dense as in async"
                f" runtimes and protocol libraries (above {limit:g}): outside the reference class"
                " of services, the price may mislead."
            )


def has_no_async(scenario: Scenario, subject: Subject, rulebook: Rulebook) -> bool:
    """Say whether the ledger asks for async constructs and none was counted."""
    languages = {
        language
        for rule in _runtime_rules(scenario, rulebook)
        for language, _, name in (
            metric.partition(".") for metric in (rule.ledger.metrics if rule.ledger else ())
        )
        if name.startswith(_ASYNC_GROUP)
    }
    found = subject.facts.metrics
    return bool(languages) and not any(
        found.get(f"{language}.{name}", 0) for language in languages for name in _ASYNC_METRICS
    )


def quiet_rules(
    scenario: Scenario, subject: Subject, rulebook: Rulebook, fired: frozenset[str]
) -> tuple[Rule, ...]:
    """Give the runtime entries to print with 0 where there is no async at all, by id."""
    if not has_no_async(scenario, subject, rulebook):
        return ()
    return tuple(rule for rule in _runtime_rules(scenario, rulebook) if rule.id not in fired)


def input_assumptions(scenario: Scenario, subject: Subject, rulebook: Rulebook) -> Iterator[str]:
    """Say what was not counted or not declared, and what that means."""
    inputs = subject.inputs
    if inputs.ledger_hours is None:
        yield "The constructs of the ledger were not counted (factor 1)."
    else:
        yield stated_effect(scenario.id, rulebook)
    if inputs.dependencies is None:
        yield "No manifest was read, so dependencies are not counted (factor 1)."
    if inputs.units is None:
        yield "Units were not counted (factor 1)."
    yield from declared_assumptions(subject)


def stated_effect(scenario: str, rulebook: Rulebook) -> str:
    """Say what more or fewer constructs do to a whole port's P50; cost model, stated effect."""
    constants = Constants(values=rulebook.constants)
    exponent = constants.get(f"invariants.exponent.{scenario}")
    if exponent == 0:
        return (
            "How many constructs there are does not move this total (g = 0): the ports in this"
            " direction show no effect. It only splits the invariants line."
        )
    share = math.fsum(
        line.share for _, line in line_rules(scenario, rulebook) if line.driver == "invariants"
    )
    more, fewer = constants.get("invariants.stated-ratio"), constants.get("driver.clamp-low")
    return (
        f"{more:g} times the ledger hours of a service of this size move the total by"
        f" {change(share * (more**exponent - 1))}, {fewer:g} times by"
        f" {change(share * (fewer**exponent - 1))} (g = {exponent:g}). That strength is judgement:"
        " the measured ports neither show nor exclude it."
    )


def declared_assumptions(subject: Subject) -> Iterator[str]:
    """Say which multipliers people declared, or that nobody did."""
    declared: Mapping[str, float] = dict(sorted(subject.pricing.declared_factors.items()))
    named = [f"{name} {value:g}" for name, value in declared.items()]
    if subject.inputs.llm != 1:
        named.append(f"LLM assistance {subject.inputs.llm:g} on the translate line")
    if subject.inputs.own_ports:
        named.append(
            f"calibration {subject.inputs.calibration:.4g} from the team's own finished ports"
            f" (n = {subject.inputs.own_ports})"
        )
    if subject.pricing.oracle != "auto":
        named.append(f"oracle {subject.pricing.oracle}")
    if named:
        yield f"Declared: {', '.join(named)}."
    else:
        yield "Nothing is declared: no factors, no LLM assistance, no calibration (all 1)."


def _runtime_rules(scenario: Scenario, rulebook: Rulebook) -> tuple[Rule, ...]:
    return tuple(
        rule
        for _, rule in sorted(rulebook.rules.items())
        if rule.scenario == scenario.id
        and rule.status != Status.RETIRED
        and rule.ledger is not None
        and rule.ledger.group == _NEEDS_ASYNC
    )
