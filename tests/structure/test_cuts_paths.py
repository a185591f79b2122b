"""Hot paths as values: ids, names, lines, dependencies, what stays, better cuts, declared ones."""

import re

import pytest
from cuts_builders import SHELL, UNIT, Fn, measured, number, numbers, program, struct, symbols

from estimator.errors import InputError
from estimator.model.hotpaths import HotPath
from estimator.structure.cuts import weights
from estimator.structure.cuts.code import Code
from estimator.structure.cuts.declared import named_functions
from estimator.structure.cuts.paths import LEFT_BEHIND_SHOWN, Surroundings
from estimator.structure.hotpaths import (
    declared_paths,
    excluding,
    measured_paths,
    only,
    static_paths,
)

RENAMED = "example.org/svc/core"


def chess(unit: str = UNIT, *more: Fn) -> Code:
    return program(
        Fn(
            "Engine.Search",
            "Engine.score* log",
            unit=unit,
            receiver="Engine",
            pointer=True,
            takes={"p": "Position"},
            gives=["int"],
            lines=40,
            names="zap.Int errors.New",
        ),
        Fn("Engine.score", "weigh", unit=unit, receiver="Engine", pointer=True, writes="me"),
        Fn("weigh", unit=unit, lines=5),
        Fn("log", unit=SHELL, lines=90),
        Fn("Handle", "Engine.Search", unit=SHELL),
        Fn("Idle", unit=unit),
        *more,
        types={
            unit: [
                struct("Engine", line=10, nodes="int"),
                struct("Position", line=20, fen="string"),
            ]
        },
        imports={"zap": "go.uber.org/zap", "errors": "errors", "conf": "example.org/svc/conf"},
    )


def hot(code: Code) -> HotPath:
    time = measured(code, Engine__Search=0.5, Engine__score=0.3, Handle=0.0)
    (path,) = measured_paths(code, time)
    return path


def test_a_hot_path_is_named_after_what_carries_most() -> None:
    assert hot(chess()).name == "engine.Engine"


def test_a_path_without_a_type_is_named_after_its_function() -> None:
    code = program(Fn("Parse"), Fn("skip", "Parse", lines=90))

    assert measured_paths(code, measured(code, Parse=0.9))[0].name == "engine.Parse"


def test_an_id_depends_on_unit_and_symbol_only() -> None:
    more = chess(UNIT, Fn("Later", lines=70))

    assert hot(chess()).id == hot(more).id
    assert re.fullmatch(r"hp-[0-9a-f]{6}", hot(chess()).id)


def test_renaming_a_package_moves_the_id_and_nothing_else() -> None:
    before, after = hot(chess()), hot(chess(RENAMED))

    assert before.id != after.id
    assert [one.symbol for one in before.functions] == [one.symbol for one in after.functions]
    assert [one.symbol for one in before.dragged] == [one.symbol for one in after.dragged]
    assert before.seam is not None
    assert after.seam is not None
    assert [one.symbol for one in before.seam.crossings] == [
        one.symbol for one in after.seam.crossings
    ]


def test_ids_of_one_description_are_distinct() -> None:
    code = program(Fn("T.A", receiver="T"), Fn("T.B", receiver="T"), types={UNIT: [struct("T")]})

    found = declared_paths(code, ["T", "T.A", "T.B"])

    assert len({one.id for one in found}) == 3


def test_members_come_with_their_shares_most_time_first() -> None:
    found = hot(chess()).functions

    assert [(one.symbol, one.nearest) for one in found] == [
        ("Engine.Search", 0.5),
        ("Engine.score", 0.3),
    ]


def test_the_share_is_that_of_all_that_moves() -> None:
    assert hot(chess()).share == pytest.approx(0.8)


def test_lines_are_those_of_functions_and_of_the_types_that_only_they_name() -> None:
    assert hot(chess()).code_lines == 40 + 12 + 2 * 4


def test_dragged_lines_are_those_of_dragged_functions_and_shared_types() -> None:
    code = chess(UNIT, Fn("Load", unit=SHELL, names="engine.Position"))

    found = hot(code)

    assert found.dragged_types == ("Position",)
    assert (found.dragged_lines, [one.symbol for one in found.dragged]) == (5 + 4, ["weigh"])


def test_entry_points_are_what_code_outside_calls() -> None:
    assert hot(chess()).entry_points == ("engine.Engine.Search",)


def test_dependencies_are_external_packages_only() -> None:
    found = measured_paths(
        chess(UNIT),
        measured(chess(UNIT), Engine__Search=1.0),
        surroundings=Surroundings(modules=("example.org/svc",)),
    )

    assert found[0].dependencies == ("go.uber.org/zap",)


def test_dependencies_of_rust_are_crates() -> None:
    code = program(
        Fn("run", names="Value"),
        imports={"Value": "serde_json::Value", "Arc": "std::sync::Arc"},
        language="rust",
    )

    assert declared_paths(code, ["run"])[0].dependencies == ("serde_json",)


def test_what_stays_in_the_unit_is_left_behind() -> None:
    found = hot(chess())

    assert (found.left_behind, found.left_behind_total) == (("engine.Idle",), 1)


def test_a_long_list_of_what_stays_is_cut_and_counted_whole() -> None:
    code = program(Fn("A"), *(Fn(f"B{one:02}") for one in range(60)))

    found = declared_paths(code, ["A"])[0]

    assert (len(found.left_behind), found.left_behind_total) == (LEFT_BEHIND_SHOWN, 60)


def test_a_contract_that_names_what_crosses_is_found() -> None:
    code = chess()
    around = Surroundings(contracts={"api.proto": ["search", "Stop"], "other.proto": ["Stop"]})

    found = measured_paths(code, measured(code, Engine__Search=1.0), surroundings=around)

    assert found[0].seam is not None
    assert found[0].seam.contracts == ("api.proto",)


def test_static_paths_have_no_share_and_no_figures() -> None:
    code = chess()

    (found,) = static_paths(code, numbers(code, "Engine.Search Engine.score"))

    assert (found.basis, found.share) == ("candidate (static)", None)
    assert {one.nearest for one in found.functions} == {None}


def test_a_declared_path_has_a_share_where_there_is_a_profile() -> None:
    code = chess()

    (found,) = declared_paths(code, ["Engine"], time=measured(code, Engine__Search=0.25))

    assert (found.basis, found.share) == ("declared", 0.25)


def test_a_declared_path_keeps_what_a_person_named_together() -> None:
    code = program(Fn("A"), Fn("B"))

    (found,) = declared_paths(code, [UNIT])

    assert [one.symbol for one in found.functions] == ["A", "B"]


def test_a_unit_alone_drags_nothing_and_leaves_its_boundary() -> None:
    (found,) = only(chess(), [UNIT])

    assert found.dragged == ()
    assert found.seam is not None
    assert [(one.symbol, one.direction) for one in found.seam.crossings] == [
        ("log", "out"),
        ("Engine.Search", "in"),
        ("Position", "in"),
    ]


def test_a_unit_that_does_not_exist_is_an_error_with_a_hint() -> None:
    with pytest.raises(InputError, match="no unit is called 'engin'") as caught:
        only(chess(), ["engin"])

    assert "engine" in caught.value.hint


def test_what_is_excluded_neither_moves_nor_leads() -> None:
    code = excluding(chess(), ["Engine.score"])

    (found,) = measured_paths(code, measured(code, Engine__Search=0.5, Engine__score=0.4))

    assert [one.symbol for one in found.functions] == ["Engine.Search"]
    assert "Engine.score" not in [one.symbol for one in found.dragged]


def test_excluded_candidates_lead_to_no_path() -> None:
    code = excluding(chess(), ["Engine"])

    assert static_paths(code, numbers(code, "Engine.Search")) == ()


def test_a_path_that_is_both_named_and_excluded_is_an_error() -> None:
    with pytest.raises(InputError, match="both named and excluded"):
        declared_paths(excluding(chess(), ["Engine"]), ["Engine"])


@pytest.mark.parametrize(
    ("text", "found"),
    [
        (UNIT, ["Engine.Search", "Engine.score", "Idle", "weigh"]),
        ("engine", ["Engine.Search", "Engine.score", "Idle", "weigh"]),
        ("svc/engine", ["Engine.Search", "Engine.score", "Idle", "weigh"]),
        ("./engine/code.go", ["Engine.Search", "Engine.score", "Idle", "weigh"]),
        ("api/", ["Handle", "log"]),
        ("Engine", ["Engine.Search", "Engine.score"]),
        ("Engine.score", ["Engine.score"]),
        ("engine.Engine.score", ["Engine.score"]),
        (f"{UNIT}.weigh", ["weigh"]),
    ],
)
def test_a_path_may_be_a_package_a_file_or_a_symbol(text: str, found: list[str]) -> None:
    code = chess()

    assert symbols(code, named_functions(code, text)) == found


def test_a_name_of_nothing_is_an_error_with_what_comes_near() -> None:
    with pytest.raises(InputError, match=r"is called 'Engine\.Serch'") as caught:
        named_functions(chess(), "Engine.Serch")

    assert "Engine.Search" in caught.value.hint


def test_a_name_far_from_everything_gets_a_hint_of_the_form() -> None:
    with pytest.raises(InputError) as caught:
        named_functions(chess(), "#####")

    assert "Type.Method" in caught.value.hint


def test_a_last_part_of_two_units_is_not_guessed() -> None:
    code = program(Fn("A", unit="a/db"), Fn("B", unit="b/db"))

    with pytest.raises(InputError, match="may be any of 2 units"):
        named_functions(code, "db")


def test_a_caller_that_hides_several_entries_is_proposed_to_come_too() -> None:
    code = program(
        Fn("A", lines=30),
        Fn("B", lines=30),
        Fn("C", "A B", lines=5),
        Fn("Step", "A B C", unit=SHELL, lines=5),
        Fn("Handle", "Step", unit=SHELL),
    )

    (found,) = declared_paths(code, [UNIT])

    assert found.seam is not None
    assert found.seam.better is not None
    assert found.seam.better.pulled_in == ("api.Step",)
    assert (found.seam.better.items_before, found.seam.better.items_after) == (3, 1)
    assert found.seam.better.lines_added == 5


def test_a_cold_member_that_only_calls_out_is_proposed_to_stay() -> None:
    code = program(
        Fn("A", lines=30),
        Fn("B", "A L1 L2", lines=5),
        Fn("L1", unit=SHELL, lines=300),
        Fn("L2", unit=SHELL, lines=300),
        Fn("Handle", "B", unit=SHELL),
    )
    time = measured(code, A=0.9)

    (found,) = declared_paths(code, [UNIT], time=time)

    assert found.seam is not None
    assert found.seam.better is not None
    assert found.seam.better.pushed_out == ("engine.B",)


def test_what_nothing_calls_is_never_proposed_to_come() -> None:
    code = program(Fn("A"), Fn("B"), Fn("Handle", "A B", unit=SHELL, lines=2))

    (found,) = declared_paths(code, [UNIT])

    assert found.seam is not None
    assert found.seam.better is None


def test_moves_stop_where_they_no_longer_lower_the_crossing() -> None:
    code = program(
        Fn("A"), Fn("Long", "A", unit=SHELL, lines=900), Fn("Handle", "Long", unit=SHELL)
    )

    (found,) = declared_paths(code, [UNIT])

    assert found.seam is not None
    assert found.seam.better is None


def test_a_better_cut_moves_a_few_functions_only(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(weights, "MOVES", 1)
    pairs = [Fn(f"S{one}", f"A{one} B{one}", unit=SHELL, lines=1) for one in range(3)]
    inner = [Fn(f"{name}{one}") for one in range(3) for name in "AB"]
    code = program(*inner, *pairs, Fn("Handle", "S0 S1 S2", unit=SHELL))

    (found,) = declared_paths(code, [UNIT])

    assert found.seam is not None
    assert found.seam.better is not None
    assert len(found.seam.better.pulled_in) == 1


def test_a_nameless_root_unit_leaves_no_dot_in_names() -> None:
    code = program(Fn("Run", unit="."))

    (found,) = declared_paths(code, ["Run"])

    assert (found.name, code.label(number(code, "Run"))) == ("Run", "Run")
