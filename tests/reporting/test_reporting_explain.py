"""From a number to its rule, its source and its evidence."""

from collections.abc import Mapping

import pytest
from counted_builders import facts, go_facts
from priced_builders import line, scenario, unpriced
from reporting_builders import go_report, hours, ledger_rule, report_of, rulebook, rust_report

from estimator.errors import InputError
from estimator.model.estimate import Site
from estimator.model.facts import RepositoryFacts
from estimator.model.report import Report
from estimator.model.rules import LedgerPrice, Rule, Rulebook, RuleId, Status
from estimator.model.rulevalue import Source, SourceKind
from estimator.reporting.explain import rule_sections, rule_sections_in
from estimator.reporting.table import draw

SITES = {"rust.async.select": tuple(Site(path="src/a.rs", line=row) for row in (9, 3, 41, 40))}


def explain_rule(book: Rulebook, name: str) -> str:
    return draw(rule_sections(book, name))


def explain_rule_in(
    book: Rulebook,
    name: str,
    counted: RepositoryFacts,
    report: Report,
    sites: Mapping[str, tuple[Site, ...]],
) -> str:
    return draw(rule_sections_in(book, name, counted, report, sites))


def explained(name: str, report: Report | None = None) -> str:
    text = explain_rule_in(rulebook(), name, facts(), report or rust_report(), SITES)
    return " ".join(text.split())


@pytest.mark.parametrize(
    "words",
    [
        "RG114: Dropped futures in select! become explicit cancellation",
        "select-cancel-safety, stable, since 0.1.0",
        "4.8 h (1.92-14.4)",
        "2.4 h (0.96-7.2)",
        "Each arm that is no channel becomes a goroutine",
        "judgement, ledger of invariants, Rust to Go, entry 12: hours by one author",
        "rust.async.select = 4: likely 12 h",
        "rust-to-go/tokio.toml",
    ],
)
def test_a_rule_tells_what_why_price_sources_and_examples(words: str) -> None:
    assert words in " ".join(explain_rule(rulebook(), "RG114").split())


def test_a_rule_is_found_by_its_name_too() -> None:
    assert explain_rule(rulebook(), "select-cancel-safety") == explain_rule(rulebook(), "RG114")


def test_a_page_names_the_file_it_comes_from() -> None:
    book = rulebook(origin={"anchor.rust-to-go": "a.toml", "rust-to-go": "b.toml"})
    assert "a.toml" in explain_rule(book, "anchor.rust-to-go")
    assert "b.toml" in explain_rule(book, "rust-to-go")


def test_a_constant_tells_its_value_and_source() -> None:
    text = explain_rule(rulebook(), "anchor.rust-to-go")
    assert "5.19615 EM" in text
    assert "document, source document, Migration cost, second bullet" in text


def test_a_scenario_tells_its_lines_and_what_it_leaves_out() -> None:
    text = explain_rule(rulebook(), "rust-to-go")
    assert "RG006 cut-over: 4 % x spread" in text
    assert "- data migration" in text


def test_an_unknown_id_names_close_ones() -> None:
    with pytest.raises(InputError) as raised:
        explain_rule(rulebook(), "rg141")
    assert "RG114" in raised.value.hint


def test_an_id_like_no_other_points_to_the_list() -> None:
    with pytest.raises(InputError) as raised:
        explain_rule(rulebook(), "zzzzzzzz")
    assert raised.value.hint == "`estimator rules list --kind all` shows all ids"


def test_a_repository_sum_has_its_numbers_filled_in() -> None:
    assert "4.8 x 1 + 2.4 x 3 = 12 h (4.8-36)" in explained("RG114")


def test_a_repository_sum_names_its_share_of_the_line() -> None:
    assert "so it gets 0.07989 x 2.910 EM = 0.2325 EM (35 h) of the P50." in explained("RG114")


def test_all_evidence_is_listed_in_order() -> None:
    assert "src/a.rs:3 - src/a.rs:9 - src/a.rs:40 - src/a.rs:41" in explained("RG114")


def test_evidence_that_facts_do_not_hold_is_said_to_be_missing() -> None:
    text = explain_rule_in(rulebook(), "RG114", facts(), rust_report(), {})
    assert "The facts hold no lines for it." in text


def test_a_rule_that_found_nothing_has_no_sum() -> None:
    report = report_of(facts(), (scenario(lines=()),), "rust")
    text = explain_rule_in(rulebook(), "RG114", facts(metrics={}), report, {})
    assert "None of it was found in product code." in text
    assert "Evidence" not in text


def test_a_rule_of_a_scenario_that_does_not_apply_says_why() -> None:
    no_rust = unpriced("rust-to-go", "rust", "go", "No Rust code was found.")
    report = report_of(facts(), (no_rust,), "go")
    assert "rust-to-go does not apply: No Rust code was found." in explained("RG114", report)


def test_a_rule_that_no_scenario_prices_says_so() -> None:
    report = report_of(facts(), (scenario(lines=()),), "rust")
    assert "No scenario of this report prices it (rust-to-go, stable)." in explained(
        "RG114", report
    )


def test_a_rule_of_repository_scope_counts_once() -> None:
    price = LedgerPrice(
        group="tokio",
        metrics=("rust.async.fn", "rust.async.block"),
        scope="repo",
        first=hours(2.4, 6.0, 18.0),
        each=hours(0.0, 0.0, 0.0),
        rank=29,
    )
    once = ledger_rule(id=RuleId("RG129"), ledger=price, example=(), recover="", oracle="")
    book = rulebook(rules={"RG129": once})
    text = explain_rule_in(book, "RG129", facts(), rust_report(), {})
    assert "rust.async.fn 350 + rust.async.block 41 = 391, counted once: 1" in text


def test_a_line_rule_shows_base_share_and_driver() -> None:
    words = "cut-over = base 5.302 EM x share 0.04 x driver 0.9800 (spread) = 0.2078 EM."
    assert words in explained("RG006")


def test_the_invariants_line_sums_its_parts() -> None:
    assert "x share 0.56 x driver 1.000 (invariants) = 2.910 EM." in explained("RG000")


def test_a_line_rule_without_a_price_says_why() -> None:
    no_rust = unpriced("rust-to-go", "rust", "go", "No Rust code was found.")
    assert "Not priced here." in explained("RG006", report_of(facts(), (no_rust,), "go"))


def test_a_scenario_has_its_formula_filled_in() -> None:
    text = explained("rust-to-go")
    assert "base = anchor.rust-to-go 5.196 EM x size 1.000" in text
    assert "P50 = sum of these = 5.196 EM" in text
    assert "P10 = 5.196 x exp(-1.282 x 0.7120) = 2.086 EM" in text


def test_a_hot_path_scenario_sums_its_lines() -> None:
    text = explain_rule_in(rulebook(), "go-hot-paths-to-rust", go_facts(), go_report(), {})
    assert "- Sidecar boundary: 0.2632 EM" in text


def test_a_scenario_that_does_not_apply_has_no_formula() -> None:
    assert "Not priced here. No Go code was found." in explained("go-to-rust")


def test_a_scenario_without_a_width_shows_bare_quantiles() -> None:
    report = report_of(facts(), (scenario(sigma=None),), "rust")
    assert "P10 = 2.086 EM" in explained("rust-to-go", report)


def test_a_constant_that_is_a_line_shows_its_price() -> None:
    text = explain_rule_in(rulebook(), "boundary.sidecar", go_facts(), go_report(), {})
    assert "go-hot-paths-to-rust, Sidecar boundary: 0.2632 EM (40 h)" in text


def test_a_constant_inside_a_formula_points_to_the_scenario() -> None:
    assert "No line rests on it alone" in explained("anchor.rust-to-go")


def test_a_rule_that_is_only_a_note_has_no_sum() -> None:
    note = Rule(
        id=RuleId("AD101"),
        name="note",
        status=Status.STABLE,
        since="0.1.0",
        scenario="stay",
        title="A note",
        why="It is known.",
        source=(Source(kind=SourceKind.PUBLISHED, cite="somewhere"),),
    )
    book = rulebook(rules={"AD101": note})
    assert "In this repository" not in explain_rule_in(book, "AD101", facts(), rust_report(), {})


def test_a_line_without_effort_has_no_share() -> None:
    empty = line("invariants", 0.0, rule="RG114")
    report = report_of(facts(), (scenario(lines=(empty,)),), "rust")
    assert "so it gets 0 x 0 EM = 0 EM" in explained("RG114", report)
