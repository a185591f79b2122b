"""Pointers, slices, package state and clean-up: what the garbage collector gives for nothing."""

import re

from estimator.languages.go.shapes import field_of, is_top_level, may_hold, names_of
from estimator.languages.nodes import bytes_of
from estimator.languages.spec import NodeRow, SyntaxNode, WordRow

_BACK_NAMES = re.compile(rb"(?i)parent|prev|owner|root")


def _points_back(field: SyntaxNode, source: bytes) -> bool:
    if not may_hold(field, source, b"*"):
        return False
    shape = field.child_by_field_name("type")
    if shape is None or shape.type != "pointer_type":
        return False
    return any(_BACK_NAMES.fullmatch(name) for name in names_of(field, source))


def _refers_to_itself(spec: SyntaxNode, source: bytes) -> bool:
    """True for a struct with ``*Self`` or ``[]Self`` in its body, by the text."""
    shape = spec.child_by_field_name("type")
    if shape is None or shape.type != "struct_type":
        return False
    name = bytes_of(spec.child_by_field_name("name"), source)
    start, end = shape.start_byte, shape.end_byte
    return any(_holds(mark + name, source, start, end) for mark in (b"*", b"[]"))


def _holds(text: bytes, source: bytes, start: int, end: int) -> bool:
    """True where the text occurs and no longer name begins with it."""
    at = source.find(text, start, end)
    while at >= 0:
        behind = source[at + len(text) : at + len(text) + 1]
        if not behind.isalnum() and behind != b"_":
            return True
        at = source.find(text, at + 1, end)
    return False


def has_pointer_receiver(method: SyntaxNode, source: bytes) -> bool:
    """True for ``func (t *T) M()``."""
    start = method.start_byte
    end = source.find(b")", start, method.end_byte)
    if source.find(b"*", start, end) < 0:
        return False
    if source.find(b"/*", start, end) < 0:
        return True
    receiver = method.child_by_field_name("receiver")
    parameters = () if receiver is None else receiver.named_children
    return any(
        "pointer_type" in (shape.type for shape in parameter.named_children)
        for parameter in parameters
    )


def _is_package_variable(spec: SyntaxNode, source: bytes) -> bool:
    return is_top_level(spec) and names_of(spec, source) != [b"_"]


def _is_init(function: SyntaxNode, source: bytes) -> bool:
    if not source.startswith(b"func init", function.start_byte):
        return False
    return bytes_of(function.child_by_field_name("name"), source) == b"init"


NODES: tuple[NodeRow, ...] = (
    NodeRow("field_declaration", "go.own.field_pointer", field_of("pointer_type", b"*")),
    NodeRow("field_declaration", "go.own.field_map", field_of("map_type", b"map")),
    NodeRow("field_declaration", "go.own.field_slice", field_of("slice_type", b"[")),
    NodeRow("field_declaration", "go.own.back_pointer", _points_back),
    NodeRow("type_spec", "go.own.self_reference", _refers_to_itself),
    NodeRow("method_declaration", "go.own.pointer_receiver", has_pointer_receiver),
    NodeRow("slice_expression", "go.own.slice_expr"),
    NodeRow("var_spec", "go.own.package_var", _is_package_variable),
    NodeRow("function_declaration", "go.own.init", _is_init),
    NodeRow("defer_statement", "go.own.defer"),
)

WORDS: tuple[WordRow, ...] = ()
