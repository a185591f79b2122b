"""`--set KEY=VALUE` as given into values by key, for one run."""

import json
import tomllib
from collections.abc import Mapping
from difflib import get_close_matches
from typing import Any, NamedTuple

from estimator.configuration.bounds import shown
from estimator.configuration.effective import declared_values, with_settings
from estimator.configuration.keys import KEYS, Value
from estimator.configuration.read import checked_value
from estimator.errors import InputError
from estimator.model.config import Config

_FACTORS = "factors"
_BY_NAME = {key.name: key for key in KEYS if key.is_pricing and key.name != _FACTORS}
_SHORT = {"language": "estimate.language", "oracle": "estimate.oracle"}
_NAMES = (*_BY_NAME, *_SHORT, "factors.NAME")
_LONGEST_COMPARED = 60


class Change(NamedTuple):
    """One declared fact, as written, without and with the settings."""

    key: str
    before: str
    after: str


def overridden(config: Config, given: tuple[str, ...]) -> tuple[Config, tuple[Change, ...]]:
    """The configuration with `KEY=VALUE` settings, and what they change. Raises InputError."""
    settings = read_settings(given, config.factors)
    changed = with_settings(config, settings)
    before, after = declared_values(config), declared_values(changed)
    keys = sorted(
        key
        for key in before.keys() | after.keys()
        if key in settings or (_FACTORS in settings and before.get(key) != after.get(key))
    )
    return changed, tuple(
        Change(key, _written(before.get(key)), _written(after.get(key))) for key in keys
    )


def read_settings(given: tuple[str, ...], factors: Mapping[str, float]) -> dict[str, Value]:
    """Values of the settings; the last of the same key wins.

    `factors` are those declared so far: a setting changes or adds one. Raises InputError.
    """
    values: dict[str, Value] = {}
    changed = dict(factors)
    for text in given:
        name, separator, raw = (part.strip() for part in text.partition("="))
        if not separator or not raw:
            raise InputError(
                f"--set {shown(text)}: must be KEY=VALUE", hint="as in --set team.engineers=4"
            )
        if name.startswith(f"{_FACTORS}.") and name != f"{_FACTORS}.":
            changed[name.removeprefix(f"{_FACTORS}.")] = _factor(name, raw)
            values[_FACTORS] = dict(sorted(changed.items()))
        else:
            key = _SHORT.get(name, name)
            values[key] = _checked(key, name, raw)
    return values


def _factor(name: str, raw: str) -> float:
    value = _from_text(raw)
    is_number = isinstance(value, int | float) and not isinstance(value, bool)
    factors, fault = checked_value(_FACTORS, {name: value})
    if not is_number or fault or not isinstance(factors, dict):
        reason = "must be a multiplier from 0.1 to 10"
        raise InputError(f"--set {shown(name)}={shown(raw)}: {reason}")
    return factors[name]


def _checked(key: str, name: str, raw: str) -> Value:
    if key not in _BY_NAME:
        close = get_close_matches(name[:_LONGEST_COMPARED], _NAMES, n=3)
        near = f" (did you mean {' or '.join(close)}?)" if close else ""
        raise InputError(
            f"--set {shown(name)}: no declared fact of this name{near}",
            hint=f"one of {', '.join(sorted(_NAMES))}",
        )
    is_text = isinstance(_BY_NAME[key].default, str)
    value, fault = checked_value(key, raw if is_text else _from_text(raw))
    if fault:
        raise InputError(f"--set {shown(name)}={shown(raw)}: {fault}", hint=_BY_NAME[key].help)
    return value


def _from_text(raw: str) -> Any:  # noqa: ANN401  # whatever TOML holds
    """The number that the text is in TOML, or the text itself for the fault message."""
    if len(raw) > _LONGEST_COMPARED or not raw.isprintable():
        return raw
    try:
        return tomllib.loads(f"value = {raw}")["value"]
    except ValueError:
        return raw


def _written(value: Value | None) -> str:
    """A value as a person would write it behind `--set KEY=`."""
    if value is None:
        return "not declared"
    if isinstance(value, str):
        return value or "not declared"
    return f"{value:g}" if isinstance(value, float) else json.dumps(value)
