"""What would move a P50 most, in a few lines."""

from msgspec.structs import replace
from reporting_builders import rust_report

from estimator.model.estimate import ScenarioEstimate, Swing
from estimator.reporting.blocks import Section
from estimator.reporting.markdown import render as markdown
from estimator.reporting.swings import swing_blocks
from estimator.reporting.table import draw, render


def swing(name: str, low: float, high: float) -> Swing:
    return Swing(
        input=name,
        low=low,
        high=high,
        p50_low=5 * low,
        p50_high=5 * high,
        how_to_obtain=f"Count {name} by hand.",
    )


def estimate() -> ScenarioEstimate:
    names = ("calibration", "size", "llm", "spread")
    return replace(
        rust_report().scenarios[0],
        sensitivity=tuple(swing(name, 0.5, 2) for name in names),
    )


def drawn(one: ScenarioEstimate, **shown: int | None) -> str:
    return " ".join(draw((Section(title="", blocks=swing_blocks(one, **shown)),)).split())


def test_a_report_shows_the_three_largest_with_what_they_do() -> None:
    text = drawn(estimate())
    assert "calibration (C) x 0.50 x 2.0 2.5 10" in text
    assert "size (L), kLoC 0.50 2.0 2.5 10" in text
    assert "LLM assistance" in text
    assert "units (U)" not in text


def test_an_explanation_shows_all() -> None:
    assert "units (U)" in drawn(estimate(), shown=None)


def test_the_largest_is_named_with_the_way_to_know_it() -> None:
    assert "P50 moves most with calibration (C): count calibration by hand." in drawn(estimate())


def test_the_width_is_said_to_follow_size_alone() -> None:
    assert "The width from P10 to P90 follows size alone" in drawn(estimate())


def test_an_input_without_a_name_is_shown_by_its_id() -> None:
    one = replace(estimate(), sensitivity=(swing("weather", 1, 2),))
    assert "P50 moves most with weather" in drawn(one)


def test_without_sensitivity_nothing_is_said() -> None:
    assert swing_blocks(rust_report().scenarios[0]) == ()


def test_each_format_for_people_shows_it() -> None:
    report = replace(rust_report(), scenarios=(estimate(),))
    assert "P50 moves most with" in " ".join(render(report).split())
    assert "P50 moves most with" in markdown(report)
