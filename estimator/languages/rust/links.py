"""How Rust code hangs together: calls, signatures, fields, impls, by node kind."""

import re
from collections.abc import Iterator

from estimator.languages.linking import (
    EXPRESSION,
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
from estimator.languages.rust.bindings import BINDINGS
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
_SPAWNING = frozenset(
    {"spawn", "spawn_local", "spawn_blocking", "spawn_on", "spawn_scoped", "block_in_place"}
)


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
    bindings=BINDINGS,
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
    test_module=re.compile(
        rb"#\[cfg\(test\)\]\s*+(?:#\[[\w(), ]{1,200}\]\s*+)*+(?:pub\s++)?mod\s++\w++\s*+\{"
    ),
    not_called=frozenset({"Some", "Ok", "Err"}),
)
