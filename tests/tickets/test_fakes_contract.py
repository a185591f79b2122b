"""The fakes refuse what the descriptions do not allow, and are held to them themselves."""

import json
from typing import Any

import httpx
import pytest
from fakes.contract import DESCRIPTIONS, Contract, contract
from fakes.forges import Gitea, GitHub, GitLab
from fakes.jiras import JiraCloud, JiraDataCenter
from fakes.tracker import Fault, Tracker
from openapi_spec_validator import validate

BEARER = {"Authorization": "Bearer robots-token"}
BASIC = {"Authorization": "Basic cm9ib3RAZXhhbXBsZS5jb206cm9ib3RzLXRva2Vu"}
COMMENTS = "/repos/team/relay/issues/3/comments"
ISSUE = "/rest/api/3/issue/KEY-12"


@pytest.mark.parametrize("name", ["github", "gitea", "gitlab", "jira-cloud", "jira-dc"])
def test_every_description_is_valid_openapi(name: str) -> None:
    validate(contract(name).whole)


def test_the_stored_descriptions_are_small() -> None:
    assert sum(path.stat().st_size for path in DESCRIPTIONS.iterdir()) < 200_000


@pytest.mark.parametrize(
    ("kind", "headers", "method", "path", "content"),
    [
        (GitHub, BEARER, "POST", COMMENTS, {"text": "no body"}),
        (GitHub, BEARER, "POST", COMMENTS, {"body": 7}),
        (GitHub, BEARER, "PATCH", "/repos/team/relay/issues/3", {"state": "bogus"}),
        (GitHub, BEARER, "PUT", COMMENTS, {"body": "x"}),
        (GitHub, BEARER, "GET", "/repos/team/relay/notes", None),
        (
            Gitea,
            {"Authorization": "token robots-token"},
            "POST",
            f"/api/v1{COMMENTS}",
            {"text": "no body"},
        ),
        (
            GitLab,
            {"PRIVATE-TOKEN": "robots-token"},
            "POST",
            "/api/v4/projects/team%2Frelay/issues/3/notes",
            {"body": ""},
        ),
        (JiraCloud, BASIC, "POST", f"{ISSUE}/comment", {"body": "no document"}),
        (JiraCloud, BASIC, "POST", f"{ISSUE}/comment", {"properties": "none", "body": {}}),
        (JiraDataCenter, BEARER, "POST", "/rest/api/2/issue/KEY-12/comment", {"text": "x"}),
    ],
)
def test_a_request_against_the_description_is_refused_and_remembered(
    kind: type[Tracker], headers: dict[str, str], method: str, path: str, content: Any
) -> None:
    with kind() as fake:
        answer = httpx.request(method, fake.url + path, headers=headers, json=content)

        assert answer.status_code == 400
        assert len(fake.violations) == 1
        assert (fake.comments, fake.writes) == ({}, 0)


def test_an_answer_against_the_description_is_remembered() -> None:
    class Thin(GitHub):
        def comment(self, one: Any) -> dict[str, Any]:
            return {"id": one.number, "body": one.body}

    with Thin() as fake:
        answer = httpx.post(fake.url + COMMENTS, headers=BEARER, json={"body": "x"})

        assert answer.status_code == 201
        [said] = fake.violations
        assert "'node_id' is a required property" in said


def test_a_token_of_nobody_is_refused() -> None:
    with GitHub() as fake:
        nobody = httpx.get(f"{fake.url}/user", headers={"Authorization": "Bearer nobodys"})
        nothing = httpx.get(f"{fake.url}/user")

        assert (nobody.status_code, nothing.status_code) == (401, 401)


def test_a_connection_dropped_after_the_write_leaves_the_comment() -> None:
    with GitHub() as fake:
        fake.faults.append(Fault("POST", drops="after"))

        with pytest.raises(httpx.RemoteProtocolError):
            httpx.post(fake.url + COMMENTS, headers=BEARER, json={"body": "x"})

        assert fake.bodies("robot") == ["x"]


def test_a_connection_dropped_before_the_write_leaves_nothing() -> None:
    with GitHub() as fake:
        fake.faults.append(Fault("POST", drops="before"))

        with pytest.raises(httpx.RemoteProtocolError):
            httpx.post(fake.url + COMMENTS, headers=BEARER, json={"body": "x"})

        assert fake.comments == {}


def test_a_fault_comes_as_often_as_it_was_told_to() -> None:
    with GitHub() as fake:
        fake.faults.append(Fault("GET /user", reply=fake.error(404, "Not Found"), skip=1))

        found = [httpx.get(f"{fake.url}/user", headers=BEARER).status_code for _ in range(3)]

        assert found == [200, 404, 200]


def test_our_own_descriptions_say_where_they_are_from() -> None:
    for name in ("gitlab.yaml", "jira-dc.yaml"):
        assert "https://docs." in (DESCRIPTIONS / name).read_text()[:300]
    for name in ("github", "gitea", "jira-cloud"):
        assert json.loads((DESCRIPTIONS / f"{name}.json").read_text())["info"]["license"]
        assert name in (DESCRIPTIONS / "LICENSES").read_text()


def test_a_description_is_read_by_the_name_of_its_file() -> None:
    assert Contract("gitlab").root == "/api/v4"
