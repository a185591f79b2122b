"""Which oracles a repository shows, and which of them a rule asks for."""

import msgspec
import pytest
from costing_builders import built_in_rules, language_size, repository

from estimator.costing.oracles import asked_for, oracles_of
from estimator.model.facts import Dependency, RepositoryFacts
from estimator.model.ledger import Oracle


def facts(language: str, *packages: tuple[str, str], **metrics: float) -> RepositoryFacts:
    found = tuple(Dependency(name=name, version="1", kind=kind) for name, kind in packages)
    named = {f"repo.{name}": count for name, count in metrics.items()}
    return msgspec.structs.replace(
        repository(language_size(language, 1000)), dependencies={language: found}, metrics=named
    )


def test_files_and_packages_show_oracles() -> None:
    shown = oracles_of(facts("go", ("go.uber.org/goleak", "dev"), fuzz_targets=3), "go")
    assert shown == (
        Oracle(kind="fuzz targets", count=3, packages=()),
        Oracle(kind="leak checks", count=None, packages=("go.uber.org/goleak",)),
    )


def test_build_texts_show_oracles_that_rules_ask_for() -> None:
    metrics = {"repo.ci.race": 4.0, "repo.ci.miri": 1.0, "repo.oracle.integration": 2.0}
    shown = oracles_of(msgspec.structs.replace(facts("go"), metrics=metrics), "go")
    assert [(one.kind, one.count) for one in shown] == [
        ("build lines with -race", 4),
        ("build lines with Miri", 1),
        ("files of integration tests", 2),
    ]
    rules = built_in_rules().rules.values()
    asked = {kind for rule in rules for kind in asked_for(rule, shown)}
    assert asked == {one.kind for one in shown}


@pytest.mark.parametrize("language", ["rust", "go"])
def test_indirect_packages_and_those_of_the_other_language_show_nothing(language: str) -> None:
    kind = "indirect" if language == "go" else "dev"
    found = facts(language, ("go.uber.org/goleak", kind), fuzz_targets=0)
    assert oracles_of(found, "go") == ()


def test_metrics_of_product_code_are_no_tests() -> None:
    found = msgspec.structs.replace(facts("go"), metrics={"go.test.subtest": 2.0})
    assert oracles_of(found, "go") == ()


@pytest.mark.parametrize(
    ("text", "kinds"),
    [
        ("fuzz, unit tests", ["fuzz targets"]),
        ("unit tests of the state machine; loom", ["loom models"]),
        ("paused-time tests; loom no help", []),
        ("-race; property tests", ["property tests"]),
        ("golden JSON, snapshot tests", ["golden files"]),
        ("criterion to Go benchmarks", ["benchmarks"]),
        ("none in syntax", []),
        ("", []),
    ],
)
def test_a_rule_asks_by_the_words_of_its_own_oracle(text: str, kinds: list[str]) -> None:
    shown = oracles_of(
        facts(
            "rust",
            ("loom", "dev"),
            ("proptest", "dev"),
            golden_files=1,
            fuzz_targets=1,
            testdata_folders=1,
            benchmarks=1,
        ),
        "rust",
    )
    rule = msgspec.structs.replace(built_in_rules().rules["RG203"], oracle=text)
    assert list(asked_for(rule, shown)) == kinds
