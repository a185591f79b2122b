"""Code, comment and blank lines: what is a comment, and what only looks like one."""

import pytest
from extract_builders import facts_of, lines_of, physical_lines
from hypothesis import given
from hypothesis import strategies as st

from estimator.languages import LANGUAGES
from estimator.parsing.lexing import SourceText, names_in

GO = {
    "empty file": ("", (0, 0, 0)),
    "one line feed": ("\n", (0, 0, 1)),
    "no newline at the end": ("package a", (1, 0, 0)),
    "a newline at the end": ("package a\n", (1, 0, 0)),
    "only white space": (" \t\n\f\n\v\n", (0, 0, 3)),
    "CRLF": ("package a\r\n\r\n// c\r\nvar x int\r\n", (2, 1, 1)),
    "CRLF in a block comment": ("/* a\r\n\r\nb */\r\n", (0, 2, 1)),
    "only comments": ("// a\n/* b */\n/* c\n */\n", (0, 4, 0)),
    "code before a comment": ("package a // c\n", (1, 0, 0)),
    "code behind a comment": ("/* c */ package a\n", (1, 0, 0)),
    "code at the end of a long comment": ("/*\nc\n*/ package a\n", (1, 2, 0)),
    "a blank line in a comment": ("/* a\n\nb */\n", (0, 2, 1)),
    "an open comment": ("package a\n/* b\n\nc", (1, 2, 1)),
    "comments do not nest": ("/* /* */\nvar x int\n/* */\n", (1, 2, 0)),
    "a comment mark in a string": ('var a = "/*"\nvar b = "*/"\n', (2, 0, 0)),
    "an escaped quote": ('var a = "\\"/*"\nvar b = "//"\n', (2, 0, 0)),
    "a raw string": ("var a = `\n// no\n\n/* no`\nvar b int\n", (4, 0, 1)),
    "an open raw string": ("var a = `\n// no\n", (2, 0, 0)),
    "quotes as runes": ("var a = '\"' // c\nvar b = '`' // c\nvar c = '\\'' // c\n", (3, 0, 0)),
    "a string that ends with its line": ('var a = "x\n// c\n', (1, 1, 0)),
    "an apostrophe in a comment": ("// don't /*\nvar a int\n", (1, 1, 0)),
    "a division": ("var a = 1 / 2\nvar b = a /1/ 2\n", (2, 0, 0)),
}
RUST = {
    "comments nest": ("/* /* */\nstill */\nfn f() {}\n", (1, 2, 0)),
    "an open nested comment": ("/* /* */\nfn f() {}\n", (0, 2, 0)),
    "doc comments": ("//! a\n/// b\n/** c\n */\nfn f() {}\n", (1, 4, 0)),
    "a raw string": ('const A: &str = r#"\n// "no\n\n/* "#;\nfn f() {}\n', (4, 0, 1)),
    "a raw string of more marks": ('const A: &str = r##"\n"# //\n"##; // c\n', (3, 0, 0)),
    "a raw byte string": ('const A: &[u8] = br"\\"; // c\n// c\n', (1, 1, 0)),
    "a string of two lines": ('const A: &str = "a\n// no\n";\n', (3, 0, 0)),
    "a quote as a character": ("const A: char = '\"'; // c\n// c\n", (1, 1, 0)),
    "a byte as a character": ("const A: u8 = b'\"'; // c\n// c\n", (1, 1, 0)),
    "a backslash as a character": ("const A: char = '\\\\'; // c\n// c\n", (1, 1, 0)),
    "a character of several bytes": ("const A: char = 'é'; // '\"\n// c\n", (1, 1, 0)),
    "lifetimes": ("fn f<'a>(x: &'a str) {}\n// 'a\nfn g() {}\n", (2, 1, 0)),
    "a label": ("fn f() { 'a: loop { break 'a; } } // c\n// c\n", (1, 1, 0)),
    "a raw name": ("fn r#fn() {} // c\n// c\n", (1, 1, 0)),
    "a name that ends with r": ('fn f() { bar!("/*"); }\nfn g() {}\n', (2, 0, 0)),
}


@pytest.mark.parametrize(("source", "expected"), GO.values(), ids=GO.keys())
def test_go_lines(source: str, expected: tuple[int, int, int]) -> None:
    assert lines_of(facts_of(source, "go").lines) == expected


@pytest.mark.parametrize(("source", "expected"), RUST.values(), ids=RUST.keys())
def test_rust_lines(source: str, expected: tuple[int, int, int]) -> None:
    assert lines_of(facts_of(source, "rust").lines) == expected


ONLY_GO = ("rune", "raw", "nest", "ends with its line")


@pytest.mark.parametrize("name", [name for name in GO if not any(w in name for w in ONLY_GO)])
def test_what_both_languages_share_counts_alike(name: str) -> None:
    source, expected = GO[name]
    assert lines_of(facts_of(source, "rust").lines) == expected


@pytest.mark.parametrize("content", [b"", b"x"])
def test_a_single_line_is_counted_in_numbers(content: bytes) -> None:
    lines = SourceText(content, LANGUAGES["rust"].lexis).count()

    assert [type(number) for number in (lines.code, lines.comment, lines.blank)] == [int] * 3


@pytest.mark.parametrize("language", ["go", "rust"])
def test_a_byte_order_mark_is_nothing(language: str) -> None:
    assert lines_of(facts_of(b"\xef\xbb\xbf\n\xef\xbb\xbf\n", language).lines)[2] == 1
    assert lines_of(facts_of(b"\xef\xbb\xbf// c\n", language).lines) == (0, 1, 0)


PIECES = st.sampled_from(
    ["\n", "\r\n", " ", "//", "/*", "*/", '"', "'", "`", "\\", "r#", "#", "x", "b'", "é", "{", "}"]
)


@pytest.mark.parametrize("language", ["go", "rust"])
@given(content=st.lists(PIECES, max_size=40).map("".join).map(str.encode) | st.binary(max_size=60))
def test_each_line_is_counted_once(language: str, content: bytes) -> None:
    lines = SourceText(content, LANGUAGES[language].lexis).count()
    assert min(lines_of(lines)) >= 0
    assert sum(lines_of(lines)) == physical_lines(content)


@pytest.mark.parametrize("language", ["go", "rust"])
@given(pieces=st.lists(PIECES, max_size=30))
def test_parts_add_up_to_the_whole(language: str, pieces: list[str]) -> None:
    content = "".join(pieces).encode()
    text = SourceText(content, LANGUAGES[language].lexis)
    last = physical_lines(content)
    parts = [lines_of(text.count_within(n, n)) for n in range(1, last + 1)]
    sums = tuple(map(sum, zip(*parts, strict=True))) if parts else (0, 0, 0)
    assert sums == lines_of(text.count())
    assert text.code_lines(1, last) == text.count().code


def test_code_is_told_from_comments_and_strings() -> None:
    content = b'a // b\nc "d" e /* f */ g'
    text = SourceText(content, LANGUAGES["go"].lexis)
    code = bytes(byte for at, byte in enumerate(content) if text.is_code(at)).split()
    assert code == [b"a", b"c", b"e", b"g"]


def test_names_are_words_of_ascii() -> None:
    asked = dict.fromkeys((b"a", b"b", b"c", b"b_c", b"d2", b"e", b"f")).keys()
    assert names_in(b"a.b_c(d2)+'e'", asked) == {b"a", b"b_c", b"d2", b"e"}
