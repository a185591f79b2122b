"""Questions to Go nodes that several tables ask: fields, receivers, places.

Most nodes are asked in vain, so a question begins with a look at the bytes.
"""

from estimator.languages.nodes import bytes_of
from estimator.languages.spec import NodeTest, SyntaxNode

_GLANCE_BYTES = 2_000
"""Longer nodes are asked through the tree at once: nested ones would be searched many times."""


def may_hold(node: SyntaxNode, source: bytes, mark: bytes) -> bool:
    """False only where the node's text does not contain the mark."""
    start, end = node.start_byte, node.end_byte
    return end - start > _GLANCE_BYTES or source.find(mark, start, end) >= 0


def field_of(kind: str, mark: bytes) -> NodeTest:
    """True for a struct field whose type has this node kind; such types contain the mark."""

    def test(field: SyntaxNode, source: bytes) -> bool:
        if not may_hold(field, source, mark):
            return False
        shape = field.child_by_field_name("type")
        return shape is not None and shape.type == kind

    return test


def is_top_level(spec: SyntaxNode) -> bool:
    """True for a variable specification outside functions."""
    parent = spec.parent
    if parent is not None and parent.type == "var_spec_list":
        parent = parent.parent
    outer = None if parent is None else parent.parent
    return outer is not None and outer.type == "source_file"


def names_of(node: SyntaxNode, source: bytes) -> list[bytes]:
    """Names that a variable specification or a field declares."""
    return [bytes_of(name, source) for name in node.children_by_field_name("name") if name.is_named]
