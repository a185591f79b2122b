"""Turns a check into lines for a terminal, or JSON; and a policy into what applied to what."""

import math
from collections.abc import Callable, Iterable, Iterator, Mapping

from estimator.model.check import CheckFinding, CheckResult, EffortMove, FindingState
from estimator.reporting.characters import plain
from estimator.reporting.json_format import encode
from estimator.reporting.numbers import people, signed
from estimator.reporting.wording import plural

_WHOLE = "whole repository"
_LINES = 20
SMALLEST_HOURS = 0.05
"""Three minutes: what is less has no line of its own, if it fails nothing."""
_NAMES = {"rust-to-go": "Rust to Go", "go-to-rust": "Go to Rust"}
_WORSE = frozenset({FindingState.NEW, FindingState.GROWN})


def render_check(found: CheckResult, output_format: str) -> str:
    """Render as ``table`` or ``json``. Raises KeyError for another."""
    renderers: Mapping[str, Callable[[CheckResult], str]] = {"table": _text, "json": encode}
    return renderers[output_format](found)


def render_policy(found: CheckResult) -> str:
    """Say of each line of the policy what it applied to, and of each suppression its reason."""
    if not found.decisions:
        lines = ["No policy: estimator.toml has no [check] table, so nothing fails."]
    else:
        lines = [
            f"{plain(one.key)} = {plain(one.setting)}: {plain(one.applied_to)}"
            + (f" -- fails: {plain(one.message)}" if one.is_breached else " -- holds")
            for one in found.decisions
        ]
    lines += [
        f"{_place(one)}: {one.rule} is suppressed: {plain(one.suppression)}"
        for one in found.findings
        if one.is_suppressed
    ]
    lines += list(_unused(found))
    return "\n".join(lines) + "\n"


def _text(found: CheckResult) -> str:
    failing = [one for one in found.findings if one.fails_by]
    worse = [
        one
        for one in found.findings
        if one.state in _WORSE and not one.is_suppressed and not one.fails_by
    ]
    large = [one for one in worse if abs(one.hours) >= SMALLEST_HOURS][:_LINES]
    shown = [*failing, *large]
    lines = [_line(one) for one in shown]
    lines += _rest(found, shown)
    lines += _unused(found)
    lines += [f"note: {plain(note)}" for note in found.notes]
    lines += [
        f"fails: {plain(one.key)}: {plain(one.message)}"
        for one in found.decisions
        if one.is_breached
    ]
    lines.append(_summary(found))
    return "\n".join(lines) + "\n"


def _line(one: CheckFinding) -> str:
    says = f"was {one.before}, now {one.after}"
    if one.state is FindingState.PRESENT:
        says = f"forbidden here, there are {one.after}"
    elif one.is_forbidden:
        says += ", forbidden here"
    severity = f"{one.severity.value} " if one.fails_by else ""
    hours = "" if one.state is FindingState.PRESENT else f" {signed(one.hours)} h"
    return f"{_place(one)}: {severity}{one.rule}{hours} {plain(one.title)} ({says})"


def _place(one: CheckFinding) -> str:
    if one.path:
        return plain(f"{one.path}:{one.line}" if one.line else one.path)
    return plain(f"{one.unit} {one.symbol}".strip() or _WHOLE)


def _rest(found: CheckResult, shown: Iterable[CheckFinding]) -> Iterator[str]:
    """One line for each kind of finding that has none of its own."""
    own = {one.fingerprint for one in shown}
    others = [one for one in found.findings if one.fingerprint not in own]
    small = [one for one in others if one.state in _WORSE and not one.is_suppressed]
    if small:
        hours = signed(math.fsum(one.hours for one in small))
        yield f"{len(small)} smaller ones, new or grown: {hours} h; JSON has all"
    better = [
        one for one in others if one.state not in _WORSE and not one.is_suppressed and one.hours
    ]
    if better:
        states = _states(better)
        yield f"{states}: {signed(math.fsum(one.hours for one in better))} h"
    allowed = [one for one in others if one.is_suppressed]
    if allowed:
        hours = signed(math.fsum(one.hours for one in allowed))
        yield f"{len(allowed)} suppressed by comments: {hours} h"


def _unused(found: CheckResult) -> Iterator[str]:
    for one in found.unused_suppressions:
        why = one.fault or "it allows nothing that is counted there"
        name = f"allow {one.rule}".rstrip()
        yield f"{plain(one.path)}:{one.line}: suppression without effect, {name}: {plain(why)}"


def _summary(found: CheckResult) -> str:
    what = {
        "staged": f"{plural(found.files, 'staged file')}",
        "files": f"{plural(found.files, 'file')}, as staged,",
        "all": f"{plural(found.files, 'file')}",
    }[found.checked]
    is_budget = not found.findings and not found.totals and found.checked == "all"
    states = _states(found.findings) or ("budgets only" if is_budget else "nothing new")
    hours = [
        f"{signed(one.hours)} ledger hours of {_NAMES.get(one.direction, one.direction)}"
        + ("" if one.moves_effort else " (constructs do not move this price)")
        for one in found.totals
        if one.hours
    ]
    parts = [f"{what} against {plain(found.against)}: {states}", *hours]
    parts += [_effort(one, found.effort_against) for one in found.efforts]
    return "; ".join(parts) + "."


def _states(findings: Iterable[CheckFinding]) -> str:
    visible = [one for one in findings if not one.is_suppressed]
    counts = {state: sum(one.state is state for one in visible) for state in FindingState}
    words = [
        f"{count} {'forbidden' if state is FindingState.PRESENT else state.value}"
        for state, count in counts.items()
        if count
    ]
    allowed = sum(one.is_suppressed for one in findings)
    return ", ".join([*words, *([f"{allowed} suppressed"] if allowed else [])])


def _effort(one: EffortMove, against: str) -> str:
    title = plain(one.title)
    if one.p50_after is None or one.p10_after is None or one.p90_after is None:
        return f"{title} is not priced any more"
    now = f"{people(one.p50_after)} EM (P10-P90 {people(one.p10_after)}-{people(one.p90_after)})"
    if one.p50_before is None:
        return f"{title}: {now}"
    change = one.p50_after - one.p50_before
    low = one.p10_after - (one.p10_before or 0.0)
    high = one.p90_after - (one.p90_before or 0.0)
    if not change:
        return f"{title}: {now}, as at {plain(against)}"
    range_ = f"{signed(min(low, high))} to {signed(max(low, high))}"
    return f"{title}: {signed(change)} EM ({range_}) to {now}"
