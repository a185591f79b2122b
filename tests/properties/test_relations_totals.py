"""Relations between prices of repositories and of their parts, over the whole range of inputs."""

from hypothesis import given
from hypothesis import strategies as st

from estimator.costing.drivers import PortInputs
from estimator.costing.hotpaths import HotPathSize, SplitTerms, split
from estimator.costing.wholeport import whole_port
from estimator.model.estimate import Effort
from estimator.rulebook.load import load_rulebook

RULES = load_rulebook()
LIMIT_KLOC = RULES.constants["size.limit"].value
scenarios = st.sampled_from(["rust-to-go", "go-to-rust"])
sizes = st.floats(0.2, 2000)
hours_per_kloc = st.none() | st.floats(0, 500)
dependencies = st.none() | st.integers(0, 400)
units = st.none() | st.integers(1, 400)


def price(  # noqa: PLR0913, PLR0917  the inputs of the formula
    size: float,
    hours: float | None,
    packages: float | None,
    parts: float | None,
    scenario: str,
    share: float = 1.0,
) -> Effort:
    """Price a share of a repository; its packages are the same ones in each part."""
    inputs = PortInputs(
        ledger_hours=None if hours is None else hours * size * share,
        dependencies=packages,
        units=None if parts is None else parts * share,
    )
    return whole_port(size * share, inputs, scenario=scenario, rulebook=RULES).effort


@given(sizes, hours_per_kloc, dependencies, units, scenarios)
def test_a_doubled_repository_costs_less_than_twice_as_much_while_small(
    size: float, hours: float | None, packages: int | None, parts: int | None, scenario: str
) -> None:
    single = price(size, hours, packages, parts, scenario)
    double = price(size, hours, packages, parts, scenario, share=2)
    bound = 1.75 if 2 * size <= LIMIT_KLOC else 2.05
    assert single.p50 < double.p50 <= bound * single.p50


@given(sizes, st.floats(0.05, 0.95), hours_per_kloc, dependencies, units, scenarios)
def test_two_repositories_cost_about_what_one_did_or_up_to_a_quarter_more(  # noqa: PLR0913, PLR0917
    size: float,
    share: float,
    hours: float | None,
    packages: int | None,
    parts: int | None,
    scenario: str,
) -> None:
    whole = price(size, hours, packages, parts, scenario).p50
    first = price(size, hours, packages, parts, scenario, share=share).p50
    second = price(size, hours, packages, parts, scenario, share=1 - share).p50
    assert 0.97 * whole <= first + second <= 1.25 * whole


@given(sizes, hours_per_kloc, dependencies, units, scenarios, st.floats(0, 1))
def test_fewer_constructs_never_raise_a_quantile(  # noqa: PLR0913, PLR0917
    size: float,
    hours: float | None,
    packages: int | None,
    parts: int | None,
    scenario: str,
    kept: float,
) -> None:
    before = price(size, hours, packages, parts, scenario)
    after = price(size, None if hours is None else hours * kept, packages, parts, scenario)
    slack = 1 + 1e-9
    assert after.p10 <= before.p10 * slack
    assert after.p50 <= before.p50 * slack
    assert after.p80 <= before.p80 * slack
    assert after.p90 <= before.p90 * slack


@given(st.lists(st.floats(0.05, 20), min_size=1, max_size=4), st.floats(1, 5), st.floats(0, 100))
def test_longer_paths_never_lower_a_quantile(sizes: list[float], by: float, rest: float) -> None:
    whole = sum(sizes) * by + rest

    def moved(times: float) -> Effort:
        paths = tuple(HotPathSize(size_kloc=size * times) for size in sizes)
        terms = SplitTerms(whole_kloc=whole, inputs=PortInputs(), port_scenario="go-to-rust")
        return split(paths, terms, rulebook=RULES).effort

    before, after = moved(1), moved(by)
    slack = 1 + 1e-9
    assert before.p10 <= after.p10 * slack
    assert before.p50 <= after.p50 * slack
    assert before.p80 <= after.p80 * slack
    assert before.p90 <= after.p90 * slack


@given(st.floats(0.05, 20), st.floats(0, 100), st.floats(0, 100))
def test_a_larger_repository_around_a_path_never_lowers_a_quantile(
    size: float, rest: float, added: float
) -> None:
    def moved(whole: float) -> Effort:
        terms = SplitTerms(whole_kloc=whole, inputs=PortInputs(), port_scenario="go-to-rust")
        return split((HotPathSize(size_kloc=size),), terms, rulebook=RULES).effort

    before, after = moved(size + rest), moved(size + rest + added)
    slack = 1 + 1e-9
    assert before.p10 <= after.p10 * slack
    assert before.p50 <= after.p50 * slack
    assert before.p80 <= after.p80 * slack
    assert before.p90 <= after.p90 * slack
