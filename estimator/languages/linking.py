"""The form in which a language tells how its code hangs together: what the second walk asks."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import NamedTuple

from estimator.languages.nodes import bytes_of
from estimator.languages.spec import SyntaxNode
from estimator.model.links import FunctionLinks, Implementation, TypedName

_LONGEST_TYPE = 200
_LONGEST_EXPRESSION = 300
EXPRESSION = "()"
"""Stands for an expression of which nothing is known."""
_OPENING, _CLOSING = frozenset("([{"), frozenset(")]}")
_PLAIN = re.compile(r"\w+(?:\.\w+)*")
_PARTS = re.compile(r"[()\[\]{}<>]|(?:[^()\[\]{}<>-]|->|-)+")
_PATH = re.compile(r"[\w.:\[\](){}]*")
_REFERENCE = re.compile(r"[&*\s]*+(?:mut\s++)?")


class FoundCall(NamedTuple):
    """A call before it is known where it stands."""

    name: str
    qualifier: str
    row: int
    """0-based."""
    is_method: bool


class Binding(NamedTuple):
    """A variable that a function declares."""

    name: str
    type: str = ""
    """As written, ``""`` where its declaration does not say it."""
    expression: str = ""
    """What it is made from, ``""`` where that says nothing."""
    at: int = -1
    """Offset of the name, where several readers may see it: the first one counts."""


class Shape(NamedTuple):
    """What a type is made of."""

    fields: tuple[TypedName, ...] = ()
    methods: tuple[FunctionLinks, ...] = ()
    implements: tuple[str, ...] = ()


class Owner(NamedTuple):
    """What an impl or trait gives to the functions inside."""

    type: str
    trait: str
    bounds: Mapping[str, str]


class Names(NamedTuple):
    """How to find identifiers in the text of a function."""

    pattern: re.Pattern[str]
    """Groups: the name or path; then a mark of a call or macro, if there is one."""
    separator: str
    """Between the parts of a path."""
    keywords: frozenset[str]
    keeps_calls: Callable[[str], bool]
    """True where a name before a parenthesis is a type's."""


@dataclass(frozen=True, kw_only=True)
class LinkSyntax:
    """Readers by node kind. Each gets a node and the source with comments and strings blanked."""

    signatures: Mapping[str, Callable[[SyntaxNode, bytes, str], FunctionLinks]]
    """Of functions; the third argument is the symbol."""
    shapes: Mapping[str, Callable[[SyntaxNode, bytes], Shape]]
    imports: Mapping[str, Callable[[SyntaxNode, bytes], tuple[tuple[str, str], ...]]]
    """These get the source as it is: paths may be strings."""
    calls: Mapping[str, Callable[[SyntaxNode, bytes], tuple[FoundCall, ...]]]
    flat_call: Callable[[bytes], tuple[str, str, bool]]
    """Of a call that `Syntax.flat` matches: the text before the parenthesis into name, qualifier,
    and whether it is written with a dot."""
    bindings: Mapping[str, Callable[[SyntaxNode, bytes], tuple[Binding, ...]]]
    writes: Mapping[str, Callable[[SyntaxNode, bytes], tuple[str, ...]]]
    variables: Mapping[str, Callable[[SyntaxNode, bytes], tuple[TypedName, ...]]]
    """Package-level ones; asked outside functions only."""
    implementations: Mapping[str, Callable[[SyntaxNode, bytes], Implementation | None]]
    derives: Mapping[str, Callable[[SyntaxNode, bytes], tuple[str, ...]]]
    """What an attribute says that the next type implements."""
    quoting: frozenset[str]
    """Kinds whose strings may name functions: ``#[serde(default = "f")]``."""
    owners: Mapping[str, Callable[[SyntaxNode, bytes], Owner]]
    """What the functions inside belong to."""
    spawns: frozenset[str]
    """Kinds inside which code runs beside its caller."""
    spawning: frozenset[str]
    """Functions whose arguments do."""
    opaque: frozenset[str]
    names: Names
    test_module: re.Pattern[bytes] | None
    """Head of a module under a test marker, up to and with its brace."""
    not_called: frozenset[str]
    """Predeclared functions and constructors that are no calls worth keeping."""


def words_in(text: str) -> frozenset[str]:
    """A set of blank-separated words."""
    return frozenset(text.split())


def type_text(node: SyntaxNode | None, code: bytes) -> str:
    """A type as written, white space collapsed, cut where it is very long."""
    text = " ".join(bytes_of(node, code).decode("utf-8", "replace").split())
    return text if len(text) <= _LONGEST_TYPE else f"{text[: _LONGEST_TYPE - 3]}..."


def expression_text(node: SyntaxNode | None, code: bytes) -> str:
    """A path or chain without what stands in brackets; `EXPRESSION` where it is something else."""
    if node is None or node.end_byte - node.start_byte > _LONGEST_EXPRESSION:
        return EXPRESSION
    return squeezed(bytes_of(node, code).decode("utf-8", "replace"))


def squeezed(text: str) -> str:
    """Drop what stands in brackets, white space, ``&``, ``*``, ``?``, ``.await`` and turbofish."""
    if _PLAIN.fullmatch(text):
        return text
    kept: list[str] = []
    depth = angles = 0
    for part in _PARTS.findall(_REFERENCE.sub("", text, count=1).replace("::<", "<")):
        if angles:
            angles += (part == "<") - (part == ">")
        elif part in _OPENING:
            kept += part if not depth else ""
            depth += 1
        elif part in _CLOSING:
            depth -= 1
            kept += part if not depth else ""
        elif depth:
            continue
        elif part == "<":
            angles = 1
        else:
            kept.append(part)
    found = "".join("".join(kept).split()).replace(".await", "").replace("?", "")
    return found if found and _PATH.fullmatch(found) else EXPRESSION
