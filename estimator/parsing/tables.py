"""Turns a language's tables into arrays by node kind id, once per process and language."""

import re
from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import cache
from typing import NamedTuple

from estimator.languages import LANGUAGES
from estimator.languages.spec import NodeTest, Scope, SyntaxNode, WordRow
from estimator.model.source import Import
from estimator.parsing.grammars import grammar

FlatMatch = Callable[[bytes, int], re.Match[bytes] | None]


@dataclass(frozen=True, kw_only=True, slots=True)
class Action:
    """What the walk does at one node kind."""

    weight: int = 0
    """Work of the operation."""
    branches: int = 0
    flat: FlatMatch | None = None
    """Matches the text of a node that holds nothing else to see."""
    is_counted: bool = False
    """Has work or branches."""
    is_plain: bool = False
    """Nothing but work and branches: the common case ends early."""
    is_opaque: bool = False
    """Its children hold nothing to see."""
    is_item: bool = False
    """Opens a scope, or says something about the file."""
    is_control: bool = False
    """Opens a control structure that nests."""
    is_loop: bool = False
    rows: tuple[tuple[str, NodeTest | None], ...] = ()
    scope: Callable[[SyntaxNode, bytes], Scope | None] | None = None
    imports: Callable[[SyntaxNode, bytes], tuple[Import, ...]] | None = None
    public: NodeTest | None = None
    marker: NodeTest | None = None
    file_marker: NodeTest | None = None
    is_package: bool = False


OPAQUE = Action(is_opaque=True)
"""The node is passed over with everything below it."""


_Match = Callable[[bytes, int], object | None]


class Word(NamedTuple):
    """What is asked at each place of a word."""

    edge: bytes
    """The byte that all rows want right before the word; empty where they differ."""
    rows: tuple["Surroundings", ...]


class Surroundings(NamedTuple):
    """What must be around a word; None where anything may."""

    before: _Match | None
    after: _Match | None
    metric: str
    imported: str
    """The metric of the same in an import; empty where that counts nothing."""


class Tables(NamedTuple):
    """A language, compiled against its grammar."""

    actions: dict[int, Action]
    """By node kind id; kinds of no interest are absent."""
    words: dict[bytes, "Word"]
    """Word -> what must be around it for each metric."""
    directives: tuple[tuple[bytes, str, _Match | None], ...] = ()
    """How a comment begins, the metric that it then counts for, and what may not follow."""


@cache
def tables(language: str, *, is_outline: bool = False) -> Tables:
    """The compiled tables of a language id; an outline counts only what tests are asked for."""
    spec = LANGUAGES[language]
    counted = f"{language}.test." if is_outline else f"{language}."
    actions: dict[int, Action] = {}
    for kind in sorted(_kinds(language)):
        action = _action(language, kind, counted)
        for kind_id in kind_ids(language, kind):
            actions[kind_id] = action
    rows: dict[bytes, tuple[WordRow, ...]] = {}
    for row in (row for row in spec.words if row.metric.startswith(counted)):
        rows[row.word.encode()] = (*rows.get(row.word.encode(), ()), row)
    directives = tuple(
        (row.begin.encode(), row.metric, _match(row.but_not))
        for row in spec.directives
        if not is_outline
    )
    return Tables(actions, {name: _word(found) for name, found in rows.items()}, directives)


def _word(rows: tuple[WordRow, ...]) -> Word:
    around = (
        Surroundings(
            _match(rf"(?<=(?:{row.before}))" if row.before else ""),
            _match(row.after),
            row.metric,
            row.metric if row.imported is None else row.imported,
        )
        for row in rows
    )
    edges = {_edge(row.before) for row in rows}
    return Word(edges.pop() if len(edges) == 1 else b"", tuple(around))


def _edge(before: str) -> bytes:
    """The byte that a look-behind ends with, where that can be told from its text."""
    if "|" in before or not before.endswith((r"\.", "::", r"\[")):
        return b""
    return before[-1].encode()


@cache
def _match(pattern: str) -> _Match | None:
    return re.compile(pattern.encode()).match if pattern else None


@cache
def _ids_by_kind(language: str) -> dict[str, tuple[int, ...]]:
    """Ids of each kind; a name that is both a node and a token means the node."""
    compiled = grammar(language)
    named: dict[str, tuple[int, ...]] = {}
    tokens: dict[str, tuple[int, ...]] = {}
    for number in range(compiled.node_kind_count):
        found = named if compiled.node_kind_is_named(number) else tokens
        kind = compiled.node_kind_for_id(number) or ""
        found[kind] = (*found.get(kind, ()), number)
    return {**tokens, **named}


def kind_ids(language: str, kind: str) -> tuple[int, ...]:
    """Numbers of a node kind in the grammar; LookupError where it has no such kind."""
    found = _ids_by_kind(language).get(kind)
    if found is None:
        raise LookupError(f"the {language} grammar has no node kind {kind!r}")
    return found


def _kinds(language: str) -> set[str]:
    spec = LANGUAGES[language]
    syntax = spec.syntax
    kinds = {row.kind for row in spec.nodes}
    for table in (syntax.scopes, syntax.work, syntax.imports, syntax.public_items):
        kinds |= set(table)
    for table in (syntax.markers, syntax.file_markers):
        kinds |= set(table)
    kinds |= syntax.opaque | syntax.loops | syntax.nesting | syntax.branches
    return kinds | ({syntax.package} if syntax.package else set())


def _action(language: str, kind: str, counted: str) -> Action:
    spec = LANGUAGES[language]
    syntax = spec.syntax
    action = Action(
        weight=syntax.work.get(kind, 0),
        branches=int(kind in syntax.branches),
        flat=syntax.flat[kind].match if kind in syntax.flat else None,
        is_opaque=kind in syntax.opaque,
        is_control=kind in syntax.loops | syntax.nesting,
        is_loop=kind in syntax.loops,
        rows=tuple(
            (row.metric, row.test)
            for row in spec.nodes
            if row.kind == kind and row.metric.startswith(counted)
        ),
        scope=syntax.scopes.get(kind),
        imports=syntax.imports.get(kind),
        public=syntax.public_items.get(kind),
        marker=syntax.markers.get(kind),
        file_marker=syntax.file_markers.get(kind),
        is_package=kind == syntax.package,
    )
    if action == OPAQUE:
        return OPAQUE
    is_counted = bool(action.weight or action.branches)
    action = replace(action, is_counted=is_counted)
    plain = replace(
        Action(weight=action.weight, branches=action.branches, is_counted=is_counted),
        flat=action.flat,
    )
    bare = replace(
        plain,
        rows=action.rows,
        is_opaque=action.is_opaque,
        is_control=action.is_control,
        is_loop=action.is_loop,
    )
    return replace(action, is_plain=action == plain, is_item=action != bare)
