"""A draft contract as the text of a ``.proto`` file."""

import re
from collections.abc import Iterable, Iterator
from hashlib import sha256

from estimator.model.contract import (
    ContractCall,
    ContractDraft,
    ContractField,
    ContractMessage,
    ContractService,
)

_MARK = "// Draft of "
_DIGEST = "// digest "
_NO_NAME = re.compile(r"[^0-9A-Za-z]")
_RESERVED_FIRST, _RESERVED_LAST = 19000, 19999
"""Field numbers that Protobuf keeps for itself."""


def contract_text(draft: ContractDraft) -> str:
    """The whole file; its second line is a digest of the rest, so that an edit can be seen."""
    body = "\n".join(_body(draft)) + "\n"
    return f"{_MARK}hot path {draft.hot_path}.\n{_DIGEST}{_digest(body)}\n{body}"


def is_untouched(text: str) -> bool:
    """True where a text is a draft that nobody has edited."""
    lines = text.split("\n", 2)
    return (
        len(lines) == 3  # noqa: PLR2004  # mark, digest, body
        and lines[0].startswith(_MARK)
        and lines[1] == f"{_DIGEST}{_digest(lines[2])}"
    )


def _digest(body: str) -> str:
    return sha256(body.encode()).hexdigest()[:16]


def _body(draft: ContractDraft) -> Iterator[str]:
    fields = draft.fields()
    typed = sum(field.is_typed for field in fields)
    yield f"// {typed} of {len(fields)} fields have a type; the others are marked `unmapped`."
    if handles := sum(field.is_handle for field in fields):
        yield f"// {handles} of them are handles: names of objects that stay where they are."
    if unread := sum(field.is_unread for field in fields):
        yield f"// {unread} of them are read by no file that moves: leave out what is not needed."
    yield ""
    yield 'syntax = "proto3";'
    yield ""
    yield f"package {draft.package};"
    yield ""
    for path in draft.imports:
        yield f'import "{path}";'
    if draft.imports:
        yield ""
    for service in draft.services:
        yield from _service(service)
        yield ""
    values: set[str] = set()
    for message in draft.messages:
        yield from _enumeration(message, values) if message.values else _message(message)
        yield ""
    for name in draft.left_out:
        yield f"// left out, too many messages: {_one_line(name)}"


def _service(service: ContractService) -> Iterator[str]:
    yield f"// Served by {service.served_by}."
    yield f"service {service.name} {{"
    for call in service.calls:
        yield from _call(call)
    yield "}"


def _call(call: ContractCall) -> Iterator[str]:
    yield f"  // {_one_line(call.symbol)} at {_one_line(call.path)}:{call.line}"
    for note in call.notes:
        yield f"  // {_one_line(note)}"
    request = f"stream {call.request}" if call.is_client_streaming else call.request
    response = f"stream {call.response}" if call.is_server_streaming else call.response
    yield f"  rpc {call.name}({request}) returns ({response});"


def _message(message: ContractMessage) -> Iterator[str]:
    yield f"// {_one_line(message.source)}"
    yield f"message {message.name} {{"
    if message.is_choice:
        yield from _choice(message.fields)
    else:
        yield from _fields(message.fields, indent="  ")
    for name in message.stays:
        yield f"  // stays: {_one_line(name)}"
    yield "}"


def _choice(fields: tuple[ContractField, ...]) -> Iterator[str]:
    """A `oneof` may hold no labels, no maps and has to hold something."""
    if not any(field.type for field in fields):
        yield from _fields(fields, indent="  ")
        return
    yield "  oneof choice {"
    yield from _fields(fields, indent="    ")
    yield "  }"


def _fields(fields: Iterable[ContractField], *, indent: str) -> Iterator[str]:
    number = 0
    for field in fields:
        where = f"{_one_line(field.source_name)} {_one_line(field.source_type)}".strip()
        if field.line:
            where += f" at {_one_line(field.path)}:{field.line}"
        if not field.type:
            yield f"{indent}// unmapped: {where}: {_one_line(field.note)}"
            continue
        number += 1
        if _RESERVED_FIRST <= number <= _RESERVED_LAST:
            number = _RESERVED_LAST + 1
        note = _one_line(field.note)
        if not field.is_typed:
            note = f"unmapped: {where}: {note}"
        yield f"{indent}{field.type} {field.name} = {number};" + (f"  // {note}" if note else "")


def _enumeration(message: ContractMessage, taken: set[str]) -> Iterator[str]:
    prefix = _upper(message.name)
    yield f"// {_one_line(message.source)}"
    yield f"enum {message.name} {{"
    for number, value in enumerate(("Unspecified", *message.values)):
        yield f"  {_unique_value(f'{prefix}_{_upper(value)}', taken)} = {number};"
    yield "}"


def _unique_value(name: str, taken: set[str]) -> str:
    """A name that is new in the file, also without underscores: values share one scope."""
    found, number = name, 1
    while found.replace("_", "") in taken:
        number += 1
        found = f"{name}_AGAIN_{number}"
    taken.add(found.replace("_", ""))
    return found


def _upper(name: str) -> str:
    """``NotFound`` as ``NOT_FOUND``."""
    found = "".join(
        f"_{letter}" if letter.isupper() and at and not name[at - 1].isupper() else letter
        for at, letter in enumerate(name)
    )
    return "".join(
        letter if letter.isascii() and letter.isalnum() else "_" for letter in found
    ).upper()


def _one_line(text: str) -> str:
    """Source text in a comment: no line ends, no control characters."""
    return " ".join("".join(c if c.isprintable() else " " for c in text).split())
