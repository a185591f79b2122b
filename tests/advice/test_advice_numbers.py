"""Facts -> the flat namespace: what is known, what is 0, what is unknown, and where it lies."""

import pytest
from advice_facts import (
    SEARCHED,
    activity,
    candidates,
    dependencies,
    facts_of,
    imports,
    maps,
    row,
    rules,
    size,
    unit,
    weigh,
    workloads,
)
from msgspec.structs import replace

from estimator.advice.measures import MEASURES, measured, open_maps
from estimator.advice.names import asked_names
from estimator.advice.numbers import numbers
from estimator.advice.places import of_names, spread
from estimator.advice.stack import is_standard
from estimator.advice.teamnumbers import answer_numbers, build_numbers, team_numbers
from estimator.advice.wording import fill, names_in, plain
from estimator.languages import LANGUAGES
from estimator.model.advice import MetalShare
from estimator.model.facts import RepositoryHistory
from estimator.model.hotpaths import (
    Ceiling,
    HotFunction,
    HotPath,
    HotPaths,
    ProfileSummary,
    TimeShares,
)
from estimator.model.team import Team
from estimator.pipeline import estimate


def test_what_was_counted_and_not_found_is_zero_and_another_language_is_unknown() -> None:
    known = weigh(facts_of("rust")).numbers

    assert known["rust.err.question"] == 0
    assert "go.err.check" not in known
    assert (known["priced.rust"], known["priced.go"]) == (1, 0)


def test_what_was_not_searched_is_unknown() -> None:
    searched = weigh(facts_of(metrics=SEARCHED)).numbers
    without_texts = weigh(facts_of()).numbers

    assert (searched["repo.ci.race"], searched["repo.build.pgo"]) == (0, 0)
    assert "repo.ci.race" not in without_texts
    assert "repo.activity.authors" not in searched
    assert without_texts["repo.fuzz_targets"] == 0


def test_history_and_activity_are_numbers_where_they_are_known() -> None:
    history = RepositoryHistory(commits=9, authors=7, em_days=1, em_sessions=1, em_history=1)

    found = weigh(facts_of(history=history, **activity(authors=4, bus_factor=2)))

    known = found.numbers
    assert found.places["repo.activity.authors"] == (("a/a.go", 1),)
    assert known["repo.history.authors"] == 7
    assert (known["repo.activity.authors"], known["repo.activity.bus_factor"]) == (4, 2)


def test_sizes_and_shares_of_languages() -> None:
    known = weigh(facts_of(lines=15_000, second=5_000)).numbers

    assert (known["size.kloc"], known["size.repository_kloc"]) == (15, 20)
    assert (known["language.go"], known["language.second_share"]) == (0.75, 0.25)


def test_measures_sum_constructs_of_the_priced_language_and_have_a_density() -> None:
    metrics = {"go.task.go": 6, "go.task.group_go": 2, "rust.task.spawn": 50}

    known = weigh(facts_of(lines=4_000, metrics=metrics)).numbers

    assert (known["here.tasks"], known["density.tasks"]) == (8, 2)


def test_runtime_settings_are_those_in_source_and_build_texts() -> None:
    metrics = {**SEARCHED, "go.runtime.tune": 3, "repo.build.runtime": 2}

    found = weigh(facts_of(metrics=metrics))

    assert found.numbers["runtime.settings"] == 5
    assert found.places["runtime.settings"] == (("a/a.go", 7),)


def test_each_measure_names_both_languages_and_metrics_of_its_own() -> None:
    for by_language in MEASURES.values():
        assert set(by_language) == set(LANGUAGES)
        for language, metrics in by_language.items():
            assert all(metric.startswith(f"{language}.") for metric in metrics)
    assert set(measured({}, "go").values()) == {0}


def test_a_type_with_a_map_is_exposed_only_beside_goroutines_and_without_a_guard() -> None:
    assert [symbol for _, symbol in open_maps(facts_of(**maps(2)))] == ["T0", "T1"]
    for guard in ("go.sync.mutex", "go.sync.map", "go.sync.atomic", "go.chan.field"):
        assert list(open_maps(facts_of(**maps(2, guard)))) == []
    quiet = maps(2) | {"units": (unit("a"),)}
    assert list(open_maps(facts_of(**quiet))) == []
    outside = {"files": (row("a/a.go", {"": {"go.own.field_map": 1}}),), "units": maps(1)["units"]}
    assert list(open_maps(facts_of(**outside))) == []


def test_data_that_is_passed_on_is_not_exposed() -> None:
    """No methods, or tags of a wire format: no state that goroutines share."""
    here = maps(1)["units"]
    data = row("a/a.go", {"T": {"go.own.field_map": 1}})
    wire = row(
        "a/a.go", {"T": {"go.own.field_map": 1, "go.wire.struct_tag": 1}, "T.Copy": {"x": 1}}
    )

    assert list(open_maps(facts_of(files=(data,), units=here))) == []
    assert list(open_maps(facts_of(files=(wire,), units=here))) == []


def test_candidates_are_counted_with_what_they_hold() -> None:
    found = weigh(facts_of(**candidates("go", 4, go__type__any=2, go__std__format=1)))

    known = found.numbers
    assert (known["hot.functions"], known["hot.candidates"], known["hot.measured"]) == (4, 4, 0)
    assert (known["hot.dispatch"], known["hot.dispatch.share"], known["hot.allocation"]) == (
        8,
        1,
        4,
    )
    assert found.places["hot.candidates"][0] == ("a/a.go", 1)


def test_without_hot_functions_there_is_no_share_of_them() -> None:
    assert "hot.dispatch.share" not in weigh(facts_of()).numbers


def hot_paths(language: str = "go") -> HotPaths:
    function = HotFunction(
        unit="a", symbol="F", path="a/a.go", line=3, end_line=9, code_lines=6, nearest=0.4
    )
    path = HotPath(
        id="hp-1",
        name="a",
        basis="measured",
        units=("a",),
        functions=(function,),
        code_lines=6,
        entry_points=(),
    )
    profile = ProfileSummary(
        sources=("cpu.pprof",),
        kinds=("pprof",),
        samples=100,
        seconds=1.0,
        match_rate=0.9,
        shares=TimeShares(own=0.3, runtime=0.2, system=0.4, libraries=0.1),
        own_nearest=0.4,
    )
    ceiling = Ceiling(
        share=0.4,
        own=0.3,
        runtime=0.05,
        system=0.0,
        libraries=0.05,
        most=1.6,
        doubled=1.2,
        tenfold=1.5,
    )
    return HotPaths(
        language=language, basis="measured", paths=(path,), profile=profile, ceiling=ceiling
    )


def test_a_profile_gives_shares_of_time_and_measured_functions() -> None:
    rows = (row("a/a.go", {"F": {"go.type.any": 3}}),)

    found = weigh(facts_of(hot_paths=hot_paths(), files=rows, metrics={"go.type.any": 3}))

    known = found.numbers
    assert (known["hot.measured"], known["hot.candidates"], known["hot.dispatch"]) == (1, 0, 3)
    assert known["profile.elsewhere"] == pytest.approx(0.5)
    assert (known["profile.own"], known["profile.hot_share"], known["profile.paths"]) == (
        0.3,
        0.4,
        1,
    )
    assert "30 % of measured time in own code" in found.rows["AD301"].here


def test_a_profile_without_a_ceiling_or_of_another_language_says_less() -> None:
    bare = weigh(facts_of(hot_paths=replace(hot_paths(), ceiling=None))).numbers
    other = weigh(facts_of(hot_paths=hot_paths("rust"))).numbers

    assert "profile.hot_share" not in bare
    assert "profile.own" not in other
    assert other["hot.measured"] == 0


def test_imports_of_the_standard_library_and_the_documents_stack() -> None:
    known = weigh(facts_of(**imports("go", net__http=3, log__slog=1, example_dot_com__x=4))).numbers

    assert (known["imports.total"], known["imports.standard"]) == (8, 4)
    assert (known["stack.http"], known["stack.log"], known["stack.sql"]) == (3, 1, 0)
    assert known["stack.parts"] == 2


def test_without_import_facts_nothing_is_said_of_imports() -> None:
    assert "imports.total" not in weigh(facts_of()).numbers
    assert "imports.standard_share" not in weigh(facts_of(imports={"go": ()})).numbers


@pytest.mark.parametrize(
    ("path", "language", "answer"),
    [
        ("net/http", "go", True),
        ("github.com/a/b", "go", False),
        ("std::io", "rust", True),
        ("tokio::io", "rust", False),
    ],
)
def test_a_path_tells_the_standard_library(path: str, language: str, answer: object) -> None:
    assert is_standard(path, language) is answer


def test_dependencies_are_counted_by_what_takes_their_place() -> None:
    found = weigh(facts_of("rust", **dependencies("rust", "serde_json", "rocksdb", "no-such")))

    known = found.numbers
    assert (known["dependencies.total"], known["dependencies.standard"]) == (3, 1)
    assert (known["dependencies.unknown"], known["dependencies.standard_share"]) == (1, 1 / 3)
    assert found.places["dependencies.total"] == (("Cargo.toml", 1),)


def test_cold_and_warm_metal_are_the_surest_workloads_of_each() -> None:
    known = weigh(facts_of(), found=workloads(database=0.5, codec=0.8, crud_service=0.3)).numbers

    assert (known["metal.cold"], known["metal.warm"]) == (0.8, 0.3)
    assert known["metal.cold.units"] == known["metal.cold.share"] == 0


def test_metal_is_counted_by_units_and_their_lines() -> None:
    shares = (
        MetalShare(metal="cold", units=2, share=0.4),
        MetalShare(metal="warm", units=0, share=0),
    )
    facts = facts_of()

    known = numbers(facts, estimate(facts, rules()), rules(), counts={}, found={}, metals=shares)

    assert (known["metal.cold.units"], known["metal.cold.share"]) == (2, 0.4)
    assert known["metal.warm.units"] == 0


def test_a_priced_scenario_has_quantiles_and_one_that_does_not_apply_has_none() -> None:
    team = Team(engineers=2, rust=0, go=2)

    known = weigh(facts_of(), team=team).numbers

    assert known["scenario.go-to-rust.applies"] == 1
    assert 0 < known["scenario.go-to-rust.p50"] < known["scenario.go-to-rust.p80"]
    assert known["scenario.go-to-rust.learning"] > 0
    assert known["scenario.go-to-rust.months"] > 0
    assert known["scenario.rust-to-go.applies"] == 0
    assert "scenario.rust-to-go.p50" not in known


def test_a_team_is_unknown_until_it_is_declared() -> None:
    declared = dict(team_numbers(Team(engineers=4, rust=1, knows_code=2), rules(), "rust"))

    assert dict(team_numbers(Team(), rules(), "go")) == {}
    assert declared["team.knows.here"] == 1
    assert declared["team.knows_code"] == 2
    assert (declared["ramp.rust.low"], declared["ramp.rust.high"]) == (3, 9)
    assert "team.lacks.go" not in declared


def test_answers_become_one_or_zero() -> None:
    answers: dict[str, bool | str] = {
        "service.priority": "velocity",
        "team.can_maintain": True,
        "service.decades": False,
    }

    assert dict(answer_numbers(answers)) == {
        "declared.service.priority": 0,
        "declared.team.can_maintain": 1,
        "declared.service.decades": 0,
    }
    assert dict(answer_numbers({"service.priority": "performance"})) == {
        "declared.service.priority": 1
    }


def test_build_times_are_the_documents_in_proportion_and_need_its_figures() -> None:
    assert dict(build_numbers(200, rules())) == {
        "build.go.seconds": 10,
        "build.rust.minutes.low": 5,
        "build.rust.minutes.high": 15,
    }
    assert dict(build_numbers(200, replace(rules(), constants={}))) == {}


def test_the_names_of_the_rulebook_are_those_of_conditions_texts_and_figures() -> None:
    names = asked_names(rules())

    assert {"metal.cold", "exposed.types", "repo.ci.miri", "go.task.go", "team.engineers"} <= set(
        names
    )
    assert list(names) == sorted(set(names))


def test_places_are_spread_over_files_and_names() -> None:
    many = [(f"{file}.go", line) for file in "ab" for line in range(1, 9)]

    assert spread(many) == (("a.go", 1), ("a.go", 2), ("a.go", 3), ("a.go", 4), ("b.go", 1))
    places = {"x": (("a.go", 1), ("a.go", 2)), "y": (("b.go", 1),)}
    assert of_names(("x", "none", "y"), places) == (("a.go", 1), ("b.go", 1), ("a.go", 2))
    assert of_names(("x", "y"), places, most=1) == (("a.go", 1),)
    assert of_names((), places) == ()


def test_order_of_facts_never_matters_to_numbers_and_places() -> None:
    facts = facts_of(metrics={"go.task.go": 3, "go.type.any": 4}, **maps(3))
    turned = replace(facts, evidence=facts.evidence[::-1])

    assert weigh(turned).places == weigh(facts).places
    assert weigh(turned).numbers == weigh(facts).numbers


def test_a_second_languages_size_is_no_part_of_the_priced_one() -> None:
    facts = facts_of(lines=3_000)
    more = replace(facts, languages=(*facts.languages, size("rust", 1_000)))

    assert weigh(more).numbers["size.kloc"] == 3


@pytest.mark.parametrize(
    ("text", "numbers", "said"),
    [
        ("{a|lock|locks}", {"a": 1.0}, "1 lock"),
        ("{a|lock|locks}", {"a": 2.0}, "2 locks"),
        ("{a|lock|locks}", {}, "an unknown number of locks"),
        ("{a} of", {}, "an unknown number of"),
        ("{a:%} of", {"a": 0.256}, "26 % of"),
        ("one[, {a} more][, {b} less]", {"a": 3.0, "b": 0.0}, "one, 3 more"),
        ("one[, {a} more]", {}, "one"),
        ("[codec {a>0.4:%}, ]sure", {"a": 0.5}, "codec 50 %, sure"),
        ("[codec {a>0.4:%}, ]sure", {"a": 0.4}, "sure"),
        ("[?p {a|lock|locks}]", {"a": 2.0, "p": 1.0}, "2 locks"),
        ("[?p {a|lock|locks}]", {"a": 2.0, "p": 0.0}, ""),
        ("{x.y-z_1}", {"x.y-z_1": 12_345.0}, "12,345"),
    ],
)
def test_numbers_take_the_place_of_their_names(
    text: str, numbers: dict[str, float], said: str
) -> None:
    assert fill(text, numbers) == said


def test_names_of_a_text_and_plain_numbers() -> None:
    assert list(names_in("{a} [?p {b>1:%}] {c|one|many}")) == ["a", "b", "c", "p"]
    assert [plain(value) for value in (3.0, 12.6, 2.54, 0.0821)] == ["3", "13", "2.5", "0.082"]
