"""Findings, efforts and a policy into what fails, and why. Pure."""

import math
from collections.abc import Iterable, Iterator, Mapping, Sequence

import msgspec

from estimator.model.check import (
    CheckFinding,
    Decision,
    EffortMove,
    FindingState,
    Severity,
)
from estimator.model.policy import Forbidden, Policy
from estimator.model.source import Value

_WORSE = frozenset({FindingState.NEW, FindingState.GROWN})
_DEFAULT = "default"


class Judged(Value, frozen=True, kw_only=True):
    """What a policy makes of a check."""

    findings: tuple[CheckFinding, ...]
    decisions: tuple[Decision, ...]


def judge(
    policy: Policy,
    findings: tuple[CheckFinding, ...],
    present: tuple[tuple[Forbidden, tuple[CheckFinding, ...]], ...],
) -> Judged:
    """Say which findings fail and by which key; the order of the decisions is that of the file.

    Args:
        policy: what is allowed.
        findings: against what is compared with, suppressed ones marked.
        present: for each forbidding entry, what of it occurs in checked files.
    """
    marked = {one.fingerprint: _loud(one, policy) for one in findings}
    decisions: list[Decision] = []
    for number, (entry, occurring) in enumerate(present, start=1):
        decisions.append(_forbid(number, entry, occurring, marked))
    if policy.ratchet:
        decisions.append(_ratchet(marked))
    decisions += _severities(policy, marked)
    return Judged(
        findings=tuple(sorted(marked.values(), key=rank)),
        decisions=tuple(decisions),
    )


def rank(one: CheckFinding) -> tuple[bool, bool, bool, float, str, int, str, str, str]:
    """Failing ones first, then what is worse and visible, by hours and place."""
    return (
        not one.fails_by,
        one.is_suppressed,
        one.state not in _WORSE,
        -abs(one.hours),
        one.path,
        one.line or 0,
        one.rule,
        one.unit,
        one.symbol,
    )


def _loud(one: CheckFinding, policy: Policy) -> CheckFinding:
    """Give a new or grown finding the severity that is set for its rule."""
    if one.state not in _WORSE or one.is_suppressed:
        return one
    severity = policy.severity.get(one.rule, policy.severity.get(_DEFAULT, Severity.WARNING))
    if severity is not Severity.ERROR:
        return msgspec.structs.replace(one, severity=severity)
    name = one.rule if one.rule in policy.severity else _DEFAULT
    return _failing(one, f"check.severity.{name}")


def _failing(one: CheckFinding, key: str) -> CheckFinding:
    return msgspec.structs.replace(one, severity=Severity.ERROR, fails_by=one.fails_by or key)


def _forbid(
    number: int,
    entry: Forbidden,
    occurring: Iterable[CheckFinding],
    marked: dict[str, CheckFinding],
) -> Decision:
    key = f"check.forbid[{number}]"
    failing = shown = 0
    for one in occurring:
        known = marked.get(one.fingerprint)
        if entry.new_only and (known is None or known.state not in _WORSE):
            continue
        shown += 1
        found = msgspec.structs.replace(known or one, is_forbidden=True)
        is_allowed = found.is_suppressed if entry.new_only else one.is_suppressed
        if not is_allowed:
            failing += 1
            found = _failing(msgspec.structs.replace(found, suppression=""), key)
        marked[one.fingerprint] = found
    what = ", ".join((*entry.rules, *entry.metrics))
    where = ", ".join(entry.paths)
    because = f": {entry.reason}" if entry.reason else ""
    return Decision(
        key=key,
        setting=f"{what} in {where}" + (", new only" if entry.new_only else ""),
        applied_to=f"{_plural(shown, 'entry')} of checked files",
        is_breached=failing > 0,
        message=f"{_plural(failing, 'entry')} forbidden in {where}{because}" if failing else "",
    )


def _ratchet(marked: dict[str, CheckFinding]) -> Decision:
    worse = [one for one in marked.values() if one.state in _WORSE and not one.is_suppressed]
    for one in worse:
        marked[one.fingerprint] = _failing(one, "check.ratchet")
    return Decision(
        key="check.ratchet",
        setting="true",
        applied_to=_plural(len(worse), "new or grown entry"),
        is_breached=bool(worse),
        message=f"{_plural(len(worse), 'entry')} new or grown" if worse else "",
    )


def _severities(policy: Policy, marked: Mapping[str, CheckFinding]) -> Iterator[Decision]:
    for rule, severity in policy.severity.items():
        worse = [
            one
            for one in marked.values()
            if one.state in _WORSE
            and not one.is_suppressed
            and (one.rule == rule or (rule == _DEFAULT and one.rule not in policy.severity))
        ]
        fails = bool(worse) and severity is Severity.ERROR
        yield Decision(
            key=f"check.severity.{rule}",
            setting=severity.value,
            applied_to=_plural(len(worse), "new or grown entry"),
            is_breached=fails,
            message=f"{_plural(len(worse), 'entry')} of severity error" if fails else "",
        )


def growth_decisions(
    key: str, limits: Mapping[str, float], hours: Mapping[str, float], *, note: str = ""
) -> Iterator[Decision]:
    """Hold the growth of each direction, ledger hours without suppressed ones, to its limit."""
    for direction, limit in limits.items():
        grown = hours.get(direction, 0.0)
        is_over = grown > limit and not math.isclose(grown, limit, rel_tol=1e-9, abs_tol=1e-9)
        yield Decision(
            key=f"{key}.{direction}",
            setting=f"{limit:g} h",
            applied_to=f"{grown:+.4g} h" + note,
            is_breached=is_over,
            message=f"{grown:+.4g} ledger hours, {limit:g} allowed" if is_over else "",
        )


def budget_decisions(policy: Policy, efforts: Sequence[EffortMove]) -> Iterator[Decision]:
    """Hold the P80 of each scenario, EM, to its budget; one that does not apply is within it."""
    after = {one.scenario: one.p80_after for one in efforts}
    for scenario, limit in policy.budget.items():
        p80 = after.get(scenario)
        is_over = p80 is not None and p80 > limit
        yield Decision(
            key=f"check.budget.{scenario}",
            setting=f"{limit:g} EM at P80",
            applied_to="it does not apply here" if p80 is None else f"{p80:.4g} EM",
            is_breached=is_over,
            message=f"P80 is {p80:.4g} EM, {limit:g} allowed" if is_over else "",
        )


def growth_by_direction(findings: Iterable[CheckFinding]) -> dict[str, float]:
    """Sum the hours of what no comment allows, by direction."""
    hours: dict[str, list[float]] = {}
    for one in findings:
        if not one.is_suppressed:
            hours.setdefault(one.direction, []).append(one.hours)
    return {direction: math.fsum(hours[direction]) for direction in sorted(hours)}


def _plural(count: int, noun: str) -> str:
    if count == 1:
        return f"1 {noun}"
    return f"{count} {noun[:-1]}ies" if noun.endswith("y") else f"{count} {noun}s"
