"""The range that each constant of the formula may be set to: no rule file breaks the sums."""

import math
from collections.abc import Iterator, Mapping

LARGEST_G = 0.7
"""Above it, effort would fall as code grows at a fixed ledger (g < 0.75 / 1.03 is needed)."""

_TINY = 1e-6
_LARGE = 1e6
_BOUNDS: tuple[tuple[str, float, float], ...] = (
    ("boundary.", 0.0, _LARGE),
    ("cocomo.exponent", _TINY, 2.0),
    ("coverage.minimum", 0.0, 1.0),
    ("crosswalk.warning-ratio", 1.0, 100.0),
    ("dependencies.exponent", 0.0, 1.0),
    ("dependencies.reference-exponent.", 0.0, 2.0),
    ("disagreement.ratio", 1.0, 100.0),
    ("driver.clamp-high", 1.0, 100.0),
    ("driver.clamp-low", 0.01, 1.0),
    ("hot-path.assumed-items", 0.0, _LARGE),
    ("hot-path.shown-paths", 1.0, 20.0),
    ("interval.sigma", _TINY, 3.0),
    ("interval.slope", 0.0, 1.0),
    ("invariants.exponent.", 0.0, LARGEST_G),
    ("invariants.reference-exponent.", 0.0, 2.0),
    ("nearest-ports.count", 1.0, 100.0),
    ("nearest-ports.high", 0.5, 1.0),
    ("nearest-ports.low", 0.0, 0.5),
    ("plan.risks.shown", 0.0, 100.0),
    ("plan.unit.dominates", 0.0, 1.0),
    ("plan.wave.least-hours", 0.0, _LARGE),
    ("plan.waves.most", 7.0, 100.0),
    ("quantile.", -5.0, 5.0),
    ("reference-class.", 0.0, _LARGE),
    ("sensitivity.paths.", 1.0, 20.0),
    ("size.exponent", _TINY, 2.0),
    ("spread.exponent", 0.0, 1.0),
    ("spread.reference-exponent.", 0.0, 2.0),
    ("toolchain.hours", 0.0, _LARGE),
)
_ORDERED: tuple[tuple[str, str], ...] = (
    ("quantile.p10", "quantile.p50"),
    ("quantile.p50", "quantile.p80"),
    ("quantile.p80", "quantile.p90"),
    ("document.rust-to-go.low", "document.rust-to-go.high"),
    ("document.go-hot-paths-to-rust.low", "document.go-hot-paths-to-rust.high"),
    ("document.build.rust.minutes.low", "document.build.rust.minutes.high"),
    ("document.learning.rust.low", "document.learning.rust.high"),
    ("size.measured-low", "size.measured-high"),
    *(
        (f"sensitivity.{name}.low", f"sensitivity.{name}.high")
        for name in (
            "calibration",
            "declared",
            "dependencies.go-to-rust",
            "dependencies.rust-to-go",
            "invariants.go-to-rust",
            "invariants.rust-to-go",
            "items",
            "llm",
            "path-size",
            "paths",
            "size",
            "spread.go-to-rust",
            "spread.rust-to-go",
        )
    ),
)
"""The first must be smaller than the second."""


def value_fault(identity: str, value: float) -> str:
    """Say what is wrong with a constant's value, "" when nothing is."""
    low, high = next(
        ((low, high) for prefix, low, high in _BOUNDS if identity.startswith(prefix)),
        (_TINY, _LARGE),
    )
    if math.isfinite(value) and low <= value <= high:
        return ""
    return f"must lie between {low:g} and {high:g}, is {value:g}"


def order_faults(values: Mapping[str, float]) -> Iterator[tuple[str, str]]:
    """Yield (constant id, reason) for constants that must be in order and are not."""
    for lower, upper in _ORDERED:
        if lower in values and upper in values and not values[lower] < values[upper]:
            yield upper, f"must be larger than {lower} ({values[lower]:g}), is {values[upper]:g}"
