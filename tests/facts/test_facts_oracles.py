"""Oracles by path, by import and by manifest; generated code by path; the places behind counts."""

from collections.abc import Mapping, Sequence

import pytest
from facts_builders import function, layout, parsed, standing_of, tree
from msgspec.structs import replace

from estimator.facts.aggregate import aggregate
from estimator.model.facts import Dependency, Module, RepositoryFacts
from estimator.model.source import Import, ParsedFile


def facts_of(
    *others: str,
    files: Sequence[ParsedFile] = (),
    texts: Mapping[str, str] = {},
    manifests: Mapping[str, str] = {},
    dependencies: Sequence[Dependency] = (),
    modules: Sequence[Module] = (),
) -> RepositoryFacts:
    """Facts of files, other paths, build texts and manifests; packages are Rust's."""
    found = replace(
        tree(files, others=(*others, *texts)),
        texts={path: text.encode() for path, text in texts.items()},
        manifests={path: text.encode() for path, text in manifests.items()},
    )
    rust = replace(layout(files, "rust", dependencies=dependencies), modules=tuple(modules))
    layouts = {"go": layout(files, "go"), "rust": rust}
    return aggregate(found, files, layouts, standing_of(files), tool_version="1")


def counts(facts: RepositoryFacts) -> dict[str, float]:
    """Repository-wide metrics that are not zero."""
    return {name: value for name, value in facts.metrics.items() if value}


def places(facts: RepositoryFacts, metric: str) -> list[str]:
    return [
        f"{path}:{line}"
        for found in facts.evidence
        if found.metric == metric
        for path, line in found.sites
    ]


def importing(path: str, *names: str, is_test: bool = True) -> ParsedFile:
    imports = [Import(path=name, line=7 + at, is_test=is_test) for at, name in enumerate(names)]
    return parsed(path, imports=imports)


@pytest.mark.parametrize(
    ("path", "metric"),
    [
        ("a/cassettes/login.yaml", "repo.oracle.recorded_traffic"),
        ("a/trace.pcap", "repo.oracle.recorded_traffic"),
        ("fuzz/corpus/x/0001", "repo.oracle.fuzz_corpus"),
        ("conformance/spec.json", "repo.oracle.conformance"),
        ("bench/load.js", "repo.oracle.bench_files"),
        ("native/a.c", "repo.build.c_files"),
        ("boot/link.ld", "repo.build.linker_scripts"),
        ("pkg/BUILD.bazel", "repo.build.system_files"),
        ("flake.nix", "repo.build.system_files"),
    ],
)
def test_a_path_shows_it(path: str, metric: str) -> None:
    facts = facts_of(path)
    assert counts(facts) == {metric: 1.0}
    assert places(facts, metric) == [f"{path}:1"]


@pytest.mark.parametrize(
    "path",
    [
        "vendor/x/cassettes/a.yaml",
        "vendor/x/a.c",
        "tests/a.c",
        "vendor/x/BUILD.bazel",
        "docs/conformance.md",
        "inconformances/a.txt",
        "corpus/a.txt",
        "web/__snapshots__/a.test.tsx.snap",
        "bench/README.md",
    ],
)
def test_a_path_does_not_show_it(path: str) -> None:
    assert counts(facts_of(path)) == {}


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("proptest::prelude", "property"),
        ("quickcheck", "property"),
        ("testing/quick", "property"),
        ("pgregory.net/rapid", "property"),
        ("insta", "snapshot"),
        ("github.com/sebdah/goldie/v2", "snapshot"),
        ("gopkg.in/dnaeon/go-vcr.v3/recorder", "recorded"),
        ("loom::sync", "model"),
        ("github.com/testcontainers/testcontainers-go/wait", "container"),
    ],
)
def test_a_file_that_imports_it_counts_once(name: str, kind: str) -> None:
    facts = facts_of(files=[importing("product/a.go", "fmt", name, name)])
    assert counts(facts) == {f"repo.oracle.{kind}_files": 1.0}
    assert places(facts, f"repo.oracle.{kind}_files") == ["product/a.go:8"]


@pytest.mark.parametrize("name", ["proptested", "github.com/sebdah", "instant", "quick"])
def test_another_name_that_begins_so_does_not_count(name: str) -> None:
    assert counts(facts_of(files=[importing("product/a.go", name)])) == {}


def test_vendored_and_generated_files_do_not_count() -> None:
    files = [importing(f"{role}/a.rs", "proptest") for role in ("vendored", "generated")]
    assert counts(facts_of(files=files)) == {}


def test_a_manifest_that_asks_for_it_shows_its_line() -> None:
    wanted = Dependency(name="proptest", version="1", kind="dev", manifests=("a/Cargo.toml",))
    facts = facts_of(
        manifests={"a/Cargo.toml": '# proptest\n[dev-dependencies]\nproptest = "1"\n'},
        dependencies=[wanted, replace(wanted, name="serde"), replace(wanted, name="insta")],
    )
    assert counts(facts) == {"repo.oracle.property_manifests": 1.0}
    assert places(facts, "repo.oracle.property_manifests") == ["a/Cargo.toml:3"]


def test_what_is_only_required_indirectly_is_not_asked_for() -> None:
    wanted = Dependency(name="loom", version="1", kind="indirect", manifests=("Cargo.toml",))
    facts = facts_of(manifests={"Cargo.toml": 'loom = "1"'}, dependencies=[wanted])
    assert counts(facts) == {}


@pytest.mark.parametrize(
    ("path", "is_integration"),
    [
        ("test/integration/a.go", True),
        ("test/e2e/a.go", True),
        ("test/integration-cli/a.go", True),
        ("test/system/a.go", False),
        ("test/system_tests/a.go", True),
        ("test/tests/a.rs", True),
        ("test/src/tests/a.rs", False),
        ("test/tests/a.go", False),
        ("product/integration/a.go", False),
    ],
)
def test_integration_tests_are_test_files_in_such_folders(path: str, is_integration: bool) -> None:  # noqa: FBT001
    found = counts(facts_of(files=[parsed(path)]))
    assert ("repo.oracle.integration" in found) == is_integration


def test_a_benchmark_is_counted_once() -> None:
    files = [parsed("test/benches/a.rs"), parsed("product/benches/b.rs")]
    facts = facts_of(files=files)
    assert places(facts, "repo.benchmarks") == ["test/benches/a.rs:1"]
    assert places(facts, "repo.oracle.bench_files") == ["product/benches/b.rs:1"]


def test_a_conformance_test_in_the_language_counts() -> None:
    assert places(facts_of(files=[parsed("test/compliance/a.go")]), "repo.oracle.conformance")


def test_a_fuzz_target_shows_its_line() -> None:
    facts = facts_of(files=[parsed("test/a_test.go", functions=[function("FuzzParse")])])
    assert places(facts, "repo.fuzz_targets") == ["test/a_test.go:1"]


def test_folders_of_test_data_show_their_first_file() -> None:
    facts = facts_of("a/testdata/.ignore", "a/testdata/z", "a/testdata/b/a.txt", "c/testdata/x")
    assert places(facts, "repo.testdata_folders") == ["a/testdata/b/a.txt:1", "c/testdata/x:1"]


@pytest.mark.parametrize(
    ("path", "is_from_contract"),
    [
        ("generated/api/x.pb.go", True),
        ("generated/rpc/x.pb.gw.go", True),
        ("generated/src/codegen/x.rs", True),
        ("generated/openapi/client.go", True),
        ("generated/mocks/x.go", False),
        ("product/api/x.pb.go", False),
    ],
)
def test_generated_interface_code_is_known_by_its_path(path: str, is_from_contract: bool) -> None:  # noqa: FBT001
    found = counts(facts_of(files=[parsed(path)]))
    assert ("repo.contract.generated_files" in found) == is_from_contract


def test_build_scripts_and_macro_crates_have_places() -> None:
    macros = Module(
        name="m", language="rust", path="m", manifest="m/Cargo.toml", is_proc_macro=True
    )
    facts = facts_of(files=[parsed("product/build.rs"), parsed("test/build.rs")], modules=[macros])
    assert places(facts, "repo.build.scripts") == ["product/build.rs:1"]
    assert places(facts, "repo.build.proc_macro_crates") == ["m/Cargo.toml:1"]


def test_at_most_twenty_places_are_kept_and_all_are_counted() -> None:
    facts = facts_of(*(f"p/{number:02}.proto" for number in range(30)))
    (found,) = (one for one in facts.evidence if one.metric == "repo.proto_files")
    assert (found.total, len(found.sites), found.unit) == (30, 20, "")
    assert facts.metrics["repo.proto_files"] == 30
