"""The sum of correlated parts against draws: benchmarks/sums.py made the stored quantiles."""

import json
import math
import random
from pathlib import Path

import pytest
from costing_builders import built_in_rules
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from estimator.costing.constants import Constants
from estimator.costing.sums import Part, sum_of_parts
from estimator.costing.uncertainty import quantiles

STORED = json.loads(
    (Path(__file__).parent.parent / "fixtures" / "sums-draws.json").read_text(encoding="utf-8")
)
RULES = Constants(values=built_in_rules().constants)
NAMES = ("p10", "p50", "p80", "p90")
WITHIN = 0.025
PARTS = st.lists(
    st.builds(Part, median=st.floats(0.05, 100.0), sigma=st.floats(0.3, 0.9)),
    min_size=1,
    max_size=8,
).map(tuple)


def correlated(rho: float) -> Constants:
    values = dict(RULES.values)
    values["sum.correlation"] = replace(values["sum.correlation"], value=rho)
    return Constants(values=values)


@pytest.mark.parametrize("case", STORED["cases"], ids=lambda case: case["name"])
@pytest.mark.parametrize("name", NAMES)
def test_every_quantile_is_within_a_fortieth_of_a_million_draws(case: dict, name: str) -> None:  # type: ignore[type-arg]  # JSON
    parts = tuple(Part(median=median, sigma=sigma) for median, sigma in case["parts"])
    found = sum_of_parts(parts, correlated(case["rho"]))
    assert STORED["draws"] == 1_000_000
    assert getattr(found, name) == pytest.approx(case["quantiles"][name], rel=WITHIN)


def test_the_stored_draws_are_those_of_a_fresh_smaller_run() -> None:
    draws, generator = 20_000, random.Random(1)  # noqa: S311  # draws, not secrets
    case = STORED["cases"][0]
    sums = []
    for _ in range(draws):
        z = generator.gauss(0, 1)
        sums.append(
            sum(
                median * math.exp(sigma * math.sqrt(0.5) * (z + generator.gauss(0, 1)))
                for median, sigma in case["parts"]
            )
        )
    sums.sort()
    assert case["rho"] == 0.5
    for name, share in zip(NAMES, (0.1, 0.5, 0.8, 0.9), strict=True):
        assert sums[int(share * draws)] == pytest.approx(case["quantiles"][name], rel=0.03)


@given(st.floats(0.01, 1000.0), st.floats(0.2, 1.0))
def test_the_sum_of_one_part_is_the_part(median: float, sigma: float) -> None:
    found = sum_of_parts((Part(median=median, sigma=sigma),), RULES)
    alone = quantiles(median, sigma, RULES)
    for name in NAMES:
        assert getattr(found, name) == pytest.approx(getattr(alone, name), rel=1e-3)


def test_fully_correlated_parts_add_their_quantiles() -> None:
    parts = (Part(median=2.0, sigma=0.5), Part(median=3.0, sigma=0.8))
    found = sum_of_parts(parts, correlated(1.0))
    assert found.p90 == 2 * math.exp(1.28155 * 0.5) + 3 * math.exp(1.28155 * 0.8)
    assert found.p50 == 5


def test_parts_without_spread_add_up() -> None:
    parts = (Part(median=2.0, sigma=0.0), Part(median=3.0, sigma=0.0))
    found = sum_of_parts(parts, RULES)
    assert (found.p10, found.p50, found.p80, found.p90) == (5, 5, 5, 5)


def test_a_part_without_spread_beside_others_shifts_the_sum() -> None:
    wide = Part(median=4.0, sigma=0.7)
    found = sum_of_parts((wide, Part(median=3.0, sigma=0.0)), RULES)
    alone = quantiles(4.0, 0.7, RULES)
    for name in NAMES:
        assert getattr(found, name) == pytest.approx(3 + getattr(alone, name), rel=1e-3)


def test_a_very_narrow_sum_keeps_its_digits() -> None:
    found = sum_of_parts((Part(median=2.0, sigma=1e-5), Part(median=3.0, sigma=1e-5)), RULES)
    assert found.p50 == pytest.approx(5, rel=1e-6)
    assert found.p10 < found.p50 < found.p90


@given(PARTS)
def test_quantiles_of_a_sum_are_ordered(parts: tuple[Part, ...]) -> None:
    found = sum_of_parts(parts, RULES)
    assert 0 < found.p10 < found.p50 < found.p80 < found.p90


@given(PARTS, st.floats(0.5, 20.0), st.floats(0.3, 0.9))
def test_a_further_part_never_lowers_a_quantile(
    parts: tuple[Part, ...], median: float, sigma: float
) -> None:
    before = sum_of_parts(parts, RULES)
    after = sum_of_parts((*parts, Part(median=median, sigma=sigma)), RULES)
    for name in NAMES:
        assert getattr(after, name) > getattr(before, name)


@given(PARTS)
def test_the_order_of_parts_does_not_matter(parts: tuple[Part, ...]) -> None:
    backwards = sum_of_parts(parts[::-1], RULES)
    forwards = sum_of_parts(parts, RULES)
    for name in NAMES:
        assert getattr(backwards, name) == pytest.approx(getattr(forwards, name), rel=1e-9)
