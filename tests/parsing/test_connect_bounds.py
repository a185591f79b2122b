"""The second walk and hostile files: bounded, never an exception, the first walk's symbols."""

import time
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from links_builders import LIMITS, answer, called, links_of

from estimator.model.links import FileLinks
from estimator.model.source import FileFacts
from estimator.parsing.connect import connect, reading_of
from estimator.parsing.extract import extract

FIXTURES = Path(__file__).parent.parent / "fixtures"
FILES = sorted([*FIXTURES.rglob("*.go"), *FIXTURES.rglob("*.rs")])
PIECES = {
    "go": [
        *("package a\n", 'import x "b/c"\n', "func f() {\n", "func (t *T) g(a, b int) (c T) {\n"),
        *("}\n", "x := a.b(1)\n", "for _, v := range xs {\n", "go f()\n", "type T struct {\n"),
        *("type I interface {\n", "a int\n", "x.y = 1\n", "/* ", " */", '"', "`", "(", ")", "[T]"),
        *("var x = T{}\n", "// é\n", "switch v := x.(type) {\n", "...", "func", ".", ",", "\xff"),
    ],
    "rust": [
        *("use a::{b, c as d};\n", "fn f() {\n", "impl<T: K> A<T> {\n", "trait K {\n", "}\n"),
        *("let x = a.b(1)?;\n", "for x in y.iter() {\n", "m!(a(1), b.c(2))", "spawn(f(1));\n"),
        *(
            "#[cfg(test)]\n",
            "#[derive(Clone)]\n",
            "struct S { a: u8 }\n",
            "x.y = 1;\n",
            "/* ",
            "*/",
        ),
        *('"', "'a", "(", ")", "<", ">", "::", "|x| ", "fn g(&mut self, a: &T) -> B;\n", "\xff"),
    ],
}


def test_the_fixtures_are_found() -> None:
    assert len(FILES) > 10


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.name)
def test_functions_and_types_are_those_of_the_first_walk_outside_tests(path: Path) -> None:
    language = "go" if path.suffix == ".go" else "rust"
    content = path.read_bytes()
    facts = extract(content, language, LIMITS)
    assert isinstance(facts, FileFacts)

    found = links_of(content, language)

    assert [(one.symbol, one.line) for one in found.functions] == sorted(
        ((one.symbol, one.line) for one in facts.functions if not one.is_test),
        key=lambda pair: (pair[1], pair[0]),
    )
    assert {(one.symbol, one.line) for one in found.types} == {
        (one.symbol, one.line) for one in facts.types if not one.is_test
    }


@pytest.mark.parametrize("language", ["go", "rust"])
@given(data=st.data())
@settings(max_examples=60, deadline=None)
def test_broken_text_is_read_as_far_as_it_goes(language: str, data: st.DataObject) -> None:
    text = "".join(data.draw(st.lists(st.sampled_from(PIECES[language]), max_size=30)))
    content = text.encode("latin-1")

    found = connect(content, reading_of(language), LIMITS)
    facts = extract(content, language, LIMITS)

    assert isinstance(found, FileLinks)
    assert isinstance(facts, FileFacts)
    assert {(one.symbol, one.line) for one in found.functions} == {
        (one.symbol, one.line) for one in facts.functions if not one.is_test
    }
    last = content.count(b"\n") + 1
    assert all(1 <= line <= last for line in called(found))


@pytest.mark.parametrize(
    ("source", "language"),
    [
        ("package a\nfunc f() { x := " + "(" * 3_000 + "1" + ")" * 3_000 + " }\n", "go"),
        ("package a\nfunc f() { x" + ".a()" * 2_000 + " }\n", "go"),
        ("fn f() { " + "{" * 3_000 + "}" * 3_000 + " }\n", "rust"),
    ],
)
def test_what_is_nested_too_deeply_is_skipped(source: str, language: str) -> None:
    assert answer(source, language) == "nested deeper than 1000"


@pytest.mark.parametrize(
    ("source", "language"),
    [
        ("package a\nfunc f() {\n" + "a.b(c, d)\n" * 40_000 + "}\n", "go"),
        ("package a\nfunc f() { x := a" + ".b" * 450 + "() }\n" * 200, "go"),
        ("package a\nfunc f() {\n" + "a().b(c)\n" * 20_000 + "}\n", "go"),
        ("package a\nvar x = []int{" + "1, " * 100_000 + "}\n", "go"),
        ("fn f() { m!(" + "a::" * 60_000 + ") }\n", "rust"),
        ("fn f() { m!(" + "a(" * 30_000 + ")" * 30_000 + ") }\n", "rust"),
        ("fn f() { m!(" + "x " * 100_000 + ") }\n", "rust"),
        ("fn f() { m!(" + "a . " * 60_000 + ") }\n", "rust"),
        ("use " + "a::{" * 400 + "b" + "}" * 400 + ";\n" + "use a::b;\n" * 10_000, "rust"),
        ("fn f() { let x: A" + "<B" * 300 + ">" * 300 + " = 1; }\n", "rust"),
        ('#[a("' + "b" * 100_000 + '")]\nfn f() {}\n', "rust"),
        ("fn f() { " + "let x = y; " * 30_000 + "}\n", "rust"),
        ("#[cfg(test)] mod a {}\n" * 20_000 + "#[cfg(test)] mod a {\n" * 900, "rust"),
    ],
)
def test_long_files_take_time_in_proportion(source: str, language: str) -> None:
    begun = time.process_time()

    found = answer(source, language)

    assert isinstance(found, FileLinks)
    assert time.process_time() - begun < 5


def test_a_long_chain_keeps_its_calls_but_not_its_text() -> None:
    chain = "x" + ".ab(1)" * 90

    found = links_of(f"package a\nfunc f() {{ {chain} }}\n", "go")

    (function,) = found.functions
    assert len(function.calls) == 90
    assert {call.qualifier for call in function.calls} >= {"x", "x.ab()", "()"}
    assert max(len(call.qualifier) for call in function.calls) <= 300


def test_binary_and_late_files_are_skipped_with_the_first_walk_s_reasons() -> None:
    assert answer(b"package a\0", "go") == "binary content"
    long = "package a\n" + "func f() { a(b, c) }\n" * 20_000
    assert answer(long, "go", max_seconds=1e-9) == "took longer than 1e-09 s to parse"


def test_a_byte_order_mark_and_carriage_returns_change_nothing() -> None:
    source = "package a\nfunc f() {\n\tg(1)\n}\n"

    marked = links_of(b"\xef\xbb\xbf" + source.replace("\n", "\r\n").encode(), "go")

    assert marked == links_of(source, "go")


def test_bad_utf8_is_replaced() -> None:
    found = links_of(b'package a\nfunc f() { \xff\xfe.b(1); c(2) }\nvar s = "\xff"\n', "go")

    assert "c" in [call.name for one in found.functions for call in one.calls]
