"""The rule kind of a migration plan: a stage, what it takes of a price, and its criteria."""

from estimator.model.rulevalue import Condition, RuleValue, Source


class StageTake(RuleValue, frozen=True, kw_only=True):
    """A part of the lines of one group that is spent in a stage."""

    group: str
    """invariants, translate, dependencies, contracts, tests, performance, cut-over, core, boundary
    or toolchain."""
    share: float
    """Above 0 up to 1; over all stages of a kind they sum to 1."""


class StageText(RuleValue, frozen=True, kw_only=True):
    """One criterion or risk, said where its condition holds."""

    text: str
    """``{count}`` is replaced by the number of `count`."""
    when: Condition | None = None
    """None: always."""
    count: str = ""
    """Metric whose number the text shows; "" for none."""


class Stage(RuleValue, frozen=True, kw_only=True):
    """One stage of a port, such as the contracts, the port of the units, or the cut-over."""

    id: str
    """``stage.whole-port.contracts``."""
    kind: str
    """Of the scenarios that it belongs to: whole-port, hot-paths or shell."""
    part: str
    """What is done: contracts, oracle, units, paths, dual-run, cut-over or removal."""
    rank: int
    """Stages follow each other by rank; those of one rank run beside each other."""
    title: str
    takes: tuple[StageTake, ...]
    entry: tuple[StageText, ...]
    """What has to be there before it begins."""
    exit: tuple[StageText, ...]
    """What has to be true before the next one begins."""
    risks: tuple[StageText, ...] = ()
    source: tuple[Source, ...]
