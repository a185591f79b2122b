"""The eleven worked examples of the cost model, to the printed digits."""

import pytest
from costing_builders import built_in_rules

from estimator.costing.constants import Constants
from estimator.costing.drivers import PortInputs, reference
from estimator.costing.hotpaths import HotPathSize, Split, SplitTerms, split
from estimator.costing.uncertainty import document_band, document_sigma
from estimator.costing.wholeport import WholePort, whole_port
from estimator.model.estimate import Effort

RUST_TO_GO = "rust-to-go"
GO_TO_RUST = "go-to-rust"
HOT_PATHS = "go-hot-paths-to-rust"


def constants() -> Constants:
    return Constants(values=built_in_rules().constants)


def port(
    size: float,
    scenario: str,
    *,
    hours_ratio: float | None = None,
    dependencies: float | None = None,
) -> WholePort:
    usual = reference("invariants", size, scenario, constants())
    inputs = PortInputs(
        ledger_hours=None if hours_ratio is None else hours_ratio * usual,
        dependencies=dependencies,
    )
    return whole_port(size, inputs, scenario=scenario, rulebook=built_in_rules())


def paths(*sizes: tuple[float, float | None], whole: float) -> Split:
    terms = SplitTerms(whole_kloc=whole, inputs=PortInputs(), port_scenario=GO_TO_RUST)
    found = tuple(HotPathSize(size_kloc=size, items=items) for size, items in sizes)
    return split(found, terms, rulebook=built_in_rules())


def significant(value: float, digits: int) -> float:
    return float(f"{value:.{digits}g}")


WHOLE_PORTS = [
    pytest.param(port(30, RUST_TO_GO), 5.196, 0.712, (2.09, 9.46, 12.9), (3.0, 9.0), id="1"),
    pytest.param(
        port(30, RUST_TO_GO, hours_ratio=3), 6.116, 0.712, (2.46, 11.1, 15.2), (3.53, 10.6), id="2"
    ),
    pytest.param(
        port(12, RUST_TO_GO, hours_ratio=0.56),
        2.416,
        0.678,
        (1.01, 4.27, 5.76),
        (1.39, 4.18),
        id="3",
    ),
    pytest.param(
        port(1.5, RUST_TO_GO, hours_ratio=1.3, dependencies=2),
        0.5538,
        0.702,
        (0.225, 0.999, 1.36),
        (0.32, 0.959),
        id="4",
    ),
    pytest.param(port(1000, RUST_TO_GO), 152.4, 1.019, (41.3, 359, 562), (88, 264), id="5"),
    pytest.param(port(30, GO_TO_RUST), 10.39, 0.712, (4.17, 18.9, 25.9), None, id="6"),
    pytest.param(
        port(0.3, GO_TO_RUST, dependencies=0), 0.3188, 0.807, (0.113, 0.629, 0.896), None, id="7"
    ),
]
SPLITS = [
    pytest.param(
        paths((0.1, 2), whole=30), 0.4810, 0.807, (0.171, 0.948, 1.35), (0.278, 0.833), id="8"
    ),
    pytest.param(paths((2, 5), whole=30), 1.732, 0.690, (0.715, 3.10, 4.19), (1.0, 3.0), id="9"),
    pytest.param(
        paths((0.36, 5), (3.8, 5), (10, 5), whole=40),
        8.037,
        0.682,
        (3.35, 14.3, 19.3),
        (4.64, 13.9),
        id="10",
    ),
    pytest.param(
        paths((2.6, 8), whole=3), 1.848, 0.678, (0.775, 3.27, 4.41), (1.07, 3.20), id="11"
    ),
]


def assert_quantiles(effort: Effort, p50: float, others: tuple[float, float, float]) -> None:
    found = (effort.p10, effort.p80, effort.p90)
    assert significant(effort.p50, 4) == p50
    assert tuple(significant(value, 3) for value in found) == others


@pytest.mark.parametrize(("result", "p50", "sigma", "others", "document"), WHOLE_PORTS)
def test_a_whole_port_gives_the_worked_figures(
    result: WholePort,
    p50: float,
    sigma: float,
    others: tuple[float, float, float],
    document: tuple[float, float] | None,
) -> None:
    assert_quantiles(result.effort, p50, others)
    assert round(result.sigma, 3) == sigma
    band = document_band(result.p50, RUST_TO_GO if document else GO_TO_RUST, constants())
    assert (band and (significant(band.low, 3), significant(band.high, 3))) == document


@pytest.mark.parametrize(("result", "p50", "sigma", "others", "document"), SPLITS)
def test_a_split_gives_the_worked_figures(
    result: Split,
    p50: float,
    sigma: float,
    others: tuple[float, float, float],
    document: tuple[float, float],
) -> None:
    assert_quantiles(result.effort, p50, others)
    assert round(result.sigma, 3) == sigma
    band = document_band(result.effort.p50, HOT_PATHS, constants())
    assert band is not None
    assert (significant(band.low, 3), significant(band.high, 3)) == document


def test_the_invariants_line_of_the_second_example_is_as_printed() -> None:
    lines = port(30, RUST_TO_GO, hours_ratio=3).lines
    assert significant(lines[0].effort, 4) == 3.830


def test_the_parts_of_a_small_hot_path_are_as_printed() -> None:
    parts = paths((0.1, 2), whole=30).parts
    assert [significant(part.effort, 4) for part in parts] == [0.1442, 0.2316, 0.1053]


def test_the_parts_of_the_reference_hot_path_are_as_printed() -> None:
    parts = paths((2, 5), whole=30).parts
    assert [round(part.effort, 4) for part in parts] == [1.3635, 0.2632, 0.1053]


def test_the_whole_port_behind_three_paths_is_as_printed() -> None:
    assert significant(paths((0.36, 5), whole=40).cap.p50, 4) == 12.89


def test_the_eleventh_example_is_capped_from_two_point_oh_six() -> None:
    result = paths((2.6, 8), whole=3)
    assert result.is_capped
    assert significant(result.uncapped.p50, 4) == 2.060


def test_the_document_sigma_is_as_printed() -> None:
    assert round(document_sigma(RUST_TO_GO, constants()), 5) == 0.42863


@pytest.mark.parametrize(
    ("size", "ratio"), [(6, 5.6), (10, 5.6), (30, 6.2), (100, 7.6), (300, 9.8), (1000, 14)]
)
def test_the_width_grows_with_size_as_printed(size: float, ratio: float) -> None:
    effort = port(size, RUST_TO_GO).effort
    assert significant(effort.p90 / effort.p10, 2) == ratio


@pytest.mark.parametrize(("ratio", "effect"), [(3, 0.18), (0.25, -0.16)])
def test_the_stated_effect_of_constructs_holds(ratio: float, effect: float) -> None:
    changed = port(30, RUST_TO_GO, hours_ratio=ratio).p50 / port(30, RUST_TO_GO).p50
    assert round(changed - 1, 2) == effect


def test_constructs_have_no_effect_from_go_to_rust() -> None:
    assert port(30, GO_TO_RUST, hours_ratio=3).p50 == pytest.approx(port(30, GO_TO_RUST).p50)
