"""Formats are recognized by content; what is none of them gets one clear line."""

import gzip
import zlib

import pytest
from hypothesis import given
from hypothesis import strategies as st
from profile_builders import box, fixture, pprof, simple, svg

from estimator.errors import InputError
from estimator.profiles.read import read_profile

RECORDED = ["cpu.pprof", "rust-v0.folded", "rust.svg"]


@pytest.mark.parametrize(
    ("content", "kind"),
    [
        (pprof([simple("a.b")]), "pprof"),
        (gzip.compress(pprof([simple("a.b")]), mtime=0), "pprof"),
        (b"a;b 1\n", "folded"),
        (gzip.compress(b"a;b 1\n", mtime=0), "folded"),
        (b"{main};f 2\n", "folded"),
        (svg(box("f", 1, 0, 0, 1)), "svg"),
        (b"\xef\xbb\xbf" + svg(box("f", 1, 0, 0, 1)), "svg"),
    ],
)
def test_the_format_is_seen_in_the_content(content: bytes, kind: str) -> None:
    assert read_profile(content, source="x").kind == kind


@pytest.mark.parametrize(
    ("content", "what", "hint"),
    [
        (b"", "the file is empty", "again"),
        (b" \n\n", "the file is empty", "again"),
        (gzip.compress(b"", mtime=0), "the file is empty", "again"),
        (b"PERFILE2\0\0\0\0", "raw data of perf", "inferno-collapse-perf"),
        (b"GO PREPROFILE V1\n", "a preprocessed profile", ".pgo"),
        (b"version https://git-lfs.github.com/spec/v1\n", "a Git LFS pointer", "git lfs pull"),
        (b"\x7fELF\2\1\1\0", "a program", "Record CPU"),
        (b"PK\3\4\0\0", "a ZIP archive", "Unpack"),
        (b"\x28\xb5\x2f\xfd\0", "compressed with zstd", "zstd -d"),
        (b'{"shared": {}}\n', "this is JSON", "folded"),
        (b"go 1.24 trace\0\0\0", "an execution trace", "Record CPU"),
        (b"app 12 99.447715: 1 cycles: \n\t 9614f f+0x2f (/app)\n", "output of perf", "fold"),
        (b"heap profile: 1: 2 [3: 4] @ heap/1\n", "a heap profile", "Record CPU"),
        (b"Just some text.\nMore of it.\n", "this is no profile", "pprof"),
        (b"<html><body>no</body></html>", "this is no profile", "pprof"),
    ],
)
def test_what_is_no_profile_is_named(content: bytes, what: str, hint: str) -> None:
    with pytest.raises(InputError, match=rf"^my\.prof: .*{what}") as caught:
        read_profile(content, source="my.prof")

    assert hint in caught.value.hint
    assert "\n" not in caught.value.message


def test_broken_compression_is_damaged() -> None:
    content = bytearray(gzip.compress(pprof([simple("a.b")]), mtime=0))
    content[15] ^= 0xFF

    with pytest.raises(InputError, match="damaged profile"):
        read_profile(bytes(content), source="x")


@pytest.mark.parametrize("name", ["cpu.pprof"])
@pytest.mark.parametrize("part", [0.1, 0.5, 0.9, 0.999])
def test_a_truncated_profile_is_damaged(name: str, part: float) -> None:
    content = fixture(name)

    with pytest.raises(InputError, match="damaged profile: it breaks off"):
        read_profile(content[: int(part * len(content))], source="x")


def test_a_compression_bomb_is_not_unpacked() -> None:
    maker = zlib.compressobj(9, wbits=31)
    block = bytes(1_000_000)
    content = b"".join(maker.compress(block) for _ in range(70)) + maker.flush()
    assert len(content) < 200_000

    with pytest.raises(InputError, match="too large: more than 64 MB"):
        read_profile(content, source="x")


def test_members_of_one_file_are_read_as_one() -> None:
    content = gzip.compress(b"a;b 1\n", mtime=0) + gzip.compress(b"c 2\n", mtime=0)

    assert sum(stack.value for stack in read_profile(content, source="x").stacks) == 3


def test_a_plain_file_has_the_same_limit(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("estimator.profiles.read.MAX_BYTES", 5)

    with pytest.raises(InputError, match="too large"):
        read_profile(b"a;b;c 1\n", source="x")


@given(st.binary(max_size=400))
def test_random_bytes_are_refused_or_read(content: bytes) -> None:
    try:
        profile = read_profile(content, source="x")
    except InputError:
        return
    assert profile.stacks


@pytest.mark.parametrize("name", RECORDED)
@given(
    changes=st.lists(st.tuples(st.floats(0, 0.999), st.integers(0, 255)), min_size=1, max_size=8)
)
def test_damage_is_refused_or_read(name: str, changes: list[tuple[float, int]]) -> None:
    whole = fixture(name)
    content = bytearray(gzip.decompress(whole) if name.endswith("pprof") else whole)
    for place, byte in changes:
        content[int(place * len(content))] = byte

    try:
        profile = read_profile(bytes(content), source="x")
    except InputError:
        return
    assert all(stack.value > 0 for stack in profile.stacks)


@pytest.mark.parametrize(
    ("content", "language"),
    [(b"runtime.main;main.main 1\n", "go"), (b"a::b;c::d 1\n", "rust"), (b"f;g 1\n", "")],
)
def test_the_language_shows_in_the_symbols(content: bytes, language: str) -> None:
    assert read_profile(content, source="x").language_hint == language
