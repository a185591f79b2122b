"""pprof profiles: the kinds, the stacks, and agreement with the official tools."""

import gzip
import re
from collections import defaultdict
from pathlib import Path
from typing import Any

import pytest
from google.protobuf import descriptor_pb2, descriptor_pool, message_factory
from hypothesis import given
from hypothesis import strategies as st
from profile_builders import (
    CPU,
    FIXTURES,
    Call,
    Sample,
    fixture,
    message,
    number,
    pprof,
    simple,
    times,
)

from estimator.errors import InputError
from estimator.model.profile import Frame, Profile
from estimator.profiles.read import read_profile

KINDS = ["block", "goroutine", "heap", "mutex", "threadcreate"]
NAMES = st.sampled_from(["main.main", "a/b.(*T).M", "a/b.F.func1", "runtime.mallocgc", "é.Ü"])
CALLS = st.builds(
    Call, NAMES, st.sampled_from(["", "/x/a.go", "b.go"]), st.integers(0, 900), st.integers(0, 900)
)
SAMPLES = st.lists(
    st.tuples(
        st.lists(st.lists(CALLS, min_size=1, max_size=3).map(tuple), min_size=1, max_size=6),
        st.integers(1, 1000).map(lambda count: (count, count * 10_000_000)),
    ),
    min_size=1,
    max_size=20,
)


def read(data: bytes) -> Profile:
    return read_profile(data, source="cpu.pprof")


def test_a_recorded_profile_is_read() -> None:
    profile = read(fixture("cpu.pprof"))

    assert (profile.kind, profile.unit, profile.language_hint) == ("pprof", "nanoseconds", "go")
    assert profile.samples is not None
    assert sum(stack.value for stack in profile.stacks) == profile.samples * 10_000_000
    assert profile.seconds == pytest.approx(3.0, abs=0.1)


def test_inlined_calls_are_frames_of_their_own_with_file_and_line() -> None:
    profile = read(fixture("cpu.pprof"))
    frames = {frame.symbol: frame for frame in profile.frames}

    assert "example.com/busy/work.Largest[go.shape.int]" in frames
    assert frames["example.com/busy/work.Sum"].path == "example.com/busy/work/work.go"
    assert frames["example.com/busy/work.Sum"].start_line == 20


@given(SAMPLES, st.booleans())
def test_what_was_written_is_read(
    samples: list[Sample],
    is_packed: bool,  # noqa: FBT001
) -> None:
    expected: dict[tuple[Frame, ...], float] = defaultdict(float)
    for stack, values in samples:
        frames = tuple(
            Frame(symbol=call.name, path=call.file, line=call.line, start_line=call.start_line)
            for calls in stack
            for call in calls
        )
        expected[frames] += values[1]

    profile = read(pprof(samples, is_packed=is_packed))

    found = {
        tuple(profile.frames[frame] for frame in stack.frames): stack.value
        for stack in profile.stacks
    }
    assert found == expected
    assert profile.samples == sum(values[0] for _stack, values in samples)


@given(SAMPLES)
def test_compression_changes_nothing(samples: list[Sample]) -> None:
    data = pprof(samples)

    assert read(gzip.compress(data, mtime=0)) == read(data)


@pytest.mark.parametrize("kind", KINDS)
def test_another_kind_of_profile_is_named(kind: str) -> None:
    with pytest.raises(InputError, match=r"^cpu\.pprof: .*, not one of CPU$") as caught:
        read(fixture(f"{kind}.pprof"))

    assert "go test -cpuprofile" in caught.value.hint


@pytest.mark.parametrize(
    ("types", "unit", "samples"),
    [
        (CPU, "nanoseconds", 1),
        ((("samples", "count"),), "samples", 1),
        ((("cpu", "milliseconds"),), "nanoseconds", None),
        ((("cycles_event", "count"),), "weight", None),
    ],
)
def test_the_value_of_cpu_is_taken(
    types: tuple[tuple[str, str], ...], unit: str, samples: int | None
) -> None:
    profile = read(pprof([([(Call("a.b"),)], (1,) * len(types))], types=types))

    assert (profile.unit, profile.samples) == (unit, samples)


def test_an_unknown_kind_is_named() -> None:
    with pytest.raises(InputError, match="a profile of electrons, not one of CPU"):
        read(pprof([([(Call("a.b"),)], (1,))], types=[("electrons", "count")]))


def test_a_difference_of_profiles_is_refused() -> None:
    with pytest.raises(InputError, match="difference of two profiles"):
        read(pprof([simple("a.b", value=-1)]))


@pytest.mark.parametrize("values", [(0, 0), ()])
def test_a_profile_without_time_is_refused(values: tuple[int, ...]) -> None:
    samples: list[Sample] = [([(Call("a.b"),)], values)] if values else []

    with pytest.raises(InputError, match="holds no samples"):
        read(pprof(samples))


def test_locations_without_names_are_addresses() -> None:
    data = pprof([simple("a.b")]) + message(4, number(1, 9) + number(3, 0x1234))
    sample = message(2, message(1, b"\x09") + message(2, b"\x01\x01"))

    assert ("0x1234",) in times(read(data + sample))


@pytest.mark.parametrize(
    ("extra", "what"),
    [
        (message(2, message(1, b"\x4d") + message(2, b"\x01\x01")), "a location that"),
        (message(4, number(1, 9) + message(4, number(1, 77))), "a function that"),
        (
            message(5, number(1, 9) + number(2, 999))
            + message(4, number(1, 9) + message(4, number(1, 9))),
            "a string that",
        ),
        (message(2, message(1, b"\x01") + message(2, b"\x01")), "more or fewer values"),
        (message(2, b"\x0a\x05a"), "breaks off"),
        (number(2, 5), "a number where"),
        (message(4, message(1, b"x")), "bytes where"),
    ],
)
def test_what_contradicts_itself_is_damaged(extra: bytes, what: str) -> None:
    with pytest.raises(InputError, match=f"damaged profile: .*{what}"):
        read(pprof([simple("a.b")]) + extra)


def test_a_profile_without_kinds_is_damaged() -> None:
    with pytest.raises(InputError, match="names no kind of sample"):
        read(message(6, b""))


def test_stacks_beyond_all_reason_are_refused() -> None:
    calls = tuple(Call("a.b", line=line) for line in range(200))

    with pytest.raises(InputError, match="too large: a stack of more than"):
        read(pprof([([calls] * 60, (1, 1))]))


def test_go_tool_pprof_printed_the_same_times() -> None:
    """Recorded: ``go tool pprof -top -nodefraction=0 -nodecount=100000 -unit=nanoseconds``."""
    text = (FIXTURES / "cpu.top.txt").read_text()
    form = re.compile(
        r"\s*(\d+)(?:ns)?\s+\S+%\s+\S+%\s+(\d+)(?:ns)?\s+\S+%\s+(.*?)(?: \(.*inline\))?"
    )
    rows = [found for line in text.splitlines() if (found := form.fullmatch(line))]

    theirs = {found[3]: (float(found[1]), float(found[2])) for found in rows}

    assert len(theirs) > 20
    assert theirs == _flat_and_cumulative(read(fixture("cpu.pprof")))


def _flat_and_cumulative(profile: Profile) -> dict[str, tuple[float, float]]:
    found: dict[str, tuple[float, float]] = {}
    for stack, value in times(profile).items():
        for symbol in set(stack):
            flat, cumulative = found.get(symbol, (0.0, 0.0))
            own = value if symbol == stack[0] else 0.0
            found[symbol] = (flat + own, cumulative + value)
    return found


def _schema() -> Any:
    """The public profile.proto as a message class of the official runtime."""
    pool = descriptor_pool.DescriptorPool()
    file = descriptor_pb2.FileDescriptorProto(
        name="profile.proto", package="perftools.profiles", syntax="proto3"
    )
    numbers = {"int64": 3, "uint64": 4, "bool": 8, "string": 9}
    for line in (Path(__file__).parent / "profile.schema").read_text().splitlines():
        name, *declared = line.split()
        own = file.message_type.add(name=name)
        for each in declared:
            label, kind, field, key = re.fullmatch(r"(\*?)(\w+):(\w+)=(\d+)", each).groups()  # type: ignore[union-attr]  # the file beside this one
            made = own.field.add(name=field, number=int(key), label=3 if label else 1)
            number = numbers.get(kind, 11)
            made.type = descriptor_pb2.FieldDescriptorProto.Type.ValueType(number)
            if number == 11:
                made.type_name = f".perftools.profiles.{kind}"
    pool.Add(file)
    return message_factory.GetMessageClass(pool.FindMessageTypeByName("perftools.profiles.Profile"))


def test_the_official_runtime_reads_the_same_stacks() -> None:
    data = fixture("cpu.pprof")
    official = _schema().FromString(gzip.decompress(data))
    names = {each.id: official.string_table[each.name] for each in official.function}
    lines = {each.id: [names[line.function_id] for line in each.line] for each in official.location}
    expected: dict[tuple[str, ...], float] = defaultdict(float)
    for sample in official.sample:
        stack = tuple(name for key in sample.location_id for name in lines[key])
        expected[stack] += sample.value[1]

    assert times(read(data)) == expected


@given(SAMPLES, st.booleans())
def test_the_official_runtime_reads_what_the_tests_write(
    samples: list[Sample],
    is_packed: bool,  # noqa: FBT001
) -> None:
    official = _schema().FromString(pprof(samples, is_packed=is_packed))

    assert [tuple(sample.value) for sample in official.sample] == [
        tuple(values) for _stack, values in samples
    ]
