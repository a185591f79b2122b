"""Traits at a cut: implementations, associated types, and what is generic over callers' types."""

import pytest
from cuts_builders import SHELL, UNIT, Fn, number, numbers, program, struct, symbols
from graph_builders import layout_of, linked

from estimator.model.facts import Layout, UnitEdge
from estimator.model.links import FunctionLinks, TypedName
from estimator.structure.callgraph import CallGraph, call_graph
from estimator.structure.cuts.border import border
from estimator.structure.cuts.code import Code, read_code
from estimator.structure.cuts.crossings import crossings, generic_functions
from estimator.structure.cuts.paths import Surroundings
from estimator.structure.cuts.quality import judge
from estimator.structure.cuts.traits import is_generic
from estimator.structure.hotpaths import declared_paths, only

STACK = """
pub trait NewService<T> { fn new_service(&self, t: T) -> u32; }
pub struct Gate<S> { inner: S }
pub struct Limit<S> { inner: S }
pub struct GateFuture { left: u32 }
pub struct Never { left: u32 }
impl<S: Service<R>, R> Service<R> for Gate<S> {
    type Error = Never;
    type Future = GateFuture;
    fn call(&mut self, request: R) -> Self::Future { self.inner.call(request) }
}
impl<S: Service<R>, R> Service<R> for Limit<S> {
    type Error = Never;
    type Future = GateFuture;
    fn call(&mut self, request: R) -> Self::Future { self.inner.call(request) }
}
impl Default for Gate<u32> { fn default() -> Self { Gate { inner: 1 } } }
pub fn make<N: NewService<u32>>(new: &N) -> u32 { new.new_service(1) }
pub fn name(text: impl Into<String>, other: u32) -> u32 { other }
"""
USER = """
use stack::{make, name, NewService};
pub struct Tcp;
impl NewService<u32> for Tcp { fn new_service(&self, t: u32) -> u32 { t } }
pub struct Breaker;
impl Breaker { fn closed(&self) {} }
pub fn run() { make(&Tcp); name("a", 1); }
"""
FILES = {"stack/src/lib.rs": STACK, "user/src/lib.rs": USER}


def layout(files: dict[str, str], *edges: tuple[str, str]) -> Layout:
    found = layout_of("rust", files)
    return Layout(
        language="rust",
        modules=found.modules,
        dependencies=found.dependencies,
        unit_of_file=found.unit_of_file,
        unit_paths=found.unit_paths,
        edges=tuple(UnitEdge(source=one, target=other) for one, other in edges),
    )


def graph_with(files: dict[str, str], *edges: tuple[str, str]) -> CallGraph:
    return call_graph("rust", linked("rust", files), layout(files, *edges))


def code_of(files: dict[str, str], *edges: tuple[str, str]) -> Code:
    links = {one.path: one.links for one in linked("rust", files) if one.links is not None}
    units = layout(files, *edges).unit_of_file
    return read_code(graph_with(files, *edges), links, units, language="rust")


def crossing_of(code: Code, unit: str) -> dict[str, int]:
    seam = only(code, [unit])[0].seam
    assert seam is not None
    return {one.symbol: one.implementations for one in seam.crossings}


def called(graph: CallGraph, symbol: str) -> list[str]:
    found = next(n for n, one in enumerate(graph.functions) if one.symbol == symbol)
    return [graph.functions[call.other].symbol for call in graph.callees(found)]


def test_implementations_of_one_method_of_a_trait_cross_as_one() -> None:
    found = crossing_of(code_of(FILES, ("user", "stack")), "stack")

    assert found["<Gate as Service<R>>::call"] == 2
    assert "<Limit as Service<R>>::call" not in found


def test_implementations_in_two_units_cross_as_two() -> None:
    code = program(
        Fn("A::keep", unit=SHELL, receiver="A", trait="Keeper"),
        Fn("B::keep", receiver="B", trait="Keeper"),
        Fn("run", "A::keep B::keep", unit="third"),
        types={UNIT: [struct("Keeper", kind="trait"), struct("A"), struct("B")]},
        language="rust",
    )

    found = border(code, numbers(code, "run"))

    assert len(found.calls_back) == 2


def test_default_of_two_types_crosses_as_two() -> None:
    code = program(
        Fn("<A as Default>::default", receiver="A", trait="Default", gives=["Self"]),
        Fn("<B as Default>::default", receiver="B", trait="Default", gives=["Self"]),
        types={UNIT: [struct("A"), struct("B")]},
        language="rust",
    )

    assert code.trait_methods == {}


def test_an_implementation_behind_its_trait_sends_no_receiver_and_still_what_it_gives() -> None:
    code = program(
        Fn("<A as Service>::call", receiver="A", trait="Service", gives=["Answer"]),
        Fn("A::open", receiver="A"),
        Fn("run", "A::open", unit=SHELL),
        types={UNIT: [struct("A", n="u32"), struct("Answer", n="u32")]},
        language="rust",
    )
    served = border(code, [number(code, "<A as Service>::call")])
    opened = border(code, [number(code, "A::open")])

    assert [code.types.declared[one].name for one in served.types] == ["Answer"]
    assert "A" in [code.types.declared[one].name for one in opened.types]


def test_all_that_merged_implementations_send_crosses() -> None:
    code = program(
        Fn("<A as Service>::call", receiver="A", trait="Service", gives=["One"]),
        Fn("<B as Service>::call", receiver="B", trait="Service", gives=["Two"]),
        types={UNIT: [struct("A"), struct("B"), struct("One"), struct("Two")]},
        language="rust",
    )

    found = border(code, range(2))

    assert symbols(code, tuple(found.entries)) == ["<A as Service>::call"]
    assert [code.types.declared[one].name for one in found.types] == ["One", "Two"]
    assert [one.symbol for one in crossings(code, found) if one.kind == "type"] == ["One", "Two"]


def test_associated_types_are_no_items_but_what_they_stand_for_is() -> None:
    found = crossing_of(code_of(FILES, ("user", "stack")), "stack")

    assert "GateFuture" in found
    assert not [one for one in found if one.endswith(("::Error", "::Future"))]
    assert "Never" not in found


def test_an_associated_type_is_shown_as_what_it_stands_for() -> None:
    code = code_of(FILES)
    links = code.function_links[number(code, "<Gate as Service<R>>::call")]

    assert links is not None
    assert [one.type for one in links.results] == ["GateFuture"]


def test_associated_types_that_stand_for_each_other_end() -> None:
    source = (
        "impl Turn for A { type X = Self::Y; type Y = Self::X; fn f(&self) -> Self::X { todo!() } }"
    )
    code = code_of({"src/lib.rs": source})
    links = code.function_links[0]

    assert links is not None
    assert links.results[0].type in {"Self::X", "Self::Y"}


def test_a_call_on_a_type_parameter_leads_to_no_single_implementation() -> None:
    code = code_of(FILES, ("user", "stack"))
    make, served = number(code, "make"), number(code, "<Tcp as NewService<u32>>::new_service")
    call = next(one for one in code.graph.callees(make) if one.other == served)

    assert call.is_open
    assert not code.leads(call, served, None)
    assert not code.leads(call, served, frozenset())
    assert code.leads(call, served, frozenset({served}))
    assert "<Tcp as NewService<u32>>::new_service" not in crossing_of(code, "stack")


def test_a_call_on_a_trait_object_with_one_implementation_still_leads_there() -> None:
    files = {
        "stack/src/lib.rs": STACK,
        "user/src/lib.rs": f"{USER} fn go(new: &dyn NewService<u32>) {{ new.new_service(1); }}",
    }
    code = code_of(files, ("user", "stack"))
    served = number(code, "<Tcp as NewService<u32>>::new_service")
    call = next(one for one in code.graph.callees(number(code, "go")) if one.other == served)

    assert not call.is_open
    assert code.leads(call, served, None)


GUESSED = {
    "stack/src/lib.rs": "pub fn wait() { let x = std::any(); x.closed(); }",
    "user/src/lib.rs": USER,
}


def test_a_guess_by_name_reaches_no_crate_that_the_callers_one_does_not_use() -> None:
    assert called(graph_with(GUESSED, ("user", "stack")), "wait") == []


@pytest.mark.parametrize(
    "edges",
    [(("stack", "user"),), (("stack", "between"), ("between", "user")), ()],
    ids=["used", "used through another", "nothing known"],
)
def test_a_guess_by_name_reaches_a_crate_that_may_be_used(
    edges: tuple[tuple[str, str], ...],
) -> None:
    assert called(graph_with(GUESSED, *edges), "wait") == ["Breaker::closed"]


UPGRADE = """
pub struct Service { n: u32 }
impl Service { pub fn call(&self) {} }
"""


@pytest.mark.parametrize(
    ("own", "reached"),
    [
        ("pub use tokio_util::Service;", []),
        ("pub struct Service; pub use tokio_util::Service as Other;", ["Service::call"]),
    ],
    ids=["handed on", "declared here"],
)
def test_a_name_that_a_crate_hands_on_from_a_library_is_not_one_of_another_crate(
    own: str, reached: list[str]
) -> None:
    files = {
        "stack/src/lib.rs": own,
        "stack/src/connect.rs": "use crate::Service; pub fn go() { Service::call(&x); }",
        "upgrade/src/lib.rs": UPGRADE,
    }

    assert called(graph_with(files), "go") == reached


def test_functions_that_take_types_with_behavior_from_callers_are_named_in_the_reasons() -> None:
    code = code_of(FILES, ("user", "stack"))
    seam = only(code, ["stack"])[0].seam

    assert seam is not None
    told = next(one for one in seam.reasons if "generic over the caller's types" in one)
    assert "make" in told
    assert "name" not in told.partition("(")[2].partition(")")[0].split(", ")


def test_plain_signatures_are_not_called_generic() -> None:
    code = code_of(FILES, ("user", "stack"))
    found = border(code, numbers(code, "run"))

    assert generic_functions(code, found._replace(calls_back={number(code, "run"): ()})) == ()
    assert not any("generic" in one for one in judge("rust", [], []).reasons)


def test_at_most_a_few_generic_functions_are_named() -> None:
    told = judge("rust", [], [], generic=["a", "b", "c", "d", "e"]).reasons

    assert any("(a, b, c and 2 more)" in one for one in told)


@pytest.mark.parametrize(
    ("bounds", "takes", "receiver", "is_so"),
    [
        ({"S": "Service<R>"}, "S", "", True),
        ({"S": "Into<String> + Send + 'static"}, "S", "", False),
        ({"S": "?Sized + std::convert::AsRef<str>"}, "&S", "", False),
        ({"S": "Service<R>"}, "u32", "", False),
        ({"S": "Service<R> + Clone"}, "u32", "Gate", True),
        ({}, "S", "Gate", False),
    ],
)
def test_a_function_is_generic_where_its_bounds_ask_for_behavior(
    bounds: dict[str, str], takes: str, receiver: str, *, is_so: bool
) -> None:
    links = FunctionLinks(
        symbol="f",
        line=1,
        receiver=receiver,
        bounds=bounds,
        parameters=(TypedName(name="x", type=takes, line=1),),
    )

    assert is_generic(links) is is_so


def test_what_the_second_walk_could_not_read_is_not_generic() -> None:
    assert not is_generic(None)


def needs(packages: tuple[str, ...] | None, imports: dict[str, str]) -> tuple[str, ...]:
    code = program(Fn("run", names=" ".join(imports)), imports=imports, language="rust")
    around = Surroundings(packages=packages)
    return declared_paths(code, ["run"], surroundings=around)[0].dependencies


def test_modules_of_ones_own_are_no_dependencies_where_the_manifests_are_known() -> None:
    imports = {"Value": "serde_json::Value", "Engine": "engine::Engine", "inner": "inner"}

    assert needs(("serde-json", "tokio"), imports) == ("serde_json",)
    assert needs((), imports) == ()


def test_without_manifests_every_path_may_be_a_dependency() -> None:
    assert needs(None, {"Value": "serde_json::Value"}) == ("serde_json",)
