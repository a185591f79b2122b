"""Small questions to a Rust node: the conditions that the construct tables name.

Most read the source from the node's first byte, which costs a third of asking the tree.
"""

import re

from estimator.languages.nodes import ancestors, bytes_of
from estimator.languages.spec import NodeTest, SyntaxNode


def begins(pattern: str) -> NodeTest:
    """True where the node's source begins with the pattern."""
    match = re.compile(pattern.encode()).match

    def test(node: SyntaxNode, source: bytes) -> bool:
        return match(source, node.start_byte) is not None

    return test


takes_self = begins(r"(?:mut\s+)?self\b")
takes_mut_self = begins(r"&\s*(?:'\w+\s+)?mut\s+self\b")
is_mut_reference = begins(r"&\s*(?:'\w+\s+)?mut\b")
is_mut_argument = begins(r"&\s*(?:'\w+\s+)?mut\b(?!\s+(?:\w+\s*::\s*)*(?:Formatter|Context|H)\b)")
"""Leaves out the formatter, the task's context and the hasher that a library's trait hands in."""
moves_captures = begins(r"(?:for\s*<[^>|]{0,80}>\s*)?(?:static\s+)?(?:async\s+)?move\b")
is_static_mut = begins(r"(?:pub(?:\s*\([^)]{0,80}\))?\s+)?static\s+mut\b")
is_generic_type = begins(r"type\s+\w+\s*<")
"""Of an associated type: it has parameters of its own."""

_GENERIC_IMPL = re.compile(rb"(?:unsafe\s+)?impl\s*<")


def has_lifetime_parameter(node: SyntaxNode, _source: bytes) -> bool:
    """A type that borrows: it is declared with a lifetime."""
    return "lifetime_parameter" in parameter_kinds(node)


_SIGNATURE_BYTES = 600
_ABOVE_BYTES = 6_000
_GIVES_OPTION = re.compile(rb"[^{;]*->\s*(?:(?:\w+::)*Option\s*<|(?:\w+::)*fmt::Result\b)")


def passes_error_on(node: SyntaxNode, source: bytes) -> bool:
    """A ``?`` on a result: not behind ``.ok()`` nor, by its text, in a function of an `Option`.

    Nor in one that writes text for a formatter, which does not fail.
    """
    start, end = node.start_byte, node.end_byte
    if source.endswith(b".ok()?", start, end):
        return False
    above = source.rfind(b"fn ", max(0, start - _ABOVE_BYTES), start)
    return above < 0 or _GIVES_OPTION.match(source, above, above + _SIGNATURE_BYTES) is None


def carries_data(node: SyntaxNode, _source: bytes) -> bool:
    """An enum with a variant that has fields."""
    body = node.child_by_field_name("body")
    return body is not None and any(
        child.type == "enum_variant" and child.child_by_field_name("body") is not None
        for child in body.named_children
    )


_NUMBER = re.compile(rb"as\s+(?:[iu](?:8|16|32|64|128|size)|f(?:32|64)|(?:\w+::)*c_\w+)\Z")


def is_numeric_cast(node: SyntaxNode, source: bytes) -> bool:
    """A cast to a primitive number: ``as _`` and casts of pointers and objects truncate nothing.

    Neither do those of a constant or a variant, whose value is known.
    """
    end = node.end_byte
    if _OF_A_CONSTANT.match(source, node.start_byte, end):
        return False
    start = max(node.start_byte, end - _TAIL_BYTES)
    return _NUMBER.search(source, start, end) is not None and b"ptr" not in source[start:end]


_OF_A_CONSTANT = re.compile(
    rb"(?:(?:\w+::){1,6}[A-Z]\w*|[A-Z][A-Z0-9_]+|\d[\w.]*|b?'[^']{1,4}')\s+as\s"
)
_DESERIALIZER = re.compile(rb"'de\b")
_HIGHER_RANKED = re.compile(rb"\bfor\s*<[\s',\w]*\Z")
_FOR_BYTES = 40


def ties_lifetimes(node: SyntaxNode, source: bytes) -> bool:
    """A lifetime that the code declares: neither serde's own nor one of a `for<'a>` bound."""
    start = node.start_byte
    before = source[max(0, start - _FOR_BYTES) : start]
    return not _DESERIALIZER.match(source, start) and not _HIGHER_RANKED.search(before)


def is_newtype(node: SyntaxNode, _source: bytes) -> bool:
    """A struct of one unnamed field."""
    body = node.child_by_field_name("body")
    if body is None or body.type != "ordered_field_declaration_list":
        return False
    return len(body.children_by_field_name("type")) == 1


def is_blanket(node: SyntaxNode, source: bytes) -> bool:
    """An impl of a trait for its own type parameter: ``impl<T: Display> Name for T``."""
    if not _GENERIC_IMPL.match(source, node.start_byte):
        return False
    owner = node.child_by_field_name("type")
    if owner is None or owner.type != "type_identifier":
        return False
    parameters = node.child_by_field_name("type_parameters")
    if parameters is None or node.child_by_field_name("trait") is None:
        return False
    name = bytes_of(owner, source)
    return any(
        bytes_of(child.child_by_field_name("name"), source) == name
        for child in parameters.named_children
        if child.type == "type_parameter"
    )


def parameter_kinds(node: SyntaxNode) -> set[str]:
    """Kinds of the declared parameters of an item: types, lifetimes, constants."""
    parameters = node.child_by_field_name("type_parameters")
    return set() if parameters is None else {child.type for child in parameters.named_children}


_SELECT = re.compile(rb"(?:\w+\s*::\s*)*select(?:_biased)?\s*!")
_LOOPS = frozenset({"for_expression", "while_expression", "loop_expression"})
_BODIES = frozenset({"function_item", "closure_expression"})


def selects_in_loop(node: SyntaxNode, source: bytes) -> bool:
    """A `select!` with a loop around it in the same function or closure."""
    if not _SELECT.match(source, node.start_byte):
        return False
    for outer in ancestors(node):
        if outer.type in _LOOPS:
            return True
        if outer.type in _BODIES:
            return False
    return False


_SPAWN = re.compile(rb"(?:[a-z_]\w*\s*::\s*)*spawn(?:_blocking|_local)?\s*\(")
_FORGOTTEN = re.compile(rb"(?:let\s+)?_\s*=\s*" + _SPAWN.pattern)
_SCOPE_BINDING = re.compile(rb"let\s+(?:mut\s+)?(_\w+)\s*[:=]")
_GUARDS = re.compile(
    rb"guard|permit|timer|lock|latch|enter|token|zone|span|sem(?:aphore)?s?\b|acquire|scope|protect"
    rb"|defer|with_io_type|read\(\)|write\(\)|_t\d?\b"
)
_BINDING_BYTES = 200


def binds_to_scope_end(node: SyntaxNode, source: bytes) -> bool:
    """A `let` of a name like ``_guard``: the value lives, unused, until the scope ends.

    Whether it is a guard is told by the words of the name and of the value; other names begin with
    an underscore because nobody uses them.
    """
    start = node.start_byte
    if _SCOPE_BINDING.match(source, start) is None:
        return False
    end = min(node.end_byte, start + _BINDING_BYTES)
    return _GUARDS.search(source[start:end].lower()) is not None


def drops_handle(statement: SyntaxNode, source: bytes) -> bool:
    """A statement that spawns and forgets the handle: ``spawn(..);`` or ``_ = spawn(..);``."""
    if _SPAWN.match(source, statement.start_byte):
        return _is_spawn(statement.named_child(0), source)
    if _FORGOTTEN.match(source, statement.start_byte):
        assignment = statement.named_child(0)
        return assignment is not None and _is_spawn(assignment.child_by_field_name("right"), source)
    return False


def drops_bound_handle(binding: SyntaxNode, source: bytes) -> bool:
    """A `let` that spawns and forgets the handle: ``let _ = spawn(..);``."""
    return _FORGOTTEN.match(source, binding.start_byte) is not None and _is_spawn(
        binding.child_by_field_name("value"), source
    )


def _is_spawn(value: SyntaxNode | None, source: bytes) -> bool:
    """The call itself, with nothing done to what it returns."""
    return (
        value is not None
        and value.type == "call_expression"
        and _SPAWN.fullmatch(source, value.start_byte, _arguments_start(value) + 1) is not None
    )


def _arguments_start(call: SyntaxNode) -> int:
    arguments = call.child_by_field_name("arguments")
    return call.end_byte if arguments is None else arguments.start_byte


_LOCKED = re.compile(rb"\.\s*(?:lock|read|write)(?:_owned)?\s*\(\s*\)\s*\.\s*await\Z")
_ACQUIRED = re.compile(rb"\.\s*acquire(?:_owned|_many|_many_owned)?\s*\([^()]*\)\s*\.\s*await\Z")
_TAIL_BYTES = 80
_REST_BYTES = 8_000
"""How far a guard is followed: a file of nothing but guards must not cost its square."""
_TRANSPARENT = frozenset({"try_expression", "call_expression", "field_expression"})
_STILL_A_GUARD = re.compile(rb"(?:\s*(?:\?|\.\s*(?:unwrap\s*\(\s*\)|expect\s*\([^()]*\))))*\s*")
_POOLED = re.compile(rb"(?i)pool(?:\(\))?\s*\.\s*acquire")
_LINE_COMMENT = re.compile(rb"//[^\n]*")
_AWAIT = re.compile(rb"\.\s*await\b")
_BOUND_NAME = re.compile(rb"(?:mut\s+)?(\w+)\Z")


def _held_across_await(end: re.Pattern[bytes], *marks: bytes) -> NodeTest:
    """A guard bound by `let` is alive at the next await. The marks make the common no cheap."""

    def test(node: SyntaxNode, source: bytes) -> bool:
        last = node.end_byte
        tail = source[max(node.start_byte, last - _TAIL_BYTES) : last]
        if not any(mark in tail for mark in marks) or not end.search(tail) or _POOLED.search(tail):
            return False
        binding = _binding(node)
        return (
            binding is not None
            and _is_still_a_guard(node, binding, source)
            and _awaits_later(binding, source)
        )

    return test


guard_across_await = _held_across_await(_LOCKED, b".lock", b".read", b".write")
permit_across_await = _held_across_await(_ACQUIRED, b".acquire")


def _binding(node: SyntaxNode) -> SyntaxNode | None:
    """The `let` whose value this is, through ``?`` and ``.unwrap()``."""
    for outer in ancestors(node):
        if outer.type not in _TRANSPARENT:
            return outer if outer.type == "let_declaration" else None
    return None


def _is_still_a_guard(node: SyntaxNode, binding: SyntaxNode, source: bytes) -> bool:
    """Nothing but ``?``, ``.unwrap()`` and ``.expect(..)`` between the lock and the binding."""
    value = binding.child_by_field_name("value")
    if value is None or value.end_byte - node.end_byte > _TAIL_BYTES:
        return False
    return _STILL_A_GUARD.fullmatch(source, node.end_byte, value.end_byte) is not None


def _awaits_later(binding: SyntaxNode, source: bytes) -> bool:
    """The block goes on to await before the bound name is dropped."""
    block = binding.parent
    name = _BOUND_NAME.match(bytes_of(binding.child_by_field_name("pattern"), source))
    if block is None or name is None:
        return False
    start = binding.end_byte
    rest = _LINE_COMMENT.sub(b"", source[start : min(block.end_byte, start + _REST_BYTES)])
    awaited = _AWAIT.search(rest)
    if awaited is None:
        return False
    return not re.search(rb"\bdrop\s*\(\s*%s\s*\)" % name[1], rest[: awaited.start()])


_CATCH_ALL = re.compile(rb"(?:ref\s+|mut\s+)*(?:_|[a-z_]\w*)")
_COMMON = re.compile(
    rb"[\s|&(]*(?:Some|None|Ok|Err|(?:\w+::)*(?:(?:Poll|Either|Ordering|IpAddr|SocketAddr|Entry|Cow"
    rb"|Bound|ControlFlow|LevelFilter|Level|Option|Result)::[A-Z]\w*))\b"
)
_VARIANT = re.compile(rb"[\s|&(]*(?:[A-Za-z_]\w*\s*::\s*)*[A-Z]\w*")


def is_exhaustive(node: SyntaxNode, source: bytes) -> bool:
    """A `match` over variants of a domain type that has no catch-all arm.

    `Option`, `Result`, `Poll` and other enums of well-known libraries are no domain types.
    """
    body = node.child_by_field_name("body")
    arms = () if body is None else body.named_children
    patterns = [arm.child_by_field_name("pattern") for arm in arms if arm.type == "match_arm"]
    has_variant = False
    for pattern in patterns:
        if pattern is None or _CATCH_ALL.fullmatch(source, pattern.start_byte, pattern.end_byte):
            return False
        start = pattern.start_byte
        has_variant = has_variant or bool(
            _VARIANT.match(source, start) and not _COMMON.match(source, start)
        )
    return has_variant
