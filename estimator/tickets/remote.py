"""A ticket behind a tracker's interface, as the one way to write reads and writes it."""

from collections.abc import Callable
from typing import Protocol

from msgspec.structs import replace

from estimator.model.ticket import Marker, ReceiptState
from estimator.tickets.dialect import Dialect, Post
from estimator.tickets.wire import Answer, GoneError, Request, TicketError

_MOST_PAGES = 1_000


class Sender(Protocol):
    """What carries a request."""

    def send(self, request: Request) -> Answer:
        """Send it. Raises TicketError."""


class RemoteTicket:
    """One ticket; every method is one or more calls. All raise `TicketError`."""

    def __init__(
        self, dialect: Dialect, web: Sender, *, pause: Callable[[], None] = lambda: None
    ) -> None:
        """Keep how to talk, and who carries it; `pause` waits a moment."""
        self._dialect = dialect
        self._web = web
        self.pause = pause

    def me(self) -> str:
        """Name the token's user; "" for a bot that has none, as the token of GitHub Actions."""
        try:
            found = self._dialect.read_self(self._web.send(self._dialect.whoami()))
        except TicketError as fault:
            if fault.state is not ReceiptState.FORBIDDEN and not isinstance(fault, GoneError):
                raise
            found = ""
        if not found and not self._dialect.is_own("[bot]", found):
            raise TicketError(
                "The tracker does not say whose token this is. --any-author matches by the marker."
            )
        return found

    def is_own(self, author: str, me: str) -> bool:
        """Tell whether that user wrote a comment."""
        return self._dialect.is_own(author, me)

    def comments(self, tag: str) -> tuple[Post, ...]:
        """Read all comments, of all pages, with the markers of a tag beside them."""
        found: dict[str, Post] = {}
        request: Request | None = self._dialect.comments()
        for _ in range(_MOST_PAGES):
            if request is None:
                return tuple(self._with_marker(post, tag) for post in found.values())
            page = self._dialect.read_comments(request, self._web.send(request))
            found |= {post.id: post for post in page.posts}
            request = page.following
        raise TicketError("The ticket has too many comments.")

    def _with_marker(self, post: Post, tag: str) -> Post:
        """Ask for the marker of a comment where the list did not say."""
        request = self._dialect.beside(post.id, tag)
        if request is None or post.properties is not None:
            return post
        try:
            marker = self._dialect.read_beside(self._web.send(request))
        except GoneError:
            marker = None
        return replace(post, properties={} if marker is None else {marker.tag: marker})

    def create(self, text: str, marker: Marker) -> None:
        """Add a comment. Raises UnsureError where nobody knows whether it is there."""
        self._web.send(self._dialect.create(text, marker))

    def update(self, post: str, text: str, marker: Marker) -> None:
        """Replace a comment."""
        self._web.send(self._dialect.update(post, text, marker))

    def delete(self, post: str) -> None:
        """Take a comment away."""
        self._web.send(self._dialect.delete(post))

    def description(self, tag: str) -> Post:
        """Read the ticket's own text."""
        answer = self._web.send(self._dialect.description(tag))
        return self._dialect.read_description(answer)

    def describe(self, text: str, marker: Marker) -> None:
        """Replace the ticket's own text."""
        self._web.send(self._dialect.describe(text, marker))
