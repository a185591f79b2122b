"""A report and its facts into advice: signals, workloads, criteria, the list, the comparison.

Pure: the same values, the same advice. `pipeline` gives it priced reports.
"""

from collections.abc import Iterator, Mapping, Sequence

from msgspec.structs import replace

from estimator.advice.compare import Money, compare
from estimator.advice.criteria import decide_criteria, open_questions
from estimator.advice.numbers import numbers
from estimator.advice.places import number_places
from estimator.advice.portfolio import (
    CROSSING,
    against_pick,
    lines_by_language,
    portfolio_numbers,
    service_of,
)
from estimator.advice.questions import with_branches
from estimator.advice.readiness import check_readiness
from estimator.advice.recommend import recommend
from estimator.advice.shared import shared_contracts
from estimator.advice.signals import find_signals, signal_numbers
from estimator.advice.situation import new_work_numbers, situation_numbers
from estimator.advice.teamnumbers import answer_numbers
from estimator.advice.tradeoffs import tradeoff_rows
from estimator.advice.unitworkloads import LEAST_SURE, find_unit_workloads, metal_shares
from estimator.advice.workloads import find_workloads, workload_numbers
from estimator.configuration.keys import ANSWERS, BY_NAME
from estimator.costing.ceiling import moves_tail
from estimator.costing.standing import standings
from estimator.errors import InputError, RuleFileError
from estimator.facts.drivers import driver_counts, driver_sites
from estimator.model.advice import (
    Advice,
    AdviceSummary,
    Advised,
    Answer,
    CriterionResult,
    MetalShare,
    OpenQuestion,
    SignalFound,
    Subject,
    UnitWorkloads,
    WorkloadFound,
)
from estimator.model.config import Config
from estimator.model.facts import RepositoryFacts
from estimator.model.money import read_amount
from estimator.model.portfolio import Portfolio, Service
from estimator.model.report import Report
from estimator.model.rules import Rulebook
from estimator.model.source import Value
from estimator.rulebook.decide import criterion_answers
from estimator.rulebook.recommended import (
    readiness_decisions,
    recommendation_decisions,
    recommended,
)

_DECLARED = "as declared by --workload"
_NEW = "new"
_REGRET = "A one-language shop that crosses both domains usually regrets the pick."
_YES_OR_NO = frozenset(key for key in ANSWERS if isinstance(BY_NAME[key].default, bool))


class _Known(Value, frozen=True, kw_only=True):
    """What everything else is decided from."""

    numbers: Mapping[str, float]
    signals: tuple[SignalFound, ...] = ()
    workloads: tuple[WorkloadFound, ...]
    units: tuple[UnitWorkloads, ...] = ()
    metals: tuple[MetalShare, ...] = ()


def advise_repository(
    facts: RepositoryFacts,
    report: Report,
    rulebook: Rulebook,
    *,
    config: Config,
    named: tuple[str, ...] = (),
) -> Advice:
    """Give the whole advice on a priced repository.

    Raises:
        InputError: a workload that is named is not one of the rulebook's.
        RuleFileError: no entry of the decision list holds.
    """
    known = _known(facts, report, rulebook, config, named)
    answers = criterion_answers(rulebook, known.numbers)
    places = number_places(facts, report, known.signals, known.workloads)
    criteria = decide_criteria(rulebook, known.numbers, answers, places)
    language = report.repository.priced_language
    sites = driver_sites(facts, language)
    questions = _questions(rulebook, known.numbers, config)
    money = money_of(config)
    kinds = {key: one.kind for key, one in rulebook.scenarios.items()}
    stands = standings(facts.metrics, known.numbers["size.kloc"], rulebook)
    ready = readiness_decisions(rulebook, known.numbers)
    return Advice(
        subject=Subject(
            name=report.repository.name,
            commit=report.repository.commit,
            language=language,
            product_lines=report.size.product_lines,
            languages={one.name: one.product_lines for one in facts.languages},
        ),
        recommendation=_recommendation(rulebook, known, questions),
        workloads=known.workloads,
        signals=known.signals,
        units=known.units,
        metals=known.metals,
        criteria=criteria,
        tradeoffs=tradeoff_rows(rulebook, known.numbers, places, stands),
        ways=compare(report, kinds, criteria, money, facts.shell.seam if facts.shell else None),
        readiness=check_readiness(rulebook, ready, known.numbers, sites),
        questions=questions,
        contracts=shared_contracts(facts, report, sites),
        verdicts=_verdicts(rulebook, questions),
        warnings=tuple(_warnings(criteria)),
        currency=money.rate.unit if money.rate else "",
    )


def advise_portfolio(advices: Sequence[Advice], rulebook: Rulebook) -> Portfolio:
    """Put the advice on several repositories together: one language on both sides is warned of.

    Args:
        advices: of repositories, in the order to be shown.
        rulebook: that gave them; its criterion of one repository decides on all of them as well.

    Raises:
        RuleFileError: the rulebook has no criterion of crossing both domains, or no bound.
    """
    services = tuple(service_of(one) for one in advices)
    known = portfolio_numbers(advices)
    answers = criterion_answers(rulebook, known)
    decided = decide_criteria(rulebook, known, answers, {})
    crossing = next((one for one in decided if one.name == CROSSING), None)
    sure = rulebook.constants.get(LEAST_SURE)
    if crossing is None or sure is None:
        raise RuleFileError(
            f"The rulebook lacks the criterion {CROSSING} or the constant {LEAST_SURE}",
            hint="See rules/advice.",
        )
    return Portfolio(
        services=services,
        languages=lines_by_language(services),
        crosses=crossing.answer,
        crosses_because=crossing.because or crossing.beside,
        crosses_rule=crossing.id,
        warnings=tuple(_portfolio_warnings(services, crossing)),
        against_pick=tuple(against_pick(services, sure=sure.value)),
    )


def _portfolio_warnings(services: tuple[Service, ...], crossing: CriterionResult) -> Iterator[str]:
    cold = ", ".join(one.name for one in services if one.metal in {"cold", "both"})
    warm = ", ".join(one.name for one in services if one.metal in {"warm", "both"})
    if crossing.answer is Answer.YES:
        sides = f" Cold: {cold}; warm: {warm}." if cold and warm else ""
        yield f"{_REGRET}{sides} ({crossing.id})"
    for one in services:
        if one.crosses and len(services) > 1:
            yield f"{one.name} alone crosses both domains in one language ({crossing.id})."


def advise_new(rulebook: Rulebook, named: tuple[str, ...], *, config: Config) -> Advice:
    """Give the choice for work that does not exist yet: once per service and workload.

    Raises:
        InputError: a workload is not one of the rulebook's.
        RuleFileError: no entry of the decision list holds.
    """
    workloads = _with_named((), rulebook, named)
    numbers = {
        **workload_numbers(workloads, rulebook),
        **dict(answer_numbers(config.answers)),
        **new_work_numbers(workloads),
    }
    known = _Known(numbers=numbers, workloads=workloads)
    asked = _questions(rulebook, numbers, config)
    questions = tuple(one for one in asked if one.changes)
    answers = criterion_answers(rulebook, numbers)
    return Advice(
        recommendation=_recommendation(rulebook, known, questions),
        workloads=workloads,
        signals=(),
        criteria=decide_criteria(rulebook, numbers, answers, {}),
        tradeoffs=tradeoff_rows(rulebook, numbers, {}, {}),
        ways=(),
        readiness=(),
        questions=questions,
        contracts=(),
        verdicts=_verdicts(rulebook, questions),
    )


def summarize(
    facts: RepositoryFacts, report: Report, rulebook: Rulebook, *, config: Config
) -> AdviceSummary | None:
    """Give the few lines that a report carries; None where the rules recommend nothing."""
    if not rulebook.recommendations:
        return None
    known = _known(facts, report, rulebook, config, ())
    questions = _questions(rulebook, known.numbers, config)
    found = _recommendation(rulebook, known, questions)
    surest = known.workloads[0] if known.workloads else None
    return AdviceSummary(
        recommendation=found.id,
        verdict=found.verdict,
        says=found.says,
        workload=surest.title if surest else "",
        confidence=surest.confidence if surest else 0.0,
        questions=len(questions),
    )


def money_of(config: Config) -> Money:
    """Read what was declared of money; the keys were checked when they were read."""
    texts = {key: str(value) for key, value in config.answers.items() if key.startswith("money.")}
    return Money(
        rate=read_amount(texts.get("money.rate", "")),
        saving=read_amount(texts.get("money.saving", "")),
        two_languages=read_amount(texts.get("money.two_languages", "")),
    )


def _known(
    facts: RepositoryFacts,
    report: Report,
    rulebook: Rulebook,
    config: Config,
    named: tuple[str, ...],
) -> _Known:
    signals = find_signals(facts, rulebook)
    seen = find_workloads(signals, rulebook)
    workloads = _with_named(seen, rulebook, named)
    units = find_unit_workloads(facts, rulebook, seen)
    metals = metal_shares(units, facts)
    language = report.repository.priced_language
    found = {**signal_numbers(signals, rulebook), **workload_numbers(workloads, rulebook)}
    known = numbers(
        facts,
        report,
        rulebook,
        counts=driver_counts(facts, language, months=None),
        found=found,
        workloads=workloads,
        metals=metals,
        answers=config.answers,
    )
    situation = situation_numbers(
        facts,
        report,
        workloads,
        moves_tail=moves_tail(report.profile, rulebook),
        oracle=config.oracle,
    )
    return _Known(
        numbers={**known, **situation},
        signals=signals,
        workloads=workloads,
        units=units,
        metals=metals,
    )


def _with_named(
    found: tuple[WorkloadFound, ...], rulebook: Rulebook, named: tuple[str, ...]
) -> tuple[WorkloadFound, ...]:
    """Put the workloads that a person names in front, as certain."""
    by_name = {one.name: one for one in rulebook.workloads.values()}
    unknown = [name for name in named if name not in by_name]
    if unknown:
        raise InputError(
            f"--workload {unknown[0]}: there is no workload of this name",
            hint=f"one of {', '.join(sorted(by_name))}",
        )
    seen = {one.name: one for one in found}
    declared = [
        replace(seen[name], confidence=1.0, signals=(_DECLARED, *seen[name].signals))
        if name in seen
        else WorkloadFound(
            id=by_name[name].id,
            name=name,
            title=by_name[name].title,
            pick=by_name[name].pick,
            metal=by_name[name].metal,
            says=by_name[name].says,
            confidence=1.0,
            signals=(_DECLARED,),
            units=(),
            evidence=(),
        )
        for name in dict.fromkeys(named)
    ]
    return (*declared, *(one for one in found if one.name not in named))


def _questions(
    rulebook: Rulebook, numbers: Mapping[str, float], config: Config
) -> tuple[OpenQuestion, ...]:
    asked = open_questions(rulebook, criterion_answers(rulebook, numbers), numbers)
    declared = {*config.answers, *(["team.engineers"] if config.team.engineers else [])}
    outcomes = {
        key: entry.says if entry.verdict == _NEW else entry.verdict
        for key, entry in rulebook.recommendations.items()
    }
    return with_branches(
        asked,
        declared,
        _YES_OR_NO,
        lambda more: recommended(rulebook, {**numbers, **more}),
        outcomes,
    )


def _recommendation(
    rulebook: Rulebook, known: _Known, questions: tuple[OpenQuestion, ...]
) -> Advised:
    decisions = recommendation_decisions(rulebook, known.numbers)
    found = recommend(rulebook, decisions, known.numbers, known.workloads, questions)
    if found is None:
        raise RuleFileError(
            "No [[recommendation]] holds of this repository",
            hint="The last entry of the list has to hold always; see rules/advice.",
        )
    return found


def _warnings(criteria: tuple[CriterionResult, ...]) -> Iterator[str]:
    """Warn of one language on both sides of the document's split."""
    for one in criteria:
        if one.name == CROSSING and one.answer is Answer.YES:
            yield f"{_REGRET} Here: {one.because} ({one.id})."


def _verdicts(rulebook: Rulebook, questions: tuple[OpenQuestion, ...]) -> Mapping[str, str]:
    rules = sorted({branch.rule for one in questions for branch in one.branches} - {""})
    return {rule: rulebook.recommendations[rule].says for rule in rules}
