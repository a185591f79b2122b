"""Gitea's and Forgejo's interface, version 1: GitHub's shape, with all comments in one answer."""

from estimator.tickets.dialect import TextMarkers
from estimator.tickets.github import GitHub
from estimator.tickets.wire import Request


class Gitea(GitHub):
    """One issue or pull request."""

    def is_own(self, author: str, me: str) -> bool:
        """Tell by the login."""
        return TextMarkers.is_own(self, author, me)

    def comments(self) -> Request:
        """See `Dialect`."""
        return Request(method="GET", path=f"{self._issue}/comments")
