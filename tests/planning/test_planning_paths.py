"""Plans of splits: one wave a hot path, what an assumed path means, and a shell by its crates."""

import math

import pytest
from hot_builders import awkward_seam, hot_function, hot_path, measured, seam
from msgspec.structs import replace
from planning_builders import planned, ported, repository

from estimator.model.facts import FileRow, RepositoryFacts
from estimator.model.hotpaths import ApiShell, HotPath, Seam, ShellPart
from estimator.model.plan import Plan, Wave
from estimator.model.source import LineCounts, Role

PATHS = "go-hot-paths-to-rust"
SHELL = "rust-shell-to-go"
EVERY = ("contracts", "oracle", "paths", "dual-run", "cut-over", "removal")


def go(*paths: HotPath) -> RepositoryFacts:
    facts = repository({"app": 20_000, "codec": 9_000}, [("app", "codec")], language="go")
    return replace(facts, hot_paths=measured(*paths) if paths else None)


def path_waves(found: Plan) -> tuple[Wave, ...]:
    return tuple(wave for wave in found.waves if "paths" in wave.parts)


def two_paths() -> Plan:
    first = hot_path(3.0, 5, name="codec.Encoder")
    second = hot_path(2.0, 9, name="store.Tree", units=("store",))
    return planned(go(first, second), PATHS)


def test_each_path_has_a_wave_between_contracts_and_dual_run() -> None:
    found = two_paths()

    assert [wave.title for wave in path_waves(found)] == [
        "Port hot path codec.Encoder",
        "Port hot path store.Tree",
    ]
    assert "contracts" in found.waves[0].parts
    assert "dual-run" in found.waves[3].parts
    assert {part for wave in found.waves for part in wave.parts} == set(EVERY)


def test_no_path_waits_for_another() -> None:
    first, second = path_waves(two_paths())

    assert (first.beside, second.beside) == ((second.id,), (first.id,))
    assert first.after == second.after


def test_the_waves_of_a_split_sum_to_it() -> None:
    found = two_paths()

    assert math.fsum(wave.effort.p50 for wave in found.waves) == found.effort.p50
    for wave in path_waves(found):
        assert math.fsum(unit.effort for unit in wave.units) == wave.effort.p50


def test_paths_that_take_only_days_share_a_wave() -> None:
    paths = [hot_path(0.05, 1, name=f"p{number}") for number in range(3)]

    (wave,) = path_waves(planned(go(*paths), PATHS))

    assert wave.title.startswith("Port 3 hot paths: p0, p1, p2")
    assert wave.width == 3


def test_an_assumed_path_is_called_so_first() -> None:
    found = planned(go(), PATHS)

    assert [wave.title for wave in path_waves(found)] == ["Port the hot path, as assumed"]
    assert found.notes[0].startswith("No hot path is measured or named")
    assert path_waves(found)[0].units == ()


def risks_with(cut: Seam | None) -> list[str]:
    (wave,) = path_waves(planned(go(replace(hot_path(), seam=cut)), PATHS))
    return [risk.text for risk in wave.risks]


def test_a_clean_cut_is_no_risk() -> None:
    assert not [text for text in risks_with(seam()) if "cut" in text]


def test_an_awkward_cut_is_told_with_the_first_reasons_and_its_places() -> None:
    cut = replace(awkward_seam(), quality="tangled", reasons=("a", "b", "c", "d"), is_chatty=True)
    (wave,) = path_waves(planned(go(replace(hot_path(), seam=cut)), PATHS))

    texts = [risk.text for risk in wave.risks]
    assert texts[0] == "The cut is tangled: a; b; c; and 1 more."
    assert wave.risks[0].evidence
    assert any(text.startswith("Calls cross inside loops") for text in texts)
    assert any(text.startswith("Both sides reach into the same state") for text in texts)


def test_a_path_without_a_cut_says_that_nobody_looked() -> None:
    assert any("Nobody looked for the cut" in text for text in risks_with(None))


def test_ledger_entries_of_a_path_are_those_of_its_functions() -> None:
    function = hot_function("Encoder.Encode", path="codec/a.go", line=12)
    facts = go(hot_path(2.0, 5, functions=(function,)))
    row = FileRow(
        path="codec/a.go",
        language="go",
        role=Role.PRODUCT,
        unit="codec",
        lines=LineCounts(code=9_000),
        test_lines=LineCounts(),
        functions=2,
        types=0,
        public_items=1,
        imports=0,
        symbols={"Encoder.Encode": {"go.task.go": 2}, "Other": {"go.task.go": 50}},
    )
    rows = tuple(row if one.path == row.path else one for one in facts.files)

    (wave,) = path_waves(planned(replace(facts, files=rows), PATHS))

    (risk,) = (one for one in wave.risks if one.rule == "GR201")
    assert risk.count == 2
    assert [(site.path, site.line) for site in risk.evidence] == [("codec/a.go", 12)]
    assert risk.effort is None


def shell() -> ApiShell:
    part = ShellPart(
        kind="function",
        part="handlers",
        unit="api",
        symbol="serve",
        path="api/a.rs",
        line=7,
        code_lines=40,
        reason="names a framework",
        rule="shell.handlers",
    )
    return ApiShell(
        language="rust",
        parts=(part,),
        code_lines=9_000,
        core_lines=20_000,
        lines_by_part={"handlers": 9_000},
        lines_by_unit={"api": 6_000, "cli": 3_000},
        seam=seam(7),
    )


def rust(**changes: object) -> RepositoryFacts:
    lines = {"api": 9_000, "cli": 4_000, "core": 20_000}
    facts = repository(lines, [("cli", "api"), ("api", "core")])
    return replace(facts, **changes)


def test_a_shell_moves_crate_by_crate_with_its_own_lines() -> None:
    found = planned(rust(shell=shell()), SHELL)

    units = {unit.name: unit for wave in ported(found) for unit in wave.units}
    assert {name: unit.product_lines for name, unit in units.items()} == {
        "api": 6_000,
        "cli": 3_000,
    }
    assert units["api"].effort == pytest.approx(2 * units["cli"].effort)
    assert units["api"].layer < units["cli"].layer
    assert math.fsum(wave.effort.p50 for wave in found.waves) == found.effort.p50


def test_named_crates_move_whole() -> None:
    crate = hot_path(4.0, 5, basis="declared", name="cli", units=("cli",), share=None)

    found = planned(rust(only=(crate,)), SHELL)

    assert [unit.name for wave in ported(found) for unit in wave.units] == ["cli"]
