"""Turns exact numbers into what people read: two significant digits, parts that sum to the whole.

Exact numbers stay in JSON and CSV.
"""

import math
from collections.abc import Sequence
from decimal import ROUND_FLOOR, ROUND_HALF_UP, Decimal

from estimator.model.percent import percent as whole_percent

_ZERO = Decimal(0)
_WHOLE_FROM = Decimal(5)
_TENTHS_FROM = Decimal("0.5")


def two_digits(value: float) -> Decimal:
    """Round to two significant digits, half up."""
    exact = Decimal(repr(value))
    return _rounded(exact, two_digit_step(exact))


def two_digit_step(value: Decimal) -> Decimal:
    """Return the unit of the second significant digit: 0.1 for 5.2, 10 for 150, 1 for zero."""
    if not value:
        return Decimal(1)
    step = Decimal(1).scaleb(value.adjusted() - 1)
    rounded = _rounded(value, step)
    return Decimal(1).scaleb(rounded.adjusted() - 1)


def _rounded(value: Decimal, step: Decimal) -> Decimal:
    return ((value / step).to_integral_value(rounding=ROUND_HALF_UP) * step).quantize(step)


def written(value: Decimal) -> str:
    """Write a decimal without an exponent: ``5.2``, ``150``, ``0.041``."""
    return f"{value:,f}"


def people(value: float) -> str:
    """Write a number with two significant digits."""
    return written(two_digits(value))


def signed(value: float) -> str:
    """Write a change with its sign and two significant digits; ``0`` for none."""
    if not value:
        return "0"
    return ("+" if value > 0 else "-") + people(abs(value))


def exact_number(value: float) -> str:
    """Write a number as its source has it, without an empty decimal part: ``4.8``, ``4``."""
    return f"{int(value):,}" if value == int(value) else repr(value)


def four_digits(value: float) -> str:
    """Write a number with four significant digits, for a sum that somebody checks."""
    exact = Decimal(repr(value))
    if not exact:
        return "0"
    step = Decimal(1).scaleb(exact.adjusted() - 3)
    return written(_rounded(exact, step))


def headline_number(value: float, beside: float) -> str:
    """Write `value` as coarsely as suits a sentence about `beside` (the P50).

    Whole numbers from 5 up, tenths from 0.5 up, else hundredths; never over two significant
    digits, and never 0 for something that is not.
    """
    exact = Decimal(repr(value))
    middle = Decimal(repr(beside))
    if middle >= _WHOLE_FROM:
        step = Decimal(1)
    elif middle >= _TENTHS_FROM:
        step = Decimal("0.1")
    else:
        step = Decimal("0.01")
    rounded = _rounded(exact, max(step, two_digit_step(exact)))
    if not rounded and exact:
        rounded = two_digits(value)
    text = written(rounded)
    return text.rstrip("0").rstrip(".") if "." in text else text


def change(factor: float) -> str:
    """Write a multiplier as what it does: ``+18 %``, ``-16 %``, ``none``."""
    points = (Decimal(repr(factor)) * 100 - 100).quantize(Decimal(1), ROUND_HALF_UP)
    return f"{points:+} %" if points else "none"


def grouped(value: float) -> str:
    """Write a count with thousands separated; a count that is not whole keeps two digits."""
    return f"{int(value):,}" if value == int(value) else people(value)


def percent(share: float) -> str:
    """Write a share of 0-1 as a whole percentage, ``<1 %`` for what is small but there.

    Rounded as everywhere else in the output.
    """
    if 0 < share < 0.005:  # noqa: PLR2004  half a percent
        return "<1 %"
    return whole_percent(share)


def floor_percent(share: float) -> str:
    """Write a share of 0-1 rounded down to tenths, so that 89.96 % never reads as 90 %."""
    tenths = (Decimal(repr(share)) * 1000).to_integral_value(rounding=ROUND_FLOOR)
    return f"{(tenths / 10).normalize():f} %"


def apportioned(parts: Sequence[float], total: Decimal) -> tuple[Decimal, ...]:
    """Round parts to two significant digits so that they sum to the printed `total` exactly.

    Largest remainder: what rounding lost or won goes, coarse steps first, to the parts that were
    rounded furthest the other way, about a step each; what then is left goes to the largest part,
    which may show a third digit. No part is finer than a tenth of the total's last digit.
    Parts are not negative and sum to about `total`.
    """
    if not parts:
        return ()
    exact = [Decimal(repr(part)) for part in parts]
    finest = two_digit_step(total) / 10
    steps = [max(two_digit_step(part), finest) for part in exact]
    shown = [_rounded(part, step) for part, step in zip(exact, steps, strict=True)]
    for unit in sorted(set(steps), reverse=True):
        movable = [index for index, step in enumerate(steps) if step == unit and exact[index]]
        _spread_rest(exact, shown, movable, unit, total - sum(shown, _ZERO))
    largest = exact.index(max(exact))
    shown[largest] += total - sum(shown, _ZERO)
    return tuple(_tidy(part, step) for part, step in zip(shown, steps, strict=True))


def _tidy(value: Decimal, step: Decimal) -> Decimal:
    """Drop zeros below the step, which adding finer numbers left behind."""
    return value if value % step else value.quantize(step)


def _spread_rest(
    exact: Sequence[Decimal], shown: list[Decimal], movable: list[int], unit: Decimal, rest: Decimal
) -> None:
    """Move the parts that were rounded furthest the other way by one unit each."""
    sign = 1 if rest > 0 else -1
    movable.sort(key=lambda index: (sign * (shown[index] - exact[index]), index))
    for index in movable[: math.floor(abs(rest) / unit)]:
        shown[index] = max(shown[index] + sign * unit, _ZERO)
