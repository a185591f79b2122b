"""A priced scenario -> second estimates by other methods, printed beside the headline."""

import math
from collections.abc import Mapping

from estimator.costing.constants import Constants
from estimator.costing.hotpaths import Split
from estimator.model.estimate import Line, View
from estimator.model.percent import percent
from estimator.model.rules import Finding

OWN_WORDS = ("borrow", "tokio")
"""Groups that the document names: ownership, and what is shaped by Tokio."""


def document_view(
    scenario: str, times: float, constants: Constants, *, note: str
) -> tuple[View, ...]:
    """Give the document's rule as written, EM: low, center (geometric), high, each x `times`.

    No driver moves it. Empty where the document has no rule; cost model, section 3.
    """
    if not constants.has(f"document.{scenario}.low"):
        return ()
    low = constants.get(f"document.{scenario}.low") * times
    high = constants.get(f"document.{scenario}.high") * times
    return (
        View(
            id="document",
            title="The document's rule as written",
            low=low,
            p50=math.sqrt(low * high),
            high=high,
            note=note,
        ),
    )


def strict_reading(lines: tuple[Line, ...], findings: tuple[Finding, ...], p50: float) -> str:
    """Say how much of the P50 the document's own words cover, "" when nothing is attributed.

    Ownership and Tokio are its words; types and wire formats are what else the ledger holds.
    """
    group: Mapping[str, str] = {
        finding.rule.id: finding.rule.ledger.group
        for finding in findings
        if finding.rule.ledger is not None
    }
    attributed = [line for line in lines if line.rule in group]
    if not attributed or p50 <= 0:
        return ""
    own = math.fsum(line.effort for line in attributed if group[line.rule] in OWN_WORDS)
    every = math.fsum(line.effort for line in attributed)
    return (
        f"Read strictly, ownership and Tokio alone are {percent(own / p50)} of this P50, with types"
        f" and wire formats {percent(every / p50)}."
    )


def cap_views(split: Split) -> tuple[View, ...]:
    """Give both figures where the cap bites: the paths alone, and the whole port."""
    if not split.is_capped:
        return ()
    return (
        View(
            id="uncapped",
            title="The paths alone, before the cap",
            low=split.uncapped.p10,
            p50=split.uncapped.p50,
            high=split.uncapped.p90,
            note="P10 and P90; dearer than porting everything, so it is not the price",
        ),
        View(
            id="whole-port",
            title="The whole port, which caps the split",
            low=split.cap.p10,
            p50=split.cap.p50,
            high=split.cap.p90,
            note="P10 and P90, with this repository's ledger, dependencies and units",
        ),
    )
