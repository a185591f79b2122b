"""Jira Cloud's REST interface, version 3: documents (ADF), the marker as a property beside them."""

from collections.abc import Iterable

import msgspec

from estimator.model.ticket import Marker, Markup, Target
from estimator.tickets.dialect import Page, Post
from estimator.tickets.jira import Addresses, following
from estimator.tickets.wire import Answer, Request, decoded

_PROPERTY = "port-estimator"
_EMPTY = {"type": "doc", "version": 1, "content": []}


class _User(msgspec.Struct):
    accountId: str = ""  # noqa: N815  # Jira's name


class _Property(msgspec.Struct):
    key: str
    value: msgspec.Raw


class _Comment(msgspec.Struct):
    id: str
    body: msgspec.Raw
    author: _User | None = None
    properties: list[_Property] | None = None


class _Comments(msgspec.Struct):
    comments: list[_Comment]
    total: int = 0


class _Fields(msgspec.Struct):
    description: msgspec.Raw = msgspec.Raw(b"null")


class _Issue(msgspec.Struct):
    fields: _Fields
    properties: dict[str, msgspec.Raw] = msgspec.field(default_factory=dict)


class JiraCloud:
    """One issue."""

    markup = Markup.ADF

    def __init__(self, target: Target) -> None:
        """Keep the target."""
        self.target = target
        self._at = Addresses(target, 3)

    def whoami(self) -> Request:
        """See `Dialect`."""
        return Request(method="GET", path=f"{self._at.root}/myself")

    def read_self(self, answer: Answer) -> str:
        """See `Dialect`."""
        return decoded(answer, _User).accountId

    def is_own(self, author: str, me: str) -> bool:
        """See `Dialect`."""
        return bool(me) and author == me

    def comments(self) -> Request:
        """See `Dialect`."""
        return self._at.comments(("expand", "properties"))

    def read_comments(self, request: Request, answer: Answer) -> Page:
        """See `Dialect`."""
        found = decoded(answer, _Comments)
        posts = tuple(self._post(one) for one in found.comments)
        return Page(posts, following(request, seen=len(posts), total=found.total))

    def create(self, text: str, marker: Marker) -> Request:
        """See `Dialect`."""
        path = f"{self._at.issue}/comment"
        return Request(method="POST", path=path, content=_content(text, marker), adds=True)

    def update(self, post: str, text: str, marker: Marker) -> Request:
        """See `Dialect`. Nobody is notified of an edit."""
        return Request(
            method="PUT",
            path=self._at.comment(post),
            query=(("notifyUsers", "false"),),
            content=_content(text, marker),
        )

    def delete(self, post: str) -> Request:
        """See `Dialect`."""
        return Request(method="DELETE", path=self._at.comment(post))

    def beside(self, post: str, tag: str) -> Request | None:
        """See `Dialect`."""
        path = f"{self._at.root}/comment/{post}/properties/{property_key(tag)}"
        return Request(method="GET", path=path)

    def read_beside(self, answer: Answer) -> Marker | None:
        """See `Dialect`."""
        return next(iter(_markers([decoded(answer, _Property)]).values()), None)

    def description(self, tag: str) -> Request:
        """See `Dialect`."""
        query = (("fields", "description"), ("properties", property_key(tag)))
        return Request(method="GET", path=self._at.issue, query=query)

    def read_description(self, answer: Answer) -> Post:
        """See `Dialect`."""
        found = decoded(answer, _Issue)
        properties = [_Property(key, value) for key, value in found.properties.items()]
        text = _document(found.fields.description)
        return Post(text=text, url=self._at.page, properties=_markers(properties))

    def describe(self, text: str, marker: Marker) -> Request:
        """See `Dialect`. The document and the property go in one request."""
        content = {
            "fields": {"description": msgspec.json.decode(text)},
            "properties": [_property(marker)],
        }
        return Request(method="PUT", path=self._at.issue, content=content)

    def _post(self, one: _Comment) -> Post:
        return Post(
            id=one.id,
            author=one.author.accountId if one.author else "",
            text=_document(one.body),
            url=self._at.link(one.id),
            properties=None if one.properties is None else _markers(one.properties),
        )


def property_key(tag: str) -> str:
    """Name the property that holds the marker of a tag."""
    return f"{_PROPERTY}.{tag}" if tag else _PROPERTY


def _property(marker: Marker) -> dict[str, object]:
    return {"key": property_key(marker.tag), "value": msgspec.to_builtins(marker)}


def _content(text: str, marker: Marker) -> dict[str, object]:
    return {"body": msgspec.json.decode(text), "properties": [_property(marker)]}


def _document(raw: msgspec.Raw) -> str:
    """Give the JSON of a document; an empty one where Jira has none."""
    found = msgspec.json.decode(raw)
    return msgspec.json.encode(found if isinstance(found, dict) else _EMPTY).decode()


def _markers(properties: Iterable[_Property]) -> dict[str, Marker]:
    """Read the properties that are ours; what somebody else wrote under our name is none."""
    found: dict[str, Marker] = {}
    for one in properties:
        if one.key.split(".", 1)[0] != _PROPERTY:
            continue
        try:
            marker = msgspec.json.decode(one.value, type=Marker)
        except msgspec.DecodeError:
            continue
        if one.key == property_key(marker.tag):
            found[marker.tag] = marker
    return found
