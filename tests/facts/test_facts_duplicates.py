"""Copies of function bodies: found in product code of one language, wherever it lies."""

from collections.abc import Sequence

from facts_builders import function, layouts, parsed, standing_of, tree
from msgspec.structs import replace

from estimator.facts.aggregate import aggregate
from estimator.model.facts import RepositoryFacts
from estimator.model.source import FunctionFacts, ParsedFile


def copy(line: int, *, body: int = 5, is_test: bool = False) -> FunctionFacts:
    return replace(function(f"f{line}", is_test=is_test), line=line, code_lines=12, body=body)


def facts_of(files: Sequence[ParsedFile]) -> RepositoryFacts:
    return aggregate(tree(files), files, layouts(files), standing_of(files), tool_version="1")


def sites(facts: RepositoryFacts, metric: str) -> list[tuple[str, int]]:
    return [site for one in facts.evidence if one.metric == metric for site in one.sites]


def test_all_but_the_first_are_copies() -> None:
    facts = facts_of(
        [
            parsed("product/b.go", functions=[copy(30), copy(9), copy(50, body=6)]),
            parsed("product/a.go", functions=[copy(70)]),
        ]
    )
    assert facts.metrics["go.duplicate.functions"] == 2
    assert facts.metrics["go.duplicate.lines"] == 24
    assert sites(facts, "go.duplicate.functions") == [("product/b.go", 9), ("product/b.go", 30)]


def test_short_bodies_tests_and_other_languages_are_not_compared() -> None:
    facts = facts_of(
        [
            parsed("product/a.go", functions=[copy(1), copy(20, body=0), copy(40, body=0)]),
            parsed("product/a.rs", functions=[copy(1), copy(20, is_test=True)]),
            parsed("test/a.go", functions=[copy(1)]),
            parsed("generated/a.go", functions=[copy(1)]),
        ]
    )
    assert not [name for name in facts.metrics if ".duplicate." in name]
