"""A readable Rust symbol into the type or module it belongs to, its trait and its name.

``<a::b::T as c::Tr>::m::{{closure}}`` is ``m`` of ``Tr`` for ``a::b::T``.
"""

import re
from functools import lru_cache

from estimator.model.source import Value

_REFERENCE = re.compile(r"^(?:&(?:'\w+\s+)?(?:mut\s+)?|\*(?:const|mut)\s+|dyn\s+|impl\s+|mut\s+)+")
_OPENING, _CLOSING = "<([{", ">)]}"
_NO_NAME = ("{", "_{")
_IMPL = "<impl "
_MAX_NESTING = 20


class RustName(Value, frozen=True, kw_only=True):
    """Where a symbol belongs."""

    owner: tuple[str, ...]
    """Path of the type or module, its crate first; without type arguments."""
    name: str
    trait: tuple[str, ...] = ()
    """Path of the trait, where it is a trait's method for a type."""
    home: tuple[str, ...] = ()
    """Path of the module that holds the impl block, where the symbol says so."""
    argument: str = ""
    """Bare name of the trait's first type argument: of ``From<a::B>`` it is ``B``."""


@lru_cache(maxsize=65_536)
def parse_rust(symbol: str) -> RustName:
    """Take a symbol apart. Closures and the state machines of async functions are their function's.

    ``{{impl}}`` of old compilers leaves the module as owner.
    """
    parts = [part for part in split_path(symbol) if part and not part.startswith(_NO_NAME)]
    owner: tuple[str, ...] = ()
    trait: tuple[str, ...] = ()
    home: tuple[str, ...] = ()
    argument = ""
    for index, written in enumerate(parts):
        part = written.lstrip("_") if written.startswith("_<") else written
        if not part.startswith("<"):
            owner += (_plain(part),)
        elif part.startswith(_IMPL):
            home = owner
            found, subject = _of_impl(part[len(_IMPL) : -1])
            owner, trait, argument = type_path(subject), type_path(found), first_argument(found)
        elif index == 0:
            own, found = split_qualified(part[1:-1])
            owner, trait, argument = type_path(own), type_path(found), first_argument(found)
    return RustName(
        owner=owner[:-1],
        name=owner[-1] if owner else symbol,
        trait=trait,
        home=home,
        argument=argument,
    )


def split_path(text: str) -> list[str]:
    """Split at ``::`` outside brackets; an arrow's ``>`` closes nothing."""
    parts = []
    depth = start = at = 0
    while at < len(text):
        letter = text[at]
        if letter in _OPENING:
            depth += 1
        elif letter in _CLOSING and text[at - 1 : at] not in {"-", "="}:
            depth = max(0, depth - 1)
        elif letter == ":" and depth == 0 and text[at + 1 : at + 2] == ":":
            parts.append(text[start:at])
            start = at + 2
            at += 1
        at += 1
    parts.append(text[start:])
    return parts


def split_qualified(text: str) -> tuple[str, str]:
    """``X as T`` into both; no trait gives ``""``."""
    return _split_at(text, " as ")


def type_path(text: str) -> tuple[str, ...]:
    """Path of a type without references and arguments; a slice or tuple is one part, as written.

    Of an associated type (``<T as Tr>::X``) it is the path of ``T``.
    """
    plain = _REFERENCE.sub("", text.strip())
    for _level in range(_MAX_NESTING):
        head = split_path(plain)[0]
        if not (head.startswith("<") and head.endswith(">")):
            break
        plain = _REFERENCE.sub("", split_qualified(head[1:-1])[0].strip())
    if plain[:1] in {"[", "("}:
        return (plain,)
    names = [_plain(part) for part in split_path(plain) if not part.startswith("<")]
    return tuple(name for name in names if name)


def first_argument(trait: str) -> str:
    """Bare name of the first type argument of a trait as written; ``""`` without any."""
    inner = trait.partition("<")[2].rpartition(">")[0]
    path = type_path(_split_at(inner, ",")[0]) if inner else ()
    return path[-1] if path else ""


def _of_impl(text: str) -> tuple[str, str]:
    """Trait and subject of ``Tr for X``; the subject alone has no trait."""
    first, second = _split_at(text, " for ")
    return (first, second) if second else ("", first)


def _split_at(text: str, word: str) -> tuple[str, str]:
    """Split at a word outside brackets."""
    depth = 0
    for at, letter in enumerate(text):
        if letter in _OPENING:
            depth += 1
        elif letter in _CLOSING and text[at - 1 : at] not in {"-", "="}:
            depth = max(0, depth - 1)
        elif depth == 0 and text.startswith(word, at):
            return text[:at], text[at + len(word) :]
    return text, ""


def _plain(part: str) -> str:
    return part.partition("<")[0].strip()
