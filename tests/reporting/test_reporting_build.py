"""Facts and estimates become the report."""

from counted_builders import facts
from reporting_builders import go_report, report_of, rust_report


def test_units_come_largest_first() -> None:
    lines = [unit.product_lines for unit in rust_report().units]
    assert lines == sorted(lines, reverse=True)


def test_only_units_of_the_priced_language_are_shown() -> None:
    assert {unit.language for unit in go_report().units} == {"go"}


def test_development_dependencies_are_left_out() -> None:
    assert [one.name for one in rust_report().dependencies] == ["tokio"]


def test_candidates_are_grouped_by_unit_and_sorted_by_name() -> None:
    grouped = [(one.id, [each.symbol for each in one.functions]) for one in go_report().hot_paths]
    assert grouped == [
        ("internal/engine", ["Scanner.Next", "decodeFrame"]),
        ("internal/store", ["hashKey"]),
    ]


def test_a_static_candidate_has_no_share_and_no_price() -> None:
    path = go_report().hot_paths[0]
    assert (path.basis, path.share, path.seam, path.prices) == (
        "candidate (static)",
        None,
        None,
        {},
    )


def test_the_size_is_that_of_the_priced_language() -> None:
    assert go_report().size.vendored_lines == 120_455


def test_a_priced_language_without_files_has_size_zero() -> None:
    assert report_of(facts(), (), "go").size.product_lines == 0
