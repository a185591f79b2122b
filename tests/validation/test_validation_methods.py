"""Leaving one of three ports out, by hand."""

import math

import pytest
from validation_builders import built_in_rules, case

from estimator.costing.constants import Constants
from estimator.model.accuracy import Method, Prediction
from estimator.validation.methods import methods_of

CASES = (
    case("a", 2.0, size_kloc=30, own=8),
    case("b", 8.0, size_kloc=30, own=16),
    case("c", 1.0, size_kloc=6, own=2),
    case("d", 4.0, size_kloc=60, direction="rust-to-go", own=4),
    case("e", 1.0, size_kloc=10, direction="rust-to-go"),
)


@pytest.fixture(scope="module")
def methods() -> dict[str, Method]:
    found = methods_of(CASES, Constants(values=built_in_rules().constants))
    return {method.id: method for method in found}


def of(method: Method, port: str) -> Prediction:
    return next(one for one in method.predictions if one.port == port)


def test_each_port_is_predicted_from_the_others(methods: dict[str, Method]) -> None:
    # laws are 1, so the level for c is that of a and b: sqrt(2 x 8); for a that of b and c
    assert of(methods["lines"], "c").p50 == pytest.approx(4)
    assert of(methods["lines"], "a").p50 == pytest.approx(math.sqrt(8))


def test_the_anchored_direction_is_not_refitted(methods: dict[str, Method]) -> None:
    assert of(methods["lines"], "d").p50 == 1


def test_the_flat_rate_is_that_of_the_direction(methods: dict[str, Method]) -> None:
    # for c: median of 2/30 and 8/30, at 6 kLoC
    assert of(methods["flat"], "c").p50 == pytest.approx(1)
    # pooled, d and e too: median of 2/30, 8/30, 4/60, 1/10
    assert of(methods["flat-pooled"], "c").p50 == pytest.approx(6 * (2 / 30 + 1 / 10) / 2)


def test_the_document_speaks_about_its_own_direction_only(methods: dict[str, Method]) -> None:
    assert [one.port for one in methods["document"].predictions] == ["d", "e"]
    one = of(methods["document"], "d")
    assert (one.p10, one.p50, one.p90) == pytest.approx((6, 6 * math.sqrt(3), 18))


def test_the_band_of_the_document_is_three_wide(methods: dict[str, Method]) -> None:
    assert methods["document-band"].pooled.width == pytest.approx(3)


def test_history_is_refused_where_it_is_not_whole(methods: dict[str, Method]) -> None:
    assert [one.port for one in methods["own-history"].predictions] == ["a", "b", "c", "d"]
    # for c: shares of a, b and d are 1/4, 1/2 and 1
    assert of(methods["own-history"], "c").p50 == pytest.approx(1)


def test_the_average_lies_between_history_and_law(methods: dict[str, Method]) -> None:
    assert of(methods["history-average"], "c").p50 == pytest.approx(math.sqrt(4 * 1))


def test_the_shipped_model_is_not_refitted(methods: dict[str, Method]) -> None:
    assert of(methods["shipped"], "c").p50 == pytest.approx(2)


def test_cocomo_gives_no_range(methods: dict[str, Method]) -> None:
    one = of(methods["cocomo"], "a")
    assert one.p10 is None
    assert one.p50 == pytest.approx(2.4 * 30**1.05)


def test_a_method_without_a_range_is_not_scored_on_one(methods: dict[str, Method]) -> None:
    assert methods["flat"].pooled.covered is None
    assert methods["flat"].pooled.pinball is None
