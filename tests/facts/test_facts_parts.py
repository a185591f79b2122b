"""What was counted in a part of a repository alone."""

from pathlib import Path

import pytest
from hot_builders import hot_path
from msgspec.structs import replace

from estimator.facts.parts import shell_metrics, unit_metrics
from estimator.facts.store import decode_facts
from estimator.model.facts import RepositoryFacts
from estimator.model.hotpaths import ApiShell, ShellPart

GOLDEN = Path(__file__).parent.parent / "golden" / "facts"


@pytest.fixture
def facts() -> RepositoryFacts:
    return decode_facts((GOLDEN / "rathole.json").read_bytes())


def part(path: str, symbol: str) -> ShellPart:
    return ShellPart(
        kind="function",
        part="handlers",
        unit="rathole",
        symbol=symbol,
        path=path,
        line=1,
        code_lines=9,
        reason="names a server",
        rule="shell.handlers",
    )


def shell(*parts: ShellPart) -> ApiShell:
    return ApiShell(language="rust", parts=parts, code_lines=9, core_lines=9)


def test_a_shell_has_the_counts_of_its_functions_alone(facts: RepositoryFacts) -> None:
    row = next(row for row in facts.files if any(row.symbols.values()))
    symbol = next(name for name, counts in sorted(row.symbols.items()) if counts)
    found = shell_metrics(facts, shell(part(row.path, symbol), part(row.path, "no such function")))
    assert found == row.symbols[symbol]


def test_a_function_named_twice_counts_once(facts: RepositoryFacts) -> None:
    row = next(row for row in facts.files if any(row.symbols.values()))
    symbol = next(name for name, counts in sorted(row.symbols.items()) if counts)
    once, twice = (shell(*(part(row.path, symbol),) * times) for times in (1, 2))
    assert shell_metrics(facts, once) == shell_metrics(facts, twice)


def test_a_function_of_the_same_name_elsewhere_does_not_count(facts: RepositoryFacts) -> None:
    assert shell_metrics(facts, shell(part("elsewhere.rs", "main"))) == {}


def test_a_whole_unit_has_the_counts_of_the_unit(facts: RepositoryFacts) -> None:
    unit = facts.units[0]
    assert unit_metrics(facts, (hot_path(units=(unit.name,)),)) == unit.metrics


def test_units_are_summed(facts: RepositoryFacts) -> None:
    unit = facts.units[0]
    doubled = replace(facts, units=(unit, replace(unit, name="other")))
    found = unit_metrics(doubled, (hot_path(units=(unit.name,)), hot_path(units=("other",))))
    assert found == {metric: 2 * count for metric, count in unit.metrics.items()}
