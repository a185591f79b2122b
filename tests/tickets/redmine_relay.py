"""A server between `attach` and the real Redmine: it passes everything on, but for the faults."""

from collections.abc import Callable
from subprocess import Popen
from typing import Any

import httpx
from fakes.contract import Call, Reply
from fakes.tracker import Comment, Tracker
from redmine_server import KEY, Redmine

_PASSED = ("X-Redmine-API-Key", "Content-Type", "Accept", "User-Agent")


class RedmineRelay(Tracker):
    """One ticket of a running Redmine; the robot's notes are those with our marker."""

    def __init__(self, server: Redmine, issue: int = 0) -> None:
        """Make the ticket where none is given."""
        super().__init__()
        self._real = server
        self.issue = issue or server.issue("People wrote this.")

    def user_of(self, call: Call) -> str:
        return "robot" if call.headers.get("X-Redmine-API-Key") == KEY else ""

    def error(self, status: int, said: str) -> Reply:
        return Reply(status, {"errors": [said]})

    def done(self, call: Call) -> Reply:
        """Let the real one answer."""
        given = {name: call.headers[name] for name in _PASSED if name in call.headers}
        answer = httpx.request(
            call.method,
            self._real.url + call.path,
            params=list(call.query.items(multi=True)),
            headers=given,
            content=call.body,
            timeout=60,
            trust_env=False,
        )
        content = answer.json() if answer.content.strip() else None
        return Reply(answer.status_code, content)

    def add(self, author: str, body: Any) -> Comment:
        self._real.note(self.issue, body)
        return Comment(0, author, body, self.stamp())

    def bodies(self, author: str) -> list[Any]:
        notes = self._real.notes(self.issue)
        return [one for one in notes if _is_ours(one) == (author == "robot")]

    def remove(self, author: str) -> None:
        path = f"/issues/{self.issue}.json?include=journals"
        for one in self._real.call("GET", path)["issue"]["journals"]:
            if one.get("notes") and _is_ours(one["notes"]) == (author == "robot"):
                empty = {"journal": {"notes": ""}}
                self._real.call("PUT", f"/journals/{one['id']}.json", empty)


class KillingRelay(RedmineRelay):
    """Kills the process that asks, at one of its requests, before or after Redmine did it."""

    def __init__(self, server: Redmine, issue: int, *, at: int, after: bool) -> None:
        """Let `at` requests pass first."""
        super().__init__(server, issue)
        self._left = at
        self._after = after
        self._victim: Popen[bytes] | None = None
        self.has_killed = False

    def run(self, start: Callable[[], Popen[bytes]]) -> Popen[bytes]:
        """Start the process; no request of its is answered before its number is known."""
        with self.lock:
            self._victim = start()
            return self._victim

    def done(self, call: Call) -> Reply:
        """Let the real one answer, or kill."""
        self._left -= 1
        if self._left != -1 or self._victim is None:
            return super().done(call)
        self.has_killed = True
        if not self._after:
            self._victim.kill()
            return Reply(204)
        reply = super().done(call)
        self._victim.kill()
        return reply


def _is_ours(note: str) -> bool:
    return note.startswith("<!-- port-estimator:estimate ")
