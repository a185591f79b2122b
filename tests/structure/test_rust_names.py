"""Readable Rust symbols into owner, trait and name."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from estimator.structure.rustnames import parse_rust


@pytest.mark.parametrize(
    ("symbol", "owner", "name", "trait", "home"),
    [
        ("main", "", "main", "", ""),
        ("a::f", "a", "f", "", ""),
        ("a::b::T::m", "a::b::T", "m", "", ""),
        ("a::b::T<u8, V>::m", "a::b::T", "m", "", ""),
        ("a::f::<alloc::vec::Vec<u8>>", "a", "f", "", ""),
        ("<a::T>::m", "a::T", "m", "", ""),
        ("<a::T<fn(u8) -> c::D>>::m", "a::T", "m", "", ""),
        ("<a::T as b::Tr>::m", "a::T", "m", "b::Tr", ""),
        ("<a::T<b::U as c::V> as b::Tr<d::E>>::m", "a::T", "m", "b::Tr", ""),
        ("<&mut a::T as b::Tr>::m", "a::T", "m", "b::Tr", ""),
        ("<dyn a::Tr>::m", "a::Tr", "m", "", ""),
        ("<[a::T] as b::Tr>::m", "[a::T]", "m", "b::Tr", ""),
        ("<(A, B) as b::Tr>::m", "(A, B)", "m", "b::Tr", ""),
        ("<T as a::Tr>::m", "T", "m", "a::Tr", ""),
        ("<<a::T as b::Tr>::X as c::D>::m", "a::T", "m", "c::D", ""),
        ("a::b::<impl c::Tr for d::T>::m", "d::T", "m", "c::Tr", "a::b"),
        ("a::b::<impl d::T>::m", "d::T", "m", "", "a::b"),
        ("a::_::_<impl s::De for a::T>::d", "a::T", "d", "s::De", "a::_"),
        ("a::f::{{closure}}", "a", "f", "", ""),
        ("a::f::_{{closure}}::_{{closure}}", "a", "f", "", ""),
        ("a::f::{closure#0}::{closure#1}", "a", "f", "", ""),
        ("<a::T as b::Tr>::m::{closure#0}", "a::T", "m", "b::Tr", ""),
        ("a::{{impl}}::m", "a", "m", "", ""),
        ("a::f::inner", "a::f", "inner", "", ""),
        ("<>::m", "", "m", "", ""),
    ],
)  # fmt: skip
def test_a_symbol_comes_apart(symbol: str, owner: str, name: str, trait: str, home: str) -> None:
    found = parse_rust(symbol)

    assert ("::".join(found.owner), found.name) == (owner, name)
    assert ("::".join(found.trait), "::".join(found.home)) == (trait, home)


@pytest.mark.parametrize(
    ("symbol", "argument"),
    [
        ("<a::T as core::convert::From<&b::U>>::from", "U"),
        ("<a::T as core::convert::From<(A, B), C>>::from", "(A, B)"),
        ("<a::T as core::clone::Clone>::clone", ""),
        ("a::<impl core::convert::From<b::U<V>> for a::T>::from", "U"),
    ],
)
def test_the_first_argument_of_a_trait_is_kept(symbol: str, argument: str) -> None:
    assert parse_rust(symbol).argument == argument


@given(st.text("a:<>{}()&, -=[]T", max_size=60))
def test_any_text_comes_apart(text: str) -> None:
    assert isinstance(parse_rust(text).owner, tuple)


def test_deeply_nested_brackets_do_no_harm() -> None:
    assert parse_rust("<" * 2_000 + "a::T" + ">" * 2_000 + "::m").name == "m"
