"""Names of source code as names of a Protobuf file."""

import re

_WORDS = re.compile(r"[A-Z]+(?![a-z])|[A-Z]?[a-z]+|\d+")
_OUTSIDE = re.compile(r"[^0-9A-Za-z_]+")


def message_name(symbol: str) -> str:
    """``Store.fetchAll`` and ``store::fetch_all`` as ``StoreFetchAll``: letters and digits."""
    words = _WORDS.findall(_OUTSIDE.sub(" ", symbol))
    name = "".join(word[:1].upper() + word[1:] for word in words)
    return name if name[:1].isalpha() else f"X{name}"


def field_name(name: str, position: int) -> str:
    """``maxBytes`` as ``max_bytes``; ``value_2`` where it has no name or begins with a digit."""
    words = _WORDS.findall(_OUTSIDE.sub(" ", name))
    found = "_".join(word.lower() for word in words)
    return found if found[:1].isalpha() else f"value_{position}"


def package_name(hot_path: str) -> str:
    """A name for people as a package: lower case words joined with underscores, version 1."""
    words = [word.lower() for word in _WORDS.findall(_OUTSIDE.sub(" ", hot_path))]
    name = "_".join(words) or "hot_path"
    return f"{name if name[0].isalpha() else 'x_' + name}.v1"


def unique(name: str, taken: set[str]) -> str:
    """The name, with the first number behind it that makes it new; it is taken from then on."""
    found, number = name, 1
    while found in taken:
        number += 1
        found = f"{name}{number}" if name[:1].isupper() else f"{name}_{number}"
    taken.add(found)
    return found
