"""Who is asking: secrets out of the environment into headers, and out of every text."""

from base64 import b64encode
from collections.abc import Mapping
from typing import NamedTuple

VARIABLES: Mapping[str, tuple[str, ...]] = {
    "gitea": ("GITEA_TOKEN", "FORGEJO_TOKEN"),
    "github": ("GITHUB_TOKEN", "GH_TOKEN"),
    "gitlab": ("GITLAB_TOKEN",),
    "jira-cloud": ("JIRA_API_TOKEN",),
    "jira-dc": ("JIRA_TOKEN",),
    "redmine": ("REDMINE_API_KEY",),
}
"""Tracker -> environment variables of its token, the first that is set counts."""
JIRA_USER = "JIRA_EMAIL"
"""Whose token `JIRA_API_TOKEN` is."""
_HEADERS = {
    "gitea": ("Authorization", "token {}"),
    "gitlab": ("PRIVATE-TOKEN", "{}"),
    "redmine": ("X-Redmine-API-Key", "{}"),
}
_HIDDEN = "***"


class Credential(NamedTuple):
    """What proves who we are. Its text never shows a secret."""

    headers: Mapping[str, str]
    secrets: tuple[str, ...]

    def __repr__(self) -> str:
        """Name the kind only."""
        return "Credential(***)"

    def hidden(self, text: str) -> str:
        """Take the secrets out of a text."""
        for secret in self.secrets:
            text = text.replace(secret, _HIDDEN)
        return text


def credential(tracker: str, environment: Mapping[str, str]) -> Credential | None:
    """Read the token of a tracker; None where none is set."""
    found = (environment.get(name, "").strip() for name in VARIABLES[tracker])
    token = next((value for value in found if value), "")
    user = environment.get(JIRA_USER, "").strip()
    if not token or not token.isascii() or not token.isprintable():
        return None
    if tracker == "jira-cloud":
        packed = b64encode(f"{user}:{token}".encode()).decode()
        return Credential({"Authorization": f"Basic {packed}"}, (packed, token)) if user else None
    name, form = _HEADERS.get(tracker, ("Authorization", "Bearer {}"))
    return Credential({name: form.format(token)}, (token,))


def needed(tracker: str) -> str:
    """Name what has to be set: ``GITHUB_TOKEN or GH_TOKEN``."""
    names = " or ".join(VARIABLES[tracker])
    return f"{JIRA_USER} and {names}" if tracker == "jira-cloud" else names
