"""Turns a report into JSON, exact and with sorted keys, and publishes the JSON Schema of it."""

from typing import Any

import msgspec

from estimator.model.report import REPORT_SCHEMA_VERSION, Report

_DIALECT = "https://json-schema.org/draft/2020-12/schema"


def render(report: Report) -> str:
    """Encode the report: keys sorted, two spaces of indent, a newline at the end."""
    return _pretty(msgspec.json.encode(report, order="sorted"))


def report_schema() -> dict[str, Any]:  # a JSON Schema is as dynamic as JSON
    """Return the JSON Schema (2020-12) of the report."""
    schema = msgspec.json.schema(Report)
    title = f"estimator report {REPORT_SCHEMA_VERSION}"
    return {"$schema": _DIALECT, "title": title, **schema}


def render_schema() -> str:
    """Encode the JSON Schema of the report like the report itself."""
    return _pretty(msgspec.json.encode(report_schema(), order="sorted"))


def encode(value: msgspec.Struct) -> str:
    """Encode any answer like the report."""
    return _pretty(msgspec.json.encode(value, order="sorted"))


def _pretty(encoded: bytes) -> str:
    return msgspec.json.format(encoded, indent=2).decode() + "\n"
