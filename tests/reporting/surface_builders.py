"""Answers of a check, as the surfaces get them."""

from collections.abc import Iterable
from typing import Any

from estimator.model.check import (
    CheckFinding,
    CheckResult,
    Decision,
    EffortMove,
    FindingState,
    LedgerTotal,
    Severity,
    Suppression,
)
from estimator.model.report import Tool


def finding(number: int = 1, **values: Any) -> CheckFinding:
    """A new select! in a Rust file; each number has a fingerprint of its own."""
    return CheckFinding(
        **{
            "rule": "RG214",
            "title": "Dropped futures in select! become explicit cancellation",
            "state": FindingState.NEW,
            "path": f"src/m{number}.rs",
            "line": number,
            "unit": "tool",
            "symbol": f"Hub::run{number}",
            "language": "rust",
            "direction": "rust-to-go",
            "before": 0,
            "after": 1,
            "hours_before": 0.0,
            "hours_after": 2.4,
            "hours": 2.4,
            "severity": Severity.NOTE,
            "fingerprint": f"{number:032x}",
            **values,
        }
    )


def failing(number: int = 1, **values: Any) -> CheckFinding:
    """The same, forbidden."""
    own = {"severity": Severity.ERROR, "fails_by": "check.forbid", "is_forbidden": True}
    return finding(number, **{**own, **values})


FORBID = Decision(
    key="check.forbid",
    setting='["RG214"]',
    applied_to="1 finding",
    is_breached=True,
    message="RG214 is forbidden in src",
)
BUDGET = Decision(
    key="check.budget.rust-to-go",
    setting="0.5",
    applied_to="P80 of 0.76 EM",
    is_breached=True,
    message="P80 is 0.76 EM, over 0.5",
)


def answer(findings: Iterable[CheckFinding] = (), **values: Any) -> CheckResult:
    """An answer with these findings."""
    found = tuple(findings)
    return CheckResult(
        **{
            "tool": Tool(name="estimator", version="0.1.0", rulebook_digest="d0c9f0984a67"),
            "checked": "staged",
            "files": 2,
            "against": "HEAD",
            "is_baseline": False,
            "effort_against": "HEAD",
            "findings": found,
            "totals": (
                LedgerTotal(
                    direction="rust-to-go",
                    language="rust",
                    hours_before=30.0,
                    hours_after=30.0 + sum(one.hours for one in found),
                    hours=sum(one.hours for one in found),
                    moves_effort=True,
                ),
            ),
            "efforts": (
                EffortMove(
                    scenario="rust-to-go",
                    title="Port the whole repository from Rust to Go",
                    p10_before=0.16,
                    p50_before=0.4,
                    p80_before=0.7,
                    p90_before=1.0,
                    p10_after=0.17,
                    p50_after=0.42,
                    p80_after=0.76,
                    p90_after=1.1,
                ),
            ),
            "exit_code": 0,
            **values,
        }
    )


UNUSED = Suppression(path="src/m 1.rs", line=7, rule="RG214", reason="", fault="no reason")


def whole_answer() -> CheckResult:
    """One of everything."""
    return answer(
        (
            failing(1, path="src/a b/größe,x:y.rs"),
            finding(2, severity=Severity.WARNING, state=FindingState.GROWN, before=1, after=3),
            finding(3),
            finding(4, suppression="the queue [is](x) {0} bounded", hours=1.5),
            finding(5, state=FindingState.SHRUNK, hours=-2.4, before=2, after=1),
            finding(6, state=FindingState.GONE, path="", line=None, hours=-4.8, before=1, after=0),
            finding(7, path="", line=None, unit="", symbol="", rule="RG601", title="Features"),
            failing(8, state=FindingState.PRESENT, before=1, hours=0.0),
            finding(9, rule="rust.async.select", title="select! calls", symbol=""),
        ),
        decisions=(FORBID, BUDGET),
        unused_suppressions=(UNUSED,),
        suppressed=1,
        notes=("In conflict, so not checked: a.rs.",),
        exit_code=1,
    )
