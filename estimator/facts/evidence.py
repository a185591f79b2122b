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


class _Unit:
    """What the files of one unit were found to hold so far."""

    __slots__ = ("full", "sites", "totals")

    def __init__(self) -> None:
        self.totals: dict[str, int] = {}
        self.sites: dict[str, list[tuple[str, int]]] = {}
        self.full: set[str] = set()
        """Metrics with as many places as are kept."""

    def add(self, file: ReadFile) -> None:
        totals, full = self.totals, self.full
        fresh: dict[str, list[int]] = {}
        for found in file.facts.symbols:
            if found.is_test:
                continue
            for metric, lines in found.sites.items():
                if lines:
                    totals[metric] = totals.get(metric, 0) + len(lines)
                    if metric in full:
                        continue
                    if metric in fresh:
                        fresh[metric] += lines
                    else:
                        fresh[metric] = [*lines]
        for name, new_lines in fresh.items():
            self._keep(name, file.path, sorted(new_lines))

    def _keep(self, metric: str, path: str, lines: list[int]) -> None:
        kept = self.sites.setdefault(metric, [])
        room = EVIDENCE_PER_METRIC_AND_UNIT - len(kept)
        kept += zip(repeat(path, room), lines, strict=False)
        if len(kept) >= EVIDENCE_PER_METRIC_AND_UNIT:
            self.full.add(metric)


def count_sites(files: Iterable[ReadFile]) -> Counted:
    """Count what product files hold outside their tests; `files` must come by path."""
    units: dict[UnitKey, _Unit] = {}
    for file in files:
        if file.role is Role.PRODUCT:
            key = (file.language, file.unit)
            if key not in units:
                units[key] = _Unit()
            units[key].add(file)
    found = sorted((metric, key[1], key) for key, unit in units.items() for metric in unit.totals)
    return Counted(
        by_unit={key: dict(sorted(units[key].totals.items())) for key in sorted(units)},
        evidence=tuple(
            Evidence(
                metric=metric,
                unit=name,
                total=units[key].totals[metric],
                sites=tuple(units[key].sites[metric]),
            )
            for metric, name, key in found
        ),
    )
