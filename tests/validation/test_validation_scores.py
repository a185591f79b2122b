"""Scores of a few predictions, by hand."""

import math

import pytest
from validation_builders import prediction

from estimator.validation.scores import pinball, score, scored
from estimator.validation.targets import targets_of

THREE = (
    prediction(1, 1.25, around=2),
    prediction(1, 2, around=2),
    prediction(1, 0.25, around=2),
)


def test_errors_are_factors_either_way() -> None:
    found = score(THREE)
    assert found.median_factor == pytest.approx(2)
    assert found.mean_abs_log == pytest.approx(math.log(1.25 * 2 * 4) / 3)
    assert found.bias == pytest.approx((1.25 * 2 * 0.25) ** (1 / 3))


def test_the_bounds_of_a_quarter_and_of_twice_are_inside() -> None:
    assert (score(THREE).within_quarter, score(THREE).within_double) == (1, 2)


def test_a_port_at_the_edge_of_the_range_is_covered() -> None:
    found = score(THREE)
    assert found.covered == 2
    assert found.width == pytest.approx(4)


def test_a_prediction_without_a_range_covers_nothing() -> None:
    assert not prediction(1, 1).is_covered


def test_a_pinball_loss_punishes_the_rarer_side_more() -> None:
    assert pinball(math.e, 1, 0.9) == pytest.approx(0.9)
    assert pinball(1, math.e, 0.9) == pytest.approx(0.1)
    assert pinball(2, 2, 0.1) == 0


def test_the_pinball_loss_of_the_middle_is_half_the_error() -> None:
    found = score(THREE)
    assert found.pinball is not None
    assert found.pinball[1] == pytest.approx(found.pinball_p50)


def test_directions_are_scored_apart() -> None:
    both = (prediction(1, 2), prediction(1, 4, direction="rust-to-go"))
    method = scored("m", "M", "n", both)
    found = {key: one.median_factor for key, one in method.by_direction}
    assert found == pytest.approx({"go-to-rust": 2, "rust-to-go": 4})


def test_a_broken_promise_is_said() -> None:
    identities = ("full", "lines", "history-average", "cocomo", "flat", "flat-pooled")
    methods = tuple(scored(key, key, "", THREE) for key in identities)
    reached = {target.id: target.reached for target in targets_of(methods)}
    assert reached == {
        "median": False,
        "mean": False,
        "worse": True,
        "history": False,
        "coverage": False,
        "width": True,
        "cocomo": False,
        "flat": False,
        "flat-pooled": False,
    }
