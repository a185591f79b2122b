"""The reverse split: the API shell of a Rust service, or crates by name, moved to Go."""

import math
from typing import Any

import pytest
from costing_builders import (
    built_in_rules,
    language_size,
    module,
    repository,
    units,
)
from hot_builders import hot_path, seam, static
from msgspec.structs import replace

from estimator.costing.drivers import PortInputs
from estimator.costing.scenarios import estimate_scenarios
from estimator.costing.wholeport import whole_port
from estimator.model.estimate import Basis, Pricing, ScenarioEstimate
from estimator.model.facts import RepositoryFacts
from estimator.model.hotpaths import ApiShell, HotPath
from estimator.rulebook.match import match_rules, match_scenarios

SHELL = "rust-shell-to-go"
ITEMS = 7


def shell(kloc: float = 4.0, items: int | None = ITEMS) -> ApiShell:
    lines = round(kloc * 1000)
    return ApiShell(
        language="rust",
        parts=(),
        code_lines=lines,
        core_lines=9_000,
        lines_by_part={"database": lines // 4, "handlers": lines - lines // 4},
        lines_by_unit={"api": lines // 2, "cli": lines - lines // 2},
        dependencies=("axum", "clap", "serde"),
        seam=None if items is None else seam(items),
    )


def crate(kloc: float, items: int, name: str) -> HotPath:
    return hot_path(kloc, items, basis="declared", name=name, units=(name,), share=None)


def rust_facts(lines: int = 30_000, **changes: Any) -> RepositoryFacts:
    facts = repository(
        language_size("rust", lines, dependencies=80),
        modules=(module("rust"),),
        spread=(units("rust", 9),),
        metrics={"rust.async.select": 40},
    )
    return replace(facts, **changes)


def priced_shell(facts: RepositoryFacts, **counts: float) -> ScenarioEstimate:
    rules = built_in_rules()
    own = {name.replace("_", "."): count for name, count in counts.items()}
    findings = match_scenarios(rules, facts.metrics) | {
        SHELL: match_rules(rules, "rust-to-go", own)
    }
    estimates = estimate_scenarios(
        facts, rules, findings=findings, language="rust", pricing=Pricing()
    )
    return next(one for one in estimates if one.id == SHELL)


def test_it_is_the_whole_ports_formula_at_the_shells_own_counts_plus_boundary_and_toolchain() -> (
    None
):
    inputs = PortInputs(ledger_hours=0.0, dependencies=3, units=2)
    core = whole_port(4.0, inputs, scenario="rust-to-go", rulebook=built_in_rules())
    estimate = priced_shell(rust_facts(shell=shell()))
    assert estimate.effort
    assert estimate.effort.p50 == pytest.approx(core.p50 + (32 + 1.6 * ITEMS + 16) / 152)
    assert estimate.sigma == pytest.approx(core.sigma)


def test_constructs_in_the_shell_make_it_dearer_not_those_of_the_core() -> None:
    plain, busy = (priced_shell(rust_facts(shell=shell()), **counts) for counts in ({}, SELECTS))
    assert plain.effort
    assert busy.effort
    assert busy.effort.p50 > plain.effort.p50


SELECTS = {"rust_async_select": 40.0}


def test_it_says_what_the_shell_is_made_of() -> None:
    estimate = priced_shell(rust_facts(shell=shell()))
    assert estimate.why == "4,000 lines of Rust are handlers and database."


def test_its_lines_sum_to_the_p50() -> None:
    estimate = priced_shell(rust_facts(shell=shell()))
    assert estimate.effort
    assert math.fsum(line.effort for line in estimate.lines) == pytest.approx(estimate.effort.p50)
    assert estimate.lines[-2].count == ITEMS


def test_sensitivity_moves_the_inputs_of_what_moves_around_its_price() -> None:
    estimate = priced_shell(rust_facts(shell=shell()))
    assert estimate.effort
    assert {swing.input for swing in estimate.sensitivity} == {
        *("size", "invariants", "dependencies", "spread", "calibration", "declared")
    }
    for swing in estimate.sensitivity:
        assert swing.p50_low <= estimate.effort.p50 * (1 + 1e-9)
        assert swing.p50_high >= estimate.effort.p50 * (1 - 1e-9)


def test_sensitivity_of_a_capped_shell_stays_under_the_cap() -> None:
    estimate = priced_shell(rust_facts(4_100, shell=shell(items=400)))
    cap = next(view.p50 for view in estimate.views if view.id == "whole-port")
    found = {swing.input: swing.p50_high for swing in estimate.sensitivity}
    assert found["size"] == pytest.approx(cap)
    assert found["calibration"] > cap


def test_a_shell_that_is_nearly_everything_is_capped_by_the_whole_port() -> None:
    estimate = priced_shell(rust_facts(4_100, shell=shell(items=400)))
    ids = {view.id for view in estimate.views}
    assert ids == {"document", "uncapped", "whole-port"}
    assert any("EM alone; porting everything costs" in one for one in estimate.assumptions)
    assert estimate.effort
    assert math.fsum(line.effort for line in estimate.lines) == pytest.approx(estimate.effort.p50)


def test_a_repository_that_builds_go_already_pays_no_toolchain() -> None:
    facts = rust_facts(shell=shell(), modules=(module("rust"), module("go")))
    estimate = priced_shell(facts)
    assert (estimate.lines[-1].effort, estimate.lines[-1].title[-14:]) == (0, ", here already")


def test_without_a_second_walk_it_says_that_nobody_looked() -> None:
    estimate = priced_shell(rust_facts())
    assert not estimate.applies
    assert estimate.why.startswith("Nobody looked for a shell")


def test_a_repository_without_a_shell_says_so() -> None:
    estimate = priced_shell(rust_facts(hot_paths=static(language="rust")))
    assert not estimate.applies
    assert estimate.why.startswith("No API shell was recognized")


def test_a_shell_without_lines_is_none() -> None:
    assert not priced_shell(rust_facts(shell=shell(0.0))).applies


def test_an_unknown_cut_takes_the_assumed_items() -> None:
    estimate = priced_shell(rust_facts(shell=shell(items=None)))
    assert estimate.lines[-2].count == 5
    assert "Where the cut is not known, 5 functions or types cross." in estimate.assumptions


def test_named_crates_are_priced_with_one_boundary_each() -> None:
    alone = (
        crate(1.0, 3, "api"),
        crate(2.0, 4, "cli"),
    )
    estimate = priced_shell(rust_facts(only=alone))
    assert estimate.basis is Basis.DECLARED
    assert estimate.title == "Move the named crates from Rust to Go, keep the rest"
    assert [line.count for line in estimate.lines if line.group == "boundary"] == [3, 4]
    assert estimate.why == "Priced alone: api, cli, 3,000 lines of Rust."


def test_it_starts_from_rust_only() -> None:
    facts = replace(rust_facts(), languages=(language_size("go", 9_000),))
    rules = built_in_rules()
    estimates = estimate_scenarios(facts, rules, findings={}, language="go", pricing=Pricing())
    assert not next(one for one in estimates if one.id == SHELL).applies
