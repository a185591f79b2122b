"""Several profiles, each with a weight, into one."""

from collections.abc import Sequence

import msgspec

from estimator.errors import InputError
from estimator.model.profile import Profile
from estimator.profiles.gathering import Gathering


def merge(profiles: Sequence[tuple[Profile, float]]) -> Profile:
    """Merge profiles so that each has the part of the whole that its weight says.

    Each counts as one whole, however long it was recorded: two profiles of weight 1 are half of
    the result each. A single profile stays as it is. Values of the result are shares, 0-1.

    Raises:
        InputError: no profile, or a weight that is not above zero.
    """
    if not profiles:
        raise InputError("no profile to read", hint="Give a file: --profile cpu.pprof")
    for profile, weight in profiles:
        if not 0 < weight < float("inf"):
            raise InputError(
                f"{profile.source}: the weight {weight:g} is not above zero",
                hint="Give a weight such as --profile FILE=2.",
            )
    if len(profiles) == 1:
        return profiles[0][0]
    whole = sum(weight for _profile, weight in profiles)
    gathering = Gathering()
    for profile, weight in profiles:
        total = sum(stack.value for stack in profile.stacks)
        indices = [gathering.frame(frame) for frame in profile.frames]
        for stack in profile.stacks:
            part = stack.value / total * weight / whole
            gathering.add(tuple(indices[frame] for frame in stack.frames), part)
    return _described(gathering, [profile for profile, _weight in profiles])


def _described(gathering: Gathering, profiles: Sequence[Profile]) -> Profile:
    counts = [profile.samples for profile in profiles]
    seconds = [profile.seconds for profile in profiles]
    first = min(profiles, key=lambda profile: (-(profile.age_days or 0), profile.source))
    return msgspec.structs.replace(
        first,
        kind="+".join(sorted({profile.kind for profile in profiles})),
        source=", ".join(dict.fromkeys(profile.source for profile in profiles)),
        unit="share",
        samples=None if None in counts else sum(filter(None, counts)),
        seconds=None if None in seconds else sum(filter(None, seconds)),
        frames=gathering.frames(),
        stacks=gathering.stacks(),
    )
