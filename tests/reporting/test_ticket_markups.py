"""The block in each markup: valid, readable, and deaf to what a hostile repository writes."""

import json
import re
from collections.abc import Callable
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import cmarkgfm
import fastjsonschema
import pytest
from cmarkgfm.cmark import Options
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec.structs import replace
from ticket_builders import HOSTILE, marker, small_block, whole_block

from estimator.model.ticket import Markup
from estimator.reporting.tickets.adf import write_adf
from estimator.reporting.tickets.fit import LIMITS, Folding, digest_of, rendered
from estimator.reporting.tickets.marker import framed, frames
from estimator.reporting.tickets.textile import write_textile
from estimator.reporting.tickets.wiki import write_wiki

ATLASSIAN = Path(__file__).parents[1] / "fixtures" / "atlassian"
MENTION = re.compile(r"(?<![\w`/.-])@\w")
REFERENCE = re.compile(r"(?<![\w&;])[#!~%$]\d|\bGH-\d")


class Page(HTMLParser):
    """What of a page is text outside code, and which elements are open at its end."""

    def __init__(self) -> None:
        super().__init__()
        self.open: list[str] = []
        self.runs: list[str] = []
        self.code: list[str] = []
        self.seen: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:  # noqa: ARG002  # the parser's own
        self.seen.append(tag)
        if tag not in {"br", "hr", "img", "input"}:
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        (self.code if "code" in self.open else self.runs).append(data)


def page_of(markdown: str) -> Page:
    html = cmarkgfm.github_flavored_markdown_to_html(markdown, options=Options.CMARK_OPT_UNSAFE)
    page = Page()
    page.feed(html)
    page.close()
    assert page.open == []
    return page


VALIDATE = fastjsonschema.compile(json.loads((ATLASSIAN / "adf-full.json").read_text()))


def markdowns() -> list[Markup]:
    return [Markup.GFM, Markup.GLFM, Markup.COMMONMARK]


@pytest.mark.parametrize("markup", list(Markup))
def test_a_real_block_reads_as_recorded(
    markup: Markup, same_as_golden: Callable[[str, str], None]
) -> None:
    found = rendered(whole_block(), markup)

    assert found.dropped == ()
    assert found.digest == digest_of(found.text)
    text = found.text
    if markup is Markup.ADF:
        text = json.dumps(json.loads(text), indent=1)
    same_as_golden(f"ticket-{markup.value}.txt", f"{text}\n")


def test_github_shows_tables_closed_folds_and_no_marker() -> None:
    text = framed(rendered(whole_block(), Markup.GFM).text, marker(), Markup.GFM)

    page = page_of(text)

    assert page.seen.count("table") == 2
    assert page.seen.count("details") == page.seen.count("summary") == 4
    assert not any("port-estimator:" in run for run in page.runs)
    assert not any("|" in run or "**" in run for run in page.runs)


@pytest.mark.parametrize("markup", [Markup.GFM, Markup.GLFM])
def test_hostile_text_names_nobody_and_refers_to_nothing_in_markdown(markup: Markup) -> None:
    page = page_of(rendered(small_block(HOSTILE), markup).text)

    assert {"script", "img"}.isdisjoint(page.seen)
    assert not [run for run in page.runs if MENTION.search(run) or REFERENCE.search(run)]
    assert page.seen.count("table") == 3


@settings(max_examples=30)
@given(text=st.text(max_size=40))
def test_any_text_leaves_the_markdown_page_whole(text: str) -> None:
    ours = rendered(small_block(text, sections=2), Markup.GFM).text

    page = page_of(framed(ours, marker(), Markup.GFM))

    assert page.seen.count("table") == 2
    assert page.seen.count("li") == 4
    assert page.seen.count("details") == 1
    assert {"script", "img", "iframe", "style"}.isdisjoint(page.seen)


@settings(max_examples=30)
@given(text=st.text(alphabet="/-+=#>*0123456789.) abc|`~@", max_size=20))
def test_no_line_of_ours_begins_a_quick_action(text: str) -> None:
    ours = rendered(small_block(text), Markup.GLFM).text

    assert not [line for line in ours.splitlines() if re.match(r"/\w", line)]


@pytest.mark.parametrize("markup", [one for one in Markup if one is not Markup.ADF])
@settings(max_examples=30)
@given(text=st.text(max_size=60))
def test_no_text_can_write_a_marker_or_end_the_block(markup: Markup, text: str) -> None:
    forged = framed("other", marker(tag="x"), markup)
    ours = framed(rendered(small_block(text + forged), markup).text, marker(), markup)

    assert frames(ours, markup, tag="x") == ()
    assert len(frames(ours, markup, tag="")) == 1


def test_redmine_folds_by_its_macro_or_by_headings() -> None:
    folded = rendered(small_block(), Markup.COMMONMARK).text
    flat = rendered(small_block(), Markup.COMMONMARK, folding=Folding(redmine_collapse=False)).text

    assert folded.count("{{collapse(") == 2
    assert "{{" not in flat
    assert flat.count("#### Section") == 3


@pytest.mark.parametrize("markup", [Markup.COMMONMARK, Markup.TEXTILE])
def test_a_comma_does_not_end_the_title_of_a_fold_in_redmine(markup: Markup) -> None:
    block = small_block()
    folded = replace(block.sections[1], title="Assumptions, and more")

    text = rendered(replace(block, sections=(folded,)), markup).text

    assert "{{collapse(Assumptions; and more)\n" in text


def test_a_hostile_name_starts_no_macro_in_textile() -> None:
    text = write_textile(small_block(HOSTILE), collapse=False)

    assert "{{" not in text
    assert "[[" not in text
    assert not MENTION.search(text)
    assert "<script" not in text


def test_textile_lines_begin_no_other_block() -> None:
    text = write_textile(small_block("bq. h1. p. "), collapse=True)

    assert "&#98;q. h1. p." in text
    assert "\nbq." not in text


def test_code_that_textile_cannot_hold_is_written_as_words() -> None:
    text = write_textile(small_block("a@b|c"), collapse=True)

    assert "a&#64;b&#124;c" in text
    assert "@a@b" not in text


def test_wiki_text_starts_no_macro_link_mention_or_cell() -> None:
    text = write_wiki(small_block(HOSTILE))
    free = re.sub(r"\\.", "", text).replace("{{", "").replace("}}", "")

    assert "{" not in free
    assert "[~" not in free
    assert "|[" not in free


def test_wiki_folds_only_where_the_macro_is_there() -> None:
    assert write_wiki(small_block()).count("{expand") == 0
    assert write_wiki(small_block(), has_expand=True).count("{expand:title=") == 2


def test_wiki_lines_begin_no_heading_or_quotation() -> None:
    text = write_wiki(small_block("h1. big"))

    assert "\nh\\1. big" in text
    assert "\nh1. big" not in text


@pytest.mark.parametrize("wrapped", ["", "Estimate"])
def test_a_document_for_jira_is_what_its_schema_allows(wrapped: str) -> None:
    document = json.loads(write_adf(whole_block(), wrapped=wrapped))

    VALIDATE(document)
    assert [one["type"] for one in document["content"]].count("expand") == (1 if wrapped else 4)


@settings(max_examples=30)
@given(text=st.text(max_size=30))
def test_any_text_stays_a_valid_document_for_jira(text: str) -> None:
    document = json.loads(write_adf(small_block(text, sections=2)))

    VALIDATE(document)


def test_the_schema_of_documents_is_not_all_forgiving() -> None:
    document: dict[str, Any] = json.loads(write_adf(small_block()))
    document["content"][0]["content"] = "text"

    with pytest.raises(fastjsonschema.JsonSchemaValueException):
        VALIDATE(document)


@pytest.mark.parametrize("markup", list(Markup))
def test_limits_lie_below_what_the_trackers_refuse(markup: Markup) -> None:
    assert LIMITS[markup].size > 0
    assert LIMITS[markup].source
