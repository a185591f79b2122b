"""A difference for people: one side without a price, moves, many rows, notes."""

from pathlib import Path

import msgspec
import pytest

from estimator import Config, decode_facts, load_rulebook
from estimator.comparing import State, difference
from estimator.model.change import Difference
from estimator.reporting.difference import render_difference
from estimator.reporting.numbers import signed

FACTS = Path(__file__).parent.parent / "golden" / "facts"


def between(before: str, after: str) -> Difference:
    states = [
        State(name, decode_facts((FACTS / f"{name}.json").read_bytes()), Config())
        for name in (before, after)
    ]
    return difference(states[0], states[1], load_rulebook())


@pytest.mark.parametrize(
    ("before", "after"), [("rathole", "gotify-server"), ("gotify-server", "rathole")]
)
def test_a_scenario_priced_on_one_side_says_why_not_on_the_other(before: str, after: str) -> None:
    text = render_difference(between(before, after), "table")

    assert "not priced" in text
    assert "Not priced before:" in text
    assert "Not priced after:" in text
    assert "Two repositories:" in text


def test_a_state_beside_itself_shows_no_change() -> None:
    text = " ".join(render_difference(between("rathole", "rathole"), "table").split())

    assert "no more or fewer lines" in text
    assert "part of the price" not in text


def test_an_uncommitted_state_is_told_from_its_commit() -> None:
    found = between("rathole", "rathole")
    side = msgspec.structs.replace(found.after, commit="a" * 40, is_dirty=True)

    text = render_difference(msgspec.structs.replace(found, after=side), "markdown")

    assert "with changes" in text


@pytest.mark.parametrize(("value", "text"), [(0.0, "0"), (1.26, "+1.3"), (-0.041, "-0.041")])
def test_a_change_has_its_sign(value: float, text: str) -> None:
    assert signed(value) == text
