"""Turns the bytes of one Cargo.toml into typed values; what is broken becomes a fault.

Form: https://doc.rust-lang.org/cargo/reference/manifest.html and .../workspaces.html
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from functools import lru_cache

from estimator.languages.manifests import manifest_text
from estimator.model.facts import Target
from estimator.model.source import Value

_LONG_KEY = re.compile(r"(?:[\w\"' \t-]{0,40}\.){500}")
"""tomli takes quadratic time for a key of very many parts, as tomllib does."""

_DEPENDENCY_TABLES = {
    "dependencies": "normal",
    "build-dependencies": "build",
    "build_dependencies": "build",
    "dev-dependencies": "dev",
    "dev_dependencies": "dev",
}
_MOST_MANIFESTS = 1 << 10
"""Parsed ones that are remembered: a scan asks several times for each."""
_TARGET_TABLES = ("bin", "example", "test", "bench")

Table = Mapping[str, object]


class CargoDependency(Value, frozen=True, kw_only=True):
    """One entry of a dependency table."""

    alias: str
    """The key: the name in source code, with ``-`` for ``_``."""
    package: str
    """The package's own name; differs from the alias where it is renamed."""
    kind: str
    version: str = ""
    path: str | None = None
    is_optional: bool = False
    is_inherited: bool = False
    """``workspace = true``."""


class CargoManifest(Value, frozen=True, kw_only=True):
    """What one Cargo.toml says."""

    package: str | None = None
    """Package name, or None for a virtual workspace."""
    edition: str | None = None
    """None where the workspace decides."""
    rust_version: str | None = None
    workspace_path: str | None = None
    """``package.workspace``: where the workspace root is."""
    dependencies: tuple[CargoDependency, ...] = ()
    features: tuple[str, ...] = ()
    targets: tuple[Target, ...] = ()
    """Declared targets; an empty name or path means the default."""
    no_discovery: frozenset[str] = frozenset()
    """Target kinds that are not looked for."""
    is_proc_macro: bool = False
    is_released: bool = False
    """It says what crates.io asks for, a description and a license, and does not forbid it:
    https://doc.rust-lang.org/cargo/reference/publishing.html"""
    categories: tuple[str, ...] | None = ()
    """None where the workspace decides."""
    is_workspace: bool = False
    members: tuple[str, ...] = ()
    excludes: tuple[str, ...] = ()
    inherited: Mapping[str, CargoDependency] = {}
    """``workspace.dependencies`` by alias."""
    inherited_edition: str = ""
    inherited_rust_version: str = ""
    inherited_categories: tuple[str, ...] = ()
    faults: tuple[str, ...] = ()


@lru_cache(_MOST_MANIFESTS)
def parse_cargo(content: bytes, *, fallback_name: str) -> CargoManifest:
    """Read a Cargo.toml; a file that is no TOML at all gives a package named `fallback_name`."""
    text, reason = manifest_text(content)
    try:
        document: Table = {} if reason else _toml(text)
    except (ValueError, RecursionError) as fault:
        # TOMLDecodeError is a ValueError; so are impossible dates and huge integers.
        reason = "nested too deeply" if isinstance(fault, RecursionError) else str(fault)
    if reason:
        return CargoManifest(package=fallback_name, faults=(reason.replace("\n", " ")[:200],))
    return _manifest(document, fallback_name)


def _toml(text: str) -> Table:
    if _LONG_KEY.search(text):
        raise ValueError("a key with over 500 parts")
    import tomli  # noqa: PLC0415  # start-up time

    return tomli.loads(text)


def _manifest(document: Table, fallback_name: str) -> CargoManifest:
    has_package = "package" in document or "project" in document
    package = _table(document.get("package", document.get("project")))
    workspace = _table(document.get("workspace"))
    shared = _table(workspace.get("package"))
    library = _table(document.get("lib"))
    name = _text(package.get("name"))
    faults = () if name or not has_package else ("package without a name",)
    return CargoManifest(
        package=(name or fallback_name) if has_package else None,
        edition=_own_text(package, "edition"),
        rust_version=_own_text(package, "rust-version"),
        workspace_path=_text(package.get("workspace")) or None,
        dependencies=tuple(_dependencies(document)),
        features=tuple(sorted(_table(document.get("features")))),
        targets=tuple(_targets(document)),
        no_discovery=frozenset(
            kind for kind in _TARGET_TABLES if package.get(_auto_key(kind)) is False
        ),
        categories=_own_texts(package, "categories"),
        is_released=_is_released(package),
        is_proc_macro=True in (library.get("proc-macro"), library.get("proc_macro")),
        is_workspace="workspace" in document,
        members=_texts(workspace.get("members")),
        excludes=_texts(workspace.get("exclude")),
        inherited={
            found.alias: found for found in _entries(workspace.get("dependencies"), "normal")
        },
        inherited_edition=_text(shared.get("edition")),
        inherited_rust_version=_text(shared.get("rust-version")),
        inherited_categories=_texts(shared.get("categories")),
        faults=(*faults, *_wrong_tables(document)),
    )


def _is_released(package: Table) -> bool:
    is_licensed = "license" in package or "license-file" in package
    is_forbidden = package.get("publish") in (False, [])
    return "description" in package and is_licensed and not is_forbidden


def _auto_key(kind: str) -> str:
    return "autobenches" if kind == "bench" else f"auto{kind}s"


def _own_text(package: Table, key: str) -> str | None:
    """The text of a key; None where ``key.workspace = true``."""
    value = package.get(key)
    return None if isinstance(value, Mapping) else _text(value)


def _own_texts(package: Table, key: str) -> tuple[str, ...] | None:
    """The texts of a key; None where ``key.workspace = true``."""
    value = package.get(key)
    return None if isinstance(value, Mapping) else _texts(value)


def _dependencies(document: Table) -> Iterator[CargoDependency]:
    for table in (document, *map(_table, _table(document.get("target")).values())):
        for key, kind in _DEPENDENCY_TABLES.items():
            yield from _entries(table.get(key), kind)


def _entries(value: object, kind: str) -> Iterator[CargoDependency]:
    for alias, entry in _table(value).items():
        table = _table(entry)
        yield CargoDependency(
            alias=alias,
            package=_text(table.get("package")) or alias,
            kind=kind,
            version=_text(entry) or _version(table),
            path=_text(table.get("path")) or None,
            is_optional=table.get("optional") is True,
            is_inherited=table.get("workspace") is True,
        )


def _version(table: Table) -> str:
    """The version, or which state of a git source; never its address, which may hold a secret."""
    if "version" in table or "git" not in table:
        return _text(table.get("version"))
    state = next((_text(table[key]) for key in ("tag", "rev", "branch") if key in table), "")
    return f"git {state}".strip()


def _targets(document: Table) -> Iterator[Target]:
    library = document.get("lib")
    if isinstance(library, Mapping):
        yield Target(name=_text(library.get("name")), kind="lib", path=_text(library.get("path")))
    for kind in _TARGET_TABLES:
        declared = document.get(kind)
        for entry in declared if isinstance(declared, list) else ():
            table = _table(entry)
            yield Target(name=_text(table.get("name")), kind=kind, path=_text(table.get("path")))


def _wrong_tables(document: Table) -> Iterator[str]:
    for key in ("package", "workspace", "lib", "features", "target", *_DEPENDENCY_TABLES):
        if key in document and not isinstance(document[key], Mapping):
            yield f"{key} is not a table"


def _table(value: object) -> Table:
    return value if isinstance(value, Mapping) else {}


def _text(value: object) -> str:
    return value if isinstance(value, str) else ""


def _texts(value: object) -> tuple[str, ...]:
    items: Sequence[object] = value if isinstance(value, list) else ()
    return tuple(item for item in items if isinstance(item, str))
