"""Signals x workload rules -> what the repository is for, with how sure that is. Pure."""

from collections.abc import Iterable, Mapping

from estimator.model.advice import SignalFound, WorkloadFound
from estimator.model.advicerules import Workload, WorkloadSignal
from estimator.model.rules import Rulebook

_MOST_PLACES = 5


def find_workloads(signals: Iterable[SignalFound], rulebook: Rulebook) -> tuple[WorkloadFound, ...]:
    """Give the workloads that something speaks for, surest first, then by id.

    Confidence is 1 less the product of what each signal leaves open, 1 - weight, times the same of
    what speaks against it: signals add up, none counts twice, and it stays within 0-1.
    """
    by_id = {signal.id: signal for signal in signals}
    found = []
    for workload in rulebook.workloads.values():
        seen = _speaking(workload.signals, by_id)
        confidence = 1.0 - _left_open(seen)
        confidence *= _left_open(_speaking(workload.against, by_id))
        is_possible = not workload.needs or any(one.signal in workload.needs for one in seen)
        if seen and is_possible and confidence > 0:
            found.append(_found(workload, confidence, [by_id[one.signal] for one in seen]))
    return tuple(sorted(found, key=lambda one: (-one.confidence, one.id)))


def workload_numbers(found: Iterable[WorkloadFound], rulebook: Rulebook) -> Mapping[str, float]:
    """Numbers for conditions: ``workload.codec`` is its confidence, 0 where there is none."""
    numbers = {f"workload.{one.name}": 0.0 for one in rulebook.workloads.values()}
    return numbers | {f"workload.{one.name}": one.confidence for one in found}


def _speaking(
    parts: Iterable[WorkloadSignal], signals: Mapping[str, SignalFound]
) -> list[WorkloadSignal]:
    return [
        part
        for part in parts
        if part.signal in signals and signals[part.signal].share >= part.share
    ]


def _left_open(parts: Iterable[WorkloadSignal]) -> float:
    rest = 1.0
    for part in parts:
        rest *= 1.0 - part.weight
    return rest


def _found(workload: Workload, confidence: float, signals: list[SignalFound]) -> WorkloadFound:
    units = dict.fromkeys(unit for signal in signals for unit in signal.units)
    places = [place for signal in signals for place in signal.evidence[:2]]
    return WorkloadFound(
        id=workload.id,
        name=workload.name,
        title=workload.title,
        pick=workload.pick,
        metal=workload.metal,
        says=workload.says,
        confidence=confidence,
        signals=tuple(signal.title for signal in signals),
        units=tuple(units),
        evidence=tuple(dict.fromkeys(places))[:_MOST_PLACES],
    )
