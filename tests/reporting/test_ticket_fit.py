"""What goes when a block is too long: whole sections, least needed first, and it says so."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from test_ticket_markups import page_of
from ticket_builders import marker, small_block, whole_block

from estimator.model.ticket import Markup
from estimator.reporting.tickets.fit import digest_of, rendered
from estimator.reporting.tickets.marker import framed

WHOLE = whole_block()


def test_what_fits_is_left_alone() -> None:
    found = rendered(small_block(), Markup.GFM)

    assert found.dropped == ()
    assert found.size <= found.limit
    assert "Left out" not in found.text


def test_sections_go_by_rank_and_are_named() -> None:
    whole = rendered(small_block(rows=20), Markup.GFM)

    found = rendered(small_block(rows=20), Markup.GFM, limit=whole.size - 1)

    assert found.dropped == ("Section 2",)
    assert "Left out for size: Section 2. All of it is in the JSON report." in found.text


@pytest.mark.parametrize("markup", list(Markup))
@settings(max_examples=15)
@given(limit=st.integers(min_value=600, max_value=9000))
def test_a_block_of_any_limit_is_within_it_or_only_its_first_and_last_line(
    markup: Markup, limit: int
) -> None:
    found = rendered(WHOLE, markup, limit=limit)

    assert found.size <= limit or len(found.dropped) == len(WHOLE.sections)


@settings(max_examples=15)
@given(limit=st.integers(min_value=600, max_value=9000))
def test_a_block_of_any_limit_renders_whole(limit: int) -> None:
    found = rendered(WHOLE, Markup.GFM, limit=limit)
    text = framed(found.text, marker(tag="x" * 64, commit="f" * 64), Markup.GFM)

    page = page_of(text)

    assert page.seen.count("details") == page.seen.count("summary")
    assert not any("port-estimator:" in run or "|" in run for run in page.runs)
    assert len(text.encode()) <= found.size


@pytest.mark.parametrize("markup", [one for one in Markup if one is not Markup.ADF])
def test_the_markers_fit_into_the_room_kept_for_them(markup: Markup) -> None:
    found = rendered(WHOLE, markup)
    text = framed(found.text, marker(tag="x" * 64, commit="f" * 64), markup)

    assert len(text.encode()) <= found.size


def test_the_digest_does_not_see_line_ends_or_trailing_spaces() -> None:
    assert digest_of("a  \r\nb\r\n\r\n") == digest_of("a\nb")
    assert digest_of("a\nb") != digest_of("a b")


def test_what_was_left_out_is_said_to_be_where_the_user_keeps_it() -> None:
    found = rendered(small_block(), Markup.GFM, limit=700, where="result.json")

    assert "All of it is in result.json." in found.text
