"""A parsed file into where rules of the ledger and metrics occur in it, symbol by symbol."""

from collections.abc import Iterator, Mapping, Sequence

from estimator.change.suppressions import Place
from estimator.model.baseline import BaselineKey, RulePrice
from estimator.model.facts import FileRow
from estimator.model.source import ParsedFile, Role, Skipped


def rule_places(
    file: ParsedFile, row: FileRow, by_metric: Mapping[str, Sequence[RulePrice]]
) -> Iterator[Place]:
    """Where the rules of the ledger occur in a product file, symbol by symbol."""
    if isinstance(file.facts, Skipped) or row.role is not Role.PRODUCT:
        return
    for symbol in file.facts.symbols:
        if symbol.is_test:
            continue
        lines: dict[str, list[int]] = {}
        for metric, sites in symbol.sites.items():
            for price in by_metric.get(metric, ()):
                lines.setdefault(price.rule, []).extend(sites)
        for rule, places in sorted(lines.items()):
            key = BaselineKey(rule=rule, unit=row.unit, symbol=symbol.symbol)
            yield Place(key=key, lines=tuple(sorted(places)))


def metric_places(file: ParsedFile, row: FileRow) -> Iterator[Place]:
    """Give where each metric occurs in a product file, symbol by symbol."""
    if isinstance(file.facts, Skipped) or row.role is not Role.PRODUCT:
        return
    for symbol in file.facts.symbols:
        if not symbol.is_test:
            for metric, lines in symbol.sites.items():
                key = BaselineKey(rule=metric, unit=row.unit, symbol=symbol.symbol)
                yield Place(key=key, lines=lines)
