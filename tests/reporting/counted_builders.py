"""Builds the facts of two plausible repositories: a Rust service and a Go service."""

from typing import Any

from estimator.model.facts import (
    Candidate,
    Coverage,
    Dependency,
    LanguageFacts,
    RepositoryFacts,
    Spread,
    UnitFacts,
)
from estimator.model.source import RepositoryIdentity, Skipped


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
