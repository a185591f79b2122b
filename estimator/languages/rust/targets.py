"""Turns a Cargo package's declared targets and its source paths into the targets it builds.

Discovery: https://doc.rust-lang.org/cargo/reference/cargo-targets.html#target-auto-discovery
"""

from collections.abc import Iterable, Iterator

from estimator.languages.manifests import joined_folder
from estimator.languages.rust.cargo import CargoManifest
from estimator.model.facts import Target

_FOLDERS = {"bin": "src/bin", "example": "examples", "test": "tests", "bench": "benches"}
_NESTED_PARTS = 2


def package_targets(
    manifest: CargoManifest,
    folder: str,
    sources: Iterable[str],
) -> tuple[Target, ...]:
    """List the targets of the package in `folder`, sorted by kind, name and path.

    `sources` are the package's own files, relative to the root, and so are the targets' paths.
    """
    prefix = f"{folder}/" if folder else ""
    inside = frozenset(path.removeprefix(prefix) for path in sources)
    name = manifest.package or ""
    found = {(target.kind, target.name): target for target in _discovered(manifest, name, inside)}
    for declared in manifest.targets:
        target = _declared(declared, name, inside)
        by_path = [key for key, other in found.items() if _is_same(other, target)]
        for key in by_path:
            del found[key]
        found[target.kind, target.name] = target
    placed = (_placed(target, folder) for target in found.values())
    return tuple(sorted(placed, key=lambda target: (target.kind, target.name, target.path)))


def _discovered(manifest: CargoManifest, name: str, inside: frozenset[str]) -> Iterator[Target]:
    if "src/lib.rs" in inside:
        yield Target(name=name.replace("-", "_"), kind="lib", path="src/lib.rs")
    if "src/main.rs" in inside and "bin" not in manifest.no_discovery:
        yield Target(name=name, kind="bin", path="src/main.rs")
    for kind, folder in _FOLDERS.items():
        if kind in manifest.no_discovery:
            continue
        for path in sorted(inside):
            target = _target_name(path, folder)
            if target:
                yield Target(name=target, kind=kind, path=path)


def _target_name(path: str, folder: str) -> str:
    """Name of the target that a file directly in `folder`, or its subfolder's main.rs, makes."""
    if not path.startswith(f"{folder}/"):
        return ""
    parts = path[len(folder) + 1 :].split("/")
    if len(parts) == 1:
        return parts[0].removesuffix(".rs")
    return parts[0] if len(parts) == _NESTED_PARTS and parts[1] == "main.rs" else ""


def _declared(target: Target, name: str, inside: frozenset[str]) -> Target:
    if target.kind == "lib":
        own_name = target.name or name.replace("-", "_")
        return Target(name=own_name, kind="lib", path=target.path or "src/lib.rs")
    own_name = target.name or name
    folder = _FOLDERS[target.kind]
    guesses = [f"{folder}/{own_name}.rs", f"{folder}/{own_name}/main.rs"]
    if target.kind == "bin" and own_name == name:
        guesses.insert(0, "src/main.rs")
    default = next((guess for guess in guesses if guess in inside), "")
    return Target(name=own_name, kind=target.kind, path=target.path or default)


def _is_same(left: Target, right: Target) -> bool:
    return left.kind == right.kind and left.path == right.path


def _placed(target: Target, folder: str) -> Target:
    """Give the path relative to the root; a path that leaves the tree is dropped."""
    path = joined_folder(folder, target.path) if target.path else None
    return Target(name=target.name, kind=target.kind, path=path or "")
