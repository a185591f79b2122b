"""Prices of hot paths that a profile showed, a person named, or source alone suggests."""

import math
from collections.abc import Mapping

import pytest
from costing_builders import (
    built_in_rules,
    language_size,
    module,
    priced,
    repository,
    units,
)
from hot_builders import awkward_seam, hot_path, measured, profile, static
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from estimator.costing.ceiling import moves_tail
from estimator.costing.pathprices import price_hot_paths
from estimator.model.estimate import Basis, Pricing, ScenarioEstimate
from estimator.model.facts import RepositoryFacts
from estimator.model.hotpaths import HotPath, HotPaths, TimeShares
from estimator.model.pathprice import PathChoice, PricedPaths
from estimator.rulebook.match import match_scenarios

SPLIT = "go-hot-paths-to-rust"
PER_SECOND_MANY, PER_SECOND_FEW = 200_000.0, 100.0


def go_facts(lines: int = 30_000, hot: HotPaths | None = None) -> RepositoryFacts:
    facts = repository(
        language_size("go", lines), modules=(module("go"),), spread=(units("go", 9),)
    )
    return replace(facts, hot_paths=hot)


def split_of(facts: RepositoryFacts) -> ScenarioEstimate:
    return priced(facts, "go")[SPLIT]


def prices_of(facts: RepositoryFacts, calls: float | None = None) -> PricedPaths:
    rules = built_in_rules()
    found = price_hot_paths(
        facts,
        rules,
        findings=match_scenarios(rules, facts.metrics),
        language="go",
        pricing=Pricing(calls_per_second=calls),
    )
    assert found is not None
    return found


def choice_of(path: HotPath, calls: float | None = None, lines: int = 30_000) -> PathChoice:
    return prices_of(go_facts(lines, measured(path)), calls).choices[0]


def forms(choice: PathChoice) -> Mapping[str, float]:
    return {one.form: one.effort.p50 for one in choice.prices}


def test_one_path_of_two_kloc_and_five_items_costs_the_center_of_one_to_three_months() -> None:
    estimate = split_of(go_facts(hot=measured()))
    assert estimate.effort
    assert estimate.effort.p50 == pytest.approx(1.732, abs=5e-4)


def test_a_small_path_with_two_items_costs_its_worked_example() -> None:
    estimate = split_of(go_facts(hot=measured(hot_path(0.1, 2))))
    assert estimate.effort
    assert estimate.effort.p50 == pytest.approx(0.4810, abs=5e-5)


def test_three_paths_cost_their_worked_example() -> None:
    paths = (
        hot_path(0.36, id="hp-000001"),
        hot_path(3.8, id="hp-000002"),
        hot_path(10, id="hp-000003"),
    )
    estimate = split_of(go_facts(40_000, measured(*paths)))
    assert estimate.effort
    assert estimate.effort.p50 == pytest.approx(8.037, abs=5e-4)


def test_a_path_that_is_most_of_the_repository_is_capped_by_the_whole_port() -> None:
    facts = replace(go_facts(3_000, measured(hot_path(2.6, 8))), spread=(), modules=())
    estimate = split_of(facts)
    assert estimate.effort
    assert estimate.effort.p50 == pytest.approx(1.848, abs=5e-4)
    assert {view.id for view in estimate.views} >= {"uncapped", "whole-port"}
    assert any("2.06 EM" in one and "1.85 EM" in one for one in estimate.assumptions)


def test_dragged_code_is_priced_like_the_paths_own() -> None:
    plain = split_of(go_facts(hot=measured(hot_path(2.0))))
    dragging = split_of(go_facts(hot=measured(hot_path(1.5, dragged_lines=500))))
    assert dragging.effort == plain.effort


def test_a_profile_makes_the_basis_measured_and_names_itself() -> None:
    estimate = split_of(go_facts(hot=measured()))
    assert estimate.basis is Basis.MEASURED
    assert estimate.why == "One hot path holds 60 % of the time by the profile."
    assert any(
        "default.pgo, 412 samples, 80 days older than this commit" in one
        for one in estimate.assumptions
    )
    assert not any("No profile" in one for one in estimate.assumptions)


def test_paths_named_by_hand_are_declared() -> None:
    paths = (hot_path(basis="declared", share=None), hot_path(1.0, basis="declared", share=None))
    estimate = split_of(go_facts(hot=measured(*paths, basis="declared", profile=None)))
    assert (estimate.basis, estimate.why) == (Basis.DECLARED, "Named by hand: 2 hot paths.")
    assert any("named by hand" in one for one in estimate.assumptions)


def test_static_candidates_never_enter_the_scenario() -> None:
    assert split_of(go_facts(hot=static())) == split_of(go_facts())


def test_static_candidates_show_prices() -> None:
    choice = prices_of(go_facts(hot=static())).choices[0]
    assert [price.form for price in choice.prices] == ["sidecar", "library"]


def test_units_priced_alone_take_the_place_of_measured_paths() -> None:
    alone = hot_path(0.5, 3, basis="declared", name="codec", share=None)
    facts = replace(go_facts(hot=measured()), only=(alone,))
    estimate = split_of(facts)
    assert estimate.size_kloc == pytest.approx(0.5)
    assert "Priced alone: 1 named unit" in estimate.why


def test_paths_of_another_language_are_not_priced() -> None:
    rust = measured(language="rust")
    assert split_of(go_facts(hot=rust)).basis is Basis.ASSUMED


def test_the_lines_name_each_path_and_sum_to_the_p50() -> None:
    paths = (hot_path(id="hp-000001"), hot_path(0.5, 9, id="hp-000002", name="store.Scan"))
    estimate = split_of(go_facts(hot=measured(*paths)))
    assert estimate.effort
    assert math.fsum(line.effort for line in estimate.lines) == pytest.approx(estimate.effort.p50)
    assert [line.title for line in estimate.lines][2:] == [
        "Core: store.Scan (hp-000002)",
        "Boundary as a sidecar: store.Scan (hp-000002)",
        "Toolchain: a second build, CI and release",
    ]


def test_the_lines_carry_where_the_path_and_its_cut_are() -> None:
    core, boundary, _ = split_of(go_facts(hot=measured())).lines
    assert (core.evidence[0].path, core.evidence_total) == ("codec/encode.go", 1)
    assert (len(boundary.evidence), boundary.evidence_total) == (3, 5)


def test_the_size_of_several_paths_is_told_apart_from_that_of_one() -> None:
    paths = (hot_path(id="hp-000001"), hot_path(id="hp-000002"))
    one, two = (split_of(go_facts(hot=measured(*some))) for some in (paths[:1], paths))
    assert one.factors[0].note == "kLoC of hand-written product code"
    assert two.factors[0].note.startswith("of all paths together")


def test_the_toolchain_is_paid_once_for_all_paths() -> None:
    paths = tuple(hot_path(id=f"hp-00000{number}") for number in range(3))
    lines = split_of(go_facts(hot=measured(*paths))).lines
    assert [line.group for line in lines].count("toolchain") == 1
    assert prices_of(go_facts(hot=measured(*paths))).toolchain == pytest.approx(16 / 152)


def test_variants_show_the_first_paths_and_all_in_both_forms() -> None:
    paths = tuple(hot_path(id=f"hp-00000{number}") for number in range(5))
    titles = [one.title for one in split_of(go_facts(hot=measured(*paths))).variants]
    assert titles == [
        "the first path alone",
        "the first 2 paths",
        "the first 3 paths",
        "all 5 paths, sidecars",
        "all 5 paths, libraries",
    ]


def test_sensitivity_of_counted_paths_moves_neither_their_number_nor_their_items() -> None:
    inputs = {swing.input for swing in split_of(go_facts(hot=measured())).sensitivity}
    assert inputs == {"path-size", "calibration", "declared"}


def test_sensitivity_moves_the_items_where_no_cut_is_known() -> None:
    estimate = split_of(go_facts(hot=measured(hot_path(items=None))))
    assert "items" in {swing.input for swing in estimate.sensitivity}
    assert any("5 functions or types cross" in one for one in estimate.assumptions)


def test_both_forms_cost_the_same_at_five_items() -> None:
    both = forms(choice_of(hot_path()))
    assert both["sidecar"] == pytest.approx(both["library"])


def test_a_library_is_cheaper_below_five_items_and_dearer_above() -> None:
    few, many = forms(choice_of(hot_path(items=1))), forms(choice_of(hot_path(items=20)))
    assert few["library"] < few["sidecar"]
    assert many["library"] > many["sidecar"]


def test_a_price_is_core_and_boundary_without_the_toolchain() -> None:
    sidecar = choice_of(hot_path()).prices[0]
    assert (sidecar.core, sidecar.boundary) == pytest.approx((1.3635, 0.26316), abs=5e-5)
    assert sidecar.effort.p50 == pytest.approx(sidecar.core + sidecar.boundary)


def test_a_capped_price_keeps_both_figures() -> None:
    sidecar = choice_of(hot_path(2.6, 300), lines=2_600).prices[0]
    assert sidecar.is_capped
    assert sidecar.effort.p50 < sidecar.uncapped.p50
    assert sidecar.core + sidecar.boundary == pytest.approx(sidecar.uncapped.p50)


def test_each_form_says_what_its_boundary_is_for() -> None:
    sidecar, library = choice_of(hot_path()).prices
    assert [part.rule for part in sidecar.parts] == [f"SP{number}" for number in range(101, 109)]
    assert [part.rule for part in library.parts] == [f"SP{number}" for number in range(201, 208)]


def test_a_path_without_a_cut_takes_the_assumed_items() -> None:
    sidecar = choice_of(hot_path(items=None)).prices[0]
    assert (sidecar.items, sidecar.are_items_assumed) == (5, True)


def test_a_path_that_nothing_is_seen_to_call_pays_for_one_item() -> None:
    none, one = (choice_of(hot_path(items=items)).prices for items in (0, 1))
    assert none == one


def test_a_library_wins_where_calls_are_very_frequent() -> None:
    choice = choice_of(hot_path(), PER_SECOND_MANY)
    assert choice.form == "library"
    assert choice.reason.startswith("The library wins: 200,000 calls a second take 20.4 s")


def test_a_sidecar_stays_where_calls_are_rare() -> None:
    choice = choice_of(hot_path(), PER_SECOND_FEW)
    assert choice.form == "sidecar"
    assert choice.reason.startswith("The sidecar stays: 100 calls a second")


def test_unknown_calls_give_the_rate_from_which_a_library_wins() -> None:
    choice = choice_of(hot_path())
    assert choice.form == "sidecar"
    assert "from about 9,800 calls a second" in choice.reason
    assert choice.prices[0].call.busy is None


def test_calls_in_loops_ask_for_the_rate() -> None:
    choice = choice_of(hot_path(seam=awkward_seam()))
    assert "calls_per_second" in choice.reason


def test_a_path_without_lines_has_no_price() -> None:
    assert prices_of(go_facts(hot=measured(hot_path(0.0)))).choices == ()


def test_a_language_from_which_nothing_moves_has_no_path_prices() -> None:
    rules = built_in_rules()
    without = {key: one for key, one in rules.scenarios.items() if one.kind == "whole-port"}
    facts = go_facts(hot=measured())
    kept = replace(rules, scenarios=without)
    assert price_hot_paths(facts, kept, findings={}, language="go", pricing=Pricing()) is None


@given(st.integers(0, 400), st.integers(0, 400), st.floats(0.01, 25))
def test_more_crossing_items_never_make_a_path_cheaper(one: int, other: int, kloc: float) -> None:
    few, many = sorted((one, other))
    cheap = choice_of(hot_path(kloc, few))
    dear = choice_of(hot_path(kloc, many))
    for low, high in zip(cheap.prices, dear.prices, strict=True):
        assert low.effort.p10 <= high.effort.p10
        assert low.effort.p90 <= high.effort.p90


@pytest.mark.parametrize(("system", "libraries", "moves"), [(0.3, 0.2, False), (0.1, 0.2, True)])
def test_time_in_the_system_and_in_libraries_is_not_moved_by_a_port(
    system: float, libraries: float, *, moves: bool
) -> None:
    shares = TimeShares(
        own=0.2, runtime=0.8 - system - libraries, system=system, libraries=libraries
    )
    assert moves_tail(profile(shares=shares), built_in_rules()) is moves


def test_without_a_profile_nothing_is_said_about_the_tail() -> None:
    assert moves_tail(None, built_in_rules()) is None
