"""Every sentence of the source document has its rules, by name or by citation."""

import pytest
from msgspec.structs import replace

from estimator.rulebook.bydocument import rules_by_sentence, sentences_of
from estimator.rulebook.load import load_rulebook

RULES = load_rulebook()


@pytest.mark.parametrize("sentence", sorted(RULES.sentences))
def test_every_sentence_has_a_rule(sentence: str) -> None:
    assert rules_by_sentence(RULES)[sentence]


def test_the_order_is_that_of_the_document() -> None:
    sections = [RULES.sentences[key].section for key in rules_by_sentence(RULES)]
    assert list(dict.fromkeys(sections)) == [
        "Overview",
        "When Rust wins",
        "When Go wins",
        "Trade-offs at a glance",
        "Migration cost",
        "Recommendation",
    ]


def test_rules_of_price_are_named_by_what_they_cite() -> None:
    found = rules_by_sentence(RULES)["DOC-migration-2"]
    assert {"RG001", "document.rust-to-go.low", "AD432"} <= set(found)


def test_a_sentence_that_nothing_rests_on_has_no_rule() -> None:
    bare = replace(
        RULES,
        **{name: {} for name in ("rules", "constants", "scenarios", "disagreements", "drivers")},
        **{name: {} for name in ("crosswalk", "shells", "readiness", "workloads", "criteria")},
        tradeoffs={},
        recommendations={},
    )
    assert set(rules_by_sentence(bare).values()) == {()}


@pytest.mark.parametrize(
    ("cite", "sentences"),
    [
        ("source document, Migration cost, second bullet", ("DOC-migration-2",)),
        ("source document, Migration cost, first sentence", ("DOC-migration-0",)),
        ("source document, Overview, first sentence", ("DOC-overview-1",)),
        (
            "source document, When Go wins, second and sixth bullet",
            ("DOC-go-wins-2", "DOC-go-wins-6"),
        ),
        (
            "source document, Migration cost, second bullet, and Recommendation, first bullet",
            ("DOC-migration-2", "DOC-recommendation-1"),
        ),
        ("source document, Learning curve", ("DOC-tradeoff-learning-curve",)),
        ("source document, Recommendation", ()),
        ("18 public ports between Go and Rust", ()),
    ],
)
def test_a_citation_names_its_sentences(cite: str, sentences: tuple[str, ...]) -> None:
    assert sentences_of(cite) == sentences
