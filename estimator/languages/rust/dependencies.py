"""Turns the dependency tables of all packages into edges between crates and external packages."""

from collections.abc import Iterable, Iterator, Mapping

from estimator.languages.manifests import (
    ImportCounts,
    Requirement,
    counted_imports,
    joined_folder,
)
from estimator.languages.rust.cargo import CargoDependency
from estimator.languages.rust.packages import Cargo, manifest_path
from estimator.languages.rust.workspaces import inherited_dependency, workspace_root
from estimator.model.facts import ManifestFault
from estimator.model.source import Import, Role, Value

_PRODUCT_KINDS = frozenset({"normal", "build"})


class Resolved(Value, frozen=True, kw_only=True):
    """One dependency of one package, with its place in the tree where it has one."""

    folder: str
    """Of the package that depends."""
    alias: str
    requirement: Requirement
    target: str | None
    """Folder of an own package, or None for an external one."""


def resolved_dependencies(cargo: Cargo) -> tuple[list[Resolved], list[ManifestFault]]:
    """Resolve every dependency of every package: inheritance, renames and paths."""
    by_name = {
        name: folder
        for folder in sorted(cargo.packages, reverse=True)
        if (name := cargo.packages[folder].package) is not None
    }
    resolved: list[Resolved] = []
    faults: list[ManifestFault] = []
    for folder in sorted(cargo.packages):
        root = workspace_root(folder, cargo.manifests)
        for entry in cargo.packages[folder].dependencies:
            found, base = _inherited(entry, folder, root, cargo)
            if found is None:
                if cargo.roles[folder] not in (Role.TEST, Role.TOOLING):
                    reason = f"{entry.alias}: no workspace names it"
                    faults.append(ManifestFault(path=manifest_path(folder), reason=reason))
                found = entry
            target = _own_folder(found, base, cargo, by_name)
            resolved.append(_placed(folder, found, target))
    return resolved, faults


def _inherited(
    entry: CargoDependency,
    folder: str,
    root: str | None,
    cargo: Cargo,
) -> tuple[CargoDependency | None, str]:
    """Give the entry with what it inherits, and the folder that its path is relative to."""
    if not entry.is_inherited:
        return entry, folder
    shared = cargo.manifests[root] if root is not None else None
    return inherited_dependency(entry, shared), root or ""


def _own_folder(
    entry: CargoDependency,
    base: str,
    cargo: Cargo,
    by_name: Mapping[str, str],
) -> str | None:
    """Folder of the own package that an entry means.

    A version without a path may still mean a package of the tree (published, or patched in).
    """
    if entry.path is not None:
        target = joined_folder(base, entry.path)
        return target if target is not None and target in cargo.packages else None
    return by_name.get(entry.package)


def _placed(folder: str, entry: CargoDependency, target: str | None) -> Resolved:
    return Resolved(
        folder=folder,
        alias=entry.alias,
        requirement=Requirement(
            name=entry.package,
            version=entry.version,
            kind=entry.kind,
            manifest=manifest_path(folder),
            is_optional=entry.is_optional,
        ),
        target=target,
    )


def external_requirements(
    resolved: Iterable[Resolved], product: frozenset[str]
) -> Iterator[Requirement]:
    """Requirements of product packages that lie outside the tree or are vendored."""
    for found in resolved:
        if found.target is None and found.folder in product:
            yield found.requirement


def crate_edges(
    resolved: Iterable[Resolved], units: Mapping[str, str]
) -> Iterator[tuple[str, str]]:
    """Edges between own packages; what only tests need makes none."""
    for found in resolved:
        if found.target is not None and found.requirement.kind in _PRODUCT_KINDS:
            yield units[found.folder], units[found.target]


def import_counts(
    resolved: Iterable[Resolved],
    imports: Mapping[str, tuple[Import, ...]],
    folders: Mapping[str, str],
) -> dict[str, ImportCounts]:
    """Count imports in product files by the name that the importing package's manifest gives.

    Args:
        resolved: Every dependency of every package.
        imports: What each product file imports.
        folders: Source path -> folder of its package.

    """
    names: dict[tuple[str, str], str] = {
        (found.folder, found.alias.replace("-", "_")): found.requirement.name
        for found in resolved
        if found.target is None
    }
    return counted_imports(
        [
            package
            for found in imports[path]
            if not found.is_test
            and (package := names.get((folders[path], _first_segment(found)))) is not None
        ]
        for path in sorted(imports)
        if path in folders
    )


def _first_segment(found: Import) -> str:
    return found.path.removeprefix("::").partition("::")[0].removeprefix("r#").strip()
