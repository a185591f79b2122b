"""Call graphs of hostile programs: time in proportion to their text."""

import time

import pytest
from graph_builders import graph_of

N = 4_000
PROGRAMS = {
    "go: one method name on many types": (
        "go",
        "package a\n"
        + "".join(f"type T{n} int\nfunc (T{n}) Go() {{ x.Go() }}\n" for n in range(N)),
    ),
    "go: many interfaces with one method": (
        "go",
        "package a\n"
        + "".join(
            f"type I{n} interface {{ Go() }}\nfunc f{n}(i I{n}) {{ i.Go() }}\n" for n in range(N)
        )
        + "".join(f"type T{n} int\nfunc (T{n}) Go() {{}}\n" for n in range(200)),
    ),
    "go: many parameters and many calls": (
        "go",
        "package a\nfunc f("
        + ", ".join(f"p{n} T" for n in range(N))
        + ") {\n"
        + "".join(f"p{n}.Go()\nq{n}()\n" for n in range(N))
        + "}\n",
    ),
    "go: variables made from each other": (
        "go",
        "package a\nfunc f() {\n"
        + "".join(f"x{n} := x{n + 1}.a()\n" for n in range(N))
        + "".join(f"x{n}.Go()\n" for n in range(N))
        + "}\n",
    ),
    "go: types that embed each other": (
        "go",
        "package a\n"
        + "".join(f"type T{n} struct {{ T{(n + 1) % N} }}\n" for n in range(N))
        + "func f(t T0) {\n"
        + "t.Go()\n" * N
        + "}\n",
    ),
    "go: a type that is itself": (
        "go",
        "package a\ntype T = T\ntype I interface { I }\nfunc f(t T, i I) { t.Go(); i.Go() }\n",
    ),
    "rust: one trait with many impls": (
        "rust",
        "trait K { fn k(&self); }\n"
        + "".join(f"struct T{n}; impl K for T{n} {{ fn k(&self) {{ x.k() }} }}\n" for n in range(N))
        + "fn f(k: &dyn K) {\n"
        + "k.k();\n" * N
        + "}\n",
    ),
    "rust: one function name in many modules": (
        "rust",
        "use x::*;\n"
        + "".join(f"mod m{n} {{ pub fn f() {{ g() }} }}\n" for n in range(N))
        + "fn g() {\n"
        + "f(); crate::f(); m1::f();\n" * N
        + "}\n",
    ),
    "rust: traits above each other": (
        "rust",
        "".join(f"trait K{n}: K{(n + 1) % N} {{ }}\n" for n in range(N))
        + "fn f(k: &dyn K0) {\n"
        + "k.k();\n" * N
        + "}\n",
    ),
    "rust: an alias of itself": (
        "rust",
        "type A = A;\nfn f(a: A) { a.k(); A::k(); }\nstruct B; impl B { fn k(&self) {} }\n",
    ),
}


@pytest.mark.parametrize("name", PROGRAMS)
def test_no_program_takes_more_than_time_in_proportion(name: str) -> None:
    language, source = PROGRAMS[name]
    begun = time.process_time()

    graph = graph_of(language, {"a/a.go" if language == "go" else "src/lib.rs": source})

    assert len(list(graph.sites())) <= 12 * 3 * N
    assert time.process_time() - begun < 10
