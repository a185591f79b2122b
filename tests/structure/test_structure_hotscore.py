"""The static score with call flow: what raises it and by how much."""

from math import log10

import pytest
from graph_builders import go_graph, number_of

from estimator.structure.callgraph import CallGraph
from estimator.structure.candidates import score
from estimator.structure.hotscore import MOST_FLOW, flows, scores


def flow_of(graph: CallGraph, symbol: str) -> float:
    return flows(graph)[number_of(graph, symbol)]


@pytest.mark.parametrize(
    ("body", "flow"),
    [
        ("", 1.0),
        ("g()", 1.5),
        ("g(); g()", 2.0),
        ("for { g() }", 6.0),
        ("for { for { g() } }", 51.0),
        ("for { for { for { g() } } }", 501.0),
        ("for { for { for { for { g() } } } }", 501.0),
    ],
)
def test_flow_grows_with_call_sites_and_the_loops_around_them(body: str, flow: float) -> None:
    graph = go_graph(a=f"func f() {{ {body} }}\nfunc g() {{}}\n")

    assert flow_of(graph, "g") == pytest.approx(flow)
    assert flow_of(graph, "f") == 1.0


def test_a_choice_of_targets_shares_the_flow() -> None:
    graph = go_graph(
        a="type A int\nfunc (A) Go() {}\ntype B int\nfunc (B) Go() {}\nfunc f() { x.Go() }\n"
    )

    assert flow_of(graph, "A.Go") == flow_of(graph, "B.Go") == pytest.approx(1.25)


def test_flow_passes_through_callers() -> None:
    graph = go_graph(a="func f() { for { g() } }\nfunc g() { h() }\nfunc h() {}\n")

    assert flow_of(graph, "h") == pytest.approx(1 + 0.5 * 6)


def test_flow_is_capped_where_functions_call_each_other_in_loops() -> None:
    loop = "for { for { for { %s() } } }"
    graph = go_graph(a=f"func f() {{ {loop % 'g'} }}\nfunc g() {{ {loop % 'f'} }}\n")

    assert flows(graph) == [MOST_FLOW, MOST_FLOW]


def test_a_call_to_itself_adds_nothing() -> None:
    graph = go_graph(a="func f() { for { f() } }\n")

    assert flows(graph) == [1.0]


def test_the_score_is_the_one_without_flow_and_half_the_magnitude_of_flow() -> None:
    graph = go_graph(a="func f() { for { g() } }\nfunc g() { x++ }\n")
    f, g = number_of(graph, "f"), number_of(graph, "g")

    found = scores(graph)

    assert found[f] == pytest.approx(score(graph.functions[f].facts))
    assert found[g] == pytest.approx(score(graph.functions[g].facts) + 0.5 * log10(6))


def test_an_added_call_never_lowers_a_flow() -> None:
    before = go_graph(a="func f() { g() }\nfunc g() { h() }\nfunc h() {}\n")
    after = go_graph(a="func f() { g(); h() }\nfunc g() { h() }\nfunc h() {}\n")

    assert all(one <= other for one, other in zip(flows(before), flows(after), strict=True))
