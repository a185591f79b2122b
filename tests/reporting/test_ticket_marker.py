"""The two lines around a block: written, found again, never taken for somebody else's."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from ticket_builders import marker

from estimator.errors import InputError
from estimator.model.ticket import Markup
from estimator.reporting.tickets.marker import UnbalancedError, checked_tag, framed, frames

TEXTS = [one for one in Markup if one is not Markup.ADF]
TAGS = st.from_regex(r"\A[A-Za-z0-9._-]{0,64}\Z")
HUMAN = st.text(
    st.characters(codec="utf-8", exclude_characters="`~\r\n\x0b\x0c\x1c\x1d\x1e\x85\u2028\u2029")
)


@pytest.mark.parametrize("markup", TEXTS)
@given(tag=TAGS, before=HUMAN, after=HUMAN)
def test_a_framed_body_is_found_again_between_any_human_text(
    markup: Markup, tag: str, before: str, after: str
) -> None:
    ours = framed("the body\n\nof two parts", marker(tag=tag), markup)
    text = f"{before}\n\n{ours}\n\n{after}"

    (found,) = frames(text, markup, tag=tag)

    assert found.marker == marker(tag=tag)
    assert found.body == "the body\n\nof two parts"
    assert text[: found.start] == f"{before}\n\n"
    assert text[found.end :] == f"\n\n{after}"


@pytest.mark.parametrize("markup", TEXTS)
def test_line_ends_and_trailing_spaces_do_not_hide_a_block(markup: Markup) -> None:
    stored = framed("body", marker(), markup).replace("\n", "  \r\n") + " \r\n"

    (found,) = frames(stored, markup, tag="")

    assert found.marker == marker()


def test_a_block_of_another_tag_is_not_ours() -> None:
    text = framed("body", marker(tag="api"), Markup.GFM)

    assert frames(text, Markup.GFM, tag="") == ()
    assert len(frames(text, Markup.GFM, tag="api")) == 1


@pytest.mark.parametrize("fence", ["```", "~~~", "  ```", "````"])
def test_a_block_in_a_code_fence_is_an_example_of_somebody(fence: str) -> None:
    text = f"{fence}\n{framed('body', marker(), Markup.GFM)}\n{fence}\n"

    assert frames(text, Markup.GFM, tag="") == ()


def test_a_shorter_fence_inside_does_not_close_a_longer_one() -> None:
    text = f"````\n```\n{framed('body', marker(), Markup.GFM)}\n```\n````\n"

    assert frames(text, Markup.GFM, tag="") == ()


def test_a_quoted_block_is_not_ours() -> None:
    text = framed("body", marker(), Markup.GFM)
    quoted = "".join(f"> {line}\n" for line in text.splitlines())

    assert frames(quoted, Markup.GFM, tag="") == ()


def test_words_beside_the_marker_make_it_somebody_elses() -> None:
    text = framed("body", marker(), Markup.GFM).replace("<!-- port", "see <!-- port")

    with pytest.raises(UnbalancedError):
        frames(text, Markup.GFM, tag="")


@pytest.mark.parametrize("which", [0, -1])
def test_half_a_frame_is_unbalanced(which: int) -> None:
    lines = framed("body", marker(), Markup.COMMONMARK).split("\n")

    with pytest.raises(UnbalancedError):
        frames(lines[which], Markup.COMMONMARK, tag="")


def test_a_marker_of_another_version_or_with_unknown_fields_is_left_alone() -> None:
    text = framed("body", marker(), Markup.GFM)

    assert frames(text.replace(" v=1", " v=2"), Markup.GFM, tag="") == ()
    with pytest.raises(UnbalancedError):
        frames(text.replace(" commit=", " origin="), Markup.GFM, tag="")


def test_an_anchor_that_holds_nothing_readable_is_left_alone() -> None:
    text = "{anchor:port-estimator-AAA}\n{anchor:port-estimator-_w}\n{anchor:port-estimator-A}"

    assert frames(text, Markup.WIKI, tag="") == ()


def test_two_blocks_of_one_tag_are_both_found() -> None:
    one = framed("first", marker(), Markup.GFM)
    two = framed("second", marker(commit=""), Markup.GFM)

    assert [one.body for one in frames(f"{one}\n\n{two}", Markup.GFM, tag="")] == [
        "first",
        "second",
    ]


@pytest.mark.parametrize("tag", ["a b", "x" * 65, "-->", "é"])
def test_a_tag_that_could_end_its_marker_is_refused(tag: str) -> None:
    with pytest.raises(InputError, match="cannot be a tag"):
        checked_tag(tag)


def test_a_plain_tag_is_taken() -> None:
    assert checked_tag("api-v2.rust_port") == "api-v2.rust_port"
