"""One server, asked over HTTP: httpx and stamina, which the extra `tickets` brings.

The secret is in the headers of requests to the one server that was named, and nowhere else. TLS is
always verified; ``SSL_CERT_FILE`` names an authority of one's own, and proxies are those of the
environment.
"""

from collections.abc import Callable
from datetime import UTC, datetime
from time import monotonic
from typing import NamedTuple, Self

import httpx
import msgspec
import stamina
from stamina.instrumentation import set_on_retry_hooks

from estimator.errors import InputError
from estimator.tickets.retrying import (
    ATTEMPTS,
    LONGEST_TOTAL,
    Wait,
    asked_wait,
    is_limit,
    is_passing,
    next_try,
)
from estimator.tickets.targets import checked_root, is_same_server
from estimator.tickets.tokens import Credential
from estimator.tickets.wire import Answer, Request, TicketError, UnsureError, refusal
from estimator.version import VERSION

_TIMEOUT = httpx.Timeout(30.0, connect=10.0)
_MOST_REDIRECTS = 5
_FIRST_WAIT = 0.5
_LONGEST_WAIT = 8.0
_LARGEST_ANSWER = 64 << 20
_LONGEST_SAID = 400
_LARGEST_SAID = 4_000
_OK = 300
_BAD = 400
_SAME_METHOD = frozenset({301, 307, 308})
_BASE_HEADERS = {
    "Accept": "application/json",
    "User-Agent": f"port-estimator/{VERSION}",
}
_ACCEPT = {
    "github": {
        "Accept": "application/vnd.github+json",
        "X-GitHub-Api-Version": "2022-11-28",
    }
}


class Web:
    """Sends requests to one tracker."""

    def __init__(  # noqa: PLR0913  # what a server is made of
        self,
        root: str,
        credential: Credential,
        *,
        tracker: str,
        allow_http: bool = False,
        transport: httpx.BaseTransport | None = None,
        now: Callable[[], datetime] = lambda: datetime.now(UTC),
    ) -> None:
        """Open nothing yet.

        Args:
            root: Of the REST interface.
            credential: What proves who we are.
            tracker: Its name, for the headers it wants.
            allow_http: Speak plain HTTP to hosts other than this one.
            transport: Takes the place of the network; None: the network.
            now: The clock, for waits until a time.

        Raises:
            InputError: the root is no address, or not encrypted.
            TicketError: the proxy or the authority of the environment cannot be used.
        """
        set_on_retry_hooks(())  # else stamina logs to stderr
        self._root = checked_root(root, allow_http=allow_http)
        self._credential = credential
        self._allow_http = allow_http
        self._now = now
        self._end = monotonic() + LONGEST_TOTAL
        self._headers = _BASE_HEADERS | _ACCEPT.get(tracker, {})
        self._client = _client(transport)

    def __enter__(self) -> Self:
        """Give itself."""
        return self

    def __exit__(self, *_: object) -> None:
        """Close the connections."""
        self._client.close()

    def send(self, request: Request) -> Answer:
        """Send a request until it is answered, within limits.

        Raises:
            UnsureError: it adds something, and nobody knows whether it arrived.
            TicketError: it was refused, or the tracker cannot be reached.
        """
        try:
            for attempt in stamina.retry_context(
                on=self._again,
                attempts=ATTEMPTS,
                timeout=None,
                wait_initial=_FIRST_WAIT,
                wait_max=_LONGEST_WAIT,
            ):
                with attempt:
                    return self._once(request)
        except _Passing as last:
            raise last.fault from None
        raise AssertionError  # the loop returns or raises

    def _again(self, failure: Exception) -> bool | float:
        if not isinstance(failure, _Passing):
            return False
        return next_try(failure.seconds, left=self._end - monotonic())

    def _once(self, request: Request) -> Answer:
        """Send once, through redirects. Raises _Passing where the same may be sent again."""
        try:
            answer = self._followed(request)
        except (httpx.ConnectError, httpx.ConnectTimeout, httpx.ProxyError) as fault:
            raise _Passing(self._unreachable(fault, request)) from None
        except httpx.HTTPError as fault:
            failure = self._unreachable(fault, request)
            if request.adds:
                raise UnsureError(
                    f"Whether the comment arrived is not known: {failure.why}"
                ) from None
            raise _Passing(failure) from None
        except httpx.InvalidURL:
            raise TicketError(f"{request.method} {request.path}: no valid address.") from None
        if answer.status < _OK:
            return Answer(answer.headers, answer.body)
        raise self._refused(answer, request)

    def _refused(self, answer: "_Got", request: Request) -> Exception:
        """Turn an answer that is none into what is raised."""
        status, headers, said = answer.status, answer.headers, self._said(answer)
        failure = refusal(status, said, request)
        if is_limit(status, headers, said):
            limited = TicketError(f"The tracker limits how often it is asked: {failure.why}")
            return _Passing(limited, asked_wait(status, headers, now=self._now()))
        if not is_passing(status):
            return failure
        if request.adds:
            return UnsureError(f"Whether the comment arrived is not known: {failure.why}")
        return _Passing(failure, asked_wait(status, headers, now=self._now()))

    def _followed(self, request: Request) -> "_Got":
        """Send, and follow redirects: the secret stays with the server that was named."""
        url = httpx.URL(self._root + request.path, params=request.query or None)
        for _ in range(_MOST_REDIRECTS):
            answer = self._sent(request, url)
            if not _OK <= answer.status < _BAD or "location" not in answer.headers:
                return answer
            url = url.join(answer.headers["location"]).copy_with(fragment=None)
            self._check_redirect(request, answer.status, url)
        raise TicketError(f"{request.method} {request.path}: too many redirects.")

    def _check_redirect(self, request: Request, status: int, url: httpx.URL) -> None:
        """Refuse to go where it is not encrypted, or to write anywhere else."""
        is_here = is_same_server(str(url), self._root)
        try:
            checked_root(str(url.copy_with(query=None)), allow_http=self._allow_http)
        except InputError as fault:
            raise TicketError(f"{request.method} {request.path}: {fault.message}") from None
        if request.method != "GET" and (not is_here or status not in _SAME_METHOD):
            raise TicketError(
                f"{request.method} {request.path}: the tracker redirects to {url.host}, where"
                " nothing is written. Give the address it has now."
            )

    def _sent(self, request: Request, url: httpx.URL) -> "_Got":
        is_here = is_same_server(str(url), self._root)
        headers = self._headers | (dict(self._credential.headers) if is_here else {})
        content = None
        if request.content is not None:
            content = msgspec.json.encode(request.content)
            headers["Content-Type"] = "application/json"
        with self._client.stream(request.method, url, headers=headers, content=content) as answer:
            named = {name.lower(): value for name, value in answer.headers.items()}
            return _Got(answer.status_code, named, _body(answer))

    def _unreachable(self, fault: httpx.HTTPError, request: Request) -> TicketError:
        what = self._credential.hidden(str(fault)) or "no answer"
        kind = type(fault).__name__
        return TicketError(f"{request.method} {request.path}: {kind}, {what[:_LONGEST_SAID]}.")

    def _said(self, answer: "_Got") -> str:
        """Give what the tracker says is wrong, in one line without secrets."""
        if "html" in answer.headers.get("content-type", ""):
            return ""
        text = answer.body[:_LARGEST_SAID].decode("utf-8", "replace")
        clean = "".join(one if one.isprintable() else " " for one in text)
        return self._credential.hidden(" ".join(clean.split()))[:_LONGEST_SAID]


def _client(transport: httpx.BaseTransport | None) -> httpx.Client:
    try:
        return httpx.Client(timeout=_TIMEOUT, transport=transport, follow_redirects=False)
    except (OSError, ValueError, ImportError, httpx.InvalidURL) as fault:
        raise TicketError(
            "The proxy or the authority that the environment names (HTTPS_PROXY, SSL_CERT_FILE)"
            f" cannot be used: {type(fault).__name__}."
        ) from None


class _Passing(Wait):
    """A failure of the moment, and what it is when it does not pass."""

    def __init__(self, fault: TicketError, seconds: float | None = None) -> None:
        super().__init__(seconds)
        self.fault = fault


class _Got(NamedTuple):
    """What came back, whatever its status."""

    status: int
    headers: dict[str, str]
    body: bytes


def _body(answer: httpx.Response) -> bytes:
    """Read a body of bounded size."""
    parts: list[bytes] = []
    size = 0
    for part in answer.iter_bytes():
        size += len(part)
        if size > _LARGEST_ANSWER:
            raise TicketError("The tracker's answer is too large.")
        parts.append(part)
    return b"".join(parts)
