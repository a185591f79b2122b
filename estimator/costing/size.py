"""Lines -> kLoC, and the size law: what a port of that size costs relative to the reference."""

from estimator.costing.constants import Constants
from estimator.model.estimate import Factor


def to_kloc(lines: float, constants: Constants) -> float:
    """Convert lines of code to kLoC."""
    return lines / constants.get("unit.lines-per-kloc")


def size_factor(size_kloc: float, constants: Constants) -> float:
    """Give (L/30)^0.75 up to 50 kLoC, above it (50/30)^0.75 x (L/50); cost model, section 2."""
    limit = constants.get("size.limit")
    within = min(size_kloc, limit) / constants.get("size.reference")
    beyond = max(size_kloc, limit) / limit
    return float(
        within ** constants.get("size.exponent") * beyond ** constants.get("size.exponent-above")
    )


def size_driver(size_kloc: float, constants: Constants) -> Factor:
    """Give the size law as a factor with its formula filled in."""
    value = size_factor(size_kloc, constants)
    reference = constants.get("size.reference")
    limit = constants.get("size.limit")
    exponent = constants.get("size.exponent")
    within = f"({min(size_kloc, limit):.4g}/{reference:g})^{exponent:g}"
    above = constants.get("size.exponent-above")
    beyond = f" x ({size_kloc:.4g}/{limit:g})^{above:g}" if size_kloc > limit else ""
    return Factor(
        id="size",
        value=value,
        input=size_kloc,
        reference=reference,
        formula=f"{within}{beyond} = {value:.4g}",
        note="kLoC of hand-written product code",
    )
