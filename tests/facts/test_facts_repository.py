"""Repository-wide metrics from paths, and test functions by name."""

import pytest
from facts_builders import function, layouts, parsed, standing_of, tree

from estimator.facts.aggregate import aggregate
from estimator.model.source import ParsedFile


def metrics_of(*others: str, files: tuple[ParsedFile, ...] = ()) -> dict[str, float]:
    """Repository-wide metrics that are not zero."""
    facts = aggregate(
        tree(files, others=others), files, layouts(files), standing_of(files), tool_version="1"
    )
    return {name: value for name, value in facts.metrics.items() if value}


@pytest.mark.parametrize(
    ("path", "metric"),
    [
        ("api/x.proto", "repo.proto_files"),
        ("docs/OpenAPI.yaml", "repo.openapi_files"),
        ("docs/rpc.swagger.json", "repo.openapi_files"),
        ("api/schema.graphqls", "repo.graphql_files"),
        ("migrations/001.sql", "repo.sql_files"),
        ("Dockerfile", "repo.dockerfiles"),
        ("build/Dockerfile.release", "repo.dockerfiles"),
        ("build/app.dockerfile", "repo.dockerfiles"),
        ("deploy/app.yaml", "repo.kubernetes_manifests"),
        ("ops/kustomization.yaml", "repo.kubernetes_manifests"),
        ("config/crds/thing.yaml", "repo.crd_files"),
        ("config/thing-crd.yml", "repo.crd_files"),
        ("example/relay-operator-crd/relays.yaml", "repo.crd_files"),
        (".github/workflows/ci.yml", "repo.ci_files"),
        (".circleci/config.yml", "repo.ci_files"),
        ("Jenkinsfile", "repo.ci_files"),
        ("x/golden/out.txt", "repo.golden_files"),
        ("src/snapshots/a.snap", "repo.golden_files"),
    ],
)
def test_a_path_is_counted(path: str, metric: str) -> None:
    assert metrics_of(path) == {metric: 1.0}


@pytest.mark.parametrize(
    "path",
    [
        "vendor/x/a.proto",
        "node_modules/x/Dockerfile",
        "testing/a.proto",
        "tests/openapi.yaml",
        ".config/swagger-check.yml",
        "src/openapi.md",
        "docs/dockerfiles.md",
        ".github/dependabot.yml",
        "values.yaml",
        "src/sacred.yaml",
        "example/rbac/relay-operator-crd-cluster-roles.yaml",
        "protos/readme.txt",
    ],
)
def test_a_path_is_not_counted(path: str) -> None:
    assert metrics_of(path) == {}


def test_testdata_folders_are_counted_once() -> None:
    assert metrics_of("a/testdata/x.json", "a/testdata/b/testdata/y", "testdata/z") == {
        "repo.testdata_folders": 2.0,
    }


def test_go_benchmarks_and_fuzz_targets_are_test_functions_by_name() -> None:
    names = ("BenchmarkA", "Benchmark", "Benchmarked", "FuzzA", "T.BenchmarkB", "TestA")
    test_file = parsed("test/a_test.go", functions=[function(name) for name in names])
    helper = parsed("test/b.go", functions=[function("BenchmarkA")])
    product = parsed("c_test.go", functions=[function("FuzzA")])

    assert metrics_of(files=(test_file, helper, product)) == {
        "repo.benchmarks": 2.0,
        "repo.fuzz_targets": 1.0,
    }


def test_rust_benchmarks_and_fuzz_targets_are_files_of_their_folders() -> None:
    files = tuple(parsed(f"test/{path}") for path in ("benches/b.rs", "fuzz_targets/f.rs", "x.rs"))

    assert metrics_of(files=files) == {"repo.benchmarks": 1.0, "repo.fuzz_targets": 1.0}
