"""One linear walk over a syntax tree: nodes in, scopes, functions, types and hits out.

The walk never recurses, visits each node once and looks a kind up in an array. Scopes, loops and
nesting are kept on one stack of byte ranges; a range is left when a node of interest begins at or
behind its end, so uninteresting nodes cost one array look-up and nothing else.
"""

import re
from collections.abc import Mapping
from math import inf
from typing import NamedTuple

from msgspec.structs import replace
from tree_sitter import Node, TreeCursor

from estimator.languages.nodes import text_of
from estimator.languages.spec import Scope, ScopeKind, Syntax
from estimator.model.source import Import
from estimator.parsing.tables import OPAQUE, Action

_DEEPEST_COUNTED_LOOP = 4
"""Loop depth beyond which work no longer grows (published static score)."""


_NO_CODE = re.compile(rb"(?:\s|//[^\n]*+(?:\n|\Z)|/\*(?:[^*]|\*(?!/))*+\*/)*+")
"""White space and comments, as Go and Rust write them; nested ones in such places are left out."""

Span = tuple[int, int]
"""First and last, or start and end."""


class TooDeepError(Exception):
    """The tree is nested deeper than the limit."""


class FoundFunction(NamedTuple):
    """A function with a body; lines are 1-based."""

    symbol: str
    line: int
    end_line: int
    branches: int
    nesting: int
    loop_depth: int
    work: int
    is_public: bool
    is_async: bool
    is_test: bool
    body: Span
    """Bytes of its body."""
    body_line: int


class FoundType(NamedTuple):
    """A declared type; lines are 1-based."""

    symbol: str
    kind: str
    line: int
    end_line: int
    is_public: bool
    is_test: bool


class FoundTest(NamedTuple):
    """An item under a test marker, the marker included; bytes from start to end, 1-based lines."""

    start: int
    end: int
    line: int
    end_line: int


class Segment(NamedTuple):
    """From `start` on, code belongs to `symbol`, until the next segment."""

    start: int
    symbol: str
    is_test: bool


class _Tally:
    """Running numbers of the innermost function."""

    __slots__ = ("branches", "deepest_loop", "deepest_nesting", "loops", "nesting", "scale", "work")

    def __init__(self) -> None:
        self.branches = 1
        self.work = 0
        self.nesting = 0
        self.loops = 0
        self.deepest_nesting = 0
        self.deepest_loop = 0
        self.scale = 1

    def enter(self, *, is_loop: bool) -> None:
        self.nesting += 1
        self.deepest_nesting = max(self.deepest_nesting, self.nesting)
        if is_loop:
            self.loops += 1
            self.deepest_loop = max(self.deepest_loop, self.loops)
            self.scale = 10 ** min(self.loops, _DEEPEST_COUNTED_LOOP)

    def leave(self, *, is_loop: bool) -> None:
        self.nesting -= 1
        if is_loop:
            self.loops -= 1
            self.scale = 10 ** min(self.loops, _DEEPEST_COUNTED_LOOP)


class _Control(NamedTuple):
    """An open control structure."""

    end: float
    is_loop: bool


class _Open(NamedTuple):
    """An open scope and what to return to behind it."""

    end: float
    line: int
    end_line: int
    scope: Scope
    outer_symbol: str
    outer_tally: _Tally
    body: int
    """Byte at which the body of a function begins."""
    body_line: int


class _TestItem(NamedTuple):
    """An item under a test marker."""

    end: float


class Walk:
    """The walk over one file."""

    def __init__(
        self, content: bytes, syntax: Syntax, actions: Mapping[int, Action], *, is_outline: bool
    ) -> None:
        """Start outside every scope; with `is_outline` function bodies are passed over.

        They always are inside test items: nothing there is priced.
        """
        self.functions: list[FoundFunction] = []
        self.types: list[FoundType] = []
        self.segments: list[Segment] = [Segment(0, "", is_test=False)]
        self.hits: list[tuple[int, str]] = []
        """(start byte, metric), one entry for each occurrence."""
        self.imports: list[Import] = []
        self.import_spans: list[Span] = []
        """Start and end bytes of the import declarations, in order."""
        self.tests: list[FoundTest] = []
        """The outermost test items, in order."""
        self.test_modules: list[str] = []
        self.public_items = 0
        self.package = ""
        self.is_test_file = False
        self._content = content
        self._is_outline = is_outline
        self._syntax = syntax
        self._actions = actions
        self._stack: list[_Control | _Open | _TestItem] = [_TestItem(inf)]
        self._end: float = inf
        self._symbol = ""
        self._in_test = 0
        self._in_function = 0
        self._tally = _Tally()
        self._attributes: Span | None = None

    def run(self, cursor: TreeCursor, *, max_depth: int) -> None:
        """Visit every node below the cursor. Raises TooDeepError beyond `max_depth`."""
        action_of, visit = self._actions.get, self._visit
        down, onward, up = cursor.goto_first_child, cursor.goto_next_sibling, cursor.goto_parent
        depth = 0
        while True:
            node = cursor.node
            action = action_of(node.kind_id)  # type: ignore[union-attr]  # a cursor is on a node
            is_open = action is None or (action is not OPAQUE and visit(node, action))  # type: ignore[arg-type]  # the same
            if is_open and down():
                depth += 1
                if depth > max_depth:
                    raise TooDeepError
                continue
            while not onward():
                if not up():
                    self._leave(inf)
                    return
                depth -= 1

    def _visit(self, node: Node, action: Action) -> bool:
        """Count one node of interest; False where its children hold nothing to see."""
        start = node.start_byte
        if start >= self._end:
            self._leave(start)
        if action.is_counted:
            tally = self._tally
            tally.work += action.weight * tally.scale
            tally.branches += action.branches
            if action.is_plain:
                if action.flat is None:
                    return True
                text = action.flat(self._content, start)
                return text is None or text.end() != node.end_byte
        if action.rows and not self._in_test:
            self._count(node, action)
        if action.is_control:
            self._tally.enter(is_loop=action.is_loop)
            self._push(_Control(node.end_byte, action.is_loop))
        if action.is_item:
            self._visit_item(node, action)
            if self._in_function and (self._is_outline or self._in_test):
                return False
        return not action.is_opaque

    def _count(self, node: Node, action: Action) -> None:
        for metric, test in action.rows:
            times = 1 if test is None else test(node, self._content)
            if times:
                self.hits += [(node.start_byte, metric)] * times

    def _visit_item(self, node: Node, action: Action) -> None:
        if action.imports is not None:
            self.import_spans.append((node.start_byte, node.end_byte))
            found = action.imports(node, self._content)
            self.imports += (
                [replace(one, is_test=True) for one in found] if self._in_test else found
            )
        if action.public is not None and not self._in_function and not self._in_test:
            self.public_items += action.public(node, self._content)
        if action.marker is not None:
            self._visit_marker(node, action)
        if (
            action.file_marker is not None
            and not self._symbol
            and action.file_marker(node, self._content)
        ):
            self.is_test_file = True
        if action.is_package and not self.package:
            self.package = text_of(node.named_child(node.named_child_count - 1), self._content)
        if action.scope is not None and (scope := action.scope(node, self._content)) is not None:
            self._open(node, scope)

    def _visit_marker(self, node: Node, action: Action) -> None:
        start, end = node.start_byte, node.end_byte
        self._attributes = (self._with_attributes(start), end)
        if self._in_test or action.marker is None or not action.marker(node, self._content):
            return
        item = _next_item(node, self._syntax)
        if item is None:
            return
        lines = node.start_point[0] + 1, item.end_point[0] + 1
        self.tests.append(FoundTest(start, item.end_byte, *lines))
        if self._syntax.test_module and (name := self._syntax.test_module(item, self._content)):
            self.test_modules.append(name)
        self._in_test += 1
        self._push(_TestItem(item.end_byte))
        self.segments.append(Segment(start, self._symbol, is_test=True))

    def _with_attributes(self, start: int) -> int:
        """Where the attributes of an item at `start` begin; `start` itself where it has none."""
        if self._attributes is None:
            return start
        first, end = self._attributes
        return first if _NO_CODE.fullmatch(self._content, end, start) else start

    def _open(self, node: Node, scope: Scope) -> None:
        parts = (self._symbol, scope.name) if self._symbol else (scope.name,)
        start = node.start_byte
        line, end_line = node.start_point[0] + 1, node.end_point[0] + 1
        is_read = scope.kind is ScopeKind.FUNCTION and not (self._is_outline or self._in_test)
        body = _body_start(node) if is_read else (start, line)
        opened = _Open(node.end_byte, line, end_line, scope, self._symbol, self._tally, *body)
        self._symbol = self._syntax.separator.join(parts)
        if scope.is_public and not self._in_test and not self._in_function:
            self.public_items += 1
        if scope.kind is ScopeKind.FUNCTION:
            self._tally = _Tally()
            self._in_function += 1
        self._push(opened)
        first = self._with_attributes(start)
        while self.segments[-1].start >= first > 0:
            self.segments.pop()
        self.segments.append(Segment(first, self._symbol, self._in_test > 0))

    def _push(self, frame: _Control | _Open | _TestItem) -> None:
        self._stack.append(frame)
        self._end = min(frame.end, self._end)

    def _leave(self, start: float) -> None:
        """Close everything that ends at or before `start`."""
        stack = self._stack
        while len(stack) > 1 and start >= stack[-1].end:
            frame = stack.pop()
            if isinstance(frame, _Control):
                self._tally.leave(is_loop=frame.is_loop)
                continue
            if isinstance(frame, _Open):
                self._close(frame)
            else:
                self._in_test -= 1
            self.segments.append(Segment(int(frame.end), self._symbol, self._in_test > 0))
        self._end = stack[-1].end

    def _close(self, frame: _Open) -> None:
        scope, tally, is_test = frame.scope, self._tally, self._in_test > 0
        if scope.kind is ScopeKind.FUNCTION:
            self.functions.append(
                FoundFunction(
                    self._symbol,
                    frame.line,
                    frame.end_line,
                    tally.branches,
                    tally.deepest_nesting,
                    tally.deepest_loop,
                    tally.work,
                    scope.is_public,
                    scope.is_async,
                    is_test,
                    (frame.body, int(frame.end)),
                    frame.body_line,
                )
            )
            self._in_function -= 1
        elif scope.kind is ScopeKind.TYPE:
            self.types.append(
                FoundType(
                    self._symbol,
                    scope.type_kind,
                    frame.line,
                    frame.end_line,
                    scope.is_public,
                    is_test,
                )
            )
        self._symbol, self._tally = frame.outer_symbol, frame.outer_tally


def _body_start(node: Node) -> tuple[int, int]:
    """Byte and 1-based line at which the body of a function begins."""
    body = node.child_by_field_name("body") or node
    return body.start_byte, body.start_point[0] + 1


def _next_item(node: Node, syntax: Syntax) -> Node | None:
    """The item that an attribute belongs to."""
    passed = syntax.comments | syntax.markers.keys()
    sibling = node.next_named_sibling
    while sibling is not None and sibling.type in passed:
        sibling = sibling.next_named_sibling
    return sibling
