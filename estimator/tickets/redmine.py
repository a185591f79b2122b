"""Redmine's REST interface, 5.0 and newer: notes are journals of an issue.

A note is added by a change of the issue, which answers nothing. A user who may only add notes gets
204 for a change of the description that is not made, so everything is read back.
"""

import msgspec

from estimator.model.ticket import Marker, Markup, Target
from estimator.tickets.dialect import Page, Post, TextMarkers
from estimator.tickets.wire import Answer, Request, decoded


class _User(msgspec.Struct):
    id: int = 0


class _Journal(msgspec.Struct):
    id: int
    notes: str | None = None
    user: _User | None = None


class _Issue(msgspec.Struct):
    description: str | None = None
    journals: list[_Journal] = msgspec.field(default_factory=list)


class _IssueAnswer(msgspec.Struct):
    issue: _Issue


class _UserAnswer(msgspec.Struct):
    user: _User


class Redmine(TextMarkers):
    """One issue, with texts in CommonMark."""

    markup = Markup.COMMONMARK

    def __init__(self, target: Target) -> None:
        """Keep the target."""
        self.target = target
        self._issue = f"/issues/{target.number}.json"
        self._page = f"{target.api_url}/issues/{target.number}"

    def whoami(self) -> Request:
        """See `Dialect`."""
        return Request(method="GET", path="/users/current.json")

    def read_self(self, answer: Answer) -> str:
        """See `Dialect`."""
        return str(decoded(answer, _UserAnswer).user.id)

    def comments(self) -> Request:
        """See `Dialect`."""
        return Request(method="GET", path=self._issue, query=(("include", "journals"),))

    def read_comments(self, request: Request, answer: Answer) -> Page:
        """See `Dialect`. Journals without a note are changes, not comments."""
        del request
        journals = decoded(answer, _IssueAnswer).issue.journals
        return Page(tuple(self._post(one) for one in journals if one.notes))

    def create(self, text: str, marker: Marker) -> Request:
        """See `Dialect`."""
        del marker
        content = {"issue": {"notes": text}}
        return Request(method="PUT", path=self._issue, content=content, adds=True)

    def update(self, post: str, text: str, marker: Marker) -> Request:
        """See `Dialect`."""
        del marker
        content = {"journal": {"notes": text}}
        return Request(method="PUT", path=f"/journals/{post}.json", content=content)

    def delete(self, post: str) -> Request:
        """See `Dialect`. A journal without changes goes when its note is emptied."""
        content = {"journal": {"notes": ""}}
        return Request(method="PUT", path=f"/journals/{post}.json", content=content)

    def description(self, tag: str) -> Request:
        """See `Dialect`."""
        del tag
        return Request(method="GET", path=self._issue)

    def read_description(self, answer: Answer) -> Post:
        """See `Dialect`."""
        return Post(text=decoded(answer, _IssueAnswer).issue.description or "", url=self._page)

    def describe(self, text: str, marker: Marker) -> Request:
        """See `Dialect`."""
        del marker
        return Request(method="PUT", path=self._issue, content={"issue": {"description": text}})

    def _post(self, one: _Journal) -> Post:
        return Post(
            id=str(one.id),
            author=str(one.user.id) if one.user else "",
            text=one.notes or "",
            url=f"{self._page}#change-{one.id}",
        )


class TextileRedmine(Redmine):
    """One issue, with texts in Textile."""

    markup = Markup.TEXTILE
