"""Views of a priced scenario -> one sentence for each that lies far from the headline."""

from collections.abc import Iterator

import msgspec

from estimator.costing.constants import Constants
from estimator.model.estimate import ScenarioEstimate
from estimator.model.rules import Disagreement, Rulebook


def disagreements(estimate: ScenarioEstimate, rulebook: Rulebook) -> Iterator[str]:
    """Say, for each view over `disagreement.ratio` from the P50, how far it is and why.

    Only views that some rule names are compared: COCOMO and the cap of a split are not.
    """
    if estimate.effort is None or estimate.effort.p50 <= 0:
        return
    limit = Constants(values=rulebook.constants).get("disagreement.ratio")
    for view in estimate.views:
        ratio = view.p50 / estimate.effort.p50
        reason = reason_for(
            view.id,
            ratio,
            size_kloc=estimate.size_kloc,
            language=estimate.source_language,
            rulebook=rulebook,
        )
        if reason is not None:
            apart, side = (ratio, "above") if ratio > 1 else (1 / ratio, "below")
            yield (
                f"{view.title}: {apart:.2g} x {side} the headline (more than {limit:g} x)."
                f" {reason.reason}"
            )


def with_disagreements(estimate: ScenarioEstimate, rulebook: Rulebook) -> ScenarioEstimate:
    """Give the estimate with its disagreements among the warnings."""
    found = tuple(disagreements(estimate, rulebook))
    warnings = (*estimate.warnings, *found)
    return msgspec.structs.replace(estimate, warnings=warnings) if found else estimate


def reason_for(
    view: str, ratio: float, *, size_kloc: float, language: str, rulebook: Rulebook
) -> Disagreement | None:
    """Give the reason of the lowest rank that holds; `ratio` is the view over the headline."""
    limit = Constants(values=rulebook.constants).get("disagreement.ratio")
    found = [
        reason
        for reason in rulebook.disagreements.values()
        if view in reason.views
        and is_apart(reason.side, ratio, limit)
        and is_about(reason, size_kloc, language)
    ]
    return min(found, key=lambda reason: (reason.rank, reason.id), default=None)


def is_apart(side: str, ratio: float, limit: float) -> bool:
    """Say whether a view lies further than `limit` on that side of the headline."""
    return ratio > limit if side == "above" else ratio * limit < 1


def is_about(reason: Disagreement, size_kloc: float, language: str) -> bool:
    """Say whether a disagreement's size and language bounds hold."""
    is_large_enough = reason.at_least_kloc is None or size_kloc >= reason.at_least_kloc
    is_small_enough = reason.at_most_kloc is None or size_kloc <= reason.at_most_kloc
    return reason.language in {"", language} and is_large_enough and is_small_enough
