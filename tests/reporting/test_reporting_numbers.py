"""Rounding for people."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from estimator.reporting.numbers import (
    apportioned,
    change,
    exact_number,
    floor_percent,
    four_digits,
    grouped,
    headline_number,
    people,
    percent,
    two_digit_step,
    two_digits,
)

EFFORTS = st.floats(min_value=0.001, max_value=2_000)


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (5.19615, "5.2"),
        (12.94, "13"),
        (152.4, "150"),
        (0.0412, "0.041"),
        (0.5, "0.50"),
        (9.96, "10"),
        (99.6, "100"),
        (1234.0, "1,200"),
        (0.0, "0"),
    ],
)
def test_people_read_two_significant_digits(value: float, text: str) -> None:
    assert people(value) == text


@pytest.mark.parametrize(
    ("value", "beside", "text"),
    [
        (5.196, 5.196, "5"),
        (2.09, 5.196, "2"),
        (12.9, 5.196, "13"),
        (1.732, 1.732, "1.7"),
        (0.715, 1.732, "0.7"),
        (1.0, 1.732, "1"),
        (4.19, 1.732, "4.2"),
        (152.4, 152.4, "150"),
        (562.0, 152.4, "560"),
        (0.3188, 0.3188, "0.32"),
        (0.0041, 0.3188, "0.0041"),
        (100.2, 10.0, "100"),
    ],
)
def test_a_sentence_is_as_coarse_as_its_middle(value: float, beside: float, text: str) -> None:
    assert headline_number(value, beside) == text


@given(parts=st.lists(EFFORTS, min_size=1, max_size=20))
def test_printed_parts_sum_to_the_printed_total(parts: list[float]) -> None:
    total = two_digits(sum(parts))
    assert sum(apportioned(parts, total), Decimal(0)) == total


@given(parts=st.lists(EFFORTS, min_size=1, max_size=20))
def test_no_printed_part_is_far_from_the_exact_one(parts: list[float]) -> None:
    total = two_digits(sum(parts))
    printed = apportioned(parts, total)
    step = two_digit_step(total)
    assert all(
        abs(shown - Decimal(repr(part))) <= 3 * step
        for part, shown in zip(parts, printed, strict=True)
    )


@given(parts=st.lists(EFFORTS, min_size=1, max_size=20))
def test_no_printed_part_is_negative(parts: list[float]) -> None:
    assert min(apportioned(parts, two_digits(sum(parts)))) >= 0


def test_the_reference_port_keeps_two_digits_in_each_part() -> None:
    shares = (0.56, 0.16, 0.06, 0.03, 0.11, 0.04, 0.04)
    printed = apportioned([5.19615 * share for share in shares], Decimal("5.2"))
    assert [str(part) for part in printed] == [
        "2.9",
        "0.83",
        "0.32",
        "0.16",
        "0.57",
        "0.21",
        "0.21",
    ]


def test_no_parts_give_no_parts() -> None:
    assert apportioned((), Decimal(0)) == ()


def test_parts_of_nothing_are_nothing() -> None:
    assert apportioned((0.0, 0.0), Decimal(0)) == (Decimal(0), Decimal(0))


@pytest.mark.parametrize(
    ("share", "text"), [(0.0, "0 %"), (0.004, "<1 %"), (0.56, "56 %"), (1.0, "100 %")]
)
def test_a_share_is_a_whole_percentage(share: float, text: str) -> None:
    assert percent(share) == text


@pytest.mark.parametrize(
    ("share", "text"), [(0.8996, "89.9 %"), (1.0, "100 %"), (0.99999, "99.9 %"), (0.5, "50 %")]
)
def test_coverage_is_never_rounded_up(share: float, text: str) -> None:
    assert floor_percent(share) == text


@pytest.mark.parametrize(
    ("factor", "text"), [(1.18, "+18 %"), (0.841, "-16 %"), (1.0, "none"), (1.001, "none")]
)
def test_a_driver_is_told_by_what_it_does(factor: float, text: str) -> None:
    assert change(factor) == text


def test_a_count_that_is_not_whole_keeps_two_digits() -> None:
    assert (grouped(12_345), grouped(0.25)) == ("12,345", "0.25")


def test_a_source_number_is_written_as_it_is() -> None:
    assert (exact_number(4.0), exact_number(4.8)) == ("4", "4.8")


def test_a_checked_sum_has_four_digits() -> None:
    assert [four_digits(value) for value in (5.19615, 0.0, 0.0412345)] == ["5.196", "0", "0.04123"]
