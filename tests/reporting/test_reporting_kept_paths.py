"""Rust hot paths that stay: the boundary's price in every format, labelled as such."""

import csv
import io
import json
import re

import pytest
from counted_builders import facts as rust_facts
from hot_builders import hot_path, measured
from msgspec.structs import replace
from reporting_builders import rulebook

from estimator.costing.pathprices import price_hot_paths
from estimator.costing.scenarios import estimate_scenarios
from estimator.model.estimate import Pricing
from estimator.model.hotpaths import HotPath
from estimator.model.report import Report
from estimator.reporting import render
from estimator.reporting.build import build_report
from estimator.reporting.explain import path_sections
from estimator.reporting.hotpaths import render_hot_paths
from estimator.reporting.pathrows import hot_path_report
from estimator.reporting.table import draw
from estimator.rulebook.load import load_rulebook

ALONE = "The prices are of the boundary alone, should the rest of the program move to Go"


def report_of(*paths: HotPath) -> Report:
    rules = load_rulebook()
    facts = replace(rust_facts(), hot_paths=measured(*paths, language="rust"))
    pricing = Pricing()
    return build_report(
        facts,
        rulebook(),
        estimate_scenarios(facts, rules, findings={}, language="rust", pricing=pricing),
        priced_language="rust",
        priced_by="most product lines",
        tool_version="0.1.0",
        priced_paths=price_hot_paths(facts, rules, findings={}, language="rust", pricing=pricing),
    )


def answer(output_format: str, *paths: HotPath) -> str:
    facts = replace(rust_facts(), hot_paths=measured(*paths, language="rust"))
    report = hot_path_report(facts, report_of(*paths), kinds={}, share=0.8, moves_tail=True)
    return render_hot_paths(report, output_format)


def squeezed(text: str) -> str:
    return re.sub(r"\s+", " ", text)


@pytest.mark.parametrize("output_format", ["table", "markdown"])
def test_people_read_that_the_price_is_of_the_boundary_alone(output_format: str) -> None:
    text = squeezed(answer(output_format, hot_path()))
    assert ALONE in text
    assert "kept behind a, EM" in text
    assert "They enter no scenario." in text
    assert "moving it to" not in text


def test_the_table_draws_what_stays_and_what_moves() -> None:
    text = answer("markdown", hot_path())
    assert "stays: hp-0a1b2c" in text
    assert "moves to Go" in text


def test_json_holds_both_boundaries_and_where_the_rest_goes() -> None:
    (path,) = json.loads(answer("json", hot_path()))["hot_paths"]
    assert path["rest_moves_to"] == "go"
    assert path["prices"] == pytest.approx({"sidecar": 40 / 152, "library": 40 / 152})
    assert [(one["core"], one["is_kept"]) for one in path["variants"]] == [(0, True)] * 2


def test_csv_holds_where_the_rest_goes() -> None:
    rows = list(csv.DictReader(io.StringIO(answer("csv", hot_path()))))
    assert {row["rest_moves_to"] for row in rows if row["row"] == "path"} == {"go"}


def test_the_page_of_a_path_says_that_its_core_stays() -> None:
    text = squeezed(draw(path_sections("hp-0a1b2c", report_of(hot_path()))))
    assert "Kept behind a sidecar: 0.26 EM" in text
    assert "core none: it stays as it is" in text


def test_estimate_lists_the_boundaries_beside_the_paths() -> None:
    text = squeezed(render(report_of(hot_path()), "markdown"))
    assert ALONE in text
    assert "kept behind a sidecar, EM" in text


def test_shared_code_is_named_in_each_path() -> None:
    first = hot_path(shared_with=("hp-000002",), shared_lines=1_200)
    text = squeezed(answer("table", first, hot_path(id="hp-000002", counted_before=1_200)))
    assert "1,200 of these lines with hp-000002; a sum of paths counts them once" in text
    assert "in 2,800 lines" in text
