"""Tickets as people write them: addresses out of the browser, and short forms, into targets."""

import re
from collections.abc import Mapping
from ipaddress import ip_address
from typing import NamedTuple
from urllib.parse import SplitResult, unquote, urlsplit

from estimator.errors import InputError
from estimator.model.ticket import Target

GITHUB = "https://api.github.com"
GITLAB = "https://gitlab.com/api/v4"
SERVERS: Mapping[str, tuple[str, ...]] = {
    "gitea": ("GITEA_URL",),
    "github": ("GITHUB_API_URL",),
    "gitlab": ("CI_API_V4_URL", "GITLAB_URL"),
    "jira-cloud": ("JIRA_URL",),
    "jira-dc": ("JIRA_URL",),
    "redmine": ("REDMINE_URL",),
}
"""Tracker -> environment variables that name its server, the first that is set counts."""
_DEFAULTS = {"github": GITHUB, "gitlab": GITLAB}
_SUFFIXES = {"gitea": "/api/v1", "gitlab": "/api/v4"}
_CLOUD = ".atlassian.net"
_NAME = r"[A-Za-z0-9_][\w.-]*"
_FORMS = {
    "github": re.compile(rf"(?P<project>{_NAME}/{_NAME})#(?P<number>\d+)", re.ASCII),
    "gitea": re.compile(rf"(?P<project>{_NAME}/{_NAME})#(?P<number>\d+)", re.ASCII),
    "gitlab": re.compile(
        rf"(?P<project>{_NAME}(?:/{_NAME})+)(?P<change>[#!])(?P<number>\d+)", re.ASCII
    ),
    "jira": re.compile(r"(?P<number>[A-Z][A-Z0-9_]*-\d+)", re.ASCII),
    "redmine": re.compile(r"(?P<number>\d+)", re.ASCII),
}
_FORMS |= {"jira-cloud": _FORMS["jira"], "jira-dc": _FORMS["jira"]}
_EXAMPLES = {
    "gitea": "gitea:owner/repo#3",
    "github": "github:owner/repo#12",
    "gitlab": "gitlab:group/project#7, or !7 for a merge request",
    "jira": "jira:KEY-12",
    "jira-cloud": "jira-cloud:KEY-12",
    "jira-dc": "jira-dc:KEY-12",
    "redmine": "redmine:123",
}
_PAGES: tuple[tuple[str, re.Pattern[str]], ...] = (
    (
        "gitlab",
        re.compile(
            rf"/(?P<project>{_NAME}(?:/{_NAME})+)/-/(?P<kind>issues|work_items|merge_requests)/"
            r"(?P<number>\d+)",
            re.ASCII,
        ),
    ),
    ("jira", re.compile(r"(?P<base>/\S*)?/browse/(?P<number>[A-Z][A-Z0-9_]*-\d+)", re.ASCII)),
    (
        "forge",
        re.compile(
            rf"/(?P<project>{_NAME}/{_NAME})/(?P<kind>issues|pull|pulls)/(?P<number>\d+)", re.ASCII
        ),
    ),
    ("redmine", re.compile(r"(?P<base>/\S*)?/issues/(?P<number>\d+)", re.ASCII)),
)
_HINT = (
    "Give the address of a ticket, or a short form: "
    + "; ".join(_EXAMPLES[name] for name in ("github", "gitlab", "jira", "gitea", "redmine"))
    + "."
)
_LONGEST = 500


class _Asked(NamedTuple):
    """What the user gave besides the target."""

    api_url: str
    environment: Mapping[str, str]
    allow_http: bool


def parse_target(
    text: str,
    *,
    api_url: str = "",
    environment: Mapping[str, str] | None = None,
    allow_http: bool = False,
) -> Target:
    """Read a target as the user wrote it.

    Args:
        text: An address of a ticket, or ``github:owner/repo#12`` and the like.
        api_url: The server or its REST interface, for servers other than the public ones.
        environment: Where else servers are named (`SERVERS`).
        allow_http: Take plain HTTP for hosts other than this one.

    Raises:
        InputError: it is no ticket, its server is not known, or it would be sent unencrypted.
    """
    asked = _Asked(api_url.strip(), environment or {}, allow_http)
    if len(text) > _LONGEST or not text.isprintable():
        raise InputError("A target is too long, or holds control characters.", hint=_HINT)
    if text.startswith(("http://", "https://")):
        return _by_page(text, asked)
    prefix, colon, rest = text.partition(":")
    form = _FORMS.get(prefix)
    if not colon or form is None:
        raise InputError(f"{text!r} is no ticket.", hint=_HINT)
    found = form.fullmatch(rest)
    if found is None:
        raise InputError(
            f"{text!r} is no ticket of {prefix}.", hint=f"Write it as {_EXAMPLES[prefix]}."
        )
    named = found.groupdict()
    tracker = _jira(_server(prefix, asked)) if prefix == "jira" else prefix
    return Target(
        name=text,
        tracker=tracker,
        api_url=_root(tracker, _server(prefix, asked), asked),
        project=named.get("project") or "",
        number=named["number"],
        is_change=named.get("change") == "!",
    )


def _by_page(text: str, asked: _Asked) -> Target:
    page = _split(text)
    for kind, form in _PAGES:
        found = form.fullmatch(unquote(page.path).rstrip("/"))
        if found is not None:
            return _of_page(text, page, kind, found.groupdict(), asked)
    raise InputError(f"{text!r} is no address of a ticket.", hint=_HINT)


def _of_page(
    text: str, page: SplitResult, kind: str, named: dict[str, str | None], asked: _Asked
) -> Target:
    host = page.hostname or ""
    tracker = kind
    if kind == "jira":
        tracker = _jira(text)
    elif kind == "forge":
        own = _named("github", asked)
        is_own = bool(own) and _split(own).hostname == host
        is_github = host == "github.com" or named["kind"] == "pull" or is_own
        tracker = "github" if is_github else "gitea"
    server = _page_server(page, tracker, named.get("base") or "", asked)
    return Target(
        name=text,
        tracker=tracker,
        api_url=_root(tracker, server, asked),
        project=named.get("project") or "",
        number=named["number"] or "",
        is_change=named.get("kind") in {"merge_requests", "pull", "pulls"},
    )


def _page_server(page: SplitResult, tracker: str, base: str, asked: _Asked) -> str:
    """Give the interface behind a page. A token goes only to servers that were named as such."""
    host = page.hostname or ""
    if tracker == "github" and host == "github.com":
        return asked.api_url or GITHUB
    if tracker == "gitlab" and host == "gitlab.com":
        return asked.api_url or GITLAB
    server = f"{page.scheme}://{page.netloc}{base}"
    if tracker == "jira-cloud":
        return asked.api_url or server
    named = asked.api_url or _named(tracker, asked)
    if not named:
        option = f"--api-url {page.scheme}://{page.netloc}{base}"
        raise InputError(
            f"{host} is not known to be your {tracker} server, so no token goes there.",
            hint=f"Name it by {option}, or in {' or '.join(SERVERS[tracker])}.",
        )
    if _split(named).hostname != host and not asked.api_url:
        raise InputError(
            f"{host} is not the {tracker} server that {' or '.join(SERVERS[tracker])} names.",
            hint="Give --api-url to say which one is meant.",
        )
    return named


def _server(prefix: str, asked: _Asked) -> str:
    tracker = "jira-dc" if prefix == "jira" else prefix
    found = asked.api_url or _named(tracker, asked) or _DEFAULTS.get(tracker, "")
    if not found:
        raise InputError(
            f"Which {prefix} server is meant is not known.",
            hint=f"Give --api-url https://..., or set {' or '.join(SERVERS[tracker])}.",
        )
    return found


def _named(tracker: str, asked: _Asked) -> str:
    names = (asked.environment.get(name, "").strip() for name in SERVERS[tracker])
    return next((value for value in names if value), "")


def _jira(url: str) -> str:
    return "jira-cloud" if (_split(url).hostname or "").endswith(_CLOUD) else "jira-dc"


def _root(tracker: str, server: str, asked: _Asked) -> str:
    """Give the root of the REST interface of a server, or of an interface, that was named."""
    root = checked_root(server, allow_http=asked.allow_http)
    if tracker.startswith("jira"):
        return re.sub(r"/rest/api/\w+$", "", root)
    suffix = _SUFFIXES.get(tracker, "")
    return root if root.endswith(suffix) else root + suffix


def checked_root(url: str, *, allow_http: bool) -> str:
    """Return the address of a server without a trailing slash.

    Raises:
        InputError: it is none, it holds a user or password, or it is not encrypted.
    """
    found = _split(url)
    if found.query or found.fragment:
        raise InputError("The address of a server has no ? and no #.", hint="Leave them out.")
    if found.scheme == "http" and not allow_http and not is_loopback(found.hostname or ""):
        raise InputError(
            f"{found.hostname} would get the token unencrypted.",
            hint="Give its https address, or say --allow-http.",
        )
    return f"{found.scheme}://{found.netloc}{found.path}".rstrip("/")


def _split(url: str) -> SplitResult:
    """Take an address apart. What may hold a password is not repeated in the message."""
    try:
        found = urlsplit(url)
        host, _port = found.hostname, found.port
    except ValueError:
        raise InputError("A server's address is malformed.", hint=_HINT) from None
    if found.username is not None or found.password is not None:
        raise InputError(
            "A server's address holds a user or a password.",
            hint="Leave it out; tokens come from the environment.",
        )
    if found.scheme not in {"http", "https"} or not host:
        raise InputError("A server's address begins with https:// and a host.", hint=_HINT)
    return found


def is_loopback(host: str) -> bool:
    """Tell whether a host is this machine."""
    if host == "localhost":
        return True
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return False


def is_same_server(url: str, root: str) -> bool:
    """Tell whether an address is of the same scheme, host and port as another."""
    one, other = urlsplit(url), urlsplit(root)
    return (one.scheme, one.hostname, _port(one)) == (other.scheme, other.hostname, _port(other))


def _port(found: SplitResult) -> int | None:
    return found.port or {"http": 80, "https": 443}.get(found.scheme)
