"""The bytes of a records file -> finished ports, or every fault at once with place and hint."""

import math
import tomllib
from collections.abc import Iterator, Mapping
from datetime import date, datetime
from difflib import get_close_matches
from typing import Any

import msgspec

from estimator.errors import InputError
from estimator.model.records import RECORDS_VERSION, OwnPorts, Record

LARGEST_BYTES = 1_000_000
_FAULTS_SHOWN = 20
_LONGEST_SHOWN = 40
_LARGEST_LN = math.log(1e9)
"""Of actual / P50: the bounds of both are a factor of a billion apart."""
_HINT = "`estimator record add` writes a right row; each key is explained in the README"
_FIELDS = {field.name: field for field in msgspec.structs.fields(Record)}
_TOP = ("port", "version")


def read_records(content: bytes, name: str) -> tuple[Record, ...]:
    """Decode a records file, rows in its order.

    Raises InputError naming every fault with its row and key; `name` is the file's name.
    """
    faults: list[str] = []
    table = _table(content, name)
    records = tuple(_records(table, faults))
    if faults:
        shown = faults[:_FAULTS_SHOWN]
        more = len(faults) - len(shown)
        lines = [*shown, *([f"and {more} more"] if more else [])]
        head = f"{name} has {len(faults)} faults:"
        message = f"{name}: {lines[0]}" if len(faults) == 1 else "\n  ".join((head, *lines))
        raise InputError(message, hint=_HINT)
    return records


def record_faults(record: Record) -> tuple[str, ...]:
    """Say what is wrong with a row that is not in a file yet; nothing: ()."""
    values = msgspec.to_builtins(record)
    return tuple(_row_faults({key: one for key, one in values.items() if one not in {None, ""}}))


def read_own_ports(text: str, name: str) -> Mapping[str, OwnPorts]:
    """Decode what a facts file carries of the records that were there. Raises InputError."""
    try:
        found = msgspec.json.decode(text, type=dict[str, OwnPorts])
    except (msgspec.DecodeError, RecursionError) as fault:
        raise InputError(f"{name}: declared estimate.records: {fault}") from fault
    for one in found.values():
        if not abs(one.sum_ln) <= one.ports * _LARGEST_LN:
            raise InputError(f"{name}: declared estimate.records: sum_ln is out of bounds")
    return found


def _table(content: bytes, name: str) -> dict[str, Any]:  # Any: whatever TOML holds
    if len(content) > LARGEST_BYTES:
        raise InputError(f"{name}: larger than {LARGEST_BYTES:,} bytes", hint=_HINT)
    try:
        return tomllib.loads(content.decode("utf-8"))
    except UnicodeDecodeError as error:
        raise InputError(f"{name}: not UTF-8, from byte {error.start}", hint=_HINT) from error
    except RecursionError as error:
        raise InputError(f"{name}: not TOML: nested too deeply", hint=_HINT) from error
    except ValueError as error:  # bad TOML, or a number of more digits than Python reads
        raise InputError(f"{name}: not TOML: {error}", hint=_HINT) from error


def _records(table: Mapping[str, Any], faults: list[str]) -> Iterator[Record]:
    version = table.get("version")
    if type(version) is not int or version != RECORDS_VERSION:
        faults.append(
            f"version: must be {RECORDS_VERSION}, the only one that this program reads; is"
            f" {'missing' if version is None else _shown(version)}"
        )
    faults += [f"{_shown(key)}: unknown key{_near(key, _TOP)}" for key in table if key not in _TOP]
    rows = table.get("port", [])
    if not isinstance(rows, list) or not all(isinstance(row, dict) for row in rows):
        faults.append("port: must be tables, each begun by [[port]]")
        return
    seen: dict[str, int] = {}
    for number, row in enumerate(rows, start=1):
        place = f"[[port]] {number}"
        if isinstance(row.get("id"), str):
            place += f" ({_shown(row['id'])})"
            first = seen.setdefault(row["id"], number)
            if first != number:
                faults.append(f"{place}: id: is that of [[port]] {first} as well")
        own = list(_row_faults(row))
        faults += [f"{place}: {fault}" for fault in own]
        if not own:
            yield msgspec.convert(_plain_dates(row), type=Record)


def _row_faults(row: Mapping[str, Any]) -> Iterator[str]:
    for key in row:
        if key not in _FIELDS:
            yield f"{_shown(key)}: unknown key{_near(key, tuple(_FIELDS))}"
    for name, field in _FIELDS.items():
        if name not in row:
            if field.required:
                yield f"{name}: is missing"
            continue
        fault = _value_fault(name, _plain_dates(row)[name])
        if fault:
            yield f"{name}: {fault}"
    if "size_kloc" not in row and not row.get("facts"):
        yield "size_kloc: is missing; give it, or facts: the facts file that was priced"


def _value_fault(name: str, value: Any) -> str:  # noqa: ANN401  # whatever TOML holds
    if isinstance(value, float) and not math.isfinite(value):
        return "must be a finite number"
    if isinstance(value, str) and not value.isprintable():
        return "must be printable text"
    try:
        msgspec.convert(value, type=_FIELDS[name].type)
    except msgspec.ValidationError as error:
        return _words(name, str(error))
    if name == "finished" and value:
        return _date_fault(value)
    return ""


def _words(name: str, message: str) -> str:
    choices = getattr(_FIELDS[name].type, "__members__", None)
    if choices:
        return f"must be one of {', '.join(choice.value for choice in choices.values())}"
    if name == "id":
        return "must be 1 to 64 letters, digits, dots, dashes or underscores"
    if name == "rulebook":
        return "must be the 12 hexadecimal digits that a report names"
    return message[:1].lower() + message[1:]


def _date_fault(value: str) -> str:
    try:
        is_plain = date.fromisoformat(value).isoformat() == value
    except ValueError:
        is_plain = False
    return "" if is_plain else "must be a date as 2026-05-31"


def _plain_dates(row: Mapping[str, Any]) -> dict[str, Any]:
    """Give dates as text, as the model has them; a time of day stays, and is a fault."""
    return {
        key: value.isoformat()
        if isinstance(value, date) and not isinstance(value, datetime)
        else value
        for key, value in row.items()
    }


def _near(key: str, known: tuple[str, ...]) -> str:
    near = get_close_matches(key[:_LONGEST_SHOWN], known, n=1)
    return f" (did you mean {near[0]}?)" if near else ""


def _shown(value: object) -> str:
    text = str(value)
    short = text if len(text) <= _LONGEST_SHOWN else text[:_LONGEST_SHOWN] + "..."
    return short if short and short.isprintable() else ascii(short)
