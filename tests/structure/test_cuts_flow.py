"""Minimum cuts: the cost and the side of small networks, against trying every cut."""

from itertools import combinations

from hypothesis import given
from hypothesis import strategies as st

from estimator.structure.cuts.flow import UNBOUNDED, Network

_NODES = 6
_EDGES = st.lists(
    st.tuples(st.integers(0, _NODES - 1), st.integers(0, _NODES - 1), st.integers(0, 9)).filter(
        lambda edge: edge[0] != edge[1]
    ),
    max_size=14,
)


def network(edges: list[tuple[int, int, int]]) -> Network:
    made = Network(_NODES)
    for source, target, capacity in edges:
        made.add(source, target, capacity)
    return made


def cheapest(edges: list[tuple[int, int, int]]) -> int:
    inner = range(2, _NODES)
    sides = ({0, *chosen} for size in range(len(inner) + 1) for chosen in combinations(inner, size))
    return min(
        sum(room for source, target, room in edges if source in side and target not in side)
        for side in sides
    )


@given(_EDGES)
def test_the_cut_costs_what_the_cheapest_of_all_cuts_costs(
    edges: list[tuple[int, int, int]],
) -> None:
    cost, _ = network(edges).cut(0, 1)

    assert cost == cheapest(edges)


@given(_EDGES)
def test_the_side_of_the_source_is_a_cut_of_that_cost(edges: list[tuple[int, int, int]]) -> None:
    cost, side = network(edges).cut(0, 1)

    assert 0 in side
    assert 1 not in side
    assert cost == sum(room for one, other, room in edges if one in side and other not in side)


@given(_EDGES, st.tuples(st.integers(0, 5), st.integers(0, 5), st.integers(0, 9)))
def test_one_more_edge_never_makes_the_cut_cheaper(
    edges: list[tuple[int, int, int]], added: tuple[int, int, int]
) -> None:
    before, _ = network(edges).cut(0, 1)
    after, _ = network([*edges, added]).cut(0, 1)

    assert after >= before


def test_an_unbounded_edge_is_never_cut() -> None:
    cost, side = network([(0, 2, UNBOUNDED), (2, 3, 4), (3, 1, 7)]).cut(0, 1)

    assert (cost, sorted(side)) == (4, [0, 2])


def test_a_long_chain_needs_no_deep_recursion() -> None:
    length = 5000
    made = Network(length)
    for number in range(length - 1):
        made.add(number, number + 1, 5)

    cost, side = made.cut(0, length - 1)

    assert (cost, side) == (5, frozenset({0}))
