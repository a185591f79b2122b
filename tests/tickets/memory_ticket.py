"""A ticket in memory, with a log of who did what, and drafts to leave on it."""

from itertools import count
from typing import Any

from msgspec.structs import replace

from estimator.model.ticket import Marker, Markup
from estimator.reporting.tickets.fit import digest_of
from estimator.tickets.dialect import Post
from estimator.tickets.draft import Draft
from estimator.tickets.wire import GoneError, UnsureError

ME = "robot"


class Ticket:
    """What all runs see."""

    def __init__(self, *posts: Post, text: str = "") -> None:
        self.posts = {post.id: post for post in posts}
        self.text = text
        self.numbers = count(1_000)
        self.log: list[tuple[str, str]] = []
        """Name of the run, and what it called."""


class MemoryDesk:
    """One run's view of it."""

    def __init__(
        self,
        ticket: Ticket,
        name: str = "run",
        *,
        deaf: bool = False,
        loses_answer: bool = False,
        drops: bool = False,
    ) -> None:
        self.ticket = ticket
        self.name = name
        self.deaf = deaf
        self.loses_answer = loses_answer
        self.drops = drops

    def me(self) -> str:
        self._note("me")
        return ME

    def is_own(self, author: str, me: str) -> bool:
        return author == me

    def pause(self) -> None:
        self._note("pause")

    def comments(self, tag: str) -> tuple[Post, ...]:
        del tag
        self._note("list")
        return tuple(reversed(self.ticket.posts.values()))

    def create(self, text: str, marker: Marker) -> None:
        del marker
        self._note("create")
        number = str(next(self.ticket.numbers))
        if not self.drops:
            self.ticket.posts[number] = Post(id=number, author=ME, text=text)
        if self.loses_answer or self.drops:
            raise UnsureError("nobody knows")

    def update(self, post: str, text: str, marker: Marker) -> None:
        del marker
        self._note("update")
        if post not in self.ticket.posts:
            raise GoneError("gone")
        if not self.deaf:
            old = self.ticket.posts[post]
            self.ticket.posts[post] = replace(old, text=text.replace("\n", "\r\n"))

    def delete(self, post: str) -> None:
        self._note("delete")
        if self.ticket.posts.pop(post, None) is None:
            raise GoneError("gone")

    def description(self, tag: str) -> Post:
        del tag
        self._note("read")
        return Post(text=self.ticket.text)

    def describe(self, text: str, marker: Marker) -> None:
        del marker
        self._note("describe")
        if not self.deaf:
            self.ticket.text = text

    def _note(self, what: str) -> None:
        self.ticket.log.append((self.name, what))

    def calls(self, what: str) -> int:
        return self.ticket.log.count((self.name, what))


def draft(body: str = "body", *, day: int = 1, **changes: Any) -> Draft:
    """Build what a run of the commit of that day brings, attached a day later."""
    marker = Marker(
        commit=f"{day:040}",
        committed_at=f"2026-07-{day:02}T09:00:00+02:00",
        attached_at=f"2026-08-{day:02}T10:00:00+00:00",
        digest=digest_of(body),
        tag=changes.pop("tag", ""),
    )
    return Draft(markup=Markup.GFM, body=body, marker=marker, **changes)
