"""Profiles written for the tests: pprof messages by hand, boxes of flame graphs, and values."""

from collections.abc import Iterable, Sequence
from html import escape
from pathlib import Path
from typing import NamedTuple

from estimator.model.profile import Profile

FIXTURES = Path(__file__).resolve().parents[1] / "fixtures" / "profiles"

CPU = (("samples", "count"), ("cpu", "nanoseconds"))


def fixture(name: str) -> bytes:
    """Content of a recorded profile."""
    return (FIXTURES / name).read_bytes()


def varint(value: int) -> bytes:
    """A number as the wire format writes it."""
    value %= 1 << 64
    parts = bytearray()
    while value > 127:
        parts.append(value & 127 | 128)
        value >>= 7
    parts.append(value)
    return bytes(parts)


def number(field: int, value: int) -> bytes:
    """A field that is a number."""
    return varint(field << 3) + varint(value)


def message(field: int, content: bytes) -> bytes:
    """A field that is a message, a string or a packed list."""
    return varint(field << 3 | 2) + varint(len(content)) + content


class Call(NamedTuple):
    """A place on a stack, for the pprof builder."""

    name: str
    file: str = ""
    line: int = 0
    start_line: int = 0


Sample = tuple[Sequence[tuple[Call, ...]], Sequence[int]]
"""Locations, innermost first, each with its inlined calls; and values."""


def pprof(
    samples: Iterable[Sample],
    *,
    types: Sequence[tuple[str, str]] = CPU,
    duration: int = 0,
    is_packed: bool = True,
) -> bytes:
    """A profile.proto message that holds these samples."""
    strings: dict[str, int] = {"": 0}
    functions: dict[tuple[str, str, int], int] = {}
    locations: dict[tuple[Call, ...], int] = {}

    def text(value: str) -> int:
        return strings.setdefault(value, len(strings))

    parts = [message(1, number(1, text(kind)) + number(2, text(unit))) for kind, unit in types]
    for stack, values in samples:
        keys = [locations.setdefault(calls, len(locations) + 1) for calls in stack]
        parts.append(message(2, _repeated(1, keys, is_packed) + _repeated(2, values, is_packed)))
    for calls, key in locations.items():
        lines = b""
        for call in calls:
            function = (call.name, call.file, call.start_line)
            own = functions.setdefault(function, len(functions) + 1)
            lines += message(4, number(1, own) + number(2, call.line))
        parts.append(message(4, number(1, key) + lines))
    for (name, file, start), key in functions.items():
        fields = number(2, text(name)) + number(4, text(file)) + number(5, start)
        parts.append(message(5, number(1, key) + fields))
    if duration:
        parts.append(number(10, duration))
    return b"".join(parts) + b"".join(message(6, value.encode()) for value in strings)


def _repeated(field: int, values: Sequence[int], is_packed: bool) -> bytes:  # noqa: FBT001
    if is_packed:
        return message(field, b"".join(map(varint, values)))
    return b"".join(number(field, value) for value in values)


def simple(*names: str, value: int = 1) -> Sample:
    """A sample whose stack has these names, innermost first."""
    return [(Call(name),) for name in names], (value, value * 10_000_000)


def box(name: str, count: float, x: float, y: float, width: float) -> str:
    """A box of a flame graph as flamegraph.pl writes it."""
    title = f"{escape(name)} ({count:,} samples, 1.00%)"
    return (
        f"<g >\n<title>{title}</title>"
        f'<rect x="{x}" y="{y}" width="{width}" height="15.0" fill="rgb(1,2,3)" rx="2" ry="2" />'
        "</g>\n"
    )


def svg(*boxes: str) -> bytes:
    """A flame graph of these boxes."""
    head = '<?xml version="1.0" standalone="no"?>\n<svg version="1.1" width="1200">\n'
    return (head + "".join(boxes) + "</svg>\n").encode()


def times(profile: Profile) -> dict[tuple[str, ...], float]:
    """Symbols of a stack, innermost first -> its time."""
    found: dict[tuple[str, ...], float] = {}
    for stack in profile.stacks:
        symbols = tuple(profile.frames[frame].symbol for frame in stack.frames)
        found[symbols] = found.get(symbols, 0.0) + stack.value
    return found
