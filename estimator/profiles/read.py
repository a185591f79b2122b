"""The content of a file into a `Profile`, whatever format it is in."""

import re
import zlib

import msgspec

from estimator.errors import InputError
from estimator.model.profile import Profile
from estimator.profiles.fault import AGAIN, CPU_HINT, ProfileFault, damaged, too_large
from estimator.profiles.flamegraph import is_svg, read_flamegraph
from estimator.profiles.folded import is_folded, read_folded
from estimator.profiles.limits import MAX_BYTES
from estimator.profiles.pprof import read_pprof

_GZIP = b"\x1f\x8b"
_GZIP_WINDOW = 31
_FOLD = "Fold it first: perf script | inferno-collapse-perf > stacks.folded"
_KNOWN_OTHERS = (
    (b"PERFILE2", "raw data of perf", _FOLD),
    (b"GO PREPROFILE", "a preprocessed profile of the Go linker", "Give the .pgo file itself."),
    (b"version https://git-lfs", "a Git LFS pointer, not the profile", "Run git lfs pull."),
    (b"\x7fELF", "a program, not a profile", CPU_HINT),
    (b"PK\x03\x04", "a ZIP archive", "Unpack it, and give the profile in it."),
    (b"\x28\xb5\x2f\xfd", "compressed with zstd", "Decompress it first: zstd -d FILE"),
    (b"\xfd7zXZ", "compressed with xz", "Decompress it first: xz -d FILE"),
    (b"heap profile:", "a heap profile in the old text form", CPU_HINT),
    (b"goroutine profile:", "a goroutine profile as text", CPU_HINT),
    (b"--- ", "a text report of pprof", CPU_HINT),
    (b"{", "JSON", "Export it as folded stacks or as pprof."),
    (b"[", "JSON", "Export it as folded stacks or as pprof."),
)
_GO_TRACE = re.compile(rb"go 1\.\d+ trace\0")
_PERF_SCRIPT = re.compile(rb"\S[^\n]*\s\d+\.\d{4,}:\s[^\n]*\n\s+[0-9a-f]+ ")
_FORMATS = "pprof (gzip or plain), folded stacks and flame graphs (SVG) are read"
_GO_RUNTIME = "runtime."
_RUST_PATH = "::"


def read_profile(content: bytes, *, source: str) -> Profile:
    """Read a CPU profile; the format is recognized by its content.

    Args:
        content: the whole file.
        source: how messages and reports name it.

    Raises:
        InputError: no profile, one of something else than CPU, damaged, empty or too large.
    """
    try:
        profile = _read(_decompressed(content))
        _require_time(profile)
    except ProfileFault as fault:
        raise InputError(f"{source}: {fault.message}", hint=fault.hint) from fault
    return msgspec.structs.replace(profile, source=source, language_hint=_language(profile))


def _read(data: bytes) -> Profile:
    if not data.strip():
        raise ProfileFault("the file is empty", hint=AGAIN)
    for start, what, hint in _KNOWN_OTHERS:
        if data.startswith(start) and not is_folded(data):
            raise ProfileFault(f"this is {what}", hint=hint)
    if _GO_TRACE.match(data):
        raise ProfileFault("this is an execution trace of Go", hint=CPU_HINT)
    if _PERF_SCRIPT.match(data):
        raise ProfileFault("this is the output of perf script, not yet folded", hint=_FOLD)
    if is_svg(data):
        return read_flamegraph(data)
    if is_folded(data):
        return read_folded(data)
    if not _may_be_pprof(data):
        raise ProfileFault("this is no profile", hint=f"{_FORMATS}. {CPU_HINT}")
    return read_pprof(data)


def _may_be_pprof(data: bytes) -> bool:
    """A message begins with the tag of one of the first fields of the schema, and is no text."""
    first = data[0]
    known = first & 7 in (0, 2) and 1 <= first >> 3 <= 14  # noqa: PLR2004  # the schema's fields
    return known and any(byte < 9 for byte in data[:4_096])  # noqa: PLR2004  # no text has these


def _decompressed(content: bytes) -> bytes:
    """Undo gzip, all members, up to the limit."""
    if not content.startswith(_GZIP):
        if len(content) > MAX_BYTES:
            raise _beyond()
        return content
    parts = []
    left, rest = MAX_BYTES + 1, content
    while rest.startswith(_GZIP):
        stream = zlib.decompressobj(wbits=_GZIP_WINDOW)
        try:
            part = stream.decompress(rest, left)
        except zlib.error as error:
            raise damaged("its compression is broken") from error
        parts.append(part)
        left -= len(part)
        if left <= 0:
            raise _beyond()
        if not stream.eof:
            raise damaged("it breaks off; the file is not whole")
        rest = stream.unused_data
    return b"".join(parts)


def _beyond() -> ProfileFault:
    return too_large(f"more than {MAX_BYTES // 1_000_000} MB of profile, decompressed")


def _require_time(profile: Profile) -> None:
    if not profile.stacks:
        raise ProfileFault(
            "the profile holds no samples",
            hint="Record while the program is busy, for half a minute or more.",
        )


def _language(profile: Profile) -> str:
    """Go has its runtime on nearly every stack, Rust paths with double colons."""
    go = rust = 0
    for frame in profile.frames:
        go += frame.symbol.startswith(_GO_RUNTIME) or frame.path.endswith(".go")
        rust += _RUST_PATH in frame.symbol and not frame.path.endswith((".go", ".cc", ".cpp", ".h"))
    if not go and not rust:
        return ""
    return "go" if go >= rust else "rust"
