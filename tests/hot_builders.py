"""Hot paths by hand: what a second walk and a profile would have found, without either."""

from typing import Any

from estimator.model.hotpaths import (
    BetterCut,
    Ceiling,
    Crossing,
    CrossingField,
    HotFunction,
    HotPath,
    HotPaths,
    ProfileSummary,
    Seam,
    SharedState,
    TimeShares,
)

CODEC = "example.com/service/codec"
STORE = "example.com/service/store"


def hot_function(symbol: str = "Encoder.Encode", **changes: Any) -> HotFunction:
    fields: dict[str, Any] = {
        "unit": CODEC,
        "symbol": symbol,
        "path": "codec/encode.go",
        "line": 12,
        "end_line": 60,
        "code_lines": 40,
    }
    return HotFunction(**fields | changes)


def crossing(symbol: str = "Encoder.Encode", **changes: Any) -> Crossing:
    fields: dict[str, Any] = {
        "kind": "function",
        "symbol": symbol,
        "unit": CODEC,
        "path": "codec/encode.go",
        "line": 12,
        "direction": "in",
        "call_sites": 3,
        "evidence": (("server/handle.go", 41), ("server/handle.go", 77)),
    }
    return Crossing(**fields | changes)


def field(name: str, kind: str, **changes: Any) -> CrossingField:
    fields: dict[str, Any] = {
        "name": name,
        "type": f"*{name.title()}",
        "kind": kind,
        "path": "codec/encode.go",
        "line": 13,
    }
    return CrossingField(**fields | changes)


def seam(items: int = 5, **changes: Any) -> Seam:
    fields: dict[str, Any] = {
        "crossings": tuple(crossing(f"Encoder.Step{number}") for number in range(items)),
        "quality": "clean",
        "reasons": ("plain values cross",),
    }
    return Seam(**fields | changes)


def awkward_seam() -> Seam:
    """A cut with everything that makes one hard."""
    return seam(
        crossings=(
            crossing(
                sites_in_loops=2,
                fields=(field("ctx", "context"), field("state", "pointer"), field("", "error")),
            ),
            crossing("Notify", direction="out", unit=STORE, path="store/notify.go", evidence=()),
            crossing("Row", kind="type", direction="both", call_sites=0, evidence=()),
        ),
        shared=(
            SharedState(
                symbol="cache",
                kind="variable",
                path="codec/cache.go",
                line=5,
                readers=2,
                writers=1,
                guard="mutex",
            ),
        ),
        contracts=("api/codec.proto",),
        quality="tangled",
        reasons=("both sides use cache", "callbacks cross"),
        is_chatty=True,
        better=BetterCut(
            pulled_in=("flush",), pushed_out=(), items_before=3, items_after=2, lines_added=9
        ),
    )


def hot_path(kloc: float = 2.0, items: int | None = 5, **changes: Any) -> HotPath:
    """A path of that many lines with that many items on its cut; None: no cut is known."""
    name = str(changes.get("name", "codec.Encoder")).rpartition(".")[2]
    fields: dict[str, Any] = {
        "id": "hp-0a1b2c",
        "name": "codec.Encoder",
        "basis": "measured",
        "units": (CODEC,),
        "functions": (hot_function(f"Encoder.{name}", nearest=0.6, flat=0.4, cumulative=0.7),),
        "code_lines": round(kloc * 1000),
        "entry_points": ("codec.Encoder.Encode",),
        "share": 0.6,
        "seam": None if items is None else seam(items),
    }
    return HotPath(**fields | changes)


def profile(**changes: Any) -> ProfileSummary:
    fields: dict[str, Any] = {
        "sources": ("default.pgo",),
        "kinds": ("pprof",),
        "samples": 412,
        "seconds": 4.1,
        "commit": "0123456789abcdef",
        "age_days": 80,
        "match_rate": 0.97,
        "shares": TimeShares(own=0.5, runtime=0.2, system=0.1, libraries=0.2),
        "own_nearest": 0.8,
    }
    return ProfileSummary(**fields | changes)


def ceiling() -> Ceiling:
    return Ceiling(
        share=0.6,
        own=0.4,
        runtime=0.1,
        system=0.04,
        libraries=0.06,
        most=2.0,
        doubled=1.3333,
        tenfold=1.8182,
    )


def measured(*paths: HotPath, **changes: Any) -> HotPaths:
    found = paths or (hot_path(),)
    fields: dict[str, Any] = {
        "language": "go",
        "basis": "measured",
        "paths": found,
        "profile": profile(),
        "functions": tuple(one for path in found for one in path.functions),
        "packages": {CODEC: 0.6, STORE: 0.1},
        "ceiling": ceiling(),
        "command": "go test -bench . -cpuprofile cpu.pprof ./codec",
    }
    return HotPaths(**fields | changes)


def static(*paths: HotPath, **changes: Any) -> HotPaths:
    candidates = (
        hot_function("Decode", reasons=("work inside a loop", "40 lines")),
        hot_function("Scan", unit=STORE, path="store/scan.go", reasons=("40 lines",)),
    )
    fields: dict[str, Any] = {
        "language": "go",
        "basis": "candidate (static)",
        "paths": paths
        or (hot_path(basis="candidate (static)", share=None, functions=candidates[:1]),),
        "functions": candidates,
        "command": "go test -bench . -cpuprofile cpu.pprof ./codec",
    }
    return HotPaths(**fields | changes)
