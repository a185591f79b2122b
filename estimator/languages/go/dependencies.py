"""Turns required modules and the imports of product code into external dependencies."""

from collections.abc import Mapping, Sequence

from estimator.languages.go.gomod import Require
from estimator.languages.go.imports import OwnPackages, external_module
from estimator.languages.manifests import (
    ImportCounts,
    Requirement,
    counted_imports,
    merged_dependencies,
)
from estimator.model.facts import Dependency


def module_dependencies(
    requires: Sequence[tuple[str, Require]],
    used: Mapping[str, Sequence[str]],
    own: OwnPackages,
) -> tuple[Dependency, ...]:
    """Merge (manifest, requirement) pairs and say which ones product code imports.

    A module that product code imports is normal, also where no manifest requires it; a direct one
    that only tests or nothing imports is dev. D counts the normal ones.

    Args:
        requires: What the manifests of the product require.
        used: Product file -> import paths.
        own: The repository's own packages, which are no dependencies.

    """
    external = [(manifest, entry) for manifest, entry in requires if entry.module not in own.roots]
    named = frozenset(entry.module for _, entry in external)
    counts = _counts(used, own, named)
    requirements = [
        Requirement(
            name=entry.module,
            version=entry.version,
            kind=_kind(is_imported=entry.module in counts, is_indirect=entry.is_indirect),
            manifest=manifest,
        )
        for manifest, entry in external
    ]
    requirements.extend(
        Requirement(name=name, version="", kind="normal", manifest="")
        for name in counts
        if name not in named
    )
    return merged_dependencies(requirements, counts)


def _kind(*, is_imported: bool, is_indirect: bool) -> str:
    if is_imported:
        return "normal"
    return "indirect" if is_indirect else "dev"


def _counts(
    used: Mapping[str, Sequence[str]],
    own: OwnPackages,
    required: frozenset[str],
) -> dict[str, ImportCounts]:
    distinct = {path for paths in used.values() for path in paths}
    module_of = {
        path: None if own.is_own(path) else external_module(path, required) for path in distinct
    }
    return counted_imports(
        [module for path in paths if (module := module_of[path]) is not None]
        for paths in used.values()
    )
