"""Functions with their links -> what Rust's traits say about them.

What `Self::Future` stands for in an impl, which implementations are one method of one trait, and
which functions are generic over types that only their callers know.
"""

import re
from collections.abc import Collection, Mapping, Sequence

import msgspec

from estimator.languages.crossings import CROSSINGS
from estimator.languages.linking import words_in
from estimator.model.links import FileLinks, FunctionLinks, TypedName
from estimator.structure.cuts.graph import Function

_ASSOCIATED = re.compile(r"\bSelf::(?P<name>\w+)")
_IN_IMPL = re.compile(r" as .*>::\w+$")
_STEPS = 3
"""Associated types that stand for one another, followed at most."""
_WORD = re.compile(r"\w+")
_PLAIN_BOUNDS = words_in(
    "Into TryInto AsRef AsMut Borrow ToString ToOwned Display Debug Send Sync Sized Copy Clone"
    " Default Error Unpin"
)
"""Bounds that ask for a conversion or for nothing: such a parameter has a plain counterpart."""


def is_associated(symbol: str) -> bool:
    """Tell whether a declared type is an associated one, a name: ``<A as Service>::Error``."""
    return bool(_IN_IMPL.search(symbol))


def looked_through(
    functions: Sequence[Function],
    links: Sequence[FunctionLinks | None],
    files: Mapping[str, FileLinks],
) -> list[FunctionLinks | None]:
    """Write associated types of the same impl in signatures as what they stand for."""
    stands_for = {
        (path, one.symbol): one.fields[0].type
        for path, file in files.items()
        for one in file.types
        if one.fields and is_associated(one.symbol)
    }
    return [
        found if found is None else _resolved(found, one.path, stands_for)
        for one, found in zip(functions, links, strict=True)
    ]


def _resolved(
    links: FunctionLinks, path: str, stands_for: Mapping[tuple[str, str], str]
) -> FunctionLinks:
    if not links.trait or not stands_for:
        return links
    around = links.symbol.rpartition("::")[0]

    def known(match: re.Match[str]) -> str:
        return stands_for.get((path, f"{around}::{match['name']}"), match[0])

    def told(one: TypedName) -> TypedName:
        text = one.type
        for _ in range(_STEPS):
            text = _ASSOCIATED.sub(known, text)
        return one if text == one.type else msgspec.structs.replace(one, type=text)

    return msgspec.structs.replace(
        links,
        parameters=tuple(map(told, links.parameters)),
        results=tuple(map(told, links.results)),
    )


def trait_methods(
    language: str,
    functions: Sequence[Function],
    links: Sequence[FunctionLinks | None],
    files: Mapping[str, FileLinks],
) -> dict[int, int]:
    """Give each implementation of a trait's method the first one of its unit; by number.

    Of traits that the repository declares or whose methods libraries call: whoever calls them
    knows the trait. ``Default`` or ``From`` is called on a known type, so each impl is its own.
    """
    own = {
        one.symbol.rpartition("::")[2]
        for file in files.values()
        for one in file.types
        if one.kind == "trait"
    }
    offered = CROSSINGS[language].offered
    first: dict[tuple[str, str, str], int] = {}
    found: dict[int, int] = {}
    for number, (one, known) in enumerate(zip(functions, links, strict=True)):
        trait = "" if known is None else known.trait
        if trait and (trait in own or offered.match(trait)):
            key = (one.unit, trait, one.symbol.rpartition("::")[2])
            found[number] = first.setdefault(key, number)
    return found


def is_generic(links: FunctionLinks | None) -> bool:
    """Tell whether a signature or the type around it takes types with behavior from its callers."""
    if links is None:
        return False
    asked = {name for name, bound in links.bounds.items() if not _is_plain(bound)}
    return bool(asked) and (bool(links.receiver) or _is_named(links, asked))


def _is_named(links: FunctionLinks, names: Collection[str]) -> bool:
    texts = (one.type for one in (*links.parameters, *links.results))
    return any(word in names for text in texts for word in _WORD.findall(text))


def _is_plain(bound: str) -> bool:
    parts = (part.strip().lstrip("?") for part in bound.split("+"))
    names = (part.partition("<")[0].rpartition("::")[2].strip() for part in parts)
    return all(not one or one.startswith("'") or one in _PLAIN_BOUNDS for one in names)
