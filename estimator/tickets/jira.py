"""What both interfaces of Jira share: addresses, and pages by their first entry."""

from msgspec.structs import replace

from estimator.model.ticket import Target
from estimator.tickets.dialect import COMMENTS_A_PAGE
from estimator.tickets.wire import Query, Request


class Addresses:
    """Paths of one issue in one version of the interface."""

    def __init__(self, target: Target, version: int) -> None:
        """Keep the paths."""
        self.root = f"/rest/api/{version}"
        self.issue = f"{self.root}/issue/{target.number}"
        self.page = f"{target.api_url}/browse/{target.number}"

    def comment(self, post: str) -> str:
        """Give the path of one comment."""
        return f"{self.issue}/comment/{post}"

    def comments(self, *query: tuple[str, str]) -> Request:
        """Ask for the first page, oldest comment first."""
        paged: Query = (("startAt", "0"), ("maxResults", COMMENTS_A_PAGE), ("orderBy", "created"))
        return Request(method="GET", path=f"{self.issue}/comment", query=(*paged, *query))

    def link(self, post: str) -> str:
        """Give the address of a comment for people."""
        return f"{self.page}?focusedCommentId={post}"


def following(request: Request, *, seen: int, total: int) -> Request | None:
    """Ask for what comes behind `seen` entries of this page; None at the end."""
    at = int(dict(request.query).get("startAt", "0")) + seen
    if not seen or at >= total:
        return None
    query = tuple((key, str(at) if key == "startAt" else value) for key, value in request.query)
    return replace(request, query=query)
