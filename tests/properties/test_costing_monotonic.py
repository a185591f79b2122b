"""Properties of the formula: ordered quantiles, more never costs less, lines sum to the P50."""

import math

from hypothesis import given
from hypothesis import strategies as st

from estimator.costing.constants import Constants
from estimator.costing.drivers import PortInputs, invariants_driver
from estimator.costing.hotpaths import HotPathSize, Split, SplitTerms, split
from estimator.costing.wholeport import WholePort, whole_port
from estimator.model.estimate import Effort
from estimator.rulebook.load import load_rulebook

RULES = load_rulebook()
SLACK = 1 - 1e-9

scenarios = st.sampled_from(["rust-to-go", "go-to-rust"])
sizes = st.floats(0.001, 3000)
counts = st.none() | st.floats(0, 1e5)
items = st.none() | st.integers(0, 200)
growth = st.floats(1, 50)
inputs = st.builds(
    PortInputs,
    ledger_hours=counts,
    dependencies=counts,
    units=counts,
    calibration=st.floats(0.2, 5),
    declared=st.floats(0.2, 5),
    llm=st.floats(0.1, 2),
)
paths = st.lists(
    st.builds(HotPathSize, size_kloc=st.floats(0.01, 20), items=items), min_size=1, max_size=5
).map(tuple)


def port(size: float, given_inputs: PortInputs, scenario: str) -> WholePort:
    return whole_port(size, given_inputs, scenario=scenario, rulebook=RULES)


def moved(moving: tuple[HotPathSize, ...], rest: float, given_inputs: PortInputs) -> Split:
    whole = math.fsum(path.size_kloc for path in moving) + rest
    terms = SplitTerms(whole_kloc=whole, inputs=given_inputs, port_scenario="go-to-rust")
    return split(moving, terms, rulebook=RULES)


def is_ordered(effort: Effort) -> bool:
    return 0 < effort.p10 <= effort.p50 <= effort.p80 <= effort.p90


def is_nowhere_lower(after: Effort, before: Effort) -> bool:
    pairs = (
        (after.p10, before.p10),
        (after.p50, before.p50),
        (after.p80, before.p80),
        (after.p90, before.p90),
    )
    return all(new >= old * SLACK for new, old in pairs)


def more(value: float | None, by: float) -> float | None:
    return None if value is None else value * by + by - 1


@given(sizes, inputs, scenarios)
def test_quantiles_of_a_port_are_ordered(size: float, what: PortInputs, scenario: str) -> None:
    assert is_ordered(port(size, what, scenario).effort)


@given(sizes, inputs, scenarios)
def test_lines_of_a_port_sum_to_its_p50(size: float, what: PortInputs, scenario: str) -> None:
    result = port(size, what, scenario)
    assert math.isclose(math.fsum(line.effort for line in result.lines), result.p50)


@given(sizes, growth, inputs, scenarios)
def test_more_lines_never_cost_less(
    size: float, by: float, what: PortInputs, scenario: str
) -> None:
    after = port(size * by, what, scenario).effort
    assert is_nowhere_lower(after, port(size, what, scenario).effort)


@given(sizes, growth, inputs, scenarios)
def test_more_constructs_dependencies_and_units_never_cost_less(
    size: float, by: float, what: PortInputs, scenario: str
) -> None:
    larger = PortInputs(
        ledger_hours=more(what.ledger_hours, by),
        dependencies=more(what.dependencies, by),
        units=more(what.units, by),
        calibration=what.calibration,
        declared=what.declared,
        llm=what.llm,
    )
    after = port(size, larger, scenario).effort
    assert is_nowhere_lower(after, port(size, what, scenario).effort)


@given(sizes, scenarios)
def test_what_is_missing_has_the_factor_one(size: float, scenario: str) -> None:
    factors = port(size, PortInputs(), scenario).factors
    assert {factor.value for factor in factors if factor.id != "size"} == {1}


@given(sizes)
def test_zero_constructs_give_a_quarter_to_the_g(size: float) -> None:
    constants = Constants(values=RULES.constants)
    value = invariants_driver(0, size, "rust-to-go", constants).value
    assert math.isclose(value, 0.25**0.25)


@given(paths, st.floats(0, 100), inputs)
def test_quantiles_of_a_split_are_ordered(
    moving: tuple[HotPathSize, ...], rest: float, what: PortInputs
) -> None:
    assert is_ordered(moved(moving, rest, what).effort)


@given(paths, st.floats(0, 100), inputs)
def test_parts_of_a_split_sum_to_its_p50(
    moving: tuple[HotPathSize, ...], rest: float, what: PortInputs
) -> None:
    result = moved(moving, rest, what)
    assert math.isclose(math.fsum(part.effort for part in result.parts), result.effort.p50)


@given(paths, st.floats(0, 100), inputs)
def test_a_split_never_costs_more_than_the_whole_port(
    moving: tuple[HotPathSize, ...], rest: float, what: PortInputs
) -> None:
    result = moved(moving, rest, what)
    assert is_nowhere_lower(result.cap, result.effort)


@given(paths, st.floats(0.01, 20), st.floats(0, 100), inputs)
def test_one_more_path_never_costs_less(
    moving: tuple[HotPathSize, ...], size: float, rest: float, what: PortInputs
) -> None:
    before = moved(moving, rest + size, what).effort
    after = moved((*moving, HotPathSize(size_kloc=size)), rest, what).effort
    assert is_nowhere_lower(after, before)


@given(paths, st.integers(1, 50), st.floats(0, 100), inputs)
def test_more_crossing_items_never_cost_less(
    moving: tuple[HotPathSize, ...], by: int, rest: float, what: PortInputs
) -> None:
    counted = tuple(HotPathSize(size_kloc=path.size_kloc, items=path.items or 0) for path in moving)
    wider = tuple(
        HotPathSize(size_kloc=path.size_kloc, items=(path.items or 0) + by) for path in counted
    )
    assert is_nowhere_lower(moved(wider, rest, what).effort, moved(counted, rest, what).effort)
