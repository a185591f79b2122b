"""Turns the paths of a tree into repository-wide metrics: ``repo.*``. No content is read."""

import re
from collections.abc import Callable, Iterable, Sequence

from estimator.facts.rows import ReadFile
from estimator.languages.roles import TEST_FOLDERS, VENDORED_FOLDERS
from estimator.model.source import Role

_KUBERNETES_FOLDERS = frozenset(
    {
        *("k8s", "kubernetes", "kustomize", "helm", "charts", "chart", "manifests"),
        *("deploy", "deployment", "deployments"),
    },
)
_CRD_FOLDERS = frozenset({"crd", "crds"})
_GOLDEN_FOLDERS = frozenset({"golden", "goldens", "goldenfiles", "snapshots", "__snapshots__"})
_SCHEMA_SUFFIXES = (".yaml", ".yml", ".json")
_YAML = (".yaml", ".yml")
_DOCKERFILE = re.compile(r"(dockerfile|containerfile)([.-].*)?|.*\.(dockerfile|containerfile)")
_CI_NAMES = frozenset(
    {
        *(".gitlab-ci.yml", ".travis.yml", "jenkinsfile", "azure-pipelines.yml", "appveyor.yml"),
        *(
            ".appveyor.yml",
            ".drone.yml",
            ".cirrus.yml",
            "bitbucket-pipelines.yml",
            ".woodpecker.yml",
        ),
    },
)
_CI_FOLDERS = ((".github", "workflows"), (".circleci",), (".buildkite",), (".semaphore",))
_CI_SUFFIXES = (".yml", ".yaml", ".star", ".sh")

Folders = Sequence[str]
PathTest = Callable[[Folders, str], bool]


def repository_metrics(others: Iterable[str], files: Sequence[ReadFile]) -> dict[str, float]:
    """Count repository-wide facts in the tree's other paths and its parsed files.

    Vendored paths never count. Interfaces (proto, OpenAPI, GraphQL, SQL) below a test folder are
    fixtures and do not count either.
    """
    counts = dict.fromkeys(_TESTS, 0)
    testdata: set[str] = set()
    for path in others:
        *folders, name = path.lower().split("/")
        if not VENDORED_FOLDERS.isdisjoint(folders):
            continue
        for metric, test in _TESTS.items():
            counts[metric] += test(folders, name)
        if "testdata" in folders:
            testdata.add("/".join(folders[: folders.index("testdata") + 1]))
    counts["repo.testdata_folders"] = len(testdata)
    counts["repo.fuzz_targets"] = sum(_fuzz_targets(file) for file in files)
    counts["repo.benchmarks"] = sum(_benchmarks(file) for file in files)
    return {metric: float(counts[metric]) for metric in sorted(counts)}


def _is_interface(*suffixes: str) -> PathTest:
    def test(folders: Folders, name: str) -> bool:
        return name.endswith(suffixes) and TEST_FOLDERS.isdisjoint(folders)

    return test


def _is_openapi(folders: Folders, name: str) -> bool:
    is_named = "openapi" in name or "swagger" in name
    return is_named and name.endswith(_SCHEMA_SUFFIXES) and TEST_FOLDERS.isdisjoint(folders)


def _is_dockerfile(_: Folders, name: str) -> bool:
    return _DOCKERFILE.fullmatch(name) is not None


def _is_kubernetes(folders: Folders, name: str) -> bool:
    if name in ("chart.yaml", "kustomization.yaml", "kustomization.yml"):
        return True
    return name.endswith(_YAML) and not _KUBERNETES_FOLDERS.isdisjoint(folders)


def _is_crd(folders: Folders, name: str) -> bool:
    if not name.endswith(_YAML):
        return False
    is_named = "customresourcedefinition" in name or re.search(r"\bcrds?\b", name) is not None
    return is_named or not _CRD_FOLDERS.isdisjoint(folders)


def _is_ci(folders: Folders, name: str) -> bool:
    if name in _CI_NAMES:
        return True
    starts = any(tuple(folders[: len(start)]) == start for start in _CI_FOLDERS)
    return starts and name.endswith(_CI_SUFFIXES)


def _is_golden(folders: Folders, name: str) -> bool:
    is_named = name.endswith((".golden", ".snap")) or "golden" in name
    return is_named or not _GOLDEN_FOLDERS.isdisjoint(folders)


_TESTS: dict[str, PathTest] = {
    "repo.proto_files": _is_interface(".proto"),
    "repo.openapi_files": _is_openapi,
    "repo.graphql_files": _is_interface(".graphql", ".graphqls", ".gql"),
    "repo.sql_files": _is_interface(".sql"),
    "repo.dockerfiles": _is_dockerfile,
    "repo.kubernetes_manifests": _is_kubernetes,
    "repo.crd_files": _is_crd,
    "repo.ci_files": _is_ci,
    "repo.golden_files": _is_golden,
}


def _fuzz_targets(file: ReadFile) -> int:
    """Go: ``FuzzName`` functions in tests. Rust: files of a ``fuzz_targets`` folder."""
    if file.role is not Role.TEST:
        return 0
    if file.path.endswith(".go"):
        return _functions_named(file, "Fuzz")
    return int("fuzz_targets" in file.path.split("/")[:-1])


def _benchmarks(file: ReadFile) -> int:
    """Go: ``BenchmarkName`` functions in tests. Rust: files of a ``benches`` folder."""
    if file.role is not Role.TEST:
        return 0
    if file.path.endswith(".go"):
        return _functions_named(file, "Benchmark")
    return int("benches" in file.path.split("/")[:-1])


def _functions_named(file: ReadFile, prefix: str) -> int:
    """Count top-level functions that `go test` finds by the prefix: no lower-case letter after."""
    if not file.path.endswith("_test.go"):
        return 0
    return sum(
        1
        for found in file.facts.functions
        if found.symbol.startswith(prefix)
        and "." not in found.symbol
        and not found.symbol[len(prefix) : len(prefix) + 1].islower()
    )
