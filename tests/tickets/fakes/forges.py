"""GitHub, Gitea and GitLab."""

from base64 import b64decode
from copy import deepcopy
from typing import Any

from fakes.contract import Call, Reply
from fakes.tracker import TOKENS, Comment, Route, Tracker

NUMBER = 3
PROJECT = "team/relay"
_LARGEST = 262_144
"""Bytes of a body, beyond which GitHub refuses (measured 2026)."""
_USER_LINKS = (
    "avatar_url",
    "events_url",
    "followers_url",
    "following_url",
    "gists_url",
    "html_url",
    "organizations_url",
    "received_events_url",
    "repos_url",
    "starred_url",
    "subscriptions_url",
    "url",
)
_STAMP = "2026-01-01T00:00:00Z"


class GitHub(Tracker):
    """Issue 3 of team/relay, which may be a pull request."""

    description_name = "github"
    prefixes: tuple[str, ...] = ("bearer", "token")

    def user_of(self, call: Call) -> str:
        prefix, _, token = call.headers.get("Authorization", "").partition(" ")
        return TOKENS.get(token, "") if prefix.lower() in self.prefixes else ""

    def error(self, status: int, said: str) -> Reply:
        message = {"message": said, "documentation_url": "https://docs.github.com/rest"}
        return Reply(status, message | ({"errors": []} if status == 422 else {}))

    def routes(self) -> tuple[Route, ...]:
        root = self.contract.root if self.contract else ""
        issue = f"{root}/repos/{PROJECT}/issues"
        one = rf"{issue}/comments/(?P<comment>\d+)"
        return (
            ("GET", f"{root}/user", self._me),
            ("GET", f"{issue}/{NUMBER}", self._issue),
            ("PATCH", f"{issue}/{NUMBER}", self._describe),
            ("GET", f"{issue}/{NUMBER}/comments", self._listed),
            ("POST", f"{issue}/{NUMBER}/comments", self._create),
            ("GET", one, self._read),
            ("PATCH", one, self._edit),
            ("DELETE", one, self.delete),
        )

    def _me(self, call: Call, user: str, named: dict[str, str]) -> Reply:
        del call, named
        return Reply(200, self.profile(user))

    def profile(self, user: str) -> dict[str, Any]:
        counts = dict.fromkeys(("followers", "following", "public_gists", "public_repos"), 0)
        empty = dict.fromkeys(("bio", "blog", "company", "email", "hireable", "location", "name"))
        times = {"created_at": _STAMP, "updated_at": _STAMP, "user_view_type": "public"}
        return self.person(user) | counts | empty | {"blog": ""} | times

    def person(self, user: str) -> dict[str, Any]:
        links = dict.fromkeys(_USER_LINKS, f"https://github.com/{user}")
        kind = {"gravatar_id": "", "site_admin": False, "type": "User"}
        return links | kind | {"id": len(user), "node_id": user, "login": user}

    def template(self, name: str) -> dict[str, Any]:
        assert self.contract is not None
        found: dict[str, Any] = self.contract.whole["components"]["examples"][name]["value"]
        return deepcopy(found)

    def comment(self, one: Comment) -> dict[str, Any]:
        page = f"https://github.com/{PROJECT}/issues/{NUMBER}#issuecomment-{one.number}"
        return self.template("issue-comment") | {
            "id": one.number,
            "body": one.body,
            "html_url": page,
            "url": f"{self.api_url}/repos/{PROJECT}/issues/comments/{one.number}",
            "user": self.person(one.author),
            "created_at": one.created,
            "updated_at": one.updated,
        }

    def issue(self) -> dict[str, Any]:
        return self.template("issue") | {
            "number": NUMBER,
            "body": self.text,
            "url": f"{self.api_url}/repos/{PROJECT}/issues/{NUMBER}",
            "html_url": f"https://github.com/{PROJECT}/issues/{NUMBER}",
        }

    def _issue(self, call: Call, user: str, named: dict[str, str]) -> Reply:
        del call, user, named
        return Reply(200, self.issue())

    def _describe(self, call: Call, user: str, named: dict[str, str]) -> Reply:
        del user, named
        if self._is_long(call):
            return self._too_long()
        self.text = call.content["body"]
        return Reply(self.edited_status, self.issue())

    edited_status = 200

    def _listed(self, call: Call, user: str, named: dict[str, str]) -> Reply:
        del user, named
        size = min(int(call.query.get("per_page", "30")), self.page)
        at = int(call.query.get("page", "1"))
        found = [self.comment(one) for one in self.comments.values()]
        following = f"{self.url}{call.path}?per_page={size}&page={at + 1}"
        has_more = len(found) > at * size
        link = (("Link", f'<{following}>; rel="next"'),) if has_more else ()
        return Reply(200, found[(at - 1) * size : at * size], link)

    def _create(self, call: Call, user: str, named: dict[str, str]) -> Reply:
        del named
        if self._is_long(call):
            return self._too_long()
        return Reply(201, self.comment(self.add(user, call.content["body"])))

    def _read(self, call: Call, user: str, named: dict[str, str]) -> Reply:
        del call, user
        found = self.one(named)
        return Reply(200, self.comment(found)) if found else self.error(404, "Not Found")

    def _edit(self, call: Call, user: str, named: dict[str, str]) -> Reply:
        if self._is_long(call):
            return self._too_long()
        found = self.edit(user, named, call.content["body"])
        return found if isinstance(found, Reply) else Reply(200, self.comment(found))

    def _is_long(self, call: Call) -> bool:
        return len(str(call.content.get("body", "")).encode()) > _LARGEST

    def _too_long(self) -> Reply:
        return self.error(422, "Body is too long (maximum is 65536 characters)")


class Gitea(GitHub):
    """The same shape with all comments in one answer, and another answer to a changed issue."""

    description_name = "gitea"
    prefixes = ("token",)
    edited_status = 201

    def error(self, status: int, said: str) -> Reply:
        return Reply(status, {"message": said, "url": f"{self.url}/api/swagger"})

    def profile(self, user: str) -> dict[str, Any]:
        return self.person(user)

    def person(self, user: str) -> dict[str, Any]:
        return {"id": len(user), "login": user, "full_name": "", "created": _STAMP}

    def comment(self, one: Comment) -> dict[str, Any]:
        page = f"{self.url}/{PROJECT}/issues/{NUMBER}"
        return {
            "id": one.number,
            "body": one.body,
            "html_url": f"{page}#issuecomment-{one.number}",
            "issue_url": page,
            "user": self.person(one.author),
            "created_at": one.created,
            "updated_at": one.updated,
        }

    def issue(self) -> dict[str, Any]:
        page = f"{self.url}/{PROJECT}/issues/{NUMBER}"
        return {"id": 7, "number": NUMBER, "title": "Port", "body": self.text, "html_url": page}

    def _listed(self, call: Call, user: str, named: dict[str, str]) -> Reply:
        del call, user, named
        return Reply(200, [self.comment(one) for one in self.comments.values()])


class GitLab(Tracker):
    """Issue 3 of team/relay; merge request 3 is the same ticket."""

    description_name = "gitlab"

    def user_of(self, call: Call) -> str:
        return TOKENS.get(call.headers.get("PRIVATE-TOKEN", ""), "")

    def error(self, status: int, said: str) -> Reply:
        return Reply(status, {"message": said})

    def routes(self) -> tuple[Route, ...]:
        root = "/api/v4"
        ticket = rf"{root}/projects/team%2Frelay/(?P<kind>issues|merge_requests)/{NUMBER}"
        one = rf"{ticket}/notes/(?P<comment>\d+)"
        return (
            ("GET", f"{root}/user", self._me),
            ("GET", ticket, self._ticket),
            ("PUT", ticket, self._describe),
            ("GET", f"{ticket}/notes", self._listed),
            ("POST", f"{ticket}/notes", self._create),
            ("GET", one, self._read),
            ("PUT", one, self._edit),
            ("DELETE", one, self.delete),
        )

    def _person(self, user: str) -> dict[str, Any]:
        page = f"{self.url}/{user}"
        named = {"id": len(user), "username": user, "name": user.title()}
        return named | {"state": "active", "web_url": page}

    def _note(self, one: Comment) -> dict[str, Any]:
        return {
            "id": one.number,
            "body": one.body,
            "author": self._person(one.author),
            "created_at": one.created,
            "updated_at": one.updated,
            "system": False,
            "noteable_id": 7,
            "noteable_iid": NUMBER,
            "noteable_type": "Issue",
        }

    def _me(self, call: Call, user: str, named: dict[str, str]) -> Reply:
        del call, named
        return Reply(200, self._person(user))

    def _ticket(self, call: Call, user: str, named: dict[str, str]) -> Reply:
        del call, user
        page = f"{self.url}/{PROJECT}/-/{named['kind']}/{NUMBER}"
        known = {"id": 7, "iid": NUMBER, "title": "Port", "state": "opened", "web_url": page}
        return Reply(200, known | {"description": self.text, "author": self._person("ann")})

    def _describe(self, call: Call, user: str, named: dict[str, str]) -> Reply:
        self.text = call.content["description"]
        return self._ticket(call, user, named)

    def _listed(self, call: Call, user: str, named: dict[str, str]) -> Reply:
        del user, named
        size = min(int(call.query.get("per_page", "20")), self.page)
        at = int(call.query.get("page", "1"))
        found = [self._note(one) for one in self.comments.values()]
        if call.query.get("sort", "desc") == "desc":
            found.reverse()
        following = str(at + 1) if len(found) > at * size else ""
        pages = (("X-Page", str(at)), ("X-Next-Page", following), ("X-Per-Page", str(size)))
        link = f'<{self.url}{call.path}?page={at + 1}&per_page={size}>; rel="next"'
        links = (("Link", link),) if following else ()
        return Reply(200, found[(at - 1) * size : at * size], (*pages, *links))

    def _create(self, call: Call, user: str, named: dict[str, str]) -> Reply:
        del named
        return Reply(201, self._note(self.add(user, call.content["body"])))

    def _read(self, call: Call, user: str, named: dict[str, str]) -> Reply:
        del call, user
        found = self.one(named)
        return Reply(200, self._note(found)) if found else self.error(404, "404 Not found")

    def _edit(self, call: Call, user: str, named: dict[str, str]) -> Reply:
        found = self.edit(user, named, call.content["body"])
        return found if isinstance(found, Reply) else Reply(200, self._note(found))


def basic_token(call: Call) -> str:
    """Return the second half of a basic authorization; "" for none."""
    kind, _, packed = call.headers.get("Authorization", "").partition(" ")
    if kind.lower() != "basic":
        return ""
    return b64decode(packed).decode().partition(":")[2]
