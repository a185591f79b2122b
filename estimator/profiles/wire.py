"""Bytes of a Protobuf message into its fields: the wire format, no schema.

https://protobuf.dev/programming-guides/encoding/
"""

from collections.abc import Iterator

from estimator.profiles.fault import damaged

_VARINT, _FIXED64, _BYTES, _FIXED32 = 0, 1, 2, 5
_MORE, _LOW = 0x80, 0x7F
_MAX_SHIFT = 63
_SIGN, _RANGE = 1 << 63, 1 << 64

Field = tuple[int, int | bytes]
"""Number, and an unsigned value or the bytes of a string, message or packed list."""


def fields(data: bytes) -> Iterator[Field]:
    """Yield the fields of a message in their order.

    Raises:
        ProfileFault: it breaks off, or holds what no message does (groups were never in profiles).
    """
    at, end = 0, len(data)
    while at < end:
        tag, at = (data[at], at + 1) if data[at] < _MORE else _varint(data, at, end)
        kind, number = tag & 7, tag >> 3
        if number == 0:
            raise damaged("field number 0")
        if kind == _VARINT:
            value, at = _varint(data, at, end)
            yield number, value
        elif kind == _BYTES:
            if at < end and data[at] < _MORE:  # as most are: worth a branch of its own
                length, at = data[at], at + 1
            else:
                length, at = _varint(data, at, end)
            if length > end - at:
                raise damaged("it breaks off within a field")
            yield number, data[at : at + length]
            at += length
        elif kind in (_FIXED64, _FIXED32):
            width = 8 if kind == _FIXED64 else 4
            if width > end - at:
                raise damaged("it breaks off within a number")
            yield number, int.from_bytes(data[at : at + width], "little")
            at += width
        else:
            raise damaged("a field of no known kind")


def numbers(value: int | bytes) -> list[int]:
    """Read a repeated number: one of a list written singly, or all of a packed list."""
    if isinstance(value, int):
        return [value]
    found = []
    at, end = 0, len(value)
    while at < end:
        byte = value[at]
        if byte < _MORE:
            found.append(byte)
            at += 1
        else:
            number, at = _varint(value, at, end)
            found.append(number)
    return found


def signed(value: int) -> int:
    """The int64 that an unsigned value stands for."""
    return value - _RANGE if value >= _SIGN else value


def number(value: int | bytes) -> int:
    """A field that has to be a number."""
    if isinstance(value, bytes):
        raise damaged("bytes where a number is expected")
    return value


def content(value: int | bytes) -> bytes:
    """A field that has to be a string or message."""
    if isinstance(value, int):
        raise damaged("a number where bytes are expected")
    return value


def _varint(data: bytes, at: int, end: int) -> tuple[int, int]:
    result = shift = 0
    while at < end:
        byte = data[at]
        at += 1
        result |= (byte & _LOW) << shift
        if byte < _MORE:
            return result % _RANGE, at
        shift += 7
        if shift > _MAX_SHIFT:
            raise damaged("a number of more than ten bytes")
    raise damaged("it breaks off within a number")
