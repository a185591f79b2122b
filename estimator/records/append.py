"""A records file and one more finished port -> the file with a row at its end."""

import json

import msgspec

from estimator.errors import InputError
from estimator.model.records import RECORDS_VERSION, Record
from estimator.records.read import read_records, record_faults

_HEAD = f"""# Finished ports of this team: the estimate at P50, and what it took, engineer-months.
# `estimator record add` adds rows, `estimator calibrate` says what they do to prices.
version = {RECORDS_VERSION}
"""


def appended(content: bytes | None, record: Record, name: str) -> bytes:
    """Give the file with the record added; what is there stays byte for byte.

    `content` is None where there is no file yet; `name` is its name, for messages.
    Raises InputError when a value of the record or the file is wrong, or the id is there already.
    """
    faults = record_faults(record)
    if faults:
        raise InputError(f"the port cannot be recorded: {'; '.join(faults)}")
    old = _HEAD.encode() if content is None else content
    before = read_records(old, name)
    if any(one.id == record.id for one in before):
        raise InputError(
            f"{name} has a port {record.id} already",
            hint="give another name by --id, or correct the row in the file",
        )
    newline = "\r\n" if b"\r\n" in old else "\n"
    gap = "" if old.endswith(b"\n") or not old else newline
    new = old + (gap + newline + _row(record).replace("\n", newline)).encode()
    if read_records(new, name) != (*before, record):
        raise InputError(f"{name}: the row would not be read back", hint="add it by hand")
    return new


def _row(record: Record) -> str:
    """Write a row as TOML; what is empty is left out."""
    lines = ["[[port]]"]
    for key, value in msgspec.to_builtins(record).items():
        if value in {None, ""}:
            continue
        lines.append(f"{key} = {value if key == 'finished' else _toml(value)}")
    return "\n".join(lines) + "\n"


def _toml(value: str | float) -> str:
    """Write a TOML value: that of JSON, but for one control character that JSON does not escape."""
    return json.dumps(value, ensure_ascii=False).replace("\x7f", "\\u007f")
