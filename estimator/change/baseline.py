"""Facts into a baseline, a baseline into its file, and back. Pure."""

import json
import re
from collections.abc import Iterable, Iterator, Mapping

import msgspec

from estimator.errors import InputError
from estimator.model.baseline import (
    BASELINE_VERSION,
    WHOLE_REPOSITORY,
    Baseline,
    BaselineKey,
    RulePrice,
)
from estimator.model.facts import RepositoryFacts
from estimator.model.rules import Rulebook, Status
from estimator.model.source import Role

LARGEST_BYTES = 64_000_000
_HEAD = (
    "# What a port would have to recover, by rule, unit and symbol: counts, no lines, no prices.\n"
    "# After a merge take both sides, then run: estimator baseline write\n"
)
_OPEN, _CLOSE = "entries = [", "]"
_VERSION = re.compile(r"version = ([0-9]{1,6})", re.ASCII)
_CONFLICT = ("<<<<<<<", "=======", ">>>>>>>", "|||||||")
_HINT = "restore it from git, or write it anew: estimator baseline write"


class _Row(msgspec.Struct, array_like=True, forbid_unknown_fields=True):
    """One line of the file."""

    rule: str
    unit: str
    symbol: str
    count: int


def rule_prices(rulebook: Rulebook) -> tuple[RulePrice, ...]:
    """The rules of every whole port that count constructs, by id."""
    found = []
    for key, rule in sorted(rulebook.rules.items()):
        scenario = rulebook.scenarios.get(rule.scenario)
        if rule.ledger is None or rule.status == Status.RETIRED or scenario is None:
            continue
        if scenario.kind == "whole-port":
            found.append(
                RulePrice(
                    rule=key,
                    title=rule.title,
                    language=scenario.source_language,
                    metrics=rule.ledger.metrics,
                    first=rule.ledger.first,
                    each=rule.ledger.each,
                    is_once=rule.ledger.scope == "repo",
                )
            )
    return tuple(found)


def baseline_of(facts: RepositoryFacts, prices: tuple[RulePrice, ...]) -> Baseline:
    """Count each rule in each symbol of product code, and what is in no symbol once for all.

    Depends on neither the place of a file in its unit, nor its layout, nor the order of files.
    """
    present = {one.name for one in facts.languages if one.product_lines}
    prices = tuple(price for price in prices if price.language in present)
    counts: dict[BaselineKey, int] = {}
    for key, count in _symbol_counts(facts, prices):
        counts[key] = counts.get(key, 0) + count
    in_symbols: dict[str, int] = {}
    for key, count in counts.items():
        in_symbols[key.rule] = in_symbols.get(key.rule, 0) + count
    for price in prices:
        total = int(sum(facts.metrics.get(metric, 0) for metric in price.metrics))
        rest = total - in_symbols.get(price.rule, 0)
        if rest > 0:
            key = BaselineKey(rule=price.rule, unit=WHOLE_REPOSITORY, symbol=WHOLE_REPOSITORY)
            counts[key] = counts.get(key, 0) + rest
    return Baseline(counts=dict(sorted(counts.items())))


def _symbol_counts(
    facts: RepositoryFacts, prices: tuple[RulePrice, ...]
) -> Iterator[tuple[BaselineKey, int]]:
    """Each rule that counts in a symbol of a product file; one symbol may be in several files."""
    by_metric = rules_by_metric(prices)
    for row in facts.files:
        if row.role is not Role.PRODUCT:
            continue
        for symbol, metrics in row.symbols.items():
            for metric, count in metrics.items():
                for price in by_metric.get(metric, ()):
                    key = BaselineKey(rule=price.rule, unit=row.unit, symbol=symbol)
                    yield key, count


def rules_by_metric(prices: Iterable[RulePrice]) -> dict[str, list[RulePrice]]:
    """Metric -> the rules that count it."""
    found: dict[str, list[RulePrice]] = {}
    for price in prices:
        for metric in price.metrics:
            found.setdefault(metric, []).append(price)
    return found


def encode_baseline(baseline: Baseline) -> str:
    """Write a baseline as TOML: one entry a line, sorted, so that most merges need no hand."""
    lines = [_HEAD + f"version = {BASELINE_VERSION}", _OPEN]
    lines += [
        f"  [{_text(key.rule)}, {_text(key.unit)}, {_text(key.symbol)}, {count}],"
        for key, count in baseline.counts.items()
    ]
    return "\n".join((*lines, _CLOSE)) + "\n"


def decode_baseline(content: bytes, name: str) -> Baseline:
    """Read a baseline, strictly: what `encode_baseline` does not write is a fault.

    Raises:
        InputError: the file is damaged, holds a merge conflict, or a newer version wrote it; the
            message names the line.
    """
    try:
        text = content.decode("utf-8")
    except UnicodeDecodeError as error:
        raise _damaged(name, 1, "it is not UTF-8") from error
    lines = text.split("\n")
    for number, line in enumerate(lines, start=1):
        if line.startswith(_CONFLICT):
            raise InputError(
                f"{name}, line {number}: an open merge conflict",
                hint="take both sides, then run: estimator baseline write",
            )
    start = next((n for n, line in enumerate(lines) if line and not line.startswith("#")), 0)
    _check_version(lines[start], name, start + 1)
    if lines[start + 1 : start + 2] != [_OPEN] or lines[-2:] != [_CLOSE, ""]:
        raise _damaged(name, start + 2, "it is cut off, or no baseline")
    return Baseline(counts=_entries(lines[start + 2 : -2], name, start + 3))


def _check_version(line: str, name: str, number: int) -> None:
    found = _VERSION.fullmatch(line)
    if found is None:
        raise _damaged(name, number, "it names no version")
    if int(found[1]) != BASELINE_VERSION:
        raise InputError(
            f"{name}: version {int(found[1])}; this program reads version {BASELINE_VERSION}",
            hint="update estimator, or " + _HINT,
        )


def _entries(lines: list[str], name: str, first: int) -> Mapping[BaselineKey, int]:
    decoder = msgspec.json.Decoder(_Row)
    counts: dict[BaselineKey, int] = {}
    last: BaselineKey | None = None
    for number, line in enumerate(lines, start=first):
        if not (line.startswith("  [") and line.endswith("],")):
            raise _damaged(name, number, "this is no entry")
        try:
            row = decoder.decode(line[:-1])
        except msgspec.DecodeError as error:
            raise _damaged(name, number, str(error)) from error
        key = BaselineKey(rule=row.rule, unit=row.unit, symbol=row.symbol)
        if row.count < 1 or (last is not None and key <= last):
            what = "the count is below 1" if row.count < 1 else "entries are not sorted, or twice"
            raise _damaged(name, number, what)
        counts[key] = row.count
        last = key
    return counts


def _damaged(name: str, line: int, what: str) -> InputError:
    return InputError(f"{name}, line {line}: {what}", hint=_HINT)


def _text(value: str) -> str:
    """A string that TOML and JSON read alike."""
    return json.dumps(value, ensure_ascii=False).replace("\x7f", "\\u007f")
