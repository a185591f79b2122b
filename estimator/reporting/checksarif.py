"""Turns a check's answer into SARIF 2.1.0, for code scanning and editors.

Specification: OASIS SARIF 2.1.0 with errata 01. Results are what became more, or is forbidden, each
with its state since the baseline; improvements are counted in the run's properties, since code
scanning shows every result as an alert and wants a place in a file for each.
"""

import re
from collections.abc import Iterator, Mapping
from typing import Any, TypeAlias

import msgspec

from estimator.model.check import CheckResult, FindingState, Suppression
from estimator.model.rules import Rule
from estimator.reporting.characters import plain
from estimator.reporting.issues import Issue, issues_of
from estimator.reporting.json_format import pretty

SCHEMA = (
    "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"
)
FINGERPRINT = "estimatorEntry/v1"
"""Name of the partial fingerprint; the number changes with what goes into it."""
ROOT = "SRCROOT"
MOST_RESULTS = 25_000
"""GitHub refuses a run with more."""
_STATES = {
    FindingState.NEW: "new",
    FindingState.GROWN: "updated",
    FindingState.PRESENT: "unchanged",
}
_UNRESERVED = re.compile(rb"[A-Za-z0-9._~/-]")
_LINKS = re.compile(r"([\\\[\]])")

_Json: TypeAlias = dict[str, Any]  # as dynamic as JSON


def render_sarif(result: CheckResult, rules: Mapping[str, Rule], *, folder: str = "") -> str:
    """Encode the issues as a SARIF log with one run.

    Args:
        result: of a check.
        rules: of the rulebook in force, by id; their texts become the help of the rules.
        folder: the checked folder below the repository's top; "" for the top.
    """
    issues = issues_of(result, folder=folder)
    shown = issues[:MOST_RESULTS]
    titles = {issue.rule: issue.title for issue in reversed(issues)}
    index = {rule: place for place, rule in enumerate(sorted(titles))}
    run = {
        "tool": {"driver": _driver(result, [_rule(one, titles[one], rules) for one in index])},
        "automationDetails": {"id": "estimator/check/"},
        "originalUriBaseIds": {ROOT: {"description": {"text": "The top of the repository."}}},
        "invocations": [_invocation(result, left_out=len(issues) - len(shown), folder=folder)],
        "results": [_result(one, index[one.rule]) for one in shown],
        "properties": _properties(result),
    }
    log = {"$schema": SCHEMA, "version": "2.1.0", "runs": [run]}
    return pretty(msgspec.json.encode(log, order="sorted"))


def uri_of(path: str) -> str:
    """A relative path as a relative URI reference, every special byte percent-encoded."""
    content = path.encode("utf-8", "surrogateescape")
    return "".join(
        chr(byte) if _UNRESERVED.fullmatch(bytes((byte,))) else f"%{byte:02X}" for byte in content
    )


def _driver(result: CheckResult, rules: list[_Json]) -> _Json:
    return {
        "name": result.tool.name,
        "version": result.tool.version,
        "semanticVersion": result.tool.version,
        "rules": rules,
        "properties": {"rulebookDigest": result.tool.rulebook_digest},
    }


def _rule(key: str, title: str, rules: Mapping[str, Rule]) -> _Json:
    rule = rules.get(key)
    if rule is None:
        text = f"{plain(title)}. A line of the policy in estimator.toml, or a metric it names."
        return {
            "id": key,
            "shortDescription": {"text": plain(title)},
            "fullDescription": {"text": text},
            "help": {"text": text},
            "defaultConfiguration": {"level": "note"},
        }
    return {
        "id": key,
        "name": rule.name,
        "shortDescription": {"text": plain(rule.title)},
        "fullDescription": {"text": _flat(rule.why)},
        "help": {"text": "\n\n".join(_help(rule)), "markdown": "\n\n".join(_help(rule, "**"))},
        "defaultConfiguration": {"level": "note"},
        "properties": {
            "precision": rule.confidence,
            "tags": ["maintainability", "port", rule.scenario],
        },
    }


def _help(rule: Rule, strong: str = "") -> Iterator[str]:
    """The rule's texts; with marks for bold titles, as Markdown."""
    yield _flat(rule.why)
    for title, text in (
        ("To recover in a port", rule.recover),
        ("What guards it", rule.oracle),
        ("Counted wrongly", rule.false_positives),
    ):
        if text:
            yield f"{strong}{title}:{strong} {_flat(text)}"
    yield f"{strong}More:{strong} estimator explain {rule.id}"


def _result(issue: Issue, rule_index: int) -> _Json:
    found: _Json = {
        "ruleId": issue.rule,
        "ruleIndex": rule_index,
        "kind": "fail",
        "level": issue.severity.value,
        "message": {"text": _message(issue.message)},
        "locations": [_location(issue)],
        "partialFingerprints": {FINGERPRINT: issue.fingerprint},
    }
    finding = issue.finding
    if finding is None:
        return found
    found["baselineState"] = _STATES[finding.state]
    found["properties"] = {
        "before": finding.before,
        "after": finding.after,
        "hours": finding.hours,
        "direction": finding.direction,
    }
    if finding.is_suppressed:
        found["suppressions"] = [
            {"kind": "inSource", "status": "accepted", "justification": plain(finding.suppression)}
        ]
    return found


def _location(issue: Issue) -> _Json:
    place: _Json = {"physicalLocation": _physical(issue.path, issue.line)}
    finding = issue.finding
    if finding is not None and finding.symbol:
        name = f"{finding.unit}::{finding.symbol}" if finding.unit else finding.symbol
        place["logicalLocations"] = [{"fullyQualifiedName": plain(name)}]
    return place


def _physical(path: str, line: int | None) -> _Json:
    place: _Json = {"artifactLocation": {"uri": uri_of(path), "uriBaseId": ROOT}}
    if line is not None:
        place["region"] = {"startLine": line}
    return place


def _invocation(result: CheckResult, *, left_out: int, folder: str) -> _Json:
    notes = [plain(note) for note in result.notes]
    if left_out:
        notes.append(f"{left_out:,} results are left out: a run holds {MOST_RESULTS:,}.")
    found: _Json = {
        "executionSuccessful": True,
        "exitCode": result.exit_code,
        "toolExecutionNotifications": [
            {"level": "note", "message": {"text": _message(note)}} for note in notes
        ],
        "toolConfigurationNotifications": [
            _unused(one, folder) for one in result.unused_suppressions
        ],
    }
    if result.exit_code:
        found["exitCodeDescription"] = "the policy in estimator.toml is breached"
    return found


def _unused(one: Suppression, folder: str) -> _Json:
    what = one.fault or "nothing here has to be allowed"
    prefix = f"{folder.strip('/')}/" if folder.strip("/") else ""
    text = f"estimator: allow {one.rule}: {what}"
    return {
        "level": "warning",
        "message": {"text": _message(plain(text))},
        "locations": [{"physicalLocation": _physical(f"{prefix}{one.path}", one.line)}],
    }


def _properties(result: CheckResult) -> _Json:
    states = [finding.state for finding in result.findings]
    return {
        "against": result.against,
        "checked": result.checked,
        "shrunk": states.count(FindingState.SHRUNK),
        "gone": states.count(FindingState.GONE),
        "ledgerHours": {total.direction: total.hours for total in result.totals},
        "p50": {
            move.scenario: {"before": move.p50_before, "after": move.p50_after}
            for move in result.efforts
        },
    }


def _message(text: str) -> str:
    """Keep a message's brackets and braces from being links and places for arguments."""
    safe = _LINKS.sub(r"\\\1", plain(text))
    return safe.replace("{", "{{").replace("}", "}}")


def _flat(text: str) -> str:
    return " ".join(plain(text.replace("\n", " ")).split())
