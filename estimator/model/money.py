"""An amount as people write it, ``12000 EUR`` or ``1.5 EM``, into a number and its unit."""

import math
import re

from estimator.model.source import Value

EM = "EM"
"""The unit of effort; every other unit is a currency."""

_AMOUNT = re.compile(r"([0-9][0-9_,]*(?:\.[0-9]+)?)\s*([^\W\d_]{1,8}|[$€£¥])")
_MOST = 1e12


class Amount(Value, frozen=True, kw_only=True):
    """A number and its unit."""

    value: float
    unit: str
    """``EM``, or a currency as it was written."""


def read_amount(text: str) -> Amount | None:
    """Read a number followed by its unit; None where the text is no such thing."""
    found = _AMOUNT.fullmatch(text.strip())
    if found is None:
        return None
    value = float(found[1].replace(",", "").replace("_", ""))
    if not math.isfinite(value) or value > _MOST:
        return None
    unit = EM if found[2].upper() == EM else found[2]
    return Amount(value=value, unit=unit)
