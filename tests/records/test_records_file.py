"""The records file: typed rows, every fault with its place, and rows added byte for byte."""

from contextlib import suppress

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from estimator.errors import InputError
from estimator.model.records import MeasuredBy, Record, RecordedScenario
from estimator.records.append import appended
from estimator.records.read import LARGEST_BYTES, read_own_ports, read_records

RECORD = Record(
    id="billing",
    scenario=RecordedScenario.GO_TO_RUST,
    p50_em=3.5,
    rulebook="0123456789ab",
    version="0.1.0",
    size_kloc=8.0,
    actual_em=4.25,
    measured_by=MeasuredBy.TIME_SHEETS,
    finished="2026-01-31",
    owner="A. Smith",
    note='two engineers, "one" new',
)
ROW = """
[[port]]
id = "billing"
scenario = "go-to-rust"
p50_em = 3.5
rulebook = "0123456789ab"
version = "0.1.0"
size_kloc = 8
actual_em = 4.25
measured_by = "time-sheets"
finished = 2026-01-31
owner = "A. Smith"
note = 'two engineers, "one" new'
"""


def faults_of(text: str) -> str:
    with pytest.raises(InputError) as caught:
        read_records(text.encode(), "r.toml")
    return caught.value.message


def test_a_row_becomes_a_record() -> None:
    assert read_records(f"version = 1\n{ROW}".encode(), "r.toml") == (RECORD,)


def test_a_file_without_rows_is_right() -> None:
    assert read_records(b"version = 1\n", "r.toml") == ()


@pytest.mark.parametrize(
    ("old", "new", "fault"),
    [
        ("actual_em = 4.25", "", "actual_em: is missing"),
        ("actual_em = 4.25", "actual_em = -1", "actual_em: expected `float` >= 0.0001"),
        ("actual_em = 4.25", "actual_em = nan", "actual_em: must be a finite number"),
        ("actual_em = 4.25", "actual_em = true", "actual_em: expected `float`, got `bool`"),
        ('"time-sheets"', '"guess"', "measured_by: must be one of time-sheets, history"),
        ('"go-to-rust"', '"go"', "scenario: must be one of rust-to-go, go-to-rust"),
        ('"0123456789ab"', '"0123"', "rulebook: must be the 12 hexadecimal digits"),
        ('"billing"', '"a b"', "id: must be 1 to 64 letters"),
        ("2026-01-31", '"soon"', "finished: must be a date as 2026-05-31"),
        ("2026-01-31", "2026-01-31T10:00:00", "finished: expected `str`, got `datetime"),
        ("size_kloc = 8\n", "", "size_kloc: is missing; give it, or facts"),
        ("owner =", "ovner =", "ovner: unknown key (did you mean owner?)"),
        ('"A. Smith"', '"A\\u001b[1m"', "owner: must be printable text"),
    ],
)
def test_a_fault_is_named_with_its_row_and_key(old: str, new: str, fault: str) -> None:
    assert fault in faults_of("version = 1\n" + ROW.replace(old, new))


def test_all_faults_are_named_at_once() -> None:
    said = faults_of("rows = 1\n" + ROW.replace("3.5", "0") + ROW.replace("go-to-rust", "x"))
    assert said.startswith("r.toml has 5 faults:\n")
    assert "version: must be 1" in said
    assert "rows: unknown key" in said
    assert "[[port]] 1 (billing): p50_em:" in said
    assert "[[port]] 2 (billing): id: is that of [[port]] 1 as well" in said
    assert "[[port]] 2 (billing): scenario:" in said


@pytest.mark.parametrize(
    ("content", "fault"),
    [
        (b"version = 2\n", "version: must be 1"),
        (b"version = true\n", "version: must be 1"),
        (b"version = 1\nport = 3\n", r"port: must be tables"),
        (b"version = \xff", "not UTF-8, from byte 10"),
        (b"version", "not TOML"),
        (b"x = " + b"[" * 5_000, "nested too deeply"),
        (b"#" * (LARGEST_BYTES + 1), "larger than 1,000,000 bytes"),
    ],
)
def test_what_is_no_records_file_is_one_clear_message(content: bytes, fault: str) -> None:
    with pytest.raises(InputError, match=fault):
        read_records(content, "r.toml")


def test_many_faults_are_counted_and_the_first_twenty_shown() -> None:
    said = faults_of("version = 1\n" + "".join(f"k{n} = 1\n" for n in range(30)))
    assert "has 30 faults" in said
    assert said.endswith("and 10 more")


@given(
    st.binary(max_size=200)
    | st.text(max_size=200).map(lambda text: b"version = 1\n" + text.encode("utf-8", "replace"))
)
def test_any_bytes_are_records_or_an_input_error(content: bytes) -> None:
    with suppress(InputError):
        assert read_records(content, "r.toml") == ()


def test_the_first_row_makes_the_file() -> None:
    new = appended(None, RECORD, "r.toml")
    assert new.startswith(b"# Finished ports of this team")
    assert read_records(new, "r.toml") == (RECORD,)


@pytest.mark.parametrize(
    "old",
    [
        f"# ours\nversion   =   1   # keep\n{ROW}",
        f"version = 1\n{ROW}".rstrip(),
        f"version = 1\n{ROW}".replace("\n", "\r\n"),
        "version = 1",
    ],
)
def test_what_is_there_stays_byte_for_byte(old: str) -> None:
    other = msgspec.structs.replace(RECORD, id="search")
    new = appended(old.encode(), other, "r.toml")
    assert new.startswith(old.encode())
    assert read_records(new, "r.toml")[-1] == other
    assert new.count(b"\r\n") in {0, new.count(b"\n")}


def test_an_id_that_is_there_is_refused() -> None:
    with pytest.raises(InputError, match="has a port billing already"):
        appended(f"version = 1\n{ROW}".encode(), RECORD, "r.toml")


def test_a_file_with_faults_gets_no_row() -> None:
    with pytest.raises(InputError, match=r"r\.toml: version"):
        appended(b"version = 2\n", RECORD, "r.toml")


def test_rows_written_as_a_list_are_not_broken() -> None:
    with pytest.raises(InputError, match=r"r\.toml"):
        appended(b"version = 1\nport = []\n", RECORD, "r.toml")


def test_a_row_with_faults_is_refused_with_its_keys() -> None:
    wrong = msgspec.structs.replace(RECORD, actual_em=float("nan"), id="a b")
    with pytest.raises(InputError, match=r"id: must be .*; actual_em: must be a finite"):
        appended(None, wrong, "r.toml")


printable = st.text(
    st.characters(categories=["L", "N", "P", "S"], include_characters=" \\\"'"), max_size=50
)


@given(printable, printable, st.floats(0.0001, 100_000), st.floats(0.0001, 100_000))
def test_a_row_is_read_back_as_it_was(owner: str, note: str, p50: float, actual: float) -> None:
    record = msgspec.structs.replace(RECORD, owner=owner, note=note, p50_em=p50, actual_em=actual)
    assert read_records(appended(None, record, "r.toml"), "r.toml") == (record,)


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        ("[]", "estimate.records"),
        ("{", "estimate.records"),
        ('{"go-to-rust": {"ports": 0, "sum_ln": 0, "rulebooks": []}}', "estimate.records"),
        ('{"go-to-rust": {"ports": 1, "sum_ln": 900, "rulebooks": []}}', "out of bounds"),
    ],
)
def test_what_a_facts_file_carries_is_checked(text: str, fault: str) -> None:
    with pytest.raises(InputError, match=fault):
        read_own_ports(text, "facts.json")
