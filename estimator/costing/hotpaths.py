"""Hot paths behind a boundary -> the effort of the split, capped by the whole port."""

import math

from estimator.costing.constants import Constants
from estimator.costing.drivers import PortInputs
from estimator.costing.uncertainty import lower_of, quantiles, sigma
from estimator.costing.wholeport import whole_port
from estimator.model.estimate import Effort
from estimator.model.rules import Rulebook
from estimator.model.source import Value


class HotPathSize(Value, frozen=True, kw_only=True):
    """One path that moves: its own lines and what crosses its boundary."""

    size_kloc: float
    items: float | None = None
    """Functions and types that cross; None: the assumed number."""


class SplitPart(Value, frozen=True, kw_only=True):
    """One part of a split: a path's core, its boundary, or the toolchain."""

    group: str
    """core, boundary or toolchain."""
    path: int
    """Index of the path; for the toolchain 0."""
    constant: str
    """Id of the constant that it rests on most."""
    count: float | None
    """kLoC of the core, items of the boundary."""
    effort: float
    """P50, EM, scaled when the cap bites."""


class Split(Value, frozen=True, kw_only=True):
    """The price of moving paths, after the cap."""

    size_kloc: float
    """Sum over the paths."""
    effort: Effort
    uncapped: Effort
    """What the parts sum to before the cap."""
    cap: Effort
    """The whole port."""
    sigma: float
    """Of ln(effort): that of the whole port when the cap bites."""
    is_capped: bool
    """Any quantile is lower than the uncapped one."""
    parts: tuple[SplitPart, ...]
    """Sum to the P50."""


class SplitTerms(Value, frozen=True, kw_only=True):
    """What the paths move out of, and how."""

    whole_kloc: float
    """Product code of the whole repository."""
    inputs: PortInputs
    """Of the whole repository: the cap uses its drivers; core uses C, F and LLM only."""
    port_scenario: str
    """The whole port in the same direction: ``go-to-rust``."""
    form: str = "sidecar"
    """sidecar or library."""
    has_toolchain: bool = False
    """The repository builds the target language already."""


def split(paths: tuple[HotPathSize, ...], terms: SplitTerms, *, rulebook: Rulebook) -> Split:
    """Price paths behind a boundary: core + boundary + toolchain, capped; cost model, section 4."""
    constants = Constants(values=rulebook.constants)
    parts = _parts(paths, terms, rulebook)
    size = math.fsum(path.size_kloc for path in paths)
    spread = sigma(size, constants)
    uncapped = quantiles(math.fsum(part.effort for part in parts), spread, constants)
    whole = whole_port(
        terms.whole_kloc, terms.inputs, scenario=terms.port_scenario, rulebook=rulebook
    )
    effort = lower_of(uncapped, whole.effort)
    scale = effort.p50 / uncapped.p50 if uncapped.p50 > 0 else 1.0
    return Split(
        size_kloc=size,
        effort=effort,
        uncapped=uncapped,
        cap=whole.effort,
        sigma=whole.sigma if effort.p50 < uncapped.p50 else spread,
        is_capped=effort != uncapped,
        parts=tuple(_scaled(part, scale) for part in parts),
    )


def _parts(
    paths: tuple[HotPathSize, ...], terms: SplitTerms, rulebook: Rulebook
) -> tuple[SplitPart, ...]:
    constants = Constants(values=rulebook.constants)
    parts = []
    for index, path in enumerate(paths):
        parts.append(_core(index, path, terms, rulebook))
        parts.append(_boundary(index, path, terms, constants))
    parts.append(_toolchain(terms, constants))
    return tuple(parts)


def _core(index: int, path: HotPathSize, terms: SplitTerms, rulebook: Rulebook) -> SplitPart:
    """Price the path's lines by the whole-port formula at their size, with I = Q = S = 1."""
    declared = PortInputs(
        calibration=terms.inputs.calibration,
        own_ports=terms.inputs.own_ports,
        calibration_formula=terms.inputs.calibration_formula,
        declared=terms.inputs.declared,
        llm=terms.inputs.llm,
    )
    core = whole_port(path.size_kloc, declared, scenario=terms.port_scenario, rulebook=rulebook)
    return SplitPart(
        group="core",
        path=index,
        constant=f"anchor.{terms.port_scenario}",
        count=path.size_kloc,
        effort=core.p50,
    )


def _boundary(index: int, path: HotPathSize, terms: SplitTerms, constants: Constants) -> SplitPart:
    return SplitPart(
        group="boundary",
        path=index,
        constant=f"boundary.{terms.form}.fixed",
        count=_items(path, constants),
        effort=boundary_months(path, terms, constants),
    )


def boundary_months(path: HotPathSize, terms: SplitTerms, constants: Constants) -> float:
    """Give the boundary of one path, EM: fixed + item x items; cost model, section 4."""
    fixed = constants.get(f"boundary.{terms.form}.fixed")
    hours = fixed + constants.get(f"boundary.{terms.form}.item") * _items(path, constants)
    return _months(hours, terms, constants)


def _items(path: HotPathSize, constants: Constants) -> float:
    return constants.get("hot-path.assumed-items") if path.items is None else path.items


def _toolchain(terms: SplitTerms, constants: Constants) -> SplitPart:
    return SplitPart(
        group="toolchain",
        path=0,
        constant="toolchain.hours",
        count=None,
        effort=toolchain_months(terms, constants),
    )


def toolchain_months(terms: SplitTerms, constants: Constants) -> float:
    """Give the second toolchain, EM, paid once; 0 where the repository has it already."""
    hours = 0.0 if terms.has_toolchain else constants.get("toolchain.hours")
    return _months(hours, terms, constants)


def _months(hours: float, terms: SplitTerms, constants: Constants) -> float:
    months = hours / constants.get("unit.hours-per-month")
    return months * terms.inputs.calibration * terms.inputs.declared


def _scaled(part: SplitPart, scale: float) -> SplitPart:
    return SplitPart(
        group=part.group,
        path=part.path,
        constant=part.constant,
        count=part.count,
        effort=part.effort * scale,
    )
