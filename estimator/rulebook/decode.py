"""The text of one rule file -> its rules, constants and scenarios, and every fault in them."""

from collections.abc import Iterator, Mapping
from types import NoneType
from typing import Any, get_args, get_origin, get_type_hints  # Any: types are walked as data

import msgspec

from estimator.model.advicerules import (
    Criterion,
    ReadinessRule,
    Recommendation,
    Sentence,
    Signal,
    Tradeoff,
    Workload,
)
from estimator.model.planrules import Stage
from estimator.model.rules import (
    Constant,
    CrosswalkEntry,
    Disagreement,
    Driver,
    Port,
    Rule,
    RuleFile,
    Scenario,
    ShellSign,
)
from estimator.rulebook.fault import Fault
from estimator.rulebook.files import RuleText

AdviceEntry = Sentence | Signal | Workload | Criterion | Tradeoff | Recommendation | ReadinessRule
Entry = (
    Rule
    | Constant
    | Scenario
    | Port
    | Disagreement
    | CrosswalkEntry
    | Driver
    | ShellSign
    | Stage
    | AdviceEntry
)
KINDS: Mapping[str, type[Entry]] = {
    "rule": Rule,
    "constant": Constant,
    "scenario": Scenario,
    "port": Port,
    "disagreement": Disagreement,
    "dependency": CrosswalkEntry,
    "driver": Driver,
    "sentence": Sentence,
    "signal": Signal,
    "workload": Workload,
    "criterion": Criterion,
    "tradeoff": Tradeoff,
    "recommendation": Recommendation,
    "readiness": ReadinessRule,
    "shell": ShellSign,
    "stage": Stage,
}


def decode(text: RuleText) -> tuple[RuleFile, tuple[Fault, ...]]:
    """Decode a file. With faults, the entries without any are still returned."""
    import tomli  # noqa: PLC0415  # start-up time: what is remembered needs no TOML

    try:
        data = tomli.loads(text.text)
    except tomli.TOMLDecodeError as error:
        return RuleFile(), (_fault(text, "", "", f"not TOML: {error}"),)
    except (RecursionError, ValueError) as error:
        # 3.11 to 3.14: deep nesting and integers of over 4300 digits escape as these two
        return RuleFile(), (_fault(text, "", "", f"not readable TOML: {error}"),)
    try:
        return msgspec.convert(data, RuleFile), ()
    except (msgspec.ValidationError, RecursionError):
        return _decode_entries(data, text)


def _decode_entries(
    data: Mapping[str, object], text: RuleText
) -> tuple[RuleFile, tuple[Fault, ...]]:
    faults = [_fault(text, "", key, "unknown key") for key in data if key not in KINDS]
    good: dict[str, list[object]] = {name: [] for name in KINDS}
    for name, kind in KINDS.items():
        entries = data.get(name, [])
        if not isinstance(entries, list):
            faults.append(_fault(text, "", name, f"write it as [[{name}]]"))
            continue
        for index, entry in enumerate(entries):
            found = [
                _fault(text, _label(name, index, entry), key, reason)
                for key, reason in _entry_faults(kind, entry)
            ]
            faults.extend(found)
            if not found:
                good[name].append(entry)
    return msgspec.convert(good, RuleFile), tuple(faults)


def _entry_faults(kind: type[Entry], entry: object) -> tuple[tuple[str, str], ...]:
    try:
        return tuple(_faults(kind, entry, ""))
    except RecursionError:
        return (("", "nested too deeply"),)


def _faults(kind: Any, value: object, key: str) -> Iterator[tuple[str, str]]:  # noqa: ANN401
    """Walk a value beside its type, so that no fault hides another. Yields (key, reason)."""
    struct = _struct_in(kind)
    if struct is not None and isinstance(value, dict):
        yield from _struct_faults(struct, value, key)
    elif get_origin(kind) is tuple and isinstance(value, list):
        for index, element in enumerate(value):
            yield from _faults(get_args(kind)[0], element, f"{key}[{index}]")
    else:
        try:
            msgspec.convert(value, kind)
        except msgspec.ValidationError as error:
            reason, _, path = str(error).partition(" - at `$")
            yield f"{key}{path.rstrip('`')}".lstrip("."), reason


def _struct_faults(
    struct: type[msgspec.Struct], value: Mapping[str, object], key: str
) -> Iterator[tuple[str, str]]:
    prefix = f"{key}." if key else ""
    hints = get_type_hints(struct)
    for name in value:
        if name not in hints:
            yield f"{prefix}{name}", "unknown key"
    for field in msgspec.structs.fields(struct):
        if field.name in value:
            yield from _faults(hints[field.name], value[field.name], f"{prefix}{field.name}")
        elif field.required:
            yield f"{prefix}{field.name}", "missing"


def _struct_in(kind: Any) -> type[msgspec.Struct] | None:  # noqa: ANN401
    """Give the struct type of ``X`` or ``X | None``."""
    options = [option for option in get_args(kind) if option is not NoneType]
    inner = options[0] if options and get_origin(kind) is not tuple else kind
    is_struct = isinstance(inner, type) and issubclass(inner, msgspec.Struct)
    return inner if is_struct else None


def _label(name: str, index: int, entry: object) -> str:
    identity = entry.get("id", entry.get("name")) if isinstance(entry, dict) else None
    return identity if isinstance(identity, str) else f"{name}[{index}]"


def _fault(text: RuleText, rule: str, key: str, reason: str) -> Fault:
    return Fault(file=text.file, rule=rule, key=key, reason=reason)
