"""Product files by path -> those that their names or their content call tooling or a test double.

The names and their reasons are in `languages.tooling`; `facts.standing` decides.
"""

from collections.abc import Collection, Iterator, Mapping
from functools import cached_property
from typing import NamedTuple

from estimator.languages import LANGUAGES
from estimator.languages.manifests import folder_of, nearest_folder
from estimator.languages.spec import OwnModules
from estimator.languages.tooling import (
    BUILD_SCRIPT,
    TOP_FOLDERS,
    XTASK,
    is_about_tests,
    is_double_file,
    is_double_folder,
    is_left_out_by_go,
    is_test_support,
)
from estimator.model.source import FileFacts, Role

_TESTING = "testing"


class Source(NamedTuple):
    """A product file by its path rules and content."""

    language: str
    facts: FileFacts


class Guess(NamedTuple):
    """What a file may be instead of product."""

    role: Role
    folder: str | None = None
    """The folder whose name says so; None where the file says it by itself."""


def holds_code(source: Source) -> bool:
    """Tell whether a file declares more than a package, a version or a list of imports."""
    return bool(source.facts.functions or source.facts.types)


def content_marks(facts: FileFacts) -> tuple[bool, ...]:
    """What of a file's content its own role, or that of other files, may hang on."""
    imports = {one.path for one in facts.imports}
    return (facts.is_tooling, bool(facts.functions or facts.types), _TESTING in imports)


def may_move_roles(imported: str) -> bool:
    """Tell whether the role of a Go package may hang on whether product code imports it."""
    folders = imported.lower().split("/")
    return any(
        folder in TOP_FOLDERS or is_double_folder(folder, "go") or is_left_out_by_go(folder)
        for folder in folders
    ) or is_test_support(folders[-1], is_folder=True)


def guesses(
    product: Mapping[str, Source], fixed: Collection[str], manifests: Mapping[str, bytes]
) -> dict[str, Guess]:
    """Guess what product files by path are instead; those that are product have no guess.

    Args:
        product: Product files by path rules, content and declaration.
        fixed: Those of them that are product by declaration.
        manifests: Content of the tree's manifests, by path.

    """
    modules = _Modules(manifests)
    helpers = _test_support(product)
    found: dict[str, Guess] = {}
    for path in product:
        if path not in fixed:
            guess = _own_words(path, product[path], modules) or _double(
                path, product[path], modules, helpers
            )
            if guess is not None:
                found[path] = guess
    rest = {path: source for path, source in product.items() if path not in found}
    tops = _top_folders(rest, modules)
    for path in rest:
        if path not in fixed:
            folder = _tooling_folder(path, product[path].language, tops, modules)
            if folder is not None:
                found[path] = Guess(Role.TOOLING, folder)
    return found


class _Modules:
    """The modules and packages of a tree, read when they are asked for."""

    def __init__(self, manifests: Mapping[str, bytes]) -> None:
        self._manifests = manifests
        self.folders = frozenset(map(folder_of, manifests))
        self.crates = frozenset(
            folder_of(path) for path in manifests if path.rpartition("/")[2] == "Cargo.toml"
        )

    @cached_property
    def _read(self) -> Mapping[str, OwnModules]:
        return {name: spec.own_modules(self._manifests) for name, spec in LANGUAGES.items()}

    def is_about_tests(self, folder: str, language: str) -> bool:
        """Tell whether a module that holds the folder says that tests are its product."""
        names = self._read[language].names
        return any(is_about_tests(names.get(above, "")) for above in _upwards(folder))

    def is_released(self, path: str, language: str, *, below: str) -> bool:
        """Tell whether the package of a folder lies in the folder `below` and is released."""
        released = self._read[language].released
        home = nearest_folder(path, self.crates) if released else None
        return home is not None and home in released and f"{home}/".startswith(f"{below}/")


def _own_words(path: str, source: Source, modules: _Modules) -> Guess | None:
    """What a file says by its content, by its own name, or to the tools of its language."""
    *folders, name = path.split("/")
    if source.facts.is_tooling:
        return Guess(Role.TOOLING)
    if source.language == "go":
        is_left_out = any(is_left_out_by_go(folder) for folder in folders)
        return Guess(Role.TOOLING) if is_left_out else None
    is_script = name == BUILD_SCRIPT and folder_of(path) in modules.crates
    return Guess(Role.TOOLING) if is_script else None


def _double(path: str, source: Source, modules: _Modules, helpers: frozenset[str]) -> Guess | None:
    folder = next(_double_folders(path, source.language), None)
    if folder is None and folder_of(path) in helpers:
        folder = folder_of(path)
    if folder is not None:
        is_product = modules.is_about_tests(
            folder_of(folder), source.language
        ) or modules.is_released(folder_of(path), source.language, below=folder)
        return None if is_product else Guess(Role.TEST, folder)
    name = path.rpartition("/")[2].lower()
    is_named = is_double_file(name, source.language) or (
        _imports_testing(source) and is_test_support(name, is_folder=False)
    )
    if is_named and not modules.is_about_tests(folder_of(path), source.language):
        return Guess(Role.TEST)
    return None


def _double_folders(path: str, language: str) -> Iterator[str]:
    """The outermost folder of a path that is called like one of test doubles, and so on."""
    parts = path.split("/")
    for end, name in enumerate(parts[:-1], start=1):
        if is_double_folder(name.lower(), language):
            yield "/".join(parts[:end])


def _test_support(product: Mapping[str, Source]) -> frozenset[str]:
    """Go folders called after tests with a file that imports `testing`."""
    return frozenset(
        folder
        for path, source in product.items()
        if (folder := folder_of(path))
        and _imports_testing(source)
        and is_test_support(folder.rpartition("/")[2].lower(), is_folder=True)
    )


def _imports_testing(source: Source) -> bool:
    return source.language == "go" and any(one.path == _TESTING for one in source.facts.imports)


def _top_folders(rest: Mapping[str, Source], modules: _Modules) -> frozenset[str]:
    """Folders of tooling at the top of the tree or of a module that holds other code too."""
    roots = {"", *modules.folders}
    with_others: set[str] = set()
    found: set[tuple[str, str]] = set()
    for path, source in rest.items():
        has_code = holds_code(source)
        for root in _upwards(folder_of(path)):
            if root in roots:
                inside = path[len(root) + 1 :] if root else path
                first, slash, _ = inside.partition("/")
                if slash and first.lower() in TOP_FOLDERS:
                    found.add((root, first))
                elif has_code:
                    with_others.add(root)
    return frozenset(
        f"{root}/{name}" if root else name for root, name in found if root in with_others
    )


def _tooling_folder(
    path: str, language: str, tops: frozenset[str], modules: _Modules
) -> str | None:
    """The outermost folder of tooling that a file lies in, None where it is released."""
    found = None
    for folder in _upwards(folder_of(path)):
        is_xtask = folder.rpartition("/")[2] == XTASK and folder in modules.crates
        if folder in tops or is_xtask:
            found = folder
    if found is None or modules.is_released(folder_of(path), language, below=found):
        return None
    return found


def _upwards(folder: str) -> Iterator[str]:
    """A folder and all above it, the root ("") last."""
    while folder:
        yield folder
        folder = folder_of(folder)
    yield ""
