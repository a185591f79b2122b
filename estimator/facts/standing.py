"""Files that look like product, held against what else is there -> the roles of all files.

Names say what is tooling and what a test double (`languages.tooling`), and three things overrule
them, so that a product that is a tool, or is about tests, stays a product:

1. What the configuration declares (`[roles]`).
2. There is nothing else: a folder such as ``tools`` is tooling only beside other code of the same
   repository or module, and where no product would be left all of it is product.
3. It ships: product code imports the package or is built with it, or its Cargo.toml says all that
   a registry asks for.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from typing import NamedTuple

from estimator.facts.guesses import Guess, Source, guesses, holds_code
from estimator.facts.roles import RoleOfPath, file_roles
from estimator.languages import LANGUAGES
from estimator.languages.manifests import folder_of, nearest_folder
from estimator.languages.roles import NO_ROLES
from estimator.model.source import FileFacts, ParsedFile, Role

Declared = Sequence[tuple[Role, Callable[[str], bool]]]
"""Roles with a test of the paths that have it; the first that fits counts."""

_FOLDERS_NAMED = 3


class Standing(NamedTuple):
    """The roles of a tree."""

    files: Mapping[str, Role]
    """Of each file that was parsed."""
    manifests: Mapping[str, Role] = NO_ROLES
    """Of those manifests whose sources are all tooling or test doubles."""
    declared: AbstractSet[str] = frozenset()
    """Files that have their role from the configuration."""
    notes: tuple[str, ...] = ()


def standing(
    parsed: Sequence[ParsedFile],
    roles: Mapping[str, RoleOfPath],
    *,
    manifests: Mapping[str, bytes],
    declared: Declared = (),
) -> Standing:
    """Give the role of each parsed file; skipped files have none.

    Args:
        parsed: Every source file of the tree.
        roles: The path rules of each language.
        manifests: Content of the tree's manifests, by path.
        declared: What the configuration says; a generator's header is stronger.

    """
    found = file_roles(parsed, roles)
    fixed = dict(_declared(parsed, declared))
    found |= fixed
    product = {
        file.source.path: Source(file.source.language, file.facts)
        for file in parsed
        if isinstance(file.facts, FileFacts) and found[file.source.path] is Role.PRODUCT
    }
    guessed, notes = _beside_others(guesses(product, fixed, manifests), product)
    shipped = _shipped(guessed, product, parsed, manifests)
    marks = {path: guess for path, guess in guessed.items() if path not in shipped}
    found |= {path: guess.role for path, guess in marks.items()}
    return Standing(
        files=found,
        manifests=dict(_manifest_roles(found, marks, parsed, manifests)),
        declared=frozenset(fixed),
        notes=(*notes, *_shipped_notes({guessed[path].folder for path in shipped})),
    )


def _declared(parsed: Iterable[ParsedFile], declared: Declared) -> Iterator[tuple[str, Role]]:
    for file in parsed if declared else ():
        if isinstance(file.facts, FileFacts) and not file.facts.is_generated:
            path = file.source.path
            role = next((role for role, fits in declared if fits(path)), None)
            if role is not None:
                yield path, role


def _beside_others(
    guessed: Mapping[str, Guess], product: Mapping[str, Source]
) -> tuple[Mapping[str, Guess], tuple[str, ...]]:
    """Drop the guesses where they would leave no product code."""
    rest = (file for path, file in product.items() if path not in guessed)
    if not guessed or any(map(holds_code, rest)):
        return guessed, ()
    return {}, ("Only tooling or test doubles were found by their names, so they are the product.",)


def _shipped(
    guessed: Mapping[str, Guess],
    product: Mapping[str, Source],
    parsed: Sequence[ParsedFile],
    manifests: Mapping[str, bytes],
) -> frozenset[str]:
    """Find the files in folders of guesses that product code uses, directly or by others."""
    if not any(guess.folder for guess in guessed.values()):
        return frozenset()
    found: set[str] = set()
    for language, spec in LANGUAGES.items():
        paths = [file.source.path for file in parsed if file.source.language == language]
        imports = {
            path: tuple(one for one in product[path].facts.imports if not one.is_test)
            for path in paths
            if path in product
        }
        used = spec.used_folders(manifests, paths, imports)
        homes = _homes([path for path in paths if path in guessed], language, manifests)
        todo = [path for path in imports if path not in guessed]
        seen: set[str] = set()
        while todo:
            folders = {folder for path in todo for folder in used.get(path, ())} - seen
            seen |= folders
            todo = [
                path
                for folder in sorted(folders)
                for path in homes.get(folder, ())
                if _is_within(folder, guessed[path].folder)
            ]
            found.update(todo)
    return frozenset(found)


def _homes(
    paths: Iterable[str], language: str, manifests: Mapping[str, bytes]
) -> dict[str, list[str]]:
    """Group files by the folder that another unit names to use them: package, or crate."""
    crates = {folder_of(path) for path in manifests if path.endswith("Cargo.toml")}
    homes: dict[str, list[str]] = {}
    for path in paths:
        folder = folder_of(path)
        if language == "rust":
            folder = nearest_folder(folder, crates) or folder
        homes.setdefault(folder, []).append(path)
    return homes


def _is_within(folder: str, marked: str | None) -> bool:
    return marked is not None and f"{folder}/".startswith(f"{marked}/")


def _shipped_notes(folders: Iterable[str | None]) -> Iterator[str]:
    named = sorted(folder for folder in folders if folder)
    if named:
        more = len(named) - _FOLDERS_NAMED
        ending = f" and {more} more" if more > 0 else ""
        names = ", ".join(named[:_FOLDERS_NAMED])
        verb, what = ("counts", "it") if len(named) == 1 else ("count", "them")
        yield f"{names}{ending} {verb} as product despite the name: product code uses {what}."


def _manifest_roles(
    roles: Mapping[str, Role],
    marks: Mapping[str, Guess],
    parsed: Iterable[ParsedFile],
    manifests: Mapping[str, bytes],
) -> Iterator[tuple[str, Role]]:
    """Say which manifests have no product code because of the marks."""
    held: dict[str, set[Role]] = {}
    marked: dict[str, set[Role]] = {}
    manifest_of = _nearest_manifests(manifests)
    for file in parsed if marks else ():
        path = file.source.path
        manifest = manifest_of(path, file.source.language)
        if manifest is not None and path in roles:
            held.setdefault(manifest, set()).add(roles[path])
            if path in marks:
                marked.setdefault(manifest, set()).add(roles[path])
    for manifest in sorted(marked):
        if Role.PRODUCT not in held[manifest]:
            is_tooling = Role.TOOLING in marked[manifest]
            yield manifest, Role.TOOLING if is_tooling else Role.TEST


def _nearest_manifests(manifests: Iterable[str]) -> Callable[[str, str], str | None]:
    """A function of a path and its language that gives the manifest it is under."""
    names = {"go": "go.mod", "rust": "Cargo.toml"}
    folders = {
        language: {
            folder_of(path): path for path in manifests if path.endswith(f"/{name}") or path == name
        }
        for language, name in names.items()
    }

    def manifest_of(path: str, language: str) -> str | None:
        home = nearest_folder(folder_of(path), folders[language])
        return None if home is None else folders[language][home]

    return manifest_of
