"""Turns go.mod files and imports into what own modules are called, and the folders files use."""

from collections.abc import Mapping, Sequence

from estimator.languages.go.gomod import GoMod, parse_go_mod
from estimator.languages.go.imports import OwnPackages, gopath_root, module_roots
from estimator.languages.go.roles import role_of_path
from estimator.languages.manifests import folder_of, manifest_text
from estimator.languages.spec import OwnModules
from estimator.model.source import Import, Role


def own_modules(manifests: Mapping[str, bytes]) -> OwnModules:
    """Give the modules by folder; no go.mod says whether a module is released."""
    read = _read(manifests, "go.mod")
    return OwnModules(names={folder: read[folder].module for folder in sorted(read)})


def used_folders(
    manifests: Mapping[str, bytes],
    paths: Sequence[str],
    imports: Mapping[str, tuple[Import, ...]],
) -> dict[str, tuple[str, ...]]:
    """Give the own folders whose packages each file imports.

    Args:
        manifests: Content of go.mod and go.work files by path; others are ignored.
        paths: All Go files of the tree.
        imports: What the files in question import, by path.

    """
    go_mods = _read(manifests, "go.mod")
    folders = frozenset(map(folder_of, paths))
    distinct = {one.path for found in imports.values() for one in found}
    roots = module_roots(go_mods, _read(manifests, "go.work"))
    if not go_mods:
        roots = gopath_root(sorted(distinct), folders)
    own = OwnPackages(folders=folders, roots=roots)
    places = {path: own.folder_of_import(path) for path in distinct}
    used = {path: {places[one.path] for one in imports[path]} for path in sorted(imports)}
    return {
        path: tuple(sorted(folder for folder in found if folder is not None))
        for path, found in used.items()
    }


def _read(manifests: Mapping[str, bytes], name: str) -> dict[str, GoMod]:
    return {
        folder_of(path): parse_go_mod(manifest_text(manifests[path])[0])
        for path in sorted(manifests)
        if path.rpartition("/")[2] == name and role_of_path(path) is not Role.VENDORED
    }
