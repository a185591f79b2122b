"""What holds for every call graph: order never matters, an added call adds exactly its edge."""

from array import array

import pytest
from graph_builders import edges, graph_of, layout_of, linked, number_of
from hypothesis import given, settings
from hypothesis import strategies as st

from estimator.structure.callgraph import CallGraph, call_graph

NAMES = [f"f{number}" for number in range(5)]
Program = dict[str, dict[str, list[tuple[str, int]]]]
"""Folder -> function -> names called, each with loops around."""


def programs() -> st.SearchStrategy[Program]:
    call = st.tuples(st.sampled_from(NAMES), st.integers(0, 2))
    bodies = st.dictionaries(st.sampled_from(NAMES), st.lists(call, max_size=4), max_size=4)
    return st.dictionaries(st.sampled_from(["a", "b", "c"]), bodies, min_size=1, max_size=3)


def sources(program: Program, language: str) -> dict[str, str]:
    opened, suffix = ("for { ", "go") if language == "go" else ("loop { ", "rs")
    word, head = ("func", "package {}\n") if language == "go" else ("fn", "// {}\n")
    folder = "{0}/{0}." if language == "go" else "{0}/src/lib."
    return {
        f"{folder.format(name)}{suffix}": head.format(name)
        + "".join(
            f"{word} {function}() {{\n"
            + "".join(f"{opened * loops}{to}();{' }' * loops}\n" for to, loops in calls)
            + "}\n"
            for function, calls in functions.items()
        )
        for name, functions in program.items()
    }


def everything(graph: CallGraph) -> object:
    return (
        [(one.unit, one.path, one.symbol, one.line) for one in graph.functions],
        list(graph.sites()),
        [graph.external(number) for number in range(len(graph.functions))],
        graph.dropped_sites,
    )


@pytest.mark.parametrize("language", ["go", "rust"])
@given(program=programs(), seed=st.randoms(use_true_random=False))
@settings(max_examples=30, deadline=None)
def test_the_order_of_files_never_matters(language: str, program: Program, seed: object) -> None:
    files = sources(program, language)
    shuffled = list(linked(language, files))
    seed.shuffle(shuffled)  # type: ignore[attr-defined]  # a hypothesis random

    layout = layout_of(language, files)

    assert everything(call_graph(language, shuffled, layout)) == everything(
        call_graph(language, linked(language, files), layout)
    )


@pytest.mark.parametrize("language", ["go", "rust"])
@given(program=programs(), data=st.data())
@settings(max_examples=30, deadline=None)
def test_an_added_call_adds_exactly_its_edge(
    language: str, program: Program, data: st.DataObject
) -> None:
    folders = [name for name, functions in program.items() if functions]
    if not folders:
        return
    folder = data.draw(st.sampled_from(folders))
    functions = sorted(program[folder])
    caller, callee = data.draw(st.sampled_from(functions)), data.draw(st.sampled_from(functions))
    before = graph_of(language, sources(program, language))

    program[folder][caller] = [*program[folder][caller], (callee, 1)]
    after = graph_of(language, sources(program, language))

    added = 0 if caller == callee else 1
    assert len(list(after.sites())) == len(list(before.sites())) + added
    assert edges(after) == edges(before) | ({f"{caller} -> {callee}"} if added else set())


@given(program=programs())
@settings(max_examples=30, deadline=None)
def test_callers_are_callees_seen_from_the_other_end(program: Program) -> None:
    graph = graph_of("go", sources(program, "go"))
    numbers = range(len(graph.functions))

    forth = {(n, call.other, call.lines) for n in numbers for call in graph.callees(n)}
    back = {(call.other, n, call.lines) for n in numbers for call in graph.callers(n)}

    assert forth == back
    assert all(one != other for one, other, _ in forth)


def test_a_file_that_the_second_walk_could_not_read_has_functions_without_calls() -> None:
    files = {"a/a.go": "package a\nfunc f() { g() }\n", "a/b.go": "package a\nfunc g() { f() }\n"}
    first, second = linked("go", files)

    graph = call_graph("go", [first, second._replace(links=None)], layout_of("go", files))

    assert edges(graph) == {"f -> g"}
    assert graph.functions[number_of(graph, "g")].links is None


def test_memory_is_kept_in_arrays_by_call_site() -> None:
    graph = graph_of("go", {"a/a.go": "package a\nfunc f() { g() }\nfunc g() {}\n"})

    assert all(isinstance(kept, array) for kept in graph._sites)  # noqa: SLF001  # the point


def test_an_empty_program_has_an_empty_graph() -> None:
    graph = call_graph("rust", [], layout_of("rust", {}))

    assert (graph.functions, list(graph.sites()), graph.dropped_sites) == ((), [], 0)
