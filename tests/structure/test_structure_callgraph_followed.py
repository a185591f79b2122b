"""How far values are followed to the type whose method is called, and where that ends."""

import pytest
from graph_builders import edges, go_graph, number_of, rust_graph

GO = """
import (
"example.com/x"
"m/unread"
)
type R struct{}
func (r *R) show() {}
func (r *R) next() *R { return r }
type Out struct { x.Client; r *R }
type Rows []*R
type Many map[string]Rows
func split() (int, *R) { return 0, nil }
func run(o *Out, many Many, f func() *R) {
%s
}
"""
RUST = """
struct Row;
impl Row { fn show(&self) {} fn next(&self) -> Row { Row } }
struct Rows<T> { row: T, all: Vec<Row> }
fn make() -> Row { Row }
fn nothing() {}
fn run(rows: Rows<Row>, f: fn() -> Row) {
%s
}
"""


@pytest.mark.parametrize(
    ("statements", "is_known"),
    [
        ("_, r := split(); r.show()", True),
        ("_, _, r := split(); r.show()", False),
        ("o.r.next().next().show()", True),
        ("many[1][2].show()", True),
        ("for _, rows := range many { rows[0].show() }", True),
        ("o.r[0].show()", False),
        ("many[1][2][3].show()", False),
        ("f()().show()", False),
        ("a := o.r; b := a; c := b; d := c; e := d; e.show()", True),
        ("o.missing.show()", False),
        ("split.show()", False),
    ],
)
def test_values_in_go_are_followed_as_far_as_types_say(statements: str, is_known: bool) -> None:  # noqa: FBT001  # a parameter of a test
    """An unknown value falls back to methods of that name, so `show` gets a namesake."""
    other = "type Other struct{}\nfunc (o Other) show() {}\n"
    graph = go_graph(a=GO % statements + other)

    found = {edge for edge in edges(graph) if edge.startswith("run -> ") and "show" in edge}

    known, unknown = {"run -> R.show"}, {"run -> R.show?", "run -> Other.show?"}
    assert found == known if is_known else found in (unknown, set())


@pytest.mark.parametrize(
    ("statements", "outside"),
    [
        ("o.Do()", ("example.com/x",)),
        ("o.Client.Do()", ("example.com/x",)),
        ("c := x.New(); c.Do().Twice()", ("example.com/x",)),
        ("o.field.Do()", ("example.com/x",)),
        ("c := unread.New(); c.Do()", ()),
        ("var c unread.Client; c.Do()", ()),
    ],
)
def test_values_from_elsewhere_lead_out_of_the_repository(
    statements: str, outside: tuple[str, ...]
) -> None:
    graph = go_graph(a=GO % statements)

    assert graph.external(number_of(graph, "run")) == outside


@pytest.mark.parametrize(
    ("statements", "is_known"),
    [
        ("make().show()", True),
        ("make().next().next().show()", True),
        ("rows.all.iter().next().unwrap().show()", True),
        ("rows.all[0].clone().show()", True),
        ("let r = make(); let s = r; s.show()", True),
        ("nothing().show()", False),
        ("rows.missing.show()", False),
        ("rows.all.len().show()", False),
        ("f().show()", False),
        ("a::B.show()", False),
    ],
)
def test_values_in_rust_are_followed_as_far_as_types_say(statements: str, is_known: bool) -> None:  # noqa: FBT001  # the same
    other = "struct Other; impl Other { fn show(&self) {} }\n"
    graph = rust_graph(RUST % statements + other)

    found = {edge for edge in edges(graph) if edge.startswith("run -> ") and "show" in edge}

    known, unknown = {"run -> Row::show"}, {"run -> Row::show?", "run -> Other::show?"}
    assert found == (known if is_known else unknown)
