"""Symbols of Go programs into package and names, with and without brackets and closures."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from estimator.structure.gonames import parse_go


@pytest.mark.parametrize(
    ("symbol", "package", "parts"),
    [
        ("main.main", "main", ("main",)),
        ("a.b/c/d.F", "a.b/c/d", ("F",)),
        ("a/b.(*T).M", "a/b", ("T", "M")),
        ("a/b.T.M", "a/b", ("T", "M")),
        ("a/b.(*T).M-fm", "a/b", ("T", "M")),
        ("a/b.F.func1", "a/b", ("F",)),
        ("a/b.F.func1.2", "a/b", ("F",)),
        ("a/b.(*T).M.func3.1.2", "a/b", ("T", "M")),
        ("a/b.F.gowrap1", "a/b", ("F",)),
        ("a/b.F.deferwrap2", "a/b", ("F",)),
        ("a/b.F-range1", "a/b", ("F",)),
        ("a/b.F.func1-range2", "a/b", ("F",)),
        ("a/b.init", "a/b", ("init",)),
        ("a/b.init.0", "a/b", ("init",)),
        ("a/b.glob..func1", "a/b", ()),
        ("a/b.F[go.shape.int]", "a/b", ("F",)),
        ("a/b.(*T[go.shape.struct { X c/d.E }]).M", "a/b", ("T", "M")),
        ("a/b.F[go.shape.int].func1", "a/b", ("F",)),
        ("a/b.F.(*T).M.func1", "a/b", ("F", "T", "M")),
        ("gopkg.in/yaml%2ev3.Unmarshal", "gopkg.in/yaml.v3", ("Unmarshal",)),
        ("memeqbody", "", ("memeqbody",)),
        ("", "", ()),
        ("a/b.", "a/b", ()),
    ],
)
def test_a_symbol_comes_apart(symbol: str, package: str, parts: tuple[str, ...]) -> None:
    name = parse_go(symbol)

    assert (name.package, name.parts) == (package, parts)


@given(st.text("ab./()*[]-%f1", max_size=40))
def test_any_text_comes_apart(text: str) -> None:
    assert isinstance(parse_go(text).parts, tuple)
