"""Builds priced scenarios with the figures of two plausible repositories."""

import math
from typing import Any

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
