"""Sentences, signals and workloads, each explained and listed."""

import pytest

from estimator.model.advice import SignalFound, WorkloadFound
from estimator.reporting import table
from estimator.reporting.explain import is_known, rule_sections
from estimator.reporting.rule_list import rule_list
from estimator.reporting.workload_pages import signal_here, workload_here
from estimator.rulebook.index import render_index
from estimator.rulebook.load import load_rulebook

RULES = load_rulebook()


def explained(identifier: str) -> str:
    return " ".join(table.draw(rule_sections(RULES, identifier)).split())


@pytest.mark.parametrize(
    ("identifier", "words"),
    [
        ("codec", "AD102: Codec"),
        ("AD102", "pick Rust, cold metal"),
        ("AD102", "Speaks for it: - signal.codec-units (own units that encode, decode or"),
        ("AD102", "): 0.4, from 40 % of the product lines on"),
        ("AD102", "Against it: - signal.web-server (serves HTTP or gRPC requests): 0.6"),
        ("AD102", "Sources: - judgement, estimator"),
        ("AD109", "needs one of signal.operator-library (a Kubernetes operator library),"),
        ("AD114", "pick Rust and Go, any metal"),
        ("signal.crds", "files config/crd/*,"),
        ("signal.crds", "Speaks for: - AD109 Kubernetes operator: 0.4"),
        ("signal.crds", "Speaks against: - AD110 Infrastructure controller: 0.3"),
        ("signal.crds", "file advice/signals.toml"),
        ("signal.public-library", "manifest at the root, or with the repository's name"),
        ("signal.second-language", "files in the language with fewer product lines"),
        ("DOC-rust-wins-3", "text Embedded and WASM: no_std Rust runs on microcontrollers"),
        ("DOC-rust-wins-3", "Workloads that rest on it: - AD105 Embedded - AD112 WASM target"),
    ],
)
def test_a_deciding_rule_explains_itself(identifier: str, words: str) -> None:
    assert is_known(RULES, identifier)
    assert words in explained(identifier)


def test_a_sentence_without_a_workload_has_only_its_text() -> None:
    assert "Workloads that rest on it" not in explained("DOC-go-wins-4")


def test_a_workload_without_signals_against_it_has_no_such_part() -> None:
    assert "Against it" not in explained("two-languages")
    assert "needs one of" not in explained("two-languages")


def test_what_was_found_is_shown_with_its_places() -> None:
    one = SignalFound(
        id="signal.crds", title="x", count=1, share=0.25, units=(), evidence=(("a/b.yaml", 1),)
    )
    many = SignalFound(id="signal.crds", title="x", count=1_200, share=0.5, units=(), evidence=())

    first = table.draw((signal_here("signal.crds", (one,), "In tool"),))
    second = table.draw((signal_here("signal.crds", (many,), "In tool"),))

    assert "1 occurrence, in files with 25 % of the product lines." in first
    assert "- a/b.yaml:1" in first
    assert "1,200 occurrences" in second
    assert "Evidence" not in second
    assert "Nothing shows it here." in table.draw((signal_here("signal.x", (one,), "In tool"),))


def test_a_workload_that_was_found_says_how_sure_it_is() -> None:
    found = WorkloadFound(
        id="AD102",
        name="codec",
        title="Codec",
        pick="rust",
        metal="cold",
        says="",
        confidence=0.72,
        signals=("own units that encode", "own units that encode", "bits"),
        units=(),
        evidence=(("src/a.rs", 3),),
    )

    text = table.draw((workload_here("AD102", (found,), "In tool"),))

    assert "Confidence 72 %: own units that encode; bits." in text
    assert "- src/a.rs:3" in text
    assert "Nothing speaks for it here." in table.draw((workload_here("AD101", (found,), "In t"),))


def test_each_kind_is_listed_whole() -> None:
    sections = rule_list(RULES, ("sentence", "signal", "workload"))

    rows = [len(section.blocks[0].rows) for section in sections]  # type: ignore[union-attr]  # tables
    assert rows == [len(RULES.sentences), len(RULES.signals), len(RULES.workloads)]


def test_the_index_has_a_row_for_each() -> None:
    index = render_index(RULES)

    for key in (*RULES.sentences, *RULES.signals, *RULES.workloads):
        assert f"\n| {key} | " in index
