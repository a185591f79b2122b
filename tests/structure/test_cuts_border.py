"""What crosses a cut: functions, types, state, and how that is judged."""

from collections.abc import Collection, Sequence

import pytest
from cuts_builders import SHELL, UNIT, Fn, number, numbers, program, struct, symbols
from hypothesis import given
from hypothesis import strategies as st

from estimator.model.hotpaths import Crossing, CrossingField, SharedState
from estimator.model.links import FunctionLinks, TypedName, TypeLinks
from estimator.structure.cuts import weights
from estimator.structure.cuts.border import Border, Warmth, border
from estimator.structure.cuts.code import Code
from estimator.structure.cuts.crossings import crossings
from estimator.structure.cuts.quality import judge
from estimator.structure.cuts.sharing import shared_state


def around(code: Code, inside: str, *, dragged: str = "") -> Border:
    return border(code, numbers(code, inside), dragged=numbers(code, dragged))


def entries(code: Code, found: Border) -> list[str]:
    return symbols(code, tuple(found.entries))


def types_of(code: Code, found: Border) -> list[str]:
    return sorted(code.types.declared[one].name for one in found.types)


def kinds_of(code: Code, inside: str) -> dict[str, str]:
    found = crossings(code, around(code, inside))
    return {field.name: field.kind for one in found for field in one.fields}


def taking(text: str, language: str = "go", **types: Sequence[TypeLinks]) -> str:
    """Give the kind of a value of that type, as a parameter."""
    code = program(
        Fn("A", takes={"x": text}),
        Fn("B", "A", unit=SHELL),
        types={UNIT: [one for found in types.values() for one in found]},
        language=language,
    )
    return kinds_of(code, "A")["x"]


def test_a_function_that_the_shell_calls_crosses_inward() -> None:
    code = program(Fn("A", "B"), Fn("B"), Fn("S", "A B", unit=SHELL))

    assert entries(code, around(code, "A")) == ["A"]


def test_a_function_that_moved_code_calls_crosses_outward() -> None:
    code = program(Fn("A", "B"), Fn("B"))

    assert symbols(code, tuple(around(code, "A").calls_back)) == ["B"]


def test_calls_within_one_side_do_not_cross() -> None:
    code = program(Fn("A", "B"), Fn("B"), Fn("C", "D"), Fn("D"))

    assert around(code, "A B").items == 0


def test_an_unsure_call_does_not_cross() -> None:
    code = program(Fn("A", "B?9"), Fn("B"))

    assert around(code, "A").items == 0


def test_a_call_of_a_few_implementations_counts_where_samples_met_them() -> None:
    code = program(Fn("A", "B?2 C?2"), Fn("B"), Fn("C"))
    warmth = Warmth(met=frozenset(numbers(code, "A B")), hottest=number(code, "A"))

    measured = border(code, numbers(code, "A"), warmth=warmth)

    assert symbols(code, tuple(measured.calls_back)) == ["B"]
    assert symbols(code, tuple(around(code, "A").calls_back)) == ["B", "C"]


def test_a_guess_by_a_name_that_libraries_use_shows_nothing() -> None:
    code = program(
        Fn("A", "T.Scan?0 T.Load?0"), Fn("T.Scan", receiver="T"), Fn("T.Load", receiver="T")
    )

    assert symbols(code, tuple(around(code, "A").calls_back)) == ["T.Load"]


def test_variants_of_one_function_for_platforms_cross_once() -> None:
    code = program(Fn("A", "open seek"), Fn("open"), Fn("seek"))
    code = code._replace(twins={number(code, "seek"): number(code, "open")})

    found = around(code, "A")

    assert symbols(code, tuple(found.calls_back)) == ["open"]
    assert len(found.calls_back[number(code, "open")]) == 2


def test_functions_of_one_name_in_one_package_are_variants_in_go_only() -> None:
    pair = (Fn("open"), Fn("open"))

    assert (program(*pair).twins, program(*pair, language="rust").twins) == ({1: 0}, {})


def test_a_dragged_function_without_state_is_kept_on_both_sides() -> None:
    code = program(Fn("A", "B"), Fn("B"), Fn("S", "B", unit=SHELL))

    assert entries(code, around(code, "A B", dragged="B")) == []


def test_a_dragged_function_with_state_crosses() -> None:
    code = program(
        Fn("A", "B"),
        Fn("B", writes="n"),
        Fn("S", "B", unit=SHELL),
        variables={UNIT: {"n": "int"}},
    )

    assert entries(code, around(code, "A B", dragged="B")) == ["B"]


def test_a_dragged_function_that_changes_data_it_is_handed_is_kept_on_both_sides() -> None:
    code = program(
        Fn("A", "B"),
        Fn("B", takes={"t": "*T"}, writes="t t.n"),
        Fn("S", "B", unit=SHELL),
        types={UNIT: [struct("T", n="int")]},
    )

    assert entries(code, around(code, "A B", dragged="B")) == []


def test_a_dragged_function_that_changes_an_object_with_a_lock_crosses() -> None:
    code = program(
        Fn("A", "B"),
        Fn("B", takes={"t": "*T"}, writes="t t.n"),
        Fn("S", "B", unit=SHELL),
        types={UNIT: [struct("T", n="int", mu="sync.Mutex")]},
    )

    assert entries(code, around(code, "A B", dragged="B")) == ["B"]


def test_a_dragged_function_that_calls_a_member_crosses() -> None:
    code = program(Fn("A", "B"), Fn("B", "A"), Fn("S", "B", unit=SHELL))

    assert entries(code, around(code, "A B", dragged="B")) == ["B"]


def test_a_member_that_only_cold_functions_call_is_kept_on_both_sides() -> None:
    long = weights.COPY_LINES + 1
    code = program(
        Fn("A", lines=long),
        Fn("B", lines=long),
        Fn("Cold", "A B", unit=SHELL),
        Fn("Warm", "B", unit=SHELL),
    )
    warmth = Warmth(met=frozenset(numbers(code, "Warm")), hottest=-1)

    found = border(code, numbers(code, "A B"), warmth=warmth)

    assert entries(code, found) == ["B"]


def test_a_tiny_member_is_kept_on_both_sides_whoever_calls_it() -> None:
    tiny, longer = weights.COPY_LINES, weights.COPY_LINES + 1
    code = program(
        Fn("A"), Fn("B", lines=tiny), Fn("C", lines=longer), Fn("Warm", "A B C", unit=SHELL)
    )
    warmth = Warmth(met=frozenset(numbers(code, "Warm")), hottest=number(code, "A"))

    assert entries(code, border(code, numbers(code, "A B C"), warmth=warmth)) == ["A", "C"]


def test_without_a_profile_a_tiny_member_that_calls_nothing_is_kept_on_both_sides() -> None:
    tiny = weights.COPY_LINES
    code = program(Fn("A", "B", lines=tiny), Fn("B", lines=tiny), Fn("S", "A B", unit=SHELL))

    assert entries(code, around(code, "A B")) == ["A"]


def test_a_method_of_an_object_with_a_lock_is_not_kept_on_both_sides() -> None:
    code = program(
        Fn("T.Drop", receiver="T", pointer=True, lines=3),
        Fn("S", "T.Drop", unit=SHELL),
        types={UNIT: [struct("T", mu="sync.Mutex", held="map[string]int")]},
    )

    assert entries(code, around(code, "T.Drop")) == ["T.Drop"]


def test_a_method_that_copies_its_own_data_is_kept_on_both_sides() -> None:
    code = program(
        Fn("A", "T.Copy"),
        Fn("T.Copy", receiver="T", pointer=True, gives=["*T"]),
        Fn("T.Set", receiver="T", pointer=True, writes="me"),
        Fn("S", "T.Copy", unit=SHELL),
        types={UNIT: [struct("T", n="int")]},
    )

    assert entries(code, around(code, "A T.Copy", dragged="T.Copy")) == []


def test_the_member_that_most_samples_met_is_never_kept_on_both_sides() -> None:
    code = program(Fn("A"), Fn("Cold", "A", unit=SHELL))
    warmth = Warmth(met=frozenset(), hottest=number(code, "A"))

    assert entries(code, border(code, numbers(code, "A"), warmth=warmth)) == ["A"]


def test_what_makes_an_object_is_not_kept_on_both_sides() -> None:
    code = program(
        Fn("NewT", gives=["*T"]),
        Fn("S", "NewT", unit=SHELL),
        types={UNIT: [struct("T", mu="sync.Mutex")]},
    )
    warmth = Warmth(met=frozenset(), hottest=-1)

    assert entries(code, border(code, numbers(code, "NewT"), warmth=warmth)) == ["NewT"]


@pytest.mark.parametrize(("inside", "crossing"), [("A Make", ["A"]), ("A Make Set", ["A", "Make"])])
def test_what_makes_plain_data_crosses_where_moved_code_changes_it_in_place(
    inside: str, crossing: list[str]
) -> None:
    code = program(
        Fn("A", "Make Set"),
        Fn("Make", gives=["Vec"], lines=5),
        Fn("Set", receiver="Vec", pointer=True, writes="me"),
        Fn("S", "A Make", unit=SHELL),
        types={UNIT: [struct("Vec", x="float64")]},
    )

    assert entries(code, around(code, inside)) == crossing


def test_a_function_that_the_shell_names_as_a_value_crosses() -> None:
    code = program(Fn("A"), Fn("S", unit=SHELL, names="engine.A"))

    assert entries(code, around(code, "A")) == ["A"]


def test_a_method_that_libraries_call_crosses() -> None:
    code = program(Fn("T.Read", receiver="T"), types={UNIT: [struct("T", n="int")]})

    assert entries(code, around(code, "T.Read")) == ["T.Read"]


def test_a_method_of_a_library_trait_crosses() -> None:
    code = program(
        Fn("T::next", receiver="T", trait="Iterator"),
        Fn("T::fmt", receiver="T", trait="Display"),
        language="rust",
    )

    assert entries(code, around(code, "T::next T::fmt")) == ["T::next"]


def test_types_of_signatures_cross_with_what_they_are_made_of() -> None:
    code = program(
        Fn("A", takes={"b": "*Board"}, gives=["[]Move"]),
        Fn("S", "A", unit=SHELL),
        types={UNIT: [struct("Board", squares="[]Square"), struct("Square"), struct("Move")]},
    )

    assert types_of(code, around(code, "A")) == ["Board", "Move", "Square"]


def test_types_named_in_a_body_only_do_not_cross() -> None:
    code = program(
        Fn("A", names="Scratch"), Fn("S", "A", unit=SHELL), types={UNIT: [struct("Scratch")]}
    )

    assert types_of(code, around(code, "A")) == []


def test_an_object_crosses_without_what_it_is_made_of() -> None:
    code = program(
        Fn("A", takes={"s": "*Server"}),
        Fn("S", "A", unit=SHELL),
        types={UNIT: [struct("Server", mu="sync.Mutex", conf="Config"), struct("Config")]},
    )

    assert types_of(code, around(code, "A")) == ["Server"]


def test_a_type_that_its_methods_change_is_an_object() -> None:
    code = program(
        Fn("A", takes={"s": "*Server"}),
        Fn("Server.Set", receiver="Server", pointer=True, writes="me me.conf"),
        Fn("S", "A", unit=SHELL),
        types={UNIT: [struct("Server", conf="Config"), struct("Config")]},
    )

    assert types_of(code, around(code, "A")) == ["Server"]


def test_a_type_sent_both_ways_has_both_directions() -> None:
    code = program(
        Fn("A", "Back", takes={"m": "Move"}),
        Fn("Back", unit=SHELL, takes={"m": "engine.Move"}),
        Fn("S", "A", unit=SHELL),
        types={UNIT: [struct("Move")]},
    )

    found = crossings(code, around(code, "A"))

    assert [(one.symbol, one.direction) for one in found] == [
        ("Back", "out"),
        ("A", "in"),
        ("Move", "both"),
    ]


def test_a_crossing_says_where_it_is_called_and_how_often_in_loops() -> None:
    code = program(Fn("A"), Fn("S", "A*", unit=SHELL), Fn("T", "A", unit=SHELL))

    found = crossings(code, around(code, "A"))[0]

    assert (found.call_sites, found.sites_in_loops) == (2, 1)
    assert found.evidence == (("api/code.go", 201), ("api/code.go", 301))


def test_evidence_is_kept_short() -> None:
    callers = [Fn(f"S{one}", "A", unit=SHELL) for one in range(9)]

    found = crossings(code := program(Fn("A"), *callers), around(code, "A"))[0]

    assert (found.call_sites, len(found.evidence)) == (9, 5)


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("int", "plain"),
        ("string", "plain"),
        ("[]byte", "slice"),
        ("...string", "slice"),
        ("map[string]int", "map"),
        ("*int", "pointer"),
        ("chan<- int", "channel"),
        ("func(int) error", "callback"),
        ("context.Context", "context"),
        ("error", "error"),
        ("io.Reader", "stream"),
        ("http.ResponseWriter", "stream"),
        ("interface{ Close() }", "interface"),
        ("any", "interface"),
        ("*sync.Mutex", "state"),
        ("*sql.Tx", "state"),
        ("[]chan int", "channel"),
    ],
)
def test_the_kind_of_a_go_value_follows_from_its_type(text: str, kind: str) -> None:
    assert taking(text) == kind


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("u64", "plain"),
        ("&str", "plain"),
        ("Vec<u8>", "slice"),
        ("&[f64]", "slice"),
        ("HashMap<String, u64>", "map"),
        ("&mut u64", "pointer"),
        ("Arc<String>", "pointer"),
        ("Arc<Mutex<u64>>", "state"),
        ("mpsc::Sender<u64>", "channel"),
        ("impl Fn(u64) -> u64", "callback"),
        ("Box<dyn FnMut(u64)>", "callback"),
        ("impl Iterator<Item = u64>", "stream"),
        ("&mut dyn Read", "stream"),
        ("&dyn Shape", "interface"),
        ("Result<u64, Error>", "error"),
        ("&mut Context<'_>", "context"),
    ],
)
def test_the_kind_of_a_rust_value_follows_from_its_type(text: str, kind: str) -> None:
    assert taking(text, "rust") == kind


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("F", "callback"),
        ("&mut F", "callback"),
        ("&'a mut F", "callback"),
        ("Box<F>", "callback"),
        ("Wrapper<u8, F>", "plain"),
        ("F2", "plain"),
    ],
)
def test_a_type_parameter_is_what_it_is_bound_to(text: str, kind: str) -> None:
    code = program(
        Fn("A", takes={"x": text}, bounds={"F": "FnMut(u64)"}),
        Fn("B", "A", unit=SHELL),
        language="rust",
    )

    assert kinds_of(code, "A")["x"] == kind


@pytest.mark.parametrize(
    ("declared", "kind"),
    [
        (TypeLinks(symbol="X", kind="interface", line=1, end_line=2), "interface"),
        (struct("X", n="int"), "plain"),
        (struct("X", ch="chan int"), "state"),
        (
            TypeLinks(
                symbol="X",
                kind="alias",
                line=1,
                end_line=1,
                fields=(TypedName(name="", type="func(int)", line=1),),
            ),
            "callback",
        ),
        (
            TypeLinks(
                symbol="X",
                kind="alias",
                line=1,
                end_line=1,
                fields=(TypedName(name="", type="int", line=1),),
            ),
            "plain",
        ),
    ],
)
def test_a_named_type_is_looked_through(declared: TypeLinks, kind: str) -> None:
    assert taking("X", x=[declared]) == kind


def test_what_an_interface_asks_for_is_called_back() -> None:
    asked = FunctionLinks(symbol="Score", line=2, parameters=typed_int())
    scorer = TypeLinks(symbol="Scorer", kind="interface", line=1, end_line=3, methods=(asked,))
    code = program(Fn("A", takes={"s": "Scorer"}), Fn("B", "A", unit=SHELL), types={UNIT: [scorer]})

    assert kinds_of(code, "A") == {"s": "interface", "Score": "callback"}


def typed_int() -> tuple[TypedName, ...]:
    return (TypedName(name="n", type="int", line=2),)


def shared(code: Code, inside: str) -> list[SharedState]:
    return list(shared_state(code, numbers(code, inside)))


def test_a_variable_that_both_sides_use_and_one_writes_is_shared() -> None:
    code = program(
        Fn("A", names="n"), Fn("S", unit=SHELL, writes="engine.n"), variables={UNIT: {"n": "int"}}
    )

    assert [(one.symbol, one.kind, one.readers, one.writers) for one in shared(code, "A")] == [
        ("n", "variable", 1, 1)
    ]


def test_a_variable_that_nobody_changes_is_not_shared() -> None:
    code = program(Fn("A", names="n"), Fn("B", names="n"), variables={UNIT: {"n": "int"}})

    assert shared(code, "A") == []


def test_a_variable_of_one_side_is_not_shared() -> None:
    code = program(Fn("A", writes="n"), Fn("B"), variables={UNIT: {"n": "int"}})

    assert shared(code, "A") == []


def test_a_pool_changes_without_being_assigned_to() -> None:
    code = program(Fn("A", names="p"), Fn("B", names="p"), variables={UNIT: {"p": "sync.Pool"}})

    assert [one.symbol for one in shared(code, "A")] == ["p"]


def test_a_lock_beside_a_variable_guards_it() -> None:
    code = program(
        Fn("A", writes="n"),
        Fn("B", names="n"),
        variables={UNIT: {"n": "map[string]int", "mu": "sync.Mutex"}},
    )

    assert [one.guard for one in shared(code, "A")] == ["mu"]


def test_a_lock_that_both_sides_use_is_its_own_guard() -> None:
    code = program(Fn("A", names="mu"), Fn("B", names="mu"), variables={UNIT: {"mu": "sync.Mutex"}})

    assert [(one.symbol, one.guard) for one in shared(code, "A")] == [("mu", "mu")]


def test_an_object_that_both_sides_reach_into_is_shared_with_its_lock() -> None:
    code = program(
        Fn("T.A", receiver="T", pointer=True, writes="me me.n"),
        Fn("T.B", receiver="T", pointer=True),
        types={UNIT: [struct("T", mu="sync.Mutex", n="int")]},
    )

    assert [(one.symbol, one.kind, one.guard) for one in shared(code, "T.A")] == [
        ("T", "type held by pointer", "mu")
    ]


def test_an_object_that_the_shell_only_holds_is_not_shared() -> None:
    code = program(
        Fn("T.A", receiver="T", pointer=True, writes="me"),
        Fn("S", unit=SHELL, takes={"t": "*engine.T"}),
        types={UNIT: [struct("T", n="int")]},
    )

    assert shared(code, "T.A") == []


def test_a_function_of_the_shell_that_changes_a_parameter_reaches_into_it() -> None:
    code = program(
        Fn("T.A", receiver="T", pointer=True),
        Fn("S", unit=SHELL, takes={"t": "*engine.T"}, writes="t t.n"),
        types={UNIT: [struct("T", n="int")]},
    )

    assert [one.symbol for one in shared(code, "T.A")] == ["T"]


def crossing(symbol: str = "F", direction: str = "in", loops: int = 0, **fields: str) -> Crossing:
    return Crossing(
        kind="function",
        symbol=symbol,
        unit=UNIT,
        path="a.go",
        line=1,
        direction=direction,
        call_sites=1,
        sites_in_loops=loops,
        fields=tuple(
            CrossingField(name="x", type=text, kind=kind, path="a.go", line=1)
            for kind, text in fields.items()
        ),
    )


def state(guard: str = "") -> SharedState:
    return SharedState(
        symbol="n", kind="variable", path="a.go", line=1, readers=1, writers=1, guard=guard
    )


@pytest.mark.parametrize(
    ("found", "states", "quality"),
    [
        ([crossing(plain="int")], [], "clean"),
        ([crossing(error="error", context="context.Context")], [], "clean"),
        ([crossing(str(one)) for one in range(weights.CLEAN_ITEMS)], [], "clean"),
        ([crossing(str(one)) for one in range(weights.CLEAN_ITEMS + 1)], [], "workable"),
        ([crossing(str(one)) for one in range(weights.WORKABLE_ITEMS + 1)], [], "tangled"),
        ([crossing(channel="chan int")], [], "workable"),
        ([crossing(callback="func()")], [], "workable"),
        ([crossing(), crossing("G", "out")], [], "workable"),
        ([crossing(), crossing("G", "out", loops=1)], [], "tangled"),
        ([crossing(loops=2)], [], "workable"),
        ([crossing(state="*sql.Tx")], [], "tangled"),
        ([crossing(interface="Tx")], [], "tangled"),
        ([crossing()], [state()], "workable"),
        ([crossing()], [state()] * (weights.WORKABLE_SHARED + 1), "tangled"),
        ([], [], "workable"),
    ],
)
def test_a_cut_is_as_good_as_its_worst_reason(
    found: Sequence[Crossing], states: Sequence[SharedState], quality: str
) -> None:
    assert judge("go", found, states).quality == quality


def test_a_clean_cut_says_why() -> None:
    assert judge("go", [crossing(plain="int")], []).reasons == ("plain values only, few of them",)


def test_a_cut_is_chatty_where_the_shell_calls_inside_loops() -> None:
    assert judge("go", [crossing(loops=1)], []).is_chatty
    assert not judge("go", [crossing("G", "out", loops=1)], []).is_chatty


def test_the_lock_of_shared_state_is_named() -> None:
    reasons = judge("go", [crossing()], [state("mu"), state()]).reasons

    assert "both sides use n (variable, guarded by mu)" in reasons
    assert "both sides use n (variable, no lock seen)" in reasons


_CALLS = st.lists(st.tuples(st.integers(0, 7), st.integers(0, 7)), max_size=20)
_SIDE = st.frozensets(st.integers(0, 7), min_size=1)


def random_code(calls: Collection[tuple[int, int]]) -> Code:
    called: dict[int, set[str]] = {}
    for caller, callee in calls:
        if caller != callee:
            called.setdefault(caller, set()).add(f"F{callee}")
    return program(
        *(
            Fn(
                f"F{one}",
                " ".join(sorted(called.get(one, ()))),
                lines=5 if one % 2 else 50,
                takes={"x": f"T{one % 3}"},
                writes="n" if one == 5 else "",
            )
            for one in range(8)
        ),
        types={UNIT: [struct("T0", part="T2"), struct("T1", ch="chan T0"), struct("T2")]},
        variables={UNIT: {"n": "int"}},
    )


@given(
    _CALLS,
    st.tuples(st.integers(0, 7), st.integers(0, 7)),
    _SIDE,
    _SIDE,
    st.none() | _SIDE,
)
def test_one_more_call_never_makes_a_cut_of_the_same_members_cheaper(
    calls: list[tuple[int, int]],
    added: tuple[int, int],
    inside: frozenset[int],
    dragged: frozenset[int],
    met: frozenset[int] | None,
) -> None:
    warmth = Warmth(met=met, hottest=min(inside))

    before = border(random_code(calls), inside, dragged=dragged & inside, warmth=warmth)
    after = border(random_code([*calls, added]), inside, dragged=dragged & inside, warmth=warmth)

    assert after.items >= before.items
