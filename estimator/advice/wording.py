"""A text of a rule x numbers -> the sentence that is printed. Pure.

``{repo.ci.race}`` is a number, ``{repo.ci.race|line|lines}`` one with its noun, ``{x:%}`` a share
in percent. A clause in square brackets is left out where one of its numbers is unknown or 0, or not
above the bound of ``{x>0.4:%}``; one that begins with ``[?priced.go `` also where that number is.
"""

import re
from collections.abc import Iterator, Mapping

from estimator.model.percent import percent as whole

_CLAUSE = re.compile(r"\[(?:\?([a-z0-9_.-]+) )?([^\[\]]*)\]")
_NUMBER = re.compile(r"\{([a-z0-9_.-]+)(?:>([0-9.]+))?(:%)?(?:\|([^|{}]*)\|([^|{}]*))?\}")
_UNKNOWN = "an unknown number"
_SMALL = 10.0


def fill(text: str, numbers: Mapping[str, float]) -> str:
    """Put numbers in the place of their names, and leave out clauses that have nothing to say."""
    kept = _CLAUSE.sub(lambda found: _clause(found, numbers), text)
    return _NUMBER.sub(lambda found: _written(found, numbers), kept)


def names_in(text: str) -> Iterator[str]:
    """Yield the names of a text: those of numbers in their order, then those of clauses."""
    for found in _NUMBER.finditer(text):
        yield found[1]
    for found in _CLAUSE.finditer(text):
        if found[1]:
            yield found[1]


def plain(value: float) -> str:
    """Write a number for people: whole ones with commas, small ones with one or two digits."""
    if value == int(value) or value >= _SMALL:
        return f"{value:,.0f}"
    return f"{value:.1f}" if value >= 1 else f"{value:.2g}"


def _clause(found: re.Match[str], numbers: Mapping[str, float]) -> str:
    guard, text = found.groups()
    bounds = [(one[1], float(one[2] or 0)) for one in _NUMBER.finditer(text)]
    bounds += [(guard, 0.0)] if guard else []
    return text if all(numbers.get(name, 0.0) > bound for name, bound in bounds) else ""


def _written(found: re.Match[str], numbers: Mapping[str, float]) -> str:
    name, _, percent, one, many = found.groups()
    if name not in numbers:
        return f"{_UNKNOWN} of {many}" if many else _UNKNOWN
    value = numbers[name]
    shown = whole(value) if percent else plain(value)
    if many is None:
        return shown
    return f"{shown} {one if shown == '1' else many}"
