"""The tree of a `use` declaration into names and the paths that they stand for."""

import re

_LONGEST_USE = 20_000
_TOKEN = re.compile(r"[{},]|\bas\b|[^\s{},]+")


def used_names(argument: str) -> tuple[tuple[str, str], ...]:
    """Names that a `use` brings in, with their paths, sorted by path; a glob has itself as name.

    ``a::{b, c as d, e::*}`` gives b, d and ``a::e::*``. What is imported as ``_`` has no name and
    is left out. The text is read once, from left to right, so no nesting is too deep.
    """
    prefixes = [""]
    found: list[tuple[str, str]] = []
    path = alias = ""
    is_alias = False
    for part in _TOKEN.findall(argument[:_LONGEST_USE]):
        if part == "{":
            prefixes.append(prefixes[-1] + path)
            path = alias = ""
        elif part in ("}", ","):
            found += _named(prefixes[-1] + path, alias) if path else []
            path = alias = ""
            if part == "}" and len(prefixes) > 1:
                prefixes.pop()
        elif part == "as":
            is_alias = True
        elif is_alias:
            alias, is_alias = part, False
        else:
            path += part
    found += _named(prefixes[-1] + path, alias) if path else []
    return tuple(sorted(found, key=lambda pair: (pair[1], pair[0])))


def _named(path: str, alias: str) -> list[tuple[str, str]]:
    path = path.removeprefix("::").removesuffix("::self")
    name = alias or (path if path.endswith("*") else path.rpartition("::")[2])
    return [(name, path)] if name not in ("", "_") else []
