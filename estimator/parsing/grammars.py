"""The official grammar wheels; the only place that imports them."""

import os
import sys
from collections.abc import Mapping, Sequence
from contextlib import suppress
from functools import cache
from importlib import import_module

from tree_sitter import Language, Parser, Range

_MODULES = {"go": "tree_sitter_go", "rust": "tree_sitter_rust"}


@cache
def grammar(language: str) -> Language:
    """The compiled grammar of a language id."""
    module = import_module(_MODULES[language])  # only the grammars that a tree needs
    return Language(module.language())


def parser(language: str, ranges: Sequence[Range] = ()) -> Parser:
    """A new parser for a language id; it reads the ranges only, if there are any."""
    return Parser(grammar(language), included_ranges=list(ranges))


def grammar_versions() -> str:
    """Versions of tree-sitter and the grammars: part of the cache key."""
    names = ("tree-sitter", "tree-sitter-go", "tree-sitter-rust")
    known = versions_by_folder(names, sys.path)
    return " ".join(f"{name} {known.get(name) or _version(name)}" for name in names)


def versions_by_folder(names: Sequence[str], folders: Sequence[str]) -> Mapping[str, str]:
    """Versions of installed wheels as the names of their metadata folders say; the first wins.

    Asking `importlib.metadata` costs every run a quarter of the start of a bare click program.
    """
    wanted = {name.replace("-", "_"): name for name in names}
    found: dict[str, str] = {}
    for folder in folders:
        with suppress(OSError):  # an archive, or nothing
            for entry in sorted(os.listdir(folder or ".")):  # noqa: PTH208  # no Path for each
                wheel, _, version = entry.removesuffix(".dist-info").partition("-")
                if wheel in wanted and entry.endswith(".dist-info"):
                    found.setdefault(wanted[wheel], version)
    return found


def _version(name: str) -> str:
    """What the metadata say, where no folder is named as wheels name theirs."""
    from importlib.metadata import version  # noqa: PLC0415  # start-up time

    return version(name)
