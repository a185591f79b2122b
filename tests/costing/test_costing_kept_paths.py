"""Rust hot paths stay and their boundary is priced; code that several paths hold is summed once."""

import pytest
from costing_builders import built_in_rules, language_size, module, priced, repository, units
from hot_builders import hot_path, measured
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from estimator.costing.pathprices import price_hot_paths
from estimator.model.estimate import Pricing, ScenarioEstimate
from estimator.model.facts import RepositoryFacts
from estimator.model.hotpaths import HotPath
from estimator.model.pathprice import PathPrice, PricedPaths
from estimator.rulebook.match import match_scenarios

SPLIT = "go-hot-paths-to-rust"
HOURS = 152


def rust_facts(*paths: HotPath, lines: int = 30_000) -> RepositoryFacts:
    facts = repository(
        language_size("rust", lines), modules=(module("rust"),), spread=(units("rust", 9),)
    )
    return replace(facts, hot_paths=measured(*paths, language="rust"))


def kept(facts: RepositoryFacts, **pricing: object) -> PricedPaths | None:
    rules = built_in_rules()
    return price_hot_paths(
        facts,
        rules,
        findings=match_scenarios(rules, facts.metrics),
        language="rust",
        pricing=Pricing(**pricing),  # type: ignore[arg-type]  # keywords of the struct
    )


def forms(path: HotPath, lines: int = 30_000) -> tuple[PathPrice, ...]:
    found = kept(rust_facts(path, lines=lines))
    assert found is not None
    return found.choices[0].prices


@pytest.mark.parametrize("items", [1, 5, 20])
def test_a_rust_path_that_stays_costs_its_boundary_in_both_forms(items: int) -> None:
    sidecar, library = forms(hot_path(items=items))
    assert sidecar.effort.p50 == pytest.approx((32 + 1.6 * items) / HOURS)
    assert library.effort.p50 == pytest.approx((28 + 2.4 * items) / HOURS)
    assert (sidecar.core, library.core) == (0.0, 0.0)
    assert sidecar.is_kept
    assert library.is_kept


def test_the_rest_moves_to_go_and_its_toolchain_is_paid_once() -> None:
    found = kept(rust_facts(hot_path(), hot_path(id="hp-000002")))
    assert found is not None
    assert found.rest_moves_to == "go"
    assert found.toolchain == pytest.approx(16 / HOURS)


def test_the_lines_of_a_path_that_stays_move_its_range_and_not_its_price() -> None:
    (small, _), (large, _) = forms(hot_path(0.5)), forms(hot_path(20))
    assert small.effort.p50 == pytest.approx(large.effort.p50)
    assert small.effort.p90 != pytest.approx(large.effort.p90)


def test_a_boundary_never_costs_more_than_porting_everything() -> None:
    sidecar = forms(hot_path(0.1, 200), lines=200)[0]
    assert sidecar.is_capped
    assert sidecar.effort.p50 < sidecar.uncapped.p50 == pytest.approx(sidecar.boundary)


def test_declared_factors_multiply_a_boundary() -> None:
    found = kept(rust_facts(hot_path()), declared_factors={"domain": 2.0})
    assert found is not None
    assert found.choices[0].prices[0].effort.p50 == pytest.approx(2 * 40 / HOURS)


def test_a_path_that_stays_enters_no_scenario() -> None:
    plain = replace(rust_facts(hot_path()), hot_paths=None)
    with_paths = rust_facts(hot_path(), hot_path(5.0, id="hp-000002"))
    before, after = priced(plain, "rust"), priced(with_paths, "rust")
    assert {key: one.effort for key, one in before.items()} == {
        key: one.effort for key, one in after.items()
    }


def test_rust_units_that_are_priced_alone_move_and_are_not_kept() -> None:
    facts = replace(rust_facts(hot_path()), only=(hot_path(basis="declared"),))
    assert kept(facts) is None


def go_split(*paths: HotPath) -> ScenarioEstimate:
    facts = repository(
        language_size("go", 60_000), modules=(module("go"),), spread=(units("go", 9),)
    )
    return priced(replace(facts, hot_paths=measured(*paths)), "go")[SPLIT]


def p50(estimate: ScenarioEstimate) -> float:
    assert estimate.effort
    return estimate.effort.p50


def sharing(lines: int) -> tuple[HotPath, HotPath]:
    first = hot_path(2.0, dragged_lines=800, shared_with=("hp-000002",), shared_lines=lines)
    second = hot_path(
        3.0,
        id="hp-000002",
        dragged_lines=800,
        shared_with=(first.id,),
        shared_lines=lines,
        counted_before=lines,
    )
    return first, second


def test_lines_that_two_paths_hold_count_once_in_the_sum() -> None:
    estimate = go_split(*sharing(800))
    apart = go_split(*sharing(0))
    assert estimate.size_kloc == pytest.approx(2.8 + 3.0)
    assert p50(estimate) < p50(apart)
    assert any("800 lines move with several paths" in one for one in estimate.assumptions)
    assert not any("several paths" in one for one in apart.assumptions)


def test_a_path_alone_is_priced_with_all_that_it_drags_along() -> None:
    first, second = sharing(800)
    rules = built_in_rules()
    facts = repository(language_size("go", 60_000), modules=(module("go"),))
    found = price_hot_paths(
        replace(facts, hot_paths=measured(first, second)),
        rules,
        findings={},
        language="go",
        pricing=Pricing(),
    )
    assert found is not None
    assert [one.prices[0].size_kloc for one in found.choices] == pytest.approx([2.8, 3.8])


def test_a_path_that_earlier_ones_hold_whole_costs_its_boundary_alone() -> None:
    first = hot_path(2.0)
    inside = hot_path(0.5, id="hp-000002", counted_before=500)
    assert p50(go_split(first, inside)) == pytest.approx(p50(go_split(first)) + 40 / HOURS)


@given(st.integers(0, 800), st.integers(0, 800))
def test_more_shared_lines_never_cost_more(one: int, other: int) -> None:
    few, many = sorted((one, other))
    assert p50(go_split(*sharing(many))) <= p50(go_split(*sharing(few))) * (1 + 1e-12)
