"""Jira Data Center's REST interface, version 2: wiki markup, the marker in the text."""

import msgspec

from estimator.model.ticket import Marker, Markup, Target
from estimator.tickets.dialect import Page, Post, TextMarkers
from estimator.tickets.jira import Addresses, following
from estimator.tickets.wire import Answer, Request, decoded


class _User(msgspec.Struct):
    key: str = ""
    name: str = ""


class _Comment(msgspec.Struct):
    id: str
    body: str | None = None
    author: _User | None = None


class _Comments(msgspec.Struct):
    comments: list[_Comment]
    total: int = 0


class _Fields(msgspec.Struct):
    description: str | None = None


class _Issue(msgspec.Struct):
    fields: _Fields


class JiraDataCenter(TextMarkers):
    """One issue."""

    markup = Markup.WIKI

    def __init__(self, target: Target) -> None:
        """Keep the target."""
        self.target = target
        self._at = Addresses(target, 2)

    def whoami(self) -> Request:
        """See `Dialect`."""
        return Request(method="GET", path=f"{self._at.root}/myself")

    def read_self(self, answer: Answer) -> str:
        """See `Dialect`."""
        return _name(decoded(answer, _User))

    def comments(self) -> Request:
        """See `Dialect`."""
        return self._at.comments()

    def read_comments(self, request: Request, answer: Answer) -> Page:
        """See `Dialect`."""
        found = decoded(answer, _Comments)
        posts = tuple(self._post(one) for one in found.comments)
        return Page(posts, following(request, seen=len(posts), total=found.total))

    def create(self, text: str, marker: Marker) -> Request:
        """See `Dialect`."""
        del marker
        path = f"{self._at.issue}/comment"
        return Request(method="POST", path=path, content={"body": text}, adds=True)

    def update(self, post: str, text: str, marker: Marker) -> Request:
        """See `Dialect`."""
        del marker
        return Request(method="PUT", path=self._at.comment(post), content={"body": text})

    def delete(self, post: str) -> Request:
        """See `Dialect`."""
        return Request(method="DELETE", path=self._at.comment(post))

    def description(self, tag: str) -> Request:
        """See `Dialect`."""
        del tag
        return Request(method="GET", path=self._at.issue, query=(("fields", "description"),))

    def read_description(self, answer: Answer) -> Post:
        """See `Dialect`."""
        text = decoded(answer, _Issue).fields.description or ""
        return Post(text=text, url=self._at.page)

    def describe(self, text: str, marker: Marker) -> Request:
        """See `Dialect`."""
        del marker
        content = {"fields": {"description": text}}
        return Request(method="PUT", path=self._at.issue, content=content)

    def _post(self, one: _Comment) -> Post:
        author = _name(one.author) if one.author else ""
        return Post(id=one.id, author=author, text=one.body or "", url=self._at.link(one.id))


def _name(user: _User) -> str:
    return user.key or user.name
