"""A priced whole port and the facts behind it -> what each file carries of every line."""

import math
from collections.abc import Iterable, Mapping, Sequence

from estimator.model.estimate import EffortShares, FileShare, Line, ScenarioEstimate
from estimator.model.facts import FileRow, RepositoryFacts
from estimator.model.rules import Rulebook
from estimator.model.source import Role

_LINES = "lines"
_WEIGHT_OF_GROUP: Mapping[str, str] = {
    "invariants": "constructs",
    "dependencies": "imports",
    "contracts": "public items",
    "cut-over": "units",
}
"""What a group is shared by; every other group goes by product lines (cost model, section 7)."""


def share_ports(
    estimates: Iterable[ScenarioEstimate], facts: RepositoryFacts, rulebook: Rulebook
) -> dict[str, EffortShares]:
    """Share each priced whole port, by scenario id; a split is of paths, not of files."""
    return {
        one.id: share_effort(one, facts, rulebook)
        for one in estimates
        if one.applies and rulebook.scenarios[one.id].kind == "whole-port"
    }


def share_effort(
    estimate: ScenarioEstimate, facts: RepositoryFacts, rulebook: Rulebook
) -> EffortShares:
    """Share a whole port's P50 over the product files of its language, EM; cost model, section 7.

    Invariants go by full ledger hours to where they were counted, translation, tests, performance
    and any other line by product lines, dependencies by imports, contracts by public items,
    cut-over equally over units and within a unit by lines. Where a weight is zero everywhere,
    lines take its place and a note says so. The shares sum to the P50.
    """
    rows = product_rows(facts, estimate.source_language)
    counts = [metric_counts((row,)) for row in rows]
    parts: list[dict[str, float]] = [{} for _ in rows]
    notes: list[str] = []
    for line in estimate.lines:
        if not line.effort or not rows:
            continue
        weights = _weights(line, rows, counts, rulebook)
        if not any(weights):
            notes.append(_fallback_note(line))
            weights = _by_lines(rows)
        for part, share in zip(parts, _proportions(weights), strict=True):
            if share:
                part[line.group] = part.get(line.group, 0.0) + line.effort * share
    return EffortShares(
        scenario=estimate.id,
        files=tuple(
            FileShare(path=row.path, unit=row.unit, effort=math.fsum(part.values()), parts=part)
            for row, part in zip(rows, parts, strict=True)
        ),
        notes=tuple(dict.fromkeys(notes)),
    )


def product_rows(facts: RepositoryFacts, language: str) -> tuple[FileRow, ...]:
    """Give the rows that carry a price: product files of a language, by path."""
    found = (row for row in facts.files if row.language == language and row.role is Role.PRODUCT)
    return tuple(sorted(found, key=lambda row: row.path))


def product_lines(row: FileRow) -> int:
    """Give the code lines of a file outside its test items."""
    return max(row.lines.code - row.test_lines.code, 0)


def metric_counts(rows: Iterable[FileRow]) -> dict[str, int]:
    """Sum the counts of all symbols in some files, by metric."""
    totals: dict[str, int] = {}
    for row in rows:
        for counts in row.symbols.values():
            for metric, count in counts.items():
                totals[metric] = totals.get(metric, 0) + count
    return dict(sorted(totals.items()))


def _weights(
    line: Line,
    rows: Sequence[FileRow],
    counts: Sequence[Mapping[str, int]],
    rulebook: Rulebook,
) -> list[float]:
    match _WEIGHT_OF_GROUP.get(line.group, _LINES):
        case "constructs":
            return _by_constructs(line, counts, rulebook)
        case "imports":
            return [float(row.imports) for row in rows]
        case "public items":
            return [float(row.public_items) for row in rows]
        case "units":
            return _by_units(rows)
        case _:
            return _by_lines(rows)


def _by_constructs(
    line: Line, counts: Sequence[Mapping[str, int]], rulebook: Rulebook
) -> list[float]:
    """Weigh by count: an entry's line is its part of the full hours already."""
    rule = rulebook.rules.get(line.rule)
    metrics = rule.ledger.metrics if rule and rule.ledger else ()
    return [math.fsum(of_file.get(metric, 0) for metric in metrics) for of_file in counts]


def _by_lines(rows: Sequence[FileRow]) -> list[float]:
    return [float(product_lines(row)) for row in rows]


def _by_units(rows: Sequence[FileRow]) -> list[float]:
    """Give each unit the weight 1, and a file its part of the unit's lines."""
    lines: dict[str, float] = {}
    files: dict[str, int] = {}
    for row in rows:
        lines[row.unit] = lines.get(row.unit, 0.0) + product_lines(row)
        files[row.unit] = files.get(row.unit, 0) + 1
    return [
        product_lines(row) / lines[row.unit] if lines[row.unit] else 1 / files[row.unit]
        for row in rows
    ]


def _proportions(weights: Sequence[float]) -> list[float]:
    """Turn weights into shares of 1; equal ones where there is nothing to go by."""
    whole = math.fsum(weights)
    if whole <= 0:
        return [1 / len(weights)] * len(weights)
    return [weight / whole for weight in weights]


def _fallback_note(line: Line) -> str:
    weight = _WEIGHT_OF_GROUP.get(line.group, _LINES)
    return f"{line.title}: no {weight} were counted in any file, so it is shared by lines."
