"""What the report gets: scenarios, lines with evidence, views, warnings, assumptions."""

import math

import msgspec
import pytest
from costing_builders import (
    built_in_rules,
    language_size,
    module,
    priced,
    repository,
    units,
)

from estimator.costing.scenarios import estimate_scenarios
from estimator.errors import InputError, RuleFileError
from estimator.model.estimate import Basis, Factor, Pricing, ScenarioEstimate, Site
from estimator.model.facts import Evidence
from estimator.model.records import Calibration
from estimator.model.rules import Scenario

USUAL_AWAITS = 32.0 * 30**0.84 / 0.018
"""So many awaits are the ledger hours of a usual service of 30 kLoC."""


def own(value: float) -> dict[str, Calibration]:
    fit = Calibration(value=value, ports=2, formula=f"... = {value}")
    return {"rust-to-go": fit, "go-to-rust": fit, "go-hot-paths-to-rust": fit}


def rust(lines: int, **metrics: float) -> ScenarioEstimate:
    named = {name.replace("__", "."): value for name, value in metrics.items()}
    return priced(repository(language_size("rust", lines), metrics=named), "rust")["rust-to-go"]


def go(lines: int, **metrics: float) -> dict[str, ScenarioEstimate]:
    named = {name.replace("__", "."): value for name, value in metrics.items()}
    return priced(repository(language_size("go", lines), metrics=named), "go")


def factor_of(estimate: ScenarioEstimate, identity: str) -> Factor:
    return next(factor for factor in estimate.factors if factor.id == identity)


def told(sentences: tuple[str, ...], part: str) -> bool:
    return any(part in sentence for sentence in sentences)


def p50_of(estimate: ScenarioEstimate) -> float:
    assert estimate.effort is not None
    return estimate.effort.p50


def test_all_scenarios_are_there_and_those_that_apply_come_first() -> None:
    assert [(key, each.applies) for key, each in go(30_000).items()] == [
        ("go-to-rust", True),
        ("go-hot-paths-to-rust", True),
        ("rust-to-go", False),
        ("rust-shell-to-go", False),
    ]


def test_a_scenario_of_the_other_language_says_why_it_does_not_apply() -> None:
    other = go(30_000)["rust-to-go"]
    assert other.effort is None
    assert other.why == "It starts from Rust; the priced language is Go."


def test_under_two_hundred_lines_a_whole_port_does_not_apply() -> None:
    assert not rust(199).applies


def test_at_two_hundred_lines_a_whole_port_applies() -> None:
    assert rust(200).applies


def test_a_language_that_is_not_there_has_nothing_to_price() -> None:
    assert priced(repository(), "rust")["rust-to-go"].size_kloc == 0


def test_an_unknown_language_is_named_as_it_is() -> None:
    why = priced(repository(), "zig")["rust-to-go"].why
    assert why == "It starts from Rust; the priced language is zig."


def test_the_reference_service_gets_the_documents_band() -> None:
    band = rust(30_000, rust__async__await=USUAL_AWAITS).document_band
    assert band is not None
    assert (band.low, band.high) == pytest.approx((3.0, 9.0), rel=1e-4)


def test_go_to_rust_has_no_document_band_and_no_document_view() -> None:
    estimate = go(30_000)["go-to-rust"]
    assert estimate.document_band is None
    assert [view.id for view in estimate.views] == ["reference-class", "cocomo"]


def test_the_document_view_is_a_flat_rate() -> None:
    view = rust(60_000).views[0]
    assert (view.low, view.p50, view.high) == pytest.approx((6, 10.3923, 18), rel=1e-5)


def test_the_lines_sum_to_the_p50() -> None:
    estimate = rust(12_345, rust__async__select=7, rust__own__arc=40)
    assert math.fsum(line.effort for line in estimate.lines) == pytest.approx(
        p50_of(estimate), abs=1e-9
    )


def test_the_invariants_are_split_by_full_ledger_hours() -> None:
    estimate = rust(30_000, rust__async__select=4, rust__own__drop_impl=1)
    hours = {line.rule: line.effort for line in estimate.lines}
    # 4.8 + 3 x 2.4 = 12.0 against 3.6
    assert hours["RG214"] / hours["RG106"] == pytest.approx(12.0 / 3.6)


def test_a_ledger_line_carries_count_and_range() -> None:
    line = rust(30_000, rust__async__select=4).lines[0]
    assert (line.rule, line.count, line.counted) == ("RG214", 4, "occurrences")
    assert (line.low_hours, line.high_hours) == pytest.approx((1.92 + 3 * 0.96, 14.4 + 3 * 7.2))


def test_a_line_shows_the_first_three_sites_and_the_exact_total() -> None:
    evidence = (
        Evidence(metric="rust.async.select", unit="b", total=9, sites=(("b.rs", 1), ("b.rs", 2))),
        Evidence(metric="rust.async.select", unit="a", total=30, sites=(("a.rs", 5), ("a.rs", 9))),
        Evidence(metric="rust.own.arc", unit="a", total=1, sites=(("a.rs", 1),)),
    )
    facts = repository(
        language_size("rust", 30_000), metrics={"rust.async.select": 39}, evidence=evidence
    )
    line = priced(facts, "rust")["rust-to-go"].lines[0]
    assert line.evidence == (
        Site(path="a.rs", line=5),
        Site(path="a.rs", line=9),
        Site(path="b.rs", line=1),
    )
    assert line.evidence_total == 39


def test_without_any_construct_the_invariants_are_not_attributed() -> None:
    line = go(30_000)["go-to-rust"].lines[0]
    assert (line.rule, line.count) == ("GR001", 0)
    assert "not attributed" in line.title


def test_the_other_lines_say_what_was_counted() -> None:
    facts = repository(
        language_size("rust", 30_000, dependencies=12),
        modules=(module("rust"),),
        spread=(units("rust", 3),),
    )
    lines = priced(facts, "rust")["rust-to-go"].lines
    counted = [(line.count, line.counted) for line in lines if line.counted != "occurrences"]
    assert counted == [
        (30_000, "product lines"),
        (12, "direct dependencies"),
        (None, ""),
        (None, ""),
        (None, ""),
        (3, "crates"),
    ]


def test_code_without_async_prints_the_tokio_entries_as_zero() -> None:
    estimate = rust(12_000, rust__own__arc=3)
    quiet = [line.rule for line in estimate.lines if line.effort == 0]
    assert quiet == [f"RG2{number:02}" for number in range(1, 20)]


def test_spans_and_thread_sleeps_are_not_async() -> None:
    estimate = rust(12_000, rust__async__span=9, rust__async__sleep_interval=2)
    assert told(estimate.warnings, "Tokio sentence does not apply")


def test_code_without_async_is_told_that_the_tokio_sentence_does_not_apply() -> None:
    assert told(rust(12_000, rust__own__arc=3).warnings, "Tokio sentence does not apply")


def test_threads_still_count_in_code_without_async() -> None:
    estimate = rust(12_000, rust__task__os_thread=2)
    assert estimate.lines[0].rule == "RG202"
    assert estimate.lines[0].effort > 0


def test_code_with_async_is_not_warned() -> None:
    assert rust(12_000, rust__async__await=1).warnings == ()


def test_go_is_never_told_about_tokio() -> None:
    assert go(12_000)["go-to-rust"].warnings == ()


@pytest.mark.parametrize("lines", [999, 50_001])
def test_outside_the_measured_ports_is_said(lines: int) -> None:
    assert told(rust(lines, rust__async__await=1).warnings, "outside the measured ports")


@pytest.mark.parametrize("lines", [1_000, 50_000])
def test_inside_the_measured_ports_is_silent(lines: int) -> None:
    assert rust(lines, rust__async__await=1).warnings == ()


def test_an_async_runtime_is_flagged_by_its_name() -> None:
    facts = repository(language_size("rust", 9_000), modules=(module("rust", "tokio"),))
    assert told(priced(facts, "rust")["rust-to-go"].warnings, "library itself (tokio)")


def test_dense_hand_written_polls_are_flagged() -> None:
    estimate = rust(10_000, rust__async__polled_impl=22)
    assert told(estimate.warnings, "outside the reference class")


def test_usual_hand_written_polls_are_not_flagged() -> None:
    assert rust(10_000, rust__async__polled_impl=20).warnings == ()


def test_low_coverage_is_said() -> None:
    facts = repository(language_size("go", 9_000), share_parsed=0.5)
    assert told(priced(facts, "go")["go-to-rust"].warnings, "Only 50 % of the lines")


def test_what_is_not_counted_is_an_assumption() -> None:
    assumptions = rust(30_000).assumptions
    assert told(assumptions, "No manifest")
    assert told(assumptions, "Units were not counted")


def test_nothing_declared_is_an_assumption() -> None:
    assert told(rust(30_000).assumptions, "Nothing is declared")


def test_declared_values_move_the_price_and_are_named() -> None:
    pricing = Pricing(declared_factors={"b": 2, "a": 1.5}, calibration=own(0.5), llm_translate=0.5)
    metrics = {"rust.async.await": USUAL_AWAITS}
    facts = repository(language_size("rust", 30_000, tests=1), metrics=metrics)
    estimate = priced(facts, "rust", pricing=pricing)["rust-to-go"]
    assert p50_of(estimate) == pytest.approx(1.5 * 0.92 * 5.196152, rel=1e-6)
    assert told(estimate.assumptions, "a 1.5, b 2, LLM assistance 0.5")


def test_llm_assistance_needs_an_oracle() -> None:
    facts = repository(language_size("rust", 30_000))
    estimate = priced(facts, "rust", pricing=Pricing(llm_translate=0.5))["rust-to-go"]
    assert p50_of(estimate) == p50_of(rust(30_000))
    assert told(estimate.warnings, "is not applied")


def test_golden_files_are_an_oracle() -> None:
    facts = repository(language_size("rust", 30_000), metrics={"repo.golden_files": 1})
    estimate = priced(facts, "rust", pricing=Pricing(llm_translate=0.5))["rust-to-go"]
    assert p50_of(estimate) < p50_of(rust(30_000))


@pytest.mark.parametrize("value", [0.0, -1.0, math.inf, math.nan])
def test_a_multiplier_that_is_not_positive_is_refused(value: float) -> None:
    with pytest.raises(InputError, match="calibration"):
        priced(repository(), "go", pricing=Pricing(calibration=own(value)))


def test_the_strict_reading_is_printed_beside_the_document() -> None:
    estimate = rust(30_000, rust__async__await=1, rust__type__sum_type=1)
    # 2.4 h of 7.2 h of the invariants; those are 0.56 / sqrt 2 of 0.44 + 0.56 / sqrt 2 at h near 0
    assert "ownership and Tokio alone are 16 % of this P50" in estimate.views[0].note
    assert "with types and wire formats 47 %" in estimate.views[0].note


def test_the_ledger_hours_against_a_service_of_this_size_move_the_invariants() -> None:
    factor = factor_of(rust(30_000, rust__async__await=3 * USUAL_AWAITS), "invariants")
    assert (factor.input, factor.reference) == pytest.approx((3 * 557.0983, 557.0983))
    assert factor.value == pytest.approx(3**0.25)


def test_three_times_the_ledger_hours_give_the_stated_effect() -> None:
    usual = rust(30_000, rust__async__await=USUAL_AWAITS)
    more = rust(30_000, rust__async__await=3 * USUAL_AWAITS)
    assert p50_of(more) / p50_of(usual) == pytest.approx(1.177, abs=0.001)
    assert told(more.assumptions, "move the total by +18 %, 0.25 times by -16 %")
    assert told(more.assumptions, "That strength is judgement")


def test_no_construct_at_all_is_a_count_of_zero() -> None:
    factor = factor_of(rust(30_000), "invariants")
    assert factor.input == 0
    assert factor.value == pytest.approx(0.25**0.25)


def test_constructs_do_not_move_a_port_from_go() -> None:
    few, many = go(30_000, go__task__go=1), go(30_000, go__task__go=5_000)
    assert p50_of(few["go-to-rust"]) == p50_of(many["go-to-rust"])
    assert factor_of(many["go-to-rust"], "invariants").value == 1
    assert told(many["go-to-rust"].assumptions, "does not move this total (g = 0)")


def test_what_was_not_matched_is_not_counted() -> None:
    estimates = estimate_scenarios(
        repository(language_size("rust", 30_000)),
        built_in_rules(),
        findings={},
        language="rust",
        pricing=Pricing(),
    )
    assert factor_of(estimates[0], "invariants").input is None
    assert told(estimates[0].assumptions, "constructs of the ledger were not counted")


def test_the_cap_of_a_split_uses_the_ledger_of_the_whole_port() -> None:
    constant = built_in_rules().constants["invariants.exponent.go-to-rust"]
    moved = msgspec.structs.replace(constant, value=0.5)
    constants = {**built_in_rules().constants, constant.id: moved}
    rules = msgspec.structs.replace(built_in_rules(), constants=constants)
    facts = repository(language_size("go", 2_000), metrics={"go.task.go": 1})
    estimates = priced(facts, "go", rulebook=rules)
    cap = next(view for view in estimates["go-hot-paths-to-rust"].views if view.id == "whole-port")
    assert cap.p50 == pytest.approx(p50_of(estimates["go-to-rust"]))
    assert cap.p50 < p50_of(priced(facts, "go")["go-to-rust"])


def test_one_assumed_path_costs_the_documents_center() -> None:
    estimate = go(30_000)["go-hot-paths-to-rust"]
    assert p50_of(estimate) == pytest.approx(1.7319, rel=1e-4)
    assert estimate.basis is Basis.ASSUMED


@pytest.mark.parametrize(("lines", "paths"), [(2_000, 1), (3_999, 1), (4_000, 2), (90_000, 3)])
def test_assumed_paths_are_shown_while_they_fit(lines: int, paths: int) -> None:
    variants = go(lines)["go-hot-paths-to-rust"].variants
    assert [variant.id for variant in variants] == [f"paths-{n + 1}" for n in range(paths)]


def test_no_path_is_assumed_where_none_fits() -> None:
    estimate = go(1_999)["go-hot-paths-to-rust"]
    assert not estimate.applies
    assert estimate.why == (
        "There are 1,999 lines of Go product code; it is priced from 2,000 lines."
    )


def test_where_the_cap_bites_both_figures_are_printed() -> None:
    estimate = go(2_000)["go-hot-paths-to-rust"]
    assert [view.id for view in estimate.views] == ["document", "uncapped", "whole-port"]
    assert p50_of(estimate) == pytest.approx(estimate.views[2].p50)
    assert told(estimate.assumptions, "The path alone would cost")


def test_capped_lines_still_sum_to_the_price() -> None:
    estimate = go(2_000)["go-hot-paths-to-rust"]
    assert math.fsum(line.effort for line in estimate.lines) == pytest.approx(p50_of(estimate))


def test_a_repository_with_rust_in_it_pays_no_toolchain() -> None:
    facts = repository(language_size("go", 30_000), language_size("rust", 10))
    estimate = priced(facts, "go")["go-hot-paths-to-rust"]
    assert estimate.lines[-1].effort == 0
    assert estimate.lines[-1].title.endswith("here already")


def test_a_split_without_a_whole_port_is_a_fault_of_the_rules() -> None:
    scenarios: dict[str, Scenario] = {
        key: scenario for key, scenario in built_in_rules().scenarios.items() if key != "go-to-rust"
    }
    rules = msgspec.structs.replace(built_in_rules(), scenarios=scenarios)
    with pytest.raises(RuleFileError, match="needs a whole-port scenario"):
        priced(repository(language_size("go", 9_000)), "go", rulebook=rules)
