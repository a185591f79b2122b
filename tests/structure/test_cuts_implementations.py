"""What moved code may call through interfaces besides what is known to cross."""

from cuts_builders import SHELL, UNIT, Fn, Graph, numbers, program, struct, symbols

from estimator.structure.cuts.clusters import Cluster, Measured
from estimator.structure.cuts.code import Code
from estimator.structure.cuts.implementations import perhaps_called
from estimator.structure.cuts.paths import describe

TYPES = {UNIT: [struct("Ball", r="int"), struct("Box", a="int"), struct("Ring", d="int")]}


def named(code: Code, inside: str, met: str | None = None) -> list[str]:
    known = None if met is None else frozenset(numbers(code, met))
    return symbols(code, perhaps_called(code, numbers(code, inside), known))


def test_implementations_that_no_sample_met_may_be_called() -> None:
    code = program(
        Fn("March", "Ball.Dist?2 Box.Dist?2"),
        Fn("Ball.Dist", receiver="Ball"),
        Fn("Box.Dist", receiver="Box"),
        types=TYPES,
    )

    assert named(code, "March Ball.Dist", "March Ball.Dist") == ["Box.Dist"]


def test_too_many_implementations_to_count_may_be_called() -> None:
    code = program(Fn("March", "Box.Dist?9"), Fn("Box.Dist", receiver="Box"), types=TYPES)

    assert named(code, "March") == ["Box.Dist"]


def test_what_crosses_as_a_call_back_is_not_named_again() -> None:
    code = program(
        Fn("March", "Box.Dist?2 Plain"), Fn("Box.Dist", receiver="Box"), Fn("Plain"), types=TYPES
    )

    assert named(code, "March") == []


def guessed(*functions: Fn) -> Code:
    """Take the calls of the first function for guesses by name."""
    code = program(*functions, types=TYPES)
    assert isinstance(code.graph, Graph)
    code.graph.down[0] = [call._replace(is_guess=True) for call in code.graph.callees(0)]
    return code


def test_a_guess_by_name_is_nothing_by_itself() -> None:
    code = guessed(Fn("March", "Box.Dist?2"), Fn("Box.Dist", receiver="Box"))

    assert named(code, "March") == []


def test_a_guess_by_name_counts_where_a_moved_type_confirms_it() -> None:
    code = guessed(
        Fn("March", "Ball.Dist?2 Box.Dist?2 Ball.Fast?2 Box.Fast?2 Ring.Len?2"),
        *(Fn(f"{one}.Dist", receiver=one) for one in ("Ball", "Box")),
        *(Fn(f"{one}.Fast", receiver=one) for one in ("Ball", "Box")),
        Fn("Ring.Len", receiver="Ring"),
    )

    found = named(code, "March Ball.Dist", "March Ball.Dist")

    assert found == ["Ball.Fast", "Box.Dist", "Box.Fast"]


def test_variants_of_a_moved_function_for_other_platforms_are_no_further_calls() -> None:
    code = program(Fn("Walk", "Stat?9 Stat_other?9"), Fn("Stat"), Fn("Stat_other"))
    twins = code._replace(twins={2: 1})

    assert named(code, "Walk Stat") == ["Stat_other"]
    assert named(twins, "Walk Stat") == []


def test_the_cut_says_what_may_be_called() -> None:
    code = program(
        Fn("March", "Ball.Dist?4 Box.Dist?4 Ring.Dist?4"),
        *(Fn(f"{one}.Dist", receiver=one) for one in ("Ball", "Box", "Ring")),
        Fn("S", "March", unit=SHELL),
        types=TYPES,
    )
    cluster = Cluster(numbers(code, "March Ball.Dist"), (), 1.0)
    share = dict.fromkeys(cluster.members, 0.5)

    (path,) = describe(code, [cluster], basis="measured", time=Measured(share, share, share))

    assert path.seam is not None
    assert (
        "through interfaces it may also call 2 functions of the shell"
        " (engine.Box.Dist, engine.Ring.Dist): those move too, or are called back"
    ) in path.seam.reasons
