"""A check's answer into the issues that code-review surfaces show, one at a time. Pure.

An issue is what became more, or what a policy forbids; improvements are none. A breached line of
the policy that no finding carries is an issue too, so that there is an error exactly where the run
fails, whatever the surface.
"""

import hashlib
from collections.abc import Iterator

from estimator.model.check import CheckFinding, CheckResult, Decision, FindingState, Severity
from estimator.model.source import Value
from estimator.reporting.numbers import signed

POLICY_FILE = "estimator.toml"
_WORSE = frozenset({FindingState.NEW, FindingState.GROWN, FindingState.PRESENT})
_ORDER = {Severity.ERROR: 0, Severity.WARNING: 1, Severity.NOTE: 2}
_MANIFESTS = {"go": "go.mod", "rust": "Cargo.toml"}
_FINGERPRINT_BYTES = 16


class Issue(Value, frozen=True, kw_only=True):
    """One thing to show beside the code."""

    rule: str
    """Rule, metric, or key of the policy."""
    title: str
    message: str
    """One sentence with hours and counts."""
    path: str
    """Relative to the repository's top. What has no place of its own is shown at the manifest that
    it was counted in, or at the policy."""
    line: int | None
    severity: Severity
    fingerprint: str
    hours: float
    """Ledger hours more; 0 for a line of the policy."""
    finding: CheckFinding | None = None
    """None for a line of the policy."""

    @property
    def is_suppressed(self) -> bool:
        """Whether a comment in the source allows it."""
        return self.finding is not None and self.finding.is_suppressed


def issues_of(result: CheckResult, *, folder: str = "") -> tuple[Issue, ...]:
    """Every issue, errors first, then by hours; suppressed ones are among them.

    Args:
        result: of a check.
        folder: the checked folder below the repository's top, with ``/``; "" for the top.
    """
    prefix = f"{folder.strip('/')}/" if folder.strip("/") else ""
    found = [_of_finding(one, prefix) for one in result.findings if one.state in _WORSE]
    found += [_of_decision(one, prefix) for one in breaches(result)]
    return tuple(sorted(found, key=_rank))


def breaches(result: CheckResult) -> Iterator[Decision]:
    """Breached lines of the policy that no shown finding fails by, such as a budget."""
    carried = {one.fails_by for one in result.findings if one.state in _WORSE}
    for decision in result.decisions:
        if decision.is_breached and decision.key not in carried:
            yield decision


def _of_finding(finding: CheckFinding, prefix: str) -> Issue:
    own = finding.path or _MANIFESTS.get(finding.language, POLICY_FILE)
    symbol = f" in {finding.symbol}" if finding.symbol else ""
    return Issue(
        rule=finding.rule,
        title=finding.title,
        message=f"{_lead(finding)}{symbol} {_counts(finding)}{_why(finding)}",
        path=f"{prefix}{own}",
        line=finding.line if finding.path else None,
        severity=finding.severity,
        fingerprint=finding.fingerprint,
        hours=finding.hours,
        finding=finding,
    )


def _lead(finding: CheckFinding) -> str:
    is_present = finding.state is FindingState.PRESENT
    return finding.title if is_present else f"{signed(finding.hours)} h {finding.title}"


def _counts(finding: CheckFinding) -> str:
    if finding.state is FindingState.PRESENT:
        return f"(as before, {finding.after:,} here)"
    return f"(was {finding.before:,}, now {finding.after:,})"


def _why(finding: CheckFinding) -> str:
    if finding.is_suppressed:
        return f"; allowed in the source: {finding.suppression}"
    if finding.fails_by:
        return f"; {finding.fails_by} of {POLICY_FILE} does not allow it"
    return ""


def _of_decision(decision: Decision, prefix: str) -> Issue:
    digest = hashlib.blake2b(
        f"policy\n{decision.key}".encode(), digest_size=_FINGERPRINT_BYTES
    ).hexdigest()
    return Issue(
        rule=decision.key,
        title=f"{decision.key} = {decision.setting}",
        message=decision.message or f"{decision.key} = {decision.setting} is breached",
        path=f"{prefix}{POLICY_FILE}",
        line=None,
        severity=Severity.ERROR,
        fingerprint=digest,
        hours=0.0,
    )


def _rank(issue: Issue) -> tuple[int, float, str, str, int, str]:
    where = (issue.path, issue.line or 0)
    return (_ORDER[issue.severity], -issue.hours, issue.rule, *where, issue.fingerprint)
