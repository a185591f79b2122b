"""What types cannot say about rules that decide: id forms, names that exist, open conditions."""

import math
import re
from collections.abc import Iterable, Iterator

from estimator.model.advicerules import (
    AdviceExample,
    Criterion,
    ReadinessRule,
    Recommendation,
    Sentence,
    Signal,
    Tradeoff,
    Workload,
    WorkloadSignal,
)
from estimator.model.rules import Rulebook, RuleId
from estimator.model.rulevalue import Condition, Source
from estimator.rulebook.decode import AdviceEntry
from estimator.rulebook.validate import (
    KeyedReason,
    choice_faults,
    source_faults,
    text_faults,
)

_SENTENCE = re.compile(r"DOC-[a-z0-9]+(-[a-z0-9]+)*", re.ASCII)
_SIGNAL = re.compile(r"signal\.[a-z0-9-]+", re.ASCII)
_ADVICE = {Workload: "1", Criterion: "2", Tradeoff: "3", Recommendation: "4", ReadinessRule: "5"}
_NAME = re.compile(r"[a-z0-9]+([.-][a-z0-9_-]+)*", re.ASCII)
_PICKS = ("both", "either", "go", "rust")
_METALS = ("any", "cold", "warm")
_SIDES = ("go", "overview", "rust", "trigger")
_VERDICTS = ("ask", "keep", "measure", "new", "port", "split", "tune")
_ANSWERS = ("no", "open", "yes")
_CHECKS = ("contracts", "oracle", "ownership", "seams")


def advice_faults(entry: AdviceEntry, rulebook: Rulebook) -> Iterator[KeyedReason]:
    """Yield every fault of one entry as (key, reason)."""
    match entry:
        case Sentence():
            yield from _id_faults(entry.id, _SENTENCE, "DOC-rust-wins-2")
            yield from text_faults("text", entry.text)
            yield from text_faults("section", entry.section)
        case Signal():
            yield from _signal_faults(entry)
        case Workload():
            yield from _workload_faults(entry, rulebook)
        case Criterion():
            yield from _criterion_faults(entry)
        case Tradeoff():
            yield from text_faults("fill_with", entry.fill_with)
            yield from _texts(entry.here)
            yield from _tradeoff_faults(entry, rulebook)
        case Recommendation():
            yield from choice_faults("verdict", entry.verdict, _VERDICTS)
            yield from _condition_faults(entry.when, "when")
            yield from _example_faults(entry.example)
        case ReadinessRule():
            yield from choice_faults("name", entry.name, _CHECKS)
            yield from _condition_faults(entry.in_place, "in_place")
            yield from _example_faults(entry.example)
    if type(entry) in _ADVICE:
        yield from _numbered_faults(entry, rulebook)


def _numbered_faults(entry: AdviceEntry, rulebook: Rulebook) -> Iterator[KeyedReason]:
    """Check what every numbered kind has: an id of its kind, a source, known sentences."""
    digit = _ADVICE[type(entry)]
    yield from _id_faults(entry.id, re.compile(rf"AD{digit}[0-9]{{2}}", re.ASCII), f"AD{digit}01")
    sources: tuple[Source, ...] = getattr(entry, "source", ())
    yield from source_faults(sources)
    for sentence in getattr(entry, "sentences", ()):
        if sentence not in rulebook.sentences:
            yield "sentences", f"there is no sentence {sentence}"


def _id_faults(identity: str, form: re.Pattern[str], like: str) -> Iterator[KeyedReason]:
    if not form.fullmatch(identity):
        yield "id", f"must look like {like}, is {identity!r}"


def _signal_faults(signal: Signal) -> Iterator[KeyedReason]:
    yield from _id_faults(signal.id, _SIGNAL, "signal.kubernetes-client")
    yield from text_faults("title", signal.title)
    yield from source_faults(signal.source)
    texts = (signal.imports, signal.crates, signal.paths, signal.units, signal.metrics)
    found = (*texts, signal.names, signal.categories)
    if not any(found) and not signal.is_second_language and not signal.is_public_root:
        yield "", "needs one of imports, crates, paths, units, metrics, names and categories"


def _workload_faults(workload: Workload, rulebook: Rulebook) -> Iterator[KeyedReason]:
    yield from choice_faults("pick", workload.pick, _PICKS)
    yield from choice_faults("metal", workload.metal, _METALS)
    yield from text_faults("says", workload.says)
    for signal in workload.needs:
        if signal not in rulebook.signals:
            yield "needs", f"there is no signal {signal}"
    for key, parts in (("signals", workload.signals), ("against", workload.against)):
        for index, part in enumerate(parts):
            yield from _weight_faults(f"{key}[{index}]", part, rulebook)


def _weight_faults(key: str, part: WorkloadSignal, rulebook: Rulebook) -> Iterator[KeyedReason]:
    if part.signal not in rulebook.signals:
        yield f"{key}.signal", f"there is no signal {part.signal}"
    if not 0 < part.weight <= 1:
        yield f"{key}.weight", f"must be above 0 and at most 1, is {part.weight:g}"
    if not 0 <= part.share <= 1:
        yield f"{key}.share", f"must lie between 0 and 1, is {part.share:g}"


def _criterion_faults(criterion: Criterion) -> Iterator[KeyedReason]:
    yield from choice_faults("side", criterion.side, _SIDES)
    yield from text_faults("because_yes", criterion.because_yes)
    yield from text_faults("because_no", criterion.because_no)
    if criterion.applies is None and criterion.does_not is None and criterion.question is None:
        yield "", "needs a condition or a question, else nothing ever decides it"
    for key, condition in (("applies", criterion.applies), ("does_not", criterion.does_not)):
        if condition is not None:
            yield from _condition_faults(condition, key)
    yield from _example_faults(criterion.example)


def _tradeoff_faults(row: Tradeoff, rulebook: Rulebook) -> Iterator[KeyedReason]:
    for index, figure in enumerate(row.here):
        rule = rulebook.rules.get(RuleId(figure.rule))
        if figure.rule and (rule is None or rule.ledger is None):
            yield f"here[{index}].rule", f"there is no ledger rule {figure.rule}"
    if {one.is_filled for one in row.example} != {True, False}:
        yield "example", "needs a worked case with a filled cell, and one without"


def _texts(figures: Iterable[object]) -> Iterator[KeyedReason]:
    for index, figure in enumerate(figures):
        yield from text_faults(f"here[{index}].text", getattr(figure, "text", ""))


def _condition_faults(condition: Condition, key: str) -> Iterator[KeyedReason]:
    forms = [condition.metric is not None, bool(condition.all), bool(condition.any)]
    if forms.count(True) != 1:
        yield key, "needs exactly one of metric, all and any"
    bounds = [bound for bound in (condition.at_least, condition.at_most) if bound is not None]
    if condition.metric is not None:
        if not _NAME.fullmatch(condition.metric):
            yield f"{key}.metric", f"must look like declared.team.rust, is {condition.metric!r}"
        if not bounds:
            yield key, "a metric needs at_least or at_most"
    if not all(math.isfinite(bound) for bound in bounds):
        yield key, "bounds must be finite numbers"
    for name, parts in (("all", condition.all), ("any", condition.any)):
        for index, part in enumerate(parts):
            yield from _condition_faults(part, f"{key}.{name}[{index}]")


def _example_faults(examples: tuple[AdviceExample, ...]) -> Iterator[KeyedReason]:
    answers = {example.answer for example in examples}
    for index, example in enumerate(examples):
        yield from choice_faults(f"example[{index}].answer", example.answer, _ANSWERS)
    if len(answers) < 2:  # noqa: PLR2004  # a loud and a quiet one
        yield "example", "needs worked cases with at least two different answers"
