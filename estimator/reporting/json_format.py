"""Turns a report, or any answer, into JSON, exact and with sorted keys."""

import msgspec

from estimator.model.report import Report


def render(report: Report) -> str:
    """Encode the report: keys sorted, two spaces of indent, a newline at the end."""
    return encode(report)


def encode(value: msgspec.Struct) -> str:
    """Encode any answer like the report."""
    return pretty(msgspec.json.encode(value, order="sorted"))


def pretty(encoded: bytes) -> str:
    """Indent encoded JSON by two spaces, with a newline at the end."""
    return msgspec.json.format(encoded, indent=2).decode() + "\n"
