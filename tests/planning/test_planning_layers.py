"""Layers of units: what uses nothing else is lowest, and a cycle stays together."""

from hypothesis import given
from hypothesis import strategies as st

from estimator.planning.layers import layers_of
from estimator.structure.cycles import cycles_of

NAMES = st.lists(st.sampled_from("abcdefgh"), min_size=1, unique=True)
EDGES = st.lists(st.tuples(st.sampled_from("abcdefgh"), st.sampled_from("abcdefgh")), max_size=20)


def test_a_chain_has_a_layer_for_each_unit() -> None:
    layers = layers_of("abc", [("a", "b"), ("b", "c")], ())

    assert layers == ((("c",),), (("b",),), (("a",),))


def test_units_that_use_nothing_share_the_lowest_layer() -> None:
    layers = layers_of("abcd", [("a", "b"), ("a", "c")], ())

    assert layers == ((("b",), ("c",), ("d",)), (("a",),))


def test_a_unit_lies_above_the_highest_that_it_uses() -> None:
    layers = layers_of("abc", [("a", "b"), ("b", "c"), ("a", "c")], ())

    assert [layer[0] for layer in layers] == [("c",), ("b",), ("a",)]


def test_a_cycle_is_one_group_between_what_it_uses_and_what_uses_it() -> None:
    edges = [("app", "a"), ("a", "b"), ("b", "a"), ("b", "low")]

    layers = layers_of(["a", "app", "b", "low"], edges, [("a", "b")])

    assert layers == ((("low",),), (("a", "b"),), (("app",),))


def test_a_cycle_that_nobody_named_ends_as_one_group() -> None:
    layers = layers_of("abc", [("a", "b"), ("b", "a"), ("a", "c")], ())

    assert layers == ((("c",),), (("a", "b"),))


def test_a_unit_that_uses_itself_or_something_unknown_is_a_leaf() -> None:
    assert layers_of("a", [("a", "a"), ("a", "gone"), ("gone", "a")], ()) == ((("a",),),)


@given(NAMES, EDGES)
def test_every_unit_is_once_there_and_above_all_that_it_uses(
    names: list[str], edges: list[tuple[str, str]]
) -> None:
    known = sorted({edge for edge in edges if set(edge) <= set(names) and edge[0] != edge[1]})
    cycles = cycles_of(sorted(names), known)

    layers = layers_of(names, edges, cycles)

    group = {name: one for layer in layers for one in layer for name in one}
    height = {name: place for place, layer in enumerate(layers) for one in layer for name in one}
    assert sorted(name for layer in layers for one in layer for name in one) == sorted(names)
    assert all(
        group[source] == group[target] or height[source] > height[target]
        for source, target in known
    )
