"""Jira Cloud, version 3, whose texts are documents, and Jira Data Center, version 2."""

import json
from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import Any

import fastjsonschema

from fakes.contract import Call, Reply
from fakes.forges import basic_token
from fakes.tracker import TOKENS, Comment, Route, Tracker

KEY = "KEY-12"
_LONGEST = 32_767
"""Characters of a text, beyond which Jira refuses."""
_SCHEMA = Path(__file__).parents[2] / "fixtures" / "atlassian" / "adf-full.json"


@cache
def _check() -> Callable[[Any], Any]:
    check: Callable[[Any], Any] = fastjsonschema.compile(
        json.loads(_SCHEMA.read_text(encoding="utf-8"))
    )
    return check


@cache
def _document_fault(document: str) -> str:
    """Say what is wrong with a document; "" for nothing. The schema takes long, so once a text."""
    try:
        _check()(json.loads(document))
    except fastjsonschema.JsonSchemaValueException as fault:
        return f"document: {fault.message[:300]}"
    return ""


class _Jira(Tracker):
    version = 0

    def error(self, status: int, said: str) -> Reply:
        return Reply(status, {"errorMessages": [said], "errors": {}})

    def routes(self) -> tuple[Route, ...]:
        root = f"/rest/api/{self.version}"
        issue = f"{root}/issue/{KEY}"
        one = rf"{issue}/comment/(?P<comment>\d+)"
        return (
            ("GET", f"{root}/myself", self._me),
            ("GET", issue, self._issue),
            ("PUT", issue, self._change),
            ("GET", f"{issue}/comment", self._listed),
            ("POST", f"{issue}/comment", self._create),
            ("GET", one, self._read),
            ("PUT", one, self._edit),
            ("DELETE", one, self.delete),
        )

    def person(self, user: str) -> dict[str, Any]:
        raise NotImplementedError

    def wrong(self, text: Any) -> str:
        """Say what is wrong with a text; "" for nothing."""
        raise NotImplementedError

    def shown(self, one: Comment, *, properties: bool) -> dict[str, Any]:
        del properties
        return {
            "self": f"{self.url}/rest/api/{self.version}/issue/{KEY}/comment/{one.number}",
            "id": str(one.number),
            "author": self.person(one.author),
            "updateAuthor": self.person(one.author),
            "body": one.body,
            "created": one.created,
            "updated": one.updated,
        }

    def keep(self, one: Comment, content: dict[str, Any]) -> None:
        """Keep what comes beside the text."""

    def _me(self, call: Call, user: str, named: dict[str, str]) -> Reply:
        del call, named
        return Reply(200, self.person(user))

    def _issue(self, call: Call, user: str, named: dict[str, str]) -> Reply:
        del user, named
        asked = call.query.get("properties", "").split(",")
        shown = {key: value for key, value in self.issue_properties.items() if key in asked}
        page = f"{self.url}/rest/api/{self.version}/issue/{KEY}"
        known = {"id": "10012", "key": KEY, "self": page}
        beside = {"properties": shown} if asked != [""] else {}
        return Reply(200, {**known, "fields": {"description": self.text}, **beside})

    def _change(self, call: Call, user: str, named: dict[str, str]) -> Reply:
        del user, named
        content = call.content
        if "description" in content.get("fields", {}):
            said = self.wrong(content["fields"]["description"])
            if said:
                return self.error(400, said)
            self.text = content["fields"]["description"]
        for one in content.get("properties", ()):
            self.issue_properties[one["key"]] = one["value"]
        return Reply(204)

    def _listed(self, call: Call, user: str, named: dict[str, str]) -> Reply:
        del user, named
        at = int(call.query.get("startAt", "0"))
        size = min(int(call.query.get("maxResults", "50")), self.page)
        whole = "properties" in call.query.get("expand", "")
        found = [self.shown(one, properties=whole) for one in self.comments.values()]
        if call.query.get("orderBy", "").startswith("-"):
            found.reverse()
        page = found[at : at + size]
        counts = {"startAt": at, "maxResults": size, "total": len(found)}
        return Reply(200, {**counts, "comments": page})

    def _create(self, call: Call, user: str, named: dict[str, str]) -> Reply:
        del named
        said = self.wrong(call.content["body"])
        if said:
            return self.error(400, said)
        one = self.add(user, call.content["body"])
        self.keep(one, call.content)
        return Reply(201, self.shown(one, properties=False))

    def _read(self, call: Call, user: str, named: dict[str, str]) -> Reply:
        del call, user
        one = self.one(named)
        return Reply(200, self.shown(one, properties=False)) if one else self.error(404, "Gone")

    def _edit(self, call: Call, user: str, named: dict[str, str]) -> Reply:
        said = self.wrong(call.content["body"])
        if said:
            return self.error(400, said)
        one = self.edit(user, named, call.content["body"])
        if isinstance(one, Reply):
            return one
        self.keep(one, call.content)
        return Reply(200, self.shown(one, properties=False))


class JiraCloud(_Jira):
    """Issue KEY-12 with documents; markers are properties."""

    description_name = "jira-cloud"
    version = 3

    def no_text(self) -> Any:
        return None

    def words(self, text: str) -> Any:
        """Write a sentence as a document."""
        said = {"type": "paragraph", "content": [{"type": "text", "text": text}]}
        return {"type": "doc", "version": 1, "content": [said]}

    def error(self, status: int, said: str) -> Reply:
        return super().error(400 if status == 403 and "author" in said else status, said)

    def user_of(self, call: Call) -> str:
        return TOKENS.get(basic_token(call), "")

    def person(self, user: str) -> dict[str, Any]:
        return {"accountId": f"5b10:{user}", "displayName": user.title(), "active": True}

    def wrong(self, text: Any) -> str:
        if text is None:
            return ""
        fault = _document_fault(json.dumps(text, sort_keys=True))
        if fault:
            self.violations.append(fault)
            return "INVALID_INPUT"
        return "CONTENT_LIMIT_EXCEEDED: too long" if len(json.dumps(text)) > 4 * _LONGEST else ""

    def keep(self, one: Comment, content: dict[str, Any]) -> None:
        for beside in content.get("properties", ()):
            one.properties[beside["key"]] = beside["value"]

    def shown(self, one: Comment, *, properties: bool) -> dict[str, Any]:
        beside = [{"key": key, "value": value} for key, value in sorted(one.properties.items())]
        shown = super().shown(one, properties=properties)
        return shown | ({"properties": beside} if properties else {})

    def routes(self) -> tuple[Route, ...]:
        beside = r"/rest/api/3/comment/(?P<comment>\d+)/properties/(?P<key>[^/]+)"
        return (*super().routes(), ("GET", beside, self._beside))

    def _beside(self, call: Call, user: str, named: dict[str, str]) -> Reply:
        del call, user
        one = self.one(named)
        if one is None or named["key"] not in one.properties:
            return self.error(404, "The property was not found.")
        return Reply(200, {"key": named["key"], "value": one.properties[named["key"]]})


class JiraDataCenter(_Jira):
    """Issue KEY-12 with wiki markup."""

    description_name = "jira-dc"
    version = 2

    def user_of(self, call: Call) -> str:
        kind, _, token = call.headers.get("Authorization", "").partition(" ")
        return TOKENS.get(token if kind == "Bearer" else basic_token(call), "")

    def person(self, user: str) -> dict[str, Any]:
        page = f"{self.url}/rest/api/2/user?username={user}"
        named = {"key": f"JIRAUSER{len(user)}", "name": user, "displayName": user.title()}
        return {"self": page, "active": True, **named}

    def wrong(self, text: Any) -> str:
        said = f"The entered text is too long. It exceeds the allowed limit of {_LONGEST:,}."
        return said if text is not None and len(text) > _LONGEST else ""
