"""The wire format: what was written is read, and what breaks off is said to."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from profile_builders import message, number, varint

from estimator.profiles.fault import ProfileFault
from estimator.profiles.wire import fields, numbers, signed
from estimator.profiles.wire import number as as_number

U64 = st.integers(min_value=0, max_value=(1 << 64) - 1)
FIELDS = st.lists(st.tuples(st.integers(1, 2**20), U64 | st.binary(max_size=300)), max_size=20)


@given(FIELDS)
def test_what_was_written_is_read(written: list[tuple[int, int | bytes]]) -> None:
    data = b"".join(
        number(key, value) if isinstance(value, int) else message(key, value)
        for key, value in written
    )

    assert list(fields(data)) == written


@given(st.lists(U64))
def test_a_packed_list_is_the_same_as_single_numbers(written: list[int]) -> None:
    assert numbers(b"".join(map(varint, written))) == written


@given(st.integers(-(1 << 63), (1 << 63) - 1))
def test_negative_numbers_are_told_from_large_ones(value: int) -> None:
    assert [(key, signed(as_number(found))) for key, found in fields(number(3, value))] == [
        (3, value)
    ]


def test_fixed_numbers_are_read() -> None:
    data = varint(1 << 3 | 1) + (7).to_bytes(8, "little") + varint(2 << 3 | 5) + b"\x09\0\0\0"

    assert list(fields(data)) == [(1, 7), (2, 9)]


@pytest.mark.parametrize(
    "data",
    [
        b"\x08",  # no value
        b"\x08\xff",  # the number breaks off
        b"\x0a\x05ab",  # two of five bytes
        b"\x09\0\0",  # three of eight bytes
        b"\x0d\0\0",  # two of four bytes
        b"\x0b",  # a group
        b"\x00\x01",  # field number 0
        b"\x08" + b"\xff" * 11,  # more than 64 bits
    ],
)
def test_what_is_no_message_is_said_to_be_damaged(data: bytes) -> None:
    with pytest.raises(ProfileFault, match="damaged profile"):
        list(fields(data))


@given(st.binary(max_size=200))
def test_random_bytes_are_read_or_damaged(data: bytes) -> None:
    try:
        found = list(fields(data))
    except ProfileFault:
        return
    assert all(key > 0 for key, _value in found)
