"""Node kinds of the Rust grammar (tree-sitter-rust), by what they mean."""

import re
from collections.abc import Callable

from estimator.languages.nodes import bytes_of, text_of
from estimator.languages.spec import Formatting, Lexis, Scope, ScopeKind, Syntax, SyntaxNode
from estimator.model.source import Import

_PLAIN_PUB = (b"pub ", b"pub\n", b"pub\t", b"pub\r")


def is_public(node: SyntaxNode, source: bytes) -> bool:
    """Plain `pub`: restricted visibility such as `pub(crate)` is not public surface."""
    return source.startswith(_PLAIN_PUB, node.start_byte)


_REFERENCE = re.compile(r"&\s*(?:'\w+\s+)?(?:mut\s+)?")
_LONGEST_NAME = 60


def bare_type(node: SyntaxNode | None, source: bytes) -> str:
    """A type's name without arguments and path: ``Foo`` for ``a::Foo<T>`` and ``&mut Foo``.

    Slices, tuples, trait objects and the like are given as written.
    """
    text = _REFERENCE.sub("", _written(node, source), count=1)
    name = text.partition("<")[0].rpartition("::")[2]
    return name if name.isidentifier() else text


def _trait_name(node: SyntaxNode, source: bytes) -> str:
    """A trait without its path but with arguments: one type may implement several ``From<X>``."""
    name, bracket, arguments = _written(node, source).partition("<")
    return name.rpartition("::")[2] + bracket + arguments


def _written(node: SyntaxNode | None, source: bytes) -> str:
    """Source text on one line, cut where it is long."""
    text = " ".join(text_of(node, source).split())
    return text if len(text) <= _LONGEST_NAME else f"{text[: _LONGEST_NAME - 3]}..."


def _function(node: SyntaxNode, source: bytes) -> Scope | None:
    name = node.child_by_field_name("name")
    before = source[node.start_byte : name.start_byte] if name is not None else b""
    return Scope(
        ScopeKind.FUNCTION,
        text_of(name, source),
        is_public=is_public(node, source),
        is_async=b"async" in before.split(),
    )


def _type(kind: str) -> Callable[[SyntaxNode, bytes], Scope | None]:
    def scope(node: SyntaxNode, source: bytes) -> Scope | None:
        name = text_of(node.child_by_field_name("name"), source)
        return Scope(ScopeKind.TYPE, name, type_kind=kind, is_public=is_public(node, source))

    return scope


def _impl(node: SyntaxNode, source: bytes) -> Scope | None:
    owner = bare_type(node.child_by_field_name("type"), source)
    trait = node.child_by_field_name("trait")
    name = owner if trait is None else f"<{owner} as {_trait_name(trait, source)}>"
    return Scope(ScopeKind.CONTAINER, name)


def _module(node: SyntaxNode, source: bytes) -> Scope | None:
    if node.child_by_field_name("body") is None:
        return None
    return Scope(ScopeKind.CONTAINER, text_of(node.child_by_field_name("name"), source))


def _use(node: SyntaxNode, source: bytes) -> tuple[Import, ...]:
    line = node.start_point[0] + 1
    argument = "".join(text_of(node.child_by_field_name("argument"), source).split())
    return tuple(Import(path=path, line=line) for path in use_paths(argument))


def use_paths(argument: str) -> tuple[str, ...]:
    """First two segments of each path of a `use`: ``{a::b::c,d}`` gives ``a::b`` and ``d``."""
    roots = _split_group(argument[1:-1]) if argument.startswith("{") else (argument,)
    return tuple(sorted({path for root in roots if (path := _two_segments(root))}))


def _two_segments(path: str) -> str:
    segments = path.lstrip(":").split("::", 2)[:2]
    if len(segments) > 1 and not segments[1].isidentifier():
        segments.pop()
    return "::".join(segments)


def _split_group(text: str) -> tuple[str, ...]:
    parts, depth, start = [], 0, 0
    for index, char in enumerate(text):
        if char == "{":
            depth += 1
        elif char == "}":
            depth -= 1
        elif char == "," and depth == 0:
            parts.append(text[start:index])
            start = index + 1
    parts.append(text[start:])
    return tuple(part for part in parts if part)


def _extern_crate(node: SyntaxNode, source: bytes) -> tuple[Import, ...]:
    name = text_of(node.child_by_field_name("name"), source)
    return (Import(path=name, line=node.start_point[0] + 1),)


def _public_item(node: SyntaxNode, source: bytes) -> int:
    return 1 if is_public(node, source) else 0


_TEST_CONDITION = rb"(?:test|fuzzing)\s*[,)]"
_CONDITION = rb'[^()"]|"[^"]*"|\([^()"]*(?:"[^"]*"[^()"]*)*\)'
_TEST_ATTRIBUTE = re.compile(
    rb"#!?\[\s*(?:(?:\w+::)*test\b|(?:rstest|test_case|bench|quickcheck|wasm_bindgen_test)\b"
    rb"|cfg\s*\(\s*(?:(?:all|any)\s*\((?:" + _CONDITION + rb"){0,300}?(?<![\w-]))?"
    rb"" + _TEST_CONDITION + rb")"
)
_TEST_WORDS = (b"test", b"bench", b"quickcheck", b"fuzzing")


def is_test_attribute(node: SyntaxNode, source: bytes) -> bool:
    """True for ``#[test]``, ``#[tokio::test]``, ``#[cfg(test)]`` and ``#[cfg(all(x, test))]``.

    Also for ``#[cfg(any(test, feature = "x"))]``: what a build without tests needs a feature for is
    test support. ``#[cfg(not(test))]`` is product code.
    """
    text = bytes_of(node, source)
    return any(word in text for word in _TEST_WORDS) and _TEST_ATTRIBUTE.match(text) is not None


def module_elsewhere(node: SyntaxNode, source: bytes) -> str | None:
    """Name of a `mod name;` whose body is in another file."""
    if node.type != "mod_item" or node.child_by_field_name("body") is not None:
        return None
    return text_of(node.child_by_field_name("name"), source)


LEXIS = Lexis(
    lexemes=re.compile(
        rb"//[^\n]*|/\*"
        rb'|r(#*)"[\s\S]*?(?:"\1|\Z)'
        rb'|"(?:[^"\\]|\\[\s\S])*+\\?"?'
        rb"|'(?:[^'\\\n\x80-\xff]|[\xc0-\xff][\x80-\xbf]{1,3}|\\(?:x[0-9a-fA-F]{2}|u\{[^}\n]{0,8}\}|[^xu\n]))'"
    ),
    nests_comments=True,
)

FORMATTING = Formatting(
    function=re.compile(
        rb"\n( *)(?:pub(?:\(\w+\))? )?(?:(?:const|async|unsafe) )*fn \w"
        rb'[^{}"/;]{0,800}+\{\n'
    ),
    test_block=re.compile(
        rb"\n#\[cfg\(test\)\]\n(?:#\[[^\n]{0,200}+\n){0,9}(?:pub(?:\(\w+\))? )?mod \w+ \{\n"
    ),
    test_hint=b"#[cfg(test)]\n",
)

_PATH = rb"(?:(?!await\b)\w++(?:\.|::)?+)++"
_PLAIN = rb"(?:&?" + _PATH + rb'|"[^"\\\n]*+")'
_FLAT_CALL = re.compile(_PATH + rb"\((?:" + _PLAIN + rb"(?:, " + _PLAIN + rb"){0,16}+)?+\)")

SYNTAX = Syntax(
    separator="::",
    scopes={
        "function_item": _function,
        "struct_item": _type("struct"),
        "enum_item": _type("enum"),
        "union_item": _type("union"),
        "trait_item": _type("trait"),
        "type_item": _type("alias"),
        "impl_item": _impl,
        "mod_item": _module,
    },
    flat={"call_expression": _FLAT_CALL},
    comments=frozenset({"line_comment", "block_comment"}),
    opaque=frozenset(
        {
            "line_comment",
            "block_comment",
            "string_literal",
            "raw_string_literal",
            "char_literal",
            "attribute_item",
            "inner_attribute_item",
            "scoped_identifier",
            "token_tree",
            "use_declaration",
            "extern_crate_declaration",
            "visibility_modifier",
        }
    ),
    loops=frozenset({"for_expression", "while_expression", "loop_expression"}),
    nesting=frozenset({"if_expression", "match_expression", "closure_expression", "async_block"}),
    branches=frozenset(
        {
            "if_expression",
            "for_expression",
            "while_expression",
            "loop_expression",
            "match_arm",
            "try_expression",
            "&&",
            "||",
        }
    ),
    work={
        "if_expression": 1,
        "match_arm": 1,
        "for_expression": 1,
        "while_expression": 1,
        "loop_expression": 1,
        "assignment_expression": 1,
        "compound_assignment_expr": 1,
        "let_declaration": 1,
        "binary_expression": 1,
        "index_expression": 1,
        "call_expression": 3,
        "macro_invocation": 3,
    },
    imports={"use_declaration": _use, "extern_crate_declaration": _extern_crate},
    public_items={
        "const_item": _public_item,
        "static_item": _public_item,
    },
    markers={"attribute_item": is_test_attribute},
    file_markers={"inner_attribute_item": is_test_attribute},
    test_module=module_elsewhere,
)
