"""Candidates for dead code: what is listed, and what is not."""

from collections.abc import Mapping

import pytest
from graph_builders import graph_of, layout_of, linked

from estimator.structure.callgraph import call_graph
from estimator.structure.unreferenced import unreferenced


def listed(language: str, files: Mapping[str, str]) -> list[str]:
    return [one.symbol for one in unreferenced(graph_of(language, files), linked(language, files))]


def go(source: str, **others: str) -> list[str]:
    files = {"a/a.go": f"package a\n{source}"}
    files |= {f"{name}/{name}.go": f"package {name}\n{text}" for name, text in others.items()}
    return listed("go", files)


def rust(source: str) -> list[str]:
    return listed("rust", {"src/lib.rs": source})


@pytest.mark.parametrize(
    ("source", "symbols"),
    [
        ("func f() {}\n", ["f"]),
        ("func f() { f() }\n", ["f"]),
        ("type t int\nfunc (t) f() {}\n", ["t.f"]),
        ("func f() {}\nfunc G() { x.y() }\n", ["f"]),
        ('// f is mentioned\nfunc f() {}\nvar s = "f"\n', ["f"]),
    ],
)
def test_what_is_neither_exported_nor_used_is_a_candidate(source: str, symbols: list[str]) -> None:
    assert go(source) == symbols


@pytest.mark.parametrize(
    "source",
    [
        "func F() {}\n",
        "func main() {}\nfunc init() {}\n",
        "func f() {}\nfunc G() { f() }\n",
        "func f() {}\nfunc G() { run(f) }\n",
        'func f() {}\nvar table = map[string]func(){"x": f}\n',
        "type t int\nfunc (t) f() {}\nfunc G(x t) { run(x.f) }\n",
        'type t int\nfunc (t) String() string { return "" }\n',
        "type t int\nfunc (t) f() {}\ntype i interface { f() }\n",
        "type t int\nfunc (t) f() {}\nfunc G() { unknown().f() }\n",
        "func print(x int) {}\nfunc G() { print(1) }\n",
    ],
)
def test_what_may_be_used_is_none(source: str) -> None:
    assert go(source) == []


@pytest.mark.parametrize(
    ("source", "symbols"),
    [
        ("fn f() {}\n", ["f"]),
        ("struct A; impl A { fn f(&self) {} }\n", ["A::f"]),
        ("fn f() {}\n#[cfg(test)] mod tests { fn g() { f() } }\n", ["f"]),
    ],
)
def test_rust_functions_that_are_neither_public_nor_used_are_candidates(
    source: str, symbols: list[str]
) -> None:
    assert rust(source) == symbols


@pytest.mark.parametrize(
    "source",
    [
        "pub fn f() {}\n",
        "fn f() {}\npub fn g() { f() }\n",
        "fn f() {}\npub fn g() { vec![f()] }\n",
        "fn f() {}\npub fn g() { x.map(f) }\n",
        "struct A; impl A { fn f() {} }\npub fn g() { x.map(A::f) }\n",
        "struct A; impl A { fn f() {} pub fn g() { x.map(Self::f) } }\n",
        "struct A; impl Drop for A { fn drop(&mut self) {} }\n",
        "trait K { fn f(&self) {} }\n",
        'fn f() -> u8 { 1 }\nstruct A { #[serde(default = "f")] a: u8 }\n',
        'fn f() -> u8 { 1 }\n#[metadata(examples = "f()")]\nstruct A;\n',
        'fn f<T>() {}\n#[serde(skip_if = "f::<T>")]\nstruct A;\n',
        "fn f() {}\nmacro_rules! m { () => { f() } }\n",
        "mod a { fn f() {} }\nuse a::f;\n",
    ],
)
def test_rust_functions_that_may_be_used_are_none(source: str) -> None:
    assert rust(source) == []


def test_nothing_of_a_unit_is_listed_where_a_file_of_it_was_not_read() -> None:
    files = {"a/a.go": "package a\nfunc f() {}\n", "a/b.go": "package a\nfunc g() { f() }\n"}
    first, second = linked("go", files)
    program = [first, second._replace(links=None)]

    graph = call_graph("go", program, layout_of("go", files))

    assert unreferenced(graph, program) == ()
