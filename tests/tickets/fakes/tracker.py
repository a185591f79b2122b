"""A tracker that remembers, on a free port of loopback: one ticket, its comments, its people.

Requests that the description does not allow are refused with 400 and listed in `violations`, as are
answers of the fake's own that it does not allow. Faults are told per request.
"""

import re
from collections.abc import Callable, Iterable
from contextlib import suppress
from functools import partial
from socket import SHUT_RDWR
from threading import Event, RLock, Thread
from typing import Any, NamedTuple, Self
from wsgiref.types import StartResponse, WSGIEnvironment

from werkzeug.datastructures import Headers, ImmutableMultiDict
from werkzeug.http import HTTP_STATUS_CODES
from werkzeug.serving import WSGIRequestHandler, make_server
from werkzeug.wrappers import Request

from fakes.contract import Call, Contract, Reply, contract

TOKENS = {"robots-token": "robot", "anns-token": "ann"}
"""Whose token it is."""
WRITES = frozenset({"POST", "PUT", "PATCH", "DELETE"})


class _Quiet(WSGIRequestHandler):
    def log(self, type: str, message: str, *args: object) -> None:  # noqa: A002  # werkzeug's name
        """Say nothing."""


class Comment:
    """One comment, in the tracker's own markup."""

    def __init__(self, number: int, author: str, body: Any, stamp: str) -> None:
        self.number = number
        self.author = author
        self.body = body
        self.created = stamp
        self.updated = stamp
        self.properties: dict[str, Any] = {}


class Fault(NamedTuple):
    """What goes wrong with the requests that match."""

    on: str
    """A regular expression for ``METHOD /path``."""
    reply: Reply | None = None
    """Given in place of the tracker's own."""
    times: int = 1
    skip: int = 0
    """So many of the matching requests pass first."""
    drops: str = ""
    """before or after: the connection is cut before or after the tracker did its work."""
    seconds: float = 0.0
    """The answer comes that much later."""
    meanwhile: Callable[[], None] | None = None
    """What somebody else does just before."""


ALWAYS = 1_000_000
Handler = Callable[[Call, str, dict[str, str]], Reply]
Route = tuple[str, str, Handler]


class Tracker:
    """The part that all fakes share; a fake names its description and its routes."""

    description_name = ""
    page = 100
    """Comments a page, at most."""

    def __init__(self) -> None:
        """Hold an empty ticket; nothing listens yet."""
        self.lock = RLock()
        self.text: Any = self.no_text()
        self.comments: dict[int, Comment] = {}
        self.issue_properties: dict[str, Any] = {}
        self.faults: list[Fault] = []
        self.seen: dict[int, int] = {}
        self.calls: list[tuple[Call, int]] = []
        self.violations: list[str] = []
        self._next = 1_000
        self._minute = 0
        self._closing = Event()
        self.contract: Contract | None = None
        if self.description_name:
            self.contract = contract(self.description_name)

    # What a fake says of itself.

    def no_text(self) -> Any:
        return ""

    def routes(self) -> tuple[Route, ...]:
        raise NotImplementedError

    def user_of(self, call: Call) -> str:
        """Name whose token came; "" for nobody's."""
        raise NotImplementedError

    def error(self, status: int, said: str) -> Reply:
        """Refuse in the tracker's own form."""
        raise NotImplementedError

    # What tests look at and write as other people.

    def add(self, author: str, body: Any) -> Comment:
        with self.lock:
            self._next += 1
            comment = Comment(self._next, author, body, self.stamp())
            self.comments[self._next] = comment
            return comment

    def stamp(self) -> str:
        self._minute += 1
        hours, minute = divmod(self._minute, 60)
        return f"2026-07-{1 + hours // 24:02}T{hours % 24:02}:{minute:02}:00Z"

    @property
    def writes(self) -> int:
        """Requests that changed something."""
        with self.lock:
            return sum(call.method in WRITES and status < 300 for call, status in self.calls)

    def bodies(self, author: str) -> list[Any]:
        return [one.body for one in self.comments.values() if one.author == author]

    def remove(self, author: str) -> None:
        """Delete what somebody wrote."""
        with self.lock:
            kept = {key: one for key, one in self.comments.items() if one.author != author}
            self.comments = kept

    def words(self, text: str) -> Any:
        """Write a sentence in the tracker's own markup."""
        return text

    # The server.

    @property
    def url(self) -> str:
        """Where it listens."""
        return f"http://127.0.0.1:{self._server.server_port}"

    @property
    def api_url(self) -> str:
        return self.url + (self.contract.root if self.contract else "")

    def __enter__(self) -> Self:
        self._server = make_server(
            "127.0.0.1", 0, self._wsgi, threaded=True, request_handler=_Quiet
        )
        self._thread = Thread(target=partial(self._server.serve_forever, 0.01), daemon=True)
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._closing.set()
        self._server.shutdown()
        self._thread.join()
        self._server.server_close()

    def _wsgi(self, environ: WSGIEnvironment, start: StartResponse) -> Iterable[bytes]:
        asked = Request(environ)
        call = Call(
            method=asked.method,
            path=str(environ["RAW_URI"]).partition("?")[0],
            query=ImmutableMultiDict(asked.args),
            headers=Headers(asked.headers),
            body=asked.get_data(),
        )
        fault = self._fault_for(call)
        if fault is not None and fault.meanwhile is not None:
            fault.meanwhile()
        if fault is not None and fault.drops == "before":
            return _cut(environ, start)
        reply = fault.reply if fault is not None and fault.reply is not None else self.answer(call)
        with self.lock:
            self.calls.append((call, reply.status))
        if fault is not None and fault.drops == "after":
            return _cut(environ, start)
        if fault is not None and fault.seconds:
            self._closing.wait(fault.seconds)
        said = f"{reply.status} {HTTP_STATUS_CODES[reply.status]}"
        length = [("Content-Length", str(len(reply.body)))] if reply.status != 204 else []
        kind = [("Content-Type", reply.media_type)] if reply.body else []
        start(said, [*kind, *length, *reply.headers])
        return [] if call.method == "HEAD" else [reply.body]

    def _fault_for(self, call: Call) -> Fault | None:
        with self.lock:
            for number, fault in enumerate(self.faults):
                if not re.search(fault.on, f"{call.method} {call.path}"):
                    continue
                count = self.seen[number] = self.seen.get(number, 0) + 1
                if fault.skip < count <= fault.skip + fault.times:
                    return fault
        return None

    def answer(self, call: Call) -> Reply:
        """Do what was asked, if the description allows it."""
        wrong = self.contract.request_fault(call) if self.contract else ""
        if wrong and self.user_of(call):
            self.violations.append(wrong)
            return self.error(400, wrong)
        with self.lock:
            reply = self.done(call)
        if self.contract and reply.status < 300:
            wrong = self.contract.response_fault(call, reply)
            if wrong:
                self.violations.append(wrong)
        return reply

    def done(self, call: Call) -> Reply:
        """Do what the description allows."""
        user = self.user_of(call)
        if not user:
            return self.error(401, "Bad credentials")
        for method, pattern, handler in self.routes():
            found = re.fullmatch(pattern, call.path)
            if found is not None and method == call.method:
                return handler(call, user, found.groupdict())
        return self.error(404, "Not Found")

    # Steps that handlers share.

    def one(self, named: dict[str, str]) -> Comment | None:
        return self.comments.get(int(named["comment"]))

    def edit(self, user: str, named: dict[str, str], body: Any) -> Comment | Reply:
        """Change a comment; the refusal where it is gone or another's."""
        comment = self.one(named)
        if comment is None:
            return self.error(404, "Not Found")
        if comment.author != user:
            return self.error(403, "Must be its author")
        comment.body = body
        comment.updated = self.stamp()
        return comment

    def delete(self, call: Call, user: str, named: dict[str, str]) -> Reply:
        del call
        comment = self.one(named)
        if comment is None:
            return self.error(404, "Not Found")
        if comment.author != user:
            return self.error(403, "Must be its author")
        del self.comments[comment.number]
        return Reply(204)


def _cut(environ: WSGIEnvironment, start: StartResponse) -> Iterable[bytes]:
    """Close the connection without a word."""
    start("200 OK", [("Content-Length", "1")])
    with suppress(OSError):
        environ["werkzeug.socket"].shutdown(SHUT_RDWR)
    raise ConnectionAbortedError
