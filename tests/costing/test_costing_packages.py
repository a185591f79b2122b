"""The dependencies line is split over packages: exact sums, weights by days, and a warning."""

import math

import pytest
from costing_builders import built_in_rules, language_size, module, repository
from hypothesis import given
from hypothesis import strategies as st

from estimator.costing.scenarios import estimate_scenarios
from estimator.model.crosswalk import CrossedDependency, Days
from estimator.model.estimate import Line, Pricing, ScenarioEstimate
from estimator.rulebook.match import match_scenarios


def package(name: str, likely: float | None, *, sites: int = 1) -> CrossedDependency:
    days = None if likely is None else Days(low=0, likely=likely, high=2 * likely)
    return CrossedDependency(
        name=name, version="1", kind="normal", import_sites=sites, files=1, days=days
    )


def port(*crossed: CrossedDependency, lines: int = 30_000) -> ScenarioEstimate:
    facts = repository(
        language_size("rust", lines, dependencies=len(crossed)), modules=(module("rust"),)
    )
    rules = built_in_rules()
    estimates = estimate_scenarios(
        facts,
        rules,
        findings=match_scenarios(rules, facts.metrics),
        language="rust",
        pricing=Pricing(),
        crossed=crossed,
    )
    return next(one for one in estimates if one.id == "rust-to-go")


def parts(estimate: ScenarioEstimate) -> list[Line]:
    return [line for line in estimate.lines if line.group == "dependencies"]


def test_the_line_is_split_by_likely_days() -> None:
    lines = parts(port(package("small", 1), package("large", 3, sites=7)))

    assert [(line.package, line.count) for line in lines] == [("large", 7), ("small", 1)]
    assert lines[0].effort == pytest.approx(3 * lines[1].effort)
    assert {line.rule for line in lines} == {"RG003"}


def test_a_package_without_an_entry_weighs_the_median_of_those_that_are_priced_here() -> None:
    crossed = (package("a", 1), package("b", 2), package("c", 9), package("runtime", 0))

    lines = {line.package: line for line in parts(port(*crossed, package("unknown", None)))}

    assert lines["unknown"].effort == pytest.approx(lines["b"].effort)
    assert lines["runtime"].effort == 0


def test_packages_of_which_none_is_known_share_alike() -> None:
    lines = parts(port(package("b", None), package("a", None, sites=2)))

    assert [line.package for line in lines] == ["a", "b"]
    assert lines[0].effort == lines[1].effort


@pytest.mark.parametrize("crossed", [(), (package("runtime", 0),)])
def test_the_line_stays_whole_where_nothing_is_priced_here(
    crossed: tuple[CrossedDependency, ...],
) -> None:
    (line,) = parts(port(*crossed))

    assert line.package == ""
    assert line.counted == "direct dependencies"


@given(st.lists(st.none() | st.floats(min_value=0, max_value=90), min_size=1, max_size=30))
def test_days_never_move_the_sum(days: list[float | None]) -> None:
    crossed = tuple(package(f"p{index}", likely) for index, likely in enumerate(days))

    split, whole = port(*crossed), port(*(package(one.name, 0) for one in crossed))

    assert split.effort == whole.effort
    assert math.fsum(line.effort for line in parts(split)) == pytest.approx(parts(whole)[0].effort)


def test_days_far_above_the_line_are_said() -> None:
    (warning,) = (one for one in port(package("engine", 90)).warnings if "crosswalk" in one)

    assert "sum to 90 (4.7 EM), over 2 times" in warning


def test_days_within_twice_the_line_are_not_worth_a_word() -> None:
    assert not [one for one in port(package("small", 1)).warnings if "crosswalk" in one]
