"""Turns facts, rulebook and priced scenarios into the report, the JSON contract of `estimate`."""

from estimator.model.crosswalk import CrossedDependency
from estimator.model.estimate import ScenarioEstimate
from estimator.model.facts import RepositoryFacts
from estimator.model.pathprice import PricedPaths
from estimator.model.report import (
    LanguageSize,
    Report,
    ReportRepository,
    Size,
    Tool,
)
from estimator.model.rules import Rulebook
from estimator.reporting.headline import headline
from estimator.reporting.pathrows import report_paths

TOOL_NAME = "estimator"


def build_report(  # noqa: PLR0913  the report's inputs; four of them are keywords
    facts: RepositoryFacts,
    rulebook: Rulebook,
    scenarios: tuple[ScenarioEstimate, ...],
    *,
    priced_language: str,
    priced_by: str,
    tool_version: str,
    crossed: tuple[CrossedDependency, ...] = (),
    priced_paths: PricedPaths | None = None,
) -> Report:
    """Assemble the report.

    Args:
        facts: What was counted.
        rulebook: What priced it; its digest and the user's changes are named in the report.
        scenarios: Every scenario, priced or with the reason why it does not apply.
        priced_language: The language whose units, dependencies and candidates are shown.
        priced_by: Why that one: ``most product lines`` or ``--language``.
        tool_version: Version of this program.
        crossed: The dependencies of that language with what takes their place.
        priced_paths: Both forms of each hot path, where a second walk found any.
    """
    repository = _repository(facts, priced_language, priced_by)
    kinds = {key: scenario.kind for key, scenario in rulebook.scenarios.items()}
    units = [unit for unit in facts.units if unit.language == priced_language]
    return Report(
        tool=Tool(
            name=TOOL_NAME,
            version=tool_version,
            rulebook_digest=rulebook.digest,
            rules_overridden=rulebook.overridden,
            rules_added=rulebook.added,
        ),
        headline=headline(scenarios, kinds, repository, facts.coverage),
        repository=repository,
        size=_size(facts, priced_language),
        sizes=facts.languages,
        coverage=facts.coverage,
        metrics=facts.metrics,
        units=tuple(sorted(units, key=lambda unit: (-unit.product_lines, unit.name))),
        spread=facts.spread,
        dependencies=crossed,
        hot_paths=report_paths(facts, priced_language, priced_paths, crossed),
        profile=facts.hot_paths.profile if facts.hot_paths and not facts.only else None,
        toolchain=priced_paths.toolchain if priced_paths else None,
        scenarios=scenarios,
        notes=facts.notes,
    )


def _repository(facts: RepositoryFacts, priced_language: str, priced_by: str) -> ReportRepository:
    identity = facts.repository
    return ReportRepository(
        name=identity.name,
        commit=identity.commit,
        committed_at=identity.committed_at,
        is_dirty=identity.is_dirty,
        is_shallow=identity.is_shallow,
        subfolder=identity.subfolder,
        languages=tuple(
            LanguageSize(name=one.name, product_lines=one.product_lines) for one in facts.languages
        ),
        priced_language=priced_language,
        priced_by=priced_by,
    )


def _size(facts: RepositoryFacts, priced_language: str) -> Size:
    for one in facts.languages:
        if one.name == priced_language:
            return Size(
                product_lines=one.product_lines,
                test_lines=one.test_lines,
                generated_lines=one.generated_lines,
                vendored_lines=one.vendored_lines,
                example_lines=one.example_lines,
                files=one.files,
                functions=one.functions,
                tooling_lines=one.tooling_lines,
            )
    return Size(
        product_lines=0,
        test_lines=0,
        generated_lines=0,
        vendored_lines=0,
        example_lines=0,
        files=0,
        functions=0,
    )
