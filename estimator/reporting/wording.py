"""Words that every format shares: names of languages, groups and drivers, standing sentences."""

from collections.abc import Mapping

from estimator.model.estimate import Band, Basis, Effort
from estimator.reporting.numbers import headline_number, people

EM_SENTENCE = (
    "EM is an engineer-month: 19 days of 8 hours. P50 is the middle, not a budget: half of such"
    " ports cost more. P10, P80 and P90 are as far from it as real ports were from this formula;"
    " the document's own band is narrower. Scenarios are alternatives, never added up."
)
CANDIDATES_SENTENCE = (
    "Static candidates, from source alone, not measured, sorted by name. Of 20 such names about 3"
    " carry real CPU in public profiles. A CPU profile of the real workload is the way to know."
)
LINES_SENTENCE = "Lines are neither blank nor comment; test data counts as test."
FAN_SENTENCE = "Fan-in counts the units that use it, fan-out the units it uses."
COUNTS_SENTENCE = "Counts of product code, as written in the source; kLoC is 1,000 product lines."
DAYS_SENTENCE = (
    "Days are judgement: they only split the dependencies line and are never added to EM."
)
DRIVERS_SENTENCE = (
    "Found in files, manifests, build texts and a year of git history. Nothing here multiplies the"
    " price: where the formula covers it, a line of the price does."
)
EXPLAIN_SENTENCE = (
    "shows the sum behind a rule and all its evidence. Instead of a rule: TOTAL, a unit or a file."
)

LANGUAGE_NAMES: Mapping[str, str] = {"go": "Go", "rust": "Rust"}

GROUP_NAMES: Mapping[str, str] = {
    "invariants": "recovering invariants",
    "translate": "translating the code",
    "dependencies": "replacing dependencies",
    "contracts": "keeping contracts",
    "tests": "tests and oracle",
    "performance": "checking performance again",
    "cut-over": "cut-over",
    "core": "porting the hot path",
    "boundary": "building the boundary",
    "toolchain": "setting up the toolchain",
}

FACTOR_NAMES: Mapping[str, str] = {
    "size": "size",
    "invariants": "invariants (I)",
    "dependencies": "dependencies (Q)",
    "spread": "spread (S)",
    "calibration": "calibration (C)",
    "declared": "declared (F)",
    "llm": "LLM assistance",
}

NO_FORMULA = "1"
"""How a driver that has nothing to compute writes its formula; people are spared it."""

BASIS_NAMES: Mapping[Basis, str] = {
    Basis.MEASURED: "measured on this repository",
    Basis.DECLARED: "declared by the team",
    Basis.ASSUMED: "assumed, not measured",
}


def language_name(language: str) -> str:
    """Write a language as people do: ``Go``."""
    return LANGUAGE_NAMES.get(language, language.capitalize())


def group_name(group: str) -> str:
    """Write a group of lines as an activity."""
    return GROUP_NAMES.get(group, group)


def plural(count: float, noun: str) -> str:
    """Write a count with its noun: ``1 cycle``, ``2 days``, ``3 dependencies``."""
    if count == 1:
        return f"1 {noun}"
    takes_ies = noun.endswith("y") and not noun.endswith(("ay", "ey", "oy"))
    ending = f"{noun[:-1]}ies" if takes_ies else f"{noun}s"
    return f"{count:,.0f} {ending}"


def headline_range(effort: Effort) -> str:
    """Write P10 and P90 as coarsely as the sentence's P50: ``2-13``."""
    low, high = (headline_number(end, effort.p50) for end in (effort.p10, effort.p90))
    return f"{low}-{high}"


def headline_band(band: Band, effort: Effort) -> str:
    """Write the document's band as coarsely as the sentence's P50: ``3-9``."""
    low, high = (headline_number(end, effort.p50) for end in (band.low, band.high))
    return f"{low}-{high}"


def band_words(band: Band | None) -> str:
    """Write the document's band with two significant digits, or that it has no rule."""
    return f"{people(band.low)}-{people(band.high)}" if band else "no rule"
