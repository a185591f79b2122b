"""What Go and Rust manifests have in common: reading their text, folders, merged dependencies."""

import posixpath
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence

from estimator.model.facts import Dependency, ManifestFault, UnitEdge
from estimator.model.source import Value

MAX_MANIFEST_BYTES = 512_000
"""The largest manifests seen in real repositories are below 60 kB."""


class Requirement(Value, frozen=True, kw_only=True):
    """One line of one manifest that names an external package."""

    name: str
    version: str
    kind: str
    """normal, build, dev or indirect."""
    manifest: str
    is_optional: bool = False


class ImportCounts(Value, frozen=True, kw_only=True):
    """How often product code imports an external package, and from how many files."""

    sites: int = 0
    files: int = 0


def counted_imports(packages_by_file: Iterable[Sequence[str]]) -> dict[str, ImportCounts]:
    """Count import sites and files of each package, from the packages that each file imports."""
    sites: Counter[str] = Counter()
    files: Counter[str] = Counter()
    for packages in packages_by_file:
        sites.update(packages)
        files.update(set(packages))
    return {name: ImportCounts(sites=sites[name], files=files[name]) for name in sorted(sites)}


_KINDS = ("normal", "build", "dev", "indirect")
"""Strongest first: a package that is both normal and dev somewhere is normal."""


def manifest_text(content: bytes) -> tuple[str, str]:
    """Decode a manifest: its text, and a fault's reason or ``""``; the text is usable either way.

    An oversized manifest gives an empty text.
    """
    if len(content) > MAX_MANIFEST_BYTES:
        return "", f"larger than {MAX_MANIFEST_BYTES} bytes"
    try:
        return content.decode("utf-8-sig"), ""
    except UnicodeDecodeError:
        return content.decode("utf-8-sig", errors="replace"), "not UTF-8"


def folder_of(path: str) -> str:
    """Give the folder of a path, ``""`` for the root."""
    return path.rpartition("/")[0]


def joined_folder(folder: str, relative: str) -> str | None:
    """Resolve `relative` against `folder` within the tree, without the disk.

    Returns ``""`` for the root and None where the path leaves the tree.
    """
    if relative.startswith("/"):
        return None
    joined = posixpath.normpath(posixpath.join(folder, relative))
    if joined == ".":
        return ""
    return None if joined == ".." or joined.startswith("../") else joined


def nearest_folder(folder: str, known: Iterable[str] | Mapping[str, object]) -> str | None:
    """Find the nearest of `known` folders at or above `folder`; pass a set or a mapping."""
    holders = known if isinstance(known, (Mapping, frozenset, set)) else frozenset(known)
    while folder not in holders:
        if not folder:
            return None
        folder = folder_of(folder)
    return folder


def merged_dependencies(
    requirements: Iterable[Requirement],
    counts: Mapping[str, ImportCounts],
) -> tuple[Dependency, ...]:
    """Merge what several manifests say of one package: strongest kind, all versions, all manifests.

    It is optional only where every manifest says so.
    """
    by_name: dict[str, list[Requirement]] = {}
    for requirement in requirements:
        by_name.setdefault(requirement.name, []).append(requirement)
    return tuple(
        _merged(name, by_name[name], counts.get(name, ImportCounts())) for name in sorted(by_name)
    )


def _merged(name: str, found: Sequence[Requirement], counts: ImportCounts) -> Dependency:
    kind = min((requirement.kind for requirement in found), key=_KINDS.index)
    of_kind = [requirement for requirement in found if requirement.kind == kind]
    return Dependency(
        name=name,
        version=", ".join(sorted({entry.version for entry in of_kind if entry.version})),
        kind=kind,
        is_optional=all(requirement.is_optional for requirement in found),
        manifests=tuple(sorted({entry.manifest for entry in found if entry.manifest})),
        import_sites=counts.sites,
        files=counts.files,
    )


def sorted_edges(edges: Iterable[tuple[str, str]]) -> tuple[UnitEdge, ...]:
    """Distinct edges between different units, sorted."""
    distinct = {edge for edge in edges if edge[0] != edge[1]}
    return tuple(UnitEdge(source=source, target=target) for source, target in sorted(distinct))


def sorted_faults(faults: Iterable[ManifestFault]) -> tuple[ManifestFault, ...]:
    """Faults by path, then in the order in which they were found."""
    return tuple(sorted(faults, key=lambda fault: fault.path))


def distinct_unit_names(
    wanted: Iterable[tuple[str, str]],
    product: frozenset[str],
) -> dict[str, str]:
    """Give each folder a unit name of its own: (folder, wanted name) -> folder -> name.

    Where two folders want one name, the first keeps it and the others get their folder added:
    product before anything else, then by path.

    Args:
        wanted: (folder, name) pairs.
        product: Folders of product code.

    """
    names: dict[str, str] = {}
    taken: set[str] = set()
    for folder, name in sorted(wanted, key=lambda pair: (pair[0] not in product, pair)):
        names[folder] = f"{name} ({folder})" if name in taken else name
        taken.add(names[folder])
    return names
