"""Small facts for pricing tests: what a scan would have found, without a scan."""

from collections.abc import Mapping
from functools import cache

from estimator.costing.scenarios import estimate_scenarios
from estimator.model.estimate import Pricing, ScenarioEstimate
from estimator.model.facts import (
    Coverage,
    Evidence,
    LanguageFacts,
    Module,
    RepositoryFacts,
    RepositoryHistory,
    Spread,
)
from estimator.model.rules import Rulebook
from estimator.model.source import RepositoryIdentity
from estimator.rulebook.load import load_rulebook
from estimator.rulebook.match import match_scenarios


@cache
def built_in_rules() -> Rulebook:
    return load_rulebook()


def language_size(name: str, lines: int, *, dependencies: int = 0, tests: int = 0) -> LanguageFacts:
    return LanguageFacts(
        name=name,
        files=1,
        product_lines=lines,
        test_lines=tests,
        generated_lines=0,
        vendored_lines=0,
        example_lines=0,
        comment_lines=0,
        functions=0,
        types=0,
        direct_dependencies=dependencies,
    )


def module(language: str, name: str = "service") -> Module:
    return Module(name=name, language=language, path="", manifest="manifest")


def units(language: str, count: int) -> Spread:
    return Spread(
        language=language,
        unit_kind="crate" if language == "rust" else "package",
        units=count,
        modules=1,
        edges=0,
        cycles=(),
        public_items=0,
        largest="service",
        largest_share=1.0,
        units_for_80_percent=1,
    )


def repository(  # noqa: PLR0913
    *sizes: LanguageFacts,
    name: str = "service",
    metrics: Mapping[str, float] | None = None,
    modules: tuple[Module, ...] = (),
    spread: tuple[Spread, ...] = (),
    evidence: tuple[Evidence, ...] = (),
    share_parsed: float = 1.0,
    history: RepositoryHistory | None = None,
) -> RepositoryFacts:
    return RepositoryFacts(
        tool_version="0",
        repository=RepositoryIdentity(name=name),
        languages=sizes,
        coverage=Coverage(
            files_seen=1, files_parsed=1, share_lines_parsed=share_parsed, skipped=()
        ),
        metrics=metrics or {},
        modules=modules,
        dependencies={},
        units=(),
        edges={},
        spread=spread,
        candidates={},
        files=(),
        evidence=evidence,
        history=history,
    )


def priced(
    facts: RepositoryFacts,
    language: str,
    *,
    pricing: Pricing | None = None,
    rulebook: Rulebook | None = None,
) -> dict[str, ScenarioEstimate]:
    rules = rulebook or built_in_rules()
    estimates = estimate_scenarios(
        facts,
        rules,
        findings=match_scenarios(rules, facts.metrics),
        language=language,
        pricing=pricing or Pricing(),
    )
    return {estimate.id: estimate for estimate in estimates}
