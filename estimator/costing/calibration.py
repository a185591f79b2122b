"""A team's own finished ports -> C of each direction, and how far off the prices were."""

import math
from collections.abc import Iterable, Iterator, Mapping, Sequence
from statistics import median

from estimator.costing.constants import Constants
from estimator.costing.drivers import PortInputs
from estimator.costing.wholeport import whole_port
from estimator.model.percent import percent
from estimator.model.records import (
    Calibration,
    CalibrationReport,
    DirectionFit,
    Errors,
    OwnPorts,
    Record,
    RecordError,
)
from estimator.model.rules import Rulebook

_WHOLE_PORT = "whole-port"


def fitted(ports: int, sum_ln: float, *, shrinkage: float) -> Calibration:
    """Give C = exp(n / (n + shrinkage) x mean ln(actual / P50)); cost model, section 2.

    Without a port C is exactly 1. `shrinkage` is in ports.
    """
    if ports == 0:
        return Calibration()
    mean = sum_ln / ports
    value = math.exp(ports / (ports + shrinkage) * mean)
    return Calibration(
        value=value,
        ports=ports,
        mean_ln=mean,
        formula=f"exp({ports}/({ports} + {shrinkage:g}) x {mean:.4g}) = {value:.4g}",
    )


def ln_error(record: Record) -> float:
    """Give ln(actual / P50 at C = 1) of a finished port; above 0: it took longer."""
    return math.log(record.actual_em / record.p50_em)


def own_ports(records: Iterable[Record]) -> Mapping[str, OwnPorts]:
    """Reduce finished ports to what a price needs of them, by scenario."""
    found: dict[str, list[Record]] = {}
    for record in records:
        found.setdefault(record.scenario.value, []).append(record)
    return {
        scenario: OwnPorts(
            ports=len(found[scenario]),
            sum_ln=math.fsum(map(ln_error, found[scenario])),
            rulebooks=tuple(sorted({record.rulebook for record in found[scenario]})),
        )
        for scenario in sorted(found)
    }


def calibrations(sums: Mapping[str, OwnPorts], rulebook: Rulebook) -> Mapping[str, Calibration]:
    """Give C by scenario. Scenarios of one direction share their ports, and so their C.

    Raises RuleFileError when the rulebook lacks the constant of the shrinkage.
    """
    shrinkage = Constants(values=rulebook.constants).get("calibration.shrinkage")
    found: dict[str, Calibration] = {}
    for scenario in sorted(rulebook.scenarios):
        kin = [sums[key] for key in _same_direction(scenario, rulebook) if key in sums]
        fit = fitted(
            sum(one.ports for one in kin),
            math.fsum(one.sum_ln for one in kin),
            shrinkage=shrinkage,
        )
        has_other = any({*one.rulebooks} - {rulebook.digest} for one in kin)
        found[scenario] = Calibration(
            value=fit.value,
            ports=fit.ports,
            mean_ln=fit.mean_ln,
            formula=fit.formula,
            other_rules=has_other,
        )
    return found


def calibration_report(records: Sequence[Record], rulebook: Rulebook) -> CalibrationReport:
    """Compare finished ports with their prices before and after calibration, by direction.

    Raises RuleFileError when the rulebook lacks a constant.
    """
    fits = calibrations(own_ports(records), rulebook)
    directions = tuple(
        _direction(key, fits[key], _of_direction(key, records, rulebook), rulebook)
        for key, scenario in sorted(rulebook.scenarios.items())
        if scenario.kind == _WHOLE_PORT
    )
    return CalibrationReport(
        rulebook_digest=rulebook.digest,
        directions=directions,
        notes=tuple(_notes(records, rulebook)),
    )


def _same_direction(scenario: str, rulebook: Rulebook) -> Iterator[str]:
    own = rulebook.scenarios[scenario]
    for key, other in sorted(rulebook.scenarios.items()):
        if (other.source_language, other.target_language) == (
            own.source_language,
            own.target_language,
        ):
            yield key


def _of_direction(direction: str, records: Sequence[Record], rulebook: Rulebook) -> list[Record]:
    kin = set(_same_direction(direction, rulebook))
    return sorted((one for one in records if one.scenario in kin), key=lambda one: one.id)


def _direction(
    direction: str, fit: Calibration, records: Sequence[Record], rulebook: Rulebook
) -> DirectionFit:
    constants = Constants(values=rulebook.constants)
    size = constants.get("size.reference")
    before = [ln_error(record) for record in records]
    after = [error - math.log(fit.value) for error in before]
    left_out = _left_out(before, constants)
    prices = [
        whole_port(size, PortInputs(calibration=value), scenario=direction, rulebook=rulebook).p50
        for value in (1.0, fit.value)
    ]
    return DirectionFit(
        direction=direction,
        calibration=fit,
        before=_errors(before),
        after=_errors(after),
        left_out=_errors(left_out),
        reference_kloc=size,
        reference_before=prices[0],
        reference_after=prices[1],
        rows=tuple(
            _row(record, fit, math.exp(left_out[index]) if left_out else None, rulebook)
            for index, record in enumerate(records)
        ),
    )


def _left_out(errors: Sequence[float], constants: Constants) -> list[float]:
    """Give each port's error at the C of the others; nothing when they are too few."""
    if len(errors) < constants.get("calibration.leave-one-out-from"):
        return []
    shrinkage = constants.get("calibration.shrinkage")
    total = math.fsum(errors)
    others = [fitted(len(errors) - 1, total - error, shrinkage=shrinkage) for error in errors]
    return [error - math.log(fit.value) for error, fit in zip(errors, others, strict=True)]


def _errors(errors: Sequence[float]) -> Errors | None:
    if not errors:
        return None
    return Errors(
        bias=math.exp(math.fsum(errors) / len(errors)),
        spread=math.sqrt(math.fsum(error * error for error in errors) / len(errors)),
        median_factor=math.exp(median(map(abs, errors))),
    )


def _row(
    record: Record, fit: Calibration, left_out: float | None, rulebook: Rulebook
) -> RecordError:
    before = record.actual_em / record.p50_em
    return RecordError(
        id=record.id,
        scenario=record.scenario.value,
        size_kloc=record.size_kloc,
        p50_em=record.p50_em,
        actual_em=record.actual_em,
        measured_by=record.measured_by.value,
        before=before,
        after=before / fit.value,
        left_out=left_out,
        has_other_rules=record.rulebook != rulebook.digest,
    )


def _notes(records: Sequence[Record], rulebook: Rulebook) -> Iterator[str]:
    shrinkage = Constants(values=rulebook.constants).get("calibration.shrinkage")
    believed = [percent(ports / (ports + shrinkage)) for ports in (1, 1 + 1)]
    yield (
        "Only a team's own finished ports change the level: the public ports' own mean errors are"
        " within chance and are not applied."
    )
    yield (
        f"One or two ports hardly move it: {believed[0]} and {believed[1]} of their mean error is"
        f" believed, n/(n + {shrinkage:g}) of it with n ports (judgement)."
    )
    yield (
        "C moves every quantile alike; the range stays as wide as real ports were. Ports of a"
        " whole repository and of hot paths in the same direction share one C."
    )
    stale = sorted(record.id for record in records if record.rulebook != rulebook.digest)
    if stale:
        named = ", ".join(stale)
        yield f"Priced by other rules than those of now, so estimate them again: {named}."
