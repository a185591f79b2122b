"""Spread: fans, cycles, shares; and how it is attached to the facts."""

from collections.abc import Sequence
from itertools import pairwise
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from estimator.model.facts import (
    Layout,
    Module,
    Spread,
    UnitEdge,
    UnitFacts,
)
from estimator.structure.cycles import cycles_of
from estimator.structure.spread import measure_spread

Edges = Sequence[tuple[str, str]]


def unit(name: str, lines: int = 10, *, public_items: int = 1) -> UnitFacts:
    return UnitFacts(
        name=name,
        kind="package",
        language="go",
        path=name,
        files=1,
        product_lines=lines,
        test_lines=0,
        functions=0,
        public_items=public_items,
        fan_in=0,
        fan_out=0,
        in_cycle=False,
    )


def layout(edges: Edges = (), modules: Sequence[str] = ()) -> Layout:
    return Layout(
        language="go",
        unit_kind="package",
        edges=tuple(UnitEdge(source=source, target=target) for source, target in edges),
        modules=tuple(
            Module(name=path, language="go", path=path, manifest="go.mod") for path in modules
        ),
    )


def spread_of(units: Sequence[UnitFacts], edges: Edges = ()) -> Spread:
    return measure_spread(layout(edges), units)[0]


def test_fans_count_distinct_units() -> None:
    edges = [("a", "b"), ("a", "b"), ("a", "c"), ("b", "c"), ("a", "a"), ("a", "gone")]

    spread, units = measure_spread(layout(edges), [unit("c"), unit("a"), unit("b")])

    assert [(one.name, one.fan_in, one.fan_out) for one in units] == [
        ("a", 0, 2),
        ("b", 1, 1),
        ("c", 2, 0),
    ]
    assert spread.edges == 3


def test_a_cycle_is_named_and_its_units_are_marked() -> None:
    edges = [("c", "a"), ("a", "b"), ("b", "c"), ("c", "d")]

    spread, units = measure_spread(layout(edges), [unit(name) for name in "abcd"])

    assert spread.cycles == (("a", "b", "c"),)
    assert [one.name for one in units if one.in_cycle] == ["a", "b", "c"]


def test_the_largest_unit_and_its_share_are_told() -> None:
    spread = spread_of([unit("a", 10), unit("b", 30), unit("c", 30)])

    assert spread.largest == "b"
    assert spread.largest_share == pytest.approx(3 / 7)


@pytest.mark.parametrize(
    ("lines", "expected"),
    [([], 0), ([0, 0], 0), ([10], 1), ([80, 20], 1), ([79, 21], 2), ([20] * 5, 4)],
)
def test_units_for_80_percent_is_the_fewest_that_hold_them(lines: list[int], expected: int) -> None:
    units = [unit(str(number), count) for number, count in enumerate(lines)]

    assert spread_of(units).units_for_80_percent == expected


def test_without_units_there_is_no_largest() -> None:
    assert (spread_of([]).largest, spread_of([]).largest_share) == ("", 0.0)


def test_without_lines_the_largest_share_is_zero() -> None:
    assert spread_of([unit("a", 0)]).largest_share == 0.0


def test_modules_count_where_they_hold_a_unit() -> None:
    found = layout(modules=["a", "a/deep", "b"])

    spread, _ = measure_spread(found, [unit("a/x"), unit("a/y"), unit("b"), unit("c")])

    assert spread.modules == 2


def test_public_items_are_summed() -> None:
    assert spread_of([unit("a", public_items=2), unit("b", public_items=3)]).public_items == 5


def test_a_chain_of_fifty_thousand_units_is_no_deep_recursion() -> None:
    names = [f"{number:06}" for number in range(50_000)]

    assert cycles_of(names, list(pairwise(names))) == ()


NODES = "abcdef"
GRAPHS = st.lists(st.tuples(st.sampled_from(NODES), st.sampled_from(NODES)), max_size=20)


def reachable(start: str, edges: Edges) -> set[str]:
    found: set[str] = set()
    todo = [target for source, target in edges if source == start]
    while todo:
        node = todo.pop()
        if node not in found:
            found.add(node)
            todo.extend(target for source, target in edges if source == node)
    return found


@given(GRAPHS)
def test_units_share_a_cycle_exactly_if_they_reach_each_other(edges: list[tuple[str, str]]) -> None:
    together = {
        (left, right)
        for cycle in cycles_of(NODES, edges)
        for left in cycle
        for right in cycle
        if left != right
    }

    assert together == {
        (left, right)
        for left in NODES
        for right in NODES
        if left != right and right in reachable(left, edges) and left in reachable(right, edges)
    }


@given(GRAPHS, st.randoms(use_true_random=False))
def test_the_order_of_units_and_edges_does_not_matter(
    edges: list[tuple[str, str]],
    random: Random,
) -> None:
    units = [unit(name, ord(name) % 4) for name in NODES]
    shuffled_units, shuffled_edges = list(units), list(edges)
    random.shuffle(shuffled_units)
    random.shuffle(shuffled_edges)

    assert measure_spread(layout(shuffled_edges), shuffled_units) == measure_spread(
        layout(edges), units
    )
