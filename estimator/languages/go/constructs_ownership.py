"""Pointers, slices, package state and clean-up: what the garbage collector gives for nothing."""

import re
from bisect import bisect_right
from collections import Counter
from functools import lru_cache

from estimator.languages.go.shapes import field_of, is_top_level, may_hold, names_of
from estimator.languages.nodes import bytes_of, without_comments
from estimator.languages.spec import NodeRow, SyntaxNode, WordRow

_BACK_NAMES = re.compile(rb"(?i)parent|owner")


def _points_back(field: SyntaxNode, source: bytes) -> bool:
    if not may_hold(field, source, b"*"):
        return False
    shape = field.child_by_field_name("type")
    if shape is None or shape.type != "pointer_type":
        return False
    return any(_BACK_NAMES.fullmatch(name) for name in names_of(field, source))


def _refers_to_itself(spec: SyntaxNode, source: bytes) -> bool:
    """True for a struct with ``*Self`` or ``[]Self`` among the types of its fields."""
    shape = spec.child_by_field_name("type")
    if shape is None or shape.type != "struct_type":
        return False
    name = bytes_of(spec.child_by_field_name("name"), source)
    start, end = shape.start_byte, shape.end_byte
    if not any(_holds(mark + name, source, start, end) for mark in (b"*", b"[]")):
        return False
    fields = (field for part in shape.named_children for field in part.named_children)
    return any(_holds_itself(field, source, name) for field in fields)


def _holds_itself(field: SyntaxNode, source: bytes, name: bytes) -> bool:
    """A field that leads back to its own type; a function that takes one holds none."""
    kind = field.child_by_field_name("type")
    if kind is None or kind.type == "function_type":
        return False
    start, end = kind.start_byte, kind.end_byte
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


_BODY_BYTES = 20_000
_RECEIVER = re.compile(rb"func \((\w{1,60})\s")


def _uses_receiver(method: SyntaxNode, source: bytes) -> bool:
    """A pointer method whose body names what it points to: else nothing is shared or written."""
    if not has_pointer_receiver(method, source):
        return False
    named, body = _RECEIVER.match(source, method.start_byte), method.child_by_field_name("body")
    if named is None or body is None:
        return False
    start = body.start_byte
    code = without_comments(source[start : min(body.end_byte, start + _BODY_BYTES)])
    return _names(named[1]).search(code) is not None


@lru_cache(maxsize=256)
def _names(name: bytes) -> re.Pattern[bytes]:
    return re.compile(rb"(?<![\w.])%s\b" % name)


def _is_package_variable(spec: SyntaxNode, source: bytes) -> bool:
    return is_top_level(spec) and names_of(spec, source) != [b"_"]


_WRITTEN = re.compile(
    rb"(?<![\w.])(\w{1,60})(?:\.\w{1,60}|\[[^\]\n]{0,60}\]){0,3}[ \t]{0,40}"
    rb"(?:=(?!=)|\+\+|--|[-+|&^*/]=)|&(\w{1,60})\b(?!\{)"
)
_CONSTANT = re.compile(
    rb"(?:\[[\w.]{0,40}\][^\n]{1,100}\{[\s\S]{0,4000}\}|-?[\d.][\w.]{0,40}|[\w.]{1,80}\{\}|true|false|\"[^\"\n]{0,300}\"|`[^`]{0,2000}`)\Z"
)
_NEW_ERROR = re.compile(rb"errors\.New\(|fmt\.Errorf\(|\w{1,60}\.Err[A-Z]\w{0,60}\b(?![({])")


def _is_package_state(spec: SyntaxNode, source: bytes) -> bool:
    """Neither an error value, which is priced by itself, nor a constant that the file never writes.

    A constant is a literal, a list or an empty struct.
    """
    if not _is_package_variable(spec, source):
        return False
    value = spec.child_by_field_name("value")
    parts = () if value is None else value.named_children
    if not parts:
        return True
    if all(_NEW_ERROR.match(source, part.start_byte) for part in parts):
        return False
    if not all(_CONSTANT.match(source[part.start_byte : part.end_byte]) for part in parts):
        return True
    written, declared = _written(source), spec.child_by_field_name("type") is None
    return any(written[name] > declared for name in names_of(spec, source))


@lru_cache(maxsize=1)
def _written(source: bytes) -> Counter[bytes]:
    """How often a text assigns to a name or takes its address, a declaration without a type too."""
    return Counter(found[1] or found[2] for found in _WRITTEN.finditer(without_comments(source)))


def _is_init(function: SyntaxNode, source: bytes) -> bool:
    if not source.startswith(b"func init", function.start_byte):
        return False
    return bytes_of(function.child_by_field_name("name"), source) == b"init"


_TEXT_NAMES = re.compile(
    rb"\b(\w{1,40}(?:, ?\w{1,40}){0,3})(?: string\b| :?= (?:strings\.|fmt\.Sprint|filepath\.|path\."
    rb"|url\.|string\(|\"|`|os\.Getenv|[\w.]{1,60}\.(?:String|Name|Text|Error|Path)\(\)))"
    rb"|\bstrings\.\w{1,40}\((\w{1,40})"
)
_FUNCTION_START = re.compile(rb"\nfunc ")
_GIVES_TEXT = (b".String()", b".Name()", b".Error()")


def _is_substring(expression: SyntaxNode, source: bytes) -> bool:
    """A part of a string, as far as the function's own text tells: strings share no memory."""
    operand = expression.child_by_field_name("operand")
    if operand is None:
        return False
    text = bytes_of(operand, source)
    if operand.type != "identifier":
        return text.endswith(_GIVES_TEXT) or text[:1] in (b'"', b"`")
    if source.find(b'len("', operand.end_byte, expression.end_byte) >= 0:
        return True
    starts = _function_starts(source)
    after = bisect_right(starts, expression.start_byte)
    last = starts[after] if after < len(starts) else len(source)
    return text in _texts_between(source, starts[after - 1], last)


@lru_cache(maxsize=1)
def _function_starts(source: bytes) -> list[int]:
    return [0, *(found.start() for found in _FUNCTION_START.finditer(source))]


@lru_cache(maxsize=1)
def _texts_between(source: bytes, first: int, last: int) -> frozenset[bytes]:
    """Names that a function's text shows to be strings, wherever it does."""
    names: set[bytes] = set()
    for found in _TEXT_NAMES.finditer(source, first, last):
        names.update(name.strip() for name in (found[1] or found[2]).split(b","))
    return frozenset(names)


def _shares_memory(expression: SyntaxNode, source: bytes) -> bool:
    return not (_is_emptied(expression, source) or _is_substring(expression, source))


def _is_emptied(expression: SyntaxNode, source: bytes) -> bool:
    """``x = x[:0]``: a buffer is emptied to be filled again, which hands nothing out."""
    start, end = expression.start_byte, expression.end_byte
    if not source.endswith(b"[:0]", start, end):
        return False
    line = source[source.rfind(b"\n", 0, start) + 1 : start]
    targets = line.partition(b" = ")[0] if b" = " in line else b""
    return source[start : end - len(b"[:0]")] in targets.replace(b",", b" ").split()


NODES: tuple[NodeRow, ...] = (
    NodeRow("field_declaration", "go.own.field_pointer", field_of("pointer_type", b"*")),
    NodeRow("field_declaration", "go.own.field_map", field_of("map_type", b"map")),
    NodeRow("field_declaration", "go.own.field_slice", field_of("slice_type", b"[")),
    NodeRow("field_declaration", "go.own.back_pointer", _points_back),
    NodeRow("type_spec", "go.own.self_reference", _refers_to_itself),
    NodeRow("method_declaration", "go.own.pointer_receiver", has_pointer_receiver),
    NodeRow("method_declaration", "go.own.used_receiver", _uses_receiver),
    NodeRow("slice_expression", "go.own.slice_any"),
    NodeRow("slice_expression", "go.own.slice_expr", _shares_memory),
    NodeRow("var_spec", "go.own.package_var", _is_package_variable),
    NodeRow("var_spec", "go.own.package_state", _is_package_state),
    NodeRow("function_declaration", "go.own.init", _is_init),
    NodeRow("defer_statement", "go.own.defer"),
)

WORDS: tuple[WordRow, ...] = ()
