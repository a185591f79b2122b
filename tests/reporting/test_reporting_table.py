"""The report as text."""

from decimal import Decimal

import pytest
from counted_builders import candidate, coverage, facts, go_facts, spread, unit
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace
from priced_builders import effort, hot_paths_scenario, line, scenario
from reporting_builders import go_report, report_of, rust_report

from estimator.model.estimate import Variant
from estimator.model.report import Report
from estimator.model.source import RepositoryIdentity, Skipped
from estimator.reporting import REPORTERS
from estimator.reporting.characters import display_width
from estimator.reporting.table import render

HOSTILE = "\x1b[2J\u202e|<script>`\n=cmd()" + "\u4e16" * 80 + " " + "x" * 200


def hostile_report(text: str = HOSTILE) -> Report:
    identity = RepositoryIdentity(name=text, commit=text, subfolder=text)
    counted = facts(
        repository=identity,
        units=(unit(text, 30_000),),
        spread=(spread(largest=text, cycles=((text, "b"),)),),
        candidates={"rust": (candidate(text, text, unit=text, reasons=(text,)),)},
        coverage=coverage(
            skipped=(Skipped(path=text, reason=text),),
            excluded_files=1,
            excluded_patterns=(text,),
        ),
        notes=(text,),
    )
    priced = scenario(
        why=text,
        lines=(line("invariants", 5.2, title=text, rule=text, counted=text, count=1.0),),
        warnings=(text,),
        assumptions=(text,),
    )
    return report_of(counted, (priced,), "rust")


@pytest.mark.parametrize("width", [20, 80, 100, 500])
@pytest.mark.parametrize("report", [rust_report(), go_report(), hostile_report()])
def test_no_line_is_wider_than_asked_or_than_100_columns(report: Report, width: int) -> None:
    limit = min(max(width, 80), 100)
    assert max(map(display_width, render(report, width=width).splitlines())) <= limit


@given(text=st.text(alphabet=st.characters(exclude_categories=()), max_size=80))
def test_no_name_of_a_repository_makes_a_line_too_wide(text: str) -> None:
    assert max(map(display_width, render(hostile_report(text)).splitlines())) <= 100


def test_no_control_character_reaches_the_terminal() -> None:
    text = render(hostile_report()).replace("\n", "")
    assert text.isprintable()


def test_wide_characters_survive_and_align() -> None:
    lines = render(hostile_report("\u4e16\u754c")).splitlines()
    titles = next(row for row in lines if row.startswith("crate  "))
    cells = next(row for row in lines if row.startswith("\u4e16\u754c ") and "30,000" in row)
    assert display_width(cells[: cells.index("30,000") + 6]) == titles.index("lines") + 5


def test_colors_are_used_only_when_asked() -> None:
    assert "\x1b" not in render(rust_report())
    assert "\x1b[1mRust -> Go" in render(rust_report(), color=True)


def test_color_changes_nothing_else() -> None:
    colored = render(rust_report(), color=True)
    assert colored.replace("\x1b[1m", "").replace("\x1b[0m", "") == render(rust_report())


def test_the_registry_draws_the_same_text() -> None:
    assert REPORTERS["table"](rust_report()) == render(rust_report())


@pytest.mark.parametrize("report", [rust_report(), go_report()])
def test_printed_lines_sum_to_the_printed_p50(report: Report) -> None:
    for table in render(report).split("part of the P50")[1:]:
        rows = table.split("\n\n")[0].splitlines()
        end = len("part of the P50") + rows[0].index("EM") + 2
        figures = [
            (row[:2], row[:end].split()[-1]) for row in rows[2:] if row[end - 1 : end].strip()
        ]
        top = [Decimal(figure) for start, figure in figures if start != "- "]
        assert sum(top[:-1]) == top[-1]


def test_the_order_is_headline_scan_size_units_use_spread_price_candidates_skips() -> None:
    text = render(go_report())
    marks = (
        "Go (most product lines here)",
        "left out by",
        "Scanned\n",
        "Size by role",
        "Go packages, largest first",
        "Go async and concurrency",
        "Go spread",
        "P50 is the middle, not a budget",
        "(go-hot-paths-to-rust)\n",
        "(go-to-rust)\n",
        "Does not apply here",
        "Hot-path candidates (static)",
        "Not read",
    )
    places = [text.index(mark) for mark in marks]
    assert places == sorted(places)


def test_units_beyond_ten_are_counted() -> None:
    assert "And 2 more crates." in render(rust_report())


def test_skips_beyond_ten_are_counted() -> None:
    skipped = tuple(Skipped(path=f"f{index}.rs", reason="too deep") for index in range(12))
    text = render(rust_report(coverage=coverage(skipped=skipped)))
    assert "12 files skipped." in text
    assert "And 2 more" in text
    assert "f9.rs" in text
    assert "f10.rs" not in text


def test_a_dirty_shallow_tree_says_so() -> None:
    identity = RepositoryIdentity(name="a", commit="c" * 40, is_dirty=True, is_shallow=True)
    text = render(rust_report(repository=identity))
    assert "at commit cccccccccccc, with changes that are not committed, shallow clone" in text


def test_a_plain_folder_has_no_commit() -> None:
    assert "plain, no commit" in render(rust_report(repository=RepositoryIdentity(name="plain")))


def test_no_concurrency_is_said_in_words() -> None:
    assert "No async or concurrency construct was found" in render(rust_report(metrics={}))


def test_a_report_without_units_spread_or_prices_still_draws() -> None:
    text = render(report_of(facts(units=(), spread=()), (), "rust"))
    assert "Rust: no scenario prices this language." in text
    assert "P50 is the middle" not in text


def test_many_cycles_and_long_ones_are_cut() -> None:
    cycles = tuple(tuple(f"u{index}{part}" for part in range(6)) for index in range(5))
    text = render(rust_report(spread=(spread(cycles=cycles),)))
    assert "u00 - u01 - u02 - u03 and 2 more crates" in text
    assert "; and 2 more" in text


def test_more_exclude_patterns_than_fit_are_counted() -> None:
    patterns = tuple(f"p{index}/**" for index in range(7))
    left_out = coverage(excluded_files=70, excluded_lines=900, excluded_patterns=patterns)
    text = " ".join(render(rust_report(coverage=left_out)).split())
    expected = "900 lines in 70 source files are left out by `exclude` patterns (p0/**, p1/**,"
    assert f"{expected} p2/**, p3/**, p4/** and 2 more)." in text


def test_excluded_files_without_patterns_are_counted() -> None:
    text = render(rust_report(coverage=coverage(excluded_files=1, excluded_lines=1)))
    assert "1 line in 1 source file is left out by `exclude` patterns." in text


def test_the_user_own_rules_are_named() -> None:
    report = rust_report()
    tool = replace(report.tool, rules_overridden=("RG114",), rules_added=("RG900",))
    text = " ".join(render(replace(report, tool=tool)).split())
    assert "replaced by your rules: RG114; added by your rules: RG900" in text


def test_what_all_scenarios_assume_is_said_once() -> None:
    text = render(go_report())
    assert text.count("- data migration") == 1
    assert text.index("For all of these") < text.index("- data migration")


def test_a_single_scenario_keeps_its_own_list() -> None:
    text = render(rust_report())
    assert "For all of these" not in text
    assert "- data migration" in text


def test_a_variant_that_is_the_scenario_itself_is_shown_once() -> None:
    own = hot_paths_scenario()
    same = Variant(id="paths-1", title="1 such path", effort=effort(1.732, 0.690))
    report = report_of(go_facts(), (replace(own, variants=(same, *own.variants)),), "go")
    rows = [row.split("  ")[0] for row in render(report).splitlines() if "1.7  3.1  4.2" in row]
    assert rows == ["1 such path"]


def test_a_count_of_occurrences_needs_no_noun() -> None:
    part = line("invariants", 5.2, title="Locks", count=17.0, counted="occurrences")
    text = render(report_of(facts(), (scenario(lines=(part,)),), "rust"))
    assert "17 x" in text
    assert "occurrences" not in text


def test_a_scenario_of_bare_quantiles_still_draws() -> None:
    bare = scenario(lines=(), factors=(), views=(), assumptions=(), not_included=())
    text = render(report_of(facts(), (bare,), "rust"))
    assert "part of the P50" not in text
    assert "Assumed:" not in text
