"""Turns parsed files into their roles, by path and by content, and into what product code imports.

Precedence: vendored > generated > test > example > product. A path rule comes first; a generator's
header makes anything but vendored code generated; ``#![cfg(test)]`` and ``#[cfg(test)] mod name;``
make tests.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

from estimator.model.source import FileFacts, Import, ParsedFile, Role, Skipped

RoleOfPath = Callable[[str], Role]

_FOLDER_OWNERS = frozenset({"mod.rs", "lib.rs", "main.rs"})
"""Files whose modules lie beside them; another file's lie in a folder of its name."""


def file_roles(parsed: Sequence[ParsedFile], roles: Mapping[str, RoleOfPath]) -> dict[str, Role]:
    """Give the role of each parsed file; skipped files have none."""
    known = {file.source.path for file in parsed}
    test_files, test_folders = _declared_tests(parsed, known)
    found: dict[str, Role] = {}
    for file in parsed:
        if isinstance(file.facts, Skipped):
            continue
        path = file.source.path
        role = _with_content(roles[file.source.language](path), file.facts)
        is_candidate = role in (Role.PRODUCT, Role.EXAMPLE)
        if is_candidate and (path in test_files or _is_below(path, test_folders)):
            role = Role.TEST
        found[path] = role
    return found


def product_imports(
    parsed: Sequence[ParsedFile],
    roles: Mapping[str, Role],
) -> dict[str, tuple[Import, ...]]:
    """Give what each product file imports outside its tests: what `read_layout` asks for."""
    return {
        file.source.path: tuple(found for found in file.facts.imports if not found.is_test)
        for file in parsed
        if not isinstance(file.facts, Skipped) and roles[file.source.path] is Role.PRODUCT
    }


def _with_content(role: Role, facts: FileFacts) -> Role:
    if role in (Role.VENDORED, Role.GENERATED):
        return role
    if facts.is_generated:
        return Role.GENERATED
    return Role.TEST if facts.is_test else role


def _declared_tests(
    parsed: Iterable[ParsedFile],
    known: set[str],
) -> tuple[frozenset[str], frozenset[str]]:
    """Files and folders that ``#[cfg(test)] mod name;`` declarations make tests."""
    files: set[str] = set()
    folders: set[str] = set()
    for file in parsed:
        if isinstance(file.facts, Skipped):
            continue
        for name in file.facts.test_modules:
            for stem in _module_stems(file.source.path, name):
                candidates = {f"{stem}.rs", f"{stem}/mod.rs"} & known
                if candidates:
                    files |= candidates
                    folders.add(stem)
                    break
    return frozenset(files), frozenset(folders)


def _module_stems(path: str, name: str) -> Iterator[str]:
    """Where a module's file may be, without its suffix, most likely first.

    A file in ``src/bin`` or a test folder is a crate root too: its modules may lie beside it.
    """
    folder, _, file_name = path.rpartition("/")
    prefix = f"{folder}/" if folder else ""
    module = name.replace("::", "/")
    if file_name in _FOLDER_OWNERS:
        yield f"{prefix}{module}"
        return
    yield f"{prefix}{file_name.removesuffix('.rs')}/{module}"
    if folder.rpartition("/")[2] == "bin":
        yield f"{prefix}{module}"


def _is_below(path: str, folders: frozenset[str]) -> bool:
    if not folders:
        return False
    folder = path.rpartition("/")[0]
    while folder:
        if folder in folders:
            return True
        folder = folder.rpartition("/")[0]
    return False
