"""Turns the sites in product files into totals and evidence: exact counts, and the first lines."""

from collections.abc import Iterable, Mapping
from itertools import repeat
from typing import NamedTuple

from estimator.facts.rows import ReadFile
from estimator.model.facts import EVIDENCE_PER_METRIC_AND_UNIT, Evidence
from estimator.model.source import Role

UnitKey = tuple[str, str]
"""Language and unit name."""


class Counted(NamedTuple):
    """What product code was found to hold."""

    by_unit: Mapping[UnitKey, Mapping[str, int]]
    """Unit -> metric -> occurrences."""
    evidence: tuple[Evidence, ...]
    """By metric and unit."""


def count_sites(files: Iterable[ReadFile]) -> Counted:
    """Count what product files hold outside their tests; `files` must come by path."""
    by_unit: dict[UnitKey, dict[str, int]] = {}
    sites: dict[UnitKey, dict[str, list[tuple[str, int]]]] = {}
    for file in files:
        if file.role is Role.PRODUCT:
            key = (file.language, file.unit)
            _add(file, by_unit.setdefault(key, {}), sites.setdefault(key, {}))
    found = sorted((metric, key[1], key) for key in by_unit for metric in by_unit[key])
    return Counted(
        by_unit={key: dict(sorted(by_unit[key].items())) for key in sorted(by_unit)},
        evidence=tuple(
            Evidence(
                metric=metric,
                unit=unit,
                total=by_unit[key][metric],
                sites=tuple(sites[key][metric]),
            )
            for metric, unit, key in found
        ),
    )


def _add(
    file: ReadFile,
    totals: dict[str, int],
    sites: dict[str, list[tuple[str, int]]],
) -> None:
    """Add one file to the totals and sites of its unit."""
    fresh: dict[str, list[int]] = {}
    full = {metric for metric, kept in sites.items() if len(kept) >= EVIDENCE_PER_METRIC_AND_UNIT}
    for found in file.facts.symbols:
        if found.is_test:
            continue
        for metric, lines in found.sites.items():
            if lines:
                totals[metric] = totals.get(metric, 0) + len(lines)
                if metric not in full:
                    fresh.setdefault(metric, []).extend(lines)
    for name, new_lines in fresh.items():
        kept = sites.setdefault(name, [])
        room = EVIDENCE_PER_METRIC_AND_UNIT - len(kept)
        kept.extend(zip(repeat(file.path, room), sorted(new_lines), strict=False))
