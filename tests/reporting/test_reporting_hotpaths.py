"""The answer of `hotpaths` in each format, and the page of one path."""

import csv
import io
import json
from collections.abc import Callable
from typing import Any

import pytest
from counted_builders import facts as rust_facts
from counted_builders import go_facts
from hot_builders import (
    STORE,
    awkward_seam,
    hot_function,
    hot_path,
    measured,
    profile,
    seam,
    static,
)
from jsonschema import Draft202012Validator
from msgspec.structs import replace
from reporting_builders import rulebook

from estimator.costing.pathprices import price_hot_paths
from estimator.costing.scenarios import estimate_scenarios
from estimator.errors import InputError
from estimator.model.estimate import Pricing
from estimator.model.hotpaths import ApiShell, BetterCut, Crossing, HotPaths, ShellPart, TimeShares
from estimator.model.hotreport import HotPathReport
from estimator.model.report import Report
from estimator.reporting import render
from estimator.reporting.build import build_report
from estimator.reporting.explain import is_path_id, path_sections
from estimator.reporting.hotpaths import render_hot_paths
from estimator.reporting.pathrows import hot_path_report
from estimator.reporting.schemas import schema_of
from estimator.reporting.seams import seam_blocks
from estimator.reporting.table import draw
from estimator.rulebook.load import load_rulebook

SUFFIXES = {"table": "txt", "json": "json", "markdown": "md", "csv": "csv"}
KINDS = {"go-hot-paths-to-rust": "hot-paths", "rust-shell-to-go": "shell"}


def report_with(found: HotPaths | None, calls: float | None = None) -> Report:
    """A report of the Go service whose digest is not that of the built-in rules."""
    facts = replace(go_facts(), hot_paths=found)
    pricing = Pricing(calls_per_second=calls)
    rules = load_rulebook()
    scenarios = estimate_scenarios(facts, rules, findings={}, language="go", pricing=pricing)
    return build_report(
        facts,
        rulebook(),
        scenarios,
        priced_language="go",
        priced_by="most product lines",
        tool_version="0.1.0",
        priced_paths=price_hot_paths(facts, rules, findings={}, language="go", pricing=pricing),
    )


def answer(found: HotPaths | None, *, moves_tail: bool | None = True) -> HotPathReport:
    facts = replace(go_facts(), hot_paths=found)
    report = report_with(found)
    return hot_path_report(facts, report, kinds=KINDS, share=0.8, moves_tail=moves_tail)


def two_paths() -> HotPaths:
    awkward = hot_path(
        0.4,
        id="hp-0d0e0f",
        name="store.Scan",
        share=0.2,
        functions=(hot_function("Scan", unit=STORE, path="store/scan.go", nearest=0.2),),
        seam=awkward_seam(),
        dragged=(hot_function("flush", unit=STORE, path="store/scan.go", line=90),),
        dragged_types=("Row",),
        dragged_lines=120,
        dependencies=("github.com/klauspost/compress/zstd",),
        left_behind=("store.Open",),
        left_behind_total=1,
    )
    return measured(hot_path(), awkward)


ANSWERS = {"measured": two_paths, "static": static}


@pytest.mark.parametrize("name", sorted(ANSWERS))
@pytest.mark.parametrize("output_format", sorted(SUFFIXES))
def test_a_format_of_hot_paths_is_as_stored(
    name: str, output_format: str, same_as_golden: Callable[[str, str], None]
) -> None:
    text = render_hot_paths(answer(ANSWERS[name]()), output_format)
    same_as_golden(f"hotpaths-{name}.{SUFFIXES[output_format]}", text)


def test_the_page_of_a_path_is_as_stored(same_as_golden: Callable[[str, str], None]) -> None:
    same_as_golden("explain-path.txt", draw(path_sections("hp-0d0e0f", report_with(two_paths()))))


@pytest.mark.parametrize("output_format", sorted(SUFFIXES))
def test_an_estimate_with_hot_paths_is_as_stored(
    output_format: str, same_as_golden: Callable[[str, str], None]
) -> None:
    text = render(report_with(two_paths()), output_format)
    same_as_golden(f"go-service-hot.{SUFFIXES[output_format]}", text)


@pytest.mark.parametrize("name", sorted(ANSWERS))
@pytest.mark.parametrize("width", [80, 100])
def test_a_table_fits_its_width(name: str, width: int) -> None:
    text = render_hot_paths(answer(ANSWERS[name]()), "table", width=width)
    assert max(map(len, text.splitlines())) <= width


@pytest.mark.parametrize("name", sorted(ANSWERS))
def test_the_json_follows_its_schema(name: str) -> None:
    written = json.loads(render_hot_paths(answer(ANSWERS[name]()), "json"))
    Draft202012Validator(schema_of("hotpaths")).validate(written)
    assert {"hot_paths", "profile", "ceiling"} <= written.keys()


def test_a_poor_match_is_said_before_anything_else() -> None:
    poor = measured(profile=profile(match_rate=0.8996))
    text = render_hot_paths(answer(poor), "table")
    assert text.startswith("Only 89.9 % of the profile's time in this repository's code was found")


def test_a_good_match_is_not_said_first() -> None:
    text = render_hot_paths(answer(two_paths()), "table")
    assert text.startswith("queue-service (Go): 2 hot paths with 80.0 % of the time")


def test_a_program_that_waits_elsewhere_is_told_that_a_port_does_not_move_its_tail() -> None:
    shares = TimeShares(own=0.1, runtime=0.1, system=0.5, libraries=0.3)
    found = measured(profile=profile(shares=shares))
    assert "will not move the tail" in render_hot_paths(answer(found, moves_tail=False), "table")
    assert "will not move the tail" not in render_hot_paths(answer(found), "table")


def test_hot_rust_code_stays_and_has_no_price() -> None:
    unpriced = replace(
        answer(two_paths()),
        hot_paths=tuple(
            replace(one, variants=(), prices={}, choice="") for one in answer(two_paths()).hot_paths
        ),
        scenarios=(),
    )
    text = render_hot_paths(unpriced, "table")
    assert "No scenario moves hot code out of Go: what is hot stays" in text
    assert "sidecar" not in text


def test_static_candidates_have_neither_percentages_nor_measures() -> None:
    text = render_hot_paths(answer(static()), "table")
    candidates = text.partition("What a cut would take")[0].partition("(static)")[2]
    assert "%" not in candidates
    assert "nearest" not in candidates
    assert "about 3 carry real CPU" in candidates.replace("\n", " ")


def test_implementations_that_cross_as_one_are_counted_beside_it() -> None:
    one = replace(awkward_seam().crossings[0], kind="function", implementations=24)
    alone = replace(one, implementations=1)

    def shown(crossing: Crossing) -> str:
        return str(tuple(seam_blocks(seam(crossings=(crossing,)))))

    assert ", 24 implementations" in shown(one)
    assert "implementations" not in shown(alone)


def test_static_candidates_come_by_package_and_name() -> None:
    found = static(functions=tuple(reversed(static().functions)))
    assert render_hot_paths(answer(found), "table") == render_hot_paths(answer(static()), "table")


def test_static_candidates_enter_no_scenario() -> None:
    assert answer(static()).scenarios == ()


def test_without_a_profile_the_command_that_records_one_is_printed() -> None:
    text = render_hot_paths(answer(static()), "table")
    assert "go test -bench . -cpuprofile cpu.pprof ./codec" in text
    assert "default.pgo" in text


def test_with_a_profile_nobody_is_told_how_to_record_one() -> None:
    assert "To know instead of guess" not in render_hot_paths(answer(two_paths()), "table")


def test_facts_in_which_nobody_looked_give_their_candidates() -> None:
    report = answer(None)
    assert report.basis == "candidate (static)"
    assert {one.symbol for one in report.functions} == {
        one.symbol for path in report_with(None).hot_paths for one in path.functions
    }


def test_a_profile_without_samples_or_date_still_prints() -> None:
    found = measured(profile=profile(samples=None, seconds=None, commit=None, age_days=None))
    assert "samples     not said" in render_hot_paths(answer(found), "table")


def test_a_profile_of_the_scanned_commit_is_not_called_old() -> None:
    found = measured(profile=profile(age_days=0))
    assert "not older than the scanned commit" in render_hot_paths(answer(found), "table")


def test_the_graph_of_the_cut_cannot_be_left_by_a_name() -> None:
    hostile = 'x"]\n  click n0 "javascript:alert(1)"'
    cut = awkward_seam()
    crossings = (replace(cut.crossings[0], symbol=hostile), *cut.crossings[1:])
    found = measured(hot_path(seam=replace(cut, crossings=crossings)))
    text = render_hot_paths(answer(found), "markdown")
    graph = text.partition("```mermaid")[2].partition("```")[0]
    assert "click n0" not in [line.strip() for line in graph.splitlines()]
    assert graph.count('"') % 2 == 0
    assert 'x"]' not in graph


def test_csv_has_a_row_for_each_form_member_crossing_field_and_state() -> None:
    rows = list(csv.DictReader(io.StringIO(render_hot_paths(answer(two_paths()), "csv"))))
    kinds = {row["row"] for row in rows if row["path_id"] == "hp-0d0e0f"}
    assert kinds == {
        *("path", "function", "dragged function"),
        *("crossing", "crossing field", "shared state"),
    }
    forms = [row["form"] for row in rows if row["row"] == "path"]
    assert forms == ["sidecar", "library"] * 2


@pytest.mark.parametrize(
    ("text", "is_id"), [("hp-0a1b2c", True), ("hp-0a1b2", False), ("RG214", False), ("hp-", False)]
)
def test_ids_of_paths_are_recognized(text: str, *, is_id: bool) -> None:
    assert is_path_id(text) is is_id


def test_an_unknown_path_names_those_that_are_there() -> None:
    with pytest.raises(InputError) as caught:
        path_sections("hp-ffffff", report_with(two_paths()))
    assert caught.value.hint == "here are hp-0a1b2c, hp-0d0e0f"


def test_a_candidate_is_explained_by_its_own_id() -> None:
    report = report_with(None)
    one = report.hot_paths[0].functions[0]
    assert one.symbol in draw(path_sections(one.id, report))


def test_the_page_of_a_path_writes_out_the_sum_of_both_prices() -> None:
    text = draw(path_sections("hp-0a1b2c", report_with(two_paths())))
    assert "As a sidecar: 1.6 EM" in text
    assert "1.363 EM: the whole port's formula at 2 kLoC" in text
    assert "SP101" in text
    assert "SP201" in text


def shell(**changes: Any) -> ApiShell:
    parts = (
        shell_part("handlers", "serve", "api/src/lib.rs", 12),
        shell_part("database", "Row", "store/src/row.rs", 5),
    )
    fields: dict[str, Any] = {
        "language": "rust",
        "parts": parts,
        "code_lines": 300,
        "core_lines": 2_700,
        "lines_by_part": {"database": 100, "handlers": 200},
        "lines_by_unit": {"api": 200, "store": 100},
        "dependencies": ("axum", "sqlx"),
        "seam": seam(3),
    }
    return ApiShell(**fields | changes)


def shell_part(part: str, symbol: str, path: str, line: int) -> ShellPart:
    return ShellPart(
        kind="function",
        part=part,
        unit="api",
        symbol=symbol,
        path=path,
        line=line,
        code_lines=100,
        reason="names a web server",
        rule=f"shell.{part}",
    )


def rust_answer(found: ApiShell | None) -> HotPathReport:
    counted = replace(rust_facts(), hot_paths=static(language="rust"), shell=found)
    rules = load_rulebook()
    scenarios = estimate_scenarios(counted, rules, findings={}, language="rust", pricing=Pricing())
    report = build_report(
        counted,
        rulebook(),
        scenarios,
        priced_language="rust",
        priced_by="most product lines",
        tool_version="0.1.0",
    )
    return hot_path_report(counted, report, kinds=KINDS, share=0.8, moves_tail=None)


def test_a_shell_is_as_stored(same_as_golden: Callable[[str, str], None]) -> None:
    same_as_golden("hotpaths-shell.txt", render_hot_paths(rust_answer(shell()), "table"))


def test_a_shell_says_what_it_is_made_of_and_what_moving_it_costs() -> None:
    text = render_hot_paths(rust_answer(shell()), "table")
    assert "300 lines (10 %) are shell" in text
    assert "rust-shell-to-go" in text
    assert "api/src/lib.rs:12" in text


def test_without_a_shell_nothing_is_said_of_one() -> None:
    text = render_hot_paths(rust_answer(None), "table")
    assert "API shell and core" not in text


def test_a_shell_without_a_core_has_no_cut() -> None:
    alone = shell(seam=None, core_lines=0, code_lines=300)
    assert "The cut is" not in render_hot_paths(rust_answer(alone), "table")


def test_a_long_cut_says_how_much_is_left_out() -> None:
    many = seam(
        40,
        reasons=tuple(f"reason {number}" for number in range(9)),
        shared=awkward_seam().shared * 9,
        better=BetterCut(
            pulled_in=tuple(f"in{number}" for number in range(7)),
            pushed_out=("out",),
            items_before=40,
            items_after=9,
            lines_added=-12,
        ),
    )
    text = render_hot_paths(answer(measured(hot_path(seam=many))), "table")
    words = " ".join(text.split())
    assert "And 25 more items; JSON and CSV hold all of them." in words
    assert "and 3 more reasons" in words
    assert "and 3 more" in words.partition("State that both sides use")[2]
    assert "and 2 more with these left behind: out; 12 lines fewer move." in words


def test_a_cut_that_nothing_crosses_says_what_that_means() -> None:
    text = render_hot_paths(answer(measured(hot_path(items=0))), "table")
    assert "nothing was seen to cross" in text


def test_dependencies_carry_what_takes_their_place() -> None:
    path = hot_path(dependencies=("github.com/klauspost/compress/zstd", "example.com/unknown"))
    replaced = replace(
        answer(measured(path)).hot_paths[0],
        counterparts={"github.com/klauspost/compress/zstd": ("zstd",)},
    )
    report = replace(answer(measured(path)), hot_paths=(replaced,))
    assert "zstd (there: zstd), example.com/unknown" in render_hot_paths(report, "table")


def test_members_that_a_person_named_come_largest_first() -> None:
    members = (hot_function("small", code_lines=3), hot_function("large", code_lines=300))
    path = hot_path(basis="declared", share=None, functions=members)
    found = measured(path, basis="declared", profile=None, ceiling=None)
    text = render_hot_paths(answer(found), "table").partition("hp-0a1b2c")[2]
    assert text.index("large") < text.index("small")
