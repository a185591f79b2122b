"""What every tracker can be asked, as requests to send and answers to read; no network here."""

from typing import NamedTuple, Protocol

from estimator.model.source import Value
from estimator.model.ticket import Marker, Markup, Target
from estimator.tickets.wire import Answer, Request

COMMENTS_A_PAGE = "100"


class Post(Value, frozen=True, kw_only=True):
    """A comment, or the text of a ticket."""

    id: str = ""
    author: str = ""
    """As `Dialect.read_self` names the user."""
    text: str
    """For Jira Cloud the JSON of the document."""
    url: str = ""
    properties: dict[str, Marker] | None = None
    """Markers that stand beside the text, by tag; None where the tracker did not say."""


class Page(NamedTuple):
    """Comments of one answer, and how to ask for the next ones."""

    posts: tuple[Post, ...]
    following: Request | None = None


class Dialect(Protocol):
    """One ticket of one tracker. Texts come in with their marker, but for Jira Cloud."""

    @property
    def target(self) -> Target:
        """The ticket."""

    @property
    def markup(self) -> Markup:
        """What its texts are written in."""

    def whoami(self) -> Request:
        """Ask whom the token belongs to."""

    def read_self(self, answer: Answer) -> str:
        """Read the name that comments of the token's user carry."""

    def is_own(self, author: str, me: str) -> bool:
        """Tell whether a comment is ours; `me` is "" where the tracker does not say who we are."""

    def comments(self) -> Request:
        """Ask for the first page of the comments."""

    def read_comments(self, request: Request, answer: Answer) -> Page:
        """Read one page."""

    def create(self, text: str, marker: Marker) -> Request:
        """Add a comment."""

    def update(self, post: str, text: str, marker: Marker) -> Request:
        """Replace the text of a comment."""

    def delete(self, post: str) -> Request:
        """Take a comment away."""

    def beside(self, post: str, tag: str) -> Request | None:
        """Ask for the marker beside one comment; None where markers stand in the text."""

    def read_beside(self, answer: Answer) -> Marker | None:
        """Read it."""

    def description(self, tag: str) -> Request:
        """Ask for the ticket's own text."""

    def read_description(self, answer: Answer) -> Post:
        """Read it."""

    def describe(self, text: str, marker: Marker) -> Request:
        """Replace the ticket's own text."""


class TextMarkers:
    """The part that trackers share whose markers stand in the text, and whose users have names."""

    def is_own(self, author: str, me: str) -> bool:
        """See `Dialect`."""
        return bool(me) and author == me

    def beside(self, post: str, tag: str) -> Request | None:
        """See `Dialect`."""
        del post, tag
        return None

    def read_beside(self, answer: Answer) -> Marker | None:
        """See `Dialect`."""
        del answer
        return None
