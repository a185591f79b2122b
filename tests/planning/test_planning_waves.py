"""Plans of whole ports: what comes first, what it takes, and that nothing is lost or twice."""

import math

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec.structs import replace
from planning_builders import planned, ported, repository, rules, wave_of

from estimator.errors import InputError, RuleFileError
from estimator.model.plan import Plan
from estimator.pipeline import estimate, plan
from estimator.planning.waves import build_plan
from estimator.rulebook.stages import stages_for

LINES = {"app": 6_000, "core": 9_000, "log": 3_000, "net": 8_000, "wire": 4_000}
EDGES = [("app", "net"), ("app", "core"), ("net", "wire"), ("core", "log"), ("wire", "log")]
NAMES = ("alpha", "beta", "delta", "epsilon", "gamma", "kappa", "lambda", "omega")
UNITS = st.dictionaries(st.sampled_from(NAMES), st.integers(50, 9_000), min_size=1)
USES = st.lists(st.tuples(st.sampled_from(NAMES), st.sampled_from(NAMES)), max_size=16)


def texts(found: Plan, part: str) -> list[str]:
    return [
        text
        for wave in found.waves
        if part in wave.parts
        for text in (*wave.entry, *wave.exit, *(risk.text for risk in wave.risks))
    ]


def test_contracts_and_oracle_come_first_and_removal_last() -> None:
    large = {name: 3 * lines for name, lines in LINES.items()}

    parts = [wave.parts for wave in planned(repository(large, EDGES)).waves]

    assert parts[0] == ("contracts",)
    assert parts[1] == ("oracle",)
    assert parts[-1][-1] == "removal"
    assert {part for one in parts[2:-2] for part in one} == {"units"}


def test_leaves_come_before_what_uses_them() -> None:
    found = wave_of(planned(repository(LINES, EDGES)))

    assert all(found[source] > found[target] for source, target in EDGES)


def test_a_small_repository_has_three_waves() -> None:
    found = planned(repository({"tool": 900}))

    assert [wave.title for wave in found.waves] == [
        "Contracts, oracle",
        "Port the crate",
        "Dual run, cut-over, removal of the old code",
    ]


def test_a_large_one_has_at_most_a_dozen() -> None:
    names = [f"u{number:03}" for number in range(60)]
    chain = list(zip(names[1:], names, strict=False))

    found = planned(repository(dict.fromkeys(names, 4_000), chain))

    assert len(found.waves) <= rules().constants["plan.waves.most"].value
    assert "Port layers" in found.waves[3].title
    assert {wave.width for wave in ported(found)} == {1}


def test_units_of_a_cycle_share_a_wave_and_are_named() -> None:
    edges = [*EDGES, ("log", "wire")]

    found = planned(repository(LINES, edges))

    (cycle,) = found.cycles
    assert cycle.units == ("log", "wire")
    assert cycle.product_lines == 7_000
    (wave,) = (one for one in found.waves if one.id == cycle.wave)
    assert {unit.name for unit in wave.units if unit.cycle == "C1"} == {"log", "wire"}
    assert any("2 crates of cycle C1 use each other" in risk.text for risk in wave.risks)


def test_a_unit_that_no_order_divides_is_a_risk() -> None:
    found = planned(repository({"app": 500, "core": 20_000}, [("app", "core")]))

    assert any(text.startswith("core alone is ") for text in texts(found, "units"))


def test_ledger_entries_of_a_wave_have_its_places_and_its_part_of_the_effort() -> None:
    facts = repository(LINES, EDGES, selects={"log": 30, "net": 10})
    found = planned(facts)
    (line,) = (
        line
        for one in estimate(facts, rules()).scenarios
        for line in one.lines
        if line.rule == "RG214"
    )

    risks = [risk for wave in found.waves for risk in wave.risks if risk.rule == "RG214"]

    assert [risk.count for risk in risks] == [30, 10]
    assert math.fsum(risk.effort or 0 for risk in risks) == pytest.approx(line.effort)
    assert risks[0].effort == pytest.approx(3 * (risks[1].effort or 0))
    assert [site.path for site in risks[0].evidence] == ["log/a.rs"] * 3
    assert risks[0].notice


@pytest.mark.parametrize(
    ("count", "said", "not_said"),
    [
        (4, "Protobuf files (4) are frozen", "No Protobuf, OpenAPI"),
        (0, "No Protobuf, OpenAPI", "are frozen, and a check"),
    ],
)
def test_criteria_follow_what_was_found(count: int, said: str, not_said: str) -> None:
    found = planned(repository(LINES, EDGES, metrics={"repo.proto_files": count}))

    told = texts(found, "contracts")
    assert any(text.startswith(said) for text in told)
    assert not any(not_said in text for text in told)


def test_a_merged_wave_begins_with_its_first_stage_and_ends_with_all() -> None:
    last = planned(repository({"tool": 900})).waves[-1]

    assert "All units are ported, and the build of the new version" in last.entry[0]
    assert "The dual run ended without an unexplained difference." in last.exit
    assert last.exit[-1] == "Documents and on-call notes name the new version only."


def test_what_an_own_rule_calls_its_group_goes_with_the_code() -> None:
    facts = repository(LINES, EDGES)
    report = estimate(facts, rules())
    (whole,) = (one for one in report.scenarios if one.id == "rust-to-go")
    lines = tuple(
        replace(line, group="ours") if line.group == "performance" else line for line in whole.lines
    )

    found = build_plan(
        facts,
        rules(),
        report,
        replace(whole, lines=lines),
        stages=stages_for(rules(), "whole-port", {}),
        shares=None,
    )

    dual = math.fsum(wave.effort.p50 for wave in found.waves if "dual-run" in wave.parts)
    before = math.fsum(w.effort.p50 for w in planned(facts).waves if "dual-run" in w.parts)
    assert dual < before
    assert math.fsum(wave.effort.p50 for wave in found.waves) == found.effort.p50


def test_a_facts_file_without_units_still_has_a_plan() -> None:
    facts = replace(repository(LINES), units=(), files=(), spread=(), edges={})

    found = planned(facts)

    assert [wave.title for wave in ported(found)] == ["Port"]
    assert math.fsum(wave.effort.p50 for wave in found.waves) == found.effort.p50


@pytest.mark.parametrize(
    ("scenario", "message"),
    [
        ("rust-to-cobol", "there is no scenario rust-to-cobol"),
        ("go-to-rust", "go-to-rust does not apply here"),
    ],
)
def test_a_scenario_that_is_not_priced_is_refused(scenario: str, message: str) -> None:
    with pytest.raises(InputError, match=message) as fault:
        plan(repository(LINES), rules(), scenario)

    assert fault.value.hint == "those that apply here: rust-to-go"


def test_nothing_to_plan_is_said() -> None:
    with pytest.raises(InputError, match="no scenario applies here"):
        plan(repository({"tool": 3}), rules())


def test_an_estimate_without_a_price_has_no_plan() -> None:
    facts = repository(LINES)
    report = estimate(facts, rules())
    (other,) = (one for one in report.scenarios if one.id == "go-to-rust")

    with pytest.raises(InputError, match="does not apply here"):
        build_plan(facts, rules(), report, other, stages=(), shares=None)


def test_stages_without_code_are_no_plan() -> None:
    facts = repository(LINES)
    report = estimate(facts, rules())
    stages = tuple(one for one in stages_for(rules(), "whole-port", {}) if one.part != "units")

    with pytest.raises(RuleFileError, match="carries the code"):
        build_plan(facts, rules(), report, report.scenarios[0], stages=stages, shares=None)


def test_a_missing_constant_is_named() -> None:
    facts = repository(LINES)
    left = {key: one for key, one in rules().constants.items() if key != "plan.waves.most"}

    with pytest.raises(RuleFileError, match=r"plan\.waves\.most"):
        plan(facts, replace(rules(), constants=left))


@settings(max_examples=40)
@given(UNITS, USES, st.sampled_from(["go", "rust"]))
def test_waves_sum_to_the_scenario_and_every_unit_is_in_one(
    lines: dict[str, int], edges: list[tuple[str, str]], language: str
) -> None:
    facts = repository(lines | {"zeta": 3_000}, edges, language=language)

    found = planned(facts)

    named = [unit.name for wave in found.waves for unit in wave.units]
    assert sorted(named) == sorted({*lines, "zeta"})
    assert math.fsum(wave.effort.p50 for wave in found.waves) == found.effort.p50
    for quantile in ("p10", "p80", "p90"):
        total = math.fsum(getattr(wave.effort, quantile) for wave in found.waves)
        assert total == pytest.approx(getattr(found.effort, quantile))
    for wave in ported(found):
        assert math.fsum(unit.effort for unit in wave.units) == wave.effort.p50


@settings(max_examples=40)
@given(UNITS, USES)
def test_no_unit_comes_before_one_that_it_uses_but_in_a_named_cycle(
    lines: dict[str, int], edges: list[tuple[str, str]]
) -> None:
    facts = repository(lines | {"zeta": 3_000}, edges)

    found = planned(facts)

    place, layer = wave_of(found), {u.name: u.layer for w in found.waves for u in w.units}
    cycle = {name: one.id for one in found.cycles for name in one.units}
    for source, target in edges:
        if source == target or not {source, target} <= place.keys():
            continue
        if source in cycle and cycle[source] == cycle.get(target):
            assert place[source] == place[target]
        else:
            assert place[source] >= place[target]
            assert layer[source] > layer[target]


@settings(max_examples=30)
@given(UNITS, USES, st.permutations(NAMES))
def test_other_names_change_nothing_else(
    lines: dict[str, int], edges: list[tuple[str, str]], others: list[str]
) -> None:
    renamed = dict(zip(NAMES, others, strict=True)) | {"zeta": "zeta"}
    sizes = lines | {"zeta": 3_000}
    selects = {name: count % 5 for name, count in sizes.items()}
    first = planned(repository(sizes, edges, selects=selects))

    second = planned(
        repository(
            {renamed[name]: count for name, count in sizes.items()},
            [(renamed[source], renamed[target]) for source, target in edges],
            selects={renamed[name]: count for name, count in selects.items()},
        )
    )

    assert len(first.waves) == len(second.waves)
    for one, other in zip(first.waves, second.waves, strict=True):
        assert {renamed[unit.name] for unit in one.units} == {unit.name for unit in other.units}
        assert (one.title, one.width, one.after) == (other.title, other.width, other.after)
        assert one.effort.p50 == pytest.approx(other.effort.p50)
        assert [(risk.rule, risk.count) for risk in one.risks if risk.notice] == [
            (risk.rule, risk.count) for risk in other.risks if risk.notice
        ]
