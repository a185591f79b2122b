"""Whom calls in Go reach, and whom they do not."""

import pytest
from graph_builders import edges, go_graph, graph_of, number_of

STORE = """
import "os"
type Store struct { name string; inner *Tree; rows []Row; byName map[string]*Row }
type Tree struct{}
type Row struct{}
var Shared = &Store{}
func Open(name string) (*Store, error) { return nil, nil }
func helper() {}
func (s *Store) Get(n int) *Row { return nil }
func (s *Store) walk() {}
func (t *Tree) Insert() {}
func (r *Row) Print() {}
func (r *Row) hidden() {}
"""


def calls(statements: str, head: str = "", name: str = "run") -> set[str]:
    """Edges from a function of another package that imports the store."""
    source = f'import "m/store"\n{head}\nfunc {name}() {{\n{statements}\n}}\n'
    return {edge for edge in edges(go_graph(store=STORE, app=source)) if edge.startswith(name)}


@pytest.mark.parametrize(
    ("statements", "edge"),
    [
        ("store.Open(1)", "run -> Open"),
        ("s, err := store.Open(1); s.Get(1)", "run -> Store.Get"),
        ("var s *store.Store; s.Get(1)", "run -> Store.Get"),
        ("s := store.Store{}; s.Get(1)", "run -> Store.Get"),
        ("s := &store.Store{}; t := s; t.Get(1)", "run -> Store.Get"),
        ("s := new(store.Store); s.Get(1).Print()", "run -> Row.Print"),
        ("store.Shared.Get(1)", "run -> Store.Get"),
        ("store.Shared.inner.Insert()", "run -> Tree.Insert"),
        ("for _, r := range store.Shared.rows { r.Print() }", "run -> Row.Print"),
        ("store.Shared.rows[1].Print()", "run -> Row.Print"),
        ('store.Shared.byName["a"].Print()', "run -> Row.Print"),
        ("xs := make(map[string][]store.Row); xs[1][2].Print()", "run -> Row.Print"),
        ("r := <-make(chan *store.Row); r.Print()", "run -> Row.Print"),
        ("r := x.(*store.Row); r.Print()", "run -> Row.Print"),
        ("go func(r *store.Row) { r.Print() }(nil)", "run -> Row.Print"),
        ("store.Store{}.Get(1)", "run -> Store.Get"),
        ("(*store.Row)(x).Print()", "run -> Row.Print"),
    ],
)
def test_a_call_reaches_the_function_that_declarations_lead_to(statements: str, edge: str) -> None:
    assert edge in calls(statements)


@pytest.mark.parametrize(
    "statements",
    [
        "Open(1)",
        "helper()",
        "store.helper2()",
        "f := g; f(1)",
        "walk()",
        "var s *store.Store; s.hidden2()",
        "unknown.hidden()",
        "os.Open(1)",
        "var err error; err.Error()",
    ],
)
def test_a_call_that_leads_nowhere_has_no_edge(statements: str) -> None:
    assert calls(statements) == set()


def test_a_function_of_the_same_package_needs_no_qualifier_and_a_local_hides_it() -> None:
    graph = go_graph(a="func f() { g() }\nfunc g() {}\nfunc h(g func()) { g() }\n")

    assert edges(graph) == {"f -> g"}


def test_the_receiver_and_its_fields_are_known() -> None:
    graph = go_graph(
        a="type T struct { u U }\ntype U struct{}\n"
        "func (t *T) f() { t.g(); t.u.h(); t.u.missing() }\nfunc (t T) g() {}\nfunc (u U) h() {}\n"
    )

    assert edges(graph) == {"T.f -> T.g", "T.f -> U.h"}


def test_methods_of_embedded_types_are_a_type_s_own() -> None:
    graph = go_graph(
        a="type Base struct{}\nfunc (b *Base) run() {}\n"
        "type Mid struct { *Base }\ntype Top[T any] struct { Mid }\n"
        "func f(t *Top[int]) { t.run(); t.Base.run() }\n"
    )

    assert edges(graph) == {"f -> Base.run"}


def test_a_call_through_an_interface_reaches_the_types_that_have_all_its_methods() -> None:
    graph = go_graph(
        a="type Runner interface { Run(); Stopper }\ntype Stopper interface { Stop() }\n"
        "type A struct{}\nfunc (A) Run() {}\nfunc (A) Stop() {}\n"
        "type B struct{}\nfunc (B) Run() {}\nfunc (B) Stop() {}\n"
        "type C struct{}\nfunc (C) Run() {}\n"
        "type D struct { A }\nfunc (D) Run() {}\n"
        "func f(r Runner) { r.Run() }\n"
    )

    assert edges(graph) == {"f -> A.Run?", "f -> B.Run?", "f -> D.Run?"}


def test_the_result_of_an_interface_s_method_is_known() -> None:
    graph = go_graph(
        a="type I interface { Row() *R }\ntype R struct{}\nfunc (r *R) show() {}\n"
        "func f(i I) { i.Row().show() }\n"
    )

    assert edges(graph) == {"f -> R.show"}


def test_an_alias_and_a_defined_slice_are_followed() -> None:
    graph = go_graph(
        a="type R struct{}\nfunc (r R) show() {}\ntype Rs []R\ntype S = R\n"
        "func f(rs Rs, s S) { rs[0].show() }\nfunc g(s S) { s.show() }\n"
    )

    assert edges(graph) == {"f -> R.show", "g -> R.show"}


def test_a_receiver_of_unknown_type_reaches_methods_of_that_name_in_sight() -> None:
    graph = go_graph(
        a="type A struct{}\nfunc (A) Save() {}\nfunc (A) save() {}\n"
        "func f() { x.Save(); x.save() }\n",
        b="type B struct{}\nfunc (B) Save() {}\nfunc (B) save() {}\n",
    )

    assert edges(graph) == {"f -> A.Save?", "f -> B.Save?", "f -> A.save"}


def test_a_site_with_more_than_twelve_targets_is_dropped() -> None:
    def graph(count: int) -> set[str]:
        types = "".join(f"type T{n} int\nfunc (T{n}) Go() {{}}\n" for n in range(count))
        return edges(go_graph(a=f"{types}func f() {{ x.Go() }}\n"))

    assert len(graph(12)) == 12
    assert graph(13) == set()


def test_calls_out_of_the_repository_are_told_from_own_ones() -> None:
    graph = go_graph(
        a='import (\n"fmt"\n"m/b"\n"m/generated"\nx "example.com/y/z"\n)\n'
        "type T struct { c x.Client }\n"
        "func (t *T) f() { fmt.Println(1); b.Go(); t.c.Get(); generated.New(); x.New().Do() }\n",
        b="func Go() {}\n",
    )

    assert graph.external(number_of(graph, "T.f")) == ("example.com/y/z", "fmt")
    assert edges(graph) == {"T.f -> Go"}


def test_a_package_is_called_by_the_name_in_its_clause() -> None:
    graph = graph_of(
        "go",
        {
            "go-store/store.go": "package kv\nfunc Open() {}\n",
            "a/a.go": 'package a\nimport "m/go-store"\nfunc f() { kv.Open() }\n',
        },
    )

    assert edges(graph) == {"f -> Open"}


def test_an_edge_has_its_sites_lines_and_loops() -> None:
    graph = go_graph(
        a="func f() {\nfor {\ng()\nfor { g() }\n}\ng()\n}\nfunc g() { g() }\n",
    )
    f, g = number_of(graph, "f"), number_of(graph, "g")

    (call,) = graph.callees(f)
    assert (call.other, call.sites, call.loop_sites, call.lines, call.targets) == (
        g,
        3,
        2,
        (4, 5, 7),
        1,
    )
    assert graph.callers(g) == (call._replace(other=f),)
    assert graph.callees(g) == ()
    assert [site[2] for site in graph.sites()] == [1, 2, 0]
