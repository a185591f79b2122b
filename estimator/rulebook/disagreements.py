"""Views of a priced scenario x rules -> one sentence for each view that lies far from the price.

The second matching: on what costing made of the first. Pure.
"""

from collections.abc import Iterable, Iterator

import msgspec

from estimator.errors import RuleFileError
from estimator.model.estimate import ScenarioEstimate
from estimator.model.rules import Disagreement, DisagreementExample, Rulebook

_LIMIT = "disagreement.ratio"


def with_disagreements(estimate: ScenarioEstimate, rulebook: Rulebook) -> ScenarioEstimate:
    """Give the estimate with its disagreements among the warnings."""
    warnings = (*estimate.warnings, *disagreements(estimate, rulebook))
    return msgspec.structs.replace(estimate, warnings=warnings)


def disagreements(estimate: ScenarioEstimate, rulebook: Rulebook) -> Iterator[str]:
    """Say, for each view over `disagreement.ratio` from the P50, how far it is and why.

    Only views that some rule names are compared: COCOMO and the cap of a split are not.
    """
    if estimate.effort is None or estimate.effort.p50 <= 0:
        return
    for view in estimate.views:
        ratio = view.p50 / estimate.effort.p50
        seen = DisagreementExample(
            view=view.id,
            ratio=ratio,
            size_kloc=estimate.size_kloc,
            language=estimate.source_language,
            speaks=True,
        )
        reason = reason_for(seen, rulebook)
        if reason is not None:
            apart = f"{ratio:.2g} x above" if ratio > 1 else f"{1 / ratio:.2g} x below"
            yield f"{view.title}: {apart} the headline. {reason.reason}"


def reason_for(seen: DisagreementExample, rulebook: Rulebook) -> Disagreement | None:
    """Give the reason of the lowest rank that holds, None where nothing is far apart."""
    limit = limit_of(rulebook)
    holding = [one for one in rulebook.disagreements.values() if holds_for(one, seen, limit)]
    return min(holding, key=lambda one: (one.rank, one.id), default=None)


def holds_for(reason: Disagreement, seen: DisagreementExample, limit: float) -> bool:
    """Say whether a view lies further than `limit` on that side, at that size and language."""
    is_apart = seen.ratio > limit if reason.side == "above" else seen.ratio * limit < 1
    is_large_enough = reason.at_least_kloc is None or seen.size_kloc >= reason.at_least_kloc
    is_small_enough = reason.at_most_kloc is None or seen.size_kloc <= reason.at_most_kloc
    is_there = seen.view in reason.views and reason.language in {"", seen.language}
    return is_there and is_apart and is_large_enough and is_small_enough


def wrong_examples(
    rulebook: Rulebook, reasons: Iterable[Disagreement]
) -> Iterator[tuple[str, int]]:
    """Yield (id, 1-based place) of every worked case of these reasons that comes out wrong."""
    limit = limit_of(rulebook)
    for reason in reasons:
        for index, example in enumerate(reason.example):
            if holds_for(reason, example, limit) != example.speaks:
                yield reason.id, index + 1


def limit_of(rulebook: Rulebook) -> float:
    """Give the ratio above which a view disagrees; raises RuleFileError when it is missing."""
    constant = rulebook.constants.get(_LIMIT)
    if constant is None:
        raise RuleFileError(
            f"The rulebook has no constant {_LIMIT}, which views are compared by",
            hint=f'Add a [[constant]] with id = "{_LIMIT}", a value, a unit and a source.',
        )
    return constant.value
