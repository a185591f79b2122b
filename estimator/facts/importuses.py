"""What product code imports from outside the repository: each path with its places."""

from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

from estimator.facts.rows import ReadFile
from estimator.model.facts import ImportUse, Layout
from estimator.model.source import Role

_MOST_PLACES = 5
_RUST_SEGMENTS = 2
_LANGUAGE = frozenset({"alloc", "core", "proc_macro", "std"})


class _Place(NamedTuple):
    """One import: which file by its row, and where in it."""

    row: int
    path: str
    line: int


def import_uses(
    files: Sequence[ReadFile], layouts: Mapping[str, Layout]
) -> dict[str, tuple[ImportUse, ...]]:
    """Give the imports of each language by path; own packages are left out.

    A Go path is kept whole, of a Rust path the first two parts: ``tokio::sync``.

    Args:
        files: by path, as `rows.read_files` gives them.
        layouts: what the manifests say, by language.
    """
    found: dict[str, dict[str, list[_Place]]] = {}
    known = {language: _known_names(layout) for language, layout in layouts.items()}
    for row, file in enumerate(files):
        if file.role is not Role.PRODUCT:
            continue
        of_language = found.setdefault(file.language, {})
        for path, line in _outside(file, known.get(file.language, frozenset())):
            of_language.setdefault(path, []).append(_Place(row, file.path, line))
    return {
        language: tuple(_use(path, found[language][path]) for path in sorted(found[language]))
        for language in sorted(found)
    }


def _outside(file: ReadFile, known: frozenset[str]) -> Iterator[tuple[str, int]]:
    for imported in file.facts.imports:
        if imported.is_test:
            continue
        if file.language == "go":
            if not _is_below(imported.path, known):
                yield imported.path, imported.line
            continue
        parts = imported.path.lstrip(":").split("::")
        if parts[0] in known:
            yield "::".join(parts[:_RUST_SEGMENTS]), imported.line


def _is_below(path: str, roots: frozenset[str]) -> bool:
    while path:
        if path in roots:
            return True
        path = path.rpartition("/")[0]
    return False


def _known_names(layout: Layout) -> frozenset[str]:
    """Own modules of Go, which are left out; the dependencies of Rust, which are all that counts.

    A Rust path may begin with a module of its own file, so only names from manifests are outside.
    """
    if layout.language == "go":
        return frozenset(module.name for module in layout.modules)
    names = {dependency.name.replace("-", "_") for dependency in layout.dependencies}
    return frozenset(names | _LANGUAGE)


def _use(path: str, places: Sequence[_Place]) -> ImportUse:
    return ImportUse(
        path=path,
        sites=len(places),
        rows=tuple(sorted({place.row for place in places})),
        evidence=tuple(sorted({(place.path, place.line) for place in places})[:_MOST_PLACES]),
    )
