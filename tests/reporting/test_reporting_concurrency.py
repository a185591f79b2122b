"""Counts of async and concurrency constructs in words."""

from reporting_builders import rust_report

from estimator.reporting.concurrency import GROUPS, usages


def test_metrics_of_a_group_are_summed_and_named() -> None:
    used = usages("rust", {"rust.async.fn": 3.0, "rust.async.block": 5.0}, 2_000)
    assert [(one.label, one.count, one.per_kloc, one.words) for one in used] == [
        ("async code", 8.0, 4.0, ("async block 5", "async fn 3"))
    ]


def test_a_metric_that_no_group_names_does_not_appear() -> None:
    assert usages("rust", {"rust.surprise.noun": 9.0}, 1_000) == ()


def test_a_part_of_another_count_is_not_counted_twice() -> None:
    used = usages("rust", {"rust.async.select": 4.0, "rust.async.select_in_loop": 3.0}, 1_000)
    assert [one.count for one in used] == [4.0]


def test_no_product_lines_give_no_density() -> None:
    assert usages("go", {"go.task.go": 1.0}, 0)[0].per_kloc == 0


def test_a_language_without_groups_has_no_usage() -> None:
    assert usages("zig", {"zig.task.go": 1.0}, 10) == ()


def test_the_groups_know_both_languages() -> None:
    assert sorted(GROUPS) == ["go", "rust"]


def test_the_report_of_a_service_names_its_channels() -> None:
    report = rust_report()
    labels = [one.label for one in usages("rust", report.metrics, report.size.product_lines)]
    assert "channels" in labels
