"""The text of a type, Go or Rust, into one small form that both languages share."""

from collections.abc import Callable, Mapping

from estimator.contracts.gotypes import read_go_type
from estimator.contracts.rusttypes import read_rust_type
from estimator.contracts.shapes import Shape, UnreadableTypeError

_READERS: Mapping[str, Callable[[str], Shape]] = {"go": read_go_type, "rust": read_rust_type}


def shape_of(text: str, language: str) -> Shape:
    """Read a type as written. Whatever cannot be read is ``unknown`` with the text as its name."""
    try:
        return _READERS[language](text)
    except UnreadableTypeError:
        return Shape("unknown", text)
