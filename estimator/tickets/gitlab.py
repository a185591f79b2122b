"""GitLab's REST interface, version 4: notes of issues and merge requests."""

from urllib.parse import quote

import msgspec
from msgspec.structs import replace

from estimator.model.ticket import Marker, Markup, Target
from estimator.tickets.dialect import COMMENTS_A_PAGE, Page, Post, TextMarkers
from estimator.tickets.paging import next_by_link
from estimator.tickets.wire import Answer, Request, decoded


class _User(msgspec.Struct):
    username: str = ""


class _Note(msgspec.Struct):
    id: int
    body: str | None = None
    system: bool = False
    author: _User | None = None


class _Ticket(msgspec.Struct):
    description: str | None = None
    web_url: str = ""


class GitLab(TextMarkers):
    """One issue or merge request."""

    markup = Markup.GLFM

    def __init__(self, target: Target) -> None:
        """Keep the target."""
        self.target = target
        kind = "merge_requests" if target.is_change else "issues"
        self._ticket = f"/projects/{quote(target.project, safe='')}/{kind}/{target.number}"
        server = target.api_url.removesuffix("/api/v4")
        self._page = f"{server}/{target.project}/-/{kind}/{target.number}"

    def whoami(self) -> Request:
        """See `Dialect`."""
        return Request(method="GET", path="/user")

    def read_self(self, answer: Answer) -> str:
        """See `Dialect`."""
        return decoded(answer, _User).username

    def comments(self) -> Request:
        """See `Dialect`."""
        query = (
            ("sort", "asc"),
            ("order_by", "created_at"),
            ("per_page", COMMENTS_A_PAGE),
            ("page", "1"),
        )
        return Request(method="GET", path=f"{self._ticket}/notes", query=query)

    def read_comments(self, request: Request, answer: Answer) -> Page:
        """See `Dialect`. What GitLab itself noted is no comment."""
        notes = decoded(answer, list[_Note])
        posts = tuple(self._post(one) for one in notes if not one.system)
        number = answer.headers.get("x-next-page", "").strip()
        if not number.isdigit():
            return Page(posts, next_by_link(request, answer))
        query = tuple(pair for pair in request.query if pair[0] != "page")
        return Page(posts, replace(request, query=(*query, ("page", number))))

    def create(self, text: str, marker: Marker) -> Request:
        """See `Dialect`."""
        del marker
        path = f"{self._ticket}/notes"
        return Request(method="POST", path=path, content={"body": text}, adds=True)

    def update(self, post: str, text: str, marker: Marker) -> Request:
        """See `Dialect`."""
        del marker
        path = f"{self._ticket}/notes/{post}"
        return Request(method="PUT", path=path, content={"body": text})

    def delete(self, post: str) -> Request:
        """See `Dialect`."""
        return Request(method="DELETE", path=f"{self._ticket}/notes/{post}")

    def description(self, tag: str) -> Request:
        """See `Dialect`."""
        del tag
        return Request(method="GET", path=self._ticket)

    def read_description(self, answer: Answer) -> Post:
        """See `Dialect`."""
        found = decoded(answer, _Ticket)
        return Post(text=found.description or "", url=found.web_url)

    def describe(self, text: str, marker: Marker) -> Request:
        """See `Dialect`."""
        del marker
        return Request(method="PUT", path=self._ticket, content={"description": text})

    def _post(self, one: _Note) -> Post:
        return Post(
            id=str(one.id),
            author=one.author.username if one.author else "",
            text=one.body or "",
            url=f"{self._page}#note_{one.id}",
        )
