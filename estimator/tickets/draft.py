"""What one run wants to leave on a ticket, what is there already, and which of two is newer."""

from datetime import UTC, datetime

from estimator.model.source import Value
from estimator.model.ticket import MARKER_VERSION, Marker, Markup
from estimator.reporting.tickets.fit import digest_of
from estimator.reporting.tickets.marker import UnbalancedError, framed, frames
from estimator.tickets.dialect import Post

_NEVER = datetime.min.replace(tzinfo=UTC)


class Draft(Value, frozen=True, kw_only=True):
    """The block of this run in the tracker's markup."""

    markup: Markup
    body: str
    marker: Marker
    """Its digest is that of the body."""
    any_author: bool = False
    """Take comments with our marker for ours, whoever wrote them."""
    may_create: bool = True
    """False: only what is there already is brought up to date."""
    title: str = ""
    """Of the node that holds everything in an Atlassian document; "" for a comment."""


class Found(Value, frozen=True, kw_only=True):
    """A block of ours on the ticket."""

    post: Post
    marker: Marker
    body: str

    @property
    def digest(self) -> str:
        """Of what is really there; a document is believed its marker, since Jira rewrites it."""
        is_document = self.post.properties is not None
        return self.marker.digest if is_document else digest_of(self.body)


Age = tuple[datetime, datetime, str]


def age(marker: Marker) -> Age:
    """Order blocks: by the commit's date, then by when they were attached, then by digest.

    A block of an unknown commit is older than any other: nobody can say what it shows.
    """
    return (_moment(marker.committed_at), _moment(marker.attached_at), marker.digest)


def _moment(text: str) -> datetime:
    try:
        found = datetime.fromisoformat(text)
    except ValueError:
        return _NEVER
    return found if found.tzinfo else found.replace(tzinfo=UTC)


def written(draft: Draft) -> str:
    """Give the text of a whole comment: a document goes without, its marker beside it."""
    return composed(draft.body, draft.marker, draft.markup)


def composed(body: str, marker: Marker, markup: Markup) -> str:
    """Give the text of a whole comment with another body and marker."""
    return body if markup is Markup.ADF else framed(body, marker, markup)


def found_in(post: Post, markup: Markup, *, tag: str) -> Found | None:
    """Find our block in a comment; None where there is none, or it is not alone there."""
    if markup is Markup.ADF:
        marker = (post.properties or {}).get(tag)
        if marker is None or marker.version != MARKER_VERSION:
            return None
        return Found(post=post, marker=marker, body=post.text)
    try:
        ours = frames(post.text, markup, tag=tag)
    except UnbalancedError:
        return None
    if len(ours) != 1 or post.text[: ours[0].start].strip() or post.text[ours[0].end :].strip():
        return None
    return Found(post=post, marker=ours[0].marker, body=ours[0].body)


def order(post: Post) -> tuple[int, str]:
    """Sort comments oldest first: all trackers number them upward."""
    return (int(post.id), "") if post.id.isdecimal() else (0, post.id)
