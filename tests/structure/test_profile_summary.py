"""What a report says of a profile before it shows its numbers."""

import msgspec
import pytest
from measured_builders import go_code, go_function, profile_of

from estimator.model.profile import Profile
from estimator.model.source import Role
from estimator.structure.measured import match
from estimator.structure.profilesummary import summarized

UNIT = "example.com/tool/work"
FUNCTIONS = (
    go_function("A"),
    go_function("TestA", path="work/a_test.go", role=Role.TEST),
)


def notes(profile: Profile) -> tuple[str, ...]:
    return summarized(profile, match(profile, FUNCTIONS, go_code(*FUNCTIONS))).notes


def test_a_good_profile_has_no_notes() -> None:
    assert notes(profile_of({(f"{UNIT}.A",): 500})) == ()


@pytest.mark.parametrize(
    ("stacks", "changes", "note"),
    [
        ({(f"{UNIT}.A",): 12}, {}, "only 12 samples"),
        ({(f"{UNIT}.A",): 500}, {"samples": None}, "does not say how many samples"),
        ({(f"{UNIT}.A",): 500}, {"age_days": 800}, "2.2 years older"),
        ({(f"{UNIT}.A",): 500, (f"{UNIT}.Gone",): 100}, {}, "Only 83 % of the time in own code"),
        ({(f"{UNIT}.A",): 10, ("fmt.Sprint",): 500}, {}, "in only 2 % of the time"),
        ({(f"{UNIT}.A",): 10, (f"{UNIT}.TestA",): 500}, {}, "is in test code"),
        ({("syscall.Syscall", f"{UNIT}.A"): 500}, {}, "a port will not change the tail"),
    ],
)
def test_what_speaks_against_a_profile_is_said(
    stacks: dict[tuple[str, ...], float], changes: dict[str, int | None], note: str
) -> None:
    profile = msgspec.structs.replace(profile_of(dict(stacks.items())), **changes)

    (said,) = notes(profile)

    assert note in said


def test_the_summary_holds_what_was_read() -> None:
    profile = msgspec.structs.replace(
        profile_of({(f"{UNIT}.A",): 3e9}),
        unit="nanoseconds",
        kind="folded+pprof",
        source="a, b",
        samples=300,
        commit="c",
        age_days=3,
    )

    summary = summarized(profile, match(profile, FUNCTIONS, go_code(*FUNCTIONS)))

    assert (summary.sources, summary.kinds) == (("a", "b"), ("folded", "pprof"))
    assert (summary.samples, summary.seconds) == (300, 3.0)
    assert (summary.commit, summary.age_days) == ("c", 3)
    assert (summary.match_rate, summary.own_nearest, summary.shares.own) == (1.0, 1.0, 1.0)


def test_seconds_are_known_of_nanoseconds_only() -> None:
    profile = profile_of({(f"{UNIT}.A",): 300})

    assert summarized(profile, match(profile, FUNCTIONS, go_code(*FUNCTIONS))).seconds is None
