"""A text of a rule x numbers -> the sentence that is printed. Pure.

``{repo.ci.race}`` is a number, ``{repo.ci.race|line|lines}`` one with its noun, ``{x:%}`` a share
in percent. A clause in square brackets is left out where one of its numbers is unknown or 0.
"""

import re
from collections.abc import Iterator, Mapping

_CLAUSE = re.compile(r"\[([^\[\]]*)\]")
_NUMBER = re.compile(r"\{([a-z0-9_.-]+)(:%)?(?:\|([^|{}]*)\|([^|{}]*))?\}")
_UNKNOWN = "an unknown number"
_SMALL = 10.0


def fill(text: str, numbers: Mapping[str, float]) -> str:
    """Put numbers in the place of their names, and leave out clauses that have nothing to say."""
    kept = _CLAUSE.sub(lambda found: _clause(found[1], numbers), text)
    return _NUMBER.sub(lambda found: _written(found, numbers), kept)


def names_in(text: str) -> Iterator[str]:
    """Yield the names of a text in their order."""
    for found in _NUMBER.finditer(text):
        yield found[1]


def plain(value: float) -> str:
    """Write a number for people: whole ones with commas, small ones with one or two digits."""
    if value == int(value) or value >= _SMALL:
        return f"{value:,.0f}"
    return f"{value:.1f}" if value >= 1 else f"{value:.2g}"


def _clause(text: str, numbers: Mapping[str, float]) -> str:
    return text if all(numbers.get(name) for name in names_in(text)) else ""


def _written(found: re.Match[str], numbers: Mapping[str, float]) -> str:
    name, percent, one, many = found.groups()
    if name not in numbers:
        return f"{_UNKNOWN} of {many}" if many else _UNKNOWN
    value = numbers[name]
    shown = f"{value:.0%}" if percent else plain(value)
    if many is None:
        return shown
    return f"{shown} {one if shown == '1' else many}"
