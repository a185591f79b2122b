"""Turns go.mod and go.work files, source paths and imports into the layout of the Go code.

A unit is a package: a folder with Go files, named by its import path. Modules of tests, of tooling
and below vendored folders own their files, but are no modules of the product and require nothing
for it.
"""

from collections.abc import Iterable, Mapping, Sequence

from estimator.languages.go.dependencies import module_dependencies
from estimator.languages.go.gomod import GoMod, Require, parse_go_mod, replaces_as_written
from estimator.languages.go.imports import OwnPackages, gopath_root, module_roots
from estimator.languages.go.roles import role_of_path
from estimator.languages.manifests import (
    distinct_unit_names,
    folder_of,
    joined_folder,
    manifest_text,
    nearest_folder,
    sorted_edges,
    sorted_faults,
)
from estimator.languages.roles import NO_ROLES
from estimator.model.facts import Layout, ManifestFault, Module
from estimator.model.source import Import, Role, Value

LANGUAGE = "go"
_MAX_FAULTS = 5
_MAX_IMPORT_PATH = 500
"""Characters; longer ones are no module's."""


class _Manifests(Value, frozen=True, kw_only=True):
    """All manifests read, by folder."""

    go_mods: Mapping[str, GoMod]
    product: frozenset[str]
    """Folders of the modules that are part of the product."""
    works: Mapping[str, GoMod]
    faults: tuple[ManifestFault, ...]


def read_layout(
    manifests: Mapping[str, bytes],
    paths: Sequence[str],
    imports: Mapping[str, tuple[Import, ...]],
    roles: Mapping[str, Role] = NO_ROLES,
) -> Layout:
    """Read the layout of the Go files among `paths`; nothing but the arguments is read.

    Args:
        manifests: Content of go.mod and go.work files by path; others are ignored.
        paths: Source files of the tree, of any role.
        imports: What each product file imports; files of other roles are ignored.
        roles: Of files and manifests whose path alone does not tell.

    """

    def is_product(path: str) -> bool:
        return (roles.get(path) or role_of_path(path)) is Role.PRODUCT

    read = _read_manifests(manifests, roles)
    sources = [path for path in paths if path.endswith(".go")]
    folders = frozenset(folder_of(path) for path in sources)
    used = _imports_by_file({path: imports[path] for path in imports if is_product(path)})
    roots = module_roots(read.go_mods, read.works)
    if not read.go_mods:
        roots = gopath_root((path for found in used.values() for path in found), folders)
    own = OwnPackages(folders=folders, roots=roots)
    product = frozenset(folder_of(path) for path in sources if is_product(path))
    wanted = [(folder, _import_path(folder, read)) for folder in folders]
    units = distinct_unit_names(wanted, product)
    return Layout(
        language=LANGUAGE,
        modules=_modules(read),
        dependencies=module_dependencies(_requires(read), used, own),
        unit_of_file={path: units[folder_of(path)] for path in sorted(sources)},
        unit_paths={units[folder]: folder for folder in sorted(folders)},
        unit_kind="package",
        edges=sorted_edges(_edges(used, own, units)),
        faults=read.faults,
        notes=_notes(read),
    )


def _read_manifests(manifests: Mapping[str, bytes], roles: Mapping[str, Role]) -> _Manifests:
    go_mods: dict[str, GoMod] = {}
    works: dict[str, GoMod] = {}
    product: set[str] = set()
    faults: list[ManifestFault] = []
    for path in sorted(manifests):
        name = path.rpartition("/")[2]
        role = roles.get(path) or role_of_path(path)
        if name not in ("go.mod", "go.work") or role is Role.VENDORED:
            continue
        text, reason = manifest_text(manifests[path])
        parsed = parse_go_mod(text)
        (go_mods if name == "go.mod" else works)[folder_of(path)] = parsed
        if role in (Role.TEST, Role.TOOLING):
            continue
        if name == "go.mod":
            product.add(folder_of(path))
        faults.extend(_faults(path, reason, parsed))
    return _Manifests(
        go_mods=go_mods,
        product=frozenset(product),
        works=works,
        faults=sorted_faults(faults),
    )


def _faults(path: str, reason: str, parsed: GoMod) -> Iterable[ManifestFault]:
    reasons = [reason] if reason else []
    if path.endswith("go.mod") and not parsed.module and not reason:
        reasons.append("no module line")
    reasons.extend(parsed.faults[:_MAX_FAULTS])
    if len(parsed.faults) > _MAX_FAULTS:
        reasons.append(f"{len(parsed.faults) - _MAX_FAULTS} more broken lines")
    return [ManifestFault(path=path, reason=text) for text in reasons]


def _manifest_path(folder: str, name: str = "go.mod") -> str:
    return f"{folder}/{name}" if folder else name


def _module_name(folder: str, parsed: GoMod) -> str:
    return parsed.module or folder or "."


def _modules(read: _Manifests) -> tuple[Module, ...]:
    return tuple(
        Module(
            name=_module_name(folder, read.go_mods[folder]),
            language=LANGUAGE,
            path=folder,
            manifest=_manifest_path(folder),
            version=read.go_mods[folder].go,
            replaces=replaces_as_written(read.go_mods[folder]),
        )
        for folder in sorted(read.product)
    )


def _import_path(folder: str, read: _Manifests) -> str:
    """Import path of the package in `folder`; without a go.mod, the folder itself."""
    root = nearest_folder(folder, read.go_mods)
    if root is None:
        return folder or "."
    name = _module_name(root, read.go_mods[root])
    rest = folder[len(root) :].strip("/")
    return f"{name}/{rest}" if rest else name


def _imports_by_file(imports: Mapping[str, tuple[Import, ...]]) -> dict[str, list[str]]:
    return {
        path: [
            found.path
            for found in imports[path]
            if not found.is_test and len(found.path) <= _MAX_IMPORT_PATH
        ]
        for path in sorted(imports)
        if path.endswith(".go")
    }


def _edges(
    used: Mapping[str, Sequence[str]],
    own: OwnPackages,
    units: Mapping[str, str],
) -> Iterable[tuple[str, str]]:
    distinct = {(folder_of(path), found) for path, paths in used.items() for found in paths}
    targets = {found: own.folder_of_import(found) for _, found in distinct}
    for folder, found in distinct:
        target = targets[found]
        if target is not None and folder in units:
            yield units[folder], units[target]


def _requires(read: _Manifests) -> list[tuple[str, Require]]:
    return [
        (_manifest_path(folder), entry)
        for folder in sorted(read.product)
        for entry in read.go_mods[folder].requires
    ]


def _notes(read: _Manifests) -> tuple[str, ...]:
    """Say which folders a go.work file uses that hold no go.mod."""
    notes = []
    for folder in sorted(read.works):
        for use in read.works[folder].uses:
            target = joined_folder(folder, use)
            if target is None or target not in read.go_mods:
                path = _manifest_path(folder, "go.work")
                notes.append(f"{path} uses {use}, where no go.mod was found.")
    return tuple(notes)
