"""What types cannot say about rules: id forms, sources, ranges, bounds and sums."""

import math
import re
from collections.abc import Iterator, Mapping
from itertools import pairwise

from estimator.model.rules import Constant, Density, Rule, Scenario, Status
from estimator.model.rulevalue import Condition, Range, Source
from estimator.rulebook.bounds import value_fault

KeyedReason = tuple[str, str]

_RULE_ID = re.compile(r"(RG|GR|SP|AD)[0-9]{3}", re.ASCII)
_NAME = re.compile(r"[a-z][a-z0-9]*(-[a-z0-9]+)*", re.ASCII)
_CONSTANT_ID = re.compile(r"[a-z][a-z0-9-]*(\.[a-z0-9_-]+)+", re.ASCII)
_METRIC = re.compile(r"[a-z]+(\.[a-z0-9_]+)+", re.ASCII)
_GROUPS = ("borrow", "macro", "tokio", "types")
_LEDGER_SCOPES = ("occurrence", "repo", "type")
_DRIVERS = ("dependencies", "invariants", "llm", "none", "spread")
_CONFIDENCES = ("high", "low", "medium")
_FORMS = ("library", "sidecar")
_KINDS = ("hot-paths", "shell", "whole-port")
_MOST_HOURS = 1e6
_SHARE_SLACK = 1e-9


def rule_faults(rule: Rule, scenarios: Mapping[str, Scenario]) -> Iterator[KeyedReason]:
    """Yield every fault of one decoded rule as (key, reason)."""
    if not _RULE_ID.fullmatch(rule.id):
        yield "id", f"must look like RG214 (RG, GR, SP or AD and three digits), is {rule.id!r}"
    if not _NAME.fullmatch(rule.name):
        yield "name", f"must be lower-case words joined by -, is {rule.name!r}"
    if rule.scenario not in scenarios:
        yield "scenario", f"unknown, use one of {', '.join(sorted(scenarios))}"
    if sum(part is not None for part in (rule.ledger, rule.line, rule.boundary)) != 1:
        yield "", "needs exactly one of `ledger`, `line` and `boundary`"
    if rule.boundary is not None:
        yield from choice_faults("boundary.form", rule.boundary.form, _FORMS)
    yield from choice_faults("confidence", rule.confidence, _CONFIDENCES)
    yield from text_faults("title", rule.title)
    yield from text_faults("why", rule.why)
    yield from source_faults(rule.source)
    languages = languages_of(scenarios)
    if rule.when is not None:
        yield from condition_faults(rule.when, "when", languages)
    yield from _ledger_faults(rule, languages)
    yield from _line_faults(rule)
    for index, example in enumerate(rule.example):
        for metric in example.given:
            yield from metric_faults(f"example[{index}].given", metric, languages)
        for quantile in example.hours:
            yield from choice_faults(f"example[{index}].hours", quantile, ("high", "likely", "low"))


def constant_faults(constant: Constant, known: Mapping[str, object]) -> Iterator[KeyedReason]:
    """Yield every fault of one constant. `known` holds the ids that the formula reads."""
    if not _CONSTANT_ID.fullmatch(constant.id):
        yield "id", f"must look like size.exponent, is {constant.id!r}"
    elif constant.id not in known:
        yield "id", "no formula reads this constant; rules can add rules, not constants"
    if fault := value_fault(constant.id, constant.value):
        yield "value", fault
    yield from text_faults("title", constant.title)
    yield from text_faults("unit", constant.unit)
    yield from source_faults(constant.source)


def scenario_faults(scenario: Scenario) -> Iterator[KeyedReason]:
    """Yield every fault of one scenario."""
    if not _NAME.fullmatch(scenario.id):
        yield "id", f"must be lower-case words joined by -, is {scenario.id!r}"
    yield from choice_faults("kind", scenario.kind, _KINDS)
    yield from text_faults("title", scenario.title)
    yield from source_faults(scenario.source)


def source_faults(sources: tuple[Source, ...]) -> Iterator[KeyedReason]:
    """Yield a fault when no source is named, or one without a citation."""
    if not sources:
        yield "source", "every number needs a source; call judgement judgement"
    for index, source in enumerate(sources):
        yield from text_faults(f"source[{index}].cite", source.cite)


def share_faults(
    rules: Mapping[str, Rule], scenarios: Mapping[str, Scenario]
) -> Iterator[tuple[str, str]]:
    """Yield (scenario id, reason) where the lines of a whole port do not make up the whole."""
    for scenario in scenarios.values():
        if scenario.kind != "whole-port":
            continue
        lines = [
            rule.line
            for rule in rules.values()
            if rule.scenario == scenario.id and rule.line and rule.status != Status.RETIRED
        ]
        total = math.fsum(line.share for line in lines)
        if not abs(total - 1) <= _SHARE_SLACK:
            yield scenario.id, f"the shares of its lines sum to {total:.6g}, not to 1"
        if sum(line.driver == "invariants" for line in lines) != 1:
            yield scenario.id, "exactly one line needs the driver invariants"


def _ledger_faults(rule: Rule, languages: frozenset[str]) -> Iterator[KeyedReason]:
    ledger = rule.ledger
    if ledger is None:
        return
    if rule.when is None:
        yield "when", "a rule with a ledger needs a condition"
    if not ledger.metrics:
        yield "ledger.metrics", "at least one metric is needed"
    if len(set(ledger.metrics)) < len(ledger.metrics):
        yield "ledger.metrics", "a metric is named twice"
    for metric in ledger.metrics:
        yield from metric_faults("ledger.metrics", metric, languages)
    yield from choice_faults("ledger.group", ledger.group, _GROUPS)
    yield from choice_faults("ledger.scope", ledger.scope, _LEDGER_SCOPES)
    if ledger.rank < 1:
        yield "ledger.rank", f"must be 1 or more, is {ledger.rank}"
    yield from _range_faults("ledger.first", ledger.first)
    yield from _range_faults("ledger.each", ledger.each)
    if ledger.density is not None:
        yield from _density_faults(ledger.density)


def _line_faults(rule: Rule) -> Iterator[KeyedReason]:
    if rule.line is None:
        return
    if not 0 <= rule.line.share <= 1:
        yield "line.share", f"must lie between 0 and 1, is {rule.line.share:g}"
    yield from choice_faults("line.driver", rule.line.driver, _DRIVERS)


def _range_faults(key: str, hours: Range) -> Iterator[KeyedReason]:
    if not 0 <= hours.low <= hours.likely <= hours.high <= _MOST_HOURS:
        yield key, f"needs 0 <= low <= likely <= high <= {_MOST_HOURS:g} hours"


def _density_faults(density: Density) -> Iterator[KeyedReason]:
    rising = (0, density.p10, density.p25, density.p50, density.p75, density.p90, math.inf)
    if not all(low <= high for low, high in pairwise(rising)) or math.isinf(density.p90):
        yield "ledger.density", "needs 0 <= p10 <= p25 <= p50 <= p75 <= p90, finite, per kLoC"


def condition_faults(
    condition: Condition, key: str, languages: frozenset[str]
) -> Iterator[KeyedReason]:
    """Yield every fault of a condition and of its parts."""
    forms = [condition.metric is not None, bool(condition.all), bool(condition.any)]
    if forms.count(True) != 1:
        yield key, "needs exactly one of metric, all and any"
    bounds = [bound for bound in (condition.at_least, condition.at_most) if bound is not None]
    if condition.metric is not None:
        yield from metric_faults(f"{key}.metric", condition.metric, languages)
        if not bounds:
            yield key, "a metric needs at_least or at_most"
    if not all(math.isfinite(bound) for bound in bounds):
        yield key, "bounds must be finite numbers"
    yield from choice_faults(f"{key}.scope", condition.scope, ("repository",))
    for name, parts in (("all", condition.all), ("any", condition.any)):
        for index, part in enumerate(parts):
            yield from condition_faults(part, f"{key}.{name}[{index}]", languages)


def metric_faults(key: str, metric: str, languages: frozenset[str]) -> Iterator[KeyedReason]:
    """Yield a fault when a metric has no id, or one that nothing counts."""
    prefix = metric.partition(".")[0]
    if not _METRIC.fullmatch(metric):
        yield key, f"must look like rust.async.select, is {metric!r}"
    elif prefix not in languages:
        yield key, f"{metric} begins with none of {', '.join(sorted(languages))}"


def languages_of(scenarios: Mapping[str, Scenario]) -> frozenset[str]:
    """Give the first parts that metric ids may have."""
    sources = {scenario.source_language for scenario in scenarios.values()}
    return frozenset(sources | {"repo"})


def choice_faults(key: str, value: str, options: tuple[str, ...]) -> Iterator[KeyedReason]:
    """Yield a fault when a value is none of the options."""
    if value not in options:
        yield key, f"must be one of {', '.join(options)}, is {value!r}"


def text_faults(key: str, value: str) -> Iterator[KeyedReason]:
    """Yield a fault when a text is empty."""
    if not value.strip():
        yield key, "is empty"
