"""Turns Cargo manifests by folder into workspaces: which root a package inherits from."""

from collections.abc import Mapping
from fnmatch import fnmatchcase

from estimator.languages.manifests import folder_of, joined_folder
from estimator.languages.rust.cargo import CargoDependency, CargoManifest

_MAX_PATTERNS = 500
_WILDCARDS = frozenset("*?[")


def workspace_root(folder: str, manifests: Mapping[str, CargoManifest]) -> str | None:
    """Find the folder of the workspace that the package in `folder` belongs to, if any.

    It is what ``package.workspace`` names, else the nearest ``[workspace]`` at or above that does
    not exclude the package. (Cargo also takes in path dependencies, so members need no check.)
    """
    named = manifests[folder].workspace_path
    if named is not None:
        root = joined_folder(folder, named)
        return root if root is not None and root in manifests else None
    above: str | None = folder
    while above is not None:
        found = manifests.get(above)
        if found is not None and found.is_workspace:
            return above if above == folder or not is_excluded(above, found, folder) else None
        above = folder_of(above) if above else None
    return None


def is_excluded(root: str, manifest: CargoManifest, folder: str) -> bool:
    """Tell whether the workspace at `root` excludes the package in `folder`.

    An excluded path takes all below it out, except what `members` lists.
    """
    inside = folder[len(root) :].strip("/")
    is_out = any(
        inside == excluded or inside.startswith(f"{excluded}/")
        for excluded in (_trimmed(path) for path in manifest.excludes)
    )
    return is_out and not is_listed(manifest, inside)


def is_listed(manifest: CargoManifest, inside: str) -> bool:
    """Tell whether `members` names a folder, given relative to the workspace root."""
    return any(_matches(_trimmed(pattern), inside) for pattern in manifest.members[:_MAX_PATTERNS])


def missing_members(
    root: str,
    manifest: CargoManifest,
    manifests: Mapping[str, CargoManifest],
) -> tuple[str, ...]:
    """List the members named without a wildcard that hold no Cargo.toml."""
    return tuple(
        member
        for member in sorted(set(manifest.members))
        if _WILDCARDS.isdisjoint(member) and joined_folder(root, member) not in manifests
    )


def inherited_dependency(
    dependency: CargoDependency,
    root: CargoManifest | None,
) -> CargoDependency | None:
    """Fill a ``workspace = true`` entry from the workspace; None where it does not name it.

    The path stays relative to the workspace root.
    """
    source = root.inherited.get(dependency.alias) if root is not None else None
    if source is None:
        return None
    return CargoDependency(
        alias=dependency.alias,
        package=source.package,
        kind=dependency.kind,
        version=source.version,
        path=source.path,
        is_optional=dependency.is_optional,
    )


def _trimmed(path: str) -> str:
    return path.removeprefix("./").strip("/")


def _matches(pattern: str, inside: str) -> bool:
    parts, names = pattern.split("/"), inside.split("/")
    if len(parts) != len(names):
        return False
    return all(fnmatchcase(name, part) for name, part in zip(names, parts, strict=True))
