"""One server over HTTP: what is tried again, what never, and where the secret goes."""

import ssl
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from traceback import format_exception
from typing import Any

import httpx
import pytest
import stamina

from estimator.errors import InputError
from estimator.model.ticket import ReceiptState
from estimator.tickets.retrying import asked_wait, is_limit, next_try
from estimator.tickets.tokens import Credential
from estimator.tickets.web import Web
from estimator.tickets.wire import GoneError, Request, TicketError, UnsureError

NOW = datetime(2026, 7, 10, 12, 0, tzinfo=UTC)
HIDDEN = "s3cr3t-t0ken"
PROOF = Credential({"Authorization": f"Bearer {HIDDEN}"}, (HIDDEN,))
READ = Request(method="GET", path="/read")
EDIT = Request(method="PATCH", path="/edit", content={"body": "x"})
ADD = Request(method="POST", path="/add", content={"body": "x"}, adds=True)
ROOT = "https://tracker.example/api"
Answer = httpx.Response | Exception


@pytest.fixture(autouse=True)
def sleeps(monkeypatch: pytest.MonkeyPatch) -> list[float]:
    found: list[float] = []
    monkeypatch.setattr("time.sleep", found.append)
    return found


class Script:
    """Gives answers in turn, the last one for ever."""

    def __init__(self, *answers: Answer) -> None:
        self.answers: Iterator[Answer] = iter(answers)
        self.last: Answer = httpx.Response(200)
        self.requests: list[httpx.Request] = []

    def __call__(self, request: httpx.Request) -> httpx.Response:
        self.requests.append(request)
        self.last = next(self.answers, self.last)
        if isinstance(self.last, Exception):
            raise self.last
        return self.last


def web(script: Script, **changes: Any) -> Web:
    fields: dict[str, Any] = {"tracker": "github", "now": lambda: NOW, **changes}
    return Web(ROOT, PROOF, transport=httpx.MockTransport(script), **fields)


def response(status: int, **headers: str) -> httpx.Response:
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    return httpx.Response(status, headers=named, json={"message": "words"})


def test_a_request_carries_the_secret_and_what_the_tracker_wants() -> None:
    script = Script(httpx.Response(200, json=[1], headers={"Link": "x"}))

    with web(script) as one:
        answer = one.send(Request(method="GET", path="/a%2Fb", query=(("q", "x y"),)))

    sent = script.requests[0]
    assert answer.body == b"[1]"
    assert answer.headers["link"] == "x"
    assert str(sent.url) == "https://tracker.example/api/a%2Fb?q=x+y"
    assert sent.headers["authorization"] == f"Bearer {HIDDEN}"
    assert sent.headers["accept"] == "application/vnd.github+json"
    assert sent.headers["user-agent"].startswith("port-estimator/")


@pytest.mark.parametrize(
    "trouble",
    [
        response(500), response(502), response(503, retry_after="1"), response(429),
        httpx.ReadTimeout("slow"), httpx.RemoteProtocolError("cut"), httpx.ConnectError("down"),
    ],
    ids=str,
)  # fmt: skip
@pytest.mark.parametrize("request_", [READ, EDIT], ids=["read", "edit"])
def test_what_may_be_sent_twice_is_tried_again(trouble: Answer, request_: Request) -> None:
    script = Script(trouble, trouble, httpx.Response(200, text="ok"))

    assert web(script).send(request_).body == b"ok"
    assert len(script.requests) == 3


@pytest.mark.parametrize(
    "trouble",
    [response(500), response(502), response(503), httpx.ReadTimeout("slow"),
     httpx.RemoteProtocolError("cut"), httpx.WriteError("cut")],
    ids=str,
)  # fmt: skip
def test_what_adds_is_never_sent_twice_when_its_fate_is_unknown(trouble: Answer) -> None:
    script = Script(trouble, httpx.Response(201))

    with pytest.raises(UnsureError, match="not known"):
        web(script).send(ADD)

    assert len(script.requests) == 1


@pytest.mark.parametrize(
    "trouble",
    [response(429, retry_after="1"), response(403, retry_after="1"), httpx.ConnectError("down"),
     httpx.ConnectTimeout("down")],
    ids=str,
)  # fmt: skip
def test_what_adds_is_sent_again_where_it_surely_did_not_arrive(trouble: Answer) -> None:
    script = Script(trouble, httpx.Response(201, text="ok"))

    assert web(script).send(ADD).body == b"ok"


def test_the_asked_wait_is_kept(sleeps: list[float]) -> None:
    script = Script(response(429, retry_after="7"), httpx.Response(200))

    web(script).send(READ)

    assert sleeps == [7.0]


def test_a_wait_that_is_too_long_is_not_begun(sleeps: list[float]) -> None:
    script = Script(response(429, retry_after="3600"))

    with pytest.raises(TicketError, match="limits how often"):
        web(script).send(READ)

    assert sleeps == []
    assert len(script.requests) == 1


def test_tries_are_bounded(sleeps: list[float]) -> None:
    script = Script(response(503))

    with pytest.raises(TicketError, match="503, "):
        web(script).send(READ)

    assert len(script.requests) == 6
    assert sum(sleeps) < 60


def test_all_waits_of_a_ticket_together_are_bounded(monkeypatch: pytest.MonkeyPatch) -> None:
    clock = [0.0]
    monkeypatch.setattr("estimator.tickets.web.monotonic", lambda: clock[0])
    script = Script(response(503))
    one = web(script)
    clock[0] = 1_000.0

    with pytest.raises(TicketError):
        one.send(READ)

    assert len(script.requests) == 1


@pytest.mark.parametrize(
    ("status", "headers", "said", "expected"),
    [
        (429, {}, "", True),
        (429, {"ratelimit-reason": "jira-per-issue-on-write"}, "", True),
        (429, {"ratelimit-reason": "jira-quota-tenant-based"}, "", False),
        (403, {}, "Resource not accessible by integration", False),
        (403, {"retry-after": "60"}, "", True),
        (403, {"x-ratelimit-remaining": "0"}, "", True),
        (403, {"x-ratelimit-remaining": "12"}, "You hit a Secondary rate limit.", True),
        (500, {"retry-after": "60"}, "", False),
    ],
)
def test_a_limit_is_told_from_a_refusal(
    status: int, headers: dict[str, str], said: str, *, expected: bool
) -> None:
    assert is_limit(status, headers, said) is expected


@pytest.mark.parametrize(
    ("status", "headers", "expected"),
    [
        (429, {}, None),
        (403, {}, 60.0),
        (429, {"retry-after": "9"}, 9.0),
        (429, {"retry-after": "Fri, 10 Jul 2026 12:00:30 GMT"}, 30.0),
        (429, {"retry-after": "Fri, 10 Jul 2026 11:00:00 GMT"}, 0.0),
        (429, {"retry-after": "Fri, 10 Jul 2026 12:00:30 -0000"}, 30.0),
        (429, {"retry-after": "soon"}, None),
        (403, {"x-ratelimit-remaining": "0", "x-ratelimit-reset": "1783684805"}, 5.0),
        (403, {"x-ratelimit-remaining": "9", "x-ratelimit-reset": "1783684805"}, 60.0),
        (429, {"ratelimit-reset": "1783684801", "ratelimit-remaining": "0"}, 1.0),
        (429, {"ratelimit-reset": "0", "ratelimit-remaining": "0"}, 0.0),
        (429, {"ratelimit-reset": "2026-07-10T12:00:30Z"}, None),
    ],
)
def test_a_wait_is_what_the_tracker_asks_for(
    status: int, headers: dict[str, str], expected: float | None
) -> None:
    assert asked_wait(status, headers, now=NOW) == expected


def test_the_next_try_keeps_within_the_time_left() -> None:
    assert next_try(None, left=1.0) is True
    assert next_try(None, left=0.0) is False
    assert next_try(5.0, left=5.0) == 5.0
    assert next_try(5.1, left=5.0) is False


@pytest.mark.parametrize(
    ("status", "text", "kind", "state"),
    [
        (400, '{"errors": {"comment": "The entered text is too long."}}', TicketError, "too-long"),
        (401, "{}", TicketError, "failed"),
        (403, "{}", TicketError, "forbidden"),
        (404, "{}", GoneError, "failed"),
        (410, "{}", GoneError, "failed"),
        (413, "", TicketError, "too-long"),
        (418, "", TicketError, "failed"),
        (422, '{"message": "body is too long"}', TicketError, "too-long"),
        (422, '{"message": "no"}', TicketError, "failed"),
    ],
)
def test_a_refusal_is_told_by_its_status(
    status: int, text: str, kind: type[TicketError], state: str
) -> None:
    script = Script(httpx.Response(status, text=text))

    with pytest.raises(kind, match=str(status)) as caught:
        web(script).send(READ)

    assert caught.value.state is ReceiptState(state)
    assert len(script.requests) == 1


def test_a_limit_by_the_hour_fails_at_once() -> None:
    script = Script(response(429, ratelimit_reason="jira-quota-tenant-based"))

    with pytest.raises(TicketError, match="Too many requests"):
        web(script).send(READ)

    assert len(script.requests) == 1


def moved(to: str, status: int = 301) -> Script:
    return Script(httpx.Response(status, headers={"Location": to}), httpx.Response(200, text="ok"))


def test_a_redirect_on_the_same_server_keeps_the_secret() -> None:
    script = moved("/api/other?x=1")

    assert web(script).send(READ).body == b"ok"
    assert str(script.requests[1].url) == "https://tracker.example/api/other?x=1"
    assert "authorization" in script.requests[1].headers


@pytest.mark.parametrize(
    "to",
    ["https://evil.example/x", "https://tracker.example:8443/x", "//evil.example/x",
     "https://tracker.example.evil.example/x"],
)  # fmt: skip
def test_a_redirect_to_another_host_drops_the_secret(to: str) -> None:
    script = moved(to)

    web(script).send(READ)

    assert HIDDEN not in str(script.requests[1].headers.raw)
    assert HIDDEN in str(script.requests[0].headers.raw)


@pytest.mark.parametrize(
    "to", ["http://tracker.example/x", "ftp://x.example", "https://u:p@x.example/"]
)
def test_a_redirect_out_of_encryption_is_refused(to: str) -> None:
    script = moved(to)

    with pytest.raises(TicketError):
        web(script).send(READ)

    assert len(script.requests) == 1


@pytest.mark.parametrize(
    ("to", "status"),
    [("https://evil.example/x", 307), ("/api/x", 302), ("/api/x", 303)],
)
def test_a_write_is_not_carried_elsewhere(to: str, status: int) -> None:
    script = moved(to, status)

    with pytest.raises(TicketError, match="redirects to"):
        web(script).send(ADD)

    assert len(script.requests) == 1


@pytest.mark.parametrize("status", [301, 307, 308])
def test_a_write_follows_a_move_on_the_same_server(status: int) -> None:
    script = moved("/api/renamed", status)

    web(script).send(ADD)

    assert [one.method for one in script.requests] == ["POST", "POST"]
    assert script.requests[1].content == b'{"body":"x"}'


def test_a_circle_of_redirects_ends() -> None:
    script = Script(httpx.Response(301, headers={"Location": "/api/read"}))

    with pytest.raises(TicketError, match="too many redirects"):
        web(script).send(READ)


def test_a_redirect_without_an_address_is_a_refusal() -> None:
    with pytest.raises(TicketError, match="304"):
        web(Script(httpx.Response(304))).send(READ)


def test_plain_http_is_refused_by_the_sender_too() -> None:
    with pytest.raises(InputError, match="unencrypted"):
        Web("http://tracker.example", PROOF, tracker="redmine")


def test_an_address_that_is_none_is_a_failure() -> None:
    with pytest.raises(TicketError, match="no valid address"):
        web(Script(httpx.Response(200))).send(Request(method="GET", path="\x00"))


def test_an_answer_of_any_size_is_not_read(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("estimator.tickets.web._LARGEST_ANSWER", 10)

    with pytest.raises(TicketError, match="too large"):
        web(Script(httpx.Response(200, text="x" * 11))).send(READ)


@pytest.mark.parametrize(
    "trouble",
    [
        httpx.Response(422, json={"message": f"bad {HIDDEN}"}),
        httpx.Response(500, text=f"trace: {HIDDEN}"),
        httpx.ConnectError(f"cannot use {HIDDEN}"),
        httpx.ReadTimeout(f"slow {HIDDEN}"),
    ],
    ids=str,
)
@pytest.mark.parametrize("request_", [READ, ADD], ids=["read", "add"])
def test_no_failure_shows_the_secret(
    trouble: Answer,
    request_: Request,
    caplog: pytest.LogCaptureFixture,
    capfd: pytest.CaptureFixture[str],
) -> None:
    caplog.set_level("DEBUG")

    with pytest.raises(TicketError) as caught:
        web(Script(trouble)).send(request_)

    printed = capfd.readouterr()
    trace = "".join(format_exception(caught.value))
    seen = [caught.value.why, repr(caught.value), trace, caplog.text, printed.out, printed.err]
    assert all(HIDDEN not in text for text in seen)


def test_a_page_of_a_proxy_is_not_quoted() -> None:
    page = httpx.Response(418, html="<h1>Blocked</h1>")

    with pytest.raises(TicketError) as caught:
        web(Script(page)).send(READ)

    assert "Blocked" not in caught.value.why


def test_words_of_the_tracker_are_one_line_without_control_characters() -> None:
    script = Script(httpx.Response(418, text="a\r\n\x1b[2Jb" + "c" * 9_000))

    with pytest.raises(TicketError) as caught:
        web(script).send(READ)

    assert caught.value.why.isprintable()
    assert len(caught.value.why) < 500


def test_tls_is_verified_by_the_systems_of_the_environment(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Any
) -> None:
    made: list[ssl.SSLContext] = []
    real: Callable[..., ssl.SSLContext] = ssl.create_default_context

    def record(*arguments: Any, **named: Any) -> ssl.SSLContext:
        made.append(real(*arguments, **named))
        return made[-1]

    monkeypatch.setattr("ssl.create_default_context", record)
    monkeypatch.delenv("SSL_CERT_FILE", raising=False)
    Web(ROOT, PROOF, tracker="github")

    assert made
    assert all(one.verify_mode is ssl.CERT_REQUIRED and one.check_hostname for one in made)
    broken = tmp_path / "authority.pem"
    broken.write_text("none")
    monkeypatch.setenv("SSL_CERT_FILE", str(broken))
    with pytest.raises(TicketError, match="SSL_CERT_FILE"):
        Web(ROOT, PROOF, tracker="github")


@pytest.mark.parametrize("proxy", ["socks5://proxy.example:1", "gopher://x"])
def test_a_proxy_that_cannot_be_used_is_a_failure(
    monkeypatch: pytest.MonkeyPatch, proxy: str
) -> None:
    monkeypatch.setenv("HTTPS_PROXY", proxy)

    with pytest.raises(TicketError, match="proxy"):
        Web(ROOT, PROOF, tracker="github")


def test_the_retries_log_nothing() -> None:
    web(Script(httpx.Response(200)))

    assert stamina.instrumentation.get_on_retry_hooks() == ()
