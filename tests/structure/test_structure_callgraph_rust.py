"""Whom calls in Rust reach, and whom they do not."""

import pytest
from graph_builders import edges, number_of, rust_graph

SHOP = """
pub trait Keeper { fn keep(&self); fn close(&self) { self.keep(); } }
pub trait Better: Keeper {}
pub struct Shop { rows: Vec<Row>, by_name: HashMap<String, Arc<Mutex<Row>>>, one: Option<Box<Row>> }
pub struct Row;
pub struct Other;
type Alias = Shop;
static SHARED: Lazy<Shop> = Lazy::new(Shop::open);
impl Shop {
    pub fn open() -> Result<Self, Error> { todo!() }
    fn first(&self) -> Option<&Row> { None }
    fn print_all(&self) {}
}
impl Keeper for Shop { fn keep(&self) {} }
impl Keeper for Other { fn keep(&self) {} fn close(&self) {} }
impl Row { fn print(&self) {} fn push(&self) {} }
fn free() {}
mod inner { pub fn free_inner() {} pub fn open() {} }
"""


def calls(body: str, head: str = "fn run()") -> set[str]:
    graph = rust_graph(f"{SHOP}\n{head} {{\n{body}\n}}\n")
    return {edge for edge in edges(graph) if edge.startswith("run")}


@pytest.mark.parametrize(
    ("body", "edge"),
    [
        ("free()", "run -> free"),
        ("crate::free()", "run -> free"),
        ("self::inner::free_inner()", "run -> inner::free_inner"),
        ("inner::open()", "run -> inner::open"),
        ("Shop::open()", "run -> Shop::open"),
        ("Alias::open()", "run -> Shop::open"),
        ("let s = Shop::open()?; s.print_all()", "run -> Shop::print_all"),
        ("let s: Arc<Shop> = x; s.print_all()", "run -> Shop::print_all"),
        ("Shop::open().unwrap().print_all()", "run -> Shop::print_all"),
        ("SHARED.print_all()", "run -> Shop::print_all"),
        ("SHARED.first().unwrap().print()", "run -> Row::print"),
        ("for r in SHARED.rows.iter() { r.print() }", "run -> Row::print"),
        ("for (i, r) in SHARED.rows.iter().enumerate() { r.print() }", "run -> Row::print"),
        ("SHARED.rows[0].print()", "run -> Row::print"),
        ("SHARED.rows.first().unwrap().print()", "run -> Row::print"),
        ("SHARED.by_name.get(1).unwrap().lock().unwrap().print()", "run -> Row::print"),
        ("if let Some(r) = &SHARED.one { r.push() }", "run -> Row::push"),
        ("x.print()", "run -> Row::print"),
        ("Keeper::keep(&x)", "run -> <Shop as Keeper>::keep?"),
        ("<Shop as Keeper>::keep(&x)", "run -> <Shop as Keeper>::keep"),
        ("<Shop as Keeper>::close(&x)", "run -> Keeper::close?"),
        ("let s = Shop { rows: v }; s.keep()", "run -> <Shop as Keeper>::keep"),
        ("let s = Shop { rows: v }; s.close()", "run -> Keeper::close"),
        ("let s: Box<dyn Keeper> = x; s.close()", "run -> Keeper::close?"),
        ("let s: &dyn Better = x; s.close()", "run -> <Other as Keeper>::close?"),
        ("vec![free()]", "run -> free"),
    ],
)
def test_a_call_reaches_the_function_that_declarations_lead_to(body: str, edge: str) -> None:
    assert edge in calls(body)


@pytest.mark.parametrize(
    "body",
    [
        "print()",
        "open()",
        "free_inner()",
        "let free = x; free()",
        "tokio_util::open()",
        "std::inner::open()",
        "let v: Vec<Shop> = x; v.print_all()",
        "let s = String::new(); s.push(1)",
        "x.push(1)",
        "Vec::open()",
        "Other::print_all()",
        "SHARED.missing()",
        "SHARED.open()",
        "x.0.y()",
    ],
)
def test_a_call_that_leads_nowhere_has_no_edge(body: str) -> None:
    assert calls(body) == set()


def test_self_and_its_fields_are_known() -> None:
    graph = rust_graph(
        "struct A { b: B } struct B;\n"
        "impl A { fn f(&mut self) { self.g(); Self::h(); self.b.k(); } fn g(&self) {} fn h() {} }\n"
        "impl B { fn k(&self) {} }\n"
    )

    assert edges(graph) == {"A::f -> A::g", "A::f -> A::h", "A::f -> B::k"}


def test_a_type_parameter_reaches_what_its_bounds_ask_for() -> None:
    graph = rust_graph(
        "trait K { fn k(&self); } struct A; struct B; impl K for A { fn k(&self) {} }\n"
        "impl B { fn k(&self) {} }\n"
        "fn f<T: K>(t: &T) { t.k() }\nfn g(t: impl K) { t.k() }\n"
        "struct W<T> { t: T }\nimpl<T> W<T> where T: K { fn h(&self) { self.t.k(); T::k(1) } }\n"
    )

    assert edges(graph) == {"f -> <A as K>::k", "g -> <A as K>::k", "W::h -> <A as K>::k"}


def test_imports_lead_to_functions_of_other_modules_and_crates() -> None:
    graph = rust_graph(
        {
            "app/src/lib.rs": "use store_kv::deep::open;\nuse crate::other::{run as go, *};\n"
            "fn f() { open(); go(); by_glob(); hidden() }\n",
            "app/src/other.rs": "pub fn run() {}\npub fn by_glob() {}\n",
            "store-kv/src/deep.rs": "pub fn open() {}\npub fn run() {}\n",
        }
    )

    assert edges(graph) == {"f -> open", "f -> run", "f -> by_glob"}


def test_nested_functions_and_those_of_the_module_around_are_in_sight() -> None:
    graph = rust_graph(
        "fn f() { fn g() {} g(); h() }\nfn h() {}\nmod a { fn k() { h() } fn h() {} }\n"
    )

    assert edges(graph) == {"f -> f::g", "f -> h", "a::k -> a::h"}


def test_functions_of_the_caller_s_own_crate_come_first() -> None:
    graph = rust_graph(
        {
            "one/src/lib.rs": "struct A; impl A { fn save(&self) {} }\nfn f() { x.save() }\n",
            "two/src/lib.rs": "struct B; impl B { fn save(&self) {} }\n",
        }
    )

    assert edges(graph) == {"f -> A::save"}


def test_calls_into_other_crates_are_external() -> None:
    graph = rust_graph(
        "use tokio_util::codec as c;\nuse std::mem;\n"
        "fn f() { c::run(); mem::swap(); tokio_util::x(); unknown::y() }\n"
    )

    assert graph.external(number_of(graph, "f")) == ("std", "tokio_util")


def test_a_trait_with_more_than_twelve_impls_says_nothing() -> None:
    def graph(count: int) -> set[str]:
        types = "".join(
            f"struct T{n}; impl K for T{n} {{ fn k(&self) {{}} }}\n" for n in range(count)
        )
        return edges(
            rust_graph(f"trait K {{ fn k(&self); }}\n{types}fn f(t: &dyn K) {{ t.k() }}\n")
        )

    assert len(graph(12)) == 12
    assert graph(13) == set()
