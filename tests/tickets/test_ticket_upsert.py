"""One comment, once, whatever happens meanwhile."""

from collections.abc import Iterator
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from memory_ticket import ME, MemoryDesk, Ticket, draft

from estimator.model.ticket import Marker, Markup, ReceiptState
from estimator.reporting.tickets.marker import frames
from estimator.tickets.dialect import Post
from estimator.tickets.draft import Draft, age, found_in, order, written
from estimator.tickets.upsert import (
    Steps,
    comment_steps,
    new_steps,
    run_through,
    unique_marker,
)
from estimator.tickets.wire import TicketError, UnsureError


def post(one: Draft, number: int = 1, author: str = ME) -> Post:
    return Post(id=str(number), author=author, text=written(one))


def bodies(ticket: Ticket, tag: str = "") -> list[str]:
    return [
        frame.body.strip()
        for one in ticket.posts.values()
        for frame in frames(one.text, Markup.GFM, tag=tag)
    ]


def attach(ticket: Ticket, one: Draft, **desk: Any) -> Any:
    return run_through(comment_steps(MemoryDesk(ticket, **desk), one))


def test_the_first_run_adds_one_comment() -> None:
    ticket = Ticket()

    outcome = attach(ticket, draft())

    assert (outcome.state, outcome.action, outcome.writes) == (ReceiptState.WRITTEN, "created", 1)
    assert bodies(ticket) == ["body"]


def test_the_same_again_writes_nothing() -> None:
    ticket = Ticket()
    attach(ticket, draft())

    outcome = attach(ticket, draft(), name="second")

    assert (outcome.state, outcome.writes) == (ReceiptState.UNCHANGED, 0)
    assert {what for name, what in ticket.log if name == "second"} == {"me", "list"}


def test_another_text_replaces_it_though_line_ends_change() -> None:
    ticket = Ticket()
    attach(ticket, draft())

    outcome = attach(ticket, draft("other\n\ntext", day=2))
    again = attach(ticket, draft("other\n\ntext", day=2))

    assert (outcome.state, outcome.action) == (ReceiptState.WRITTEN, "updated")
    assert again.state is ReceiptState.UNCHANGED
    assert len(ticket.posts) == 1


def test_an_older_commit_does_not_overwrite_a_newer_one() -> None:
    ticket = Ticket(post(draft("new", day=5)))

    outcome = attach(ticket, draft("old", day=4))

    assert (outcome.state, outcome.writes) == (ReceiptState.STALE, 0)
    assert bodies(ticket) == ["new"]


def test_of_one_commit_the_later_run_counts() -> None:
    late, early = draft("late"), draft("early")
    marker = Marker(**{**_fields(early.marker), "attached_at": "2026-07-31T00:00:00+00:00"})
    ticket = Ticket(post(late))

    outcome = attach(ticket, Draft(markup=Markup.GFM, body="early", marker=marker))

    assert outcome.state is ReceiptState.STALE


def _fields(marker: Marker) -> dict[str, Any]:
    return {name: getattr(marker, name) for name in marker.__struct_fields__}


def test_moments_are_compared_across_time_zones_and_the_unknown_is_oldest() -> None:
    berlin = Marker(committed_at="2026-07-10T09:00:00+02:00")
    london = Marker(committed_at="2026-07-10T08:30:00+00:00")
    plain = Marker(committed_at="2026-07-10T08:30:00")

    assert age(Marker()) < age(berlin) < age(london) == age(plain)


@pytest.mark.parametrize(
    "other",
    [
        post(draft("mine", day=1), author="ann"),
        Post(id="1", author=ME, text="see `<!-- port-estimator:estimate v=1 -->`"),
        Post(id="1", author=ME, text=f"Look:\n\n{written(draft('x'))}\n\nNice"),
        Post(id="1", author=ME, text="> " + written(draft("x")).replace("\n", "\n> ")),
        Post(id="1", author=ME, text=written(draft("x")) + "\n" + written(draft("y"))),
        Post(id="1", author=ME, text=written(draft("x")).partition("\n")[0]),
        post(draft("mine", tag="other")),
    ],
    ids=["author", "inline", "among words", "quoted", "two", "half", "tag"],
)
def test_what_is_not_ours_is_left_alone(other: Post) -> None:
    ticket = Ticket(other)

    outcome = attach(ticket, draft("new", day=2))

    assert outcome.action == "created"
    assert ticket.posts["1"] == other


def test_any_author_takes_it_over() -> None:
    ticket = Ticket(post(draft("old"), author="ann"))

    outcome = attach(ticket, draft("new", day=2, any_author=True))

    assert outcome.action == "updated"
    assert len(ticket.posts) == 1
    assert ("run", "me") not in ticket.log


def test_duplicates_go_after_the_kept_one_has_the_newest_text() -> None:
    ticket = Ticket(
        post(draft("old", day=1), 7),
        post(draft("newest", day=9), 8),
        post(draft("middle", day=5), 12),
    )

    outcome = attach(ticket, draft("mine", day=6))

    assert list(ticket.posts) == ["7"]
    assert bodies(ticket) == ["newest"]
    assert outcome.state is ReceiptState.STALE
    calls = [what for _, what in ticket.log]
    assert calls.index("update") < calls.index("delete")


def test_only_duplicates_are_pruned_where_the_text_is_the_same() -> None:
    ticket = Ticket(post(draft(), 7), post(draft(), 8))

    outcome = attach(ticket, draft())

    assert (outcome.state, outcome.action, outcome.writes) == (ReceiptState.WRITTEN, "pruned", 1)


def test_an_edit_by_hand_of_our_comment_is_mended() -> None:
    ours = post(draft("price 5"))
    ticket = Ticket(Post(id="1", author=ME, text=ours.text.replace("price 5", "price 1")))

    outcome = attach(ticket, draft("price 5"))

    assert outcome.action == "updated"
    assert bodies(ticket) == ["price 5"]


def test_a_lost_answer_is_looked_for_and_never_sent_again() -> None:
    ticket = Ticket()

    outcome = attach(ticket, draft(), loses_answer=True)

    assert outcome.state is ReceiptState.WRITTEN
    assert len(ticket.posts) == 1
    assert ticket.log.count(("run", "create")) == 1


def test_what_never_arrived_is_a_failure_and_still_not_sent_again() -> None:
    ticket = Ticket()

    with pytest.raises(UnsureError):
        attach(ticket, draft(), drops=True)

    assert ticket.log.count(("run", "create")) == 1


def test_a_comment_that_does_not_show_as_ours_is_a_failure() -> None:
    class Renamed(MemoryDesk):
        def is_own(self, author: str, me: str) -> bool:
            del author, me
            return False

    with pytest.raises(TicketError, match="--any-author"):
        run_through(comment_steps(Renamed(Ticket()), draft()))


def test_a_change_that_is_accepted_and_not_made_is_forbidden() -> None:
    ticket = Ticket(post(draft("old")))

    with pytest.raises(TicketError) as caught:
        attach(ticket, draft("new", day=2), deaf=True)

    assert caught.value.state is ReceiptState.FORBIDDEN


def test_nothing_is_added_where_too_little_changed_but_what_is_there_is_updated() -> None:
    empty, old = Ticket(), Ticket(post(draft("old")))

    outcome = attach(empty, draft("new", day=2, may_create=False))
    other = attach(old, draft("new", day=2, may_create=False))

    assert (outcome.state, empty.posts) == (ReceiptState.SKIPPED, {})
    assert other.action == "updated"


def test_a_new_comment_is_added_each_time_and_stays_apart() -> None:
    ticket = Ticket(post(draft("kept")))
    for day in (2, 3):
        one = draft("new", day=day)
        fresh = Draft(markup=one.markup, body=one.body, marker=unique_marker(one.marker))
        outcome = run_through(new_steps(MemoryDesk(ticket), fresh))
        assert outcome.action == "created"

    attach(ticket, draft("kept, newer", day=4))

    assert len(ticket.posts) == 3
    assert bodies(ticket) == ["kept, newer"]


def test_a_new_comment_by_marker_alone_asks_not_who_we_are() -> None:
    ticket = Ticket()

    run_through(new_steps(MemoryDesk(ticket), draft(any_author=True)))

    assert ("run", "me") not in ticket.log


def test_comments_are_ordered_by_number_and_not_as_text() -> None:
    posts = [Post(id=one, text="") for one in ("10", "9", "a")]

    assert [one.id for one in sorted(posts, key=order)] == ["a", "9", "10"]


def test_a_document_of_another_version_of_the_marker_is_not_ours() -> None:
    marker = Marker(version=2)
    found = found_in(Post(text="{}", properties={"": marker}), Markup.ADF, tag="")

    assert found is None


def test_a_comment_that_goes_meanwhile_is_added_anew() -> None:
    ticket = Ticket(post(draft("old")))
    steps = comment_steps(MemoryDesk(ticket), draft("new", day=2))
    for _ in range(4):  # me, list, list again; stops before the update
        next(steps)
    ticket.posts.clear()

    outcome = run_through(steps)

    assert (outcome.state, outcome.action) == (ReceiptState.WRITTEN, "created")
    assert bodies(ticket) == ["new"]


def test_a_comment_that_is_listed_and_gone_is_a_failure() -> None:
    class Stuck(MemoryDesk):
        def update(self, post: str, text: str, marker: Marker) -> None:
            listed = self.ticket.posts.pop(post)
            try:
                super().update(post, text, marker)
            finally:
                self.ticket.posts[post] = listed

    with pytest.raises(TicketError, match="cannot be changed"):
        run_through(comment_steps(Stuck(Ticket(post(draft()))), draft("new", day=2)))


def test_a_comment_that_is_added_and_goes_again_is_not_added_twice() -> None:
    ticket = Ticket()

    class Removed(MemoryDesk):
        def update(self, post: str, text: str, marker: Marker) -> None:
            del post, text, marker
            self.ticket.posts.clear()

        def comments(self, tag: str) -> tuple[Post, ...]:
            seen = super().comments(tag)
            edited = [Post(id=one.id, author=ME, text=one.text + " ") for one in seen]
            return tuple(Post(id=o.id, author=ME, text=o.text.replace("new", "x")) for o in edited)

    with pytest.raises(TicketError, match="not there any more"):
        run_through(comment_steps(Removed(ticket), draft("new", day=2)))

    assert ticket.log.count(("run", "create")) == 1


def test_a_ticket_that_others_write_all_the_time_is_given_up() -> None:
    ticket = Ticket(post(draft("0")))
    numbers = iter(range(1, 1_000))

    class Busy(MemoryDesk):
        def comments(self, tag: str) -> tuple[Post, ...]:
            self.ticket.posts["1"] = post(draft(str(next(numbers))))
            return super().comments(tag)

    with pytest.raises(TicketError, match="all the time"):
        run_through(comment_steps(Busy(ticket), draft("new", day=2)))

    assert ("run", "update") not in ticket.log


def interleaved(runs: list[tuple[str, Steps]], turns: Iterator[int]) -> None:
    """Let runs take steps by turns until all have ended."""
    open_runs = dict(runs)
    while open_runs:
        names = sorted(open_runs)
        name = names[next(turns, 0) % len(names)]
        try:
            next(open_runs[name])
        except StopIteration:
            del open_runs[name]


TURNS = st.lists(st.integers(0, 2), max_size=60)


@settings(max_examples=400)
@given(turns=TURNS, days=st.permutations([1, 2, 3]), runs=st.integers(2, 3))
def test_any_interleaving_of_first_runs_leaves_one_comment_with_the_newest_text(
    turns: list[int], days: list[int], runs: int
) -> None:
    ticket = Ticket()
    chosen = days[:runs]
    desks = [(MemoryDesk(ticket, f"of {day}"), draft(f"of {day}", day=day)) for day in chosen]

    interleaved([(d.name, comment_steps(d, one)) for d, one in desks], iter(turns))

    assert len(ticket.posts) == 1
    if runs == 2:
        assert bodies(ticket) == [f"of {max(chosen)}"]
    assert all(desk.calls("create") <= 1 for desk, _ in desks)


def lost_to_the_window(log: list[tuple[str, str]]) -> bool:
    """Tell whether the older run wrote after the newer one's last look."""
    last_look = max(at for at, call in enumerate(log) if call[0] == "newer")
    writes = [at for at, call in enumerate(log) if call == ("older", "update")]
    return bool(writes) and max(writes) > last_look


@settings(max_examples=400)
@given(turns=TURNS, swapped=st.booleans())
def test_any_interleaving_over_an_old_comment_leaves_the_newer_text_but_for_the_window(
    turns: list[int], *, swapped: bool
) -> None:
    ticket = Ticket(post(draft("old", day=1)))
    older = ("older", comment_steps(MemoryDesk(ticket, "older"), draft("older", day=2)))
    newer = ("newer", comment_steps(MemoryDesk(ticket, "newer"), draft("newer", day=3)))
    runs = [newer, older] if swapped else [older, newer]

    interleaved(runs, iter(turns))

    assert len(ticket.posts) == 1
    assert bodies(ticket) == ["newer"] or lost_to_the_window(ticket.log)


@given(turns=TURNS)
def test_any_interleaving_of_runs_of_the_same_content_writes_it_once(turns: list[int]) -> None:
    ticket = Ticket()
    runs = [(name, comment_steps(MemoryDesk(ticket, name), draft())) for name in ("a", "b")]

    interleaved(runs, iter(turns))

    assert bodies(ticket) == ["body"]
