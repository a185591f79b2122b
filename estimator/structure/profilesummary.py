"""A profile and the time measured with it into the summary that reports begin with."""

from collections.abc import Iterator

from estimator.model.hotpaths import ProfileSummary
from estimator.model.percent import percent
from estimator.model.profile import MeasuredTime, Profile
from estimator.model.source import Role

_FEW_SAMPLES = 100
"""A share of 5 % then has a standard error of 2 points."""
_GOOD_MATCH = 0.9
_MOSTLY = 0.5
_OLD_DAYS = 365
_DAYS_PER_YEAR = 365.25
_UNPORTABLE = 0.5
_LITTLE_OWN = 0.1


def summarized(profile: Profile, measured: MeasuredTime) -> ProfileSummary:
    """Sum a profile up, with what speaks against relying on it."""
    return ProfileSummary(
        sources=tuple(profile.source.split(", ")),
        kinds=tuple(profile.kind.split("+")),
        samples=profile.samples,
        seconds=_cpu_seconds(profile),
        commit=profile.commit,
        age_days=profile.age_days,
        match_rate=measured.match_rate,
        shares=measured.shares,
        own_nearest=measured.own_nearest,
        notes=tuple(_notes(profile, measured)),
    )


def _cpu_seconds(profile: Profile) -> float | None:
    if profile.unit != "nanoseconds":
        return None
    return sum(stack.value for stack in profile.stacks) / 1e9


def _notes(profile: Profile, measured: MeasuredTime) -> Iterator[str]:
    if measured.match_rate < _GOOD_MATCH:
        yield (
            f"Only {percent(measured.match_rate)} of the time in own code was found in the source: "
            "the profile is of other code, or of another version."
        )
    if profile.samples is not None and profile.samples < _FEW_SAMPLES:
        yield f"The profile holds only {profile.samples} samples: its shares are rough."
    if profile.samples is None:
        yield "The format does not say how many samples were taken."
    if profile.age_days is not None and profile.age_days > _OLD_DAYS:
        years = profile.age_days / _DAYS_PER_YEAR
        yield f"The profile is {years:.1f} years older than the scanned commit."
    if measured.own_nearest < _LITTLE_OWN:
        yield (
            f"Own code is on the stack in only {percent(measured.own_nearest)} of the time: "
            "is this a profile of this program?"
        )
    tests = sum(each.nearest for each in measured.functions if each.role is Role.TEST)
    if measured.own_nearest and tests > _MOSTLY * measured.own_nearest:
        yield "Most of the own time is in test code: the profile is of tests, not of the program."
    if measured.shares.system > _UNPORTABLE:
        yield (
            f"{percent(measured.shares.system)} of the time is in system calls, the kernel and C"
            " code: a port will not change the tail."
        )
