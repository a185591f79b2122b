"""Every example is run: the two repositories, the rule folder, the configuration."""

import json
import tomllib
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from estimator.configuration.keys import KEYS

SERVICES = {"go-service": "go-to-rust", "rust-service": "rust-to-go"}
JOBS = {
    "github-estimate.yml",
    "github-workflow.yml",
    "gitlab-ci.yml",
    "gitlab-estimate.yml",
    "pre-commit-config.yaml",
}
"""Run by tests/cli/test_cli_action.py, tests/cli/test_cli_hooks.py, tests/tickets."""
Output = Callable[[str], str]


def report(output_of: Output, arguments: str) -> Any:
    return json.loads(output_of(f"estimator estimate {arguments} --format json"))


def test_every_example_is_known_here(checkout: Path) -> None:
    known = {*SERVICES, *JOBS, "own-rules", "estimator.toml"}
    assert {path.name for path in (checkout / "examples").iterdir()} == known


@pytest.mark.parametrize("example", SERVICES)
def test_a_service_is_priced_as_a_whole_port(output_of: Output, example: str) -> None:
    made = report(output_of, f"examples/{example}")
    applying = [scenario["id"] for scenario in made["scenarios"] if scenario["applies"]]
    assert applying == [SERVICES[example]]


@pytest.mark.parametrize("example", SERVICES)
def test_a_service_has_product_and_tests_and_no_faults(output_of: Output, example: str) -> None:
    made = report(output_of, f"examples/{example}")
    size, coverage = made["size"], made["coverage"]
    assert size["product_lines"] >= 400
    assert size["test_lines"] >= 100
    assert size["example_lines"] == 0
    assert coverage["files_parsed"] == coverage["files_seen"]


@pytest.mark.parametrize("example", SERVICES)
def test_a_service_shows_the_dearest_constructs_of_its_language(
    output_of: Output, example: str
) -> None:
    made = report(output_of, f"examples/{example}")
    lines = next(scenario for scenario in made["scenarios"] if scenario["applies"])["lines"]
    assert sum(line["group"] == "invariants" and line["count"] > 0 for line in lines) >= 12


def test_examples_are_no_product_of_the_repository_around_them(output_of: Output) -> None:
    sizes = report(output_of, ".")["sizes"]
    assert {size["name"] for size in sizes if size["example_lines"] > 400} == {"go", "rust"}


def test_the_own_rules_have_no_faults(output_of: Output) -> None:
    assert output_of("estimator rules check examples/own-rules").endswith("no faults\n")


def test_the_own_rules_are_tested(output_of: Output) -> None:
    assert "2 rules: all right" in output_of("estimator rules test examples/own-rules")


def test_a_report_names_the_own_rules(output_of: Output) -> None:
    tool = report(output_of, "examples/rust-service --rules examples/own-rules")["tool"]
    assert (tool["rules_overridden"], tool["rules_added"]) == (["RG214"], ["RG291"])


def test_the_configuration_is_that_of_a_run_without_one(output_of: Output) -> None:
    configured = report(output_of, "examples/go-service --config examples/estimator.toml")
    assert configured["scenarios"] == report(output_of, "examples/go-service")["scenarios"]


def test_the_configuration_names_every_key_with_its_default(checkout: Path) -> None:
    text = (checkout / "examples" / "estimator.toml").read_text(encoding="utf-8")
    set_here = tomllib.loads(text)
    for key in KEYS:
        section, _, name = key.name.rpartition(".")
        if key.in_repository and section and not key.is_optional:
            default = list(key.default) if isinstance(key.default, tuple) else key.default
            assert set_here[section][name] == default
        else:
            assert f"# {name} = " in text or f"[{name}]" in text
