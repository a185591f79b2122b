"""How Rust code hangs together: calls, signatures, fields, impls, by node kind."""

import re
from collections.abc import Iterator

from estimator.languages.linking import (
    EXPRESSION,
    Binding,
    FoundCall,
    LinkSyntax,
    Names,
    Owner,
    Shape,
    expression_text,
    squeezed,
    type_text,
    words_in,
)
from estimator.languages.nodes import bytes_of, field_text, text_of
from estimator.languages.rust.macros import macro_calls, macro_statics
from estimator.languages.rust.syntax import bare_type
from estimator.languages.rust.uses import used_names
from estimator.languages.spec import SyntaxNode
from estimator.model.links import FunctionLinks, Implementation, TypedName

_KEYWORDS = words_in(
    "as async await break const continue crate dyn else enum extern false fn for if impl in let"
    " loop match mod move mut pub ref return self Self static struct super trait true type unsafe"
    " use where while bool char f32 f64 i8 i16 i32 i64 i128 isize str u8 u16 u32 u64 u128 usize _"
    " Some None Ok Err"
)
_CONSTRUCTORS = frozenset({"new", "default", "with_capacity", "from"})
_SPAWNING = frozenset(
    {"spawn", "spawn_local", "spawn_blocking", "spawn_on", "spawn_scoped", "block_in_place"}
)
_ITERATION = re.compile(
    r"(?:\.(?:iter|iter_mut|into_iter|drain|enumerate|rev|cloned|copied|by_ref|values|values_mut"
    r"|peekable)\(\))+$"
)
_TYPED = {"struct_expression": "name", "type_cast_expression": "type"}
"""Expressions that say their type, and the field that holds it."""
_UNWRAPPED = frozenset({"Some", "Ok"})
_MADE = re.compile(r"((?:\w+::)*[A-Z]\w*)::(\w+)\(\)")


def _parameters(node: SyntaxNode, code: bytes) -> Iterator[TypedName]:
    for parameter in node.named_children:
        if parameter.type == "parameter":
            yield TypedName(
                name=field_text(parameter, "pattern", code),
                type=type_text(parameter.child_by_field_name("type"), code),
                line=parameter.start_point[0] + 1,
            )


def _signature(node: SyntaxNode, code: bytes, symbol: str) -> FunctionLinks:
    given = node.child_by_field_name("parameters")
    children = [] if given is None else given.named_children
    own = next((child for child in children if child.type == "self_parameter"), None)
    result = node.child_by_field_name("return_type")
    results: tuple[TypedName, ...] = ()
    if result is not None and result.type != "unit_type":
        line = result.start_point[0] + 1
        results = (TypedName(name="", type=type_text(result, code), line=line),)
    return FunctionLinks(
        symbol=symbol,
        line=node.start_point[0] + 1,
        receiver_name="self" if own is not None else "",
        bounds=_bounds(node, code),
        takes_pointer=_is_exclusive(bytes_of(own, code)),
        parameters=() if given is None else tuple(_parameters(given, code)),
        results=results,
    )


def _is_exclusive(own: bytes) -> bool:
    return own.startswith(b"&") and b"mut" in own.replace(b"&", b" ").split()


def _bounds(node: SyntaxNode, code: bytes) -> dict[str, str]:
    """Type parameters with their bounds, the ``where`` clause included."""
    found: dict[str, str] = {}
    parameters = node.child_by_field_name("type_parameters")
    clauses = [] if parameters is None else [parameters]
    clauses += [child for child in node.named_children if child.type == "where_clause"]
    for clause in clauses:
        for part in clause.named_children:
            name, colon, bounds = type_text(part, code).partition(":")
            if colon and name.strip().isidentifier():
                found[name.strip()] = bounds.strip()
    return found


def _bare_name(node: SyntaxNode | None, code: bytes) -> str:
    name = bare_type(node, code)
    return name if name.isidentifier() else ""


def _impl(node: SyntaxNode, code: bytes) -> Owner:
    trait = node.child_by_field_name("trait")
    owner = _bare_name(node.child_by_field_name("type"), code)
    return Owner(owner, _bare_name(trait, code) if trait is not None else "", _bounds(node, code))


def _trait(node: SyntaxNode, code: bytes) -> Owner:
    name = field_text(node, "name", code)
    return Owner(name, name, _bounds(node, code))


def _implementation(node: SyntaxNode, code: bytes) -> Implementation | None:
    found = _impl(node, code)
    if not found.type or not found.trait:
        return None
    return Implementation(type=found.type, trait=found.trait, line=node.start_point[0] + 1)


def _derives(node: SyntaxNode, code: bytes) -> tuple[str, ...]:
    text = text_of(node, code)
    found = re.match(r"#\[\s*derive\s*\(([^)]*)\)", text)
    if found is None:
        return ()
    names = (part.strip().rpartition("::")[2] for part in found[1].split(","))
    return tuple(sorted(name for name in names if name))


def _fields(body: SyntaxNode | None, code: bytes) -> Iterator[TypedName]:
    if body is None:
        return
    for child in body.children_by_field_name("type"):
        yield TypedName(name="", type=type_text(child, code), line=child.start_point[0] + 1)
    for child in body.named_children:
        if child.type == "field_declaration":
            kind = type_text(child.child_by_field_name("type"), code)
            name = field_text(child, "name", code)
            yield TypedName(name=name, type=kind, line=child.start_point[0] + 1)
        elif child.type == "enum_variant":
            yield from _fields(child.child_by_field_name("body"), code)


def _made_type(node: SyntaxNode, code: bytes) -> Shape:
    return Shape(fields=tuple(_fields(node.child_by_field_name("body"), code)))


def _alias(node: SyntaxNode, code: bytes) -> Shape:
    kind = node.child_by_field_name("type")
    line = node.start_point[0] + 1
    return Shape(fields=(TypedName(name="", type=type_text(kind, code), line=line),))


def _asked(node: SyntaxNode, code: bytes) -> Shape:
    body = node.child_by_field_name("body")
    children = [] if body is None else body.named_children
    supers = node.child_by_field_name("bounds")
    names = [] if supers is None else [_bare_name(one, code) for one in supers.named_children]
    return Shape(
        methods=tuple(
            _signature(child, code, field_text(child, "name", code))
            for child in children
            if child.type in ("function_signature_item", "function_item")
        ),
        implements=tuple(sorted({name for name in names if name})),
    )


def _use(node: SyntaxNode, source: bytes) -> tuple[tuple[str, str], ...]:
    return used_names(text_of(node.child_by_field_name("argument"), source))


def _extern_crate(node: SyntaxNode, source: bytes) -> tuple[tuple[str, str], ...]:
    name = field_text(node, "name", source)
    return ((field_text(node, "alias", source) or name, name),)


def _calls(node: SyntaxNode, code: bytes) -> tuple[FoundCall, ...]:
    callee = node.child_by_field_name("function")
    if callee is not None and callee.type == "generic_function":
        callee = callee.child_by_field_name("function")
    if callee is None:
        return ()
    if callee.type == "identifier":
        return (FoundCall(text_of(callee, code), "", callee.start_point[0], is_method=False),)
    if callee.type == "field_expression":
        name = callee.child_by_field_name("field")
        before = expression_text(callee.child_by_field_name("value"), code)
        is_method = True
    elif callee.type == "scoped_identifier":
        name = callee.child_by_field_name("name")
        before = _path(callee.child_by_field_name("path"), code)
        is_method = False
    else:
        return ()
    if name is None or name.type == "integer_literal":
        return ()
    return (FoundCall(text_of(name, code), before, name.start_point[0], is_method=is_method),)


def _path(node: SyntaxNode | None, code: bytes) -> str:
    """A path; ``<T as Trait>`` becomes ``T as Trait`` without parameters."""
    if node is None or node.type != "bracketed_type":
        return expression_text(node, code)
    inner = node.named_child(0)
    if inner is None or inner.type != "qualified_type":
        return _bare_name(inner, code) or EXPRESSION
    owner = _bare_name(inner.child_by_field_name("type"), code)
    trait = _bare_name(inner.child_by_field_name("alias"), code)
    return f"{owner or EXPRESSION} as {trait}"


def _flat_call(callee: bytes) -> tuple[str, str, bool]:
    text = callee.decode("utf-8", "replace")
    before, dot, name = text.rpartition(".")
    if dot and "::" not in name:
        return name, before, True
    before, _, name = text.rpartition("::")
    return name, before, False


def _macro_calls(node: SyntaxNode, code: bytes) -> tuple[FoundCall, ...]:
    tokens = _tokens(node)
    if tokens is None:
        return ()
    name = field_text(node, "macro", code).rpartition("::")[2]
    return tuple(macro_calls(name, text_of(tokens, code), tokens.start_point[0]))


def _macro_statics(node: SyntaxNode, code: bytes) -> tuple[TypedName, ...]:
    tokens = _tokens(node)
    if tokens is None:
        return ()
    name = field_text(node, "macro", code).rpartition("::")[2]
    return macro_statics(name, text_of(tokens, code), tokens.start_point[0] + 1)


def _tokens(node: SyntaxNode) -> SyntaxNode | None:
    last = node.named_child(node.named_child_count - 1) if node.named_child_count else None
    return last if last is not None and last.type == "token_tree" else None


def _value(node: SyntaxNode | None, code: bytes) -> tuple[str, str]:
    """Type and expression of an initial value; each ``""`` where it does not say."""
    while node is not None and node.type in (
        *("reference_expression", "try_expression", "await_expression", "parenthesized_expression"),
    ):
        node = node.named_child(node.named_child_count - 1)
    if node is None:
        return "", ""
    if node.type in _TYPED:
        return type_text(node.child_by_field_name(_TYPED[node.type]), code), ""
    if node.type == "closure_expression":
        return "closure", ""
    if node.type in ("call_expression", "identifier", "field_expression", "index_expression"):
        return _made(expression_text(node, code))
    return "", ""


def _made(expression: str) -> tuple[str, str]:
    """The type that ``T::new()`` says, or the expression."""
    made = _MADE.fullmatch(expression)
    if made is not None and made[2] in _CONSTRUCTORS:
        return made[1], ""
    return "", "" if expression == EXPRESSION else expression


def _pattern_names(pattern: SyntaxNode | None, code: bytes) -> list[Binding]:
    """Plain names that a pattern binds, as far as one level of it shows."""
    if pattern is None:
        return []
    if pattern.type == "identifier":
        return [_named(pattern, code)]
    first = 1 if pattern.type == "tuple_struct_pattern" else 0
    found = [_innermost(child) for child in pattern.named_children[first:]]
    return [_named(child, code) for child in found if child.type == "identifier"]


def _innermost(pattern: SyntaxNode) -> SyntaxNode:
    """The name inside ``mut x``, ``ref x`` and ``&x``."""
    if pattern.type in ("mut_pattern", "ref_pattern", "reference_pattern"):
        return pattern.named_child(pattern.named_child_count - 1) or pattern
    return pattern


def _named(node: SyntaxNode, code: bytes) -> Binding:
    return Binding(text_of(node, code), at=node.start_byte)


def _bound(node: SyntaxNode, code: bytes) -> tuple[Binding, ...]:
    """``let``, also as a condition: ``let x: T = v``, ``if let Some(x) = v``."""
    pattern = node.child_by_field_name("pattern")
    names = _pattern_names(pattern, code)
    if pattern is None or len(names) != 1 or not _is_transparent(pattern, code):
        return tuple(names)
    kind = type_text(node.child_by_field_name("type"), code)
    if kind:
        return (names[0]._replace(type=kind),)
    kind, expression = _value(node.child_by_field_name("value"), code)
    return (names[0]._replace(type=kind, expression=expression),)


def _is_transparent(pattern: SyntaxNode, code: bytes) -> bool:
    if pattern.type == "tuple_struct_pattern":
        return field_text(pattern, "type", code) in _UNWRAPPED
    return pattern.type in ("identifier", "mut_pattern", "ref_pattern")


def _loop(node: SyntaxNode, code: bytes) -> tuple[Binding, ...]:
    pattern = node.child_by_field_name("pattern")
    names = _pattern_names(pattern, code)
    given = expression_text(node.child_by_field_name("value"), code)
    is_counted = given.endswith((".enumerate()", ".enumerate().rev()"))
    wanted = 1 if is_counted else 0
    element = "" if given == EXPRESSION or ".." in given else f"{_ITERATION.sub('', given)}[]"
    if len(names) == wanted + 1:
        names[wanted] = names[wanted]._replace(expression=element)
    return tuple(names)


def _arm(node: SyntaxNode, code: bytes) -> tuple[Binding, ...]:
    return tuple(_pattern_names(node, code))


def _closure_parameter(node: SyntaxNode, code: bytes) -> tuple[Binding, ...]:
    name = field_text(node, "pattern", code)
    kind = type_text(node.child_by_field_name("type"), code)
    return (Binding(name, kind),) if name.isidentifier() else ()


def _closure(node: SyntaxNode, code: bytes) -> tuple[Binding, ...]:
    return tuple(_named(child, code) for child in node.named_children if child.type == "identifier")


def _assigned(node: SyntaxNode, code: bytes) -> tuple[str, ...]:
    left = node.child_by_field_name("left")
    if left is None or left.type == "tuple_expression":
        return ()
    parts = squeezed(text_of(left, code)).replace("[]", "").split(".")
    if not parts[0].replace("::", "").isidentifier():
        return ()
    second = parts[1] if len(parts) > 1 else ""
    return (parts[0], f"{parts[0]}.{second}") if second.isidentifier() else (parts[0],)


def _static(node: SyntaxNode, code: bytes) -> tuple[TypedName, ...]:
    kind = type_text(node.child_by_field_name("type"), code)
    line = node.start_point[0] + 1
    return (TypedName(name=field_text(node, "name", code), type=kind, line=line),)


LINKS = LinkSyntax(
    signatures={"function_item": _signature},
    shapes={
        "struct_item": _made_type,
        "enum_item": _made_type,
        "union_item": _made_type,
        "trait_item": _asked,
        "type_item": _alias,
    },
    imports={"use_declaration": _use, "extern_crate_declaration": _extern_crate},
    calls={"call_expression": _calls, "macro_invocation": _macro_calls},
    flat_call=_flat_call,
    bindings={
        "let_declaration": _bound,
        "let_condition": _bound,
        "for_expression": _loop,
        "tuple_struct_pattern": _arm,
        "tuple_pattern": _arm,
        "parameter": _closure_parameter,
        "closure_parameters": _closure,
    },
    writes={"assignment_expression": _assigned, "compound_assignment_expr": _assigned},
    variables={"static_item": _static, "macro_invocation": _macro_statics},
    implementations={"impl_item": _implementation},
    derives={"attribute_item": _derives},
    quoting=frozenset({"attribute_item"}),
    owners={"impl_item": _impl, "trait_item": _trait},
    spawns=frozenset(),
    spawning=_SPAWNING,
    opaque=frozenset(
        {
            *("line_comment", "block_comment", "string_literal", "raw_string_literal"),
            *("char_literal", "attribute_item", "inner_attribute_item", "scoped_identifier"),
            *("token_tree", "use_declaration", "extern_crate_declaration", "visibility_modifier"),
            *("macro_definition", "macro_invocation", "type_parameters", "where_clause"),
            *("type_arguments", "generic_type", "reference_type", "parameters"),
            "function_signature_item",
        }
    ),
    names=Names(
        pattern=re.compile(r"(?<![\w'.])(?<!:)((?:[A-Za-z_]\w*+::)*+[A-Za-z_]\w*+)(\s*\(|!)?"),
        separator="::",
        keywords=_KEYWORDS,
        keeps_calls=lambda name: name[:1].isupper(),
    ),
    not_called=frozenset({"Some", "Ok", "Err"}),
)
