"""Builds facts, rulebooks and priced scenarios with the figures of two plausible repositories."""

import math
from typing import Any

from estimator.model.crosswalk import CrossedDependency
from estimator.model.estimate import (
    Band,
    Basis,
    Effort,
    Factor,
    Line,
    ScenarioEstimate,
    Site,
    Variant,
    View,
)
from estimator.model.facts import (
    Candidate,
    Coverage,
    Dependency,
    LanguageFacts,
    RepositoryFacts,
    Spread,
    UnitFacts,
)
from estimator.model.report import Report
from estimator.model.rules import (
    Constant,
    Example,
    LedgerPrice,
    LineShare,
    Range,
    Rule,
    Rulebook,
    RuleId,
    Scenario,
    Source,
    SourceKind,
    Status,
)
from estimator.model.source import RepositoryIdentity, Skipped
from estimator.reporting.build import build_report

NOT_INCLUDED = (
    "data migration",
    "roll-out to customers",
    "the feature freeze while the port runs",
    "product work",
)
LEDGER = (
    ("RG101", "Cancellation by drop becomes context plumbing", 391, "async fn or block", 28.3),
    ("RG201", "Data inside a lock becomes a lock beside the data", 17, "lock", 26.4),
    ("RG301", "Closed enums become sealed interfaces", 46, "enum with data", 23.7),
    ("RG102", "Tasks with owners become goroutines with owners", 15, "spawn", 22.8),
    ("RG202", "Moved values become documented hand-over", 137, "move", 18.7),
    ("RG401", "Derived wire formats become tags and custom codecs", 226, "derive", 18.3),
    ("RG114", "Dropped futures in select! become explicit cancellation", 4, "select!", 12.0),
)


def effort(p50: float, sigma: float = 0.712) -> Effort:
    return Effort(
        p10=p50 * math.exp(-1.28155 * sigma),
        p50=p50,
        p80=p50 * math.exp(0.84162 * sigma),
        p90=p50 * math.exp(1.28155 * sigma),
    )


def document_band(p50: float) -> Band:
    return Band(low=p50 / math.sqrt(3), high=p50 * math.sqrt(3))


def line(group: str, em: float, **changes: Any) -> Line:
    fields: dict[str, Any] = {
        "rule": "",
        "title": group,
        "group": group,
        "effort": em,
        "hours": em * 152,
        "count": None,
        "counted": "",
    }
    return Line(**fields | changes)


def rust_lines(p50: float = 5.19615) -> tuple[Line, ...]:
    hours = sum(entry[4] for entry in LEDGER)
    ledger = [
        line(
            "invariants",
            p50 * 0.56 * likely / hours,
            rule=rule,
            title=title,
            count=float(count),
            counted=f"x {noun}",
            low_hours=likely / 2,
            high_hours=likely * 2,
            evidence=(Site(path=f"linkerd/app/inbound/src/http/{noun[:4].strip()}.rs", line=41),),
            evidence_total=count,
        )
        for rule, title, count, noun, likely in LEDGER
    ]
    whole = (
        ("RG001", "translate", "Writing the Go code", 0.16, 30_000.0, "lines"),
        ("RG002", "dependencies", "Replacing crates", 0.06, 84.0, "dependencies"),
        ("RG003", "contracts", "Keeping wire formats and APIs", 0.03, None, ""),
        ("RG004", "tests", "Tests and the oracle", 0.11, 12_480.0, "test lines"),
        ("RG005", "performance", "Checking performance again", 0.04, None, ""),
        ("RG006", "cut-over", "Cut-over, dual run, removal", 0.04, 9.0, "crates"),
    )
    others = [
        line(group, p50 * share, rule=rule, title=title, count=count, counted=counted)
        for rule, group, title, share, count, counted in whole
    ]
    return (*ledger, *others)


def factor(name: str, value: float = 1.0, **changes: Any) -> Factor:
    fields: dict[str, Any] = {
        "id": name,
        "value": value,
        "input": 1.0,
        "reference": 1.0,
        "formula": "1",
    }
    return Factor(**fields | changes)


def rust_factors() -> tuple[Factor, ...]:
    return (
        factor("size", formula="(30/30)^0.75 = 1.00", input=30.0, reference=30.0),
        factor(
            "invariants",
            input=None,
            reference=None,
            formula="clamp(h / 32.0 L^0.84, 1/4, 4)^0.25",
            note="h was not counted, so the factor is 1",
        ),
        factor("dependencies", 1.03, formula="clamp(84 / 78.9, 1/4, 4)^0.5 = 1.03"),
        factor("spread", 0.98, formula="clamp(8 / 8.6, 1/4, 4)^0.5 = 0.96"),
    )


def scenario(name: str = "rust-to-go", **changes: Any) -> ScenarioEstimate:
    """Build the reference port of a Rust service of 30 kLoC: 5.2 EM."""
    p50 = 5.19615
    fields: dict[str, Any] = {
        "id": name,
        "title": "Port the Rust service to Go",
        "source_language": "rust",
        "target_language": "go",
        "applies": True,
        "why": "The repository has 30,000 product lines of Rust.",
        "basis": Basis.MEASURED,
        "size_kloc": 30.0,
        "effort": effort(p50),
        "document_band": document_band(p50),
        "sigma": 0.712,
        "lines": rust_lines(p50),
        "factors": rust_factors(),
        "views": (
            View(
                id="document",
                title="The document's rule as written",
                low=3.0,
                p50=5.196,
                high=9.0,
                note="5.2 EM x kLoC / 30, no drivers",
            ),
            View(id="cocomo", title="COCOMO", low=60.0, p50=85.3, high=120.0, note="off for ports"),
        ),
        "assumptions": ("The constructs of the ledger were not counted (factor 1).",),
        "warnings": (),
        "not_included": NOT_INCLUDED,
    }
    return ScenarioEstimate(**fields | changes)


def unpriced(name: str, source: str, target: str, why: str) -> ScenarioEstimate:
    return ScenarioEstimate(
        id=name,
        title=f"Port {source} to {target}",
        source_language=source,
        target_language=target,
        applies=False,
        why=why,
        basis=Basis.ASSUMED,
        size_kloc=0.0,
        effort=None,
        document_band=None,
        sigma=None,
    )


def hot_paths_scenario(**changes: Any) -> ScenarioEstimate:
    fields: dict[str, Any] = {
        "title": "Move hot paths to Rust, keep the Go shell",
        "source_language": "go",
        "target_language": "rust",
        "why": "No profile was given, so one path of 2 kLoC with 5 crossing items is priced.",
        "basis": Basis.ASSUMED,
        "size_kloc": 2.0,
        "effort": effort(1.732, 0.690),
        "document_band": document_band(1.732),
        "lines": (
            line("core", 1.3635, title="The path itself, 2 kLoC", count=2000.0, counted="lines"),
            line("boundary", 0.2632, rule="boundary.sidecar", title="Sidecar boundary"),
            line("toolchain", 0.1053, rule="boundary.toolchain", title="A Rust toolchain"),
        ),
        "factors": (factor("size", 0.1311, formula="(2/30)^0.75 = 0.131"),),
        "views": (),
        "variants": tuple(
            Variant(
                id=f"paths-{count}",
                title=f"{count} such paths",
                effort=effort(1.627 * count + 0.1053, 0.680),
                document_band=document_band(1.627 * count + 0.1053),
            )
            for count in (2, 3)
        ),
        "assumptions": ("One hot path of 2 kLoC; its boundary is a sidecar with 5 items.",),
    }
    return scenario("go-hot-paths-to-rust", **fields | changes)


def go_port_scenario(**changes: Any) -> ScenarioEstimate:
    p50 = 10.3923
    shares = {"invariants": 0.44, "translate": 0.28, "tests": 0.11, "dependencies": 0.17}
    fields: dict[str, Any] = {
        "title": "Port the Go service to Rust",
        "source_language": "go",
        "target_language": "rust",
        "why": "The repository has 30,000 product lines of Go.",
        "effort": effort(p50),
        "document_band": None,
        "lines": tuple(line(group, p50 * share) for group, share in shares.items()),
        "factors": (),
        "views": (),
        "warnings": ("Outside the measured ports (1-50 kLoC).",),
    }
    return scenario("go-to-rust", **fields | changes)


def language(name: str, product_lines: int, **changes: Any) -> LanguageFacts:
    fields: dict[str, Any] = {
        "name": name,
        "files": max(product_lines // 180, 1),
        "product_lines": product_lines,
        "test_lines": product_lines * 2 // 5,
        "generated_lines": 1_204,
        "vendored_lines": 0,
        "example_lines": 310,
        "comment_lines": product_lines // 8,
        "functions": product_lines // 14,
        "types": product_lines // 60,
        "direct_dependencies": 84,
    }
    return LanguageFacts(**fields | changes)


def coverage(**changes: Any) -> Coverage:
    fields: dict[str, Any] = {
        "files_seen": 171,
        "files_parsed": 170,
        "share_lines_parsed": 0.9987,
        "skipped": (Skipped(path="fuzz/corpus/huge.rs", reason="larger than 2,000,000 bytes"),),
    }
    return Coverage(**fields | changes)


def unit(name: str, lines: int, **changes: Any) -> UnitFacts:
    fields: dict[str, Any] = {
        "name": name,
        "kind": "crate",
        "language": "rust",
        "path": name,
        "files": 12,
        "product_lines": lines,
        "test_lines": lines // 3,
        "functions": lines // 14,
        "public_items": lines // 40,
        "fan_in": 3,
        "fan_out": 7,
        "in_cycle": False,
    }
    return UnitFacts(**fields | changes)


def spread(name: str = "rust", **changes: Any) -> Spread:
    fields: dict[str, Any] = {
        "language": name,
        "unit_kind": "crate" if name == "rust" else "package",
        "units": 12,
        "modules": 13,
        "edges": 61,
        "cycles": (),
        "public_items": 1_911,
        "largest": "linkerd-app-outbound",
        "largest_share": 0.21,
        "units_for_80_percent": 5,
    }
    return Spread(**fields | changes)


def candidate(symbol: str, where: str, **changes: Any) -> Candidate:
    fields: dict[str, Any] = {
        "id": f"{where}:{symbol}",
        "unit": "internal/engine",
        "symbol": symbol,
        "path": where,
        "line": 88,
        "code_lines": 64,
        "reasons": ("work in nested loops", "its name says so"),
    }
    return Candidate(**fields | changes)


def facts(**changes: Any) -> RepositoryFacts:
    """Build a Rust service of 30,000 product lines in 12 crates."""
    fields: dict[str, Any] = {
        "tool_version": "0.1.0",
        "repository": RepositoryIdentity(
            name="edge-proxy",
            commit="5f2c9f0d8f6f3a3d6f0be3a9f1e0f6a7c8d9e0f1",
            committed_at="2026-03-02T10:11:12+00:00",
        ),
        "languages": (language("rust", 30_000),),
        "coverage": coverage(),
        "metrics": {
            "rust.async.fn": 350.0,
            "rust.async.block": 41.0,
            "rust.async.await": 665.0,
            "rust.async.select": 4.0,
            "rust.async.select_in_loop": 3.0,
            "rust.task.spawn": 15.0,
            "rust.chan.bounded": 6.0,
            "rust.chan.oneshot": 3.0,
            "rust.sync.lock_type": 17.0,
            "rust.own.arc": 135.0,
            "rust.surprise.noun": 9.0,
            "repo.proto_files": 4.0,
        },
        "modules": (),
        "dependencies": {
            "rust": (
                Dependency(name="tokio", version="1", kind="normal"),
                Dependency(name="proptest", version="1", kind="dev"),
            )
        },
        "units": tuple(
            unit(f"linkerd-{name}", lines)
            for name, lines in (
                ("app", 310),
                ("app-outbound", 6_300),
                ("app-inbound", 4_950),
                ("http-route", 4_200),
                ("proxy-transport", 3_900),
                ("pool-balancer", 2_870),
                ("tls", 2_410),
                ("metrics", 1_680),
                ("identity", 1_260),
                ("retry", 940),
                ("stack", 720),
                ("meshtls-boring", 460),
            )
        ),
        "edges": {},
        "spread": (spread(),),
        "candidates": {},
        "files": (),
        "evidence": (),
    }
    return RepositoryFacts(**fields | changes)


def go_facts(**changes: Any) -> RepositoryFacts:
    """Build a Go service with a little Rust beside it."""
    fields: dict[str, Any] = {
        "repository": RepositoryIdentity(
            name="queue-service",
            commit="0a1b2c3d4e5f60718293a4b5c6d7e8f901234567",
            committed_at="2026-05-20T08:00:00+00:00",
            is_dirty=True,
            subfolder="services/queue",
        ),
        "languages": (
            language("go", 30_000, generated_lines=8_911, vendored_lines=120_455),
            language("rust", 1_250, direct_dependencies=6),
        ),
        "coverage": coverage(
            files_with_errors=2,
            excluded_files=14,
            excluded_lines=1_234,
            excluded_patterns=("internal/legacy/**", "tools/*.go"),
            skipped=(),
        ),
        "metrics": {
            "go.task.go": 23.0,
            "go.chan.make_buffered": 14.0,
            "go.chan.make_unbuffered": 9.0,
            "go.chan.field": 7.0,
            "go.chan.select": 23.0,
            "go.sync.mutex": 18.0,
            "go.ctx.derive": 31.0,
            "go.ctx.background": 9.0,
        },
        "dependencies": {"go": (Dependency(name="golang.org/x/net", version="v1", kind="normal"),)},
        "units": tuple(
            unit(f"example.org/queue-service/internal/{name}", lines, kind="package", language="go")
            for name, lines in (("engine", 12_000), ("api", 9_000), ("store", 9_000))
        ),
        "spread": (
            spread(
                "go",
                units=3,
                modules=1,
                edges=4,
                cycles=(("a", "b"),),
                largest="example.org/queue-service/internal/engine",
                largest_share=0.4,
                units_for_80_percent=3,
            ),
        ),
        "candidates": {
            "go": (
                candidate("Scanner.Next", "internal/engine/scan.go"),
                candidate("decodeFrame", "internal/engine/frame.go", line=12, code_lines=141),
                candidate("hashKey", "internal/store/keys.go", unit="internal/store"),
            )
        },
        "notes": ("2 submodules are not scanned.",),
    }
    return facts(**fields | changes)


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
