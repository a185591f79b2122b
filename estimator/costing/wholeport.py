"""A size and its inputs -> the P50 of a whole port, as the lines that sum to it."""

import math
from collections.abc import Mapping

from estimator.costing.constants import Constants
from estimator.costing.drivers import (
    PortInputs,
    dependencies_driver,
    invariants_driver,
    multiplier,
    spread_driver,
)
from estimator.costing.size import size_driver
from estimator.costing.uncertainty import quantiles, sigma
from estimator.errors import RuleFileError
from estimator.model.estimate import Effort, Factor
from estimator.model.rules import LineShare, Rule, Rulebook, Status
from estimator.model.source import Value


class PortLine(Value, frozen=True, kw_only=True):
    """One of the lines of a whole port, before it is explained by findings."""

    rule: Rule
    effort: float
    """P50, EM."""


class WholePort(Value, frozen=True, kw_only=True):
    """The P50 of a whole port and all that it is made of."""

    size_kloc: float
    p50: float
    """EM; exactly the sum of the lines."""
    sigma: float
    """Of ln(effort)."""
    effort: Effort
    lines: tuple[PortLine, ...]
    factors: tuple[Factor, ...]


def whole_port(
    size_kloc: float, inputs: PortInputs, *, scenario: str, rulebook: Rulebook
) -> WholePort:
    """Price a whole port: line = A x size(L) x C x F x share x driver; cost model, section 2.

    `scenario` names the direction (``rust-to-go``). Raises RuleFileError for a missing constant.
    """
    constants = Constants(values=rulebook.constants)
    factors = _factors(size_kloc, inputs, scenario, constants)
    value = {factor.id: factor.value for factor in factors}
    base = (
        constants.get(f"anchor.{scenario}")
        * value["size"]
        * value["calibration"]
        * value["declared"]
    )
    lines = tuple(
        PortLine(rule=rule, effort=base * share.share * _moved(share, value))
        for rule, share in line_rules(scenario, rulebook)
    )
    p50 = math.fsum(line.effort for line in lines)
    spread = sigma(size_kloc, constants)
    return WholePort(
        size_kloc=size_kloc,
        p50=p50,
        sigma=spread,
        effort=quantiles(p50, spread, constants),
        lines=lines,
        factors=factors,
    )


def line_rules(scenario: str, rulebook: Rulebook) -> tuple[tuple[Rule, LineShare], ...]:
    """Give the lines of a scenario with their shares, by rank and id."""
    found = [
        (rule, rule.line)
        for rule in rulebook.rules.values()
        if rule.scenario == scenario and rule.line and rule.status != Status.RETIRED
    ]
    if not found:
        raise RuleFileError(
            f"The rulebook has no lines for the scenario {scenario}",
            hint="Add rules with `line = { share = ..., driver = ..., rank = ... }`.",
        )
    return tuple(sorted(found, key=lambda pair: (pair[1].rank, pair[0].id)))


def _moved(share: LineShare, value: Mapping[str, float]) -> float:
    return 1.0 if share.driver == "none" else value[share.driver]


def _factors(
    size_kloc: float, inputs: PortInputs, scenario: str, constants: Constants
) -> tuple[Factor, ...]:
    return (
        size_driver(size_kloc, constants),
        invariants_driver(inputs.ledger_hours, size_kloc, scenario, constants),
        dependencies_driver(inputs.dependencies, size_kloc, scenario, constants),
        spread_driver(inputs.units, size_kloc, scenario, constants),
        *declared_factors(inputs),
    )


def declared_factors(inputs: PortInputs) -> tuple[Factor, ...]:
    """Give the factors that people declare: calibration, declared and llm."""
    return (
        _calibration(inputs),
        multiplier("declared", inputs.declared, "product of the declared factors"),
        multiplier("llm", inputs.llm, "acts on the translate line only, and only with an oracle"),
    )


def _calibration(inputs: PortInputs) -> Factor:
    """Give C with n as its input."""
    plain = multiplier("calibration", inputs.calibration, "from the team's own finished ports")
    if not inputs.own_ports:
        return plain
    return Factor(
        id=plain.id,
        value=plain.value,
        input=float(inputs.own_ports),
        reference=None,
        formula=inputs.calibration_formula,
        note=f"{plain.note}, n = {inputs.own_ports}",
    )
