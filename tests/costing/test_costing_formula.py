"""Drivers, factors and constants of the formula."""

from collections.abc import Iterator, Mapping

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
from hot_builders import measured, profile

from estimator.costing.calibration import calibration_report
from estimator.costing.ceiling import moves_tail
from estimator.costing.constants import Constants
from estimator.costing.drivers import (
    PortInputs,
    dependencies_driver,
    invariants_driver,
    reference,
    spread_driver,
)
from estimator.costing.history import measure
from estimator.costing.hotpaths import HotPathSize, SplitTerms, split
from estimator.costing.pathprices import price_hot_paths
from estimator.costing.wholeport import whole_port
from estimator.errors import RuleFileError
from estimator.model.estimate import Pricing
from estimator.model.facts import RepositoryHistory
from estimator.model.history import Commit, Log
from estimator.model.rules import Constant
from estimator.model.team import Team
from estimator.pipeline import invariants
from estimator.rulebook.disagreements import with_disagreements

SCENARIO = "rust-to-go"


def constants() -> Constants:
    return Constants(values=built_in_rules().constants)


class Recording(Mapping[str, Constant]):
    """A mapping that remembers which constants were read."""

    def __init__(self, values: Mapping[str, Constant]) -> None:
        self.values_by_id = values
        self.read: set[str] = set()

    def __getitem__(self, key: str) -> Constant:
        value = self.values_by_id[key]
        self.read.add(key)
        return value

    def __contains__(self, key: object) -> bool:
        return key in self.values_by_id

    def __iter__(self) -> Iterator[str]:
        return iter(self.values_by_id)

    def __len__(self) -> int:
        return len(self.values_by_id)


def test_every_constant_of_the_rules_is_used_and_every_used_one_is_there() -> None:
    recording = Recording(built_in_rules().constants)
    rules = msgspec.structs.replace(built_in_rules(), constants=recording)
    go = repository(
        language_size("go", 9_000),
        modules=(module("go"),),
        spread=(units("go", 9),),
        metrics={"rust.async.polled_impl": 1},
        history=RepositoryHistory(
            commits=99, authors=1, em_days=2.0, em_sessions=1.0, em_history=1.4
        ),
    )
    rust = repository(
        language_size("rust", 9_000, tests=9), modules=(module("rust"),), spread=(units("rust", 9),)
    )
    declared = Pricing(team=Team(engineers=2, rust=1, go=1), team_age_days=1)
    priced(go, "go", rulebook=rules, pricing=declared)
    for estimate in priced(rust, "rust", rulebook=rules, pricing=declared).values():
        with_disagreements(estimate, rules)
    for scenario in ("rust-to-go", "go-to-rust"):
        whole_port(9, PortInputs(ledger_hours=1), scenario=scenario, rulebook=rules)
    calibration_report((), rules)
    commit = Commit(author="a@x", name="A", seconds=0, day="2024-05-01", subject="")
    measure(Log(commits=(commit,), is_shallow=False), rules.constants)
    invariants(go, rules)
    terms = SplitTerms(
        whole_kloc=9, inputs=PortInputs(), port_scenario="go-to-rust", form="library"
    )
    split((HotPathSize(size_kloc=1),), terms, rulebook=rules)
    hot = msgspec.structs.replace(go, hot_paths=measured())
    price_hot_paths(hot, rules, findings={}, language="go", pricing=Pricing(calls_per_second=9))
    moves_tail(profile(), rules)
    assert recording.read == set(built_in_rules().constants)


def test_a_missing_constant_is_named() -> None:
    with pytest.raises(RuleFileError, match=r"size\.exponent"):
        Constants(values={}).get("size.exponent")


def test_a_scenario_without_lines_is_named() -> None:
    rules = msgspec.structs.replace(built_in_rules(), rules={})
    with pytest.raises(RuleFileError, match="no lines for the scenario rust-to-go"):
        whole_port(1, PortInputs(), scenario=SCENARIO, rulebook=rules)


def test_what_is_not_counted_has_no_effect() -> None:
    assert invariants_driver(None, 30, SCENARIO, constants()).value == 1


def test_zero_constructs_is_a_count() -> None:
    assert invariants_driver(0, 30, SCENARIO, constants()).value == pytest.approx(0.25**0.25)


def test_zero_dependencies_halve_their_line() -> None:
    assert dependencies_driver(0, 30, SCENARIO, constants()).value == pytest.approx(0.5)


def test_very_many_units_at_most_double_their_line() -> None:
    assert spread_driver(10_000, 30, SCENARIO, constants()).value == pytest.approx(2.0)


def test_a_driver_shows_its_formula_with_the_numbers() -> None:
    factor = dependencies_driver(20, 30, "go-to-rust", constants())
    assert factor.formula == "clamp(20/35.47, 0.25, 4)^0.5 = 0.7509"


def test_the_size_law_shows_its_second_part_above_the_limit() -> None:
    port = whole_port(100, PortInputs(), scenario=SCENARIO, rulebook=built_in_rules())
    assert port.factors[0].formula == "(50/30)^0.75 x (100/50)^1 = 2.934"


@pytest.mark.parametrize(
    ("driver", "scenario", "expected"),
    [
        ("invariants", "rust-to-go", 32.0),
        ("invariants", "go-to-rust", 20.4),
        ("dependencies", "rust-to-go", 24.0),
        ("dependencies", "go-to-rust", 6.7),
        ("spread", "rust-to-go", 0.65),
        ("spread", "go-to-rust", 5.8),
    ],
)
def test_references_hold_at_one_kloc(driver: str, scenario: str, expected: float) -> None:
    assert reference(driver, 1, scenario, constants()) == expected


def test_calibration_and_declared_factors_multiply_everything() -> None:
    inputs = PortInputs(calibration=0.5, declared=3)
    port = whole_port(30, inputs, scenario=SCENARIO, rulebook=built_in_rules())
    assert port.p50 == pytest.approx(1.5 * 5.19615, rel=1e-6)


def test_llm_assistance_acts_on_the_translate_line_only() -> None:
    port = whole_port(30, PortInputs(llm=0.5), scenario=SCENARIO, rulebook=built_in_rules())
    assert port.p50 == pytest.approx((1 - 0.08) * 5.19615, rel=1e-6)


def test_both_boundaries_cost_forty_hours_at_five_items() -> None:
    costs = []
    for form in ("sidecar", "library"):
        terms = SplitTerms(
            whole_kloc=30, inputs=PortInputs(), port_scenario="go-to-rust", form=form
        )
        parts = split((HotPathSize(size_kloc=2),), terms, rulebook=built_in_rules()).parts
        costs.append(parts[1].effort * 152)
    assert costs == pytest.approx([40, 40])


def test_a_repository_that_builds_the_target_pays_no_toolchain() -> None:
    terms = SplitTerms(
        whole_kloc=30, inputs=PortInputs(), port_scenario="go-to-rust", has_toolchain=True
    )
    parts = split((HotPathSize(size_kloc=2),), terms, rulebook=built_in_rules()).parts
    assert parts[-1].effort == 0


def test_the_cap_uses_the_repositorys_own_dependencies() -> None:
    terms = SplitTerms(whole_kloc=3, inputs=PortInputs(dependencies=0), port_scenario="go-to-rust")
    capped = split((HotPathSize(size_kloc=2.6, items=8),), terms, rulebook=built_in_rules())
    assert capped.effort.p50 == pytest.approx(1.848042 * (1 - 0.03), rel=1e-5)


def test_no_code_at_all_costs_nothing() -> None:
    port = whole_port(0, PortInputs(dependencies=3), scenario=SCENARIO, rulebook=built_in_rules())
    assert port.p50 == 0


def test_no_path_and_no_toolchain_is_free() -> None:
    terms = SplitTerms(
        whole_kloc=3, inputs=PortInputs(), port_scenario="go-to-rust", has_toolchain=True
    )
    assert split((), terms, rulebook=built_in_rules()).effort.p50 == 0
