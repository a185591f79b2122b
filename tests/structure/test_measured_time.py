"""Samples and functions into shares: flat, nearest, cumulative."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from measured_builders import go_code, go_function, profile_of, rust_code, rust_function

from estimator.model.profile import Frame, MeasuredTime, TimeKind
from estimator.structure.ceiling import ceiling, speedup
from estimator.structure.hottest import flat_time, hottest
from estimator.structure.measured import match

UNIT = "example.com/tool/work"
A, B, C = (go_function(name, line=line) for name, line in (("A", 10), ("B", 30), ("C", 50)))
D = go_function("D", unit="example.com/tool/api", path="api/api.go", package="api")
FUNCTIONS = (A, B, C, D)
OWN = [f"{UNIT}.A", f"{UNIT}.B", f"{UNIT}.C", "example.com/tool/api.D", f"{UNIT}.Gone"]
OTHERS = ["runtime.mallocgc", "fmt.Sprint", "github.com/x/y.F", "syscall.Syscall", "x_cgo_f"]
STACKS = st.dictionaries(
    st.lists(st.sampled_from(OWN + OTHERS), min_size=1, max_size=6).map(tuple),
    st.integers(1, 100),
    min_size=1,
    max_size=12,
)


def measured(stacks: dict[tuple[str, ...], float]) -> MeasuredTime:
    return match(profile_of(dict(stacks.items())), FUNCTIONS, go_code(*FUNCTIONS))


def shares(time: MeasuredTime, symbol: str) -> tuple[float, float, float]:
    found = next(each for each in time.functions if each.symbol == symbol)
    return found.flat, found.nearest, found.cumulative


def test_flat_nearest_and_cumulative_are_told_apart() -> None:
    time = measured(
        {
            ("runtime.mallocgc", f"{UNIT}.A", f"{UNIT}.B"): 30,
            (f"{UNIT}.A", f"{UNIT}.B"): 20,
            (f"{UNIT}.B",): 10,
            ("syscall.Syscall", "net.Read"): 40,
        }
    )

    assert shares(time, "A") == (0.2, 0.5, 0.5)
    assert shares(time, "B") == (0.1, 0.1, 0.6)
    assert [time.own_flat, time.own_nearest] == pytest.approx([0.3, 0.6])
    assert time.kinds == {
        TimeKind.OWN: 0.3,
        TimeKind.ALLOCATION: 0.3,
        TimeKind.SYSCALL: 0.4,
    }


def test_recursion_counts_once() -> None:
    time = measured({(f"{UNIT}.A", f"{UNIT}.B", f"{UNIT}.A", f"{UNIT}.A"): 5})

    assert shares(time, "A") == (1.0, 1.0, 1.0)
    assert [(call.caller, call.callee, call.share) for call in time.calls] == [
        (0, 1, 1.0),
        (1, 0, 1.0),
    ]


def test_files_and_units_count_a_stack_once() -> None:
    time = measured({(f"{UNIT}.A", f"{UNIT}.B", "example.com/tool/api.D"): 3, ("fmt.Sprint",): 1})

    assert [(unit.name, unit.cumulative) for unit in time.units] == [
        (UNIT, 0.75),
        ("example.com/tool/api", 0.75),
    ]
    assert [(file.name, file.nearest) for file in time.files] == [
        ("work/work.go", 0.75),
        ("api/api.go", 0.0),
    ]


def test_the_call_path_is_that_of_the_heaviest_stack() -> None:
    time = measured(
        {
            ("fmt.Sprint", f"{UNIT}.A", "net/http.serve", f"{UNIT}.B", "example.com/tool/api.D"): 3,
            (f"{UNIT}.A", f"{UNIT}.C"): 2,
        }
    )

    assert time.functions[0].call_path == ("D", "B", "A")


def test_time_on_behalf_of_a_function_is_told_by_kind() -> None:
    time = measured({("runtime.mallocgc", f"{UNIT}.A"): 1, (f"{UNIT}.A",): 3})

    assert time.functions[0].kinds == {TimeKind.OWN: 0.75, TimeKind.ALLOCATION: 0.25}


def test_what_is_not_found_lowers_the_match_rate_and_is_named() -> None:
    time = measured({(f"{UNIT}.Gone", f"{UNIT}.A"): 1, ("fmt.Sprint", f"{UNIT}.A"): 3})

    assert (time.match_rate, time.match_rate_flat) == (0.75, 0.0)
    assert [(each.symbol, each.share) for each in time.unmatched] == [(f"{UNIT}.Gone", 0.25)]
    assert shares(time, "A") == (0.0, 0.75, 1.0)


def test_a_profile_without_own_code_matches_nothing() -> None:
    time = measured({("fmt.Sprint",): 1, (): 1})

    assert (time.own_nearest, time.match_rate, time.line_agreement) == (0.0, 1.0, 1.0)
    assert time.functions == ()
    assert time.kinds == {TimeKind.STANDARD: 0.5, TimeKind.UNKNOWN: 0.5}


def test_lines_that_moved_lower_the_agreement_only() -> None:
    frames = [Frame(symbol=f"{UNIT}.A", path="/x/work/work.go", line=line) for line in (12, 400)]
    profile = profile_of({(frames[0],): 3, (frames[1],): 1})

    time = match(profile, FUNCTIONS, go_code(*FUNCTIONS))

    assert (time.match_rate, time.line_agreement) == (1.0, 0.75)


def test_rust_is_matched_alike() -> None:
    function = rust_function("Client::send", path="src/net.rs")
    profile = profile_of({("memcpy", "core::slice::copy", "tool::net::Client::send", "main"): 4})

    time = match(profile, (function,), rust_code(function))

    assert time.functions[0].nearest == 1.0
    assert time.kinds == {TimeKind.MOVING: 1.0}


@given(STACKS)
def test_shares_are_ordered_and_sum_up(stacks: dict[tuple[str, ...], float]) -> None:
    time = measured(stacks)

    assert sum(time.kinds.values()) == pytest.approx(1.0)
    groups = time.shares
    assert groups.own + groups.runtime + groups.system + groups.libraries == pytest.approx(1.0)
    for each in time.functions:
        assert 0 <= each.flat <= each.nearest + 1e-12
        assert each.nearest <= each.cumulative + 1e-12
        assert sum(each.kinds.values()) == pytest.approx(each.nearest)
    found = time.own_nearest * time.match_rate
    assert sum(each.nearest for each in time.functions) == pytest.approx(found)


@given(STACKS, st.integers(2, 1000))
def test_scaling_a_profile_changes_nothing(
    stacks: dict[tuple[str, ...], float], factor: int
) -> None:
    one = measured(stacks)
    scaled = measured({stack: value * factor for stack, value in stacks.items()})

    assert [each.symbol for each in one.functions] == [each.symbol for each in scaled.functions]
    for left, right in zip(one.functions, scaled.functions, strict=True):
        assert (left.flat, left.nearest) == pytest.approx((right.flat, right.nearest))


@given(STACKS)
def test_the_order_of_stacks_changes_no_order_of_functions(
    stacks: dict[tuple[str, ...], float],
) -> None:
    turned = dict(reversed(stacks.items()))

    assert measured(stacks) == measured(turned)


@given(STACKS, st.sampled_from(["A", "B", "C", "D"]), st.integers(1, 50))
def test_more_samples_in_a_function_never_lower_its_rank(
    stacks: dict[tuple[str, ...], float], symbol: str, more: int
) -> None:
    full = next(name for name in OWN if name.endswith(f".{symbol}"))
    before = _rank({**stacks, (full,): stacks.get((full,), 0) + 1}, symbol)
    after = _rank({**stacks, (full,): stacks.get((full,), 0) + 1 + more}, symbol)

    assert after <= before


def _rank(stacks: dict[tuple[str, ...], float], symbol: str) -> int:
    return [each.symbol for each in measured(stacks).functions].index(symbol)


@pytest.mark.parametrize(
    ("share", "times", "whole"),
    [(0.5, 2.0, 4 / 3), (0.5, float("inf"), 2.0), (0.0, 10.0, 1.0), (1.0, 4.0, 4.0)],
)
def test_amdahls_law(share: float, times: float, whole: float) -> None:
    assert speedup(share, times) == pytest.approx(whole)


def test_all_of_the_time_taken_away_has_no_bound() -> None:
    assert speedup(1.0, float("inf")) == float("inf")


def test_a_ceiling_counts_own_code_and_runtime_only() -> None:
    time = measured(
        {
            (f"{UNIT}.A",): 30,
            ("runtime.mallocgc", f"{UNIT}.A"): 20,
            ("syscall.Syscall", f"{UNIT}.A"): 40,
            ("fmt.Sprint", f"{UNIT}.A"): 10,
        }
    )

    found = ceiling(time.functions)

    assert (found.own, found.runtime, found.system, found.libraries) == (0.3, 0.2, 0.4, 0.1)
    assert found.share == pytest.approx(1.0)
    assert [found.most, found.doubled] == pytest.approx([2.0, 4 / 3])
    assert found.most is not None
    assert found.tenfold < found.most


def test_the_hottest_functions_are_the_fewest() -> None:
    time = measured({(f"{UNIT}.A",): 70, (f"{UNIT}.B",): 20, ("fmt.Sprint", f"{UNIT}.C"): 10})

    assert [each.symbol for each in hottest(time.functions, 0.8)] == ["A", "B"]
    assert [each.symbol for each in hottest(time.functions, 0.7)] == ["A"]
    assert [each.symbol for each in hottest(time.functions, 1.0, time=flat_time)] == ["A", "B"]
    assert hottest((), 0.8) == ()


@pytest.mark.parametrize("language", ["go", "rust"])
@given(
    stacks=st.dictionaries(
        st.lists(st.text("atol:<>{}()&*. /[]_#", max_size=25), max_size=4).map(tuple),
        st.integers(1, 9),
        min_size=1,
        max_size=6,
    )
)
def test_any_symbols_are_matched_or_not(
    language: str, stacks: dict[tuple[str, ...], float]
) -> None:
    rust = rust_function("Client::send", path="src/net.rs")
    own = go_code(*FUNCTIONS) if language == "go" else rust_code(rust)

    time = match(profile_of(dict(stacks.items())), (*FUNCTIONS, rust), own)

    assert sum(time.kinds.values()) == pytest.approx(1.0)
