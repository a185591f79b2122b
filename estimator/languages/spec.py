"""The form in which a language describes itself to the extractor: tables and pure predicates."""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from enum import Enum, auto
from typing import NamedTuple, Protocol

from estimator.model.facts import Layout
from estimator.model.source import Import, Role


class SyntaxNode(Protocol):
    """What a predicate may ask of a node of the syntax tree: the part of tree-sitter's we use."""

    @property
    def type(self) -> str:
        """Kind: ``call_expression``."""

    @property
    def start_byte(self) -> int:
        """Offset of the first byte."""

    @property
    def end_byte(self) -> int:
        """Offset behind the last byte."""

    @property
    def start_point(self) -> tuple[int, int]:
        """0-based row and column."""

    @property
    def parent(self) -> "SyntaxNode | None":
        """The node around it; costs a walk from the root."""

    @property
    def children(self) -> "Sequence[SyntaxNode]":
        """All children, tokens included."""

    @property
    def named_children(self) -> "Sequence[SyntaxNode]":
        """Children without tokens."""

    @property
    def named_child_count(self) -> int:
        """How many."""

    @property
    def is_named(self) -> bool:
        """False for a token."""

    def named_child(self, index: int, /) -> "SyntaxNode | None":
        """One of them."""

    def child_by_field_name(self, name: str, /) -> "SyntaxNode | None":
        """The first child in a field."""

    def children_by_field_name(self, name: str, /) -> "Sequence[SyntaxNode]":
        """All children in a field."""


NodeTest = Callable[[SyntaxNode, bytes], int]
"""How often the construct occurs at this node of that source; bool is fine."""


class NodeRow(NamedTuple):
    """A construct that the syntax tree shows: one node kind, perhaps with a condition."""

    kind: str
    metric: str
    test: NodeTest | None = None


class WordRow(NamedTuple):
    """A construct that a name shows, inside macro calls too, where the tree holds only tokens.

    It counts at each place of the whole word outside comments and strings whose surroundings fit,
    and costs nothing in files without the word. Surroundings are kept as text: the few that differ
    are compiled once, and only when a file is parsed at all.
    """

    word: str
    metric: str
    before: str = ""
    """Fixed-width regular expression for what ends at the word."""
    after: str = ""
    """Regular expression for what begins behind the word."""
    imported: str | None = None
    """What it counts as in an import: None, the same; empty, nothing, for an import makes nothing;
    else that metric."""


class DirectiveRow(NamedTuple):
    """A construct that a comment makes: one that begins so, at the start of the comment."""

    begin: str
    metric: str
    but_not: str = ""
    """Regular expression for what must not begin behind it."""


def word(
    metric: str, name: str, *, before: str = "", after: str = "", imported: str | None = None
) -> WordRow:
    r"""A row for an identifier; `before` is a fixed-width look-behind, `after` a look-ahead.

    Both are regular expressions over source; allow for white space with ``\s*``.
    """
    return WordRow(name, metric, before, after, imported)


def words(
    metric: str, names: str, *, before: str = "", after: str = "", imported: str | None = None
) -> tuple[WordRow, ...]:
    """One row for each of the blank-separated `names`."""
    return tuple(
        word(metric, name, before=before, after=after, imported=imported) for name in names.split()
    )


class ScopeKind(Enum):
    """What opens a scope."""

    FUNCTION = auto()
    TYPE = auto()
    CONTAINER = auto()
    """A module, an impl block: qualifies names, is neither function nor type."""


class Scope(NamedTuple):
    """A scope that a node opens."""

    kind: ScopeKind
    name: str
    type_kind: str = ""
    """struct, enum, trait ... for types."""
    is_public: bool = False
    is_async: bool = False


class Lexis(NamedTuple):
    """How a language writes comments and strings."""

    lexemes: re.Pattern[bytes]
    """Finds the next comment or string; a comment begins with a slash, no string does."""
    nests_comments: bool
    """Then `lexemes` finds the start of a block comment only."""


class Formatting(NamedTuple):
    """How the language's formatter lays out functions, so that their bodies show without a parse.

    Each pattern begins at a line end and ends behind the one that follows an opening brace.
    """

    function: re.Pattern[bytes]
    """The head of a function with a body, the indentation of its first line as the group."""
    test_block: re.Pattern[bytes] | None = None
    """The head of an unindented block that is a test by its attribute."""
    test_hint: bytes = b""
    """Occurs where `test_block` does."""


@dataclass(frozen=True, kw_only=True)
class Syntax:
    """Node kinds of one grammar, by what they mean to the extractor."""

    separator: str
    """Between the parts of a qualified symbol."""
    scopes: Mapping[str, Callable[[SyntaxNode, bytes], Scope | None]]
    flat: Mapping[str, re.Pattern[bytes]]
    """Kinds whose children hold nothing to see where the pattern matches the node's whole text:
    a call of a plain name with plain arguments. Such calls are a third of all nodes."""
    comments: frozenset[str]
    opaque: frozenset[str]
    """Kinds whose children hold nothing to see: comments, strings, paths, macro tokens."""
    loops: frozenset[str]
    nesting: frozenset[str]
    """Control structures that nest, without the loops."""
    branches: frozenset[str]
    """Decision points, anonymous tokens included: each adds one to the cyclomatic number."""
    work: Mapping[str, int]
    """Weight of operations for the static hot-path score."""
    imports: Mapping[str, Callable[[SyntaxNode, bytes], tuple[Import, ...]]]
    public_items: Mapping[str, NodeTest]
    """Exported items at top level that are neither functions nor types."""
    package: str = ""
    """Kind of the node that names the package."""
    markers: Mapping[str, NodeTest]
    """Attributes that make the next item a test."""
    file_markers: Mapping[str, NodeTest]
    """Attributes that make the whole file a test."""
    test_module: Callable[[SyntaxNode, bytes], str | None] | None = None
    """Name of a module whose file is elsewhere, declared under a test marker."""


class ReadLayout(Protocol):
    """Reads what manifests and paths say of the units of a language."""

    def __call__(
        self,
        manifests: Mapping[str, bytes],
        paths: Sequence[str],
        imports: Mapping[str, tuple[Import, ...]],
        roles: Mapping[str, Role] = ...,
    ) -> Layout:
        """Read the layout; `roles` holds those that a path alone does not tell."""


@dataclass(frozen=True, kw_only=True)
class OwnModules:
    """What the manifests of a tree say of its own modules or packages."""

    names: Mapping[str, str]
    """Folder -> name."""
    released: frozenset[str] = frozenset()
    """Folders of those that say everything a registry asks for."""


@dataclass(frozen=True, kw_only=True)
class Language:
    """Everything peculiar to one language."""

    id: str
    title: str
    suffixes: tuple[str, ...]
    lexis: Lexis
    syntax: Syntax
    nodes: tuple[NodeRow, ...]
    words: tuple[WordRow, ...]
    directives: tuple[DirectiveRow, ...] = ()
    generated: re.Pattern[bytes]
    """Found in the head of a generated file."""
    tooling: re.Pattern[bytes] | None = None
    """Matches the head of a file that no build of the product takes."""
    manifest_names: frozenset[str]
    unit_kind: str
    role_of_path: Callable[[str], Role]
    formatting: Formatting
    read_layout: ReadLayout
    own_modules: Callable[[Mapping[str, bytes]], OwnModules]
    used_folders: Callable[
        [Mapping[str, bytes], Sequence[str], Mapping[str, tuple[Import, ...]]],
        Mapping[str, tuple[str, ...]],
    ]
    """Manifests, all paths and the imports of some files -> the own folders those use."""
