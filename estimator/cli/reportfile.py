"""A report that `estimate --format json` wrote, read back."""

import sys
from pathlib import Path

import msgspec

from estimator.errors import InputError
from estimator.model.report import REPORT_SCHEMA_VERSION, Report

_LARGEST_BYTES = 1_000_000_000
_STDIN = Path("-")
_HINT = "write one with: estimator estimate PATH -o result.json"


class _Head(msgspec.Struct):
    schema_version: str
    scenarios: msgspec.Raw


def read_report(path: Path) -> Report:
    """Read a report; ``-`` is stdin.

    Raises:
        InputError: it cannot be read, is something else, or is of another schema version.
    """
    name = "stdin" if path == _STDIN else str(path)
    try:
        if path == _STDIN:
            content = sys.stdin.buffer.read(_LARGEST_BYTES)
        else:
            with path.open("rb") as stream:
                content = stream.read(_LARGEST_BYTES)
    except OSError as fault:
        raise InputError(f"{name} cannot be read: {fault.strerror}", hint=_HINT) from fault
    try:
        version = msgspec.json.decode(content, type=_Head).schema_version
    except (msgspec.DecodeError, RecursionError) as fault:
        raise InputError(f"{name} is no report in JSON: {_reason(fault)}", hint=_HINT) from fault
    if version.partition(".")[0] != REPORT_SCHEMA_VERSION.partition(".")[0]:
        raise InputError(
            f"{name}: a report of schema version {version[:40]!r}; this program reads"
            f" {REPORT_SCHEMA_VERSION}",
            hint=_HINT,
        )
    try:
        return msgspec.json.decode(content, type=Report)
    except (msgspec.DecodeError, RecursionError) as fault:
        raise InputError(f"{name} is no valid report: {_reason(fault)}", hint=_HINT) from fault


def _reason(fault: msgspec.DecodeError | RecursionError) -> str:
    return "nested too deeply" if isinstance(fault, RecursionError) else str(fault)
