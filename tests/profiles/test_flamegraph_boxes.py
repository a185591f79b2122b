"""Flame graphs: the stacks come back out of the boxes."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from profile_builders import box, fixture, svg, times

from estimator.errors import InputError
from estimator.model.profile import Profile
from estimator.profiles.read import read_profile

Tree = tuple[tuple[str, int, Any], ...]
"""Frames side by side: name, own time, and the tree above."""

HEIGHT = 900.0
TREE = st.recursive(
    st.just(()),
    lambda inner: st.lists(
        st.tuples(st.sampled_from(["f", "g<T>", "h & i", "(anon) (x)"]), st.integers(1, 50), inner),
        max_size=3,
    ).map(tuple),
    max_leaves=12,
)


def read(content: bytes) -> Profile:
    return read_profile(content, source="flamegraph.svg")


def drawn(tree: Tree, x: float, row: int, *, is_icicle: bool) -> tuple[list[str], int]:
    """Boxes of the frames of a tree side by side, and their time in all."""
    boxes: list[str] = []
    total = 0
    for name, own, inner in tree:
        left = x + total
        above, time = drawn(inner, left, row + 1, is_icicle=is_icicle)
        time += own
        y = 16 * row if is_icicle else HEIGHT - 16 * row
        boxes += [box(name, time, left, y, time), *above]
        total += time
    return boxes, total


def expected(tree: Tree, below: tuple[str, ...] = ()) -> dict[tuple[str, ...], float]:
    found: dict[tuple[str, ...], float] = {}
    for name, own, inner in tree:
        stack = (name, *below)
        rows = {stack: float(own)}
        for deeper, time in expected(inner, stack).items():
            rows[deeper] = rows.get(deeper, 0.0) + time
        for each, time in rows.items():
            found[each] = found.get(each, 0.0) + time
    return found


@given(TREE.filter(bool), st.booleans())
def test_the_stacks_come_back_whichever_way_it_grows(
    tree: Tree,
    is_icicle: bool,  # noqa: FBT001
) -> None:
    boxes, total = drawn(tree, 10.0, 1, is_icicle=is_icicle)
    root = box("all", total, 10.0, 0.0 if is_icicle else HEIGHT, total)

    profile = read(svg(root, *boxes))

    assert times(profile) == expected(tree)
    assert profile.samples == total


def test_a_flame_graph_of_inferno_is_read() -> None:
    profile = read(fixture("rust.svg"))

    assert (profile.kind, profile.unit, profile.samples) == ("svg", "samples", 414)
    assert profile.language_hint == "rust"


def test_the_time_of_each_stack_is_that_of_the_folded_ones() -> None:
    drawn_times = times(read(fixture("rust.svg")))
    folded = times(read_profile(fixture("rust-v0.folded"), source="stacks.folded"))

    shared = folded.keys() & drawn_times.keys()

    assert len(shared) >= 20
    assert {stack for stack in shared if drawn_times[stack] < folded[stack]} == set()


def test_entities_are_undone_and_none_is_expanded() -> None:
    bomb = b'<!DOCTYPE svg [<!ENTITY a "xxxxxxxx"><!ENTITY b "&a;&a;">]>'
    content = svg(box("all", 3, 0, 100, 3), box("v<&'a T>::f", 3, 0, 84, 3)).replace(
        b"?>", b"?>" + bomb, 1
    )
    content = content.replace(b"::f", b"::f &b; &#65;&#x42; &#9999999;")

    assert times(read(content)) == {("v<&'a T>::f &b; AB ?",): 3}


def test_time_of_narrow_boxes_that_were_left_out_stays_below() -> None:
    content = svg(box("all", 10, 0, 100, 10), box("f", 8, 0, 84, 8), box("g", 5, 0, 68, 5))

    assert times(read(content)) == {(): 2, ("f",): 3, ("g", "f"): 5}


@pytest.mark.parametrize(
    ("content", "what"),
    [
        (svg(), "holds no boxes of a flame graph"),
        (svg("<title>a plot</title><rect x='1'>"), "holds no boxes of a flame graph"),
        (svg(box("f", 1, 0, 0, 1).replace("1.00%", "1.00%; +0.50%")), "the difference of two"),
        (svg(box("f", 1, 0, 0, 1).replace("samples", "bytes")), "a flame graph of bytes"),
        (svg(box("f", 1, 0, 0, 1).replace(' y="0"', "")), "damaged profile: a box without"),
        (svg(box("f", 0, 0, 0, 1)), "holds no samples"),
    ],
)
def test_what_is_no_flame_graph_of_cpu_is_refused(content: bytes, what: str) -> None:
    with pytest.raises(InputError, match=what):
        read(content)


@pytest.mark.parametrize("limit", ["MAX_STACKS", "MAX_DEPTH"])
def test_boxes_beyond_all_reason_are_refused(limit: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(f"estimator.profiles.flamegraph.{limit}", 1)

    with pytest.raises(InputError, match="too large: more than 1 "):
        read(svg(box("all", 2, 0, 100, 2), box("f", 2, 0, 84, 2)))
