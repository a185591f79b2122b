"""Static candidates say why they are listed, calls that lead to them included."""

from graph_builders import layout_of, linked

from estimator.structure.callgraph import call_graph
from estimator.structure.cuts.code import read_code
from estimator.structure.cuts.paths import Surroundings
from estimator.structure.findpaths import Asked, find_hot_paths


def test_a_short_function_says_that_many_calls_lead_to_it() -> None:
    loop = "for {{ for {{ for {{ {0}() }} }} }}"
    sources = {
        "a/a.go": "package a\n"
        f"func f() {{ {loop.format('g')} }}\n"
        f"func g() {{ {loop.format('h')} }}\n"
        "func h() {}\n"
    }
    layout, files = layout_of("go", sources), linked("go", sources)
    graph = call_graph("go", files, layout)
    links = {file.path: file.links for file in files if file.links is not None}
    code = read_code(graph, links, layout.unit_of_file, language="go")

    found = find_hot_paths(code, graph, None, Asked(share=0.8), Surroundings())

    assert {one.symbol: one.reasons for one in found.functions} == {
        "f": ("work inside 3 nested loops", "1 line"),
        "g": ("work inside 3 nested loops", "1 line"),
        "h": ("many calls lead to it", "1 line"),
    }
