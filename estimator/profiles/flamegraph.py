"""A flame graph's SVG (inferno, cargo flamegraph, flamegraph.pl) into a `Profile`.

The stacks are put together again from the boxes: whose box lies over whose. The text is searched
for boxes and never parsed as XML, so no entity is expanded and nothing it names is loaded.
"""

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from estimator.model.profile import Frame, Profile
from estimator.profiles.fault import CPU_HINT, ProfileFault, damaged, too_large
from estimator.profiles.gathering import Gathering
from estimator.profiles.limits import MAX_DEPTH, MAX_STACKS
from estimator.profiles.symbols import cleaned
from estimator.profiles.unit import unit_of_counts

_BOX = re.compile(rb"<title>([^<]{1,100000})</title>\s*<rect([^<>]{1,2000})>")
_TITLE = re.compile(
    r"(.*) \(([\d,]{1,30}(?:\.\d{1,9})?) ([^,()]{1,40}), \d[\d.]*%(; [^)]*)?\)", re.DOTALL
)
_ATTRIBUTE = re.compile(rb'([\w:]{1,20})="(-?\d{1,18}(?:\.\d{1,18})?)%?"')
_ENTITY = re.compile(r"&(?:(lt|gt|amp|quot|apos)|#(\d{1,7})|#x([0-9a-fA-F]{1,6}));")
_ENTITIES = {"lt": "<", "gt": ">", "amp": "&", "quot": '"', "apos": "'"}
_MAX_CODE_POINT = 0x10FFFF
_NOT_CPU = ("bytes", "allocations", "objects")
_HINT = "Give the SVG that inferno-flamegraph, cargo flamegraph or flamegraph.pl wrote."


class _Box(NamedTuple):
    """A frame with its place; `left` and `width` in whatever unit all boxes share."""

    name: str
    time: float
    y: float
    left: float
    width: float


def is_svg(data: bytes) -> bool:
    """Tell whether a content is an SVG."""
    head = data[:8_192].lstrip(b"\xef\xbb\xbf \t\r\n")
    return head.startswith(b"<") and b"<svg" in head


def read_flamegraph(data: bytes) -> Profile:
    """Read a flame graph of CPU time; `source` is left empty.

    Boxes that were too narrow to be drawn are missing: their time is that of the box below.

    Raises:
        ProfileFault: no flame graph, one of memory or of a difference, or too many boxes.
    """
    boxes = list(_boxes(data))
    if not boxes:
        raise ProfileFault("this SVG holds no boxes of a flame graph", hint=_HINT)
    parents = _parents(boxes)
    own = [box.time for box in boxes]
    for index, parent in enumerate(parents):
        if parent is not None:
            own[parent] -= boxes[index].time
    gathering = Gathering()
    frames = [gathering.frame(_frame(box.name)) for box in boxes]
    for index, count in enumerate(own):
        if count > 0:
            gathering.add(tuple(frames[place] for place in _stack(index, boxes, parents)), count)
    unit, samples = unit_of_counts([box.time for box in boxes])
    if unit == "samples":
        roots = (box.time for box, parent in zip(boxes, parents, strict=True) if parent is None)
        samples = round(sum(roots))
    return Profile(
        kind="svg",
        source="",
        unit=unit,
        samples=samples,
        frames=gathering.frames(),
        stacks=gathering.stacks(),
    )


def _boxes(data: bytes) -> Iterator[_Box]:
    for number, found in enumerate(_BOX.finditer(data)):
        if number >= MAX_STACKS:
            raise too_large(f"more than {MAX_STACKS:,} boxes")
        title = _TITLE.fullmatch(_text(found[1]))
        if title is None:
            continue
        if title[4] is not None:
            raise ProfileFault(
                "a flame graph of the difference of two profiles",
                hint="Give the flame graph of one profile.",
            )
        if title[3].strip().lower() in _NOT_CPU:
            raise ProfileFault(f"a flame graph of {title[3].strip()}, not of CPU", hint=CPU_HINT)
        places = {key: float(value) for key, value in _ATTRIBUTE.findall(found[2])}
        left = places.get(b"fg:x", places.get(b"x"))
        width = places.get(b"fg:w", places.get(b"width"))
        y = places.get(b"y")
        if left is None or width is None or y is None:
            raise damaged("a box without a place")
        yield _Box(title[1], float(title[2].replace(",", "")), y, left, width)


def _text(title: bytes) -> str:
    return _ENTITY.sub(_character, title.decode("utf-8", "replace"))


def _character(entity: re.Match[str]) -> str:
    if entity[1]:
        return _ENTITIES[entity[1]]
    code = int(entity[2]) if entity[2] else int(entity[3], 16)
    return chr(code) if code <= _MAX_CODE_POINT else "?"


def _parents(boxes: Sequence[_Box]) -> list[int | None]:
    """The box that each box stands on: in the next row, around its middle."""
    rows: dict[float, list[int]] = {}
    for index, box in enumerate(boxes):
        rows.setdefault(box.y, []).append(index)
    order = sorted(rows, reverse=_grows_upward(boxes))
    if len(order) > MAX_DEPTH:
        raise too_large(f"more than {MAX_DEPTH:,} rows of boxes")
    parents: list[int | None] = [None] * len(boxes)
    below: list[int] = []
    for y in order:
        row = sorted(rows[y], key=lambda index: boxes[index].left)
        lefts = [boxes[index].left for index in below]
        for index in row:
            middle = boxes[index].left + boxes[index].width / 2
            place = bisect_right(lefts, middle) - 1
            if place >= 0:
                under = boxes[below[place]]
                if middle <= under.left + under.width:
                    parents[index] = below[place]
        below = row
    return parents


def _grows_upward(boxes: Sequence[_Box]) -> bool:
    """Whether the root is at the bottom; an icicle has it at the top."""
    root = max(boxes, key=lambda box: (box.name == "all", box.width, box.y))
    highest = min(box.y for box in boxes)
    return root.y > highest or all(box.y == highest for box in boxes)


def _stack(index: int, boxes: Sequence[_Box], parents: Sequence[int | None]) -> Iterator[int]:
    """Boxes from one down to the root, without the root of all."""
    at: int | None = index
    while at is not None:
        above = parents[at]
        if above is not None or boxes[at].name != "all":
            yield at
        at = above


def _frame(name: str) -> Frame:
    named = cleaned(name)
    return Frame(symbol=named.symbol, image=named.image, is_kernel=named.is_kernel)
