"""Stages and the lines of a price -> what each stage takes of them, EM at P50."""

import math
from collections.abc import Mapping

from estimator.model.estimate import ScenarioEstimate
from estimator.model.planrules import Stage

CARRIERS = ("paths", "units")
"""Parts whose stage carries the code, and everything that no stage takes."""


class Spending:
    """Which part of which line of a price is spent in which stage."""

    def __init__(self, stages: tuple[Stage, ...], scenario: ScenarioEstimate) -> None:
        """Take the stages of one kind, and a priced scenario of that kind."""
        self._stages = stages
        self._scenario = scenario
        self._taken = {take.group for stage in stages for take in stage.takes}

    def share(self, stage: Stage, group: str) -> float:
        """Give the share, 0-1, of the lines of a group that a stage takes.

        A group that no stage names, such as one of a user's own rules, goes with the code.
        """
        if group not in self._taken:
            return float(stage.part in CARRIERS)
        return math.fsum(take.share for take in stage.takes if take.group == group)

    def total(self, stage: Stage) -> float:
        """Give what a stage takes of all lines, EM."""
        return math.fsum(
            line.effort * self.share(stage, line.group) for line in self._scenario.lines
        )

    def of_parts(self, stage: Stage, parts: Mapping[str, float]) -> float:
        """Give what a stage takes of one part of the code, whose lines are given by group, EM."""
        return math.fsum(
            effort * self.share(stage, group) for group, effort in sorted(parts.items())
        )
