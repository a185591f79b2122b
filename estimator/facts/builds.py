"""Turns manifests, paths and file names into metrics of the build that no syntax tree shows."""

from collections.abc import Iterable, Sequence

from estimator.facts.rows import ReadFile
from estimator.languages.roles import TEST_FOLDERS, VENDORED_FOLDERS
from estimator.model.facts import Module
from estimator.model.source import Role

BUILD_METRICS = ("go.unsafe.assembly", "rust.build.feature", "rust.build.script")

_NO_PRODUCT_FOLDERS = VENDORED_FOLDERS | TEST_FOLDERS


def build_metrics(
    others: Iterable[str], files: Sequence[ReadFile], modules: Iterable[Module]
) -> dict[str, float]:
    """Count build scripts and features of crates, and assembly files beside Go code.

    ``rust.build.feature`` counts the entries of all ``[features]`` tables, ``rust.build.script``
    the product's ``build.rs`` files, ``go.unsafe.assembly`` the ``.s`` files in folders that hold
    product Go code. What is not there has no key.
    """
    go_folders = {
        _folder(file.path) for file in files if file.language == "go" and _is_product(file)
    }
    counts = {
        "go.unsafe.assembly": sum(
            _is_assembly(path) and _folder(path) in go_folders for path in others
        ),
        "rust.build.feature": sum(len(module.features) for module in modules),
        "rust.build.script": sum(
            _is_product(file) and file.path.rpartition("/")[2] == "build.rs" for file in files
        ),
    }
    return {metric: float(count) for metric, count in counts.items() if count}


def _is_assembly(path: str) -> bool:
    *folders, name = path.split("/")
    return name.endswith(".s") and _NO_PRODUCT_FOLDERS.isdisjoint(map(str.lower, folders))


def _is_product(file: ReadFile) -> bool:
    return file.role is Role.PRODUCT


def _folder(path: str) -> str:
    return path.rpartition("/")[0]
