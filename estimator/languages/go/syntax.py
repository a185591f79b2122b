"""Node kinds of the Go grammar (tree-sitter-go), by what they mean."""

import re

from estimator.languages.nodes import text_of
from estimator.languages.spec import Formatting, Lexis, Scope, ScopeKind, Syntax, SyntaxNode
from estimator.model.source import Import


def is_exported(name: str) -> bool:
    """Go exports names that begin with an upper-case letter."""
    return name[:1].isupper()


_COMMENT = re.compile(r"/\*.*?\*/|//[^\n]*", re.DOTALL)


def receiver_type(method: SyntaxNode, source: bytes) -> str:
    """Type name of a method's receiver, without pointer and type parameters."""
    receiver = text_of(method.child_by_field_name("receiver"), source)
    if "/" in receiver:
        receiver = _COMMENT.sub(" ", receiver)
    words = receiver.split("[")[0].replace("*", " ").replace("(", " ").replace(")", " ").split()
    return words[-1] if words else ""


def _function(node: SyntaxNode, source: bytes) -> Scope | None:
    name = text_of(node.child_by_field_name("name"), source)
    if node.child_by_field_name("body") is None:
        return None
    return Scope(ScopeKind.FUNCTION, name, is_public=is_exported(name))


def _method(node: SyntaxNode, source: bytes) -> Scope | None:
    name = text_of(node.child_by_field_name("name"), source)
    owner = receiver_type(node, source)
    public = is_exported(name) and is_exported(owner)
    return Scope(ScopeKind.FUNCTION, f"{owner}.{name}", is_public=public)


_TYPE_KINDS = {"struct_type": "struct", "interface_type": "interface", "function_type": "func"}


def _type(node: SyntaxNode, source: bytes) -> Scope | None:
    name = text_of(node.child_by_field_name("name"), source)
    shape = node.child_by_field_name("type")
    kind = _TYPE_KINDS.get(shape.type if shape is not None else "", "defined")
    return Scope(ScopeKind.TYPE, name, type_kind=kind, is_public=is_exported(name))


def _alias(node: SyntaxNode, source: bytes) -> Scope | None:
    name = text_of(node.child_by_field_name("name"), source)
    return Scope(ScopeKind.TYPE, name, type_kind="alias", is_public=is_exported(name))


def _import(node: SyntaxNode, source: bytes) -> tuple[Import, ...]:
    path = text_of(node.child_by_field_name("path"), source).strip('"`')
    return (Import(path=path, line=node.start_point[0] + 1),)


def _exported_names(node: SyntaxNode, source: bytes) -> int:
    names = node.children_by_field_name("name")
    return sum(1 for name in names if name.is_named and is_exported(text_of(name, source)))


# A broken string ends with its line. Each alternative but the last, bounded, one matches whatever
# follows its first characters, without a step back: else hostile text costs quadratic time.
LEXIS = Lexis(
    lexemes=re.compile(
        rb"//[^\n]*|/\*[\s\S]*?(?:\*/|\Z)"
        rb'|"(?:[^"\\\n]|\\.)*+\\?"?'
        rb"|`[^`]*+`?"
        rb"|'(?:[^'\\\n]|\\.){1,12}'"
    ),
    nests_comments=False,
)

FORMATTING = Formatting(re.compile(rb"\n()func [\w(][^\n]{0,500}+(?<=\{)\n"))

_PLAIN = rb'(?:&?[\w.]++|"[^"\\\n]*+")'
_FLAT_CALL = re.compile(rb"[\w.]++\((?:" + _PLAIN + rb"(?:, " + _PLAIN + rb"){0,16}+)?+\)")

SYNTAX = Syntax(
    separator=".",
    scopes={
        "function_declaration": _function,
        "method_declaration": _method,
        "type_spec": _type,
        "type_alias": _alias,
    },
    flat={"call_expression": _FLAT_CALL},
    comments=frozenset({"comment"}),
    opaque=frozenset(
        {
            "comment",
            "interpreted_string_literal",
            "raw_string_literal",
            "rune_literal",
            "qualified_type",
            "import_spec",
            "package_clause",
        }
    ),
    loops=frozenset({"for_statement"}),
    nesting=frozenset(
        {
            "if_statement",
            "expression_switch_statement",
            "type_switch_statement",
            "select_statement",
            "func_literal",
        }
    ),
    branches=frozenset(
        {
            "if_statement",
            "for_statement",
            "expression_case",
            "type_case",
            "communication_case",
            "&&",
            "||",
        }
    ),
    work={
        "if_statement": 1,
        "expression_case": 1,
        "type_case": 1,
        "communication_case": 1,
        "for_statement": 1,
        "assignment_statement": 1,
        "short_var_declaration": 1,
        "inc_statement": 1,
        "dec_statement": 1,
        "binary_expression": 1,
        "index_expression": 1,
        "slice_expression": 1,
        "call_expression": 3,
    },
    imports={"import_spec": _import},
    public_items={"const_spec": _exported_names, "var_spec": _exported_names},
    package="package_clause",
    markers={},
    file_markers={},
)
