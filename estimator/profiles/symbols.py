"""Symbols as tools write them into readable ones: demangled, without hashes and annotations."""

import re
from functools import lru_cache

from estimator.model.source import Value
from estimator.profiles.legacynames import demangled_legacy, without_escapes
from estimator.profiles.v0names import demangled_v0

_ANNOTATION = re.compile(r"(?:_| )\[([kijw])\]$")
_IMAGE = re.compile(r"([^`<>(){}]{1,200})`(.+)", re.DOTALL)
_OFFSET = re.compile(r"\+0x[0-9a-f]+$")
_HASH = re.compile(r"::h[0-9a-f]{16}(?=$|\.|\+)")
_COMPILER_SUFFIX = re.compile(
    r"\.(?:llvm\.[0-9A-F]+(?:@@\d+)?|(?:cold|isra|constprop|part|lto_priv)(?:\.\d+)?)$"
)
_MAX_SUFFIXES = 5
_MAX_SYMBOL = 4_000
_MAX_MANGLED = 100_000


class Named(Value, frozen=True, kw_only=True):
    """A symbol without what is not part of it."""

    symbol: str
    image: str = ""
    is_kernel: bool = False


@lru_cache(maxsize=65_536)
def cleaned(text: str) -> Named:
    """Make a symbol readable.

    Demangles Rust (legacy and v0), undoes escapes that a tool left half-way, and drops hashes, the
    suffixes of compilers, offsets, perf's annotations (``_[k]``) and DTrace's program (``name`` and
    a backquote). What is no Rust symbol stays as it is; one of more than 4,000 characters is cut.
    """
    symbol = text[:_MAX_MANGLED].strip()
    annotation = _ANNOTATION.search(symbol)
    is_kernel = annotation is not None and annotation[1] == "k"
    if annotation is not None:
        symbol = symbol[: annotation.start()]
    symbol = _OFFSET.sub("", symbol)
    image = ""
    loaded = _IMAGE.fullmatch(symbol)
    if loaded is not None:
        image, symbol = loaded[1], loaded[2]
    for _suffix in range(_MAX_SUFFIXES):
        symbol = _COMPILER_SUFFIX.sub("", symbol)
    symbol = _readable(symbol)
    return Named(symbol=symbol[:_MAX_SYMBOL] or "?", image=image, is_kernel=is_kernel)


def _readable(symbol: str) -> str:
    demangled = demangled_v0(symbol) or demangled_legacy(symbol)
    if demangled is not None:
        return demangled
    if "$" in symbol:
        symbol = without_escapes(symbol)
    return _HASH.sub("", symbol) if "::h" in symbol else symbol
