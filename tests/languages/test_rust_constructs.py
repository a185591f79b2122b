"""What is counted in Rust, against annotated fixtures, and which code is a test."""

from pathlib import Path

import pytest
from annotations import found_sites, lines_of, read_fixture

from estimator.languages.rust.constructs import NODES, WORDS
from estimator.languages.rust.syntax import use_paths
from estimator.model.source import FileFacts
from estimator.parsing.extract import extract
from estimator.parsing.limits import Limits

FIXTURES = Path(__file__).parent.parent / "fixtures" / "rust"
METRICS = {row.metric for row in NODES} | {row.metric for row in WORDS}
METRICS |= {row.imported for row in WORDS if row.imported}
LIMITS = Limits(max_bytes=5_000_000, max_seconds=10.0, max_depth=1_000)
PATHS = sorted(FIXTURES.glob("*.rs"))

fixture_files = pytest.mark.parametrize("path", PATHS, ids=lambda path: path.stem)


def facts_of(source: str) -> FileFacts:
    facts = extract(source.encode(), "rust", LIMITS)
    assert isinstance(facts, FileFacts)
    return facts


def count(source: str, metric: str) -> int:
    return sum(
        len(lines)
        for symbol in facts_of(source).symbols
        for found, lines in symbol.sites.items()
        if found == metric
    )


def function_symbols(source: str) -> list[str]:
    return [function.symbol for function in facts_of(source).functions]


@fixture_files
def test_exactly_what_a_fixture_announces_is_counted_in_product_code(path: Path) -> None:
    fixture = read_fixture(path)

    assert found_sites(fixture, is_test=False) == fixture.captures


@fixture_files
def test_exactly_what_a_fixture_announces_is_counted_in_tests(path: Path) -> None:
    fixture = read_fixture(path)

    assert found_sites(fixture, is_test=True) == fixture.tests


@fixture_files
def test_lines_are_counted_as_a_fixture_announces(path: Path) -> None:
    fixture = read_fixture(path)

    assert lines_of(fixture.facts) == fixture.lines


@fixture_files
def test_a_fixture_is_code_that_the_grammar_reads(path: Path) -> None:
    assert not read_fixture(path).facts.has_errors


def test_every_construct_has_a_loud_case() -> None:
    loud = {metric for path in PATHS for metric, _ in read_fixture(path).captures}

    assert loud == METRICS


def test_every_construct_has_a_quiet_case() -> None:
    quiet = {metric for path in PATHS for metric, _ in read_fixture(path).quiet}

    assert quiet == METRICS


def test_the_fixtures_hold_as_many_quiet_cases_as_loud_ones() -> None:
    fixtures = [read_fixture(path) for path in PATHS]

    loud = sum(len(fixture.captures) for fixture in fixtures)
    assert sum(len(fixture.quiet) for fixture in fixtures) >= loud


def test_functions_are_named_by_module_type_and_trait() -> None:
    facts = read_fixture(FIXTURES / "symbols.rs").facts

    assert [function.symbol for function in facts.functions] == [
        "free",
        "outer::inner::deep::nested",
        "outer::inner::deep",
        "Plain::new",
        "<Plain as Display>::fmt",
        "<Plain as From<(T, u8)>>::from",
        "<Plain as From<Vec<T>>>::from",
        "<Plain as Iterator>::next",
        "<[u8; 4] as Shape>::area",
        "<(u8, [u8; N]) as Shape>::area",
        "<Box as Shape>::area",
        "Shape::double",
    ]


def test_a_type_with_a_long_name_gives_a_short_symbol() -> None:
    source = f"impl Shape for ({'u8, ' * 100}) {{ fn area(&self) {{}} }}"

    assert function_symbols(source) == [
        "<(u8, u8, u8, u8, u8, u8, u8, u8, u8, u8, u8, u8, u8, u8, ... as Shape>::area"
    ]


def test_trait_methods_without_a_body_and_foreign_functions_are_no_functions() -> None:
    source = "trait A { fn a(&self); } extern { fn b(); }"

    assert function_symbols(source) == []


@pytest.mark.parametrize(
    "item",
    ["pub fn a() {}", "pub struct A;", "pub enum A {}", "pub trait A {}", "pub const A: u8 = 1;"],
)
def test_plain_pub_makes_an_item_public(item: str) -> None:
    assert facts_of(item).public_items == 1


@pytest.mark.parametrize(
    "item", ["fn a() {}", "pub(crate) fn a() {}", "pub(super) struct A;", "#[test] pub fn a() {}"]
)
def test_restricted_visibility_and_tests_are_not_public(item: str) -> None:
    assert facts_of(item).public_items == 0


def test_every_function_of_a_test_module_is_a_test() -> None:
    source = """
    fn product() {}
    #[cfg(test)]
    mod tests {
        fn helper() {}
        #[test]
        fn first() {}
        mod inner { fn deep() {} }
        #[tokio::test]
        async fn last() {}
    }
    fn behind() {}
    """

    assert {function.symbol: function.is_test for function in facts_of(source).functions} == {
        "product": False,
        "tests::helper": True,
        "tests::first": True,
        "tests::inner::deep": True,
        "tests::last": True,
        "behind": False,
    }


@pytest.mark.parametrize(
    "attribute",
    [
        "test",
        "tokio::test(start_paused = true)",
        "rstest",
        "bench",
        "cfg(test)",
        "cfg( test )",
        "cfg(all(test, unix))",
        'cfg(all(feature = "a, (b", test))',
        "cfg(all(not(loom), test))",
        'cfg(any(test, feature = "test-util"))',
        "cfg(fuzzing)",
    ],
)
def test_an_attribute_makes_the_next_item_a_test(attribute: str) -> None:
    facts = facts_of(f"#[{attribute}]\n/// Documented.\n#[inline]\nfn a() {{}}\nfn b() {{}}\n")

    assert [function.is_test for function in facts.functions] == [True, False]


@pytest.mark.parametrize(
    "attribute",
    [
        "cfg(not(test))",
        "cfg(all(unix, not(test)))",
        'cfg(feature = "test")',
        'cfg(all(unix, feature = "test"))',
        "cfg_attr(test, derive(Debug))",
        "cfg(all(unix, latest))",
        "testing",
        "inline",
    ],
)
def test_an_attribute_leaves_the_next_item_product_code(attribute: str) -> None:
    facts = facts_of(f"#[{attribute}]\nfn a() {{}}\n")

    assert not facts.functions[0].is_test


def test_a_test_module_in_another_file_is_named() -> None:
    source = "#[cfg(test)]\nmod tests;\n#[cfg(test)] mod more { fn a() {} }\nmod product;\n"

    assert facts_of(source).test_modules == ("tests",)


def test_an_inner_attribute_makes_the_whole_file_a_test() -> None:
    assert facts_of("#![cfg(test)]\nfn a() {}\n").is_test


def test_the_lines_of_test_items_are_counted_once() -> None:
    source = "fn a() {}\n#[cfg(test)]\nmod tests {\n    #[test]\n    fn b() {}\n\n    // c\n}\n"

    lines = facts_of(source).test_lines
    assert (lines.code, lines.comment, lines.blank) == (5, 1, 1)


@pytest.mark.parametrize(
    ("argument", "paths"),
    [
        ("std::sync::Arc", ("std::sync",)),
        ("{std::sync::Arc,serde}", ("serde", "std::sync")),
        ("std::{io,sync::{Arc,Mutex}}", ("std",)),
        ("::anyhow::*", ("anyhow",)),
        ("{a::{b,c},d::e,}", ("a", "d::e")),
    ],
)
def test_a_use_gives_the_first_segments_of_its_paths(argument: str, paths: tuple[str, ...]) -> None:
    assert use_paths(argument) == paths


@pytest.mark.parametrize(
    ("unit", "metric"),
    [
        ("Service<", "rust.async.tower_impl"),
        ("Service<A, ", "rust.async.tower_impl"),
        ("Service<A>-", "rust.async.tower_impl"),
        ("derive(", "rust.wire.serde_derive"),
        ("std::{", "rust.sync.lock.std"),
        ("std::{sync::{", "rust.sync.lock.std"),
        ("a::spawn::", "rust.task.detached"),
        ("#[cfg(all(", "rust.build.cfg_feature"),
        ("async extern ", "rust.async.fn"),
        ("Arc<a::", "rust.sync.arc_lock"),
        ("fn a<", "rust.type.generic_fn"),
        ("lock().await", "rust.async.guard_across_await"),
        ("match a { A::", "rust.type.exhaustive_match"),
    ],
)
def test_hostile_repetition_ends_soon_and_counts_nothing(unit: str, metric: str) -> None:
    """A pattern that backtracks would need hours for this; brackets keep the tree shallow."""
    source = f"m!{{ {unit * 20_000}"

    facts = extract(source.encode(), "rust", LIMITS)

    sites = () if isinstance(facts, str) else facts.symbols
    assert not any(metric in symbol.sites for symbol in sites)


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("fn a() { loop { if x { tokio::select! { } } } }", 1),
        ("fn a() { while x { fn b() { select! { } } } }", 0),
        ("fn a() { for x in y { z(|| select! { }) } }", 0),
        ("select! { }", 0),
    ],
)
def test_a_select_is_in_a_loop_of_the_same_function(source: str, expected: int) -> None:
    assert count(source, "rust.async.select_in_loop") == expected


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ("let g = m.lock().await.unwrap(); f().await;", 1),
        ("let mut g = m.write().await; f(&mut g).await?;", 1),
        ("let g = m\n.read()\n.await; f().await; drop(g);", 1),
        ("let g = m.lock().await; // f().await", 0),
        ("let g = m.lock(); f().await;", 0),
        ("let (g, h) = (m.lock().await, 1); f().await;", 0),
        ("let Some(g) = m.lock().await else { return }; f().await;", 0),
        ("f(m.lock().await); f().await;", 0),
        ("let g = file.read(&mut b).await; f().await;", 0),
    ],
)
def test_a_guard_is_held_across_the_next_await_in_its_block(body: str, expected: int) -> None:
    assert count(f"async fn a() {{ {body} }}", "rust.async.guard_across_await") == expected


@pytest.mark.parametrize(
    ("arms", "expected"),
    [
        ("a::B | a::C => 1, a::D { .. } => 2", 1),
        ("B(x) if x > 1 => 1, B(_) => 2", 1),
        ("B => 1, _ if x => 2, C => 3", 1),
        ("B => 1, mut x => 2", 0),
        ("Poll::Ready(x) => 1, Poll::Pending => 2", 0),
        ("&B => 1, &C => 2", 1),
        ("x @ B => 1, C => 2", 1),
        ("", 0),
    ],
)
def test_a_match_over_a_domain_type_without_a_catch_all_is_exhaustive(
    arms: str, expected: int
) -> None:
    source = f"fn a() {{ match b {{ {arms} }} }}"

    assert count(source, "rust.type.exhaustive_match") == expected


def test_a_site_belongs_to_the_item_below_its_attributes() -> None:
    source = "#[derive(Serialize)]\n#[serde(default)]\nstruct A;\n"

    assert [symbol.symbol for symbol in facts_of(source).symbols] == ["A"]
