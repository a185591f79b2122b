"""One product file's bytes in, its FileLinks out: parse, and one walk for calls and shapes.

The second walk over a file, made only where hot paths are asked for. It does not recurse and visits
a node once. Scopes are those of the first walk, so symbols are the same; test items are left out.
"""

import re
from collections.abc import Iterable
from math import inf
from typing import NamedTuple

import msgspec
from tree_sitter import Node, TreeCursor

from estimator.languages import LANGUAGES
from estimator.languages.linking import FoundCall, Names, Owner, Shape
from estimator.languages.nodes import text_of
from estimator.languages.spec import Scope, ScopeKind
from estimator.model.links import CallSite, FileLinks, FunctionLinks, Implementation, TypeLinks
from estimator.model.links import TypedName as Variable
from estimator.parsing.draft import FunctionDraft, names_used
from estimator.parsing.extract import is_binary, parse, without_mark
from estimator.parsing.lexing import without_blocks, without_words
from estimator.parsing.limits import Limits
from estimator.parsing.linktables import OPAQUE, LinkAction, LinkTables, link_tables
from estimator.parsing.walk import TooDeepError

_QUOTED = re.compile(rb'"([A-Za-z_]\w*+(?:::\w++)*+)(?:::<[^"<>]{0,100}>)?(?:\(\))?"')
_SELECTED = re.compile(rb"\.\s*+([A-Za-z_]\w*+)(?!\s*\()")
_LINKS = ":links"
"""Beside the depths at which the first walk reads: a row of the cache of its own."""
_NO_OWNER = Owner("", "", {})


def connect(content: bytes, reading: str, limits: Limits) -> FileLinks | str:
    """Links of one file, or the reason why it is skipped. Depends on nothing but its arguments.

    Args:
        content: the file's bytes.
        reading: a language id as `reading_of` gives it.
        limits: beyond them the file is skipped.
    """
    language = reading.removesuffix(_LINKS)
    if is_binary(content):
        return "binary content"
    content = without_mark(content)
    tables = link_tables(language)
    code = without_words(content, LANGUAGES[language].lexis)
    if tables.links.test_module is not None:
        content = without_blocks(content, code, tables.links.test_module)
    tree = parse(content, language, limits)
    if tree is None:
        return f"took longer than {limits.max_seconds:g} s to parse"
    walk = _Connection(content, code, tables)
    try:
        walk.run(tree.walk(), max_depth=limits.max_depth)
    except TooDeepError:
        return f"nested deeper than {limits.max_depth}"
    return walk.links()


def reading_of(language: str) -> str:
    """The name under which `connect` reads a language; also a part of the cache key."""
    return language + _LINKS


class _Frame(NamedTuple):
    """Something open, until `end`, and what to return to behind it."""

    end: float
    loops: int = 0
    spawns: int = 0
    is_scope: bool = False
    kind: ScopeKind | None = None
    symbol: str = ""
    owner: Owner = _NO_OWNER
    draft: FunctionDraft | None = None


class _Connection:
    """The walk over one file."""

    def __init__(self, content: bytes, code: bytes, tables: LinkTables) -> None:
        self._content, self._code = content, code
        self._actions, self._between, self._syntax, self._links = tables
        self._stack: list[_Frame] = [_Frame(inf)]
        self._end: float = inf
        self._symbol = ""
        self._owner = _NO_OWNER
        self._draft: FunctionDraft | None = None
        self._is_skipping = False
        self._derives: tuple[str, ...] = ()
        self._quoted: set[str] = set()
        self._package = ""
        self._imports: dict[str, str] = {}
        self._drafts: list[FunctionDraft] = []
        self._types: list[TypeLinks] = []
        self._variables: list[Variable] = []
        self._implementations: list[Implementation] = []
        self._gaps: list[tuple[int, int]] = []
        """Byte ranges outside functions are what these leave: functions and test items."""

    def run(self, cursor: TreeCursor, *, max_depth: int) -> None:
        """Visit every node below the cursor. Raises TooDeepError beyond `max_depth`."""
        action_of, visit = self._actions.get, self._visit
        down, onward, up = cursor.goto_first_child, cursor.goto_next_sibling, cursor.goto_parent
        depth = 0
        while True:
            node = cursor.node
            action = action_of(node.kind_id)  # type: ignore[union-attr]  # a cursor is on a node
            if self._is_skipping and node.is_named and node.kind_id not in self._between:  # type: ignore[union-attr]  # the same
                self._is_skipping = is_open = False
                self._gaps.append((node.start_byte, node.end_byte))  # type: ignore[union-attr]  # the same
            else:
                is_open = action is None or (action is not OPAQUE and visit(node, action))  # type: ignore[arg-type]  # the same
            if is_open and down():
                depth += 1
                if depth > max_depth:
                    raise TooDeepError
                continue
            while not onward():
                self._is_skipping = False
                if not up():
                    self._leave(inf)
                    return
                depth -= 1

    def links(self) -> FileLinks:
        """What was found."""
        names = self._links.names
        functions = [draft.links(self._code, names, self._imports) for draft in self._drafts]
        implemented: dict[str, set[str]] = {}
        for one in self._implementations:
            implemented.setdefault(one.type, set()).add(one.trait)
        separator = self._syntax.separator
        return FileLinks(
            package=self._package,
            imports={name: self._imports[name] for name in sorted(self._imports)},
            functions=tuple(sorted(functions, key=lambda one: (one.line, one.symbol))),
            types=tuple(
                _with(one, implemented.get(one.symbol.rpartition(separator)[2], ()))
                for one in sorted(self._types, key=lambda one: (one.line, one.symbol))
            ),
            variables=tuple(self._variables),
            implementations=tuple(self._implementations),
            names=self._outer_names(names),
            selected=tuple(sorted({name.decode() for name in _SELECTED.findall(self._code)})),
        )

    def _outer_names(self, names: Names) -> tuple[str, ...]:
        """Names outside functions and test items."""
        found = set(self._quoted)
        position = 0
        for start, end in sorted(self._gaps):
            if start > position:
                found |= names_used(self._code[position:start], names, self._imports, calls=True)
            position = max(position, end)
        found |= names_used(self._code[position:], names, self._imports, calls=True)
        return tuple(sorted(found))

    def _visit(self, node: Node, action: LinkAction) -> bool:
        """Read one node of interest; False where its children hold nothing to see."""
        start = node.start_byte
        if start >= self._end:
            self._leave(start)
        if action.is_item:
            self._visit_item(node, action)
        draft = self._draft
        if draft is None:
            return not action.is_opaque
        if action.flat is not None:
            text = action.flat(self._content, start)
            if text is not None and text.end() == node.end_byte:
                self._flat_call(node, draft)
                return False
        spawns = int(action.is_spawning)
        if action.calls is not None:
            found = action.calls(node, self._code)
            self._add_calls(found, draft)
            spawns += any(call.name in self._links.spawning for call in found)
        if action.bindings is not None:
            draft.bind(action.bindings(node, self._code))
        if action.writes is not None:
            draft.writes.update(action.writes(node, self._code))
        loops = int(action.is_loop)
        if loops or spawns:
            self._push(_Frame(node.end_byte, loops=loops, spawns=spawns))
            draft.loops += loops
            draft.spawns += spawns
        return not action.is_opaque

    def _flat_call(self, node: Node, draft: FunctionDraft) -> None:
        start = node.start_byte
        callee = self._content[start : self._content.index(b"(", start)]
        name, before, is_method = self._links.flat_call(callee)
        found = FoundCall(name, before, node.start_point[0], is_method)
        self._add_calls((found,), draft)

    def _add_calls(self, found: Iterable[FoundCall], draft: FunctionDraft) -> None:
        ignored = self._links.not_called
        for call in found:
            if not call.name or (not call.qualifier and call.name in ignored):
                continue
            draft.calls.append(
                CallSite(
                    name=call.name,
                    qualifier=call.qualifier,
                    line=call.row + 1,
                    loop_depth=draft.loops,
                    is_method=call.is_method,
                    is_spawned=draft.spawns > 0,
                )
            )

    def _visit_item(self, node: Node, action: LinkAction) -> None:
        if action.marker is not None and action.marker(node, self._content):
            self._is_skipping = True
            self._gaps.append((node.start_byte, node.end_byte))
        if action.is_quoting:
            text = self._content[node.start_byte : node.end_byte]
            self._quoted |= {name.decode() for name in _QUOTED.findall(text)}
        if action.derives is not None:
            self._derives += action.derives(node, self._code)
        if action.imports is not None:
            self._imports.update(action.imports(node, self._content))
            self._gaps.append((node.start_byte, node.end_byte))
        if action.is_package and not self._package:
            self._package = text_of(node.named_child(node.named_child_count - 1), self._content)
        if action.implementation is not None:
            found = action.implementation(node, self._code)
            self._implementations += [found] if found is not None else []
        if action.variables is not None and self._draft is None:
            self._variables += action.variables(node, self._code)
        if action.scope is not None and (scope := action.scope(node, self._content)) is not None:
            self._open(node, scope, action)

    def _open(self, node: Node, scope: Scope, action: LinkAction) -> None:
        outer = _Frame(
            node.end_byte,
            is_scope=True,
            kind=scope.kind,
            symbol=self._symbol,
            owner=self._owner,
            draft=self._draft,
        )
        parts = (self._symbol, scope.name) if self._symbol else (scope.name,)
        self._symbol = self._syntax.separator.join(parts)
        derives, self._derives = self._derives, ()
        if action.owner is not None:
            self._owner = action.owner(node, self._code)
        if scope.kind is ScopeKind.FUNCTION and action.signature is not None:
            signature = action.signature(node, self._code, self._symbol)
            self._draft = FunctionDraft(
                _owned(signature, self._owner), node.start_byte, node.end_byte
            )
            self._drafts.append(self._draft)
            if outer.draft is None:
                self._gaps.append((node.start_byte, node.end_byte))
            self._owner = _NO_OWNER
        elif scope.kind is ScopeKind.TYPE and action.shape is not None:
            shape = action.shape(node, self._code)
            self._types.append(_type(node, scope, self._symbol, shape, derives))
        self._push(outer)

    def _push(self, frame: _Frame) -> None:
        self._stack.append(frame)
        self._end = min(frame.end, self._end)

    def _leave(self, start: float) -> None:
        """Close everything that ends at or before `start`."""
        stack = self._stack
        while len(stack) > 1 and start >= stack[-1].end:
            frame = stack.pop()
            if frame.is_scope:
                self._symbol, self._owner, self._draft = frame.symbol, frame.owner, frame.draft
            elif self._draft is not None:
                self._draft.loops -= frame.loops
                self._draft.spawns -= frame.spawns
        self._end = stack[-1].end


def _owned(signature: FunctionLinks, owner: Owner) -> FunctionLinks:
    if not owner.type:
        return signature
    return msgspec.structs.replace(
        signature,
        receiver=owner.type,
        trait=owner.trait,
        bounds={**owner.bounds, **signature.bounds},
    )


def _type(
    node: Node, scope: Scope, symbol: str, shape: Shape, derives: tuple[str, ...]
) -> TypeLinks:
    return TypeLinks(
        symbol=symbol,
        kind=scope.type_kind,
        line=node.start_point[0] + 1,
        end_line=node.end_point[0] + 1,
        fields=shape.fields,
        methods=shape.methods,
        implements=tuple(sorted({*shape.implements, *derives})),
        is_public=scope.is_public,
    )


def _with(found: TypeLinks, traits: Iterable[str]) -> TypeLinks:
    if not traits:
        return found
    implements = tuple(sorted({*found.implements, *traits}))
    return msgspec.structs.replace(found, implements=implements)
