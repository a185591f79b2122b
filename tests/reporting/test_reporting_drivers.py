"""Evidence and risk for people and programs: few rows in a terminal, all of them elsewhere."""

import csv
import io

import pytest
from counted_builders import facts
from msgspec.structs import replace
from reporting_builders import rust_report

from estimator.errors import InputError
from estimator.model.estimate import Site
from estimator.model.report import DriverFigure, DriverRow, Report
from estimator.model.rules import Rulebook
from estimator.model.rulevalue import Condition
from estimator.pipeline import load_rulebook
from estimator.reporting import csv_format, json_format, markdown, table
from estimator.reporting.driver_pages import condition_words
from estimator.reporting.drivers import ROWS_SHOWN, drivers_section, figures_words
from estimator.reporting.explain import is_known, rule_sections, rule_sections_in


def figure(value: float, unit: str, *, is_share: bool = False) -> DriverFigure:
    return DriverFigure(metric="repo.x", value=value, unit=unit, is_share=is_share)


def row(name: str = "fuzz-targets", effect: str = "eases", **values: object) -> DriverRow:
    one = DriverRow(
        id=f"driver.{name}",
        theme="oracle",
        title=name.capitalize(),
        effect=effect,
        figures=(figure(3, "fuzz targets"), figure(0.25, "of the lines", is_share=True)),
        means="It helps.",
        priced="",
        evidence=(Site(path="a/b_test.go", line=30), Site(path="c.go", line=1)),
        evidence_total=9,
    )
    return replace(one, **values)


def report(*rows: DriverRow) -> Report:
    return replace(rust_report(), drivers=rows)


def drawn(*rows: DriverRow, is_whole: bool = False) -> str:
    section = drivers_section(report(*rows), is_whole=is_whole)
    assert section is not None
    return table.draw((section,))


def test_without_drivers_there_is_no_section() -> None:
    assert drivers_section(report(), is_whole=False) is None


@pytest.mark.parametrize(
    ("one", "words"),
    [
        (figure(1, "golden files"), "1 golden file"),
        (figure(1, "build.rs files"), "1 build.rs file"),
        (figure(1, "files of integration tests"), "1 file of integration tests"),
        (figure(1, "public items"), "1 public item"),
        (figure(1, "properties"), "1 property"),
        (figure(1, "with half of it"), "1 with half of it"),
        (figure(1200, "golden files"), "1,200 golden files"),
        (figure(2.34, "file changes a month"), "2.3 file changes a month"),
        (figure(0.25, "of the lines", is_share=True), "25 % of the lines"),
    ],
)
def test_a_figure_is_a_number_with_its_unit(one: DriverFigure, words: str) -> None:
    assert figures_words((one,)) == words


def test_a_terminal_shows_risks_first_with_one_figure_and_one_place() -> None:
    text = drawn(row(), row("linker", "risk", evidence=(), figures=()))
    lines = text.splitlines()
    assert lines[6].startswith("driver")
    assert lines[8].split() == ["Linker", "risk"]
    assert lines[9].split() == ["Fuzz-targets", "eases", "3", "fuzz", "targets", "a/b_test.go:30"]
    assert "25 %" not in text


def test_a_terminal_names_the_rest() -> None:
    rows = [row(f"n{number:02}") for number in range(ROWS_SHOWN + 2)]
    assert drawn(*rows).splitlines()[-1] == "And 2 more: n12, n13."
    assert "more" not in drawn(*rows[:ROWS_SHOWN]).splitlines()[-1]


def test_markdown_shows_every_row_whole() -> None:
    rows = [row(f"n{number:02}") for number in range(ROWS_SHOWN + 2)]
    text = markdown.render(report(*rows, row("priced", priced="contracts line")))
    assert "n12, n13" not in text
    assert (
        "| N13 | eases | 3 fuzz targets; 25 % of the lines | It helps. | shown, not priced |"
        in text
    )
    assert "`a/b_test.go:30`, `c.go:1` and 7 more" in text
    assert "| contracts line |" in text


def test_json_has_every_row() -> None:
    assert '"driver.fuzz-targets"' in json_format.render(report(row()))


def test_csv_rows_come_last_and_carry_no_effort() -> None:
    rows = list(
        csv.DictReader(
            io.StringIO(csv_format.render(report(row(), row("x", figures=(), evidence=()))))
        )
    )
    found = rows[-2]
    assert (found["group"], found["rule"], found["title"]) == (
        "driver",
        "driver.fuzz-targets",
        "eases: Fuzz-targets",
    )
    assert (found["effort_em"], found["scenario"], found["count"]) == ("", "", "3")
    assert (found["evidence_path"], found["evidence_total"]) == ("a/b_test.go", "9")
    assert (rows[-1]["count"], rows[-1]["evidence_path"]) == ("", "")


def explain_rule(rulebook: Rulebook, identifier: str) -> str:
    return table.draw(rule_sections(rulebook, identifier))


def test_a_driver_explains_itself() -> None:
    rulebook = load_rulebook()
    text = " ".join(explain_rule(rulebook, "driver.build-scripts").split())
    assert is_known(rulebook, "driver.build-scripts")
    for words in (
        "driver.build-scripts: Cargo build scripts",
        "priced in invariants line",
        "language rust",
        "speaks when repo.build.scripts at least 1",
        "published, The Cargo Book, build scripts",
        "drivers/build.toml",
    ):
        assert words in text


def here(identity: str, *rows: DriverRow) -> str:
    return table.draw(rule_sections_in(load_rulebook(), identity, facts(), report(*rows), {}))


def test_a_driver_is_explained_with_what_it_found() -> None:
    text = here("driver.fuzz-targets", row())
    assert "3 fuzz targets; 25 % of the lines." in text
    assert "Evidence, 7 more places are counted:\n- a/b_test.go:30\n- c.go:1" in text
    bare = here("driver.fuzz-targets", row(figures=(), evidence=(), evidence_total=0))
    assert "nothing to count." in bare
    few = here("driver.fuzz-targets", row(evidence_total=2))
    assert "Evidence:\n" in few


def test_a_driver_that_is_quiet_here_says_so() -> None:
    assert "Its condition does not hold here." in here("driver.fuzz-targets")


def test_a_driver_without_figures_has_no_counts_row() -> None:
    assert "counts" not in explain_rule(load_rulebook(), "driver.no-benchmarks")


def test_a_close_name_is_hinted() -> None:
    with pytest.raises(InputError) as caught:
        explain_rule(load_rulebook(), "driver.fuz-targets")
    assert "driver.fuzz-targets" in caught.value.hint


def test_a_condition_is_written_with_its_bounds_and_brackets() -> None:
    both = Condition(metric="repo.a", at_least=1, at_most=2)
    inner = Condition(any=(both, Condition(metric="repo.b", at_most=0)))
    assert condition_words(Condition(all=(both, inner))) == (
        "repo.a at least 1 and at most 2 and (repo.a at least 1 and at most 2 or repo.b at most 0)"
    )
