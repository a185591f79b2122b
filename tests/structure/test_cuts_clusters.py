"""Clusters: what is joined, what is dragged along, how many are needed."""

import pytest
from cuts_builders import SHELL, UNIT, Fn, measured, number, numbers, program, struct, symbols
from hypothesis import given
from hypothesis import strategies as st

from estimator.structure.cuts import weights
from estimator.structure.cuts.clusters import Cluster, Measured, grown, hottest, measured_clusters
from estimator.structure.cuts.code import Code
from estimator.structure.cuts.dragging import drag
from estimator.structure.cuts.joining import is_connected, join

OTHER = "example.org/svc/wire"


def joined(code: Code, seeds: str) -> list[list[str]]:
    return [symbols(code, group) for group in join(code, numbers(code, seeds))]


def dragged(code: Code, members: str, *met: str) -> list[str]:
    cumulative = {number(code, symbol): 0.1 for symbol in met}
    return symbols(code, drag(code, numbers(code, members), cumulative).functions)


def test_a_caller_and_its_callee_are_joined() -> None:
    assert joined(program(Fn("A", "B"), Fn("B")), "A B") == [["A", "B"]]


def test_functions_without_a_connection_stay_apart() -> None:
    assert joined(program(Fn("A"), Fn("B")), "A B") == [["A"], ["B"]]


def test_a_short_function_between_two_hot_ones_joins_them() -> None:
    code = program(Fn("A", "Mid"), Fn("Mid", "B", lines=weights.BRIDGE_LINES), Fn("B"))

    assert joined(code, "A B") == [["A", "B", "Mid"]]


def test_a_long_function_between_two_hot_ones_keeps_them_apart() -> None:
    code = program(Fn("A", "Mid"), Fn("Mid", "B", lines=weights.BRIDGE_LINES + 1), Fn("B"))

    assert joined(code, "A B") == [["A"], ["B"]]


def test_two_calls_between_two_hot_functions_are_too_far() -> None:
    code = program(Fn("A", "M1"), Fn("M1", "M2"), Fn("M2", "B"), Fn("B"))

    assert joined(code, "A B") == [["A"], ["B"]]


def test_a_common_caller_joins_nothing() -> None:
    code = program(Fn("Handler", "A B"), Fn("A"), Fn("B"))

    assert joined(code, "A B") == [["A"], ["B"]]


def test_a_common_callee_joins_its_callers() -> None:
    code = program(Fn("A", "Shared"), Fn("B", "Shared"), Fn("Shared"))

    assert joined(code, "A B") == [["A", "B", "Shared"]]


def test_methods_of_one_type_are_joined() -> None:
    code = program(
        Fn("T.A", receiver="T"), Fn("T.B", receiver="T"), types={UNIT: [struct("T", n="int")]}
    )

    assert joined(code, "T.A T.B") == [["T.A", "T.B"]]


def test_a_function_that_takes_an_object_is_joined_with_its_methods() -> None:
    code = program(
        Fn("T.A", receiver="T"),
        Fn("B", takes={"t": "*T"}),
        types={UNIT: [struct("T", mu="sync.Mutex")]},
    )

    assert joined(code, "T.A B") == [["B", "T.A"]]


def test_a_function_that_takes_plain_data_is_not_joined_with_its_methods() -> None:
    code = program(
        Fn("T.A", receiver="T"), Fn("B", takes={"t": "T"}), types={UNIT: [struct("T", n="int")]}
    )

    assert joined(code, "T.A B") == [["T.A"], ["B"]]


def test_a_call_that_may_reach_many_functions_joins_nothing() -> None:
    code = program(Fn("A", f"B?{weights.SURE_TARGETS + 1}"), Fn("B"))

    assert joined(code, "A B") == [["A"], ["B"]]


def test_groups_that_share_what_lies_between_become_one() -> None:
    code = program(Fn("A", "M"), Fn("B", "M"), Fn("C", "M"), Fn("M", "D"), Fn("D"))

    assert joined(code, "A B C D") == [["A", "B", "C", "D", "M"]]


def test_a_short_callee_moves_along() -> None:
    assert dragged(program(Fn("A", "B"), Fn("B", lines=weights.CALL_OUT - 1)), "A") == ["B"]


def test_a_long_cold_callee_stays() -> None:
    assert dragged(program(Fn("A", "B"), Fn("B", lines=weights.CALL_OUT + 1)), "A") == []


def test_a_long_callee_that_samples_met_moves_along() -> None:
    code = program(Fn("A", "B"), Fn("B", lines=weights.CALL_OUT + 1))

    assert dragged(code, "A", "B") == ["B"]


def test_what_a_callee_needs_is_weighed_with_it() -> None:
    code = program(Fn("A", "B"), Fn("B", "C", lines=10), Fn("C", lines=1000))

    assert dragged(code, "A") == []


def test_a_callee_that_two_members_need_is_moved_once() -> None:
    long = weights.CALL_OUT - 5
    code = program(
        Fn("A", "B C"), Fn("B", "D", lines=3), Fn("C", "D", lines=3), Fn("D", lines=long)
    )

    assert dragged(code, "A") == ["B", "C", "D"]


def test_a_callee_that_writes_shared_state_stays() -> None:
    code = program(
        Fn("A", "B"), Fn("B", writes="seen"), variables={UNIT: {"seen": "map[string]int"}}
    )

    assert dragged(code, "A") == []


def test_without_a_profile_a_callee_inside_a_loop_counts_as_hot() -> None:
    code = program(Fn("A", "B*"), Fn("B", lines=weights.CALL_OUT + 1))

    assert symbols(code, drag(code, numbers(code, "A")).functions) == ["B"]


def test_a_long_callee_that_calls_a_member_itself_moves_along() -> None:
    code = program(Fn("A", "B"), Fn("B", "A", lines=weights.CALL_OUT + 1))

    assert dragged(code, "A") == ["B"]


def test_what_a_person_excluded_stays() -> None:
    code = program(Fn("A", "B"), Fn("B", lines=3))
    code = code._replace(staying=frozenset(numbers(code, "B")))

    assert dragged(code, "A") == []


def test_what_lies_beyond_the_region_stays(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(weights, "REGION", 1)
    code = program(Fn("A", "B"), Fn("B", "C", lines=3), Fn("C", lines=3))

    assert dragged(code, "A") == []


def test_a_cluster_that_drags_another_along_becomes_one_with_it() -> None:
    code = program(
        Fn("A", "M1"), Fn("M1", "M2", lines=5), Fn("M2", "B", lines=5), Fn("B", lines=20)
    )

    assert [symbols(code, one.members) for one in grown(code, numbers(code, "A B"))] == [
        ["A", "B", "M1", "M2"]
    ]


def test_the_constructor_of_a_moved_object_is_a_member() -> None:
    code = program(
        Fn("T.A", receiver="T"),
        Fn("NewT", gives=["*T"]),
        Fn("Lookup", unit=SHELL, gives=["*engine.T"]),
        types={UNIT: [struct("T", mu="sync.Mutex")]},
    )

    assert [symbols(code, one.members) for one in grown(code, numbers(code, "T.A"))] == [
        ["NewT", "T.A"]
    ]


def test_an_object_whose_methods_mostly_stay_is_made_where_it_was() -> None:
    code = program(
        Fn("T.A", receiver="T", lines=10),
        Fn("T.B", receiver="T", lines=30),
        Fn("NewT", gives=["*T"]),
        types={UNIT: [struct("T", mu="sync.Mutex")]},
    )

    assert [symbols(code, one.members) for one in grown(code, numbers(code, "T.A"))] == [["T.A"]]


def test_the_smallest_set_of_functions_with_a_share_is_found() -> None:
    code = program(Fn("A"), Fn("B"), Fn("C"))

    found = hottest(code, measured(code, A=0.5, B=0.3, C=0.2).nearest, share=0.8)

    assert [code.functions[one].symbol for one in found] == ["A", "B"]


def test_clusters_are_taken_until_they_hold_the_share() -> None:
    code = program(Fn("A"), Fn("B"), Fn("C"))

    found = measured_clusters(code, measured(code, A=0.5, B=0.35, C=0.15), share=0.8)

    assert [(symbols(code, one.members), one.share) for one in found] == [
        (["A"], 0.5),
        (["B"], 0.35),
    ]


def test_dragged_functions_count_for_the_share_only_once() -> None:
    code = program(Fn("A", "S"), Fn("B", "S"), Fn("S", lines=1), Fn("C"))
    time = measured(code, A=0.35, B=0.3, S=0.0, C=0.35)

    found = measured_clusters(code, time, share=1.0)

    assert sorted(symbols(code, one.members) for one in found) == [["A", "B", "S"], ["C"]]


def test_nothing_measured_gives_no_cluster() -> None:
    assert measured_clusters(program(Fn("A")), Measured({}, {}, {})) == ()


def test_a_chain_of_thousands_of_calls_needs_no_deep_recursion() -> None:
    length = 3000
    chain = [Fn(f"F{one}", f"F{one + 1}", lines=1) for one in range(length)]
    code = program(*chain, Fn(f"F{length}", lines=1))

    (found,) = grown(code, [0])

    assert found.dragged == ()


_CALLS = st.lists(st.tuples(st.integers(0, 9), st.integers(0, 9), st.booleans()), max_size=25)
_SHARES = st.dictionaries(st.integers(0, 9), st.floats(0.01, 1.0), min_size=1, max_size=6)


def random_program(calls: list[tuple[int, int, bool]], unit: str = UNIT) -> Code:
    lines = (5, 30, 70, 10, 200, 8, 45, 12, 90, 25)
    called: dict[int, list[str]] = {}
    for caller, callee, looped in calls:
        if caller != callee:
            called.setdefault(caller, []).append(f"F{callee}{'*' * looped}")
    return program(
        *(
            Fn(f"F{one}", " ".join(dict.fromkeys(called.get(one, ()))), lines=lines[one], unit=unit)
            for one in range(10)
        )
    )


def random_time(shares: dict[int, float]) -> Measured:
    return Measured(flat=shares, nearest=shares, cumulative=shares)


def clusters_of(code: Code, shares: dict[int, float]) -> tuple[Cluster, ...]:
    return measured_clusters(code, random_time(shares))


@given(_CALLS, _SHARES)
def test_a_cluster_is_connected_through_its_own_members(
    calls: list[tuple[int, int, bool]], shares: dict[int, float]
) -> None:
    code = random_program(calls)

    assert all(is_connected(code, one.members) for one in clusters_of(code, shares))


@given(_CALLS, _SHARES)
def test_clusters_hold_the_share_and_one_fewer_would_not(
    calls: list[tuple[int, int, bool]], shares: dict[int, float]
) -> None:
    found = clusters_of(random_program(calls), shares)

    inside = frozenset().union(*(one.inside for one in found))
    fewer = frozenset().union(*(one.inside for one in found[:-1]))
    held = [sum(shares.get(one, 0.0) for one in side) for side in (inside, fewer)]
    wanted = 0.8 * sum(shares.values())
    assert held[0] >= wanted - 1e-6
    assert held[1] < wanted


@given(_CALLS, _SHARES)
def test_no_function_is_a_member_of_two_clusters(
    calls: list[tuple[int, int, bool]], shares: dict[int, float]
) -> None:
    members = [one for found in clusters_of(random_program(calls), shares) for one in found.members]

    assert len(members) == len(set(members))


@given(_CALLS, _SHARES)
def test_scaling_all_samples_changes_no_cluster(
    calls: list[tuple[int, int, bool]], shares: dict[int, float]
) -> None:
    code = random_program(calls)
    scaled = {one: share / 4 for one, share in shares.items()}

    assert [one.members for one in clusters_of(code, scaled)] == [
        one.members for one in clusters_of(code, shares)
    ]


@given(_CALLS, st.tuples(st.integers(0, 9), st.integers(0, 9)))
def test_one_more_call_never_makes_dragging_cheaper(
    calls: list[tuple[int, int, bool]], added: tuple[int, int]
) -> None:
    before = drag(random_program(calls), (0, 1))
    after = drag(random_program([*calls, (*added, False)]), (0, 1))

    assert after.cost >= before.cost
