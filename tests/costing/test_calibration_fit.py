"""C of a team's own finished ports: by hand, and as properties."""

import math
from collections.abc import Sequence

import pytest
from costing_builders import built_in_rules, language_size, priced, repository
from hypothesis import given
from hypothesis import strategies as st

from estimator.costing.calibration import calibration_report, calibrations, fitted, own_ports
from estimator.model.estimate import Pricing, ScenarioEstimate
from estimator.model.records import (
    CalibrationReport,
    DirectionFit,
    MeasuredBy,
    Record,
    RecordedScenario,
)

ratios = st.lists(st.floats(0.01, 100), max_size=12)


def finished(
    ratio: float, *, scenario: str = "rust-to-go", identity: str = "a", rulebook: str = ""
) -> Record:
    return Record(
        id=identity,
        scenario=RecordedScenario(scenario),
        p50_em=2.0,
        rulebook=rulebook or built_in_rules().digest,
        version="0.1.0",
        size_kloc=9.0,
        actual_em=2.0 * ratio,
        measured_by=MeasuredBy.TIME_SHEETS,
    )


def level(values: Sequence[float], scenario: str = "rust-to-go") -> float:
    records = [finished(value, scenario=scenario) for value in values]
    return calibrations(own_ports(records), built_in_rules())[scenario].value


def report(records: Sequence[Record]) -> CalibrationReport:
    return calibration_report(records, built_in_rules())


def rust(records: Sequence[Record]) -> DirectionFit:
    return next(one for one in report(records).directions if one.direction == "rust-to-go")


def price(records: Sequence[Record], language: str) -> dict[str, ScenarioEstimate]:
    fits = calibrations(own_ports(records), built_in_rules())
    facts = repository(language_size(language, 9_000))
    return priced(facts, language, pricing=Pricing(calibration=fits))


def p50(estimate: ScenarioEstimate) -> float:
    assert estimate.effort
    return estimate.effort.p50


def test_no_port_gives_exactly_one() -> None:
    assert level([]) == 1.0
    assert fitted(0, 0.0, shrinkage=4.0).formula == "1"


def test_one_port_that_took_twice_as_long_moves_the_level_by_a_fifth_of_it() -> None:
    # exp(1/5 x ln 2) = 2^0.2 = 1.14870
    assert level([2]) == pytest.approx(1.148698, abs=1e-6)


def test_four_ports_that_took_twice_as_long_move_the_level_by_half_of_it() -> None:
    # exp(4/8 x ln 2) = sqrt 2
    assert level([2, 2, 2, 2]) == pytest.approx(math.sqrt(2))


def test_the_formula_has_its_numbers_filled_in() -> None:
    fit = fitted(2, math.log(4), shrinkage=4.0)
    assert fit.formula == "exp(2/(2 + 4) x 0.6931) = 1.26"


def test_errors_that_cancel_leave_the_level() -> None:
    assert level([4, 0.25]) == pytest.approx(1)


def test_bias_spread_and_median_before_and_after_are_those_by_hand() -> None:
    # ln errors ln 2 and ln 8: mean ln 4; C = 4^(2/6) = 1.5874
    fit = rust([finished(2, identity="a"), finished(8, identity="b")])
    assert fit.before
    assert fit.after
    assert fit.before.bias == pytest.approx(4)
    assert fit.before.spread == pytest.approx(math.sqrt(5) * math.log(2))
    assert fit.before.median_factor == pytest.approx(4)
    assert fit.calibration.value == pytest.approx(1.587401, abs=1e-6)
    assert fit.after.bias == pytest.approx(2.519842, abs=1e-6)
    assert [row.after for row in fit.rows] == pytest.approx([1.259921, 5.039684])


def test_two_ports_are_not_predicted_from_each_other() -> None:
    fit = rust([finished(2, identity="a"), finished(8, identity="b")])
    assert fit.left_out is None
    assert {row.left_out for row in fit.rows} == {None}


def test_from_three_ports_on_each_is_predicted_from_the_others() -> None:
    # the others' C: 2^(2/6) for each
    fit = rust([finished(2, identity=name) for name in "abc"])
    assert [row.left_out for row in fit.rows] == pytest.approx([2 / 2 ** (1 / 3)] * 3)
    assert fit.left_out
    assert fit.left_out.bias == pytest.approx(2 ** (2 / 3))


def test_a_direction_without_ports_says_nothing_but_its_price() -> None:
    fit = rust([])
    assert (fit.before, fit.after, fit.left_out, fit.rows) == (None, None, None, ())
    assert fit.reference_after == fit.reference_before == pytest.approx(5.196152, abs=1e-6)


def test_the_reference_port_is_priced_at_the_fitted_level() -> None:
    fit = rust([finished(2, identity=name) for name in "abcd"])
    assert fit.reference_after == pytest.approx(5.196152 * math.sqrt(2), abs=1e-5)


def test_hot_paths_and_whole_ports_of_a_direction_share_their_level() -> None:
    records = [
        finished(2, scenario="go-to-rust"),
        finished(2, scenario="go-hot-paths-to-rust"),
    ]
    fits = calibrations(own_ports(records), built_in_rules())
    assert fits["go-to-rust"] == fits["go-hot-paths-to-rust"]
    assert fits["go-to-rust"].ports == 2
    assert fits["rust-to-go"].value == 1.0


def test_the_level_multiplies_every_part_of_a_split_and_its_cap() -> None:
    before = price([], "go")["go-hot-paths-to-rust"]
    after = price([finished(2, scenario="go-to-rust")], "go")["go-hot-paths-to-rust"]
    times = pytest.approx(2**0.2)
    assert [b.effort / a.effort for a, b in zip(before.lines, after.lines, strict=True)] == [
        times,
        times,
        times,
    ]
    assert p50(after) / p50(before) == times


def test_the_level_of_one_direction_leaves_the_other() -> None:
    records = [finished(2, scenario="go-to-rust")]
    assert price(records, "rust")["rust-to-go"] == price([], "rust")["rust-to-go"]


def test_the_factor_shows_how_many_ports_and_the_formula() -> None:
    estimate = price([finished(2)], "rust")["rust-to-go"]
    factor = next(one for one in estimate.factors if one.id == "calibration")
    assert factor.input == 1
    assert factor.formula == "exp(1/(1 + 4) x 0.6931) = 1.149"
    assert any("calibration 1.149" in text and "(n = 1)" in text for text in estimate.assumptions)


def says_other_rules(records: Sequence[Record]) -> bool:
    return any("other rules" in text for text in price(records, "rust")["rust-to-go"].warnings)


def test_ports_priced_by_other_rules_are_said() -> None:
    records = [finished(2, rulebook="0" * 12, identity="old")]
    assert says_other_rules(records)
    assert not says_other_rules([finished(2)])
    assert report(records).notes[-1].endswith("estimate them again: old.")


@given(ratios)
def test_the_level_lies_between_one_and_the_mean_error(values: list[float]) -> None:
    mean = math.exp(math.fsum(map(math.log, values)) / len(values)) if values else 1.0
    low, high = sorted((1.0, mean))
    assert low * (1 - 1e-9) <= level(values) <= high * (1 + 1e-9)


@given(ratios, st.integers(0, 11), st.floats(1, 10))
def test_a_port_that_took_longer_never_lowers_the_level(
    values: list[float], index: int, by: float
) -> None:
    longer = [value * by if place == index else value for place, value in enumerate(values)]
    assert level(longer) >= level(values) * (1 - 1e-12)


@given(st.floats(1.01, 100), st.integers(1, 20))
def test_more_ports_of_the_same_error_are_believed_more(ratio: float, count: int) -> None:
    assert level([ratio] * (count + 1)) > level([ratio] * count)


@given(st.permutations([0.3, 0.9, 1.7, 4.0, 0.11]))
def test_the_order_of_the_ports_does_not_matter(values: list[float]) -> None:
    assert level(values) == level([0.11, 0.3, 0.9, 1.7, 4.0])
