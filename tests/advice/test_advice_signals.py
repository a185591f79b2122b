"""What shows a signal: every rule with one thing that shows it, and how places are counted."""

from collections.abc import Mapping

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st
from workload_builders import crate, go_module, row, shown

from estimator.advice.signals import find_signals, signal_numbers
from estimator.model.advice import SignalFound
from estimator.model.advicerules import Signal
from estimator.model.facts import RepositoryFacts, Target
from estimator.model.rules import Rulebook
from estimator.model.source import LineCounts, Role
from estimator.rulebook.load import load_rulebook

RULES = load_rulebook()
LOUD: Mapping[str, RepositoryFacts] = {
    "agent-files": shown(paths=["AGENTS.md"]),
    "browser-parts": shown(row("src/a.rs"), crates=["html5ever::tree_builder"]),
    "bit-handling": shown(go=["math/bits"]),
    "cli-category": shown(
        row("a/b.rs"), modules=[crate("a", categories=("command-line-utilities",))]
    ),
    "cli-library": shown(go=["github.com/spf13/cobra"]),
    "codec-category": shown(row("a/b.rs"), modules=[crate("a", categories=("compression",))]),
    "codec-units": shown(row("src/huffman.rs")),
    "consensus": shown(go=["go.etcd.io/raft/v3"]),
    "controller-units": shown(row("internal/reconciler/loop.go")),
    "crds": shown(paths=["config/crd/bases/a.yaml"]),
    "delivery-api": shown(go=["github.com/google/go-github/v60/github"]),
    "edge-target": shown(paths=["wrangler.toml"]),
    "embedded-category": shown(row("a/b.rs"), modules=[crate("a", categories=("embedded",))]),
    "infrastructure-api": shown(go=["github.com/containerd/containerd"]),
    "kubernetes-client": shown(go=["k8s.io/client-go/kubernetes"]),
    "library-only": shown(counts={"repo.libraries": 1}),
    "microcontroller": shown(row("src/a.rs"), crates=["cortex_m::asm"]),
    "migrations": shown(paths=["db/migrations/1_users.sql"]),
    "named-codec": shown(name="lz4"),
    "named-proxy": shown(name="edge-proxy"),
    "named-store": shown(name="tinydb"),
    "no-std": shown(row("src/lib.rs"), counts={"rust.build.no_std": 1}),
    "operator-library": shown(go=["sigs.k8s.io/controller-runtime/pkg/client"]),
    "operator-units": shown(row("pkg/operator/sync.go")),
    "other-programs": shown(go=["os/exec"]),
    "postgres": shown(go=["github.com/jackc/pgx/v5"]),
    "program": shown(counts={"repo.programs": 1}),
    "proxy-units": shown(row("internal/upstream/pool.go")),
    "public-library": shown(row("list.go"), modules=[go_module()]),
    "query-engine": shown(row("src/planner.rs")),
    "sandbox-runtime": shown(row("src/a.rs"), crates=["wasmtime::Engine"]),
    "second-language": shown(row("main.go"), row("src/lib.rs")),
    "sql-database": shown(go=["database/sql"]),
    "storage-engine": shown(row("src/memtable.rs")),
    "storage-library": shown(row("src/a.rs"), crates=["rocksdb::DB"]),
    "store-category": shown(
        row("a/b.rs"), modules=[crate("a", categories=("database-implementations",))]
    ),
    "terminal": shown(row("src/a.rs"), crates=["crossterm::style"]),
    "transport-library": shown(go=["github.com/quic-go/quic-go"]),
    "vector-code": shown(row("src/a.rs"), crates=["std::arch"]),
    "wasm-bindings": shown(row("src/a.rs"), crates=["wasm_bindgen::prelude"]),
    "wasm-category": shown(row("a/b.rs"), modules=[crate("a", categories=("wasm",))]),
    "web-framework": shown(row("src/a.rs"), crates=["axum::Router"]),
    "web-server": shown(go=["google.golang.org/grpc"]),
}


def signals(facts: RepositoryFacts, rulebook: Rulebook = RULES) -> dict[str, SignalFound]:
    return {one.id.removeprefix("signal."): one for one in find_signals(facts, rulebook)}


def rules_of(**values: object) -> Rulebook:
    one = Signal(id="signal.x", title="x", source=(), **values)  # type: ignore[arg-type]  # fields
    return msgspec.structs.replace(RULES, signals={"signal.x": one})


def test_every_signal_has_a_case() -> None:
    assert sorted(f"signal.{name}" for name in LOUD) == sorted(RULES.signals)


@pytest.mark.parametrize("name", sorted(LOUD))
def test_a_signal_is_loud_where_its_mark_is_and_names_a_place(name: str) -> None:
    found = signals(LOUD[name])[name]

    assert found.count >= 1
    assert found.evidence or name.startswith("named-")


@pytest.mark.parametrize("name", sorted(LOUD))
def test_a_signal_is_quiet_where_its_mark_is_missing(name: str) -> None:
    assert name not in signals(shown())
    assert name not in signals(shown(row("src/thing.rs"), crates=["std::collections"]))


@pytest.mark.parametrize(
    ("pattern", "path", "is_named"),
    [
        ("net/http", "net/http", True),
        ("net/http", "net/http/httputil", True),
        ("net/http", "net/httpx", False),
        ("k8s.io/api*", "k8s.io/apimachinery", True),
        ("k8s.io/api*", "k8s.io/client-go", False),
    ],
)
def test_an_import_is_a_path_or_below_it(pattern: str, path: str, *, is_named: bool) -> None:
    assert bool(find_signals(shown(go=[path]), rules_of(imports=(pattern,)))) is is_named


def test_a_dependency_that_no_file_names_counts_once_and_has_no_share() -> None:
    found = signals(shown(row("a.rs"), asked=["web-sys"]), rules_of(crates=("web-sys",)))["x"]

    assert (found.count, found.share, found.evidence) == (1, 0.0, (("Cargo.toml", 1),))


def test_a_dependency_that_a_file_names_is_counted_there_alone() -> None:
    used = shown(row("a.rs"), crates=["web_sys::Window"], asked=["web-sys"])

    found = signals(used, rules_of(crates=("web-sys",)))["x"]

    assert (found.count, found.share, found.evidence) == (1, 1.0, (("a.rs", 3),))


def test_the_share_is_that_of_product_lines_in_files_that_hold_it() -> None:
    tests_aside = msgspec.structs.replace(row("wal/a.go"), test_lines=LineCounts(code=50))
    facts = shown(tests_aside, row("b/b.go", lines=150), row("wal/t.go", role=Role.TEST))

    found = signals(facts, rules_of(units=("wal",)))["x"]

    assert (found.count, found.share, found.units) == (1, 0.25, ("wal",))


def test_a_word_is_one_part_of_a_name_in_the_last_three_folders() -> None:
    names = ["src/h264_nal.rs", "h264/a/b/c/d.rs", "src/xh264.rs", "codec/H264/a.rs"]

    found = signals(shown(*map(row, names)), rules_of(units=("h264",)))["x"]

    assert found.evidence == (("codec/H264/a.rs", 1), ("src/h264_nal.rs", 1))


def test_a_word_may_be_a_pattern() -> None:
    found = signals(shown(row("src/sqlparser.rs"), row("src/a.rs")), rules_of(units=("*parser",)))

    assert found["x"].evidence == (("src/sqlparser.rs", 1),)


def test_a_metric_counts_its_occurrences_in_files_that_hold_it() -> None:
    counts = {"go.unsafe.assembly": 4}
    facts = shown(row("a.go", counts=counts), row("b.go"), counts=counts)

    found = signals(facts, rules_of(metrics=("go.unsafe.assembly",)))["x"]

    assert (found.count, found.share, found.evidence) == (4, 0.5, (("a.go", 7),))


def test_at_most_five_places_and_twenty_units_are_named() -> None:
    facts = shown(*(row(f"u{number:02}/wal.go") for number in range(30)))

    found = signals(facts, rules_of(units=("wal",)))["x"]

    assert (found.count, len(found.evidence), len(found.units)) == (30, 5, 20)


def test_a_program_at_the_root_is_no_library() -> None:
    facts = shown(row("main.go"), modules=[go_module()], counts={"repo.programs": 1})

    assert "public-library" not in signals(facts)


def test_a_library_with_a_tool_of_another_name_stays_one() -> None:
    library = Target(name="borsh", kind="lib", path="src/lib.rs")
    tool = Target(name="make-schema", kind="bin", path="src/schema.rs")
    program = Target(name="borsh", kind="bin", path="src/main.rs")
    facts = [
        shown(row("borsh/src.rs"), modules=[crate("borsh", "borsh", targets=each)], name="borsh-rs")
        for each in ((library, tool), (library, program), (tool,))
    ]

    assert ["public-library" in signals(one) for one in facts] == [True, False, False]


def test_a_crate_below_the_root_with_another_name_is_a_part() -> None:
    facts = shown(row("parts/a.rs"), modules=[crate("parts", "parts")], name="whole")

    assert "public-library" not in signals(facts)


def test_numbers_are_zero_where_a_signal_is_not() -> None:
    numbers = signal_numbers(find_signals(LOUD["web-server"], RULES), RULES)

    assert (numbers["signal.web-server"], numbers["signal.web-server.share"]) == (1.0, 1.0)
    assert (numbers["signal.crds"], numbers["signal.crds.share"]) == (0.0, 0.0)
    assert len(numbers) == 2 * len(RULES.signals)


def test_without_product_lines_shares_are_zero() -> None:
    found = signals(shown(row("wal/a.go", lines=0)), rules_of(units=("wal",)))["x"]

    assert (found.count, found.share) == (1, 0.0)


@given(names=st.permutations(["wal/a.go", "b/wal.go", "c/d.go", "wal/z.go"]))
def test_the_order_of_files_never_matters(names: list[str]) -> None:
    rules = rules_of(units=("wal",))

    assert find_signals(shown(*map(row, names)), rules) == find_signals(
        shown(*map(row, sorted(names))), rules
    )
