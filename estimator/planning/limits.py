"""The rulebook's constants about waves -> the limits that a plan is cut by."""

from estimator.errors import RuleFileError
from estimator.model.rules import Rulebook
from estimator.model.source import Value

_LEAST = "plan.wave.least-hours"
_MONTH = "unit.hours-per-month"
_MOST = "plan.waves.most"
_RISKS = "plan.risks.shown"
DOMINATES = "plan.unit.dominates"


class Limits(Value, frozen=True, kw_only=True):
    """How large waves are, how many there are, and what is named in them."""

    least: float
    """EM below which a wave is merged with a neighbor."""
    most: int
    """Waves in a plan."""
    risks: int
    """Ledger entries that a wave names."""
    dominates: float
    """Share of the P50, 0-1, from which one unit is named."""


def limits_of(rulebook: Rulebook) -> Limits:
    """Read the limits. Raises RuleFileError naming the constant that is missing."""
    return Limits(
        least=_constant(rulebook, _LEAST) / _constant(rulebook, _MONTH),
        most=int(_constant(rulebook, _MOST)),
        risks=int(_constant(rulebook, _RISKS)),
        dominates=_constant(rulebook, DOMINATES),
    )


def _constant(rulebook: Rulebook, identity: str) -> float:
    constant = rulebook.constants.get(identity)
    if constant is None:
        raise RuleFileError(
            f"The rulebook has no constant {identity}, which a plan needs",
            hint=f'Add a [[constant]] with id = "{identity}", a value, a unit and a source.',
        )
    return constant.value
