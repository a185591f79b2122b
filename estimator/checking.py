"""Two states of a repository into what a policy says of the way from one to the other."""

from collections.abc import Iterable, Iterator, Mapping
from types import MappingProxyType
from typing import TYPE_CHECKING, NamedTuple

import msgspec

from estimator.change.baseline import baseline_of, rule_prices, rules_by_metric
from estimator.change.drift import first_sites
from estimator.change.findings import (
    findings_of,
    fingerprint_of,
    in_scope,
    suppressed_by,
    totals_of,
)
from estimator.change.policy import (
    budget_decisions,
    growth_by_direction,
    growth_decisions,
    judge,
    rank,
)
from estimator.change.suppressions import Allowed, Place, Spoken, allow, read_remark
from estimator.languages import LANGUAGES
from estimator.model.baseline import WHOLE_REPOSITORY, Baseline, BaselineKey, RulePrice
from estimator.model.check import (
    CheckFinding,
    CheckResult,
    Decision,
    EffortMove,
    FindingState,
    Severity,
)
from estimator.model.config import Config
from estimator.model.facts import FileRow, RepositoryFacts
from estimator.model.policy import Forbidden, Policy
from estimator.model.report import Tool
from estimator.model.rules import Rulebook
from estimator.model.source import ParsedFile, Role, Skipped
from estimator.parsing.remarks import remarks_in
from estimator.pipeline import estimate, port_efforts
from estimator.scanning import Scan
from estimator.version import VERSION

if TYPE_CHECKING:
    from estimator.model.estimate import Effort

_NOTHING = Baseline(counts={})
_WHOLE_PORT = "whole-port"
_SHOWN_SKIPS = 5


class Side(NamedTuple):
    """One of the two states."""

    scanned: Scan | None
    """With the facts of its files; None where there is nothing to count yet."""
    remarked: Mapping[str, bytes] = MappingProxyType({})
    """Path -> content, of checked files that hold the word of a suppression."""


class Subject(NamedTuple):
    """What is checked, and against what."""

    before: Side
    after: Side
    checked: str
    """staged, files or all."""
    paths: frozenset[str] | None
    """Source files whose entries are looked at, before and after; None: all."""
    has_other_changes: bool
    """Manifests or other files changed: what is counted there is looked at too."""
    against: str
    """HEAD, a revision or the name of the baseline."""
    effort_against: str
    baseline: Baseline | None
    """What findings are held against; None: the state before."""
    notes: tuple[str, ...] = ()


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
    counted = _Counted(subject, prices)
    efforts = tuple(_efforts(subject, rulebook, config, policy))
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
    counted: "_Counted",
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
    counted: "_Counted",
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


class _Counted:
    """What both states hold, entry by entry and place by place."""

    def __init__(self, subject: Subject, prices: tuple[RulePrice, ...]) -> None:
        self._subject = subject
        self._prices = prices
        self._by_metric = rules_by_metric(prices)
        self._rows = [_rows(side) for side in (subject.before, subject.after)]
        before, after = (side.scanned for side in (subject.before, subject.after))
        self.before = baseline_of(before.facts, prices) if before else _NOTHING
        self.after = baseline_of(after.facts, prices) if after else _NOTHING
        self.keys = self._keys()
        asked = self._asked(self._rows[1])
        self.files = len(asked)
        parsed = [file for file in (after.parsed if after else ()) if file.source.path in asked]
        self.sites = first_sites(after.facts, parsed, prices) if after else {}
        known = frozenset(price.rule for price in prices)
        self.allowed_before = self._allowed(subject.before, self._rows[0], known)
        self.allowed_after = self._allowed(subject.after, self._rows[1], known)
        self._parsed = parsed

    def _asked(self, rows: Mapping[str, FileRow]) -> frozenset[str]:
        paths = self._subject.paths
        return frozenset(rows) if paths is None else paths & rows.keys()

    def _keys(self) -> frozenset[BaselineKey] | None:
        """The entries that checked files have, before or after; None: all."""
        if self._subject.paths is None:
            return None
        keys = {
            key
            for rows in self._rows
            for path in self._subject.paths & rows.keys()
            for key in self._keys_of(rows[path])
        }
        if self._subject.has_other_changes:
            keys |= {
                BaselineKey(rule=price.rule, unit=WHOLE_REPOSITORY, symbol=WHOLE_REPOSITORY)
                for price in self._prices
            }
        return frozenset(keys)

    def _keys_of(self, row: FileRow) -> Iterator[BaselineKey]:
        if row.role is not Role.PRODUCT:
            return
        for symbol, metrics in row.symbols.items():
            for metric in metrics:
                for price in self._by_metric.get(metric, ()):
                    yield BaselineKey(rule=price.rule, unit=row.unit, symbol=symbol)

    def _allowed(self, side: Side, rows: Mapping[str, FileRow], known: frozenset[str]) -> Allowed:
        spoken: dict[str, list[Spoken]] = {}
        for path, content in sorted(side.remarked.items()):
            row = rows.get(path)
            if row is None:
                continue
            spoken[path] = [
                one
                for remark in remarks_in(content, row.language)
                for one in read_remark(path, remark.line, remark.covers, remark.text, known)
            ]
        parsed = side.scanned.parsed if side.scanned else ()
        places = {
            path: (*self._places(file, rows[path]), *_metric_places(file, rows[path]))
            for file in parsed
            if (path := file.source.path) in spoken
        }
        return allow(spoken, places, {price.rule: price.metrics for price in self._prices})

    def _places(self, file: ParsedFile, row: FileRow) -> Iterator[Place]:
        """Where the rules of the ledger occur in a product file, symbol by symbol."""
        if isinstance(file.facts, Skipped) or row.role is not Role.PRODUCT:
            return
        for symbol in file.facts.symbols:
            if symbol.is_test:
                continue
            lines: dict[str, list[int]] = {}
            for metric, sites in symbol.sites.items():
                for price in self._by_metric.get(metric, ()):
                    lines.setdefault(price.rule, []).extend(sites)
            for rule, places in sorted(lines.items()):
                key = BaselineKey(rule=rule, unit=row.unit, symbol=symbol.symbol)
                yield Place(key=key, lines=tuple(sorted(places)))

    def allowed_in(self, baseline: Baseline) -> Mapping[BaselineKey, int]:
        """How many of the entries of a baseline a comment allowed when it was written.

        Nobody wrote that down. The state before is taken to have been clean: what it has beyond
        its allowed occurrences is in the baseline, and the allowed ones are as far as there is
        room.
        """
        found = {}
        for key, allowed in self.allowed_before.counts.items():
            visible = self.before.counts.get(key, 0) - allowed
            found[key] = min(max(baseline.counts.get(key, 0) - visible, 0), allowed)
        return found

    def forbidden(
        self, policy: Policy, directions: Mapping[str, str]
    ) -> tuple[tuple[Forbidden, tuple[CheckFinding, ...]], ...]:
        """For each forbidding entry of a policy, what of it the checked files hold."""
        return tuple((one, tuple(self._of(one, directions))) for one in policy.forbid)

    def _of(self, entry: Forbidden, directions: Mapping[str, str]) -> Iterator[CheckFinding]:
        from estimator.discovery.exclusion import exclusion  # noqa: PLC0415  # start-up time

        matches = exclusion(entry.paths)
        found: dict[BaselineKey, CheckFinding] = {}
        for file in self._parsed:
            row = self._rows[1][file.source.path]
            if not matches(row.path):
                continue
            for place in (*self._places(file, row), *_metric_places(file, row)):
                if place.key.rule in {*entry.rules, *entry.metrics} and place.lines:
                    one = self._present(place, row, directions)
                    old = found.get(place.key)
                    found[place.key] = one if old is None else _joined(old, one)
        for key in sorted(found):
            allowed = self.allowed_after.counts.get(key, 0)
            one = found[key]
            reason = self.allowed_after.reasons.get(key, "") if allowed >= one.after else ""
            yield msgspec.structs.replace(one, suppression=reason)

    def _present(self, place: Place, row: FileRow, directions: Mapping[str, str]) -> CheckFinding:
        price = next((one for one in self._prices if one.rule == place.key.rule), None)
        each = price.each.likely if price is not None and not price.is_once else 0.0
        hours = each * len(place.lines)
        return CheckFinding(
            rule=place.key.rule,
            title=price.title if price is not None else self._by_metric[place.key.rule][0].title,
            state=FindingState.PRESENT,
            path=row.path,
            line=place.lines[0],
            unit=row.unit,
            symbol=place.key.symbol,
            language=row.language,
            direction=directions.get(row.language, ""),
            before=len(place.lines),
            after=len(place.lines),
            hours_before=hours,
            hours_after=hours,
            hours=0.0,
            severity=Severity.NOTE,
            fingerprint=fingerprint_of(place.key.rule, row.unit, place.key.symbol),
        )


def _joined(old: CheckFinding, more: CheckFinding) -> CheckFinding:
    """One entry that occurs in several files; the first of them is its place."""
    return msgspec.structs.replace(
        old,
        before=old.before + more.before,
        after=old.after + more.after,
        hours_before=old.hours_before + more.hours_before,
        hours_after=old.hours_after + more.hours_after,
    )


def _metric_places(file: ParsedFile, row: FileRow) -> Iterator[Place]:
    if isinstance(file.facts, Skipped) or row.role is not Role.PRODUCT:
        return
    for symbol in file.facts.symbols:
        if not symbol.is_test:
            for metric, lines in symbol.sites.items():
                key = BaselineKey(rule=metric, unit=row.unit, symbol=symbol.symbol)
                yield Place(key=key, lines=lines)


def _rows(side: Side) -> Mapping[str, FileRow]:
    return {row.path: row for row in side.scanned.facts.files} if side.scanned else {}


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


def _efforts(
    subject: Subject, rulebook: Rulebook, config: Config, policy: Policy
) -> Iterator[EffortMove]:
    before, after = (
        _prices(side.scanned.facts, rulebook, config, policy) if side.scanned else {}
        for side in (subject.before, subject.after)
    )
    for key in sorted({*before, *after}):
        yield _move(key, rulebook.scenarios[key].title, before.get(key), after.get(key))


def _prices(
    facts: RepositoryFacts, rulebook: Rulebook, config: Config, policy: Policy
) -> "Mapping[str, Effort]":
    """The efforts of whole ports; of all scenarios that a budget names."""
    if not any(language.product_lines for language in facts.languages):
        return {}
    if config.language not in {"auto", *(language.name for language in facts.languages)}:
        return {}
    ports = port_efforts(facts, rulebook, config=config)
    if all(rulebook.scenarios[key].kind == _WHOLE_PORT for key in policy.budget):
        return ports
    report = estimate(facts, rulebook, config=config)
    asked = {one.id: one.effort for one in report.scenarios if one.id in policy.budget}
    return {**ports, **{key: effort for key, effort in asked.items() if effort is not None}}


def _move(key: str, title: str, old: "Effort | None", new: "Effort | None") -> EffortMove:
    return EffortMove(
        scenario=key,
        title=title,
        p10_before=old.p10 if old else None,
        p50_before=old.p50 if old else None,
        p80_before=old.p80 if old else None,
        p90_before=old.p90 if old else None,
        p10_after=new.p10 if new else None,
        p50_after=new.p50 if new else None,
        p80_after=new.p80 if new else None,
        p90_after=new.p90 if new else None,
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


def source_paths(paths: Iterable[str]) -> frozenset[str]:
    """Those that are Go or Rust by their suffix."""
    suffixes = tuple(suffix for spec in LANGUAGES.values() for suffix in spec.suffixes)
    return frozenset(path for path in paths if path.endswith(suffixes))
