"""Interfaces, embedding, dynamic and generic types, and how values meet the wire."""

import re
from functools import lru_cache

from estimator.languages.go.shapes import field_of, is_top_level, may_hold, names_of
from estimator.languages.nodes import bytes_of, has_field
from estimator.languages.spec import NodeRow, SyntaxNode, WordRow, word, words


def _is_interface_with_methods(spec: SyntaxNode, _source: bytes) -> bool:
    return any(child.type == "method_elem" for child in _interface_elements(spec))


def _embedded_interfaces(spec: SyntaxNode, _source: bytes) -> int:
    """Plain names among the elements; unions and ``~T`` are type sets."""
    return sum(
        child.type == "type_elem"
        and child.named_child_count == 1
        and child.named_children[0].type in ("type_identifier", "qualified_type", "generic_type")
        for child in _interface_elements(spec)
    )


def _interface_elements(spec: SyntaxNode) -> tuple[SyntaxNode, ...]:
    shape = spec.child_by_field_name("type")
    if shape is None or shape.type != "interface_type":
        return ()
    return tuple(shape.named_children)


def _is_empty_interface(shape: SyntaxNode, source: bytes) -> bool:
    """True for ``interface{}`` but as the last constraint of a type parameter."""
    return shape.named_child_count == 0 and source[shape.end_byte : shape.end_byte + 1] != b"]"


def _is_any(constraint: SyntaxNode, source: bytes) -> bool:
    return bytes_of(constraint, source) == b"any"


def _asserts_interface(spec: SyntaxNode, source: bytes) -> bool:
    """True for ``var _ Interface = ...``: a check that a type satisfies an interface."""
    if not source.startswith(b"_", spec.start_byte) or names_of(spec, source) != [b"_"]:
        return False
    return spec.child_by_field_name("type") is not None and is_top_level(spec)


def _is_embedded(field: SyntaxNode, _source: bytes) -> bool:
    return field.child_by_field_name("name") is None


_ONE_TYPE = re.compile(
    rb"(?:\.(?:Load|Get|Value)\(\)|\.Value|\.Value\([^()]{0,80}(?:\(\))?[^()]{0,80}\)"
    rb"|\bheap\.Pop\([^()]{0,80}\))\Z"
)
_TAIL_BYTES = 200


def _is_dynamic(assertion: SyntaxNode, source: bytes) -> bool:
    """An assertion on what may be of several types.

    What an atomic value, a pool, a heap or a list holds is of one type, and values in a context are
    priced by themselves.
    """
    operand = assertion.child_by_field_name("operand")
    if operand is None:
        return False
    end = operand.end_byte
    return _ONE_TYPE.search(source[max(operand.start_byte, end - _TAIL_BYTES) : end]) is None


def _has_no_default(switch: SyntaxNode, _source: bytes) -> bool:
    return all(child.type != "default_case" for child in switch.named_children)


_NAMED = re.compile(rb"(?:[a-z]\w*\.)?[A-Za-z]\w*[a-z]\w*")
_TEXT = re.compile(
    rb"\b(\w{1,60})[ \t]{0,40}=[ \t]?(?:[\"`]|[\w.]{1,60}(?:\(\)\.\w{1,40})?\.?(?:Format|String)\()"
)
_LITERALS = frozenset({b"true", b"false", b"nil", b"iota"})


def _chooses_among_names(switch: SyntaxNode, source: bytes) -> bool:
    """A switch on a value over named constants only, at least two, without a default.

    Constants that the same file shows to be texts without a type are no set of their own.
    """
    if switch.child_by_field_name("value") is None:
        return False
    cases = [child for child in switch.named_children if child.type == "expression_case"]
    if len(cases) < _FEWEST_CASES or not _has_no_default(switch, source):
        return False
    values = [
        bytes_of(value, source)
        for case in cases
        if (choice := case.child_by_field_name("value")) is not None
        for value in choice.named_children
    ]
    return all(_NAMED.fullmatch(value) and value not in _LITERALS for value in values) and _texts(
        source
    ).isdisjoint(values)


@lru_cache(maxsize=1)
def _texts(source: bytes) -> frozenset[bytes]:
    """Names that the file sets to a text without saying a type."""
    return frozenset(_TEXT.findall(source))


_FEWEST_CASES = 2
_QUOTES = b'`"'


def _has_tag(field: SyntaxNode, source: bytes) -> bool:
    """True where the field ends with a string: no type does."""
    return source[field.end_byte - 1] in _QUOTES


def _has_json_tag(field: SyntaxNode, source: bytes) -> bool:
    if not _has_tag(field, source) or not may_hold(field, source, b"json:"):
        return False
    return b"json:" in bytes_of(field.child_by_field_name("tag"), source)


NODES: tuple[NodeRow, ...] = (
    NodeRow("type_spec", "go.type.interface", _is_interface_with_methods),
    NodeRow("type_spec", "go.type.interface_embed", _embedded_interfaces),
    NodeRow("method_elem", "go.type.interface_method"),
    NodeRow("var_spec", "go.type.interface_assertion", _asserts_interface),
    NodeRow("pointer_type", "go.type.pointer"),
    NodeRow("interface_type", "go.type.any", _is_empty_interface),
    NodeRow("type_constraint", "go.type.any_constraint", _is_any),
    NodeRow("type_assertion_expression", "go.type.assert"),
    NodeRow("type_assertion_expression", "go.type.dynamic_assert", _is_dynamic),
    NodeRow("type_switch_statement", "go.type.switch"),
    NodeRow("field_declaration", "go.type.embed", _is_embedded),
    NodeRow("field_declaration", "go.type.func_field", field_of("function_type", b"func")),
    NodeRow("type_spec", "go.type.func_type", has_field("type", "function_type")),
    NodeRow("type_parameter_list", "go.type.generics"),
    NodeRow("expression_switch_statement", "go.type.switch_no_default", _has_no_default),
    NodeRow("expression_switch_statement", "go.type.enum_switch", _chooses_among_names),
    NodeRow("goto_statement", "go.type.goto"),
    NodeRow("field_declaration", "go.wire.struct_tag", _has_tag),
    NodeRow("field_declaration", "go.wire.json_tag", _has_json_tag),
)

_JSON = r"\.(?:Marshal(?:Indent)?|Unmarshal|NewDecoder|NewEncoder|RawMessage)\b"
_CODECS = (
    "MarshalJSON UnmarshalJSON MarshalYAML UnmarshalYAML MarshalText UnmarshalText"
    " MarshalBinary UnmarshalBinary MarshalXML UnmarshalXML MarshalTOML UnmarshalTOML"
    " GobEncode GobDecode"
)

_BYTES = (
    r"(?:b|bs|buf|body|data|raw|out|output|content|contents|payload|msg|chunk|line|stdout|stderr)"
)
_OF_BYTES = (
    rf"\((?:(?:\w+\.)?(?:{_BYTES}|\w*[bB]ytes|\w*(?:Buf|Body|Data|Raw|JSON))(?:\[[^\]\n]{{0,40}}\])?\)"
    r"|[\w.]{1,60}\[[^\]\n]{0,40}:[^\]\n]{0,40}\]\)|[\w.]{0,60}\.?[bB]ytes\(\)\))"
)
"""Behind ``string``: what is converted is bytes by its name; types of strings convert so too."""
_NO_STACK = r"(?<!stack\", )(?<!trace\", )"
_MAY_WRAP = (
    r"\((?!(?:len|cap)\([\w.]{0,80}\)\)|math\.\w{1,20}\)|-?\d[\d_]{0,20}\)"
    r"|[^\n]{0,80}?\.(?:Seconds|Milliseconds|Microseconds|Minutes|Hours|Unix\w{0,5}|Len)\(\)\))"
)
"""Behind a type of integers: neither a length, a time nor a constant, which fit."""
_ERROR_NAMES = "".join(rf"(?<!\berr\w{{{more}}})" for more in range(13))
_COMPARED = rf"(?<!rr)(?<!rr\d)(?<!Err\(\))(?<!Error\(\)){_ERROR_NAMES}(?<!recover\(\); \w) [!=]= "
"""Before ``nil``: compared with something that is no error, by its name, nor from a panic."""

_REFLECTS = (
    r"\.(?!DeepEqual\b|ValueOf\([^()\n]{0,60}\)\.(?:IsNil|IsZero|Pointer)\("
    r"|TypeOf\([^()\n]{0,60}\)\.(?:String|Name)\()\w"
)
"""Behind ``reflect``: comparing, asking for nil and printing a type's name find no fields."""

WORDS: tuple[WordRow, ...] = (
    word("go.type.any", "any", after=r"(?!\s*:=|\.\w|\])"),
    word("go.type.iota", "iota"),
    word("go.type.reflect", "reflect", after=_REFLECTS),
    word("go.type.nil_check", "nil", before=_COMPARED),
    word("go.type.iterator", "iter", after=r"\.Seq"),
    word("go.type.bytes_string", "byte", before=r"\[\]", after=r"\("),
    word("go.type.bytes_string", "string", after=_OF_BYTES),
    word("go.type.bytes_to_text", "string", before=_NO_STACK, after=rf"{_OF_BYTES}(?!\s?[!=]=)"),
    *words("go.type.int_conversion", "int int8 int16 int32 int64", after=_MAY_WRAP),
    *words("go.type.int_conversion", "uint uint8 uint16 uint32 uint64", after=_MAY_WRAP),
    word("go.wire.json_call", "json", after=_JSON),
    *words("go.wire.custom_codec", _CODECS, before=r"\) ", after=r"\("),
    word("go.wire.sql_scanner", "Scan", before=r"\) ", after=r"\(\w+ (?:any|interface\{\})\) "),
    word("go.wire.sql_scanner", "Value", before=r"\) ", after=r"\(\) \(driver\.Value\b"),
)
