"""Folded stacks (perf, inferno, flamegraph) into a `Profile`.

One stack a line with its count: ``program;outermost;...;innermost 12``.
"""

import re

from estimator.model.profile import Frame, Profile
from estimator.profiles.fault import ProfileFault, damaged, too_large
from estimator.profiles.gathering import Gathering
from estimator.profiles.limits import MAX_DEPTH, MAX_STACKS
from estimator.profiles.symbols import cleaned
from estimator.profiles.unit import unit_of_counts

_LINE = re.compile(rb"(.*\S)\s+(\d{1,18}(?:\.\d{1,9})?)", re.DOTALL)
_TWO_COUNTS = re.compile(rb".*\s\d+(?:\.\d+)?", re.DOTALL)
_LINES_LOOKED_AT = 20


def is_folded(data: bytes) -> bool:
    """Tell whether a content looks like folded stacks: most of the first lines end in a count."""
    head = data[:65_536]
    if b"\0" in head:
        return False
    lines = [line for line in head.splitlines()[:_LINES_LOOKED_AT] if line.strip()]
    fitting = [line for line in lines if _LINE.fullmatch(line.strip())]
    return bool(lines) and 2 * len(fitting) > len(lines)


def read_folded(data: bytes) -> Profile:
    """Read folded stacks; `source` is left empty.

    Raises:
        ProfileFault: a line without a count, two counts (a difference), or too many lines.
    """
    gathering = Gathering()
    counts = []
    for index, line in enumerate(data.splitlines(), start=1):
        text = line.strip()
        if not text or text.startswith(b"#"):
            continue
        found = _LINE.fullmatch(text)
        if found is None:
            raise damaged(f"line {index} does not end in a count")
        _check(index, found[1])
        count = float(found[2])
        counts.append(count)
        names = found[1].decode("utf-8", "replace").split(";")
        frames = tuple(gathering.frame(_frame(name)) for name in reversed(names) if name)
        gathering.add(frames, count)
    unit, samples = unit_of_counts(counts)
    return Profile(
        kind="folded",
        source="",
        unit=unit,
        samples=samples,
        frames=gathering.frames(),
        stacks=gathering.stacks(),
    )


def _check(index: int, stack: bytes) -> None:
    if index > MAX_STACKS:
        raise too_large(f"more than {MAX_STACKS:,} lines")
    if stack.count(b";") >= MAX_DEPTH:
        raise too_large(f"line {index} is a stack of more than {MAX_DEPTH:,} frames")
    if _TWO_COUNTS.fullmatch(stack):
        raise ProfileFault(
            f"line {index} has two counts: a difference of two profiles",
            hint="Give the folded stacks of one profile.",
        )


def _frame(name: str) -> Frame:
    named = cleaned(name)
    return Frame(symbol=named.symbol, image=named.image, is_kernel=named.is_kernel)
