"""A whole port's size -> what other ports of that size cost, and what line counters print."""

import math
import statistics
from collections.abc import Iterable

from estimator.costing.constants import Constants
from estimator.costing.size import size_factor, to_kloc
from estimator.model.estimate import View
from estimator.model.rules import Port, Rulebook
from estimator.model.source import Value


class Reference(Value, frozen=True, kw_only=True):
    """A port in the statistics, against the size law."""

    name: str
    size_kloc: float
    effort: float
    """EM."""
    ratio: float
    """Actual effort over the size law at its size."""


def port_views(size_kloc: float, scenario: str, rulebook: Rulebook) -> tuple[View, ...]:
    """Give the reference class and COCOMO for a whole port of this size, EM."""
    return (
        *reference_class(size_kloc, scenario, rulebook),
        cocomo_view(size_kloc, scenario, rulebook),
    )


def reference_class(size_kloc: float, scenario: str, rulebook: Rulebook) -> tuple[View, ...]:
    """Give what the nearest ports say, EM: quantiles of actual over size law, at this size.

    Nearest by |ln size| within the direction; empty where no port of it is in the statistics.
    """
    constants = Constants(values=rulebook.constants)
    count = int(constants.get("nearest-ports.count"))
    near = nearest(size_kloc, references(rulebook.ports.values(), scenario, constants), count)
    if not near:
        return ()
    law = law_at(size_kloc, scenario, constants)
    ratios = sorted(one.ratio for one in near)
    low, high = constants.get("nearest-ports.low"), constants.get("nearest-ports.high")
    names = ", ".join(f"{one.name} ({one.size_kloc:.3g} kLoC)" for one in near)
    return (
        View(
            id="reference-class",
            title=f"The {len(near)} ports nearest in size",
            low=law * quantile(ratios, low),
            p50=statistics.median(ratios) * law,
            high=law * quantile(ratios, high),
            note=f"Their actual effort over the size law, at this size: {names}.",
        ),
    )


def cocomo_view(size_kloc: float, scenario: str, rulebook: Rulebook) -> View:
    """Give basic COCOMO in organic mode, EM: 2.4 KLoC^1.05 (Boehm 1981), and its known error."""
    constants = Constants(values=rulebook.constants)
    value = cocomo(size_kloc, constants)
    known = references(rulebook.ports.values(), scenario, constants)
    errors = [math.log(cocomo(one.size_kloc, constants) / one.effort) for one in known]
    wrong = (
        f"; on the {len(errors)} finished ports of this direction it was"
        f" {math.exp(statistics.fmean(errors)):.2g} x too high"
        if errors
        else ""
    )
    return View(
        id="cocomo",
        title="Basic COCOMO",
        low=value,
        p50=value,
        high=value,
        note=f"What line counters print, for writing code anew{wrong}.",
    )


def cocomo(size_kloc: float, constants: Constants) -> float:
    """Give factor x KLoC^exponent, EM."""
    return float(constants.get("cocomo.factor") * size_kloc ** constants.get("cocomo.exponent"))


def law_at(size_kloc: float, scenario: str, constants: Constants) -> float:
    """Give A x size(L), EM: the law by lines alone."""
    return constants.get(f"anchor.{scenario}") * size_factor(size_kloc, constants)


def references(ports: Iterable[Port], scenario: str, constants: Constants) -> tuple[Reference, ...]:
    """Give the ports of a direction that are in the statistics, by id order of `ports`."""
    found: list[Reference] = []
    for port in ports:
        usable = port.in_statistics and port.direction == scenario
        if usable and port.product_lines is not None and port.effort is not None:
            size = to_kloc(port.product_lines, constants)
            ratio = port.effort / law_at(size, scenario, constants)
            found.append(Reference(name=port.name, size_kloc=size, effort=port.effort, ratio=ratio))
    return tuple(found)


def nearest(
    size_kloc: float, candidates: tuple[Reference, ...], count: int
) -> tuple[Reference, ...]:
    """Give the `count` candidates nearest by |ln size|, nearest first, ties by name."""

    def distance(one: Reference) -> tuple[float, str]:
        return abs(math.log(one.size_kloc / size_kloc)), one.name

    return tuple(sorted(candidates, key=distance)[:count])


def quantile(ordered: list[float], share: float) -> float:
    """Give a quantile of sorted values, interpolated linearly between neighbors."""
    place = share * (len(ordered) - 1)
    below = math.floor(place)
    above = min(below + 1, len(ordered) - 1)
    return ordered[below] + (place - below) * (ordered[above] - ordered[below])
