"""Signals of each unit x workload rules -> what each crate or package is for. Pure.

The same weights as for the whole, over the lines of one unit. What no source file of a unit shows
(a manifest, a contract, the name of the repository) says nothing about it.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from fnmatch import fnmatchcase

from estimator.advice.marks import Mark, ProductFiles, marks
from estimator.advice.workloads import find_workloads
from estimator.errors import RuleFileError
from estimator.model.advice import MetalShare, SignalFound, UnitWorkloads, WorkloadFound
from estimator.model.advicerules import Signal
from estimator.model.facts import RepositoryFacts, UnitFacts
from estimator.model.rules import Rulebook

LEAST_LINES = "advice.unit.least-lines"
LEAST_SURE = "advice.unit.least-confidence"
WHOLE_SURE = "advice.unit.whole-confidence"
SIDES = ("cold", "warm")
BOTH = "both"
_MOST_PLACES = 5


def find_unit_workloads(
    facts: RepositoryFacts, rulebook: Rulebook, whole: Iterable[WorkloadFound]
) -> tuple[UnitWorkloads, ...]:
    """Give the units that a workload is recognized in, most product lines first.

    One kind of signal alone is chance in a part: it takes two, or a whole that shows the workload.

    Args:
        facts: of the repository.
        rulebook: signals, workloads and the bounds of lines and confidence.
        whole: workloads of the whole repository.

    Raises:
        RuleFileError: a bound is missing.
    """
    least = _bound(rulebook, LEAST_LINES)
    bounds = (_bound(rulebook, LEAST_SURE), _bound(rulebook, WHOLE_SURE))
    sure_of_whole = {one.name for one in whole if one.confidence >= bounds[1]}
    shown = _signals_by_unit(facts, rulebook)
    found = []
    for unit in facts.units:
        signals = shown.get((unit.language, unit.name), ())
        workloads = tuple(
            one
            for one in find_workloads(signals, rulebook)
            if one.confidence >= bounds[0]
            and one.pick != BOTH
            and (one.name in sure_of_whole or len(set(one.signals)) > 1)
        )
        if workloads and unit.product_lines >= least:
            found.append(_of_unit(unit, workloads))
    return tuple(sorted(found, key=lambda one: (-one.product_lines, one.language, one.unit)))


def metal_shares(units: Iterable[UnitWorkloads], facts: RepositoryFacts) -> tuple[MetalShare, ...]:
    """Give the units of each side of the document's split and their share of product lines, 0-1.

    A unit on both sides counts on both.
    """
    known = tuple(units)
    total = sum(one.product_lines for one in facts.units)
    shares = []
    for side in SIDES:
        here = [one for one in known if one.metal in {side, BOTH}]
        lines = sum(one.product_lines for one in here)
        shares.append(
            MetalShare(metal=side, units=len(here), share=lines / total if total else 0.0)
        )
    return tuple(shares)


def _bound(rulebook: Rulebook, name: str) -> float:
    constant = rulebook.constants.get(name)
    if constant is None:
        raise RuleFileError(
            f"The rulebook has no constant {name}", hint="See rules/advice/units.toml."
        )
    return constant.value


def _of_unit(unit: UnitFacts, workloads: tuple[WorkloadFound, ...]) -> UnitWorkloads:
    sides = sorted({one.metal for one in workloads} & set(SIDES))
    return UnitWorkloads(
        unit=unit.name,
        path=unit.path,
        language=unit.language,
        product_lines=unit.product_lines,
        metal=BOTH if len(sides) > 1 else "".join(sides),
        workloads=workloads,
    )


def _signals_by_unit(
    facts: RepositoryFacts, rulebook: Rulebook
) -> Mapping[tuple[str, str], Sequence[SignalFound]]:
    """Give the signals of each (language, unit), each with its share of the unit's lines."""
    files = ProductFiles(facts)
    rows_of: dict[tuple[str, str], list[int]] = defaultdict(list)
    for row in files.product:
        rows_of[files.rows[row].language, files.rows[row].unit].append(row)
    lines = {key: sum(map(files.lines, rows)) for key, rows in rows_of.items()}
    found: dict[tuple[str, str], list[SignalFound]] = defaultdict(list)
    for _, signal in sorted(rulebook.signals.items()):
        seen = list(marks(signal, facts, files))
        for key, here in sorted(_rows_by_unit(seen, files).items()):
            if lines[key] and _is_of_unit(signal, key[1]):
                share = sum(map(files.lines, here)) / lines[key]
                found[key].append(_in_unit(signal, seen, here, share, files))
    return found


def _rows_by_unit(seen: Iterable[Mark], files: ProductFiles) -> dict[tuple[str, str], set[int]]:
    rows: dict[tuple[str, str], set[int]] = defaultdict(set)
    for row in {row for mark in seen for row in mark.rows}:
        rows[files.rows[row].language, files.rows[row].unit].add(row)
    return rows


def _is_of_unit(signal: Signal, unit: str) -> bool:
    """Say whether a signal that the repository's name alone shows holds for this unit as well."""
    if not signal.names or signal.units or signal.categories:
        return True
    name = unit.rpartition("/")[2].lower()
    return any(fnmatchcase(name, pattern) for pattern in signal.names)


def _in_unit(
    signal: Signal, seen: Iterable[Mark], rows: set[int], share: float, files: ProductFiles
) -> SignalFound:
    paths = {files.rows[row].path for row in rows}
    places = sorted({place for mark in seen for place in mark.places if place[0] in paths})
    return SignalFound(
        id=signal.id,
        title=signal.title,
        count=len(rows),
        share=share,
        units=(),
        evidence=tuple(places[:_MOST_PLACES]),
    )
