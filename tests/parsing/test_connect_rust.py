"""The second walk over Rust: calls, macros, signatures, fields, impls, names and writes."""

from pathlib import Path

import pytest
from links_builders import annotated, called, function_of, links_of, pairs

SOURCE = (Path(__file__).parent.parent / "fixtures" / "links" / "rust" / "shop.rs").read_text()
SHOP = links_of(SOURCE, "rust")


def body(*statements: str) -> str:
    return "fn f() {\n" + "\n".join(statements) + "\n}\n"


def test_each_call_is_found_on_the_line_of_its_name_and_no_other() -> None:
    assert called(SHOP) == annotated(SOURCE)


def test_imports_have_whole_paths_and_globs_themselves_as_name() -> None:
    assert SHOP.imports == {
        "Arc": "std::sync::Arc",
        "HashMap": "std::collections::HashMap",
        "Price": "super::price::Price",
        "Store": "crate::store::Store",
        "Wood": "crate::store::Tree",
        "a": "crate::store::deep::a",
        "c": "crate::store::deep::b",
        "c_library": "libc",
        "crate::store::deep::*": "crate::store::deep::*",
        "store": "crate::store",
    }


def test_statics_are_variables_those_of_macros_too_and_constants_are_not() -> None:
    assert pairs(SHOP.variables) == [
        ("TOTAL", "AtomicUsize"),
        ("SEEN", "usize"),
        ("PRICES", "Mutex<HashMap<String, Price>>"),
    ]


def test_a_method_belongs_to_the_type_of_its_impl() -> None:
    sell, new = function_of(SHOP, "Shop::sell"), function_of(SHOP, "Shop::new")

    assert (sell.receiver, sell.receiver_name, sell.takes_pointer) == ("Shop", "self", True)
    assert (new.receiver, new.receiver_name, new.takes_pointer) == ("Shop", "", False)
    assert pairs(sell.parameters) == [("names", "&[String]"), ("f", "F"), ("(a, b)", "(u8, u8)")]
    assert pairs(sell.results) == [("", "u8")]
    assert pairs(new.results) == [("", "Result<Self, Error>")]


def test_bounds_come_from_the_function_its_impl_and_where_clauses() -> None:
    assert function_of(SHOP, "Shop::sell").bounds == {"T": "Keeper + Clone", "F": "Fn(usize)"}


def test_a_method_of_a_trait_impl_names_its_trait() -> None:
    keep = function_of(SHOP, "<Shop as Keeper>::keep")
    fmt = function_of(SHOP, "<Pair as Display>::fmt")

    assert (keep.receiver, keep.trait, keep.takes_pointer) == ("Shop", "Keeper", False)
    assert (fmt.receiver, fmt.trait) == ("Pair", "Display")


def test_a_default_method_belongs_to_its_trait() -> None:
    close = function_of(SHOP, "Keeper::close")

    assert (close.receiver, close.trait, close.takes_pointer) == ("Keeper", "Keeper", True)


def test_types_have_fields_and_traits_of_derives_and_impls() -> None:
    types = {one.symbol: one for one in SHOP.types}

    assert pairs(types["Shop"].fields) == [("name", "String"), ("owner", "Option<Arc<T>>")]
    assert types["Shop"].implements == ("Clone", "Keeper", "Serialize")
    assert pairs(types["Pair"].fields) == [("", "u8"), ("", "String")]
    assert pairs(types["Kind"].fields) == [("", "Price"), ("name", "String")]
    assert pairs(types["Shops"].fields) == [("", "Vec<Shop<Box<dyn Keeper>>>")]
    assert types["Keeper"].implements == ("Base", "Send")
    assert [one.symbol for one in types["Keeper"].methods] == ["keep", "close"]


def test_impls_are_listed_wherever_their_type_is() -> None:
    assert [(one.type, one.trait) for one in SHOP.implementations] == [
        ("Shop", "Keeper"),
        ("Pair", "Display"),
    ]


def test_test_items_are_left_out_with_everything_between_marker_and_item() -> None:
    assert [one.symbol for one in SHOP.functions if "test" in one.symbol] == []
    assert function_of(SHOP, "inner::after::nested").calls[0].name == "deep"


@pytest.mark.parametrize(
    ("statement", "kind"),
    [
        ("let x: T = y;", "T"),
        ("let mut x: &mut T = y;", "&mut T"),
        ("let x = T { a: 1 };", "T"),
        ("let x = &T { a: 1 };", "T"),
        ("let x = T::new(1);", "T"),
        ("let x = a::T::default();", "a::T"),
        ("let x = y as T;", "T"),
        ("let x = |a| a;", "closure"),
        ("g(|x: T| x);", "T"),
    ],
)
def test_the_type_of_a_variable_is_seen_where_its_declaration_says_it(
    statement: str, kind: str
) -> None:
    found = function_of(links_of(body(statement), "rust"), "f")

    assert found.locals.get("x") == kind


@pytest.mark.parametrize(
    ("statement", "expression"),
    [
        ("let x = y;", "y"),
        ("let x = &mut y.z;", "y.z"),
        ("let x = g(1)?.h::<u8>(2).await?;", "g().h()"),
        ("let x = T::open(1);", "T::open()"),
        ("let x = T::<u8>::open(1);", "T::open()"),
        ("if let Some(x) = g(1) {}", "g()"),
        ("while let Ok(mut x) = g(1) {}", "g()"),
        ("let Some(x) = y else { return };", "y"),
        ("for x in &y.z {}", "y.z[]"),
        ("for x in y.iter_mut().rev() {}", "y[]"),
        ("for (i, x) in y.iter().enumerate() {}", "y[]"),
        ("for x in 0..y {}", ""),
        ("for (i, x) in y {}", ""),
        ("let (x, z) = y;", ""),
        ("let x = 1;", ""),
        ("let x = vec![1];", ""),
        ("let x = -y;", ""),
        ("if let Foo(x) = y {}", ""),
        ("match y { Foo(x) => 1 }", ""),
        ("g(|x| 1);", ""),
        ("let x;", ""),
    ],
)
def test_an_inferred_variable_is_kept_with_what_it_is_made_from(
    statement: str, expression: str
) -> None:
    found = function_of(links_of(body(statement), "rust"), "f")

    assert found.locals == {}
    assert found.bindings.get("x") == expression


@pytest.mark.parametrize(
    ("statement", "writes"),
    [
        ("X = 1;", ("X",)),
        ("*X = 1;", ("X",)),
        ("self.a.b += 1;", ("self", "self.a")),
        ("self.a[0] = 1;", ("self", "self.a")),
        ("a::X = 1;", ("a::X",)),
        ("let x = 1; x = 2;", ()),
        ("(a, b) = c;", ()),
        ("_ = 1;", ()),
        ("X == 1;", ()),
    ],
)
def test_what_an_assignment_writes(statement: str, writes: tuple[str, ...]) -> None:
    assert function_of(links_of(body(statement), "rust"), "f").writes == writes


@pytest.mark.parametrize(
    ("statement", "calls"),
    [
        ("vec![a(1), b.c(2)]", ["a", "c"]),
        ('format!("{}", a::b::<u8>(1).c())', ["b", "c"]),
        ("join!(async { a(1).await }, b(2))", ["a", "b"]),
        ("tokio::select! { x = a(1) => b(x), }", ["a", "b"]),
        ("m!(if (x) {}, match (x) {}, while (x) {})", []),
        ("m!(Some(1), Kind::A(2))", []),
        ("m!(n!(a(1)))", ["a"]),
        ("m!(\"a(1)\", 'b', /* c(1) */ 2)", []),
        ("m!(!a(1), !b.c(1), d!(e))", ["a", "c"]),
        ("quote! { a(1) }", []),
        ("m![x\n.a(1)\n.b(2)]", ["a", "b"]),
    ],
)
def test_calls_inside_macros_are_words_before_a_parenthesis(
    statement: str, calls: list[str]
) -> None:
    found = function_of(links_of(body(f"let y = {statement};"), "rust"), "f")

    assert [call.name for call in found.calls] == calls


def test_a_call_inside_a_macro_is_on_its_own_line() -> None:
    found = function_of(links_of("fn f() {\n  m!(\n    a(1),\n\n    x.b(2))\n}\n", "rust"), "f")

    assert [(call.name, call.qualifier, call.line) for call in found.calls] == [
        ("a", "", 3),
        ("b", "x", 5),
    ]


def test_names_are_types_statics_and_functions_that_are_not_called() -> None:
    source = body("let x = Kind::A;", "g(LIMIT, h, Self::step, Pair(1), a::b::C { d: x });")

    found = function_of(links_of(source, "rust"), "f")

    assert found.names == ("Kind::A", "LIMIT", "Pair", "Self::step", "a::b::C", "d", "h")


def test_names_in_strings_of_attributes_count_as_used() -> None:
    assert "default_owner" in SHOP.names
