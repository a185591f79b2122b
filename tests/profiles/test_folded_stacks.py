"""Folded stacks: one stack a line, outermost first, with its count."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from profile_builders import fixture, times

from estimator.errors import InputError
from estimator.model.profile import Profile
from estimator.profiles.read import read_profile

NAMES = st.sampled_from(["main", "a::b", "f(int, char)", "[unknown]", "operator new", "ü"])
STACKS = st.dictionaries(
    st.lists(NAMES, min_size=1, max_size=6).map(tuple), st.integers(1, 500), min_size=1, max_size=15
)


def read(text: str | bytes) -> Profile:
    content = text.encode() if isinstance(text, str) else text
    return read_profile(content, source="stacks.folded")


@given(STACKS)
def test_what_was_written_is_read(stacks: dict[tuple[str, ...], int]) -> None:
    text = "".join(f"{';'.join(reversed(stack))} {count}\n" for stack, count in stacks.items())

    profile = read(text)

    assert times(profile) == stacks


@pytest.mark.parametrize("name", ["rust-v0", "rust-v0-mangled", "rust-legacy"])
def test_a_recording_of_perf_is_read(name: str) -> None:
    profile = read(fixture(f"{name}.folded"))

    assert (profile.kind, profile.unit, profile.language_hint) == ("folded", "samples", "rust")
    assert profile.samples == sum(stack.value for stack in profile.stacks)


def test_own_demangling_agrees_with_that_of_perf() -> None:
    assert times(read(fixture("rust-v0-mangled.folded"))) == times(read(fixture("rust-v0.folded")))


def test_annotations_of_perf_are_taken_off_and_tell_the_kernel() -> None:
    profile = read("app;main_[j];f_[i];do_syscall_64_[k] 3\n")

    assert times(profile) == {("do_syscall_64", "f", "main", "app"): 3}
    assert [frame.symbol for frame in profile.frames if frame.is_kernel] == ["do_syscall_64"]


def test_blank_lines_and_comments_are_passed_over() -> None:
    assert times(read("# made by perf\n\na;b 2\r\na;b 3\n")) == {("b", "a"): 5}


@pytest.mark.parametrize(
    ("text", "unit"),
    [("a 1\nb 400\n", "samples"), ("a 2004008\nb 4008016\n", "weight"), ("a 99000000\n", "weight")],
)
def test_cycles_are_told_from_samples(text: str, unit: str) -> None:
    profile = read(text)

    assert profile.unit == unit
    assert (profile.samples is None) == (unit == "weight")


@pytest.mark.parametrize(
    ("text", "what"),
    [
        ("a;b 1\na;c\na;d 2\n", "damaged profile: line 2 does not end in a count"),
        ("a;b 1 2\n", "line 1 has two counts: a difference"),
        (f"{'a;' * 10_001}b 1\n", "too large: line 1 is a stack of more than"),
        ("a 0\n", "holds no samples"),
    ],
)
def test_what_is_no_folded_stack_is_refused(text: str, what: str) -> None:
    with pytest.raises(InputError, match=what):
        read(text)


def test_stacks_beyond_all_reason_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("estimator.profiles.gathering.MAX_STEPS", 10)

    with pytest.raises(InputError, match="too large: stacks of 12 frames"):
        read("a;b;c;d;e;f 1\ng;h;i;j;k;l 1\n")


def test_too_many_lines_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("estimator.profiles.folded.MAX_STACKS", 2)

    with pytest.raises(InputError, match="too large: more than 2 lines"):
        read("a 1\nb 1\nc 1\n")
