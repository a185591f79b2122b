"""The official grammar wheels; the only place that imports them."""

from collections.abc import Sequence
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
    from importlib.metadata import version  # noqa: PLC0415  # start-up time

    names = ("tree-sitter", "tree-sitter-go", "tree-sitter-rust")
    return " ".join(f"{name} {version(name)}" for name in names)
