"""The lexical grammar of a language finds the comments and strings that its parser finds."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import assume, example, given
from hypothesis import strategies as st
from tree_sitter import Tree

from estimator.languages import LANGUAGES
from estimator.parsing.grammars import parser
from estimator.parsing.lexing import SourceText

FIXTURES = Path(__file__).parent.parent / "fixtures"
SUFFIXES = {"go": ".go", "rust": ".rs"}
KINDS = {
    "go": {"comment", "interpreted_string_literal", "raw_string_literal", "rune_literal"},
    "rust": {
        *("line_comment", "block_comment"),
        *("string_literal", "raw_string_literal", "char_literal"),
    },
}

Span = tuple[int, int]


def spans_of_tree(tree: Tree, language: str, source: bytes) -> Iterator[Span]:
    cursor = tree.walk()
    while True:
        node = cursor.node
        assert node is not None
        is_found = node.type in KINDS[language]
        if is_found:
            yield trimmed(node.start_byte, node.end_byte, source)
        if not is_found and cursor.goto_first_child():
            continue
        while not cursor.goto_next_sibling():
            if not cursor.goto_parent():
                return


def trimmed(start: int, end: int, source: bytes) -> Span:
    """Without a comment's line end and a byte string's prefix, where both readings are right."""
    while start < end and source[start : start + 1] in (b"b", b"c"):
        start += 1
    return start, start + len(source[start:end].rstrip(b"\r\n"))


def spans_of_lexer(language: str, source: bytes) -> set[Span]:
    text = SourceText(source, LANGUAGES[language].lexis)
    spans, start = set(), None
    for offset in range(len(source) + 1):
        is_code = offset == len(source) or text.is_code(offset)
        if start is None and not is_code:
            start = offset
        elif start is not None and is_code:
            spans.add(trimmed(start, offset, source))
            start = None
    return spans


def joined(spans: set[Span]) -> set[Span]:
    """Spans that touch, as one: `is_code` cannot tell them apart."""
    result: list[Span] = []
    for start, end in sorted(spans):
        if result and result[-1][1] == start:
            result[-1] = (result[-1][0], end)
        else:
            result.append((start, end))
    return set(result)


def agree(language: str, source: bytes) -> None:
    tree = parser(language).parse(source)
    assume(not tree.root_node.has_error)
    expected = joined(set(spans_of_tree(tree, language, source)))
    assert spans_of_lexer(language, source) == expected


@pytest.mark.parametrize(
    "path",
    sorted(path for suffix in SUFFIXES.values() for path in FIXTURES.rglob(f"*{suffix}")),
    ids=lambda path: path.relative_to(FIXTURES).as_posix(),
)
def test_lexer_and_parser_agree_on_a_fixture(path: Path) -> None:
    language = next(name for name, suffix in SUFFIXES.items() if path.suffix == suffix)
    source = path.read_bytes()
    tree = parser(language).parse(source)
    expected = joined(set(spans_of_tree(tree, language, source)))
    assert spans_of_lexer(language, source) == expected


PIECES = st.lists(
    st.sampled_from(
        ["go", " ", "//", "/*", "*/", '"', "'", "`", "\\\\", '\\"', "\\'", "#", "é", "x"]
    ),
    max_size=8,
).map("".join)


def quoted(text: str) -> str:
    """A closed string: backslashes in pairs only, and before each quote that is inside."""
    parts = re.findall(r"\\\\|[^\\]", text)
    return '"' + "".join(parts).replace('"', '\\"') + '"'


def go_texts() -> st.SearchStrategy[str]:
    return st.one_of(
        PIECES.map(quoted),
        PIECES.map(lambda text: "`" + text.replace("`", "\n") + "`"),
        st.sampled_from(["'x'", "'\"'", "'`'", "'\\''", "'\\\\'", "'é'", "'\\u00e9'", "'/'"]),
    )


def comments(*, nests: bool) -> st.SearchStrategy[str]:
    def block(text: str) -> str:
        if nests:  # neither an end nor a start: `/*/*/` would open a second comment in Rust
            return f"/* {re.sub(r'/+[*][*/]*|[*]+/[*/]*', '/', text)} /* in */ */"
        return f"/* {re.sub(r'[*]+/+', '*', text)} */"

    return st.one_of(PIECES.map(block), PIECES.map(lambda text: f"// {text}\n"))


@given(st.lists(st.tuples(comments(nests=False), go_texts()), max_size=6))
@example([("/* ' */", '"\\\\"'), ("// `\n", "'\"'")])
def test_lexer_and_parser_agree_on_go(parts: list[tuple[str, str]]) -> None:
    body = "".join(f"\t{comment} _ = {text} {comment}\n" for comment, text in parts)
    agree("go", f"package a\n\nfunc f() {{\n{body}}}\n".encode())


def rust_texts() -> st.SearchStrategy[str]:
    return st.one_of(
        PIECES.map(quoted),
        PIECES.map(lambda text: 'r##"' + text + '"##'),
        st.sampled_from(["'x'", "'\"'", "'\\''", "'\\\\'", "'é'", "'\\u{e9}'", "b'x'", 'b"\\""']),
        st.sampled_from(["&'a x", "f::<'a>()", "'a: loop {}"]),
    )


@given(st.lists(st.tuples(comments(nests=True), rust_texts()), max_size=6))
@example([('/* " */', "'\\\\'"), ("// '\n", "'\"'")])
def test_lexer_and_parser_agree_on_rust(parts: list[tuple[str, str]]) -> None:
    body = "".join(f"    {comment} let _ = {text}; {comment}\n" for comment, text in parts)
    agree("rust", f"fn f() {{\n{body}}}\n".encode())


@pytest.mark.parametrize("language", sorted(LANGUAGES))
@pytest.mark.parametrize("start", ['"', "'", "`", "/*", 'r#"', "//"])
def test_text_that_never_ends_is_read_to_the_end_of_line_or_file(language: str, start: str) -> None:
    text = SourceText(f"{start} open\\".encode(), LANGUAGES[language].lexis)
    assert text.count().code + text.count().comment == 1
