"""Builds a small rulebook, and the reports of two plausible repositories."""

from typing import Any

from counted_builders import facts, go_facts
from priced_builders import NOT_INCLUDED, go_port_scenario, hot_paths_scenario, scenario, unpriced

from estimator.model.crosswalk import CrossedDependency
from estimator.model.estimate import ScenarioEstimate
from estimator.model.facts import RepositoryFacts
from estimator.model.report import Report
from estimator.model.rules import (
    Constant,
    Example,
    LedgerPrice,
    LineShare,
    Rule,
    Rulebook,
    RuleId,
    Scenario,
    Status,
)
from estimator.model.rulevalue import Range, Source, SourceKind
from estimator.reporting.build import build_report


def rulebook(**changes: Any) -> Rulebook:
    """Build a rulebook with one ledger rule, two line rules, a constant and three scenarios."""
    fields: dict[str, Any] = {
        "rules": {
            one.id: one
            for one in (ledger_rule(), line_rule(), line_rule("RG006", "cut-over", 0.04, "spread"))
        },
        "constants": {
            "anchor.rust-to-go": Constant(
                id="anchor.rust-to-go",
                value=5.19615,
                unit="EM",
                title="Effort of a Rust service of 30 kLoC ported to Go",
                source=(
                    Source(
                        kind=SourceKind.DOCUMENT,
                        cite="source document, Migration cost, second bullet",
                        says="3 to 9 engineer-months for 30 kLoC; the middle is sqrt(3 x 9)",
                    ),
                ),
            ),
            "boundary.sidecar": Constant(
                id="boundary.sidecar",
                value=32.0,
                unit="hours",
                title="A sidecar's boundary before its items",
                source=(Source(kind=SourceKind.JUDGEMENT, cite="cost model, hot paths"),),
            ),
        },
        "scenarios": {
            name: Scenario(
                id=name,
                title=title,
                source_language=source,
                target_language=target,
                kind=kind,
                assumptions=("The team knows both languages.",),
                not_included=NOT_INCLUDED,
                source=(Source(kind=SourceKind.DOCUMENT, cite="source document, Migration cost"),),
            )
            for name, title, source, target, kind in (
                ("rust-to-go", "Port the Rust service to Go", "rust", "go", "whole-port"),
                ("go-to-rust", "Port the Go service to Rust", "go", "rust", "whole-port"),
                ("go-hot-paths-to-rust", "Move hot paths to Rust", "go", "rust", "hot-paths"),
            )
        },
        "digest": "1f0c2a9b7d3e",
        "origin": {"RG114": "rust-to-go/tokio.toml"},
    }
    return Rulebook(**fields | changes)


def hours(low: float, likely: float, high: float) -> Range:
    return Range(low=low, likely=likely, high=high)


def ledger_rule(**changes: Any) -> Rule:
    fields: dict[str, Any] = {
        "id": RuleId("RG114"),
        "name": "select-cancel-safety",
        "status": Status.STABLE,
        "since": "0.1.0",
        "scenario": "rust-to-go",
        "title": "Dropped futures in select! become explicit cancellation",
        "why": "select! polls all arms on one task and drops the losers.",
        "recover": "Each arm that is no channel becomes a goroutine with a result and a cancel.",
        "ledger": LedgerPrice(
            group="tokio",
            metrics=("rust.async.select",),
            scope="occurrence",
            first=hours(1.92, 4.8, 14.4),
            each=hours(0.96, 2.4, 7.2),
            rank=12,
        ),
        "oracle": "tests with paused time",
        "false_positives": "select! of crossbeam",
        "note": "Arms are not counted.",
        "source": (
            Source(
                kind=SourceKind.JUDGEMENT,
                cite="ledger of invariants, Rust to Go, entry 12",
                says="hours by one author",
            ),
        ),
        "example": (
            Example(given={"rust.async.select": 4.0}, hours={"likely": 12.0}),
            Example(given={"rust.async.select": 0.0}, hours={"likely": 0.0}),
        ),
    }
    return Rule(**fields | changes)


def line_rule(
    name: str = "RG000", title: str = "invariants", share: float = 0.56, driver: str = "invariants"
) -> Rule:
    return Rule(
        id=RuleId(name),
        name=title,
        status=Status.STABLE,
        since="0.1.0",
        scenario="rust-to-go",
        title=f"The {title} line",
        why="A share of the whole.",
        line=LineShare(share=share, driver=driver, rank=1),
        source=(Source(kind=SourceKind.DOCUMENT, cite="source document, Migration cost"),),
    )


def rust_report(**changes: Any) -> Report:
    """Build the report of the Rust service; `changes` go to its facts."""
    scenarios = (
        scenario(),
        unpriced("go-to-rust", "go", "rust", "No Go code was found."),
        unpriced("go-hot-paths-to-rust", "go", "rust", "No Go code was found."),
    )
    return report_of(facts(**changes), scenarios, "rust")


def go_report(**changes: Any) -> Report:
    """Build the report of the Go service; `changes` go to its facts."""
    scenarios = (
        hot_paths_scenario(),
        go_port_scenario(),
        unpriced(
            "rust-to-go",
            "rust",
            "go",
            "Rust is not the priced language; --language rust prices it.",
        ),
    )
    return report_of(go_facts(**changes), scenarios, "go")


def report_of(
    counted: RepositoryFacts, scenarios: tuple[ScenarioEstimate, ...], priced_language: str
) -> Report:
    return build_report(
        counted,
        rulebook(),
        scenarios,
        priced_language=priced_language,
        priced_by="most product lines",
        tool_version="0.1.0",
        crossed=crossed(counted, priced_language),
    )


def crossed(counted: RepositoryFacts, language: str) -> tuple[CrossedDependency, ...]:
    """Give the shipped dependencies as the crosswalk leaves them when it has no entry."""
    return tuple(
        CrossedDependency(name=one.name, version=one.version, kind=one.kind)
        for one in counted.dependencies.get(language, ())
        if one.kind in {"normal", "build"}
    )
