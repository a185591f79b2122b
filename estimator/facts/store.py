"""Turns repository facts into their public file format, JSON with one row a line, and back."""

from collections.abc import Mapping

import msgspec

from estimator.errors import InputError
from estimator.model.facts import FACTS_SCHEMA_VERSION, RepositoryFacts

_MAJOR = int(FACTS_SCHEMA_VERSION.partition(".")[0])
_SCAN_HINT = "write the file again with: estimator facts PATH -o facts.json"


class _Head(msgspec.Struct):
    """What every version of the file has."""

    schema_version: str


def encode_facts(facts: RepositoryFacts) -> bytes:
    """Write facts as JSON: sorted keys, one row a line, the same bytes for the same facts."""
    encoder = msgspec.json.Encoder(order="deterministic")
    fields = (
        encoder.encode(name) + b": " + _rows(getattr(facts, name), encoder)
        for name in facts.__struct_fields__
    )
    return b"{\n" + b",\n".join(fields) + b"\n}\n"


def _rows(value: object, encoder: msgspec.json.Encoder) -> bytes:
    """Encode a field; a list, or a mapping of lists, gets one line for each entry."""
    if isinstance(value, tuple) and value:
        return b"[\n" + b",\n".join(map(encoder.encode, value)) + b"\n]"
    if isinstance(value, Mapping) and value:
        entries = (
            encoder.encode(key) + b": " + _rows(value[key], encoder) for key in sorted(value)
        )
        return b"{\n" + b",\n".join(entries) + b"\n}"
    return encoder.encode(value)


def decode_facts(content: bytes) -> RepositoryFacts:
    """Read a facts file.

    Raises:
        InputError: It is no facts file, a value is wrong (the message names its place), or it was
            written by a version of this program whose format is newer.

    """
    _check_version(content)
    try:
        return msgspec.json.decode(content, type=RepositoryFacts)
    except (msgspec.DecodeError, RecursionError) as fault:
        raise InputError(f"not a valid facts file: {_reason(fault)}", hint=_SCAN_HINT) from fault


def _check_version(content: bytes) -> None:
    try:
        version = msgspec.json.decode(content, type=_Head).schema_version
    except (msgspec.DecodeError, RecursionError) as fault:
        raise InputError(f"not a facts file: {_reason(fault)}", hint=_SCAN_HINT) from fault
    major = version.partition(".")[0]
    if not (major.isascii() and major.isdigit() and len(major) < len("1000")):
        raise InputError(f"not a facts file: schema_version {version[:40]!r}", hint=_SCAN_HINT)
    if int(major) > _MAJOR:
        message = f"facts of schema version {version[:40]}; this program reads up to {_MAJOR}.x"
        raise InputError(message, hint="update estimator, or " + _SCAN_HINT)
    if int(major) < _MAJOR:
        raise InputError(f"facts of schema version {version[:40]} are too old", hint=_SCAN_HINT)


def _reason(fault: msgspec.DecodeError | RecursionError) -> str:
    return "nested too deeply" if isinstance(fault, RecursionError) else str(fault)


def facts_schema() -> dict[str, object]:
    """Give the JSON Schema (2020-12) of the facts file; newer minor versions only add fields."""
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": f"estimator facts {FACTS_SCHEMA_VERSION}",
        **msgspec.json.schema(RepositoryFacts),
    }
