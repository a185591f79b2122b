"""Variables in Go: what their declarations say, a type or what they are made from."""

from collections.abc import Callable, Iterator, Mapping

from estimator.languages.linking import EXPRESSION, Binding, expression_text, type_text
from estimator.languages.nodes import field_text, text_of
from estimator.languages.spec import SyntaxNode
from estimator.model.links import TypedName

_PATHS = frozenset(
    {"call_expression", "identifier", "selector_expression", "index_expression"},
)


def typed_names(declaration: SyntaxNode, code: bytes) -> Iterator[TypedName]:
    """Yield the names of a parameter or field declaration with their type; one without a name."""
    kind = type_text(declaration.child_by_field_name("type"), code)
    if not kind:
        return
    if declaration.type == "variadic_parameter_declaration":
        kind = f"...{kind}"
    line = declaration.start_point[0] + 1
    names = [node for node in declaration.children_by_field_name("name") if node.is_named]
    for name in names:
        yield TypedName(name=text_of(name, code), type=kind, line=line)
    if not names:
        yield TypedName(name="", type=kind, line=line)


def _value(node: SyntaxNode, code: bytes) -> tuple[str, str]:
    """Type and expression of an initial value; each ``""`` where it does not say."""
    inner = node.child_by_field_name("operand") if node.type == "unary_expression" else None
    if inner is not None:
        return _unary(node, inner, code)
    if node.type in ("composite_literal", "type_assertion_expression"):
        return type_text(node.child_by_field_name("type"), code), ""
    if node.type == "func_literal":
        return "func", ""
    if node.type not in _PATHS:
        return "", ""
    callee, given = field_text(node, "function", code), node.child_by_field_name("arguments")
    if callee in ("make", "new") and given is not None and given.named_child_count:
        star = "*" if callee == "new" else ""
        return star + type_text(given.named_child(0), code), ""
    expression = expression_text(node, code)
    return "", "" if expression == EXPRESSION else expression


def _unary(node: SyntaxNode, inner: SyntaxNode, code: bytes) -> tuple[str, str]:
    """``&T{}`` and ``<-channel``."""
    operator = text_of(node, code)[:1]
    if operator == "<":
        return "", f"{expression_text(inner, code)}[]"
    if operator == "&" and inner.type == "composite_literal":
        return "*" + type_text(inner.child_by_field_name("type"), code), ""
    if operator == "&" and inner.type in _PATHS:
        return _value(inner, code)
    return "", ""


def _paired(names: list[str], values: list[SyntaxNode], code: bytes) -> Iterator[Binding]:
    if len(names) == len(values):
        for name, node in zip(names, values, strict=True):
            yield Binding(name, *_value(node, code))
        return
    for index, name in enumerate(names):
        kind, expression = _value(values[0], code) if len(values) == 1 else ("", "")
        if not index:
            yield Binding(name, kind, expression)
        elif expression.endswith(")"):
            yield Binding(name, "", f"{expression}#{index}")
        else:
            yield Binding(name)


def texts_in(node: SyntaxNode | None, code: bytes) -> list[str]:
    """Texts of a list's elements."""
    return [] if node is None else [text_of(child, code) for child in node.named_children]


def _short(node: SyntaxNode, code: bytes) -> tuple[Binding, ...]:
    right = node.child_by_field_name("right")
    values = [] if right is None else list(right.named_children)
    return tuple(_paired(texts_in(node.child_by_field_name("left"), code), values, code))


def specified(node: SyntaxNode, code: bytes) -> tuple[Binding, ...]:
    """Variables of one ``var`` specification."""
    names = [text_of(one, code) for one in node.children_by_field_name("name") if one.is_named]
    kind = type_text(node.child_by_field_name("type"), code)
    if kind:
        return tuple(Binding(name, kind) for name in names)
    given = node.child_by_field_name("value")
    values = [] if given is None else list(given.named_children)
    return tuple(_paired(names, values, code)) if values else tuple(map(Binding, names))


def _constant(node: SyntaxNode, code: bytes) -> tuple[Binding, ...]:
    names = node.children_by_field_name("name")
    return tuple(Binding(text_of(one, code)) for one in names if one.is_named)


def _range(node: SyntaxNode, code: bytes) -> tuple[Binding, ...]:
    names = texts_in(node.child_by_field_name("left"), code)
    given = expression_text(node.child_by_field_name("right"), code)
    element = "" if given == EXPRESSION else f"{given}[]"
    return tuple(
        Binding(name, "", element if index == 1 else "") for index, name in enumerate(names)
    )


def _alias(node: SyntaxNode, code: bytes) -> tuple[Binding, ...]:
    return tuple(map(Binding, texts_in(node.child_by_field_name("alias"), code)))


def _parameter(node: SyntaxNode, code: bytes) -> tuple[Binding, ...]:
    return tuple(Binding(found.name, found.type) for found in typed_names(node, code) if found.name)


BINDINGS: Mapping[str, Callable[[SyntaxNode, bytes], tuple[Binding, ...]]] = {
    "short_var_declaration": _short,
    "var_spec": specified,
    "const_spec": _constant,
    "range_clause": _range,
    "type_switch_statement": _alias,
    "parameter_declaration": _parameter,
    "variadic_parameter_declaration": _parameter,
}
