"""Answers into an estimator.toml: what is there stays, each answer has a name and a date."""

import tomllib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from estimator.configuration.answers import Answered, with_answers
from estimator.errors import InputError

WALL = {"service.tail_latency_wall": "true"}


def answered(**values: str) -> Answered:
    named = {key.replace("__", "."): value for key, value in values.items()}
    return Answered(by="Ada", on="2026-11-24", values=named or WALL)


def test_a_new_file_holds_each_answer_with_name_and_date() -> None:
    text = with_answers("", answered(team__engineers="3", money__saving="1.5 EM"))
    assert text == (
        '[money]\nsaving = "1.5 EM"  # Ada, 2026-11-24\n'
        "\n[team]\nengineers = 3  # Ada, 2026-11-24\n"
    )


def test_nobody_named_leaves_the_date() -> None:
    text = with_answers("", Answered(by="", on="2026-11-24", values=WALL))
    assert text == "[service]\ntail_latency_wall = true  # 2026-11-24\n"


def test_what_is_there_stays_byte_for_byte() -> None:
    old = '# ours\n[service] # known\ndecades = true\n\n[scan]\nexclude = ["gen/"]'
    text = with_answers(old, answered())
    assert text == (
        "# ours\n[service] # known\ntail_latency_wall = true  # Ada, 2026-11-24\n"
        'decades = true\n\n[scan]\nexclude = ["gen/"]\n'
    )


@pytest.mark.parametrize(
    "old",
    [
        "[service]\ntail_latency_wall = false\n",
        "service.tail_latency_wall = false\n",
        "service = { decades = true }\n",
        '[estimate]\nlanguage = """\n[service]\n"""\n',
        "[scan]\n" + "# filler\n" * 1_800,
    ],
)
def test_a_file_that_no_line_can_be_added_to_is_left_alone(old: str) -> None:
    try:
        text = with_answers(old, answered())
    except InputError:
        text = None
    assert text is None


def test_a_wrong_file_is_an_error_and_not_overwritten() -> None:
    with pytest.raises(InputError, match="not TOML"):
        with_answers("[service\n", answered())


@given(
    old=st.sampled_from(["", "[team]\nengineers = 2\n", "[service]\ndecades = false", "# x"]),
    by=st.text(st.characters(categories=["L", "N", "P", "S", "Zs"]), max_size=20),
    wall=st.booleans(),
)
def test_the_file_says_what_it_said_and_the_answers(old: str, by: str, *, wall: bool) -> None:
    values = {"service.tail_latency_wall": "true" if wall else "false"}
    text = with_answers(old, Answered(by=by, on="2026-11-24", values=values))
    assert text is not None
    before, after = tomllib.loads(old), tomllib.loads(text)
    assert after["service"]["tail_latency_wall"] is wall
    for section, entries in before.items():
        assert entries.items() <= after[section].items()
