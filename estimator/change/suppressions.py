"""Comments that allow a rule, and where rules occur, into what is allowed by whom. Pure."""

import re
from collections.abc import Iterable, Mapping, Sequence

from estimator.model.baseline import BaselineKey
from estimator.model.check import Suppression
from estimator.model.source import Value

_FORM = re.compile(r"(?P<rules>[^-]*?)\s*(?:--\s*(?P<reason>.*))?$", re.DOTALL)
_NO_REASON = "it gives no reason: // estimator: allow RG214 -- why"


class Spoken(Value, frozen=True, kw_only=True):
    """A suppression with the lines that it covers."""

    suppression: Suppression
    covers: tuple[int, ...]


class Place(Value, frozen=True, kw_only=True):
    """Where one rule occurs in one symbol of one file."""

    key: BaselineKey
    lines: tuple[int, ...]


class Allowed(Value, frozen=True, kw_only=True):
    """What the comments of some files allow."""

    counts: Mapping[BaselineKey, int]
    reasons: Mapping[BaselineKey, str]
    unused: tuple[Suppression, ...]
    """Those that allow nothing, and faulty ones; by path and line."""


def read_remark(
    path: str, line: int, covers: tuple[int, ...], text: str, known: frozenset[str]
) -> tuple[Spoken, ...]:
    """Read ``RG214, RG215 -- reason``: a suppression for each rule, or one with its fault."""
    form = _FORM.match(text)
    said = (form["rules"] if form else text).replace(",", " ").split()
    reason = ((form["reason"] if form else "") or "").strip()
    found = []
    for rule in said or [""]:
        fault = ""
        if not rule:
            fault = "it names no rule: // estimator: allow RG214 -- why"
        elif rule not in known:
            fault = f"no rule of a ledger has the id {_short(rule)}"
        elif not reason:
            fault = _NO_REASON
        one = Suppression(path=path, line=line, rule=_short(rule), reason=reason, fault=fault)
        found.append(Spoken(suppression=one, covers=covers))
    return tuple(found)


def allow(
    spoken: Mapping[str, Sequence[Spoken]],
    places: Mapping[str, Iterable[Place]],
    metrics: Mapping[str, Sequence[str]],
) -> Allowed:
    """Hold suppressions against what occurs, file by file.

    `metrics` are those that each rule counts: who allows a rule allows them.
    """
    counts: dict[BaselineKey, int] = {}
    reasons: dict[BaselineKey, list[str]] = {}
    unused: list[Suppression] = []
    for path in sorted(spoken):
        used: set[int] = set()
        by_line = {
            (name, line): number
            for number, one in enumerate(spoken[path])
            if not one.suppression.fault
            for name in (one.suppression.rule, *metrics.get(one.suppression.rule, ()))
            for line in one.covers
        }
        for place in places.get(path, ()):
            for line in place.lines:
                number = by_line.get((place.key.rule, line))
                if number is None:
                    continue
                used.add(number)
                counts[place.key] = counts.get(place.key, 0) + 1
                reason = spoken[path][number].suppression.reason
                known = reasons.setdefault(place.key, [])
                known += [] if reason in known else [reason]
        unused += [one.suppression for number, one in enumerate(spoken[path]) if number not in used]
    return Allowed(
        counts=counts,
        reasons={key: "; ".join(said) for key, said in reasons.items()},
        unused=tuple(sorted(unused, key=lambda one: (one.path, one.line, one.rule))),
    )


def _short(rule: str) -> str:
    cut = rule[:20]
    return cut if cut.isprintable() else ascii(cut)
