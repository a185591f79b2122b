"""The report as Markdown."""

import re

import pytest
from reporting_builders import go_report, rust_report
from test_reporting_table import hostile_report

from estimator.reporting.markdown import code, escaped, render

TICKET_BYTES = 64_000


@pytest.mark.parametrize(
    ("text", "written"),
    [
        ("a|b", "a\\|b"),
        ("<img src=x>", "\\<img src=x\\>"),
        ("*bold* _it_ [l](u)", "\\*bold\\* \\_it\\_ \\[l\\](u)"),
        ("two\nlines", "two\\\\nlines"),
        ("@team", "`@`team"),
        ("https://evil.example", "https:\\//evil.example"),
        ("&amp; $x$", "\\&amp; \\$x\\$"),
    ],
)
def test_words_cannot_become_markup(text: str, written: str) -> None:
    assert escaped(text) == written


@pytest.mark.parametrize(
    ("text", "written"),
    [
        ("src/a.rs:3", "`src/a.rs:3`"),
        ("a`b", "``a`b``"),
        ("`a", "`` `a ``"),
        ("a|b", "`a\\|b`"),
        ("  ", ""),
        ("\u202ea", "`\\u202ea`"),
    ],
)
def test_code_cannot_leave_its_span(text: str, written: str) -> None:
    assert code(text) == written


def test_hostile_names_add_no_line_and_no_table_column() -> None:
    text = render(hostile_report())
    rows = [row for row in text.splitlines() if "&lt;script" in row or "script" in row]
    assert rows
    assert not any(re.search(r"(?<![\\`|])<script", re.sub(r"`[^`]*`", "", row)) for row in rows)


def test_every_table_row_has_as_many_cells_as_its_header() -> None:
    cells = 0
    for row in render(hostile_report()).splitlines():
        if not row.startswith("|"):
            cells = 0
            continue
        found = len(re.findall(r"(?<!\\)\|", row))
        cells = cells or found
        assert found == cells


def test_list_items_cannot_start_a_list_of_their_own() -> None:
    text = render(rust_report(notes=("1. first", "- second", "+ third", "10) fourth")))
    assert "- 1\\. first\n- \\- second\n- \\+ third\n- 10\\) fourth" in text


@pytest.mark.parametrize("report", [rust_report(), go_report()])
def test_a_report_fits_a_ticket(report: object) -> None:
    assert len(render(report).encode()) < TICKET_BYTES  # type: ignore[arg-type]  # parametrized


def test_the_headline_comes_first_and_stands_out() -> None:
    assert render(rust_report()).startswith("**Rust -\\> Go: about 5 EM")


def test_columns_that_say_nothing_are_left_out() -> None:
    assert "first evidence" not in render(go_report())
