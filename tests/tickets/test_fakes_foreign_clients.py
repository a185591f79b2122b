"""The fakes, driven by the trackers' well-known clients, so that they agree not only with us."""

import asyncio
from collections.abc import Callable, Generator
from contextlib import ExitStack
from typing import Any

import gitea_api_client
import github
import gitlab
import jira
import pytest
from fakes.contract import Reply
from fakes.forges import Gitea, GitHub, GitLab
from fakes.jiras import JiraCloud, JiraDataCenter
from fakes.tracker import Fault, Tracker
from gitea_api_client.api.issue_api import IssueApi
from gitea_api_client.api.user_api import UserApi


@pytest.fixture
def started() -> Generator[Callable[[type[Any]], Any], None, None]:
    """Start fakes, and check at the end that every request and answer kept to its description."""
    begun: list[Tracker] = []
    with ExitStack() as stack:

        def start(kind: type[Tracker]) -> Tracker:
            fake: Tracker = stack.enter_context(kind())
            begun.append(fake)
            return fake

        yield start
    for fake in begun:
        assert fake.violations == []
        assert fake.calls


ROBOT = "robots-token"


def document(text: str) -> dict[str, Any]:
    paragraph = {"type": "paragraph", "content": [{"type": "text", "text": text}]}
    return {"type": "doc", "version": 1, "content": [paragraph]}


def pygithub(fake: GitHub) -> Any:
    proof = github.Auth.Token("robots-token")
    server = github.Github(
        base_url=fake.api_url, auth=proof, retry=None, seconds_between_writes=0, lazy=True
    )
    assert server.get_user().login == "robot"
    return server.get_repo("team/relay").get_issue(3)


def test_pygithub_writes_reads_edits_and_deletes_a_comment(started: Any) -> None:
    fake = started(GitHub)
    issue = pygithub(fake)

    made = issue.create_comment("one")
    made.edit("two")

    assert [one.body for one in issue.get_comments()] == ["two"]
    assert made.user.login == "robot"
    made.delete()
    assert fake.comments == {}


def test_pygithub_reads_all_pages_of_comments_and_edits_the_text(started: Any) -> None:
    fake = started(GitHub)
    fake.page = 2
    for number in range(5):
        fake.add("ann", str(number))
    issue = pygithub(fake)

    issue.edit(body="ours")

    assert [one.body for one in issue.get_comments()] == ["0", "1", "2", "3", "4"]
    assert fake.text == "ours"


def test_pygithub_is_refused_where_the_comment_is_anothers(started: Any) -> None:
    fake = started(GitHub)
    fake.add("ann", "hers")
    [hers] = pygithub(fake).get_comments()

    with pytest.raises(github.GithubException) as refusal:
        hers.edit("mine")

    assert refusal.value.status == 403
    assert fake.bodies("ann") == ["hers"]


def test_pygithub_takes_the_fakes_secondary_limit_for_one(started: Any) -> None:
    fake = started(GitHub)
    issue = pygithub(fake)
    said = {"message": "You have exceeded a secondary rate limit."}
    fake.faults.append(Fault("POST", reply=Reply(403, said, (("Retry-After", "60"),))))

    with pytest.raises(github.RateLimitExceededException):
        issue.create_comment("one")

    assert fake.comments == {}


@pytest.mark.parametrize("kind", ["issues", "mergerequests"])
def test_python_gitlab_writes_reads_edits_and_deletes_a_note(started: Any, kind: str) -> None:
    fake = started(GitLab)
    server = gitlab.Gitlab(fake.url, private_token=ROBOT)
    server.auth()
    project = server.projects.get("team/relay", lazy=True)
    ticket = getattr(project, kind).get(3)

    made = ticket.notes.create({"body": "one"})
    made.body = "two"
    made.save()
    ticket.description = "ours"
    ticket.save()

    assert server.user is not None
    assert server.user.username == "robot"
    assert [one.body for one in ticket.notes.list(get_all=True)] == ["two"]
    assert fake.text == "ours"
    made.delete()
    assert fake.comments == {}


def test_python_gitlab_reads_all_pages_of_notes(started: Any) -> None:
    fake = started(GitLab)
    fake.page = 2
    for number in range(5):
        fake.add("ann", str(number))
    server = gitlab.Gitlab(fake.url, private_token=ROBOT)
    issue = server.projects.get("team/relay", lazy=True).issues.get(3, lazy=True)

    found = issue.notes.list(get_all=True, sort="asc")

    assert [one.body for one in found] == ["0", "1", "2", "3", "4"]


def test_python_gitlab_is_refused_without_a_token_of_anybody(started: Any) -> None:
    server = gitlab.Gitlab(started(GitLab).url, private_token=f"no-{ROBOT}")

    with pytest.raises(gitlab.GitlabAuthenticationError):
        server.auth()


def cloud(fake: JiraCloud) -> jira.JIRA:
    return jira.JIRA(
        fake.url,
        basic_auth=("robot@example.com", "robots-token"),
        options={"rest_api_version": "3", "check_update": False},
        get_server_info=False,
        max_retries=0,
    )


def data_center(fake: JiraDataCenter) -> jira.JIRA:
    return jira.JIRA(
        fake.url,
        token_auth=ROBOT,
        options={"check_update": False},
        get_server_info=False,
        max_retries=0,
    )


@pytest.mark.parametrize(
    ("kind", "connect", "texts"),
    [
        (JiraCloud, cloud, [document("one"), document("two"), document("ours")]),
        (JiraDataCenter, data_center, ["one", "two", "ours"]),
    ],
    ids=["cloud", "data-center"],
)
def test_the_jira_client_writes_reads_edits_and_deletes_a_comment(
    started: Any, kind: type[Tracker], connect: Callable[[Any], jira.JIRA], texts: list[Any]
) -> None:
    fake = started(kind)
    client = connect(fake)
    one, two, ours = texts

    made = client.add_comment("KEY-12", one)
    made.update(body=two)
    client.issue("KEY-12", fields="description").update(fields={"description": ours})

    assert [found.raw["body"] for found in client.comments("KEY-12")] == [two]
    assert fake.text == ours
    made.delete()
    assert fake.comments == {}


@pytest.mark.parametrize(
    ("kind", "connect", "text"),
    [(JiraCloud, cloud, document("x")), (JiraDataCenter, data_center, "x")],
    ids=["cloud", "data-center"],
)
def test_the_jira_client_reads_pages_of_comments(
    started: Any, kind: type[Tracker], connect: Callable[[Any], jira.JIRA], text: Any
) -> None:
    fake = started(kind)
    fake.page = 2
    numbers = [str(fake.add("ann", text).number) for _ in range(3)]
    client = connect(fake)

    pages = [client.comments("KEY-12", start_at=at, max_results=100) for at in (0, 2)]

    assert [[one.id for one in page] for page in pages] == [numbers[:2], numbers[2:]]


def test_the_jira_client_is_refused_a_text_that_is_too_long(started: Any) -> None:
    client = data_center(started(JiraDataCenter))

    with pytest.raises(jira.JIRAError, match="too long"):
        client.add_comment("KEY-12", "x" * 32_768)


def test_the_gitea_client_writes_reads_edits_and_deletes_a_comment(started: Any) -> None:
    fake = started(Gitea)
    where = ("team", "relay")

    async def use() -> list[str | None]:
        settings = gitea_api_client.Configuration(host=fake.api_url)
        settings.api_key["AuthorizationHeaderToken"] = "token robots-token"
        async with gitea_api_client.ApiClient(settings) as client:
            issues = IssueApi(client)
            me = await UserApi(client).user_get_current()
            first = gitea_api_client.CreateIssueCommentOption(body="one")
            made = await issues.issue_create_comment(*where, 3, body=first)
            assert made.id is not None
            second = gitea_api_client.EditIssueCommentOption(body="two")
            await issues.issue_edit_comment(*where, made.id, body=second)
            ours = gitea_api_client.EditIssueOption(body="ours")
            await issues.issue_edit_issue(*where, 3, body=ours)
            listed = await issues.issue_get_comments(*where, 3)
            await issues.issue_delete_comment(*where, made.id)
            return [me.login, *(one.body for one in listed)]

    assert asyncio.run(use()) == ["robot", "two"]
    assert fake.text == "ours"
    assert fake.comments == {}
