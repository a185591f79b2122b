"""Variables in Rust: what their patterns and values say, a type or what they are made from."""

import re
from collections.abc import Callable, Mapping

from estimator.languages.linking import EXPRESSION, Binding, expression_text, type_text
from estimator.languages.nodes import field_text, text_of
from estimator.languages.spec import SyntaxNode

_CONSTRUCTORS = frozenset({"new", "default", "with_capacity", "from"})
_ITERATION = re.compile(
    r"(?:\.(?:iter|iter_mut|into_iter|drain|enumerate|rev|cloned|copied|by_ref|values|values_mut"
    r"|peekable)\(\))+$"
)
_TYPED = {"struct_expression": "name", "type_cast_expression": "type"}
"""Expressions that say their type, and the field that holds it."""
_UNWRAPPED = frozenset({"Some", "Ok"})
_MADE = re.compile(r"((?:\w+::)*[A-Z]\w*)::(\w+)\(\)")


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


BINDINGS: Mapping[str, Callable[[SyntaxNode, bytes], tuple[Binding, ...]]] = {
    "let_declaration": _bound,
    "let_condition": _bound,
    "for_expression": _loop,
    "tuple_struct_pattern": _arm,
    "tuple_pattern": _arm,
    "parameter": _closure_parameter,
    "closure_parameters": _closure,
}
