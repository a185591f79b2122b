"""A P50 and a size -> the quantiles around it, and the document's own band."""

import math

from estimator.costing.constants import Constants
from estimator.model.estimate import Band, Effort


def sigma(size_kloc: float, constants: Constants) -> float:
    """Give the standard deviation of ln(effort) at a size.

    sqrt(0.67^2 + (0.15 ln(max(L, 0.3)/6))^2); cost model, section 3.
    """
    size = max(size_kloc, constants.get("interval.floor"))
    away = constants.get("interval.slope") * math.log(size / constants.get("interval.center"))
    return math.hypot(constants.get("interval.sigma"), away)


def quantiles(p50: float, spread: float, constants: Constants) -> Effort:
    """Give P_q = P50 x exp(z_q sigma), EM; the evidence view of the cost model, section 3."""

    def at(quantile: str) -> float:
        return p50 * math.exp(constants.get(f"quantile.{quantile}") * spread)

    return Effort(p10=at("p10"), p50=at("p50"), p80=at("p80"), p90=at("p90"))


def lower_of(effort: Effort, cap: Effort) -> Effort:
    """Cap each quantile by the other's."""
    return Effort(
        p10=min(effort.p10, cap.p10),
        p50=min(effort.p50, cap.p50),
        p80=min(effort.p80, cap.p80),
        p90=min(effort.p90, cap.p90),
    )


def has_document_rule(scenario: str, constants: Constants) -> bool:
    """Say whether the document prices this scenario."""
    return constants.has(f"document.{scenario}.low")


def document_sigma(scenario: str, constants: Constants) -> float:
    """Give the sd of ln(effort) at which the document's low and high are P10 and P90."""
    low = constants.get(f"document.{scenario}.low")
    high = constants.get(f"document.{scenario}.high")
    width = constants.get("quantile.p90") - constants.get("quantile.p10")
    return math.log(high / low) / width


def document_band(p50: float, scenario: str, constants: Constants) -> Band | None:
    """Give P10 and P90 of the document view around a P50, EM; None without a document rule."""
    if not has_document_rule(scenario, constants):
        return None
    band = quantiles(p50, document_sigma(scenario, constants), constants)
    return Band(low=band.p10, high=band.p90)
