"""Files of two states into those that changed, and into the units that hold them. Pure."""

import math
from collections.abc import Iterable, Mapping, Sequence

import msgspec

from estimator.model.change import PlaceChange, Priced
from estimator.model.estimate import FileShare
from estimator.model.facts import FileRow

ADDED, REMOVED, CHANGED, MOVED = "added", "removed", "changed", "moved"

_encoder = msgspec.msgpack.Encoder(order="deterministic")


def file_changes(before: Priced, after: Priced, scenario: str) -> tuple[PlaceChange, ...]:
    """Product files whose facts are not the same, furthest first.

    A file that is gone and one that is new are one moved file where their facts are equal. Facts
    are counts, so a change that moves no count is none.
    """
    old, new = _rows(before), _rows(after)
    old_shares, new_shares = _shares(before, scenario), _shares(after, scenario)
    origin = _moves(old, new)
    found = []
    for path in sorted({*old, *new} - set(origin.values())):
        was = origin.get(path, path)
        if was in old and path in new and was == path and _facts(old[was]) == _facts(new[path]):
            continue
        share_before, share_after = old_shares.get(was), new_shares.get(path)
        if share_before is None and share_after is None:
            continue
        found.append(
            _place(
                path,
                (share_before,) if share_before else (),
                (share_after,) if share_after else (),
                lines=(_lines(old.get(was)), _lines(new.get(path))),
                was=was if was != path else "",
            )
        )
    return _furthest_first(found)


def unit_changes(
    before: Priced, after: Priced, scenario: str, files: Iterable[PlaceChange]
) -> tuple[PlaceChange, ...]:
    """Units that hold a changed file, before or after, furthest first."""
    old, new = _shares(before, scenario), _shares(after, scenario)
    names = set()
    for file in files:
        for shares, path in ((old, file.was or file.name), (new, file.name)):
            if path in shares:
                names.add(shares[path].unit)
    old_rows, new_rows = _rows(before), _rows(after)
    found = []
    for name in sorted(names):
        was = [one for one in old.values() if one.unit == name]
        now = [one for one in new.values() if one.unit == name]
        lines = (
            sum(_lines(old_rows.get(one.path)) for one in was),
            sum(_lines(new_rows.get(one.path)) for one in now),
        )
        found.append(_place(name, was, now, lines=lines))
    return _furthest_first(found)


def _rows(one: Priced) -> Mapping[str, FileRow]:
    return {row.path: row for row in one.facts.files}


def _shares(one: Priced, scenario: str) -> Mapping[str, FileShare]:
    return {share.path: share for share in one.shares[scenario].files}


def _facts(row: FileRow) -> bytes:
    """What was counted in a file, wherever it lies in its unit."""
    return _encoder.encode(msgspec.structs.replace(row, path=""))


def _moves(old: Mapping[str, FileRow], new: Mapping[str, FileRow]) -> Mapping[str, str]:
    """New path -> old one, for files of equal facts, each pair once."""
    gone: dict[bytes, list[str]] = {}
    for path in sorted(set(old) - set(new), reverse=True):
        gone.setdefault(_content(old[path]), []).append(path)
    found = {}
    for path in sorted(set(new) - set(old)):
        candidates = gone.get(_content(new[path]))
        if candidates:
            found[path] = candidates.pop()
    return found


def _content(row: FileRow) -> bytes:
    return _encoder.encode(msgspec.structs.replace(row, path="", unit=""))


def _lines(row: FileRow | None) -> int:
    return 0 if row is None else max(row.lines.code - row.test_lines.code, 0)


def _place(
    name: str,
    before: Sequence[FileShare],
    after: Sequence[FileShare],
    *,
    lines: tuple[int, int],
    was: str = "",
) -> PlaceChange:
    old, new = (math.fsum(one.effort for one in shares) for shares in (before, after))
    state = MOVED if was else CHANGED if before and after else ADDED if after else REMOVED
    return PlaceChange(
        name=name,
        state=state,
        was=was,
        before=old,
        after=new,
        change=new - old,
        lines_before=lines[0],
        lines_after=lines[1],
    )


def _furthest_first(places: Iterable[PlaceChange]) -> tuple[PlaceChange, ...]:
    return tuple(sorted(places, key=lambda one: (-abs(one.change), one.name)))
