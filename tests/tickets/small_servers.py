"""Six trackers in a few lines each, inside the process: enough to talk to, not a proof of them."""

import json
import re
from collections.abc import Callable
from typing import Any

import httpx

PAGE = 2
Body = dict[str, Any]
REDMINE_JSON = re.compile(r"\.json$")


class SmallServer:
    """Comments and one description, whatever the tracker; subclasses speak its tongue."""

    numbers_from = 100

    def __init__(self) -> None:
        self.comments: dict[str, Any] = {}
        self.markers: dict[str, Any] = {}
        self.description: Any = self.no_text()
        self.issue_properties: dict[str, Any] = {}
        self.requests: list[httpx.Request] = []
        self.before: Callable[[httpx.Request], httpx.Response | None] = lambda _: None

    def no_text(self) -> Any:
        return ""

    def __call__(self, request: httpx.Request) -> httpx.Response:
        self.requests.append(request)
        early = self.before(request)
        if early is not None:
            return early
        body = json.loads(request.content) if request.content else {}
        return self.answer(request, request.url.path, body)

    def answer(self, request: httpx.Request, path: str, body: Body) -> httpx.Response:
        raise NotImplementedError

    def add(self, text: Any) -> str:
        number = str(self.numbers_from + len(self.requests))
        self.comments[number] = text
        return number

    def writes(self) -> int:
        return sum(one.method != "GET" for one in self.requests)


class GitHubServer(SmallServer):
    """Also Gitea, without pages."""

    paged = True
    login = "robot"

    def answer(self, request: httpx.Request, path: str, body: Body) -> httpx.Response:
        if path.endswith("/user"):
            return httpx.Response(200, json={"login": self.login})
        if path.endswith("/issues/3/comments"):
            if request.method == "POST":
                return httpx.Response(201, json=self.comment(self.add(body["body"])))
            return self.listed(request)
        if "/issues/comments/" in path:
            return self.one(request, path.rpartition("/")[2], body)
        if request.method == "PATCH":
            self.description = body["body"]
        return httpx.Response(200, json={"id": 1, "body": self.description, "html_url": "page"})

    def listed(self, request: httpx.Request) -> httpx.Response:
        page = int(request.url.params.get("page", "1"))
        found = [self.comment(number) for number in self.comments]
        if not self.paged:
            return httpx.Response(200, json=found)
        shown = found[(page - 1) * PAGE : page * PAGE]
        following = f'<https://other.example/x?per_page=100&page={page + 1}>; rel="next"'
        has_more = len(found) > page * PAGE
        return httpx.Response(200, json=shown, headers={"Link": following} if has_more else {})

    def one(self, request: httpx.Request, number: str, body: Body) -> httpx.Response:
        if number not in self.comments:
            return httpx.Response(404, json={"message": "Not Found"})
        if request.method == "DELETE":
            del self.comments[number]
            return httpx.Response(204)
        self.comments[number] = body["body"]
        return httpx.Response(200, json=self.comment(number))

    def comment(self, number: str) -> Body:
        text = self.comments[number]
        return {"id": int(number), "body": text, "user": {"login": self.login}, "html_url": "url"}


class GiteaServer(GitHubServer):
    paged = False


class GitLabServer(SmallServer):
    def answer(self, request: httpx.Request, path: str, body: Body) -> httpx.Response:
        assert b"%2F" in request.url.raw_path or path.endswith("/user")
        if path.endswith("/user"):
            return httpx.Response(200, json={"username": "robot"})
        tail = path.rpartition("/notes")[2]
        if "/notes" not in path:
            if request.method == "PUT":
                self.description = body["description"]
            return httpx.Response(200, json={"description": self.description, "web_url": "page"})
        if request.method == "POST":
            self.add(body["body"])
            return httpx.Response(201, json={})
        if request.method == "DELETE":
            del self.comments[tail.strip("/")]
            return httpx.Response(204)
        if request.method == "PUT":
            self.comments[tail.strip("/")] = body["body"]
            return httpx.Response(200, json={})
        return self.listed(int(request.url.params["page"]))

    def listed(self, page: int) -> httpx.Response:
        robot = {"username": "robot"}
        notes = [
            {"id": int(number), "body": text, "author": robot}
            for number, text in self.comments.items()
        ]
        notes.insert(0, {"id": 1, "body": "closed", "system": True, "author": robot})
        following = str(page + 1) if len(notes) > page * PAGE else ""
        shown = notes[(page - 1) * PAGE : page * PAGE]
        return httpx.Response(200, json=shown, headers={"X-Next-Page": following})


class JiraServer(SmallServer):
    """Data Center, and with documents and properties Cloud."""

    user: Body = {"key": "JIRAUSER1", "name": "robot"}  # noqa: RUF012  # never changed
    expands = True

    def answer(self, request: httpx.Request, path: str, body: Body) -> httpx.Response:
        if path.endswith("/myself"):
            return httpx.Response(200, json=self.user)
        if "/properties/" in path:
            return self.property(path)
        if path.endswith("/comment") and request.method == "GET":
            return self.listed(int(request.url.params["startAt"]))
        if "/comment" in path:
            return self.one(request, path.partition("/comment")[2].strip("/"), body)
        return self.issue(request, body)

    def issue(self, request: httpx.Request, body: Body) -> httpx.Response:
        if request.method == "PUT":
            self.description = body["fields"]["description"]
            for one in body.get("properties", ()):
                self.issue_properties[one["key"]] = one["value"]
            return httpx.Response(204)
        fields = {"description": self.description}
        return httpx.Response(200, json={"fields": fields, "properties": self.issue_properties})

    def keep(self, number: str, body: Body) -> None:
        self.markers[number] = body.get("properties", [])

    def one(self, request: httpx.Request, number: str, body: Body) -> httpx.Response:
        if request.method == "DELETE":
            del self.comments[number]
            return httpx.Response(204)
        if request.method == "POST":
            number = self.add(body["body"])
        self.comments[number] = body["body"]
        self.keep(number, body)
        return httpx.Response(200, json={})

    def property(self, path: str) -> httpx.Response:
        number = path.split("/")[-3]
        found = [one for one in self.markers[number] if one["key"] == path.rpartition("/")[2]]
        return httpx.Response(200, json=found[0]) if found else httpx.Response(404, json={})

    def listed(self, start: int) -> httpx.Response:
        found = [
            {"id": number, "body": text, "author": self.user, **self.beside(number)}
            for number, text in self.comments.items()
        ]
        total = len(found)
        return httpx.Response(200, json={"total": total, "comments": found[start : start + PAGE]})

    def beside(self, number: str) -> Body:
        del number
        return {}


class JiraCloudServer(JiraServer):
    user: Body = {"accountId": "5b10:robot"}  # noqa: RUF012  # never changed

    def no_text(self) -> Any:
        return None

    def beside(self, number: str) -> Body:
        return {"properties": self.markers.get(number, [])} if self.expands else {}


class RedmineServer(SmallServer):
    def answer(self, request: httpx.Request, path: str, body: Body) -> httpx.Response:
        assert REDMINE_JSON.search(path)
        if path == "/users/current.json":
            return httpx.Response(200, json={"user": {"id": 1}})
        if path.startswith("/journals/"):
            number = path.removeprefix("/journals/").removesuffix(".json")
            self.comments[number] = _stored(body["journal"]["notes"])
            if not self.comments[number]:
                del self.comments[number]
            return httpx.Response(204)
        if request.method == "PUT":
            change = body["issue"]
            if "notes" in change:
                self.add(_stored(change["notes"]))
            else:
                self.description = _stored(change["description"])
            return httpx.Response(204)
        journals = [
            {"id": int(number), "notes": text, "user": {"id": 1}}
            for number, text in self.comments.items()
        ]
        journals.append({"id": 1, "notes": "", "user": {"id": 1}})
        issue = {"description": self.description, "journals": journals}
        return httpx.Response(200, json={"issue": issue})


def _stored(text: str) -> str:
    """Redmine keeps texts with CRLF."""
    return text.replace("\r\n", "\n").replace("\n", "\r\n")
