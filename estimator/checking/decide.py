"""Two states of a repository and a policy into findings, decisions and the exit code."""

from collections.abc import Iterator, Mapping
from typing import NamedTuple

from estimator.change.baseline import rule_prices
from estimator.change.findings import findings_of, in_scope, suppressed_by, totals_of
from estimator.change.policy import (
    budget_decisions,
    growth_by_direction,
    growth_decisions,
    judge,
    rank,
)
from estimator.checking.counting import Counted
from estimator.checking.efforts import effort_moves
from estimator.checking.subject import Subject
from estimator.model.baseline import Baseline, BaselineKey, RulePrice
from estimator.model.check import CheckFinding, CheckResult, Decision
from estimator.model.config import Config
from estimator.model.policy import Policy
from estimator.model.report import Tool
from estimator.model.rules import Rulebook
from estimator.version import VERSION

_WHOLE_PORT = "whole-port"
_SHOWN_SKIPS = 5


def check(
    subject: Subject, rulebook: Rulebook, *, config: Config, policy: Policy, is_budget: bool = False
) -> CheckResult:
    """Find what is new, grown, shrunk or gone, and hold it against the policy. Pure.

    `is_budget` looks at the budgets alone.

    Raises:
        InputError: as `estimate`.
        RuleFileError: the rulebook lacks a constant of the cost formula.
    """
    prices = rule_prices(rulebook)
    directions = _directions(rulebook)
    counted = Counted(subject, prices)
    efforts = tuple(effort_moves(subject, rulebook, config, policy))
    found = _found(subject, counted, prices, directions)
    moving = _moving(rulebook)
    decisions: list[Decision] = []
    if subject.checked == "all" or is_budget:
        decisions += budget_decisions(policy, efforts)
    findings: tuple[CheckFinding, ...] = ()
    if not is_budget:
        judged = judge(policy, found.findings, counted.forbidden(policy, directions))
        findings = judged.findings
        decisions += judged.decisions
        decisions += _growth(policy, subject, counted, found, prices, directions)
    unused = () if is_budget else counted.allowed_after.unused
    return CheckResult(
        tool=Tool(
            name="estimator",
            version=VERSION,
            rulebook_digest=rulebook.digest,
            rules_overridden=rulebook.overridden,
            rules_added=rulebook.added,
        ),
        checked=subject.checked,
        files=counted.files,
        against=subject.against,
        is_baseline=subject.baseline is not None,
        effort_against=subject.effort_against,
        findings=tuple(sorted(findings, key=rank)),
        totals=()
        if is_budget
        else totals_of(found.before, found.after, prices, directions=directions, moving=moving),
        efforts=efforts,
        decisions=tuple(sorted(decisions, key=lambda one: one.key)),
        unused_suppressions=unused,
        suppressed=sum(one.is_suppressed for one in findings),
        notes=(*subject.notes, *_skips(subject)),
        exit_code=int(any(one.is_breached for one in decisions)),
    )


class _Found(NamedTuple):
    """Findings, and the states that they lie between."""

    before: Baseline
    after: Baseline
    findings: tuple[CheckFinding, ...]
    change: tuple[CheckFinding, ...]
    """Since the commit, where findings are held against a baseline; else the same."""


def _found(
    subject: Subject,
    counted: Counted,
    prices: tuple[RulePrice, ...],
    directions: Mapping[str, str],
) -> _Found:
    keys = counted.keys

    def between(reference: Baseline, allowed: Mapping[BaselineKey, int]) -> _Found:
        after = in_scope(reference, counted.after, keys)
        findings = suppressed_by(
            findings_of(reference, after, prices, directions=directions, sites=counted.sites),
            allowed,
            counted.allowed_after.counts,
            counted.allowed_after.reasons,
        )
        return _Found(reference, after, findings, findings)

    change = between(counted.before, counted.allowed_before.counts)
    if subject.baseline is None:
        return change
    kept = between(subject.baseline, counted.allowed_in(subject.baseline))
    return kept._replace(change=change.findings)


def _growth(  # noqa: PLR0913, PLR0917  # what was found, and what it is held against
    policy: Policy,
    subject: Subject,
    counted: Counted,
    found: _Found,
    prices: tuple[RulePrice, ...],
    directions: Mapping[str, str],
) -> Iterator[Decision]:
    yield from growth_decisions(
        "check.growth.per_change", policy.per_change, growth_by_direction(found.change)
    )
    if subject.baseline is None:
        if policy.since_baseline:
            yield Decision(
                key="check.growth.since_baseline",
                setting="",
                applied_to="nothing: there is no baseline here",
                is_breached=False,
            )
        return
    whole = totals_of(
        subject.baseline, counted.after, prices, directions=directions, moving=frozenset()
    )
    hours = {one.direction: one.hours for one in whole}
    for one in found.findings:
        if one.is_suppressed:
            hours[one.direction] = hours.get(one.direction, 0.0) - one.hours
    yield from growth_decisions("check.growth.since_baseline", policy.since_baseline, hours)


def _directions(rulebook: Rulebook) -> Mapping[str, str]:
    """Language -> the whole port that starts from it."""
    return {
        scenario.source_language: key
        for key, scenario in sorted(rulebook.scenarios.items())
        if scenario.kind == _WHOLE_PORT
    }


def _moving(rulebook: Rulebook) -> frozenset[str]:
    """The directions whose price constructs move: their exponent is not 0."""
    return frozenset(
        key
        for key in rulebook.scenarios
        if (one := rulebook.constants.get(f"invariants.exponent.{key}")) is not None and one.value
    )


def _skips(subject: Subject) -> Iterator[str]:
    """Say which of the checked files could not be read."""
    if subject.after.scanned is None:
        return
    skipped = [
        skip
        for skip in subject.after.scanned.facts.coverage.skipped
        if subject.paths is None or skip.path in subject.paths
    ]
    for skip in skipped[:_SHOWN_SKIPS]:
        yield f"{skip.path} was not checked: {skip.reason}."
    if len(skipped) > _SHOWN_SKIPS:
        yield f"{len(skipped) - _SHOWN_SKIPS} more files were not checked."
