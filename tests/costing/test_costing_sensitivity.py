"""How far each input moves a P50."""

from typing import Any

import pytest
from costing_builders import built_in_rules, language_size, module, priced, repository, units

from estimator.costing.drivers import PortInputs
from estimator.costing.hotpaths import HotPathSize, SplitTerms
from estimator.costing.sensitivity import port_sensitivity, split_sensitivity
from estimator.model.estimate import Swing


def port_swings(*, has_oracle: bool = True, **inputs: Any) -> dict[str, Swing]:
    found = port_sensitivity(
        30,
        PortInputs(**inputs),
        scenario="rust-to-go",
        has_oracle=has_oracle,
        rulebook=built_in_rules(),
    )
    return {swing.input: swing for swing in found}


def split_swings(whole_kloc: float, *sizes: float) -> dict[str, Swing]:
    found = split_sensitivity(
        tuple(HotPathSize(size_kloc=size) for size in sizes),
        SplitTerms(whole_kloc=whole_kloc, inputs=PortInputs(), port_scenario="go-to-rust"),
        has_oracle=True,
        rulebook=built_in_rules(),
    )
    return {swing.input: swing for swing in found}


def test_the_largest_swing_comes_first() -> None:
    widths = [swing.p50_high - swing.p50_low for swing in port_swings().values()]
    assert widths == sorted(widths, reverse=True)


def test_a_swing_of_size_follows_the_size_law() -> None:
    size = port_swings()["size"]
    assert (size.low, size.high) == pytest.approx((24, 39))
    assert size.p50_low == pytest.approx(5.19615 * 0.8**0.75)
    assert size.p50_high > 5.19615 * 1.25**0.75


def test_what_was_not_counted_is_moved_around_the_reference_of_the_size() -> None:
    hours = port_swings()["invariants"]
    usual = 32.0 * 30**0.84
    assert (hours.low, hours.high) == pytest.approx((usual * 0.79, usual * 1.44))


def test_a_count_is_moved_around_itself() -> None:
    assert port_swings(dependencies=100)["dependencies"].low == pytest.approx(88)


def test_declared_multipliers_are_moved_around_what_is_declared() -> None:
    swings = port_swings(declared=1.2, calibration=2)
    assert swings["declared"].high == pytest.approx(1.2 * 1.15)
    assert swings["calibration"].low == pytest.approx(2 * 0.81)


def test_assistance_counts_only_with_an_oracle() -> None:
    assert "llm" in port_swings()
    assert "llm" not in port_swings(has_oracle=False)


def test_the_range_of_assistance_holds_what_is_declared() -> None:
    assert port_swings(llm=0.3)["llm"].low == 0.3
    assert port_swings(llm=2)["llm"].high == 2


@pytest.mark.parametrize("name", sorted(port_swings()))
def test_each_input_of_a_port_brackets_the_p50_and_says_how_to_know_it(name: str) -> None:
    swing = port_swings()[name]
    assert swing.low < swing.high
    assert swing.p50_low <= 5.19616 <= swing.p50_high + 1e-4
    assert swing.how_to_obtain.endswith(".")


def test_a_split_depends_on_paths_items_and_their_size() -> None:
    swings = split_swings(30, 2)
    assert {"path-size", "items", "paths"} <= set(swings)
    assert swings["paths"].high == 3
    assert swings["paths"].p50_low == pytest.approx(1.732, abs=1e-3)


def test_paths_never_outgrow_the_repository() -> None:
    swings = split_swings(3, 2)
    assert swings["path-size"].high == 3
    assert (swings["paths"].low, swings["paths"].high) == (1, 1)


def test_estimates_carry_it_where_they_are_priced() -> None:
    facts = repository(
        language_size("go", 9_000), modules=(module("go"),), spread=(units("go", 9),)
    )
    found = {name: len(one.sensitivity) for name, one in priced(facts, "go").items()}
    unpriced = {"rust-to-go": 0, "rust-shell-to-go": 0}
    assert found == {"go-to-rust": 6, "go-hot-paths-to-rust": 5, **unpriced}
