"""The one sentence above everything."""

from counted_builders import coverage, facts, go_facts, language
from priced_builders import go_port_scenario, hot_paths_scenario, scenario, unpriced
from reporting_builders import go_report, report_of, rulebook, rust_report

from estimator.model.estimate import Basis
from estimator.reporting.build import build_report


def test_a_rust_port_is_told_in_one_sentence() -> None:
    assert rust_report().headline == (
        "Rust -> Go: about 5 EM (2-13 by real ports; the document says 3-9),"
        " mostly recovering invariants."
    )


def test_a_go_service_tells_one_hot_path_and_the_whole_port() -> None:
    alone = go_report(languages=(language("go", 30_000),))
    assert alone.headline == (
        "Go: one hot path to Rust costs about 1.7 EM (0.7-4.2 by real ports; the document says"
        " 1-3), assumed, not measured; the whole port about 10 EM (4-26)."
    )


def test_a_mixed_repository_says_why_this_language_is_priced() -> None:
    assert go_report().headline.startswith("Go (most product lines here): one hot path")


def test_a_chosen_language_is_called_chosen() -> None:
    report = build_report(
        go_facts(),
        rulebook(),
        (hot_paths_scenario(),),
        priced_language="go",
        priced_by="--language",
        tool_version="0.1.0",
    )
    assert report.headline.startswith("Go (chosen by --language): ")


def test_low_coverage_is_said_before_anything_else() -> None:
    report = rust_report(coverage=coverage(share_lines_parsed=0.8996))
    assert report.headline.startswith("Only 89.9 % of the lines could be read")


def test_a_port_without_a_rule_in_the_document_says_so() -> None:
    report = report_of(go_facts(), (go_port_scenario(),), "go")
    assert "(4-26 by real ports; the document has no rule), the largest part" in report.headline


def test_measured_hot_paths_are_not_called_assumed() -> None:
    report = report_of(go_facts(), (hot_paths_scenario(basis=Basis.MEASURED),), "go")
    assert "one hot path to Rust costs about 1.7 EM" in report.headline
    assert report.headline.endswith(", measured.")


def test_a_scenario_that_does_not_apply_gives_its_reason() -> None:
    why = "Under 200 product lines a whole port is not priced."
    report = report_of(facts(), (unpriced("rust-to-go", "rust", "go", why),), "rust")
    assert report.headline == f"Rust -> Go: not priced. {why}"


def test_a_language_that_no_scenario_prices_is_named() -> None:
    report = report_of(facts(), (), "rust")
    assert report.headline == "Rust: no scenario prices this language."


def test_a_port_without_lines_names_no_largest_part() -> None:
    report = report_of(facts(), (scenario(lines=()),), "rust")
    assert report.headline.endswith("the document says 3-9).")
