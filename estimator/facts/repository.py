"""Turns the paths of a tree into the places of repository-wide facts: ``repo.*``, by path alone."""

import re
from collections.abc import Callable, Iterable, Sequence

from estimator.facts.places import Place, Places
from estimator.facts.rows import ReadFile
from estimator.languages.buildfiles import is_ci_path
from estimator.languages.roles import TEST_FOLDERS, VENDORED_FOLDERS
from estimator.model.source import Role

_KUBERNETES_FOLDERS = frozenset(
    {
        *("k8s", "kubernetes", "kustomize", "helm", "charts", "chart", "manifests"),
        *("deploy", "deployment", "deployments"),
    },
)
_CRD_FOLDER = re.compile(r"(?:.*[-_])?crds?")
_CRD_RIGHTS = re.compile(r"role|rbac|kustomiz")
"""Who may use a definition, or how a folder of them is put together: no definition itself."""
_GOLDEN_FOLDERS = frozenset({"golden", "goldens", "goldenfiles", "snapshots", "__snapshots__"})
_JEST = re.compile(r"\.[jt]sx?\.snap$")
"""Snapshots of a user interface in JavaScript: no oracle of Go or Rust code."""
_SCHEMA_SUFFIXES = (".yaml", ".yml", ".json")
_YAML = (".yaml", ".yml")
_DOCKERFILE = re.compile(r"(dockerfile|containerfile)([.-].*)?|.*\.(dockerfile|containerfile)")

Folders = Sequence[str]
PathTest = Callable[[Folders, str], bool]


def repository_places(others: Iterable[str], files: Sequence[ReadFile]) -> Places:
    """Find repository-wide facts in the tree's other paths and its parsed files.

    Vendored paths never count. Interfaces (proto, OpenAPI, GraphQL, SQL) below a test folder are
    fixtures and do not count either. What is not there has no place, but a key.
    """
    places: dict[str, list[Place]] = {metric: [] for metric in _TESTS}
    testdata: dict[str, tuple[bool, str]] = {}
    for path in others:
        *folders, name = path.lower().split("/")
        if not VENDORED_FOLDERS.isdisjoint(folders):
            continue
        for metric, test in _TESTS.items():
            if test(folders, name):
                places[metric].append((path, 1))
        if "testdata" in folders:
            folder = "/".join(folders[: folders.index("testdata") + 1])
            first = (name.startswith("."), path)
            testdata[folder] = min(testdata.get(folder, first), first)
    places["repo.testdata_folders"] = [(path, 1) for _, path in testdata.values()]
    places["repo.fuzz_targets"] = _named_tests(files, "Fuzz", "fuzz_targets")
    places["repo.benchmarks"] = _named_tests(files, "Benchmark", "benches")
    return {metric: sorted(places[metric]) for metric in sorted(places)}


def _is_interface(*suffixes: str) -> PathTest:
    def test(folders: Folders, name: str) -> bool:
        return name.endswith(suffixes) and TEST_FOLDERS.isdisjoint(folders)

    return test


def _is_openapi(folders: Folders, name: str) -> bool:
    is_named = "openapi" in name or "swagger" in name
    is_elsewhere = any(folder.startswith(".") for folder in folders)  # jobs and tools' settings
    is_schema = name.endswith(_SCHEMA_SUFFIXES) and not is_elsewhere
    return is_named and is_schema and TEST_FOLDERS.isdisjoint(folders)


def _is_dockerfile(_: Folders, name: str) -> bool:
    return _DOCKERFILE.fullmatch(name) is not None


def _is_kubernetes(folders: Folders, name: str) -> bool:
    if name in ("chart.yaml", "kustomization.yaml", "kustomization.yml"):
        return True
    return name.endswith(_YAML) and not _KUBERNETES_FOLDERS.isdisjoint(folders)


def _is_crd(folders: Folders, name: str) -> bool:
    if not name.endswith(_YAML):
        return False
    if _CRD_RIGHTS.search(name):
        return False
    is_named = "customresourcedefinition" in name or re.search(r"\bcrds?\b", name) is not None
    return is_named or any(_CRD_FOLDER.fullmatch(folder) for folder in folders)


def _is_golden(folders: Folders, name: str) -> bool:
    if _JEST.search(name):
        return False
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
    "repo.ci_files": is_ci_path,
    "repo.golden_files": _is_golden,
}


def _named_tests(files: Sequence[ReadFile], prefix: str, folder: str) -> list[Place]:
    """Go: functions of tests with the prefix. Rust: test files below a folder of that name."""
    found: list[Place] = []
    for file in files:
        if file.role is not Role.TEST:
            continue
        if file.path.endswith(".go"):
            found += [(file.path, line) for line in _functions_named(file, prefix)]
        elif folder in file.path.split("/")[:-1]:
            found.append((file.path, 1))
    return found


def _functions_named(file: ReadFile, prefix: str) -> list[int]:
    """Lines of functions that `go test` finds by the prefix: no lower-case letter after it."""
    if not file.path.endswith("_test.go"):
        return []
    return [
        found.line
        for found in file.facts.functions
        if found.symbol.startswith(prefix)
        and "." not in found.symbol
        and not found.symbol[len(prefix) : len(prefix) + 1].islower()
    ]
