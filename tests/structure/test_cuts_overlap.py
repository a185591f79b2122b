"""What several hot paths hold: named in each, counted with the first."""

from hot_builders import hot_path

from estimator.model.hotpaths import HotPath
from estimator.structure.cuts.overlap import Held, with_overlap

NUMBERS = ("one", "two", "three")


def overlapping(*held: Held) -> tuple[HotPath, ...]:
    paths = [hot_path(id=f"hp-{name}") for name in NUMBERS[: len(held)]]
    return with_overlap(paths, held)


def test_paths_that_hold_different_code_share_nothing() -> None:
    first, second = overlapping({("function", 1): 10}, {("function", 2): 20, ("type", 1): 3})
    assert (first.shared_with, second.shared_with) == ((), ())
    assert (first.shared_lines, second.counted_before) == (0, 0)


def test_a_function_that_two_paths_hold_counts_with_the_first() -> None:
    both = ("function", 7)
    first, second = overlapping({both: 10, ("function", 1): 5}, {both: 10, ("function", 2): 6})
    assert (first.shared_with, first.shared_lines, first.counted_before) == (("hp-two",), 10, 0)
    assert (second.shared_with, second.shared_lines, second.counted_before) == (("hp-one",), 10, 10)


def test_types_are_shared_like_functions() -> None:
    _, second = overlapping({("type", 1): 4}, {("type", 1): 4})
    assert second.counted_before == 4


def test_what_three_paths_hold_counts_once() -> None:
    held = {("function", 1): 9}
    paths = overlapping(held, held, held)
    assert [one.counted_before for one in paths] == [0, 9, 9]
    assert paths[0].shared_with == ("hp-two", "hp-three")
    assert [one.shared_lines for one in paths] == [9, 9, 9]
