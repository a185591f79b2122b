"""Stages of a plan x counts -> the stages of one kind of scenario, with the texts that hold. Pure.

The fourth matching: on the counts of the repository, for the criteria of a plan.
"""

from collections.abc import Mapping

from msgspec.structs import replace

from estimator.errors import RuleFileError
from estimator.model.planrules import Stage, StageText
from estimator.model.rules import Rulebook
from estimator.rulebook.match import holds


def stages_for(rulebook: Rulebook, kind: str, counts: Mapping[str, float]) -> tuple[Stage, ...]:
    """Give the stages of a kind by rank and id, with the texts whose condition holds.

    A count that is not there is 0. Raises RuleFileError where the rulebook has no such stage.
    """
    found = [stage for stage in rulebook.stages.values() if stage.kind == kind]
    if not found:
        raise RuleFileError(
            f"The rulebook has no stages of a plan for scenarios of kind {kind}",
            hint=f'Add [[stage]] entries with kind = "{kind}".',
        )
    return tuple(
        replace(
            stage,
            entry=_holding(stage.entry, counts),
            exit=_holding(stage.exit, counts),
            risks=_holding(stage.risks, counts),
        )
        for stage in sorted(found, key=lambda one: (one.rank, one.id))
    )


def _holding(texts: tuple[StageText, ...], counts: Mapping[str, float]) -> tuple[StageText, ...]:
    return tuple(
        StageText(text=_filled(one, counts))
        for one in texts
        if one.when is None or holds(one.when, counts)
    )


def _filled(one: StageText, counts: Mapping[str, float]) -> str:
    return (
        one.text.replace("{count}", f"{counts.get(one.count, 0):,.0f}") if one.count else one.text
    )
