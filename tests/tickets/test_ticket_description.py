"""A block among what people wrote, which stays byte for byte."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from memory_ticket import MemoryDesk, Ticket, draft

from estimator.model.ticket import Markup, ReceiptState
from estimator.reporting.tickets.marker import UnbalancedError, frames
from estimator.tickets.description import description_steps, with_block
from estimator.tickets.draft import Draft, written
from estimator.tickets.upsert import run_through
from estimator.tickets.wire import TicketError

HUMAN = st.text(st.sampled_from("ab \t\r\n#<>`~*-!\u00e9\u2028\u0085"), max_size=60)


def describe(ticket: Ticket, one: Draft, **desk: Any) -> Any:
    return run_through(description_steps(MemoryDesk(ticket, **desk), one))


def human_parts(text: str) -> tuple[str, str]:
    only = frames(text, Markup.GFM, tag="")[0]
    return text[: only.start], text[only.end :]


@given(above=HUMAN, below=HUMAN, body=st.sampled_from(["one", "one\n\ntwo", "```\nx\n```"]))
def test_what_people_wrote_around_the_block_stays_byte_for_byte(
    above: str, below: str, body: str
) -> None:
    ticket = Ticket(text=above)
    try:
        describe(ticket, draft())
    except TicketError:  # an open code fence would hide the block
        assert ticket.text == above
        return
    assert ticket.text.startswith(above)
    ticket.text += f"\n{below}"
    parts = human_parts(ticket.text)

    outcome = describe(ticket, draft(body, day=2))

    assert outcome.state is ReceiptState.WRITTEN
    assert human_parts(ticket.text) == parts
    assert describe(ticket, draft(body, day=2)).state is ReceiptState.UNCHANGED


def test_the_block_stands_below_with_a_blank_line_and_alone_where_nothing_is() -> None:
    block = written(draft())
    for text, expected in (
        ("", block),
        ("a", f"a\n\n{block}"),
        ("a\n", f"a\n\n{block}"),
        ("a\r\n", "a\r\n\r\n" + block.replace("\n", "\r\n")),
    ):
        assert with_block(text, draft()) == expected


def test_an_older_estimate_and_the_same_one_write_nothing() -> None:
    ticket = Ticket(text="Port it.")
    describe(ticket, draft("new", day=2))
    text = ticket.text

    assert describe(ticket, draft("old", day=1)).state is ReceiptState.STALE
    assert describe(ticket, draft("new", day=2)).state is ReceiptState.UNCHANGED
    assert ticket.text == text


@pytest.mark.parametrize("lost", [0, -1], ids=["first", "last"])
def test_unbalanced_markers_are_refused_and_nothing_is_written(lost: int) -> None:
    lines = written(draft()).split("\n")
    del lines[lost]
    ticket = Ticket(text="\n".join(["Port it.", *lines]))
    text = ticket.text

    with pytest.raises(TicketError, match="one of our two marker lines"):
        describe(ticket, draft("new", day=2))

    assert ticket.text == text


def test_several_blocks_of_a_tag_are_refused_and_nothing_is_written() -> None:
    ticket = Ticket(text=f"{written(draft())}\n\n{written(draft())}")

    with pytest.raises(TicketError, match="several blocks"):
        describe(ticket, draft("new", day=2))

    assert ("run", "describe") not in ticket.log


def test_an_open_code_fence_is_refused() -> None:
    with pytest.raises(TicketError, match="open code fence"):
        with_block("```\nx\n", draft())


def test_blocks_of_two_tags_stand_side_by_side() -> None:
    ticket = Ticket(text="Port it.")
    for tag in ("go", "rust", "go"):
        describe(ticket, draft(tag, tag=tag, day=2))
    describe(ticket, draft("go, newer", tag="go", day=3))

    assert [len(frames(ticket.text, Markup.GFM, tag=tag)) for tag in ("go", "rust")] == [1, 1]
    assert "go, newer" in ticket.text
    assert ticket.text.startswith("Port it.\n\n")


def test_what_people_write_meanwhile_is_kept() -> None:
    ticket = Ticket(text="Port it.")
    steps = description_steps(MemoryDesk(ticket), draft())
    for _ in range(2):  # read, and before it is read again
        next(steps)
    ticket.text = "Port it soon."

    run_through(steps)

    assert ticket.text.startswith("Port it soon.\n\n")


def test_a_change_that_is_accepted_and_not_made_is_forbidden() -> None:
    with pytest.raises(TicketError) as caught:
        describe(Ticket(text="Port it."), draft(), deaf=True)

    assert caught.value.state is ReceiptState.FORBIDDEN


def test_nothing_is_added_where_too_little_changed() -> None:
    ticket = Ticket(text="Port it.")

    assert describe(ticket, draft(may_create=False)).state is ReceiptState.SKIPPED
    assert ticket.text == "Port it."


def test_a_description_that_others_write_all_the_time_is_given_up() -> None:
    class Busy(MemoryDesk):
        def description(self, tag: str) -> Any:
            self.ticket.text += "."
            return super().description(tag)

    with pytest.raises(TicketError, match="all the time"):
        run_through(description_steps(Busy(Ticket()), draft()))


def test_two_first_runs_leave_one_block() -> None:
    ticket = Ticket(text="Port it.")
    older = description_steps(MemoryDesk(ticket, "older"), draft("older", day=1))
    newer = description_steps(MemoryDesk(ticket, "newer"), draft("newer", day=2))
    for steps in (older, newer, older, newer, older, newer):
        next(steps)

    for steps in (older, newer):
        run_through(steps)

    assert len(frames(ticket.text, Markup.GFM, tag="")) == 1
    assert "newer" in ticket.text


def test_a_document_keeps_its_nodes_and_refuses_two_of_ours() -> None:
    ours = '{"type":"expand","attrs":{"title":"Port estimate"},"content":[]}'
    human = '{"type":"rule","attrs":{"own":1.50}}'
    one = draft(f'{{"content":[{ours}]}}', title="Port estimate")
    document = Draft(markup=Markup.ADF, body=one.body, marker=one.marker, title=one.title)

    first = with_block(f'{{"content":[{human}]}}', document)

    assert first == f'{{"type":"doc","version":1,"content":[{human},{ours}]}}'
    assert with_block(first, document) == first
    with pytest.raises(TicketError, match="several"):
        with_block(f'{{"content":[{ours},{ours}]}}', document)


def test_frames_are_refused_where_half_is_lost() -> None:
    with pytest.raises(UnbalancedError):
        frames(written(draft()).partition("\n")[0], Markup.GFM, tag="")
