"""Priced scenarios, criteria and declared money -> the ways to go on, side by side. Pure.

Order of the document: splits first, then staying, then the whole port. Nothing is priced here;
effort is EM, months are the calendar's or those until a way has paid for itself.
"""

from collections.abc import Iterable, Iterator, Mapping

from msgspec.structs import replace

from estimator.model.advice import Answer, CriterionResult, Way
from estimator.model.estimate import Calendar, Effort, ScenarioEstimate
from estimator.model.hotpaths import Seam
from estimator.model.money import EM, Amount
from estimator.model.percent import percent
from estimator.model.report import Report
from estimator.model.source import Value

STAY = "stay"
_WHOLE = "whole-port"
_SHELL = "shell"
_SPLITS = ("hot-paths", _SHELL)
_ORDER = (*_SPLITS, STAY, _WHOLE)
_NAMES = {"go": "Go", "rust": "Rust"}
_MONTHS = 12.0
_UNIT_LINES = 1_000.0
_MOST_RISKS = 5
_OPEN_COST = "what two languages cost in a year (CI, on-call, hiring): declare money.two_languages"


class Money(Value, frozen=True, kw_only=True):
    """What was declared of money and savings; None: nobody said."""

    rate: Amount | None = None
    """Of one EM."""
    saving: Amount | None = None
    """In a year, EM or money."""
    two_languages: Amount | None = None
    """Cost of two languages in a year, EM or money."""


def compare(
    report: Report,
    kinds: Mapping[str, str],
    criteria: Iterable[CriterionResult],
    money: Money,
    shell: Seam | None = None,
) -> tuple[Way, ...]:
    """Put every way to go on beside the others.

    Args:
        report: with the scenarios, those that do not apply too.
        kinds: scenario id -> hot-paths, shell or whole-port.
        criteria: decided ones say what gets better and worse.
        money: as declared.
        shell: the cut to the API shell, where there is one.
    """
    decided = tuple(criteria)
    language = report.repository.priced_language
    of_language = [one for one in report.scenarios if one.source_language == language]
    ways = [_way(one, kinds[one.id], report, decided, money) for one in of_language]
    ways.append(_stay(language, decided))
    told = _cautioned(ways, report, shell)
    return tuple(sorted(told, key=lambda way: (_ORDER.index(way.kind), way.id)))


def _stay(language: str, criteria: tuple[CriterionResult, ...]) -> Way:
    other = "rust" if language == "go" else "go"
    return Way(
        id=STAY,
        title=f"Keep {_NAMES[language]} as it is",
        applies=True,
        effort_p50=0.0,
        effort_p80=0.0,
        learning_p50=0.0,
        calendar_months=0.0,
        calendar_limits=(),
        money_p50=None,
        money_p80=None,
        risks=(),
        better=_reasons(criteria, language),
        worse=_reasons(criteria, other),
        stays=("everything",),
        break_even_months=None,
        open_costs=(),
        kind=STAY,
        why="It is always possible.",
    )


def _way(
    scenario: ScenarioEstimate,
    kind: str,
    report: Report,
    criteria: tuple[CriterionResult, ...],
    money: Money,
) -> Way:
    effort = scenario.effort if scenario.applies else None
    risks = [one.title for one in report.drivers if one.effect == "risk"] if effort else []
    is_split = kind != _WHOLE and effort is not None
    yearly = money.two_languages if is_split else None
    months, words = _break_even(scenario, money, is_split=is_split) if effort else (None, "")
    return Way(
        id=scenario.id,
        title=scenario.title,
        applies=effort is not None,
        effort_p50=effort.p50 if effort else None,
        effort_p80=effort.p80 if effort else None,
        learning_p50=scenario.learning.p50 if effort and scenario.learning else None,
        calendar_months=scenario.calendar.p50 if effort and scenario.calendar else None,
        calendar_limits=tuple(_limits(scenario.calendar)) if effort else (),
        money_p50=_in_money(effort.p50, money) if effort else None,
        money_p80=_in_money(effort.p80, money) if effort else None,
        risks=tuple(risks[:_MOST_RISKS]),
        better=_reasons(criteria, scenario.target_language) if effort else (),
        worse=_reasons(criteria, scenario.source_language) if effort else (),
        stays=tuple(_stays(scenario, kind, report)) if effort else (),
        break_even_months=months,
        break_even=words,
        open_costs=(_OPEN_COST,) if is_split and yearly is None else (),
        kind=kind,
        why=scenario.why,
        basis=scenario.basis.value if effort else "",
        yearly_cost=_amount_words(yearly) if yearly else "",
    )


def _cautioned(ways: list[Way], report: Report, shell: Seam | None) -> Iterator[Way]:
    """Say of each split what it moves for which part of the whole price, and how its cut is."""
    whole = next((one.effort_p50 for one in ways if one.kind == _WHOLE and one.applies), None)
    sizes = {one.id: one.size_kloc * _UNIT_LINES for one in report.scenarios}
    for way in ways:
        said = []
        if way.kind in _SPLITS and way.effort_p50 is not None and whole:
            lines = sizes[way.id] / max(1, report.size.product_lines)
            price = way.effort_p50 / whole
            said.append(
                f"it moves {percent(lines)} of the lines for {percent(price)} of the whole"
                " port's price"
            )
        if way.kind == _SHELL and way.applies and shell is not None:
            said.append(f"its cut is {shell.quality}: {len(shell.crossings):,} items cross")
        yield replace(way, cautions=tuple(said)) if said else way


def _reasons(criteria: Iterable[CriterionResult], side: str) -> tuple[str, ...]:
    """Titles of the document's reasons for a language that apply here."""
    return tuple(one.title for one in criteria if one.side == side and one.answer is Answer.YES)


def _stays(scenario: ScenarioEstimate, kind: str, report: Report) -> Iterator[str]:
    source = _NAMES[scenario.source_language]
    if kind == _WHOLE:
        yield "behavior, interfaces and data; no line of code"
        return
    total = report.size.product_lines
    left = max(0.0, total - scenario.size_kloc * _UNIT_LINES)
    share = left / total if total else 0.0
    yield f"about {left:,.0f} of {total:,} lines ({percent(share)}) in {source}"


def _limits(calendar: Calendar | None) -> Iterator[str]:
    if calendar is None:
        return
    yield f"{percent(calendar.serial_share)} of the work, core types and cut-over, is not divided"
    if calendar.useful_engineers < calendar.engineers:
        useful = f"{calendar.useful_engineers:.2g}"
        yield f"{useful} of {calendar.engineers} engineers shorten it at this size"


def _in_money(effort: float, money: Money) -> float | None:
    return None if money.rate is None else effort * money.rate.value


def _break_even(
    scenario: ScenarioEstimate, money: Money, *, is_split: bool
) -> tuple[float | None, str]:
    """Months until the saving has paid for the effort with learning; only where one is declared."""
    if money.saving is None:
        return None, ""
    saving = _in_em(money.saving, money.rate)
    cost = _in_em(money.two_languages, money.rate) if is_split else 0.0
    if saving is None or (cost is None and money.two_languages is not None):
        return None, "no break-even: an amount in money needs --rate in the same currency"
    net = saving - (cost or 0.0)
    if net <= 0:
        return None, "never: two languages cost as much in a year as the change saves"
    effort: Effort | None = scenario.effort_with_learning or scenario.effort
    if effort is None:
        return None, ""
    without = " without the cost of two languages, which is open" if cost is None else ""
    learned = " with learning" if scenario.learners else ""
    formula = f"{effort.p50:.3g} EM{learned} / {net:.3g} EM a year{without}"
    return effort.p50 / net * _MONTHS, formula


def _in_em(amount: Amount | None, rate: Amount | None) -> float | None:
    """EM of an amount; None where there is none, or no rate in its currency."""
    if amount is None:
        return None
    if amount.unit == EM:
        return amount.value
    if rate is None or rate.unit != amount.unit or not rate.value:
        return None
    return amount.value / rate.value


def _amount_words(amount: Amount) -> str:
    return f"{amount.value:,g} {amount.unit} a year"
