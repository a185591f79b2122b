"""The ways to go on side by side: order, money, break-even, what stays, what is open."""

from typing import Any

import pytest
from advice_facts import facts_of, rules

from estimator.advice.compare import Money, compare
from estimator.model.advice import Answer, CriterionResult, Way
from estimator.model.config import Config
from estimator.model.money import Amount, read_amount
from estimator.model.report import Report
from estimator.model.team import Team
from estimator.pipeline import estimate

TEAM = Team(engineers=4, rust=1, go=4)


def report_of(language: str = "go", *, team: Team | None = None) -> Report:
    return estimate(facts_of(language), rules(), config=Config(team=team or Team()))


def ways_of(report: Report, *criteria: CriterionResult, **money: Amount) -> dict[str, Way]:
    kinds = {key: one.kind for key, one in rules().scenarios.items()}
    return {one.id: one for one in compare(report, kinds, criteria, Money(**money))}


def criterion(title: str, side: str, answer: Answer = Answer.YES) -> CriterionResult:
    return CriterionResult(
        id="AD299",
        name="x",
        side=side,
        title=title,
        answer=answer,
        because="",
        decided_by="evidence",
        evidence=(),
        sentences=(),
    )


def amount(value: float, unit: str) -> Amount:
    return Amount(value=value, unit=unit)


def test_a_split_is_compared_first_then_staying_then_the_whole_port() -> None:
    assert list(ways_of(report_of())) == ["go-hot-paths-to-rust", "stay", "go-to-rust"]


def test_staying_costs_nothing_and_keeps_everything() -> None:
    stay = ways_of(report_of())["stay"]
    assert (stay.effort_p50, stay.effort_p80, stay.stays) == (0.0, 0.0, ("everything",))


def test_efforts_are_those_of_the_report() -> None:
    report = report_of()
    prices = {one.id: one.effort for one in report.scenarios if one.effort}
    for key, way in ways_of(report).items():
        if key in prices:
            assert (way.effort_p50, way.effort_p80) == (prices[key].p50, prices[key].p80)


def test_a_way_that_does_not_apply_says_why_and_has_no_price() -> None:
    shell = ways_of(report_of("rust"))["rust-shell-to-go"]
    assert (shell.applies, shell.effort_p50, shell.basis) == (False, None, "")
    assert shell.why


def test_better_and_worse_are_reasons_that_apply_here() -> None:
    ways = ways_of(
        report_of(),
        criterion("fast", "rust"),
        criterion("easy", "go"),
        criterion("open", "rust", Answer.OPEN),
        criterion("denied", "go", Answer.NO),
        criterion("kind", "overview"),
    )
    port, stay = ways["go-to-rust"], ways["stay"]
    assert (port.better, port.worse) == (("fast",), ("easy",))
    assert (stay.better, stay.worse) == (("easy",), ("fast",))


def test_a_split_says_how_much_stays() -> None:
    split = ways_of(report_of())["go-hot-paths-to-rust"]
    assert split.stays == ("about 18,000 of 20,000 lines (90 %) in Go",)


def test_without_a_team_there_are_no_months() -> None:
    port = ways_of(report_of())["go-to-rust"]
    assert (port.calendar_months, port.calendar_limits) == (None, ())


def test_the_calendar_names_what_is_not_divided_and_who_does_not_shorten_it() -> None:
    split = ways_of(report_of(team=TEAM))["go-hot-paths-to-rust"]
    assert split.calendar_months
    assert split.calendar_limits == (
        "30 % of the work, core types and cut-over, is not divided",
        "1 of 4 engineers shorten it at this size",
    )


def test_a_rate_turns_effort_into_money() -> None:
    port = ways_of(report_of(), rate=amount(10_000.0, "EUR"))["go-to-rust"]
    assert port.effort_p50 is not None
    assert port.money_p50 == pytest.approx(port.effort_p50 * 10_000)


def test_without_a_declared_saving_no_break_even_is_invented() -> None:
    ways = ways_of(report_of(), rate=amount(10_000.0, "EUR"))
    assert {(one.break_even_months, one.break_even) for one in ways.values()} == {(None, "")}


def test_a_saving_pays_for_effort_with_learning() -> None:
    report = report_of(team=TEAM)
    scenario = next(one for one in report.scenarios if one.id == "go-to-rust")
    port = ways_of(report, saving=amount(2.0, "EM"))["go-to-rust"]
    assert scenario.effort_with_learning is not None
    assert port.break_even_months == pytest.approx(scenario.effort_with_learning.p50 / 2 * 12)
    assert " with learning / 2 EM a year" in port.break_even


def test_a_saving_in_money_needs_a_rate_in_its_currency() -> None:
    saving = amount(20_000.0, "EUR")
    rates: tuple[dict[str, Any], ...] = ({}, {"rate": amount(10_000.0, "USD")})
    for rate in rates:
        port = ways_of(report_of(), saving=saving, **rate)["go-to-rust"]
        assert (port.break_even_months, port.break_even[:13]) == (None, "no break-even")
    same = ways_of(report_of(), saving=saving, rate=amount(10_000.0, "EUR"))["go-to-rust"]
    assert same.break_even_months


def test_two_languages_are_taken_off_the_saving_of_a_split_only() -> None:
    ways = ways_of(report_of(), saving=amount(1.0, "EM"), two_languages=amount(1.0, "EM"))
    split, port = ways["go-hot-paths-to-rust"], ways["go-to-rust"]
    assert (split.break_even_months, split.break_even[:6]) == (None, "never:")
    assert (split.yearly_cost, split.open_costs) == ("1 EM a year", ())
    assert port.break_even_months
    assert port.yearly_cost == ""


def test_an_undeclared_cost_of_two_languages_is_open() -> None:
    ways = ways_of(report_of(), saving=amount(1.0, "EM"))
    assert ways["go-hot-paths-to-rust"].open_costs
    assert "which is open" in ways["go-hot-paths-to-rust"].break_even
    assert ways["go-to-rust"].open_costs == ()


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("12000 EUR", amount(12_000.0, "EUR")),
        ("12,000.50EUR", amount(12_000.5, "EUR")),
        ("1.5 em", amount(1.5, "EM")),
        (" 3 $ ", amount(3.0, "$")),
        ("EUR", None),
        ("12 000 EUR", None),
        ("-1 EUR", None),
        ("1e3 EUR", None),
        ("9999999999999999 EUR", None),
        ("", None),
    ],
)
def test_an_amount_is_a_number_with_a_unit(text: str, found: Amount | None) -> None:
    assert read_amount(text) == found
