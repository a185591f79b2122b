"""Turns Cargo manifests into what own packages are called, are released, and build in."""

from collections.abc import Mapping, Sequence

from estimator.languages.rust.dependencies import resolved_dependencies
from estimator.languages.rust.packages import read_cargo, unit_folder
from estimator.languages.spec import OwnModules
from estimator.model.source import Import

_SHIPPED = "normal"


def own_modules(manifests: Mapping[str, bytes]) -> OwnModules:
    """Give the packages by folder; released are those that a registry would take."""
    packages = read_cargo(manifests).packages
    return OwnModules(
        names={folder: packages[folder].package or "" for folder in sorted(packages)},
        released=frozenset(folder for folder in packages if packages[folder].is_released),
    )


def used_folders(
    manifests: Mapping[str, bytes],
    paths: Sequence[str],
    imports: Mapping[str, tuple[Import, ...]],
) -> dict[str, tuple[str, ...]]:
    """Give the folders of the own packages that are built into each file's package.

    What only tests or build scripts need is not built in, and what is optional need not be.

    Args:
        manifests: Content of Cargo.toml files by path; others are ignored.
        paths: All Rust files of the tree.
        imports: The files in question, by path; the manifests say what they use.

    """
    cargo = read_cargo(manifests)
    used: dict[str, set[str]] = {}
    for found in resolved_dependencies(cargo)[0]:
        asked = found.requirement
        if found.target is not None and asked.kind == _SHIPPED and not asked.is_optional:
            used.setdefault(found.folder, set()).add(found.target)
    wanted = [path for path in paths if path in imports]
    return {path: tuple(sorted(used.get(unit_folder(path, cargo), ()))) for path in wanted}
