"""GitHub's REST interface, version 2022-11-28; issues and pull requests have the same comments."""

import msgspec

from estimator.model.ticket import Marker, Markup, Target
from estimator.tickets.dialect import COMMENTS_A_PAGE, Page, Post, TextMarkers
from estimator.tickets.paging import next_by_link
from estimator.tickets.wire import Answer, Request, decoded

_BOT = "[bot]"


class _User(msgspec.Struct):
    login: str = ""


class _Text(msgspec.Struct):
    id: int = 0
    body: str | None = None
    html_url: str = ""
    user: _User | None = None


class GitHub(TextMarkers):
    """One issue or pull request."""

    markup = Markup.GFM

    def __init__(self, target: Target) -> None:
        """Keep the target."""
        self.target = target
        self._repository = f"/repos/{target.project}"
        self._issue = f"{self._repository}/issues/{target.number}"

    def whoami(self) -> Request:
        """See `Dialect`."""
        return Request(method="GET", path="/user")

    def read_self(self, answer: Answer) -> str:
        """See `Dialect`."""
        return decoded(answer, _User).login

    def is_own(self, author: str, me: str) -> bool:
        """Tell by the login; a token without a user, as in Actions, is that of a bot."""
        return author == me if me else author.endswith(_BOT)

    def comments(self) -> Request:
        """See `Dialect`."""
        path = f"{self._issue}/comments"
        return Request(method="GET", path=path, query=(("per_page", COMMENTS_A_PAGE),))

    def read_comments(self, request: Request, answer: Answer) -> Page:
        """See `Dialect`."""
        posts = tuple(_post(one) for one in decoded(answer, list[_Text]))
        return Page(posts, next_by_link(request, answer))

    def create(self, text: str, marker: Marker) -> Request:
        """See `Dialect`."""
        del marker
        path = f"{self._issue}/comments"
        return Request(method="POST", path=path, content={"body": text}, adds=True)

    def update(self, post: str, text: str, marker: Marker) -> Request:
        """See `Dialect`."""
        del marker
        return Request(method="PATCH", path=self._comment(post), content={"body": text})

    def delete(self, post: str) -> Request:
        """See `Dialect`."""
        return Request(method="DELETE", path=self._comment(post))

    def description(self, tag: str) -> Request:
        """See `Dialect`."""
        del tag
        return Request(method="GET", path=self._issue)

    def read_description(self, answer: Answer) -> Post:
        """See `Dialect`."""
        return _post(decoded(answer, _Text))

    def describe(self, text: str, marker: Marker) -> Request:
        """See `Dialect`."""
        del marker
        return Request(method="PATCH", path=self._issue, content={"body": text})

    def _comment(self, post: str) -> str:
        return f"{self._repository}/issues/comments/{post}"


def _post(one: _Text) -> Post:
    author = one.user.login if one.user else ""
    return Post(id=str(one.id), author=author, text=one.body or "", url=one.html_url)
