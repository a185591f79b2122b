"""An `estimator.toml`, the environment or options, as values by key. All faults at once."""

import json
import tomllib
from collections.abc import Iterable, Mapping
from datetime import date
from difflib import get_close_matches
from os import pathsep
from typing import Any

from estimator.configuration.bounds import shown
from estimator.configuration.keys import BY_NAME, KEYS, Key, Value
from estimator.errors import InputError

_TRUE = ("1", "true", "yes", "on")
_FALSE = ("0", "false", "no", "off")
_FAULTS_SHOWN = 20
_LONGEST_COMPARED = 60
_EXACT_IN_ANY_PROGRAM = 1 << 53
_POLICY = "check"
_HINT = "the README has a table of all keys"
_NEVER_HERE = "a scanned repository may not set this; use an option, or --config"
_ONLY_LOWER = "a scanned repository may only lower this, from {}; use --config"
_PRICING = frozenset(name for name, key in BY_NAME.items() if key.is_pricing)
_SECTIONS = frozenset(name.partition(".")[0] for name in BY_NAME)


def read_file(content: bytes, name: str, *, is_repository: bool) -> dict[str, Value]:
    """Values of a configuration file. Raises InputError naming every fault, with the key."""
    try:
        table = tomllib.loads(content.decode("utf-8"))
    except UnicodeDecodeError as error:
        raise InputError(f"{name}: not UTF-8, from byte {error.start}", hint=_HINT) from error
    except RecursionError as error:
        raise InputError(f"{name}: not TOML: nested too deeply", hint=_HINT) from error
    except ValueError as error:  # bad TOML, or a number of more digits than Python reads
        raise InputError(f"{name}: not TOML: {error}", hint=_HINT) from error
    table.pop(_POLICY, None)  # of `check` alone, which reads it by itself
    return _values(_flatten(table), name, is_repository=is_repository)


def read_declared(declared: Mapping[str, str], name: str) -> dict[str, Value]:
    """Values that a facts file carries: key -> JSON text. Raises InputError."""
    pairs: list[tuple[str, Any]] = []
    for key in sorted(declared):
        try:
            pairs.append((key if key in _PRICING else f"declared.{key}", json.loads(declared[key])))
        except (ValueError, RecursionError) as error:
            raise InputError(f"{name}: declared {shown(key)}: not JSON") from error
    return _values(pairs, name, is_repository=True)


def read_environment(environment: Mapping[str, str]) -> dict[str, Value]:
    """Values that ESTIMATOR_* variables set. Raises InputError naming each bad variable."""
    values: dict[str, Value] = {}
    faults: list[str] = []
    for key in KEYS:
        text = environment.get(key.environment, "") if key.environment else ""
        if not text:
            continue
        values[key.name], fault = _checked(key, _from_text(key, text))
        faults += [f"{key.environment}={shown(text)}: {fault}"] if fault else []
    if faults:
        raise InputError(_joined("the environment", faults), hint=_HINT)
    return values


def check_options(options: Mapping[str, Value]) -> None:
    """Raise InputError where the value of an option is out of bounds."""
    for name in sorted(options):
        fault = BY_NAME[name].fault(options[name])
        if fault:
            raise InputError(f"{BY_NAME[name].option}: {fault}", hint=BY_NAME[name].help)


def _values(
    pairs: Iterable[tuple[str, Any]],  # Any: whatever TOML or JSON holds
    name: str,
    *,
    is_repository: bool,
) -> dict[str, Value]:
    values: dict[str, Value] = {}
    faults: list[str] = []
    unknown: list[str] = []
    for dotted, raw in pairs:
        key = BY_NAME.get(dotted)
        if key is None:
            unknown.append(dotted)
            continue
        values[dotted], fault = _checked(key, raw)
        if is_repository:
            fault = _not_allowed(key, values[dotted]) or fault
        faults += [f"{dotted}: {fault}"] if fault else []
    faults += [_unknown(dotted) for dotted in unknown[:_FAULTS_SHOWN]]
    faults += [""] * (len(unknown) - _FAULTS_SHOWN)
    if faults:
        raise InputError(_joined(name, faults), hint=_HINT)
    return values


def _joined(name: str, faults: list[str]) -> str:
    """All faults in one message: one on its own line each, where there are several."""
    if len(faults) == 1:
        return f"{name}: {faults[0]}"
    more = len(faults) - _FAULTS_SHOWN
    lines = [*faults[:_FAULTS_SHOWN], *([f"and {more} more"] if more > 0 else [])]
    return "\n  ".join((f"{name} has {len(faults)} faults:", *lines))


def _not_allowed(key: Key, value: Value) -> str:
    if not key.in_repository:
        return _NEVER_HERE
    is_number = isinstance(value, int | float) and isinstance(key.default, int | float)
    if key.is_limit and is_number and value > key.default:  # type: ignore[operator]  # numbers
        return _ONLY_LOWER.format(key.default)
    return ""


def _unknown(dotted: str) -> str:
    if dotted in _SECTIONS:
        return f"{dotted}: must be a table, as in [{dotted}]"
    near = get_close_matches(dotted[:_LONGEST_COMPARED], list(BY_NAME), n=1)
    return f"{shown(dotted)}: unknown key{f' (did you mean {near[0]}?)' if near else ''}"


def _flatten(table: Mapping[str, Any]) -> list[tuple[str, Any]]:  # Any: whatever TOML holds
    flat: list[tuple[str, Any]] = []
    for name in sorted(table):
        value = table[name]
        if isinstance(value, dict) and name not in BY_NAME:
            flat += [(f"{name}.{inner}", value[inner]) for inner in sorted(value)]
        else:
            flat.append((name, value))
    return flat


def checked_value(name: str, raw: Any) -> tuple[Value, str]:  # noqa: ANN401  # as TOML holds it
    """A raw value in the type of a known key, and what is wrong with it, "" for nothing."""
    return _checked(BY_NAME[name], raw)


def _checked(key: Key, raw: Any) -> tuple[Value, str]:  # noqa: ANN401  # whatever TOML holds
    """The value in the key's type, and what is wrong with it."""
    value: Value | None
    match key.default:
        case bool():
            value, kind = (raw if isinstance(raw, bool) else None), "true or false"
        case tuple():
            value, kind = _strings(raw), "a list of strings"
        case int():
            value, kind = (raw if _is_number(raw, int) else None), "a whole number"
        case float():
            value, kind = (float(raw) if _is_number(raw, int | float) else None), "a number"
        case str():
            text = raw.isoformat() if isinstance(raw, date) else raw  # TOML has dates of its own
            value, kind = (text if isinstance(text, str) else None), "a string"
        case _:
            value, kind = _multipliers(raw), "a table of name = multiplier"
    if value is None:
        return key.default, f"must be {kind}"
    return value, key.fault(value)


def _is_number(raw: Any, kind: Any) -> bool:  # noqa: ANN401  # whatever TOML holds
    """True for a number of this kind that any program can hold; true and false are none."""
    is_right = isinstance(raw, kind) and not isinstance(raw, bool)
    return is_right and (isinstance(raw, float) or abs(raw) < _EXACT_IN_ANY_PROGRAM)


def _strings(raw: Any) -> tuple[str, ...] | None:  # noqa: ANN401  # whatever TOML holds
    is_list = isinstance(raw, list) and all(isinstance(item, str) for item in raw)
    return tuple(raw) if is_list else None


def _multipliers(raw: Any) -> dict[str, float] | None:  # noqa: ANN401  # whatever TOML holds
    if not isinstance(raw, dict) or not all(_is_number(v, int | float) for v in raw.values()):
        return None
    return {name: float(raw[name]) for name in sorted(raw)}


def _from_text(key: Key, text: str) -> Any:  # noqa: ANN401  # what TOML would have held
    default = key.default
    lowered = text.strip().lower()
    if isinstance(default, bool) and lowered in (*_TRUE, *_FALSE):
        return lowered in _TRUE
    if isinstance(default, tuple):
        return [part for part in text.split(pathsep) if part]
    if isinstance(default, int | float) and not isinstance(default, bool):
        return _number(text, is_whole=isinstance(default, int))
    return text


def _number(text: str, *, is_whole: bool) -> int | float | str:
    """The number, or the text itself for the fault message."""
    try:
        return int(text) if is_whole else float(text)
    except ValueError:
        return text
