"""Pages and lists of what decides: every entry explained, conditions written out."""

import pytest

from estimator.model.rulevalue import Condition
from estimator.reporting.decision_pages import recommendation_list, when_words
from estimator.reporting.explain import rule_sections
from estimator.reporting.pages import render_page
from estimator.rulebook.load import load_rulebook

RULES = load_rulebook()
DECIDING = (*RULES.criteria, *RULES.tradeoffs, *RULES.recommendations, *RULES.readiness)


@pytest.mark.parametrize("key", DECIDING)
def test_every_deciding_entry_has_a_page_with_its_source(key: str) -> None:
    page = render_page(rule_sections(RULES, key), "table")
    assert page.startswith(f"{key}: ")
    assert "Sources:" in page
    assert max(map(len, page.split("\n"))) <= 100


def test_a_page_of_the_list_says_when_and_on_which_sentences() -> None:
    page = render_page(rule_sections(RULES, "AD413"), "markdown")
    assert "`here.go >= 1 and declared.service.tail_latency_wall >= 1" in page
    assert "DOC-migration-1" in page
    assert "Worked cases" in page


def test_the_list_is_in_the_order_in_which_it_is_read() -> None:
    page = render_page((recommendation_list(RULES),), "markdown")
    places = [page.index(f"| {key} |") for key in ("AD401", "AD410", "AD431", "AD430", "AD469")]
    assert places == sorted(places)


def test_a_condition_is_written_with_its_joints() -> None:
    one, other = Condition(metric="a", at_least=1.0), Condition(metric="b", at_most=0.5)
    both = Condition(all=(one, Condition(any=(one, other))))
    assert when_words(both) == "a >= 1 and (a >= 1 or b <= 0.5)"
    assert when_words(Condition(metric="a", at_least=1.0, at_most=2.0)) == "a >= 1 and <= 2"
