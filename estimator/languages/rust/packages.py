"""Turns Cargo manifests into the packages of the tree, by folder."""

from collections.abc import Mapping

from estimator.languages.manifests import folder_of, nearest_folder
from estimator.languages.roles import NO_ROLES
from estimator.languages.rust.cargo import CargoManifest, parse_cargo
from estimator.languages.rust.roles import role_of_path
from estimator.model.facts import ManifestFault
from estimator.model.source import Role, Value


class Cargo(Value, frozen=True, kw_only=True):
    """All manifests read, by folder."""

    manifests: Mapping[str, CargoManifest]
    packages: Mapping[str, CargoManifest]
    roles: Mapping[str, Role]
    faults: tuple[ManifestFault, ...]


def read_cargo(manifests: Mapping[str, bytes], known: Mapping[str, Role] = NO_ROLES) -> Cargo:
    """Read every Cargo.toml that is not vendored or build output.

    `known` holds the roles of manifests whose path alone does not tell.
    """
    read: dict[str, CargoManifest] = {}
    roles: dict[str, Role] = {}
    faults: list[ManifestFault] = []
    for path in sorted(manifests):
        role = known.get(path) or role_of_path(path)
        if path.rpartition("/")[2] != "Cargo.toml" or role in (Role.VENDORED, Role.GENERATED):
            continue
        folder = folder_of(path)
        fallback_name = folder.rpartition("/")[2] or "."
        parsed = parse_cargo(manifests[path], fallback_name=fallback_name)
        read[folder] = parsed
        roles[folder] = role
        if role not in (Role.TEST, Role.TOOLING):
            faults.extend(ManifestFault(path=path, reason=reason) for reason in parsed.faults)
    packages = {folder: found for folder, found in read.items() if found.package is not None}
    return Cargo(manifests=read, packages=packages, roles=roles, faults=tuple(faults))


def manifest_path(folder: str) -> str:
    """Path of the manifest in a folder."""
    return f"{folder}/Cargo.toml" if folder else "Cargo.toml"


def unit_folder(path: str, cargo: Cargo) -> str:
    """Folder of the nearest package; without one, the folder above ``src`` or the file's own."""
    folder = folder_of(path)
    nearest = nearest_folder(folder, cargo.packages)
    if nearest is not None:
        return nearest
    parts = folder.split("/")
    return "/".join(parts[: parts.index("src")]) if "src" in parts else folder


def unit_name(folder: str, cargo: Cargo) -> str:
    """Name of the package in a folder; without one, the folder itself."""
    package = cargo.packages.get(folder)
    return (package.package if package is not None else None) or folder or "."
