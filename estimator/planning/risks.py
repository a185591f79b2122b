"""What a wave carries -> its risks, with the ledger entries that weigh most in it and places."""

import math
from collections.abc import Iterable, Iterator, Mapping, Sequence

from estimator.model.estimate import EVIDENCE_PER_LINE, ScenarioEstimate, Site
from estimator.model.facts import FileRow, RepositoryFacts
from estimator.model.hotpaths import HotPath
from estimator.model.plan import WaveRisk
from estimator.model.rules import Rule, Rulebook, Status
from estimator.model.source import Value
from estimator.planning.pieces import Piece, Place

_GOOD = "clean"


class _Carried(Value, frozen=True, kw_only=True):
    """What was counted in the code of a wave."""

    counts: Mapping[str, float]
    """Metric -> occurrences in the wave."""
    totals: Mapping[str, float]
    """Metric -> occurrences in all units of the language."""
    sites: Mapping[str, tuple[Site, ...]]
    """Metric -> places, those with most occurrences first."""


class RiskFinder:
    """Finds the risks of waves of one scenario."""

    def __init__(
        self, facts: RepositoryFacts, scenario: ScenarioEstimate, rulebook: Rulebook
    ) -> None:
        """Take the facts of the repository, a priced scenario, and the rules that priced it."""
        self._facts = facts
        self._scenario = scenario
        self._rules = _ledger_rules(scenario, rulebook)
        self._efforts = {
            line.rule: line.effort for line in scenario.lines if line.group == "invariants"
        }
        language = scenario.source_language
        self._units = {u.name: u for u in facts.units if u.language == language}
        self._totals: dict[str, float] = {}
        for unit in self._units.values():
            _add(self._totals, unit.metrics)
        self._rows = {row.path: row for row in facts.files if row.language == language}

    def of_ledger(self, pieces: Sequence[Piece], most: int) -> tuple[WaveRisk, ...]:
        """Give the entries of the ledger that weigh most in some pieces, dearest first.

        Where the price knows an entry, by its part of the effort; else by ledger hours.
        """
        places = tuple(place for piece in pieces for place in piece.places)
        names = {name for piece in pieces for name, _, _ in piece.units}
        carried = self._in_places(places) if places else self._in_units(names)
        weighed = [(self._weight(rule, carried), rule) for rule in self._rules]
        dearest = sorted(
            ((weight, rule) for weight, rule in weighed if weight > 0),
            key=lambda one: (-one[0], one[1].id),
        )
        return tuple(self._risk(rule, carried) for _, rule in dearest[:most])

    def _weight(self, rule: Rule, carried: _Carried) -> float:
        if rule.id in self._efforts:
            return self._effort(rule, carried) or 0.0
        if rule.ledger is None:
            return 0.0
        return rule.ledger.each.likely * _count(rule, carried.counts)

    def _effort(self, rule: Rule, carried: _Carried) -> float | None:
        total = _count(rule, carried.totals)
        if rule.id not in self._efforts or not total:
            return None
        return self._efforts[rule.id] * _count(rule, carried.counts) / total

    def _risk(self, rule: Rule, carried: _Carried) -> WaveRisk:
        metrics = rule.ledger.metrics if rule.ledger else ()
        sites = [site for metric in metrics for site in carried.sites.get(metric, ())]
        count = _count(rule, carried.counts)
        return WaveRisk(
            rule=rule.id,
            text=rule.title,
            notice=rule.oracle,
            effort=self._effort(rule, carried),
            count=count,
            evidence=tuple(dict.fromkeys(sites))[:EVIDENCE_PER_LINE],
            evidence_total=round(count),
        )

    def _in_units(self, names: set[str]) -> _Carried:
        counts: dict[str, float] = {}
        for name in sorted(names & self._units.keys()):
            _add(counts, self._units[name].metrics)
        rows = sorted(
            (row for row in self._facts.evidence if row.unit in names),
            key=lambda row: (-row.total, row.unit),
        )
        sites: dict[str, tuple[Site, ...]] = {}
        for row in rows:
            first = tuple(Site(path=path, line=line) for path, line in row.sites[:1])
            sites[row.metric] = (*sites.get(row.metric, ()), *first)
        for row in rows:
            more = tuple(Site(path=path, line=line) for path, line in row.sites[1:])
            sites[row.metric] = (*sites[row.metric], *more)
        return _Carried(counts=counts, totals=self._totals, sites=sites)

    def _in_places(self, places: Iterable[Place]) -> _Carried:
        """Count in single functions; their places are where they begin."""
        counts: dict[str, float] = {}
        sites: dict[str, list[tuple[float, Site]]] = {}
        for place in dict.fromkeys(places):
            found = _symbol(self._rows.get(place.path), place.symbol)
            _add(counts, found)
            for metric, count in found.items():
                site = Site(path=place.path, line=place.line)
                sites.setdefault(metric, []).append((-count, site))
        ordered = {
            metric: tuple(site for _, site in sorted(found, key=_by_count))
            for metric, found in sites.items()
        }
        return _Carried(counts=counts, totals=self._totals, sites=ordered)


def seam_risks(path: HotPath, rule: str) -> Iterator[WaveRisk]:
    """Say what the cut around a hot path makes hard, with the places."""
    seam = path.seam
    if seam is None:
        yield WaveRisk(
            rule=rule, text="Nobody looked for the cut around it, so what crosses is assumed."
        )
        return
    if seam.quality != _GOOD:
        sites = tuple(Site(path=one.path, line=one.line) for one in seam.crossings)
        yield WaveRisk(
            rule=rule,
            text=f"The cut is {seam.quality}: {_first(seam.reasons)}.",
            count=float(len(sites)),
            evidence=sites[:EVIDENCE_PER_LINE],
            evidence_total=len(sites),
        )
    if seam.is_chatty:
        yield WaveRisk(
            rule=rule, text="Calls cross inside loops: batch them, or the boundary eats the gain."
        )
    if seam.shared:
        sites = tuple(Site(path=one.path, line=one.line) for one in seam.shared)
        yield WaveRisk(
            rule=rule,
            text="Both sides reach into the same state: it moves, is copied, or is asked for.",
            count=float(len(sites)),
            evidence=sites[:EVIDENCE_PER_LINE],
            evidence_total=len(sites),
        )


def _first(reasons: Sequence[str]) -> str:
    """Give the first reasons; `hotpaths` has them all."""
    shown = reasons[:EVIDENCE_PER_LINE]
    rest = len(reasons) - len(shown)
    return "; ".join((*shown, *((f"and {rest} more",) if rest else ())))


def _ledger_rules(scenario: ScenarioEstimate, rulebook: Rulebook) -> tuple[Rule, ...]:
    """Entries of the whole port in the same direction, by id."""
    direction = (scenario.source_language, scenario.target_language)
    ports = {
        key
        for key, one in rulebook.scenarios.items()
        if one.kind == "whole-port" and (one.source_language, one.target_language) == direction
    }
    return tuple(
        rule
        for _, rule in sorted(rulebook.rules.items())
        if rule.scenario in ports and rule.ledger is not None and rule.status != Status.RETIRED
    )


def _count(rule: Rule, counts: Mapping[str, float]) -> float:
    return math.fsum(counts.get(metric, 0) for metric in rule.ledger.metrics) if rule.ledger else 0


def _add(totals: dict[str, float], counts: Mapping[str, float]) -> None:
    for metric, count in counts.items():
        totals[metric] = totals.get(metric, 0) + count


def _symbol(row: FileRow | None, symbol: str) -> Mapping[str, float]:
    return {} if row is None else row.symbols.get(symbol, {})


def _by_count(found: tuple[float, Site]) -> tuple[float, str, int]:
    return found[0], found[1].path, found[1].line
