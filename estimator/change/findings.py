"""Counts before and after into findings whose hours add up, and into totals. Pure."""

import hashlib
from collections.abc import Iterable, Mapping

import msgspec

from estimator.change.drift import GROWN, NEW, compare_baselines
from estimator.model.baseline import Baseline, BaselineKey, DriftItem, RulePrice
from estimator.model.check import CheckFinding, FindingState, LedgerTotal, Severity
from estimator.model.estimate import Site

_FINGERPRINT_DIGITS = 32
_WORSE = frozenset({NEW, GROWN})


def in_scope(before: Baseline, after: Baseline, keys: frozenset[BaselineKey] | None) -> Baseline:
    """The state before, with the entries of `keys` as they are after; None: all of them.

    What only moved to another unit, its symbol and count alike, stays where it was: a moved or
    renamed file changes nothing.
    """
    asked = {*before.counts, *after.counts} if keys is None else keys
    counts = dict(before.counts)
    for key in sorted(asked):
        counts[key] = after.counts.get(key, 0)
    for new, old in _moves(before, counts, asked).items():
        counts[old] = counts.pop(new)
    return Baseline(counts={key: count for key, count in sorted(counts.items()) if count})


def _moves(
    before: Baseline, after: Mapping[BaselineKey, int], keys: Iterable[BaselineKey]
) -> dict[BaselineKey, BaselineKey]:
    """New key -> the key that is gone with the same rule, symbol and count; each once."""
    gone: dict[tuple[str, str, int], list[BaselineKey]] = {}
    ordered = sorted(keys)
    for key in reversed(ordered):
        was = before.counts.get(key, 0)
        if was and not after.get(key):
            gone.setdefault((key.rule, key.symbol, was), []).append(key)
    found = {}
    for key in ordered:
        now = after.get(key, 0)
        candidates = gone.get((key.rule, key.symbol, now))
        if now and not before.counts.get(key) and candidates:
            found[key] = candidates.pop()
    return found


def findings_of(
    before: Baseline,
    after: Baseline,
    prices: tuple[RulePrice, ...],
    *,
    directions: Mapping[str, str],
    sites: Mapping[BaselineKey, Site],
) -> tuple[CheckFinding, ...]:
    """Give a finding for each entry that differs; their hours sum to the change of the ledger.

    `directions` maps a language to the whole port that starts from it.
    """
    language = {price.rule: price.language for price in prices}
    drift = compare_baselines(before, after, prices, digest="", sites=sites)
    each = {price.rule: 0.0 if price.is_once else price.each.likely for price in prices}
    return tuple(
        _finding(item, language.get(item.rule, ""), directions, each.get(item.rule, 0.0))
        for item in drift.items
    )


def _finding(
    item: DriftItem, language: str, directions: Mapping[str, str], each: float
) -> CheckFinding:
    before = each * item.before
    return CheckFinding(
        rule=item.rule,
        title=item.title,
        state=FindingState(item.state),
        path=item.path,
        line=item.line if item.path and item.line else None,
        unit=item.unit,
        symbol=item.symbol,
        language=language,
        direction=directions.get(language, ""),
        before=item.before,
        after=item.after,
        hours_before=before,
        hours_after=before + item.hours,
        hours=item.hours,
        severity=Severity.WARNING if item.state in _WORSE else Severity.NOTE,
        fingerprint=fingerprint_of(item.rule, item.unit, item.symbol),
    )


def fingerprint_of(*parts: str) -> str:
    """Name a finding by its rule, unit and symbol, wherever it lies in its file."""
    text = "\0".join(parts).encode("utf-8", "surrogatepass")
    return hashlib.sha256(text).hexdigest()[:_FINGERPRINT_DIGITS]


def totals_of(
    before: Baseline,
    after: Baseline,
    prices: tuple[RulePrice, ...],
    *,
    directions: Mapping[str, str],
    moving: frozenset[str],
) -> tuple[LedgerTotal, ...]:
    """Sum the ledger up by direction; those of which there is nothing are left out.

    `moving` holds the directions whose price constructs move.
    """
    found = []
    for language, direction in sorted(directions.items()):
        own = tuple(price for price in prices if price.language == language)
        old, new = (_of_rules(state, own) for state in (before, after))
        if not old.counts and not new.counts:
            continue
        drift = compare_baselines(old, new, own, digest="", sites={})
        found.append(
            LedgerTotal(
                direction=direction,
                language=language,
                hours_before=drift.hours_before,
                hours_after=drift.hours_after,
                hours=drift.hours,
                moves_effort=direction in moving,
            )
        )
    return tuple(found)


def _of_rules(state: Baseline, prices: tuple[RulePrice, ...]) -> Baseline:
    rules = {price.rule for price in prices}
    return Baseline(counts={key: n for key, n in state.counts.items() if key.rule in rules})


def suppressed_by(
    findings: Iterable[CheckFinding],
    allowed_before: Mapping[BaselineKey, int],
    allowed_after: Mapping[BaselineKey, int],
    reasons: Mapping[BaselineKey, str],
) -> tuple[CheckFinding, ...]:
    """Mark what comments in the source allow: without those occurrences nothing has grown.

    Args:
        findings: new and grown ones may become suppressed.
        allowed_before: occurrences that a comment allowed, of those that were counted before.
        allowed_after: likewise now.
        reasons: of the comments.
    """
    found = []
    for one in findings:
        key = BaselineKey(rule=one.rule, unit=one.unit, symbol=one.symbol)
        allowed = allowed_after.get(key, 0)
        visible = one.after - allowed
        is_worse = one.state.value in _WORSE
        if is_worse and allowed and visible <= one.before - allowed_before.get(key, 0):
            found.append(
                msgspec.structs.replace(
                    one, suppression=reasons.get(key, ""), severity=Severity.NOTE
                )
            )
        else:
            found.append(one)
    return tuple(found)
