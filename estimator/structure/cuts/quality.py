"""What crosses a cut and what both sides share -> how clean the cut is, with the reasons.

The limits are judgement and stand in `weights`; quality is said and moves no cost.
"""

from collections import Counter
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from estimator.languages.crossings import CROSSINGS
from estimator.model.hotpaths import Crossing, SharedState
from estimator.structure.cuts import weights

CLEAN, WORKABLE, TANGLED = "clean", "workable", "tangled"
_ORDER = (CLEAN, WORKABLE, TANGLED)
_AWKWARD = {
    "channel": "channels cross: a stream has to take their place, and keep order and back-pressure",
    "callback": "callbacks cross: the other side has to be called back while the call runs",
    "interface": "interfaces cross: what stands behind them is known at run time only",
    "stream": "readers, writers or iterators cross: their bytes have to be streamed or sent whole",
}
_NOTED = {
    "context": "contexts cross: deadlines and cancellation have to travel with each call",
    "error": "errors cross: their kinds need codes in the contract",
    "map": "maps cross: a copy is sent, so changes on one side do not show on the other",
    "state": "objects with state cross: they stay on one side and a handle stands for them",
    "pointer": "pointers cross: what they point to is copied",
}


class Judged(NamedTuple):
    """A quality and why."""

    quality: str
    reasons: tuple[str, ...]
    is_chatty: bool


def judge(
    language: str,
    crossings: Sequence[Crossing],
    shared: Sequence[SharedState],
    *,
    perhaps: Sequence[str] = (),
    generic: Sequence[str] = (),
) -> Judged:
    """Judge a cut; the worst reason decides and every reason is given, worst first.

    `perhaps` names functions of the shell that moved code may call through interfaces, `generic`
    crossing functions that take types with behavior from their callers.
    """
    found = [*_counts(crossings), *_kinds(crossings), *_states(shared)]
    found += [*_loops(crossings), *_transactions(language, crossings), *_perhaps(perhaps)]
    found += _generic(generic)
    found.sort(key=lambda one: -_ORDER.index(one[0]))
    quality = found[0][0] if found else CLEAN
    reasons = tuple(reason for _, reason in found) or ("plain values only, few of them",)
    looped = sum(one.sites_in_loops for one in crossings if one.direction == "in")
    return Judged(quality, reasons, looped >= weights.CHATTY_SITES)


def _counts(crossings: Sequence[Crossing]) -> Iterator[tuple[str, str]]:
    kinds = Counter(one.kind for one in crossings)
    if not kinds["function"]:
        yield WORKABLE, "no call of it was found: it is reached through an interface or is an entry"
    items = len(crossings)
    what = f"{_some(kinds['function'], 'function')} and {_some(kinds['type'], 'type')} cross"
    if items > weights.WORKABLE_ITEMS:
        yield TANGLED, what
    elif items > weights.CLEAN_ITEMS:
        yield WORKABLE, what
    back = [one for one in crossings if one.kind == "function" and one.direction == "out"]
    if back:
        names = ", ".join(one.symbol for one in back[: weights.NAMED])
        yield WORKABLE, f"it calls back {_some(len(back), 'function')} of the shell: {names}"


def _kinds(crossings: Sequence[Crossing]) -> Iterator[tuple[str, str]]:
    kinds = {field.kind for one in crossings for field in one.fields}
    for kind in (*_AWKWARD, *_NOTED):
        if kind not in kinds:
            continue
        owners = [one for one in crossings if any(field.kind == kind for field in one.fields)]
        names = ", ".join(dict.fromkeys(one.symbol for one in owners[: weights.NAMED]))
        level = WORKABLE if kind in _AWKWARD else CLEAN
        yield level, f"{_AWKWARD.get(kind) or _NOTED[kind]} ({names})"


def _states(shared: Sequence[SharedState]) -> Iterator[tuple[str, str]]:
    level = TANGLED if len(shared) > weights.WORKABLE_SHARED else WORKABLE
    for one in shared:
        guard = f", guarded by {one.guard}" if one.guard else ", no lock seen"
        yield level, f"both sides use {one.symbol} ({one.kind}{guard})"


def _loops(crossings: Sequence[Crossing]) -> Iterator[tuple[str, str]]:
    for direction, what in (
        ("in", "chatty: the shell calls {names} inside loops; send many at once"),
        ("out", "chatty: moved code calls back {names} inside loops"),
    ):
        looped = [one for one in crossings if one.sites_in_loops and one.direction == direction]
        if looped:
            names = ", ".join(one.symbol for one in looped[: weights.NAMED])
            yield WORKABLE if direction == "in" else TANGLED, what.format(names=names)


def _transactions(language: str, crossings: Sequence[Crossing]) -> Iterator[tuple[str, str]]:
    pattern = CROSSINGS[language].transaction
    for one in crossings:
        for field in one.fields:
            if pattern.search(field.type):
                what = f"an open transaction crosses in {one.symbol} ({field.type})"
                yield TANGLED, f"{what}: it has to begin and end on one side"


def _perhaps(names: Sequence[str]) -> Iterator[tuple[str, str]]:
    if names:
        more = len(names) - weights.NAMED
        shown = ", ".join(names[: weights.NAMED]) + (f" and {more} more" if more > 0 else "")
        what = f"through interfaces it may also call {_some(len(names), 'function')} of the shell"
        yield WORKABLE, f"{what} ({shown}): those move too, or are called back"


def _generic(names: Sequence[str]) -> Iterator[tuple[str, str]]:
    if names:
        more = len(names) - weights.NAMED
        shown = ", ".join(names[: weights.NAMED]) + (f" and {more} more" if more > 0 else "")
        what = f"generic over the caller's types ({shown})"
        yield WORKABLE, f"{what}: each set of types in use needs a crossing of its own"


def _some(number: int, what: str) -> str:
    return f"{number} {what}" if number == 1 else f"{number} {what}s"
