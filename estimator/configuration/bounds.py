"""The value of a configuration key, of the right type, into what is wrong with it.

Each check answers with the fault in words, ``""`` for none.
"""

import re
from collections.abc import Callable
from datetime import date

from estimator.model.money import EM, read_amount

Value = str | int | float | bool | tuple[str, ...] | dict[str, float]
"""What a key may hold."""

_MOST_PATTERNS = 200
_LONGEST_PATTERN = 200
_MOST_WILDCARDS = 4
_WILDCARD = re.compile(r"\*+")
_NOT_IN_A_PATH = re.compile(r"[\x00-\x1f\x7f\ud800-\udfff]")
_LONGEST_SHOWN = 60


def anything(_value: Value) -> str:
    """Every value of the right type will do."""
    return ""


def within(low: float, high: float) -> Callable[[Value], str]:
    """Give the check of a number from `low` to `high`, both included."""

    def fault(value: Value) -> str:
        inside = isinstance(value, int | float) and low <= value <= high
        return "" if inside else f"must be from {low} to {high}"

    return fault


def part_of_time(value: Value) -> str:
    """A share of time, or of samples, 0.05 to 1."""
    low = 0.05  # an hour and a half of a week; less is nobody's project
    inside = isinstance(value, int | float) and low <= value <= 1
    return "" if inside else f"must be from {low} to 1"


def iso_date(value: Value) -> str:
    """A date; an empty text is none."""
    try:
        date.fromisoformat(str(value) or "2000-01-01")
    except ValueError:
        return "must be a date as 2026-05-31"
    return ""


def short_text(value: Value) -> str:
    """A name for people: short, and without control characters."""
    text = str(value)
    if len(text) > _LONGEST_SHOWN:
        return f"must be at most {_LONGEST_SHOWN} characters long"
    return "" if not text or text.isprintable() else "must be printable text"


def one_of(*allowed: str) -> Callable[[Value], str]:
    """Give the check of a choice."""

    def fault(value: Value) -> str:
        return "" if value in allowed else f"must be one of {', '.join(allowed)}"

    return fault


def multiplier(value: Value) -> str:
    """A multiplier, 0.1 to 10."""
    low, high = 0.1, 10.0  # beyond an order of magnitude a factor hides another estimate
    inside = isinstance(value, int | float) and low <= value <= high
    return "" if inside else f"must be a multiplier from {low:g} to {high:g}"


def multipliers(value: Value) -> str:
    """A table of name = multiplier."""
    if not isinstance(value, dict):
        return "must be a table of name = multiplier"
    wrong = sorted(name for name, factor in value.items() if multiplier(factor))
    return f"{', '.join(map(shown, wrong))}: {multiplier(0.0)}" if wrong else ""


def amount(value: Value) -> str:
    """An amount; an empty text is none, as if nobody had declared it."""
    return (
        ""
        if not value or read_amount(str(value))
        else "must be an amount with its unit, as 12000 EUR or 1.5 EM"
    )


def rate(value: Value) -> str:
    """What one EM costs, in money; an empty text is none."""
    found = read_amount(str(value))
    is_money = found is not None and found.unit != EM and found.value > 0
    return "" if not value or is_money else "must be the price of one EM in money, as 12000 EUR"


def patterns(value: Value) -> str:
    """Matching takes a time that grows with the length to the power of the wildcards."""
    given = value if isinstance(value, tuple) else ()
    if len(given) > _MOST_PATTERNS:
        return f"must be at most {_MOST_PATTERNS} patterns"
    for pattern in given:
        if len(pattern) > _LONGEST_PATTERN:
            return f"{shown(pattern)}: must be at most {_LONGEST_PATTERN} characters long"
        if len(_WILDCARD.findall(pattern)) > _MOST_WILDCARDS:
            return f"{shown(pattern)}: must hold at most {_MOST_WILDCARDS} wildcards"
    return ""


def paths(value: Value) -> str:
    """No path holds a NUL, and what is not Unicode could not be printed as TOML."""
    given = value if isinstance(value, tuple) else (str(value),)
    wrong = [path for path in given if _NOT_IN_A_PATH.search(path)]
    return f"{shown(wrong[0])}: must be printable text" if wrong else ""


def names(value: Value) -> str:
    """Names of code, which are not empty."""
    given = value if isinstance(value, tuple) else ()
    if len(given) > _MOST_PATTERNS:
        return f"must be at most {_MOST_PATTERNS} names"
    if any(not name or len(name) > _LONGEST_PATTERN for name in given):
        return f"must be names of 1 to {_LONGEST_PATTERN} characters"
    return paths(value)


def shown(text: str) -> str:
    """A text of unknown origin, short and printable, for a message."""
    short = text if len(text) <= _LONGEST_SHOWN else text[:_LONGEST_SHOWN] + "..."
    return short if short and short.isprintable() else ascii(short)
