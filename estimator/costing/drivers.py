"""What was counted, against services of the same size -> the factor on a line."""

from estimator.costing.constants import Constants
from estimator.model.estimate import Factor
from estimator.model.source import Value


class PortInputs(Value, frozen=True, kw_only=True):
    """What a whole port rests on besides its size. None: not counted, so its factor is 1."""

    ledger_hours: float | None = None
    """h: each x n summed over the whole ledger, hours."""
    dependencies: float | None = None
    """D: direct external packages of product code."""
    units: float | None = None
    """U: crates, or folders with a product Go file."""
    calibration: float = 1.0
    """C."""
    own_ports: int = 0
    """n: finished ports that C was fitted on."""
    calibration_formula: str = ""
    """C with the numbers filled in; "" means that nothing was fitted."""
    declared: float = 1.0
    """F."""
    llm: float = 1.0
    """Acts on the translate line."""


def invariants_driver(
    ledger_hours: float | None, size_kloc: float, scenario: str, constants: Constants
) -> Factor:
    """Give I = clamp(h / h_ref(L), 1/4, 4)^g; cost model, section 2."""
    usual = reference("invariants", size_kloc, scenario, constants)
    exponent = constants.get(f"invariants.exponent.{scenario}")
    return _driver("invariants", ledger_hours, usual, exponent, constants)


def dependencies_driver(
    dependencies: float | None, size_kloc: float, scenario: str, constants: Constants
) -> Factor:
    """Give Q = clamp(D / D_ref(L), 1/4, 4)^0.5; cost model, section 2."""
    usual = reference("dependencies", size_kloc, scenario, constants)
    exponent = constants.get("dependencies.exponent")
    return _driver("dependencies", dependencies, usual, exponent, constants)


def spread_driver(
    units: float | None, size_kloc: float, scenario: str, constants: Constants
) -> Factor:
    """Give S = clamp(U / U_ref(L), 1/4, 4)^0.5; cost model, section 2."""
    usual = reference("spread", size_kloc, scenario, constants)
    return _driver("spread", units, usual, constants.get("spread.exponent"), constants)


def reference(driver: str, size_kloc: float, scenario: str, constants: Constants) -> float:
    """Give what services of this size have: factor x L^exponent, in the driver's own unit."""
    factor = constants.get(f"{driver}.reference.{scenario}")
    exponent = constants.get(f"{driver}.reference-exponent.{scenario}")
    return float(factor * size_kloc**exponent)


def multiplier(identity: str, value: float, note: str) -> Factor:
    """Give a declared multiplier as a factor."""
    return Factor(
        id=identity,
        value=value,
        input=None,
        reference=None,
        formula=f"{value:.4g}",
        note=note,
    )


def _driver(
    driver: str, value: float | None, usual: float, exponent: float, constants: Constants
) -> Factor:
    if value is None or usual <= 0:
        return Factor(
            id=driver,
            value=1.0,
            input=value,
            reference=usual,
            formula="1",
            note="not counted, so the factor is 1",
        )
    low, high = constants.get("driver.clamp-low"), constants.get("driver.clamp-high")
    ratio = min(max(value / usual, low), high)
    effect = float(ratio**exponent)
    return Factor(
        id=driver,
        value=effect,
        input=value,
        reference=usual,
        formula=f"clamp({value:.4g}/{usual:.4g}, {low:g}, {high:g})^{exponent:g} = {effect:.4g}",
        note="against services of the same size",
    )
