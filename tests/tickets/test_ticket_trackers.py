"""The one way to write, through every tracker's own interface."""

import json
from typing import Any, NamedTuple

import fastjsonschema
import httpx
import pytest
from small_servers import (
    GiteaServer,
    GitHubServer,
    GitLabServer,
    JiraCloudServer,
    JiraServer,
    RedmineServer,
    SmallServer,
)

from estimator.model.ticket import Marker, Receipt, ReceiptState, Target
from estimator.reporting.blocks import Code
from estimator.reporting.tickets.shape import Sentence, TicketBlock, TicketSection
from estimator.tickets.backends import BACKENDS, dialect_of
from estimator.tickets.posting import Wish, exit_code, plan_for, post_to
from estimator.tickets.remote import RemoteTicket
from estimator.tickets.targets import parse_target
from estimator.tickets.tokens import Credential
from estimator.tickets.web import Web
from estimator.tickets.wire import TicketError

HIDDEN = "s3cr3t-t0ken"
ENVIRONMENT = {
    "GITEA_URL": "https://gitea.example",
    "GITEA_TOKEN": HIDDEN,
    "GITHUB_TOKEN": HIDDEN,
    "GITLAB_TOKEN": HIDDEN,
    "JIRA_API_TOKEN": HIDDEN,
    "JIRA_EMAIL": "robot@firm.example",
    "JIRA_TOKEN": HIDDEN,
    "REDMINE_API_KEY": HIDDEN,
    "REDMINE_URL": "https://redmine.example",
}


class Kind(NamedTuple):
    target: str
    server: type[SmallServer]
    environment: dict[str, str] = {}  # noqa: RUF012  # never changed
    is_document: bool = False


CLOUD, CENTER = {"JIRA_URL": "https://x.atlassian.net"}, {"JIRA_URL": "https://jira.example"}
KINDS = {
    "github": Kind("github:team/relay#3", GitHubServer),
    "gitlab": Kind("gitlab:team/sub/relay!3", GitLabServer),
    "gitea": Kind("gitea:team/relay#3", GiteaServer),
    "jira-cloud": Kind("jira:KEY-3", JiraCloudServer, CLOUD, is_document=True),
    "jira-dc": Kind("jira:KEY-3", JiraServer, CENTER),
    "redmine": Kind("redmine:3", RedmineServer),
}


@pytest.fixture(params=sorted(KINDS))
def kind(request: pytest.FixtureRequest) -> Kind:
    return KINDS[request.param]


def wish(text: str = "plain", *, day: int = 1, **changes: Any) -> Wish:
    section = TicketSection(title="Long", parts=(Sentence(words=(text,)),), rank=1)
    return Wish(
        block=TicketBlock(headline=(Code("relay"), text), sections=(section,), footer=("End.",)),
        marker=Marker(
            tag=changes.pop("tag", ""),
            commit="a" * 40,
            committed_at=f"2026-07-{day:02}T09:00:00+02:00",
            attached_at=f"2026-08-{day:02}T10:00:00+00:00",
            valid_until="2026-10-01",
        ),
        **changes,
    )


def target_of(kind: Kind) -> Target:
    return parse_target(kind.target, environment=ENVIRONMENT | kind.environment)


def attach(kind: Kind, server: SmallServer, asked: Wish) -> Receipt:
    def connect(target: Target, proof: Credential) -> Web:
        transport = httpx.MockTransport(server)
        return Web(target.api_url, proof, tracker=target.tracker, transport=transport)

    return post_to(target_of(kind), asked, environment=ENVIRONMENT, connect=connect)


def test_all_trackers_are_here() -> None:
    assert set(KINDS) == set(BACKENDS)


def test_attaching_twice_is_one_comment_and_no_second_write(kind: Kind) -> None:
    server = kind.server()

    first = attach(kind, server, wish())
    again = attach(kind, server, wish())

    assert (first.state, first.action, first.writes) == (ReceiptState.WRITTEN, "created", 1)
    assert (again.state, again.writes) == (ReceiptState.UNCHANGED, 0)
    assert len(server.comments) == server.writes() == 1
    assert first.url


def test_a_newer_estimate_replaces_and_an_older_one_does_not(kind: Kind) -> None:
    server = kind.server()
    attach(kind, server, wish())

    newer = attach(kind, server, wish("newer", day=3))
    older = attach(kind, server, wish("older", day=2))

    assert (newer.state, newer.action) == (ReceiptState.WRITTEN, "updated")
    assert (older.state, older.writes) == (ReceiptState.STALE, 0)
    assert "newer" in str(server.comments)
    assert len(server.comments) == 1


def test_a_comment_on_a_later_page_is_found_and_other_tags_stay(kind: Kind) -> None:
    server = kind.server()
    human: Any = {"type": "doc", "version": 1, "content": []} if kind.is_document else "Hello"
    for _ in range(5):
        server.requests.append(httpx.Request("GET", "https://x.example"))
        server.add(human)
    attach(kind, server, wish(tag="go"))
    attach(kind, server, wish(tag="rust"))

    outcome = attach(kind, server, wish("newer", tag="go", day=2))

    assert outcome.action == "updated"
    assert len(server.comments) == 7


def test_a_duplicate_goes(kind: Kind) -> None:
    server = kind.server()
    attach(kind, server, wish())
    only = next(iter(server.comments))
    server.comments["9000"] = server.comments[only]
    server.markers["9000"] = server.markers.get(only, [])

    outcome = attach(kind, server, wish())

    assert outcome.action == "pruned"
    assert list(server.comments) == [only]


def test_a_description_keeps_what_people_wrote(kind: Kind) -> None:
    server = kind.server()
    above = {"type": "paragraph", "content": [{"type": "text", "text": "Please port \u00e9."}]}
    human: Any = {"type": "doc", "version": 1, "content": [above]}
    server.description = human if kind.is_document else "Please port \u00e9.\n\n- [ ] x\n"

    first = attach(kind, server, wish(place="description"))
    again = attach(kind, server, wish(place="description"))
    newer = attach(kind, server, wish("newer", place="description", day=2))
    older = attach(kind, server, wish("older", place="description"))

    assert [first.action, again.action, newer.action] == ["created", "", "updated"]
    assert [one.state.value for one in (first, again, newer, older)] == [
        "written",
        "unchanged",
        "written",
        "stale",
    ]
    if kind.is_document:
        assert server.description["content"][0] == above
        assert len(server.description["content"]) == 2
    else:
        text = server.description.replace("\r\n", "\n")
        assert text.startswith("Please port \u00e9.\n\n- [ ] x\n\n")
        assert text.count("port-estimator") == 2


def test_a_new_comment_is_added_each_time(kind: Kind) -> None:
    server = kind.server()

    receipts = [attach(kind, server, wish(day=day, is_new=True)) for day in (1, 2)]

    assert {one.action for one in receipts} == {"created"}
    assert len(server.comments) == 2


@pytest.mark.parametrize("status", [401, 403, 404, 410, 400, 422, 500])
def test_a_refusal_is_a_receipt_with_the_trackers_words_and_no_secret(
    kind: Kind, status: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("time.sleep", lambda _: None)
    server = kind.server()
    server.before = lambda one: (
        None if one.method == "GET" else httpx.Response(status, json={"message": f"No. {HIDDEN}"})
    )

    receipt = attach(kind, server, wish())

    expected = ReceiptState.FORBIDDEN if status == 403 else ReceiptState.FAILED
    assert receipt.state is expected
    assert "No. ***" in receipt.why
    assert HIDDEN not in repr(receipt)
    assert server.writes() == 1


def test_too_long_for_the_tracker_is_said_so(kind: Kind) -> None:
    server = kind.server()
    words = "body is too long (maximum is 65536 characters)"
    server.before = lambda one: (
        None if one.method == "GET" else httpx.Response(422, json={"message": words})
    )

    assert attach(kind, server, wish()).state is ReceiptState.TOO_LONG


def test_too_long_for_us_sends_nothing(kind: Kind) -> None:
    server = kind.server()

    receipt = attach(kind, server, wish("x" * 250_000))

    assert receipt.state is ReceiptState.TOO_LONG
    assert not server.requests
    assert plan_for(target_of(kind), wish("x" * 250_000)).receipt.state is ReceiptState.TOO_LONG


def test_without_a_token_nothing_is_sent(kind: Kind) -> None:
    def connect(target: Target, proof: Credential) -> Web:
        raise AssertionError(target, proof)

    receipt = post_to(target_of(kind), wish(), environment={"JIRA_EMAIL": "a"}, connect=connect)

    assert receipt.state is ReceiptState.FORBIDDEN
    assert receipt.why.startswith("No token: set ")


def test_a_dry_run_names_the_requests_of_a_real_one(kind: Kind) -> None:
    server = kind.server()
    attach(kind, server, wish())
    attach(kind, server, wish("newer", day=2))

    planned = plan_for(target_of(kind), wish())

    known = {request.method for _, request in planned.requests}
    assert {one.method for one in server.requests} <= known
    assert planned.receipt.state is ReceiptState.PLANNED


@pytest.mark.parametrize("text", ["<html>Log in</html>", "[[[", '{"a": 1}', "[1]", "[" * 99_999])
def test_an_answer_of_another_kind_is_a_failure(kind: Kind, text: str) -> None:
    server = kind.server()
    server.before = lambda one: (
        httpx.Response(200, text=text)
        if "comment" in str(one.url) or "notes" in str(one.url) or "journals" in str(one.url)
        else None
    )

    receipt = attach(kind, server, wish())

    assert receipt.state is ReceiptState.FAILED
    assert not server.writes()


def test_who_we_are_must_be_known_but_for_bots_of_github(kind: Kind) -> None:
    server = kind.server()
    server.before = lambda one: (
        httpx.Response(403, json={"message": "Resource not accessible by integration"})
        if one.url.path.endswith(("/user", "/myself", "/current.json"))
        else None
    )
    if isinstance(server, GitHubServer):
        server.login = "github-actions[bot]"

    receipts = [attach(kind, server, wish()) for _ in range(2)]

    if kind.server is GitHubServer:
        assert [one.state.value for one in receipts] == ["written", "unchanged"]
    else:
        assert {one.state.value for one in receipts} == {"failed"}
        assert "--any-author" in receipts[0].why
        assert attach(kind, server, wish(any_author=True)).action == "created"


def test_a_failure_to_say_who_we_are_is_not_taken_for_a_bot(kind: Kind) -> None:
    server = kind.server()
    server.before = lambda _: httpx.Response(401, json={"message": "Bad credentials"})

    receipt = attach(kind, server, wish())

    assert receipt.state is ReceiptState.FAILED
    assert "does not accept the token" in receipt.why


def test_jira_cloud_is_asked_for_the_property_where_its_list_leaves_it_out() -> None:
    kind = KINDS["jira-cloud"]
    server = JiraCloudServer()
    server.expands = False
    server.add({"type": "doc", "version": 1, "content": []})
    server.markers = {one: [] for one in server.comments}

    receipts = [attach(kind, server, wish()) for _ in range(2)]

    assert [one.state.value for one in receipts] == ["written", "unchanged"]


def test_foreign_properties_under_our_name_are_no_marker() -> None:
    kind = KINDS["jira-cloud"]
    server = JiraCloudServer()
    number = server.add({"type": "doc", "version": 1, "content": []})
    server.markers[number] = [
        {"key": "port-estimator", "value": "text"},
        {"key": "port-estimator.go", "value": {"tag": "rust"}},
        {"key": "sd.public", "value": {}},
    ]

    assert attach(kind, server, wish()).action == "created"


def test_documents_follow_atlassians_schema(checkout: Any) -> None:
    kind, server = KINDS["jira-cloud"], JiraCloudServer()
    attach(kind, server, wish())
    attach(kind, server, wish(place="description"))
    folder = checkout / "tests" / "fixtures" / "atlassian"
    schema = json.loads(next(folder.glob("*.json")).read_text())
    validate = fastjsonschema.compile(schema)

    validate(server.description)
    for document in server.comments.values():
        validate(document)


def test_textile_is_asked_for() -> None:
    target = target_of(KINDS["redmine"])

    assert dialect_of(target, redmine_format="textile").markup.value == "textile"


def test_a_ticket_with_endless_pages_is_given_up() -> None:
    server = GitHubServer()
    page = iter(range(2, 100_000))

    def endless(_: httpx.Request) -> httpx.Response:
        link = f'<https://api.github.com/x?page={next(page)}>; rel="next"'
        return httpx.Response(200, json=[], headers={"Link": link})

    server.before = endless
    web = Web(
        "https://api.github.com",
        Credential({}, ()),
        tracker="github",
        transport=httpx.MockTransport(server),
    )

    with pytest.raises(TicketError, match="too many comments"):
        RemoteTicket(dialect_of(target_of(KINDS["github"])), web).comments("")


@pytest.mark.parametrize(
    ("states", "is_ci", "strict", "expected"),
    [
        (["written", "unchanged", "stale", "skipped", "planned"], False, True, 0),
        (["written", "forbidden"], True, False, 0),
        (["written", "forbidden"], True, True, 1),
        (["written", "forbidden"], False, False, 4),
        (["failed", "written"], True, False, 4),
        (["failed", "forbidden"], True, True, 4),
        (["too-long"], False, False, 4),
    ],
)
def test_the_exit_code_follows_the_worst_receipt(
    states: list[str], *, is_ci: bool, strict: bool, expected: int
) -> None:
    receipts = tuple(
        Receipt(target="t", tracker="github", state=ReceiptState(one)) for one in states
    )

    assert exit_code(receipts, is_ci=is_ci, strict=strict) == expected
