"""Turns a check's answer into GitLab's code quality report.

Format: https://docs.gitlab.com/ci/testing/code_quality/#code-quality-report-format
"""

import msgspec

from estimator.model.check import CheckResult, Severity
from estimator.reporting.characters import plain
from estimator.reporting.issues import Issue, issues_of
from estimator.reporting.json_format import pretty

SEVERITIES = {Severity.NOTE: "info", Severity.WARNING: "minor", Severity.ERROR: "major"}
"""Major exactly where the run fails for it."""


def render_gitlab(result: CheckResult, *, folder: str = "") -> str:
    """Encode the issues as a JSON array; suppressed ones and improvements are left out.

    Args:
        result: of a check.
        folder: the checked folder below the repository's top; "" for the top.
    """
    issues = [_entry(one) for one in issues_of(result, folder=folder) if not one.is_suppressed]
    return pretty(msgspec.json.encode(issues, order="sorted"))


def _entry(issue: Issue) -> dict[str, object]:
    return {
        "check_name": issue.rule,
        "description": plain(issue.message),
        "fingerprint": issue.fingerprint,
        "severity": SEVERITIES[issue.severity],
        "location": {"path": issue.path, "lines": {"begin": issue.line or 1}},
    }
