"""Questions to a declared item: what a type, a trait or a signature is made for.

What is priced by itself, or is the same in Go, is told apart here, so that it is priced once.
"""

import re

from estimator.languages.nodes import bytes_of, without_comments
from estimator.languages.rust.constructs_shapes import (
    carries_data,
    has_lifetime_parameter,
    is_newtype,
    parameter_kinds,
)
from estimator.languages.spec import SyntaxNode

_GENERIC_FUNCTION = re.compile(rb"[^({;<]{0,80}(?:\([^)]{0,80}\)\s+[^({;<]{0,80})?fn\s+\w+\s*<")

_PLAIN_BOUND = re.compile(
    rb"(?:impl\s+)?(?:\w+\s*:\s*)?(?:\w+::)*(?:AsRef|AsMut|Into|ToString|Display|Debug|Borrow|ToOwned"
    rb"|Fn|FnMut|FnOnce)\b"
)


def has_type_parameter(node: SyntaxNode, source: bytes) -> bool:
    """A function that is generic over a type: more than what converts, prints or is called."""
    if not _GENERIC_FUNCTION.match(source, node.start_byte):
        return False
    parameters = node.child_by_field_name("type_parameters")
    return parameters is not None and any(
        not _PLAIN_BOUND.match(source, child.start_byte)
        for child in parameters.named_children
        if child.type == "type_parameter"
    )


def is_more_than_plain(node: SyntaxNode, source: bytes) -> bool:
    """``impl Trait`` that Go does not write as a plain type: a byte slice, a text or a function."""
    return _PLAIN_BOUND.match(source, node.start_byte) is None


_AN_ERROR_OBJECT = re.compile(rb"dyn\s+(?:\w+::)*(?:Std)?Error\b")


def is_no_error_object(node: SyntaxNode, source: bytes) -> bool:
    """A trait object other than ``dyn Error``, which is Go's own `error`."""
    return _AN_ERROR_OBJECT.match(source, node.start_byte) is None


_ABOVE_ITEM_BYTES = 600
_DERIVES_ERROR = re.compile(rb"derive\s*\([^)]{0,300}?\b(?:Error|Snafu)\b")


def _is_derived_error(node: SyntaxNode, source: bytes) -> bool:
    """An attribute right above the item derives an error: such items are priced as errors."""
    start = node.start_byte
    above = without_comments(source[max(0, start - _ABOVE_ITEM_BYTES) : start])
    begins = max(above.rfind(edge) for edge in _ITEM_EDGES)
    return _DERIVES_ERROR.search(above, max(begins, 0)) is not None


_ITEM_EDGES = (b"\n\n", b"}\n", b";\n", b"\r\n\r\n", b"}\r\n", b";\r\n")


def is_sum_type(node: SyntaxNode, source: bytes) -> bool:
    """An enum with data that is not derived as an error."""
    return carries_data(node, source) and not _is_derived_error(node, source)


def is_owning_newtype(node: SyntaxNode, source: bytes) -> bool:
    """A newtype that owns: those that borrow are views made to be printed or passed on.

    An error of one field is no newtype.
    """
    if not is_newtype(node, source) or has_lifetime_parameter(node, source):
        return False
    return not _is_derived_error(node, source)


def borrows_data(node: SyntaxNode, source: bytes) -> bool:
    """A type that borrows, but for a view of one unnamed field, made to be printed or passed on."""
    return has_lifetime_parameter(node, source) and not is_newtype(node, source)


def is_designed(node: SyntaxNode, _source: bytes) -> bool:
    """A trait that is no Go interface yet.

    It has an associated type or constant, a default or generic method, or a parameter of its own.
    """
    if "type_parameter" in parameter_kinds(node):
        return True
    body = node.child_by_field_name("body")
    return body is not None and any(
        item.type in ("associated_type", "const_item", "function_item")
        or "type_parameter" in parameter_kinds(item)
        for item in body.named_children
    )


_THREAD_BOUND = re.compile(rb"\b(?:Send|Sync)\b")


def thread_bounds(node: SyntaxNode, source: bytes) -> int:
    """`Send` and `Sync` that a trait asks of whoever implements it."""
    return len(_THREAD_BOUND.findall(bytes_of(node.child_by_field_name("bounds"), source)))
