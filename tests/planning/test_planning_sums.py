"""Parts that sum to the last digit, and steps that are merged with their neighbors."""

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from estimator.model.estimate import Effort
from estimator.planning.merging import merged
from estimator.planning.sums import exact, in_proportion

PARTS = st.lists(st.floats(0.0, 1e4), min_size=1, max_size=30)


@given(PARTS, st.floats(1e-3, 1e5))
def test_parts_sum_to_the_total_exactly(parts: list[float], total: float) -> None:
    assert math.fsum(exact(parts, total)) == total


@given(PARTS, st.floats(1e-3, 1e5))
def test_parts_keep_their_proportions(parts: list[float], total: float) -> None:
    whole = math.fsum(parts)
    found = exact(parts, total)

    expected = [part / whole * total if whole else total / len(parts) for part in parts]
    assert found == pytest.approx(expected, rel=1e-9, abs=1e-9 * total)


def test_no_parts_stay_none() -> None:
    assert exact((), 3.0) == ()


def test_a_wave_is_as_wide_as_the_whole() -> None:
    whole = Effort(p10=2.0, p50=5.0, p80=8.0, p90=11.0)

    assert in_proportion(2.5, whole) == Effort(p10=1.0, p50=2.5, p80=4.0, p90=5.5)


def test_the_smallest_step_goes_to_its_smaller_neighbor() -> None:
    steps = merged([5.0, 0.5, 1.0, 4.0], least=0.6, most=9)

    assert [step.places for step in steps] == [(0,), (1, 2), (3,)]


def test_steps_are_merged_until_there_are_few_enough() -> None:
    steps = merged([1.0] * 6, least=0.0, most=3)

    assert len(steps) == 3


def test_one_step_is_left_where_all_are_too_small() -> None:
    assert merged([0.1, 0.1], least=5.0, most=9)[0].places == (0, 1)


def test_nothing_to_merge_gives_nothing() -> None:
    assert merged([], least=1.0, most=3) == ()


@given(PARTS, st.floats(0.0, 100.0), st.integers(1, 12))
def test_steps_keep_the_order_and_lose_no_place(
    efforts: list[float], least: float, most: int
) -> None:
    steps = merged(efforts, least=least, most=most)

    assert [place for step in steps for place in step.places] == list(range(len(efforts)))
    assert len(steps) <= most
    assert len(steps) == 1 or all(step.effort >= least for step in steps)
