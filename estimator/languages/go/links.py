"""How Go code hangs together: calls, signatures, fields, variables, by node kind."""

import re
from collections.abc import Iterator

from estimator.languages.go.bindings import BINDINGS, specified, texts_in, typed_names
from estimator.languages.go.syntax import receiver_type
from estimator.languages.linking import (
    FoundCall,
    LinkSyntax,
    Names,
    Shape,
    expression_text,
    type_text,
    words_in,
)
from estimator.languages.nodes import field_text, text_of
from estimator.languages.spec import SyntaxNode
from estimator.model.links import FunctionLinks, TypedName

_KEYWORDS = words_in(
    "break case chan const continue default defer else fallthrough for func go goto if import"
    " interface map package range return select struct switch type var"
    " true false nil iota _ any bool byte comparable complex64 complex128 error float32 float64"
    " int int8 int16 int32 int64 rune string uint uint8 uint16 uint32 uint64 uintptr"
    " append cap clear close complex copy delete imag len make max min new panic print println"
    " real recover"
)
_PREDECLARED = words_in(
    "append bool byte cap error float32 float64 int int16 int32 int64 int8 len make new panic rune"
    " string uint uint16 uint32 uint64 uint8 uintptr"
)
"""Without those that own functions are called like: print, copy, min."""
_VERSION = re.compile(r"v\d+")
_WRITTEN = re.compile(r"[\s*(&]*+([A-Za-z_]\w*+)(?:\.([A-Za-z_]\w*+))?")
_BRACKETS = re.compile(r"\[.*", re.DOTALL)


def _declared(parameters: SyntaxNode | None, code: bytes) -> tuple[TypedName, ...]:
    """Names and types of a parameter list, or of a single result."""
    if parameters is None:
        return ()
    if parameters.type != "parameter_list":
        line = parameters.start_point[0] + 1
        return (TypedName(name="", type=type_text(parameters, code), line=line),)
    return tuple(found for child in parameters.named_children for found in typed_names(child, code))


def _signature(node: SyntaxNode, code: bytes, symbol: str) -> FunctionLinks:
    receiver = _declared(node.child_by_field_name("receiver"), code)
    return FunctionLinks(
        symbol=symbol,
        line=node.start_point[0] + 1,
        receiver=receiver_type(node, code) if receiver else "",
        receiver_name=receiver[0].name if receiver else "",
        takes_pointer=bool(receiver) and receiver[0].type.startswith("*"),
        parameters=_declared(node.child_by_field_name("parameters"), code),
        results=_declared(node.child_by_field_name("result"), code),
    )


def _bare(kind: str) -> str:
    return _BRACKETS.sub("", kind).lstrip("*").strip()


def _shape(node: SyntaxNode, code: bytes) -> Shape:
    body = node.child_by_field_name("type")
    if body is None:
        return Shape()
    if body.type == "struct_type":
        fields = tuple(_fields(body, code))
        embedded = {_bare(field.type) for field in fields if not field.name}
        return Shape(fields=fields, implements=tuple(sorted(embedded)))
    if body.type == "interface_type":
        methods = [child for child in body.named_children if child.type == "method_elem"]
        asked = {
            _bare(type_text(child, code))
            for child in body.named_children
            if child.type == "type_elem"
        }
        return Shape(
            methods=tuple(
                _signature(method, code, field_text(method, "name", code)) for method in methods
            ),
            implements=tuple(
                sorted(name for name in asked if name.replace(".", "").isidentifier())
            ),
        )
    line = body.start_point[0] + 1
    return Shape(fields=(TypedName(name="", type=type_text(body, code), line=line),))


def _fields(body: SyntaxNode, code: bytes) -> Iterator[TypedName]:
    for part in body.named_children:
        for field in part.named_children:
            if field.type != "field_declaration":
                continue
            kind = type_text(field.child_by_field_name("type"), code)
            line = field.start_point[0] + 1
            names = field.children_by_field_name("name")
            for name in names:
                if name.is_named:
                    yield TypedName(name=text_of(name, code), type=kind, line=line)
            if not names:
                star = "*" if any(child.type == "*" for child in field.children) else ""
                yield TypedName(name="", type=star + kind, line=line)


def package_name(path: str) -> str:
    """Guess the name of a package from its import path: ``yaml`` for ``gopkg.in/yaml.v3``."""
    parts = [part for part in path.split("/") if part]
    while len(parts) > 1 and _VERSION.fullmatch(parts[-1]):
        parts.pop()
    name = parts[-1] if parts else path
    stem, _, ending = name.rpartition(".")
    name = stem if stem and _VERSION.fullmatch(ending) else name
    return name.removeprefix("go-").removesuffix("-go").replace("-", "_")


def _imports(node: SyntaxNode, source: bytes) -> tuple[tuple[str, str], ...]:
    path = field_text(node, "path", source).strip('"`')
    alias = field_text(node, "name", source)
    if alias in ("_", "."):
        return ((path, path),)
    return ((alias or package_name(path), path),)


def _calls(node: SyntaxNode, code: bytes) -> tuple[FoundCall, ...]:
    callee = node.child_by_field_name("function")
    while callee is not None and callee.type == "parenthesized_expression":
        callee = callee.named_child(0)
    if callee is not None and _is_instantiation(callee):
        callee = callee.named_child(0)
    if callee is None:
        return ()
    if callee.type == "identifier":
        return (FoundCall(text_of(callee, code), "", callee.start_point[0], is_method=False),)
    if callee.type != "selector_expression":
        return ()
    name = callee.child_by_field_name("field")
    if name is None:
        return ()
    before = expression_text(callee.child_by_field_name("operand"), code)
    return (FoundCall(text_of(name, code), before, name.start_point[0], is_method=True),)


def _is_instantiation(callee: SyntaxNode) -> bool:
    """True for ``f[T]``, which looks like an index: of a name, so that a literal is none."""
    if callee.type == "type_instantiation_expression":
        return True
    given = callee.child_by_field_name("index") if callee.type == "index_expression" else None
    return given is not None and given.type in ("identifier", "selector_expression")


def _conversions(node: SyntaxNode, code: bytes) -> tuple[FoundCall, ...]:
    """``f[T, U](x)``, which the grammar takes for a conversion to a generic type."""
    kind = node.child_by_field_name("type")
    if kind is None or kind.type != "generic_type":
        return ()
    before, dot, name = field_text(kind, "type", code).rpartition(".")
    return (FoundCall(name, before, kind.start_point[0], is_method=bool(dot)),)


def _flat_call(callee: bytes) -> tuple[str, str, bool]:
    before, dot, name = callee.decode("utf-8", "replace").rpartition(".")
    return name, before, bool(dot)


def _variables(node: SyntaxNode, code: bytes) -> tuple[TypedName, ...]:
    line = node.start_point[0] + 1
    return tuple(
        TypedName(name=found.name, type=found.type, line=line)
        for found in specified(node, code)
        if found.name != "_"
    )


def written(text: str) -> tuple[str, ...]:
    """What an assignment to this text writes: a name, and the first two parts of a path."""
    found = _WRITTEN.match(text)
    if found is None or found[1] == "_":
        return ()
    return (found[1], f"{found[1]}.{found[2]}") if found[2] else (found[1],)


def _assigned(node: SyntaxNode, code: bytes) -> tuple[str, ...]:
    left = node.child_by_field_name("left")
    return tuple(name for text in texts_in(left, code) for name in written(text))


def _counted(node: SyntaxNode, code: bytes) -> tuple[str, ...]:
    return written(text_of(node.named_child(0), code))


LINKS = LinkSyntax(
    signatures={"function_declaration": _signature, "method_declaration": _signature},
    shapes={"type_spec": _shape, "type_alias": _shape},
    imports={"import_spec": _imports},
    calls={"call_expression": _calls, "type_conversion_expression": _conversions},
    flat_call=_flat_call,
    bindings=BINDINGS,
    writes={
        "assignment_statement": _assigned,
        "inc_statement": _counted,
        "dec_statement": _counted,
    },
    variables={"var_spec": _variables},
    implementations={},
    derives={},
    quoting=frozenset(),
    owners={},
    spawns=frozenset({"go_statement"}),
    spawning=frozenset(),
    opaque=frozenset(
        {
            *("comment", "interpreted_string_literal", "raw_string_literal", "rune_literal"),
            *("qualified_type", "package_clause", "field_declaration_list", "interface_type"),
            *("function_type", "type_arguments", "type_parameter_list", "generic_type"),
            *("pointer_type", "map_type", "slice_type", "channel_type"),
        }
    ),
    names=Names(
        pattern=re.compile(r"(?<![\w.])([A-Za-z_]\w*+(?:\.[A-Za-z_]\w*+)?)(\s*\()?"),
        separator=".",
        keywords=_KEYWORDS,
        keeps_calls=lambda _name: False,
    ),
    test_module=None,
    not_called=_PREDECLARED,
)
