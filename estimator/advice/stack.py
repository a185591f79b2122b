"""Imports and dependencies -> what a standard library covers, as numbers. Pure."""

from collections import Counter
from collections.abc import Iterator, Mapping

from estimator.model.crosswalk import UNKNOWN, CrossedDependency
from estimator.model.facts import ImportUse, RepositoryFacts

_STANDARD = ("alloc", "core", "std")
_STACK: Mapping[str, Mapping[str, tuple[str, ...]]] = {
    "http": {"go": ("net/http",), "rust": ("axum", "hyper", "actix_web", "warp", "tonic")},
    "json": {"go": ("encoding/json",), "rust": ("serde", "serde_json")},
    "sql": {"go": ("database/sql",), "rust": ("sqlx", "diesel", "rusqlite", "tokio_postgres")},
    "log": {"go": ("log", "log/slog"), "rust": ("tracing", "log", "slog")},
}
"""The four parts of a service that the source document names, and what holds them."""
_KINDS = {
    "standard library": "standard",
    "counterpart": "counterpart",
    "adapt": "adapted",
    "rewrite": "rewritten",
    "none": "none",
    UNKNOWN: "unknown",
}


def import_numbers(facts: RepositoryFacts, language: str) -> Iterator[tuple[str, float]]:
    """Yield import sites, those of the standard library, and those of the document's stack."""
    used = facts.imports.get(language)
    if used is None:
        return
    total = sum(one.sites for one in used)
    standard = sum(one.sites for one in used if is_standard(one.path, language))
    yield "imports.total", total
    yield "imports.standard", standard
    if total:
        yield "imports.standard_share", standard / total
    for name in _STACK:
        yield f"stack.{name}", sum(one.sites for one in stack_uses(used, name, language))
    yield "stack.parts", sum(any(stack_uses(used, name, language)) for name in _STACK)


def stack_uses(used: tuple[ImportUse, ...], name: str, language: str) -> Iterator[ImportUse]:
    """Yield the imports of one part of the document's stack."""
    wanted = _STACK[name][language]
    for one in used:
        path = one.path if language == "go" else one.path.partition("::")[0]
        if path in wanted:
            yield one


def is_standard(path: str, language: str) -> bool:
    """Tell the standard library by its path: Go's has no dot in the first part."""
    if language == "go":
        return "." not in path.partition("/")[0]
    return path.partition("::")[0] in _STANDARD


def dependency_numbers(
    dependencies: tuple[CrossedDependency, ...],
) -> Iterator[tuple[str, float]]:
    """Yield how many direct dependencies there are, by what takes their place elsewhere."""
    kinds = Counter(_KINDS[one.replacement] for one in dependencies)
    total = len(dependencies)
    yield "dependencies.total", total
    for name in _KINDS.values():
        yield f"dependencies.{name}", kinds[name]
    easy = kinds["standard"] + kinds["counterpart"]
    yield "dependencies.easy", easy
    yield "dependencies.hard", kinds["rewritten"] + kinds["none"]
    if total:
        yield "dependencies.standard_share", kinds["standard"] / total
        yield "dependencies.easy_share", easy / total
