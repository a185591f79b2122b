"""Turns Cargo manifests, source paths and imports into the layout of the Rust code.

A unit is a Cargo package (crate). Packages of tooling and below test, fuzz, example or
vendored folders own their files but require nothing for the product; spread counts only crates with
product code.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet

from estimator.languages.manifests import (
    distinct_unit_names,
    merged_dependencies,
    sorted_edges,
    sorted_faults,
)
from estimator.languages.roles import NO_ROLES
from estimator.languages.rust.cargo import CargoManifest
from estimator.languages.rust.dependencies import (
    crate_edges,
    external_requirements,
    import_counts,
    resolved_dependencies,
)
from estimator.languages.rust.packages import (
    Cargo,
    manifest_path,
    read_cargo,
    unit_folder,
    unit_name,
)
from estimator.languages.rust.roles import role_of_path
from estimator.languages.rust.targets import package_targets
from estimator.languages.rust.workspaces import missing_members, workspace_root
from estimator.model.facts import Layout, Module
from estimator.model.source import Import, Role

LANGUAGE = "rust"


def read_layout(
    manifests: Mapping[str, bytes],
    paths: Sequence[str],
    imports: Mapping[str, tuple[Import, ...]],
    roles: Mapping[str, Role] = NO_ROLES,
) -> Layout:
    """Read the layout of the Rust files among `paths`; nothing but the arguments is read.

    Args:
        manifests: Content of Cargo.toml files by path; others are ignored.
        paths: Source files of the tree, of any role.
        imports: What each product file imports; files of other roles are ignored.
        roles: Of files and manifests whose path alone does not tell.

    """
    cargo = read_cargo(manifests, roles)
    sources = sorted(path for path in paths if path.endswith(".rs"))
    folders = {path: unit_folder(path, cargo) for path in sources}
    own = {path for path in sources if (roles.get(path) or role_of_path(path)) is Role.PRODUCT}
    product = _product_packages({folders[path] for path in own}, cargo)
    wanted = {*folders.values(), *cargo.packages}
    units = distinct_unit_names([(folder, unit_name(folder, cargo)) for folder in wanted], product)
    resolved, faults = resolved_dependencies(cargo)
    return Layout(
        language=LANGUAGE,
        modules=_modules(cargo, folders),
        dependencies=merged_dependencies(
            external_requirements(resolved, product),
            import_counts(
                resolved, {path: imports[path] for path in imports if path in own}, folders
            ),
        ),
        unit_of_file={path: units[folders[path]] for path in sources},
        unit_paths={units[folder]: folder for folder in sorted(set(folders.values()))},
        unit_kind="crate",
        edges=sorted_edges(crate_edges(resolved, units)),
        faults=sorted_faults((*cargo.faults, *faults)),
        notes=tuple(_notes(cargo)),
    )


def _product_packages(holders: AbstractSet[str], cargo: Cargo) -> frozenset[str]:
    """Packages that are product by their place and hold at least one product file."""
    return frozenset(
        folder for folder in cargo.packages if folder in holders and _is_product(folder, cargo)
    )


def _is_product(folder: str, cargo: Cargo) -> bool:
    return cargo.roles[folder] is Role.PRODUCT


def _modules(cargo: Cargo, folders: Mapping[str, str]) -> tuple[Module, ...]:
    sources: dict[str, list[str]] = {}
    for path, folder in folders.items():
        sources.setdefault(folder, []).append(path)
    return tuple(
        _module(folder, cargo, sources.get(folder, ()))
        for folder in sorted(cargo.packages)
        if cargo.roles[folder] not in (Role.TEST, Role.TOOLING)
    )


def _module(folder: str, cargo: Cargo, sources: Iterable[str]) -> Module:
    package = cargo.packages[folder]
    return Module(
        name=unit_name(folder, cargo),
        language=LANGUAGE,
        path=folder,
        manifest=manifest_path(folder),
        version=_version(folder, cargo),
        targets=package_targets(package, folder, sources),
        features=package.features,
        is_proc_macro=package.is_proc_macro,
        categories=_categories(folder, cargo),
    )


def _categories(folder: str, cargo: Cargo) -> tuple[str, ...]:
    own = cargo.packages[folder].categories
    return _shared(folder, cargo).inherited_categories if own is None else own


def _shared(folder: str, cargo: Cargo) -> CargoManifest:
    root = workspace_root(folder, cargo.manifests)
    return cargo.manifests[root] if root is not None else CargoManifest()


def _version(folder: str, cargo: Cargo) -> str:
    """Edition and Rust version, such as ``2021, 1.75``; a missing edition means 2015 to Cargo."""
    package = cargo.packages[folder]
    shared = _shared(folder, cargo)
    edition = shared.inherited_edition if package.edition is None else package.edition
    rust = shared.inherited_rust_version if package.rust_version is None else package.rust_version
    return ", ".join(text for text in (edition, rust) if text)


def _notes(cargo: Cargo) -> Iterator[str]:
    for folder in sorted(cargo.manifests):
        found = cargo.manifests[folder]
        for member in missing_members(folder, found, cargo.manifests):
            yield f"{manifest_path(folder)} names the member {member}, which was not found."
