"""What people write into targets, and what is refused in one clear line."""

import pytest

from estimator.errors import InputError
from estimator.tickets.targets import checked_root, is_loopback, is_same_server, parse_target
from estimator.tickets.tokens import Credential, credential, needed

OWN = {
    "CI_API_V4_URL": "https://git.firm.example/gitlab/api/v4",
    "GITEA_URL": "https://gitea.firm.example",
    "JIRA_URL": "https://jira.firm.example/jira",
    "REDMINE_URL": "https://tracker.firm.example/redmine",
}


@pytest.mark.parametrize(
    ("text", "tracker", "root", "project", "number", "is_change"),
    [
        ("github:team/relay#12", "github", "https://api.github.com", "team/relay", "12", False),
        ("https://github.com/team/relay.js/issues/12", "github", "https://api.github.com",
         "team/relay.js", "12", False),
        ("https://github.com/team/relay/pull/7/", "github", "https://api.github.com",
         "team/relay", "7", True),
        ("gitlab:a/b/c!7", "gitlab", OWN["CI_API_V4_URL"], "a/b/c", "7", True),
        ("gitlab:a/b#7", "gitlab", OWN["CI_API_V4_URL"], "a/b", "7", False),
        ("https://gitlab.com/a/b/c/-/merge_requests/7", "gitlab", "https://gitlab.com/api/v4",
         "a/b/c", "7", True),
        ("https://gitlab.com/a/b/-/work_items/7", "gitlab", "https://gitlab.com/api/v4",
         "a/b", "7", False),
        ("gitea:team/relay#3", "gitea", "https://gitea.firm.example/api/v1", "team/relay", "3",
         False),
        ("https://gitea.firm.example/team/relay/pulls/3", "gitea",
         "https://gitea.firm.example/api/v1", "team/relay", "3", True),
        ("jira:KEY_2-12", "jira-dc", "https://jira.firm.example/jira", "", "KEY_2-12", False),
        ("jira-cloud:KEY-12", "jira-cloud", "https://jira.firm.example/jira", "", "KEY-12", False),
        ("https://jira.firm.example/jira/browse/KEY-12", "jira-dc",
         "https://jira.firm.example/jira", "", "KEY-12", False),
        ("https://firm.atlassian.net/browse/KEY-12", "jira-cloud", "https://firm.atlassian.net",
         "", "KEY-12", False),
        ("redmine:123", "redmine", "https://tracker.firm.example/redmine", "", "123", False),
        ("https://tracker.firm.example/redmine/issues/123", "redmine",
         "https://tracker.firm.example/redmine", "", "123", False),
    ],
)  # fmt: skip
def test_a_target_is_read(  # noqa: PLR0913, PLR0917  # a row of the table
    text: str,
    tracker: str,
    root: str,
    project: str,
    number: str,
    is_change: bool,  # noqa: FBT001
) -> None:
    found = parse_target(text, environment=OWN)

    assert (found.name, found.tracker, found.api_url) == (text, tracker, root)
    assert (found.project, found.number, found.is_change) == (project, number, is_change)


@pytest.mark.parametrize(
    ("text", "api_url", "root"),
    [
        ("github:a/b#1", "https://ghe.example/api/v3/", "https://ghe.example/api/v3"),
        ("https://ghe.example/a/b/pull/1", "https://ghe.example/api/v3", "https://ghe.example/api/v3"),
        ("https://github.com/a/b/pull/1", "http://127.0.0.1:80", "http://127.0.0.1:80"),
        ("https://gitlab.com/a/b/-/issues/1", "http://[::1]:9/api/v4", "http://[::1]:9/api/v4"),
        ("gitlab:a/b#1", "https://git.example", "https://git.example/api/v4"),
        ("https://codeberg.org/a/b/issues/1", "https://codeberg.org", "https://codeberg.org/api/v1"),
        ("jira:K-1", "https://firm.atlassian.net/rest/api/3", "https://firm.atlassian.net"),
        ("jira-dc:K-1", "http://localhost:8080/jira/rest/api/2", "http://localhost:8080/jira"),
        ("redmine:1", "http://localhost:3000/", "http://localhost:3000"),
    ],
)  # fmt: skip
def test_a_server_of_ones_own_is_named(text: str, api_url: str, root: str) -> None:
    assert parse_target(text, api_url=api_url).api_url == root


def test_a_page_of_the_github_that_the_environment_names_is_githubs() -> None:
    own = {"GITHUB_API_URL": "https://ghe.example/api/v3"}

    found = parse_target("https://ghe.example/a/b/issues/1", environment=own)

    assert (found.tracker, found.api_url) == ("github", "https://ghe.example/api/v3")


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "'' is no ticket"),
        ("12", "'12' is no ticket"),
        ("svn:12", "'svn:12' is no ticket"),
        ("github:relay#12", "is no ticket of github"),
        ("github:a/b", "is no ticket of github"),
        ("github:a/b#x", "is no ticket of github"),
        ("github:../b#1", "is no ticket of github"),
        ("github:a/b!1", "is no ticket of github"),
        ("github:a/b?x#1", "is no ticket of github"),
        ("gitlab:project#7", "is no ticket of gitlab"),
        ("jira:key-12", "is no ticket of jira"),
        ("jira:KEY", "is no ticket of jira"),
        ("redmine:#12", "is no ticket of redmine"),
        ("https://github.com/a/b", "is no address of a ticket"),
        ("https://github.com/a/b/issues/new", "is no address of a ticket"),
        ("ftp://github.com/a/b/issues/1", "is no ticket"),
        ("https:///a/b/issues/1", "begins with https:// and a host"),
        ("https://gitlab.com:x/a/-/issues/1", "malformed"),
        ("https://evil.example/a/b/issues/1", "evil.example is not the gitea server"),
        ("https://evil.example/issues/1", "evil.example is not the redmine server"),
        ("https://evil.example/a/b/pull/1", "is not known to be your github server"),
        ("https://evil.example/browse/K-1", "evil.example is not the jira-dc server"),
        ("https://git.evil.example/a/b/-/issues/1", "is not the gitlab server"),
        ("github:a/b#1\x1b[2J", "control characters"),
        ("github:" + "a" * 600, "too long"),
    ],
)
def test_a_wrong_target_is_one_clear_line(text: str, said: str) -> None:
    with pytest.raises(InputError) as caught:
        parse_target(text, environment=OWN)

    assert said in caught.value.message
    assert "\n" not in caught.value.message
    assert caught.value.hint


@pytest.mark.parametrize("text", ["jira:K-1", "gitea:a/b#1", "redmine:1"])
def test_a_server_must_be_named_where_there_is_no_public_one(text: str) -> None:
    with pytest.raises(InputError, match="is meant is not known") as caught:
        parse_target(text)

    assert "--api-url" in caught.value.hint


@pytest.mark.parametrize(
    "text",
    ["https://bob:s3cr3t@github.com/a/b/issues/1", "https://s3cr3t@x.atlassian.net/browse/K-1"],
)
def test_a_password_in_a_target_is_refused_and_not_repeated(text: str) -> None:
    with pytest.raises(InputError) as caught:
        parse_target(text)

    assert "s3cr3t" not in caught.value.message + caught.value.hint


def test_plain_http_is_for_this_machine_unless_it_is_said() -> None:
    with pytest.raises(InputError, match="unencrypted"):
        parse_target("redmine:1", api_url="http://tracker.example")

    found = parse_target("redmine:1", api_url="http://tracker.example", allow_http=True)
    assert found.api_url == "http://tracker.example"


@pytest.mark.parametrize("url", ["https://x.example/?a=1", "https://x.example/#a", "x.example"])
def test_a_servers_address_is_plain(url: str) -> None:
    with pytest.raises(InputError):
        checked_root(url, allow_http=True)


@pytest.mark.parametrize(
    ("host", "expected"),
    [
        ("localhost", True), ("127.0.0.1", True), ("127.9.9.9", True), ("::1", True),
        ("localhost.evil.example", False), ("128.0.0.1", False), ("0.0.0.0", False), ("", False),  # noqa: S104
    ],
)  # fmt: skip
def test_this_machine_is_told_by_name_or_number(host: str, *, expected: bool) -> None:
    assert is_loopback(host) is expected


def test_a_server_is_scheme_host_and_port() -> None:
    assert is_same_server("https://x.example/b", "https://X.example:443/a")
    assert not is_same_server("http://x.example", "https://x.example")
    assert not is_same_server("https://x.example:8443", "https://x.example")


@pytest.mark.parametrize(
    ("tracker", "environment", "headers"),
    [
        ("github", {"GH_TOKEN": "t"}, {"Authorization": "Bearer t"}),
        ("github", {"GITHUB_TOKEN": " u\n", "GH_TOKEN": "t"}, {"Authorization": "Bearer u"}),
        ("gitlab", {"GITLAB_TOKEN": "t"}, {"PRIVATE-TOKEN": "t"}),
        ("gitea", {"FORGEJO_TOKEN": "t"}, {"Authorization": "token t"}),
        ("jira-dc", {"JIRA_TOKEN": "t"}, {"Authorization": "Bearer t"}),
        ("redmine", {"REDMINE_API_KEY": "t"}, {"X-Redmine-API-Key": "t"}),
        ("jira-cloud", {"JIRA_API_TOKEN": "b", "JIRA_EMAIL": "a"}, {"Authorization": "Basic YTpi"}),
    ],
)
def test_a_token_comes_from_the_environment_and_shows_in_no_text(
    tracker: str, environment: dict[str, str], headers: dict[str, str]
) -> None:
    found = credential(tracker, environment)

    assert found is not None
    assert found.headers == headers
    assert str(found) == repr(found) == f"{found}" == "Credential(***)"


@pytest.mark.parametrize(
    ("tracker", "environment"),
    [
        ("github", {}),
        ("github", {"GITHUB_TOKEN": ""}),
        ("github", {"GITHUB_TOKEN": "a\r\nX-Evil: 1"}),
        ("github", {"GITHUB_TOKEN": "t\u00f6ken"}),
        ("jira-cloud", {"JIRA_API_TOKEN": "b"}),
    ],
)
def test_no_token_is_none(tracker: str, environment: dict[str, str]) -> None:
    assert credential(tracker, environment) is None


def test_what_is_missing_is_named() -> None:
    assert needed("jira-cloud") == "JIRA_EMAIL and JIRA_API_TOKEN"
    assert needed("github") == "GITHUB_TOKEN or GH_TOKEN"


def test_secrets_are_hidden_in_any_form() -> None:
    found = credential("jira-cloud", {"JIRA_API_TOKEN": "b-secret", "JIRA_EMAIL": "a"})

    assert isinstance(found, Credential)
    assert found.hidden(f"b-secret {found.secrets[0]}") == "*** ***"
