"""Turns file:line into addresses on the forge that holds the repository, at the scanned commit."""

from urllib.parse import quote, urlsplit

from estimator.errors import InputError
from estimator.model.estimate import Site
from estimator.model.report import ReportRepository
from estimator.model.source import Value
from estimator.reporting.blocks import Code
from estimator.reporting.tickets.shape import Inline, Link

_SCHEMES = ("http", "https")


class Forge(Value, frozen=True, kw_only=True):
    """Where people read the sources."""

    url: str = ""
    """Of the repository, without a trailing slash; "" where nobody said."""
    kind: str = "github"
    """github, gitlab or gitea: how an address of a line is written."""


def checked_url(url: str) -> str:
    """Return the address of a repository without its trailing slash.

    Raises:
        InputError: it is no http address, or it carries a user, a query or a fragment.
    """
    found = urlsplit(url)
    if (
        found.scheme not in _SCHEMES
        or not found.hostname
        or found.username is not None
        or found.query
        or found.fragment
    ):
        raise InputError(
            f"{url!r} is no address of a repository.",
            hint="Give one such as https://github.com/owner/name.",
        )
    return url.rstrip("/").removesuffix(".git")


def place(site: Site, repository: ReportRepository, forge: Forge) -> Inline:
    """Write one place: a link where the forge and the commit are known, else ``path:line``."""
    text = f"{site.path}:{site.line}"
    if not forge.url or not repository.commit:
        return Code(text)
    path = "/".join(filter(None, (repository.subfolder, site.path)))
    at = f"{quote(repository.commit)}/{quote(path)}#L{site.line}"
    return Link(text=text, url=f"{forge.url}{_middle(forge.kind)}{at}")


def commit_link(repository: ReportRepository, forge: Forge) -> Inline:
    """Write the commit, linked where the forge is known."""
    commit = repository.commit or ""
    short = commit[:12]
    if not forge.url:
        return Code(short)
    middle = "/-/commit/" if forge.kind == "gitlab" else "/commit/"
    return Link(text=short, url=f"{forge.url}{middle}{quote(commit)}")


def _middle(kind: str) -> str:
    return {"gitlab": "/-/blob/", "gitea": "/src/commit/"}.get(kind, "/blob/")
