"""The dependencies line of a whole port -> its parts by package, weighted by crosswalk days."""

import math
from collections.abc import Iterator
from statistics import median

from estimator.costing.constants import Constants
from estimator.costing.subject import Subject
from estimator.costing.wholeport import PortLine, WholePort
from estimator.model.crosswalk import CrossedDependency
from estimator.model.estimate import Line


def package_lines(part: PortLine, subject: Subject, constants: Constants) -> tuple[Line, ...]:
    """Split the line over the packages, dearest first; cost model, section 7.

    The weight of a package is its likely days; the efforts sum to the line. Empty where there is
    nothing to split by: no package, or none that is priced here.
    """
    weights = _weights(subject.crossed)
    whole = math.fsum(weights.values())
    if whole <= 0:
        return ()
    ordered = sorted(
        subject.crossed, key=lambda one: (-weights[one.name], -one.import_sites, one.name)
    )
    return tuple(
        _package_line(one, part, part.effort * (weights[one.name] / whole), constants)
        for one in ordered
    )


def days_warnings(port: WholePort, subject: Subject, constants: Constants) -> Iterator[str]:
    """Warn where the crosswalk days of all packages are far above the line that they split."""
    known = [one.days.likely for one in subject.crossed if one.days]
    hours = math.fsum(known) * constants.get("unit.hours-per-day")
    effort = hours / constants.get("unit.hours-per-month")
    line = math.fsum(
        one.effort for one in port.lines if one.rule.line and one.rule.line.driver == "dependencies"
    )
    limit = constants.get("crosswalk.warning-ratio")
    if effort > limit * line:
        yield (
            f"The crosswalk's days of the known dependencies sum to {math.fsum(known):.3g}"
            f" ({effort:.2g} EM), over {limit:g} times the {line:.2g} EM of the dependencies line."
            " They are judgement and only split that line; the dependencies may cost more than it"
            " says."
        )


def _weights(crossed: tuple[CrossedDependency, ...]) -> dict[str, float]:
    """Give likely days by name; a package without an entry weighs the median of the others."""
    priced = [one.days.likely for one in crossed if one.days and one.days.likely > 0]
    usual = median(priced) if priced else 1.0
    return {one.name: one.days.likely if one.days else usual for one in crossed}


def _package_line(
    one: CrossedDependency, part: PortLine, effort: float, constants: Constants
) -> Line:
    return Line(
        rule=part.rule.id,
        title=one.name,
        group=part.rule.name,
        effort=effort,
        hours=effort * constants.get("unit.hours-per-month"),
        count=one.import_sites,
        counted="import sites",
        package=one.name,
    )
