"""Functions, types, symbols, tests and imports: what the walk makes of a syntax tree."""

import pytest
from extract_builders import counts_of, facts_of, kinds_of, lines_of, shapes_of, spans_of

from estimator.parsing.extract import Depth, at_depth

GO = """package shop

import (
\t"fmt"
\thttp "net/http"
)

type Shop struct{ open bool }
type Keeper interface{ Keep() }
type Alias = int
type number int
type Handler func()

// Run is public.
func (s *Shop) Run(n int) error {
\tfor i := range n {
\t\tfor {
\t\t\tif i > 1 && n < 2 || s.open {
\t\t\t\tfmt.Println(i)
\t\t\t}
\t\t}
\t}

\t// A comment.
\tswitch n {
\tcase 1:
\tdefault:
\t}
\treturn nil
}

func (s *Map[K, V]) get() {}
func (Shop) Bare() { go func() { defer http.Get("") }() }
func external()
const A, b = 1, 2
var C int
"""
RUST = """use std::sync::{Arc, mpsc};
pub struct Shop<'a> { name: &'a str }
pub enum Kind { A(u8) }
union Bits { a: u8 }
pub trait Keeper { fn keep(&self) {} fn open(&self); }
type Alias = u8;

impl<'a> Shop<'a> {
    pub async fn run(&mut self) -> Result<(), ()> {
        for x in 0..3 {
            while x > 1 {
                loop { step(x)?; }
            }
        }

        // A comment.
        match 1 { 1 => {} _ => {} }
        Ok(())
    }
}
impl Drop for Shop<'_> { fn drop(&mut self) {} }
impl a::From<B> for c::Shop<'_> { fn from(b: B) {} }
pub(crate) mod inner { pub fn f() {} }
pub const X: u8 = 1;
static Y: u8 = 1;
#[cfg(test)]
mod tests {
    use super::*;
    #[tokio::test]
    async fn works() { x.await; }

    // A comment.
    fn helper() {}
}
#[cfg(test)]
mod outside;
#[test]
fn alone() {}
fn product() { y.await; }
"""


def test_go_functions_have_symbols_and_spans() -> None:
    assert spans_of(facts_of(GO, "go")) == {
        "Shop.Run": (15, 30),
        "Map.get": (32, 32),
        "Shop.Bare": (33, 33),
    }


def test_rust_functions_have_symbols_and_spans() -> None:
    assert spans_of(facts_of(RUST, "rust")) == {
        "Keeper::keep": (5, 5),
        "Shop::run": (9, 19),
        "<Shop as Drop>::drop": (21, 21),
        "<Shop as From<B>>::from": (22, 22),
        "inner::f": (23, 23),
        "tests::works": (30, 30),
        "tests::helper": (33, 33),
        "alone": (38, 38),
        "product": (39, 39),
    }


def test_go_functions_have_shapes() -> None:
    code, branches, nesting, loops, work = shapes_of(facts_of(GO, "go"))["Shop.Run"]
    assert (code, branches, nesting, loops) == (14, 7, 3, 2)
    inner_if, comparisons, call = 1, 4, 3
    outer_for, inner_for, switch_case = 1, 1, 1
    loop_header = 10 * inner_for + 100 * (inner_if + comparisons + call)
    assert work in {outer_for + loop_header + switch_case, 10 * outer_for + 10 * loop_header}


def test_work_grows_tenfold_with_each_loop() -> None:
    def work(body: str) -> int:
        return shapes_of(facts_of(f"package a\nfunc f() {{ {body} }}\n", "go"))["f"][4]

    call = work("g()")
    once = work("for { g() }") - work("for { }")
    twice = work("for { for { g() } }") - work("for { for { } }")
    assert (once, twice) == (10 * call, 100 * call)


def test_rust_functions_have_shapes() -> None:
    code, branches, nesting, loops, _ = shapes_of(facts_of(RUST, "rust"))["Shop::run"]
    assert (code, branches, nesting, loops) == (9, 1 + 3 + 1 + 2, 3, 3)


def test_a_closure_belongs_to_its_function() -> None:
    source = "package a\nfunc f() {\n\tg := func() { if x {} }\n\tif y {}\n\tg()\n}\n"
    shapes = shapes_of(facts_of(source, "go"))
    assert list(shapes) == ["f"]
    assert shapes["f"][1:3] == (3, 2)


def test_a_function_in_a_function_has_its_own_shape() -> None:
    source = "fn f() {\n    fn g() { if x {} }\n    for y in z {}\n}\n"
    shapes = shapes_of(facts_of(source, "rust"))
    assert (shapes["f::g"][1:4], shapes["f"][1:4]) == ((2, 1, 0), (2, 1, 1))


def test_go_types_have_kinds() -> None:
    assert kinds_of(facts_of(GO, "go").types) == {
        "Shop": "struct",
        "Keeper": "interface",
        "Alias": "alias",
        "number": "defined",
        "Handler": "func",
    }


def test_rust_types_have_kinds() -> None:
    assert kinds_of(facts_of(RUST, "rust").types) == {
        "Shop": "struct",
        "Kind": "enum",
        "Bits": "union",
        "Keeper": "trait",
        "Alias": "alias",
    }


def test_go_names_in_upper_case_are_public() -> None:
    facts = facts_of(GO, "go")
    assert {found.symbol for found in facts.functions if found.is_public} == {
        "Shop.Run",
        "Shop.Bare",
    }
    public_types, functions, constants, variables = 4, 2, 1, 1
    assert facts.public_items == public_types + functions + constants + variables


def test_rust_items_are_public_where_they_say_so_to_all() -> None:
    facts = facts_of(RUST, "rust")
    public = {found.symbol for found in facts.functions if found.is_public}
    public |= {found.symbol for found in facts.types if found.is_public}
    assert public == {"Shop", "Kind", "Keeper", "Shop::run", "inner::f"}
    assert facts.public_items == len(public) + 1  # and the constant


def test_async_functions_say_so() -> None:
    found = {found.symbol for found in facts_of(RUST, "rust").functions if found.is_async}
    assert found == {"Shop::run", "tests::works"}


def test_imports_are_read_with_their_lines() -> None:
    go = [(found.path, found.line) for found in facts_of(GO, "go").imports]
    rust = [(found.path, found.is_test) for found in facts_of(RUST, "rust").imports]
    assert go == [("fmt", 4), ("net/http", 5)]
    assert rust[0] == ("std::sync", False)
    assert rust[-1][1] is True


def test_the_package_is_read() -> None:
    assert facts_of("// c\npackage x // y\n", "go").package == "x"


def test_rust_tests_are_told_from_product_code() -> None:
    facts = facts_of(RUST, "rust")
    tests = {found.symbol for found in facts.functions if found.is_test}
    assert tests == {"tests::works", "tests::helper", "alone"}
    assert lines_of(facts.test_lines) == (7 + 2 + 2, 1, 1)
    assert facts.test_modules == ("outside",)
    counts = counts_of(facts)
    assert counts["product", False]["rust.async.await"] == 1
    assert ("tests::works", True) not in counts


def test_attributes_belong_to_the_item_they_stand_before() -> None:
    source = "#[cfg(test)]\n#[allow(x)]\n/// A comment.\nfn t() {}\nfn p() {}\n"
    facts = facts_of(source, "rust")
    assert [(found.symbol, found.is_test) for found in facts.functions] == [
        ("t", True),
        ("p", False),
    ]
    assert lines_of(facts.test_lines) == (3, 1, 0)


@pytest.mark.parametrize("comment", ["// A comment.", "/// A comment.", "/* A comment. */"])
def test_an_attribute_before_a_comment_belongs_to_the_item_behind(comment: str) -> None:
    source = f"mod m {{\n#[derive(Clone)]\n{comment}\nstruct S;\n}}\n"
    plain = source.replace(f"{comment}\n", "")
    assert counts_of(facts_of(source, "rust")) == counts_of(facts_of(plain, "rust"))


@pytest.mark.parametrize(
    "attribute",
    [
        "#[test]",
        "#[tokio::test]",
        '#[tokio::test(flavor = "multi_thread")]',
        "#[cfg(test)]",
        "#[cfg( test )]",
        "#[cfg(all(test, unix))]",
        "#[rstest]",
        "#[bench]",
    ],
)
def test_what_makes_a_test(attribute: str) -> None:
    (function,) = facts_of(f"{attribute}\nfn t() {{}}\n", "rust").functions
    assert function.is_test


@pytest.mark.parametrize(
    "attribute",
    ["#[cfg(not(test))]", '#[cfg(feature = "test")]', "#[testing]", "#[inline]", "// #[test]"],
)
def test_what_makes_no_test(attribute: str) -> None:
    (function,) = facts_of(f"{attribute}\nfn p() {{}}\n", "rust").functions
    assert not function.is_test


def test_a_whole_file_may_be_a_test() -> None:
    assert facts_of("#![cfg(test)]\nfn f() {}\n", "rust").is_test
    assert not facts_of("mod a {\n#![cfg(test)]\n}\nfn f() {}\n", "rust").is_test


@pytest.mark.parametrize(("source", "language"), [(GO, "go"), (RUST, "rust")])
def test_an_outline_has_all_but_what_is_inside_functions(source: str, language: str) -> None:
    full = facts_of(source, language)
    outline = facts_of(source, at_depth(language, Depth.OUTLINE))
    assert (outline.lines, outline.test_lines) == (full.lines, full.test_lines)
    assert (spans_of(outline), outline.types) == (spans_of(full), full.types)
    assert (outline.imports, outline.public_items) == (full.imports, full.public_items)
    assert (outline.package, outline.test_modules) == (full.package, full.test_modules)
