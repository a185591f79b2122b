"""Turns what a language's second walk asks into readers by node kind id, once per process."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from typing import NamedTuple

from estimator.languages import LANGUAGES
from estimator.languages.connections import LINK_SYNTAX
from estimator.languages.linking import Binding, FoundCall, LinkSyntax, Owner, Shape
from estimator.languages.spec import NodeTest, Scope, Syntax, SyntaxNode
from estimator.model.links import FunctionLinks, Implementation, TypedName
from estimator.parsing.tables import FlatMatch, kind_ids


@dataclass(frozen=True, kw_only=True, slots=True)
class LinkAction:
    """What the second walk does at one node kind."""

    flat: FlatMatch | None = None
    """Matches the text of a call that holds nothing else to see."""
    calls: Callable[[SyntaxNode, bytes], tuple[FoundCall, ...]] | None = None
    bindings: Callable[[SyntaxNode, bytes], tuple[Binding, ...]] | None = None
    writes: Callable[[SyntaxNode, bytes], tuple[str, ...]] | None = None
    is_spawning: bool = False
    is_loop: bool = False
    is_opaque: bool = False
    is_item: bool = False
    """Opens a scope, or says something about the file."""
    scope: Callable[[SyntaxNode, bytes], Scope | None] | None = None
    signature: Callable[[SyntaxNode, bytes, str], FunctionLinks] | None = None
    shape: Callable[[SyntaxNode, bytes], Shape] | None = None
    owner: Callable[[SyntaxNode, bytes], Owner] | None = None
    implementation: Callable[[SyntaxNode, bytes], Implementation | None] | None = None
    imports: Callable[[SyntaxNode, bytes], tuple[tuple[str, str], ...]] | None = None
    variables: Callable[[SyntaxNode, bytes], tuple[TypedName, ...]] | None = None
    derives: Callable[[SyntaxNode, bytes], tuple[str, ...]] | None = None
    marker: NodeTest | None = None
    is_quoting: bool = False
    is_package: bool = False


OPAQUE = LinkAction(is_opaque=True)


class LinkTables(NamedTuple):
    """A language, compiled against its grammar."""

    actions: dict[int, LinkAction]
    """By node kind id; kinds of no interest are absent."""
    between: frozenset[int]
    """Kind ids of what may stand between an attribute and its item."""
    syntax: Syntax
    links: LinkSyntax


@cache
def link_tables(language: str) -> LinkTables:
    """The compiled readers of a language id."""
    syntax, links = LANGUAGES[language].syntax, LINK_SYNTAX[language]
    actions: dict[int, LinkAction] = {}
    for kind in sorted(_kinds(syntax, links)):
        action = _action(kind, syntax, links)
        for number in kind_ids(language, kind):
            actions[number] = OPAQUE if action == OPAQUE else action
    passed = (*syntax.comments, *syntax.markers)
    between = frozenset(number for kind in passed for number in kind_ids(language, kind))
    return LinkTables(actions, between, syntax, links)


def _kinds(syntax: Syntax, links: LinkSyntax) -> set[str]:
    tables = (
        *(syntax.scopes, syntax.markers, links.signatures, links.shapes, links.imports),
        *(links.calls, links.bindings, links.writes, links.variables, links.implementations),
        *(links.derives, links.owners),
    )
    kinds = {kind for table in tables for kind in table}
    kinds |= links.opaque | links.spawns | syntax.loops | syntax.comments
    return kinds | ({syntax.package} if syntax.package else set())


def _action(kind: str, syntax: Syntax, links: LinkSyntax) -> LinkAction:
    flat = syntax.flat.get(kind)
    is_package = kind == syntax.package
    is_quoting = kind in links.quoting
    named = (
        *(syntax.scopes, syntax.markers, links.imports, links.variables, links.implementations),
        *(links.derives, links.owners),
    )
    return LinkAction(
        flat=flat.match if flat is not None and kind in links.calls else None,
        calls=links.calls.get(kind),
        bindings=links.bindings.get(kind),
        writes=links.writes.get(kind),
        is_spawning=kind in links.spawns,
        is_loop=kind in syntax.loops,
        is_opaque=kind in links.opaque,
        is_item=is_package or is_quoting or any(kind in table for table in named),
        scope=syntax.scopes.get(kind),
        signature=links.signatures.get(kind),
        shape=links.shapes.get(kind),
        owner=links.owners.get(kind),
        implementation=links.implementations.get(kind),
        imports=links.imports.get(kind),
        variables=links.variables.get(kind),
        derives=links.derives.get(kind),
        marker=syntax.markers.get(kind),
        is_quoting=is_quoting,
        is_package=is_package,
    )
