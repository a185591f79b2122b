"""Shares of a profile -> whether faster own code can move the slowest requests at all."""

from estimator.costing.constants import Constants
from estimator.model.hotpaths import ProfileSummary
from estimator.model.rules import Rulebook


def moves_tail(profile: ProfileSummary | None, rulebook: Rulebook) -> bool | None:
    """Say False where system calls, C code and libraries hold most of the time; None: unknown."""
    if profile is None:
        return None
    limit = Constants(values=rulebook.constants).get("ceiling.elsewhere")
    return profile.shares.system + profile.shares.libraries < limit
