"""Rust types as written, and `use` trees, into names."""

import pytest

from estimator.languages.rust.types import element_type, named_type, parameters_of
from estimator.languages.rust.uses import used_names


@pytest.mark.parametrize(
    ("text", "name", "traits"),
    [
        ("Foo", "Foo", ()),
        ("&'a mut a::b::Foo<T>", "Foo", ()),
        ("Arc<Mutex<Foo<T>>>", "Foo", ()),
        ("Result<Option<Foo>, Error>", "Foo", ()),
        ("Cow<'a, Foo>", "Foo", ()),
        ("*const Foo", "Foo", ()),
        ("Vec<Foo>", "Vec", ()),
        ("Box<dyn a::Read + Send>", "", ("Read", "Send")),
        ("&impl Into<Foo>", "", ("Into",)),
        ("impl FnMut(Foo) -> Bar", "", ("FnMut",)),
        ("Box", "Box", ()),
        ("[Foo; 3]", "", ()),
        ("(Foo, Bar)", "", ()),
        ("", "", ()),
        ("Arc<" * 20 + "Foo" + ">" * 20, "", ()),
    ],
)
def test_a_type_is_named_behind_references_and_wrappers(
    text: str, name: str, traits: tuple[str, ...]
) -> None:
    assert named_type(text) == (name, traits)


@pytest.mark.parametrize(
    ("text", "element"),
    [
        ("Vec<Foo>", "Foo"),
        ("&mut [Foo]", "Foo"),
        ("[Foo; 3]", "Foo"),
        ("HashMap<K, Vec<V>>", "Vec<V>"),
        ("Arc<RwLock<BTreeMap<K, V>>>", "V"),
        ("SmallVec<[Foo; 2]>", "Foo"),
        ("Foo<Bar>", ""),
        ("Foo", ""),
        ("Option<Foo>", ""),
        ("Arc<" * 20 + "Vec<Foo>" + ">" * 20, ""),
    ],
)
def test_the_element_of_a_collection(text: str, element: str) -> None:
    assert element_type(text) == element


@pytest.mark.parametrize(
    ("text", "parameters"),
    [
        ("Foo", []),
        ("Foo<A, B>", ["A", "B"]),
        ("Foo<'a, A<B, C>, (D, E)>", ["A<B, C>", "(D, E)"]),
        ("Foo<fn(A) -> B, C>", ["fn(A) -> B", "C"]),
        ("Foo<A", []),
    ],
)
def test_the_parameters_of_a_type(text: str, parameters: list[str]) -> None:
    assert parameters_of(text) == parameters


@pytest.mark.parametrize(
    ("argument", "names"),
    [
        ("a::b", [("b", "a::b")]),
        ("a", [("a", "a")]),
        ("::a::b", [("b", "a::b")]),
        ("a as b", [("b", "a")]),
        ("a as _", []),
        ("a::*", [("a::*", "a::*")]),
        (
            "a::{self, b::{c, d as e}, f}",
            [("a", "a"), ("c", "a::b::c"), ("e", "a::b::d"), ("f", "a::f")],
        ),
        ("{a::b, c}", [("b", "a::b"), ("c", "c")]),
        ("a::{b,}", [("b", "a::b")]),
        ("a::{b", [("b", "a::b")]),
        ("}}a", [("a", "a")]),
        ("", []),
    ],
)
def test_a_use_tree_gives_names_with_their_paths(
    argument: str, names: list[tuple[str, str]]
) -> None:
    assert list(used_names(argument)) == names
