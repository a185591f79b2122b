"""Bytes of a pprof profile (decompressed) into a `Profile`.

Schema: https://github.com/google/pprof/blob/main/proto/profile.proto
"""

from collections.abc import Iterator
from typing import NamedTuple

from estimator.model.profile import Frame, Profile
from estimator.profiles.fault import CPU_HINT, ProfileFault, damaged, too_large
from estimator.profiles.gathering import Gathering
from estimator.profiles.limits import MAX_DEPTH, MAX_STACKS
from estimator.profiles.symbols import cleaned
from estimator.profiles.wire import content, fields, number, numbers, signed

_SAMPLE_TYPE, _SAMPLE, _MAPPING, _LOCATION, _FUNCTION, _STRING = 1, 2, 3, 4, 5, 6
_DURATION, _DEFAULT_TYPE = 10, 14
_NANOSECONDS = {"nanoseconds": 1.0, "microseconds": 1e3, "milliseconds": 1e6, "seconds": 1e9}
_CPU = frozenset({"cpu", "samples", "cycles", "on-cpu", "itimer", "task-clock", "cpu-clock"})
_CPU_ENDINGS = ("_sample", "_event")
_OTHERS = {
    "alloc_objects": "a heap profile",
    "alloc_space": "a heap profile",
    "inuse_objects": "a heap profile",
    "inuse_space": "a heap profile",
    "objects": "a heap profile",
    "space": "a heap profile",
    "contentions": "a mutex or block profile",
    "delay": "a mutex or block profile",
    "goroutine": "a goroutine profile",
    "goroutines": "a goroutine profile",
    "threadcreate": "a profile of thread creation",
    "time": "a wall-clock profile, with time spent waiting",
    "wall": "a wall-clock profile, with time spent waiting",
}


class _Function(NamedTuple):
    name: int
    system_name: int
    filename: int
    start_line: int


class _Location(NamedTuple):
    mapping: int
    address: int
    lines: tuple[tuple[int, int], ...]
    """(function id, line), innermost first."""


class _Raw(NamedTuple):
    """The message, ids and string indices not yet resolved."""

    types: list[tuple[int, int]]
    samples: list[bytes]
    mappings: dict[int, int]
    locations: dict[int, _Location]
    functions: dict[int, _Function]
    strings: list[bytes]
    numbers: dict[int, int]

    def text(self, index: int) -> str:
        """A string of the table."""
        if index >= len(self.strings):
            raise damaged("it names a string that it does not hold")
        return self.strings[index].decode("utf-8", "replace")


class _Measure(NamedTuple):
    """Which value of a sample is CPU, and which counts samples."""

    column: int
    unit: str
    scale: float
    counted: int | None


def read_pprof(data: bytes) -> Profile:
    """Read a CPU profile; `source` is left empty.

    Raises:
        ProfileFault: damaged, empty, too large, or a profile of something else than CPU.
    """
    raw = _decoded(data)
    measure = _measure(raw)
    gathering = Gathering()
    expanded = _expanded(raw, gathering)
    samples = 0
    for sample in raw.samples:
        location_ids, values = _sample(sample)
        if len(values) != len(raw.types):
            raise damaged("a sample with more or fewer values than the profile has types")
        value = signed(values[measure.column])
        if value < 0:
            raise ProfileFault(
                "a difference of two profiles, with negative time",
                hint="Give the profile itself, made without -base or -diff_base.",
            )
        if measure.counted is not None:
            samples += signed(values[measure.counted])
        gathering.add(_frames(location_ids, expanded), value * measure.scale)
    duration = signed(raw.numbers.get(_DURATION, 0))
    return Profile(
        kind="pprof",
        source="",
        unit=measure.unit,
        samples=samples if measure.counted is not None else None,
        frames=gathering.frames(),
        stacks=gathering.stacks(),
        seconds=duration / _NANOSECONDS["seconds"] if duration > 0 else None,
    )


def _decoded(data: bytes) -> _Raw:  # noqa: C901  # one case a field
    raw = _Raw([], [], {}, {}, {}, [], {})
    for key, value in fields(data):
        if key == _SAMPLE:
            raw.samples.append(content(value))
        elif key == _LOCATION:
            found, location = _location(content(value))
            raw.locations[found] = location
        elif key == _FUNCTION:
            found, function = _function(content(value))
            raw.functions[found] = function
        elif key == _STRING:
            raw.strings.append(content(value))
        elif key == _MAPPING:
            parts = dict(fields(content(value)))
            raw.mappings[number(parts.get(1, 0))] = number(parts.get(5, 0))
        elif key == _SAMPLE_TYPE:
            parts = dict(fields(content(value)))
            raw.types.append((number(parts.get(1, 0)), number(parts.get(2, 0))))
        elif isinstance(value, int):
            raw.numbers[key] = value
    if not raw.types or not raw.strings:
        raise damaged("it names no kind of sample")
    if len(raw.samples) > MAX_STACKS:
        raise too_large(f"{len(raw.samples):,} samples; {MAX_STACKS:,} are read")
    return raw


def _location(data: bytes) -> tuple[int, _Location]:
    key = mapping = address = 0
    lines = []
    for name, value in fields(data):
        if name == 1:
            key = number(value)
        elif name == 2:  # noqa: PLR2004  # field numbers of the schema
            mapping = number(value)
        elif name == 3:  # noqa: PLR2004
            address = number(value)
        elif name == 4:  # noqa: PLR2004
            parts = dict(fields(content(value)))
            lines.append((number(parts.get(1, 0)), number(parts.get(2, 0))))
    return key, _Location(mapping, address, tuple(lines))


def _function(data: bytes) -> tuple[int, _Function]:
    parts = dict(fields(data))
    key, *rest = (number(parts.get(field, 0)) for field in (1, 2, 3, 4, 5))
    return key, _Function(*rest)


def _sample(data: bytes) -> tuple[list[int], list[int]]:
    locations: list[int] = []
    values: list[int] = []
    for key, value in fields(data):
        if key == 1:
            locations.extend(numbers(value))
        elif key == 2:  # noqa: PLR2004  # field numbers of the schema
            values.extend(numbers(value))
    return locations, values


def _measure(raw: _Raw) -> _Measure:
    """Choose the value that is CPU time, else the count of samples."""
    types = [(raw.text(kind), raw.text(unit)) for kind, unit in raw.types]
    counts = [
        column
        for column, (kind, unit) in enumerate(types)
        if unit in {"count", ""} and (kind in {"samples", "sample"} or kind.endswith("_sample"))
    ]
    count = counts[0] if counts else None
    wrong = next((_OTHERS[kind] for kind, _unit in types if kind in _OTHERS), "")
    if wrong:
        raise ProfileFault(f"{wrong}, not one of CPU", hint=CPU_HINT)
    for column, (kind, unit) in enumerate(types):
        if kind in _CPU and unit in _NANOSECONDS:
            return _Measure(column, "nanoseconds", _NANOSECONDS[unit], count)
    if count is not None:
        return _Measure(count, "samples", 1.0, count)
    for column, (kind, _unit) in enumerate(types):
        if kind in _CPU or kind.endswith(_CPU_ENDINGS):
            return _Measure(column, "weight", 1.0, None)
    names = ", ".join(kind for kind, _unit in types)[:80]
    raise ProfileFault(f"a profile of {names}, not one of CPU", hint=CPU_HINT)


def _expanded(raw: _Raw, gathering: Gathering) -> dict[int, tuple[int, ...]]:
    """Location id -> indices of its frames, inlined ones first."""
    return {
        key: tuple(gathering.frame(frame) for frame in _location_frames(raw, location))
        for key, location in raw.locations.items()
    }


def _location_frames(raw: _Raw, location: _Location) -> Iterator[Frame]:
    image = raw.text(raw.mappings.get(location.mapping, 0))
    if len(location.lines) > MAX_DEPTH:
        raise too_large(f"{len(location.lines):,} calls inlined at one place")
    if not location.lines:
        yield Frame(symbol=f"{location.address:#x}", image=image, is_kernel=_is_kernel(image))
    for key, line in location.lines:
        function = raw.functions.get(key)
        if function is None:
            raise damaged("it names a function that it does not hold")
        name = raw.text(function.name) or raw.text(function.system_name) or "?"
        named = cleaned(name)
        yield Frame(
            symbol=named.symbol,
            path=raw.text(function.filename).replace("\\", "/"),
            line=max(0, signed(line)),
            start_line=max(0, signed(function.start_line)),
            image=named.image or image,
            is_kernel=named.is_kernel or _is_kernel(image),
        )


def _is_kernel(image: str) -> bool:
    return image.startswith(("[kernel", "[vmlinux"))


def _frames(locations: list[int], expanded: dict[int, tuple[int, ...]]) -> tuple[int, ...]:
    try:
        parts = [expanded[location] for location in locations]
    except KeyError:
        raise damaged("it names a location that it does not hold") from None
    if sum(map(len, parts)) > MAX_DEPTH:
        raise too_large(f"a stack of more than {MAX_DEPTH:,} frames")
    return tuple(frame for part in parts for frame in part)
