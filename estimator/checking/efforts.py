"""Two states of a repository into what the efforts of whole ports did in between."""

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING

from estimator.checking.subject import Subject
from estimator.model.check import EffortMove
from estimator.model.config import Config
from estimator.model.facts import RepositoryFacts
from estimator.model.policy import Policy
from estimator.model.rules import Rulebook
from estimator.pipeline import estimate, port_efforts

if TYPE_CHECKING:
    from estimator.model.estimate import Effort

_WHOLE_PORT = "whole-port"


def effort_moves(
    subject: Subject, rulebook: Rulebook, config: Config, policy: Policy
) -> Iterator[EffortMove]:
    """Give the effort before and after, EM, of each whole port and scenario of a budget.

    Raises:
        InputError: as `estimate`.
        RuleFileError: the rulebook lacks a constant of the cost formula.
    """
    before, after = (
        _prices(side.scanned.facts, rulebook, config, policy) if side.scanned else {}
        for side in (subject.before, subject.after)
    )
    for key in sorted({*before, *after}):
        yield _move(key, rulebook.scenarios[key].title, before.get(key), after.get(key))


def _prices(
    facts: RepositoryFacts, rulebook: Rulebook, config: Config, policy: Policy
) -> "Mapping[str, Effort]":
    """The efforts of whole ports; of all scenarios that a budget names."""
    if not any(language.product_lines for language in facts.languages):
        return {}
    if config.language not in {"auto", *(language.name for language in facts.languages)}:
        return {}
    ports = port_efforts(facts, rulebook, config=config)
    if all(rulebook.scenarios[key].kind == _WHOLE_PORT for key in policy.budget):
        return ports
    report = estimate(facts, rulebook, config=config)
    asked = {one.id: one.effort for one in report.scenarios if one.id in policy.budget}
    return {**ports, **{key: effort for key, effort in asked.items() if effort is not None}}


def _move(key: str, title: str, old: "Effort | None", new: "Effort | None") -> EffortMove:
    return EffortMove(
        scenario=key,
        title=title,
        p10_before=old.p10 if old else None,
        p50_before=old.p50 if old else None,
        p80_before=old.p80 if old else None,
        p90_before=old.p90 if old else None,
        p10_after=new.p10 if new else None,
        p50_after=new.p50 if new else None,
        p80_after=new.p80 if new else None,
        p90_after=new.p90 if new else None,
    )
