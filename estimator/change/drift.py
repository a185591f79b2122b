"""Two baselines into what is new, grown, shrunk or gone, in ledger hours that add up. Pure."""

import math
from collections.abc import Iterable, Mapping

import msgspec

from estimator.change.baseline import rules_by_metric
from estimator.model.baseline import (
    Baseline,
    BaselineKey,
    BaselineSummary,
    Drift,
    DriftItem,
    RulePrice,
    RuleTotal,
)
from estimator.model.estimate import Site
from estimator.model.facts import RepositoryFacts
from estimator.model.source import ParsedFile, Role, Skipped

NEW, GROWN, SHRUNK, GONE = "new", "grown", "shrunk", "gone"
_ORDER = {NEW: 0, GROWN: 0, SHRUNK: 1, GONE: 1}
_UNKNOWN = "a rule that these rules do not have"


def compare_baselines(
    before: Baseline,
    after: Baseline,
    prices: tuple[RulePrice, ...],
    *,
    digest: str,
    sites: Mapping[BaselineKey, Site],
) -> Drift:
    """List the entries that differ. Their hours sum to the change of the whole ledger.

    A rule costs `first` once and `each` for every further occurrence: so an entry is worth `each`
    an occurrence, and the first entry of a rule that appears, or disappears, has the rest.
    """
    known = {price.rule: price for price in prices}
    old, new = _totals(before), _totals(after)
    pending = {
        rule: _hours(known.get(rule), new.get(rule, 0)) - _hours(known.get(rule), old.get(rule, 0))
        for rule in {*old, *new}
    }
    items = []
    for key in sorted({*before.counts, *after.counts}):
        was, now = before.counts.get(key, 0), after.counts.get(key, 0)
        if was == now:
            continue
        items.append(_item(key, was, now, known.get(key.rule), sites.get(key)))
    items = _summing(items, pending)
    return Drift(
        rulebook_digest=digest,
        entries_before=len(before.counts),
        entries_after=len(after.counts),
        hours_before=math.fsum(_hours(known.get(rule), n) for rule, n in sorted(old.items())),
        hours_after=math.fsum(_hours(known.get(rule), n) for rule, n in sorted(new.items())),
        hours=math.fsum(item.hours for item in items),
        items=tuple(sorted(items, key=_rank)),
    )


def summarize(baseline: Baseline, prices: tuple[RulePrice, ...], *, digest: str) -> BaselineSummary:
    """Sum a baseline up, rule by rule, most hours first."""
    known = {price.rule: price for price in prices}
    entries: dict[str, int] = {}
    for key in baseline.counts:
        entries[key.rule] = entries.get(key.rule, 0) + 1
    rules = [
        RuleTotal(
            rule=rule,
            title=known[rule].title if rule in known else _UNKNOWN,
            entries=entries[rule],
            count=count,
            hours=_hours(known.get(rule), count),
        )
        for rule, count in _totals(baseline).items()
    ]
    return BaselineSummary(
        rulebook_digest=digest,
        entries=len(baseline.counts),
        hours=math.fsum(one.hours for one in rules),
        rules=tuple(sorted(rules, key=lambda one: (-one.hours, one.rule))),
    )


def first_sites(
    facts: RepositoryFacts, parsed: Iterable[ParsedFile], prices: tuple[RulePrice, ...]
) -> dict[BaselineKey, Site]:
    """Where each entry occurs first, by path and line; nothing without parsed files."""
    rows = {row.path: row for row in facts.files if row.role is Role.PRODUCT}
    by_metric = rules_by_metric(prices)
    found: dict[BaselineKey, Site] = {}
    for file in sorted(parsed, key=lambda file: file.source.path):
        row = rows.get(file.source.path)
        if row is None or isinstance(file.facts, Skipped):
            continue
        for symbol in file.facts.symbols:
            if symbol.is_test:
                continue
            for metric, lines in symbol.sites.items():
                for price in by_metric.get(metric, ()) if lines else ():
                    key = BaselineKey(rule=price.rule, unit=row.unit, symbol=symbol.symbol)
                    site = Site(path=row.path, line=min(lines))
                    old = found.get(key, site)
                    found[key] = min(old, site, key=lambda one: (one.path, one.line))
    return found


def _totals(baseline: Baseline) -> dict[str, int]:
    totals: dict[str, int] = {}
    for key, count in baseline.counts.items():
        totals[key.rule] = totals.get(key.rule, 0) + count
    return totals


def _hours(price: RulePrice | None, count: int) -> float:
    """Full ledger hours, likely: first x min(1, n) + each x max(0, n - 1)."""
    if price is None:
        return 0.0
    n = min(1, count) if price.is_once else count
    return price.first.likely * min(1, n) + price.each.likely * max(0, n - 1)


def _item(
    key: BaselineKey, before: int, after: int, price: RulePrice | None, site: Site | None
) -> DriftItem:
    each = 0.0 if price is None or price.is_once else price.each.likely
    state = NEW if not before else GONE if not after else GROWN if after > before else SHRUNK
    return DriftItem(
        state=state,
        rule=key.rule,
        title=_UNKNOWN if price is None else price.title,
        unit=key.unit,
        symbol=key.symbol,
        before=before,
        after=after,
        hours=each * (after - before),
        path=site.path if site else "",
        line=site.line if site else 0,
    )


def _summing(items: list[DriftItem], changes: Mapping[str, float]) -> list[DriftItem]:
    """Give what a rule's items lack to the first of them that went the same way."""
    by_rule: dict[str, list[int]] = {}
    for index, item in enumerate(items):
        by_rule.setdefault(item.rule, []).append(index)
    for rule, indexes in by_rule.items():
        rest = changes[rule] - math.fsum(items[index].hours for index in indexes)
        sign = 1 if rest > 0 else -1
        same_way = (i for i in indexes if sign * (items[i].after - items[i].before) > 0)
        index = next(same_way, indexes[0])
        items[index] = msgspec.structs.replace(items[index], hours=items[index].hours + rest)
    return items


def _rank(item: DriftItem) -> tuple[int, float, str, str, str]:
    return (_ORDER[item.state], -abs(item.hours), item.rule, item.unit, item.symbol)
