"""What is refitted, by hand."""

import math

import pytest
from validation_builders import built_in_rules, case

from estimator.validation.cases import cases_of
from estimator.validation.fits import (
    fit_level,
    fit_power_law,
    flat_rate,
    history_share,
    leveled,
    spread_of,
)


def test_the_multiplier_is_the_geometric_mean_of_actual_over_law() -> None:
    fit = fit_level((case("a", 2), case("b", 8)), lambda one: one.lines)
    assert fit.multiplier == pytest.approx(4)


def test_the_spread_is_the_deviation_over_the_degrees_of_freedom_times_t_over_z() -> None:
    # residuals ln 1/2 and ln 2, one fitted parameter, one degree of freedom
    fit = fit_level((case("a", 2), case("b", 8)), lambda one: one.lines)
    assert fit.sigma == pytest.approx(math.sqrt(2) * math.log(2) * 3.07768 / 1.28155, rel=1e-5)


def test_the_anchored_direction_keeps_its_level() -> None:
    anchored = case("c", 5, direction="rust-to-go")
    fit = fit_level((case("a", 3), anchored), lambda one: one.lines)
    assert leveled(anchored, lambda one: one.lines, fit) == 1
    assert leveled(case("d", 1, law=2), lambda one: one.lines, fit) == pytest.approx(6)


def test_nothing_to_fit_leaves_the_level_alone() -> None:
    fit = fit_level((case("a", 3, direction="rust-to-go"),), lambda one: one.lines)
    assert (fit.multiplier, fit.sigma) == (1, 0)


@pytest.mark.parametrize(("fitted", "sigma"), [(0, 0.64), (1, 0.66), (2, 0.69)])
def test_the_rms_of_the_ports_gives_the_published_spreads(fitted: int, sigma: float) -> None:
    residuals = [0.62 * (-1) ** index for index in range(18)]
    assert round(spread_of(residuals, fitted=fitted), 2) == sigma


def test_the_shipped_sigma_is_what_all_ports_give() -> None:
    fit = fit_level(cases_of(built_in_rules()), lambda one: one.lines)
    assert round(fit.sigma, 2) == built_in_rules().constants["interval.sigma"].value


def test_a_power_law_finds_its_own_exponent_and_levels() -> None:
    cases = tuple(
        case(f"{direction}{size}", level * size**0.5, size_kloc=size, direction=direction)
        for direction, level in (("go-to-rust", 3.0), ("rust-to-go", 1.0))
        for size in (1.0, 4.0, 16.0)
    )
    law = fit_power_law(cases)
    assert law.exponent == pytest.approx(0.5)
    assert dict(law.levels) == pytest.approx({"go-to-rust": 3, "rust-to-go": 1})
    assert law.at(cases[1]) == pytest.approx(6)
    assert law.sigma == pytest.approx(0, abs=1e-9)


def test_the_flat_rate_is_a_median_per_kloc() -> None:
    cases = (case("a", 6), case("b", 12), case("c", 600))
    assert flat_rate(cases) == 2


def test_the_share_of_history_leaves_out_broken_histories() -> None:
    cases = (case("a", 1, own=4), case("b", 3, own=4), case("c", 9))
    assert history_share(cases) == 0.5
