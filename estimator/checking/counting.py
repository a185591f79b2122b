"""Two states of a repository into what both hold: entries, places and what is allowed."""

from collections.abc import Iterator, Mapping

import msgspec

from estimator.change.baseline import baseline_of, rules_by_metric
from estimator.change.drift import first_sites
from estimator.change.findings import fingerprint_of
from estimator.change.suppressions import Allowed, Place, Spoken, allow, read_remark
from estimator.checking.places import metric_places, rule_places
from estimator.checking.subject import Side, Subject
from estimator.model.baseline import WHOLE_REPOSITORY, Baseline, BaselineKey, RulePrice
from estimator.model.check import CheckFinding, FindingState, Severity
from estimator.model.facts import FileRow
from estimator.model.policy import Forbidden, Policy
from estimator.model.source import Role
from estimator.parsing.remarks import remarks_in

_NOTHING = Baseline(counts={})


class Counted:
    """What both states hold, entry by entry and place by place."""

    def __init__(self, subject: Subject, prices: tuple[RulePrice, ...]) -> None:
        """Count both states by the rules of the ledger."""
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
            path: (
                *rule_places(file, rows[path], self._by_metric),
                *metric_places(file, rows[path]),
            )
            for file in parsed
            if (path := file.source.path) in spoken
        }
        return allow(spoken, places, {price.rule: price.metrics for price in self._prices})

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
            for place in (*rule_places(file, row, self._by_metric), *metric_places(file, row)):
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


def _rows(side: Side) -> Mapping[str, FileRow]:
    return {row.path: row for row in side.scanned.facts.files} if side.scanned else {}
