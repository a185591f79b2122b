"""No number of the formula without a source, and none outside the rules."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest
from costing_builders import built_in_rules

from estimator.model.rulevalue import Source

COSTING = Path(__file__).parents[2] / "estimator" / "costing"
MODULES = sorted(COSTING.rglob("*.py"))


def numbers_in(source: str) -> Iterator[tuple[int, float]]:
    """(line, value) of each numeric literal other than 0, 1 and what stands in an index."""
    tree = ast.parse(source)
    indices = {
        id(part)
        for node in ast.walk(tree)
        if isinstance(node, ast.Subscript)
        for part in ast.walk(node.slice)
    }
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and id(node) not in indices:
            value = node.value
            if isinstance(value, int | float) and value not in {0, 1}:
                yield node.lineno, value


@pytest.mark.parametrize("module", MODULES, ids=lambda module: module.name)
def test_a_module_of_the_formula_holds_no_number(module: Path) -> None:
    assert list(numbers_in(module.read_text(encoding="utf-8"))) == []


@pytest.mark.parametrize(
    ("source", "found"),
    [
        ("x = y * 0.75", [(1, 0.75)]),
        ("def f(x=30):\n    return x", [(1, 30)]),
        ("x = -2", [(1, 2)]),
        ("x = y[2] + z[1:3]", []),
        ("x = True + 0 + 1.0 - 1", []),
        ('x = "2.5"', []),
    ],
)
def test_what_counts_as_a_number(source: str, found: list[tuple[int, float]]) -> None:
    assert list(numbers_in(source)) == found


RULES = built_in_rules()
SOURCES: dict[str, tuple[Source, ...]] = {
    **{key: entry.source for key, entry in sorted(RULES.constants.items())},
    **{key: entry.source for key, entry in sorted(RULES.rules.items())},
    **{key: entry.source for key, entry in sorted(RULES.scenarios.items())},
}


def test_every_entry_of_the_rules_has_a_source_that_says_something() -> None:
    bare = [
        key
        for key, sources in SOURCES.items()
        if not sources or not all(one.cite.strip() and one.says.strip() for one in sources)
    ]
    assert bare == []


def test_every_measured_or_published_number_names_more_than_the_model() -> None:
    vague = [
        key
        for key, sources in SOURCES.items()
        for one in sources
        if one.kind.value in {"measured", "published"} and one.cite == "cost model"
    ]
    assert vague == []
