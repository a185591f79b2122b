"""One comment of ours on a ticket, whatever other runs do meanwhile: the one way to write it.

Written as a generator that stops before every call, so that two runs can be interleaved in every
order. From a ticket without a comment of ours any interleaving leaves one, with the newer content:
the oldest comment is kept and is only ever given newer content, before the others go. No tracker
can write under a condition, so where one is there already an older run that read it before a newer
one wrote, and writes after the newer one's last look, wins until the next run. That window is the
time between two requests.
"""

from collections.abc import Generator
from typing import NamedTuple, Protocol, TypeAlias

from msgspec.structs import replace

from estimator.model.ticket import Marker, ReceiptState
from estimator.tickets.dialect import Post
from estimator.tickets.draft import (
    Draft,
    Found,
    age,
    composed,
    found_in,
    order,
    written,
)
from estimator.tickets.wire import GoneError, TicketError, UnsureError

ROUNDS = 6
"""How often a run starts over where others write to the same ticket."""
_LOOKS = 3
"""How often a new comment is looked for; a list may lag behind."""


class Desk(Protocol):
    """A ticket that can be read and written, one call a method. All raise `TicketError`."""

    def me(self) -> str:
        """Name the token's user; "" where the tracker does not say."""

    def is_own(self, author: str, me: str) -> bool:
        """Tell whether that user wrote a comment."""

    def comments(self, tag: str) -> tuple[Post, ...]:
        """Read all comments, of all pages."""

    def create(self, text: str, marker: Marker) -> None:
        """Add a comment. Raises UnsureError where nobody knows whether it is there."""

    def update(self, post: str, text: str, marker: Marker) -> None:
        """Replace a comment."""

    def delete(self, post: str) -> None:
        """Take a comment away."""

    def pause(self) -> None:
        """Wait a moment before the same is asked again."""

    def description(self, tag: str) -> Post:
        """Read the ticket's own text."""

    def describe(self, text: str, marker: Marker) -> None:
        """Replace the ticket's own text."""


class Outcome(NamedTuple):
    """What came of it."""

    state: ReceiptState
    action: str = ""
    url: str = ""
    why: str = ""
    writes: int = 0


Steps: TypeAlias = Generator[None, None, Outcome]


class _Run:
    """The state of one run between its steps."""

    def __init__(self, desk: Desk, draft: Draft) -> None:
        self.desk = desk
        self.draft = draft
        self.me = ""
        self.has_posted = False
        self.updated = False
        self.pruned = False
        self.writes = 0

    def ours(self) -> list[Found]:
        """List our comments, the oldest first."""
        tag = self.draft.marker.tag
        posts = sorted(self.desk.comments(tag), key=order)
        found = [found_in(post, self.draft.markup, tag=tag) for post in posts]
        return [one for one in found if one is not None and self._is_own(one.post)]

    def _is_own(self, post: Post) -> bool:
        return self.draft.any_author or self.desk.is_own(post.author, self.me)

    def ended(self, kept: Found) -> Outcome:
        """Say what this run did, given what is there now."""
        is_newer = age(kept.marker) > age(self.draft.marker)
        same = kept.digest == self.draft.marker.digest
        if is_newer and not same:
            why = "A newer estimate is there already."
            return Outcome(ReceiptState.STALE, self.action, kept.post.url, why, self.writes)
        state = ReceiptState.WRITTEN if self.writes else ReceiptState.UNCHANGED
        return Outcome(state, self.action, kept.post.url, "", self.writes)

    @property
    def action(self) -> str:
        """The largest thing that was done."""
        done = (("created", self.has_posted), ("updated", self.updated), ("pruned", self.pruned))
        return next((name for name, is_done in done if is_done), "")


def comment_steps(desk: Desk, draft: Draft) -> Steps:
    """Leave one comment with the newest content; stop before each call.

    Raises:
        TicketError: the tracker refused, or did not do what it said.
    """
    run = _Run(desk, draft)
    if not draft.any_author:
        yield
        run.me = desk.me()
    yield
    ours = run.ours()
    for _ in range(ROUNDS):
        if not ours:
            if not draft.may_create:
                return Outcome(ReceiptState.SKIPPED)
            ours = yield from _created(run)
        best = _newest(ours, draft)
        kept = ours[0]
        if kept.digest == best.digest:
            yield from _prune(run, ours[1:])
            return run.ended(kept)
        ours = yield from _updated(run, kept, best)
    raise TicketError("Others write to this ticket all the time; run again later.")


def new_steps(desk: Desk, draft: Draft) -> Steps:
    """Add a comment of its own, whatever is there; its marker is one that no other run has."""
    run = _Run(desk, draft)
    if not draft.any_author:
        yield
        run.me = desk.me()
    ours = yield from _created(run)
    return run.ended(ours[0])


def _newest(ours: list[Found], draft: Draft) -> Found:
    """Pick the newest content of what is there and what this run brings."""
    own = Found(post=Post(text=""), marker=draft.marker, body=draft.body)
    newest = max(ours, key=lambda one: age(one.marker))
    is_same = newest.digest == draft.marker.digest
    return newest if is_same or age(newest.marker) > age(draft.marker) else own


def _created(run: _Run) -> Generator[None, None, list[Found]]:
    """Add the comment, once, and list again; what nobody is sure of is looked for."""
    if run.has_posted:
        raise TicketError("The comment was added and is not there any more.")
    run.has_posted = True
    yield
    unsure: UnsureError | None = None
    try:
        run.desk.create(written(run.draft), run.draft.marker)
    except UnsureError as fault:
        unsure = fault
    run.writes += 1
    for _ in range(_LOOKS):
        yield
        ours = run.ours()
        if ours:
            return ours
        run.desk.pause()
    if unsure is not None:
        raise unsure
    raise TicketError(
        "The tracker took the comment and does not show it as the token's user's own."
        " --any-author matches by the marker alone."
    )


def _updated(run: _Run, kept: Found, best: Found) -> Generator[None, None, list[Found]]:
    """Give the kept comment the newest content, if it is still what it was; list again."""
    yield
    before = run.ours()
    if not before or before[0].post != kept.post:
        return before
    text, marker = _text(run.draft, best)
    yield
    try:
        run.desk.update(kept.post.id, text, marker)
    except GoneError:
        yield
        return _without(run.ours(), kept)
    run.writes += 1
    run.updated = True
    yield
    after = run.ours()
    if after and after[0].post == kept.post:
        raise TicketError(
            "The tracker accepted the change and did not make it; the token may not edit this.",
            state=ReceiptState.FORBIDDEN,
        )
    return after


def _text(draft: Draft, best: Found) -> tuple[str, Marker]:
    return composed(best.body, best.marker, draft.markup), best.marker


def _without(ours: list[Found], kept: Found) -> list[Found]:
    if any(one.post.id == kept.post.id for one in ours):
        raise TicketError("The comment is listed, and cannot be changed.")
    return ours


def _prune(run: _Run, extra: list[Found]) -> Generator[None, None, None]:
    """Take duplicates away; the kept comment has the newest content already."""
    for one in extra:
        yield
        try:
            run.desk.delete(one.post.id)
        except GoneError:  # another run was quicker
            continue
        run.writes += 1
        run.pruned = True


def run_through(steps: Steps) -> Outcome:
    """Do all steps at once."""
    while True:
        try:
            next(steps)
        except StopIteration as end:
            outcome: Outcome = end.value
            return outcome


def unique_marker(marker: Marker) -> Marker:
    """Mark a comment that `--behavior new` adds: no tag of a user holds a plus sign."""
    stamp = "".join(one for one in marker.attached_at if one.isdecimal())
    return replace(marker, tag=f"{marker.tag}+{stamp}")
