"""Builders of small repositories that show signals: a few files, and what they import."""

from collections.abc import Mapping, Sequence

from estimator.model.facts import (
    Coverage,
    Dependency,
    Evidence,
    FileRow,
    ImportUse,
    LanguageFacts,
    Module,
    RepositoryFacts,
    Target,
)
from estimator.model.source import LineCounts, RepositoryIdentity, Role

LINES = 100


def row(
    path: str, *, lines: int = LINES, role: Role = Role.PRODUCT, counts: Mapping[str, int] = {}
) -> FileRow:
    """A file of one unit, which is its folder, with two public items."""
    return FileRow(
        path=path,
        language="go" if path.endswith(".go") else "rust",
        role=role,
        unit=path.rpartition("/")[0] or ".",
        lines=LineCounts(code=lines),
        test_lines=LineCounts(),
        functions=1,
        types=1,
        public_items=2,
        imports=1,
        symbols={"f": counts} if counts else {},
    )


def crate(name: str = "sample", folder: str = "", **values: object) -> Module:
    """A Cargo package that is a library, if nothing else is said."""
    return Module(
        name=name,
        language="rust",
        path=folder,
        manifest=f"{folder}/Cargo.toml" if folder else "Cargo.toml",
        **{"targets": (Target(name=name, kind="lib", path="src/lib.rs"),), **values},  # type: ignore[arg-type]  # fields of a module
    )


def go_module(name: str = "example.com/sample") -> Module:
    """A Go module at the root."""
    return Module(name=name, language="go", path="", manifest="go.mod")


def shown(  # noqa: PLR0913  # each is one thing that can show a signal
    *files: FileRow,
    go: Sequence[str] = (),
    crates: Sequence[str] = (),
    asked: Sequence[str] = (),
    paths: Sequence[str] = (),
    counts: Mapping[str, int] = {},
    modules: Sequence[Module] = (),
    name: str = "sample",
) -> RepositoryFacts:
    """Facts of a repository.

    Args:
        files: its source; without any, one Go and no Rust file.
        go: import paths of the first file.
        crates: paths that the first file uses.
        asked: dependencies that no file names.
        paths: its other files.
        counts: metric -> occurrences in the first file.
        modules: its manifests.
        name: its name.
    """
    rows = files or (row("main.go"),)
    languages = sorted({one.language for one in rows}, key=[one.language for one in rows].index)
    return RepositoryFacts(
        tool_version="1",
        repository=RepositoryIdentity(name=name),
        languages=tuple(_language(language) for language in languages),
        coverage=Coverage(files_seen=1, files_parsed=1, share_lines_parsed=1.0, skipped=()),
        metrics={},
        modules=tuple(modules),
        dependencies={"rust": tuple(_dependency(one) for one in asked)},
        units=(),
        edges={},
        spread=(),
        candidates={},
        files=tuple(rows),
        evidence=tuple(_evidence(metric, counts[metric], rows[0]) for metric in sorted(counts)),
        imports={"go": _uses(go, rows[0]), "rust": _uses(crates, rows[0])},
        other_files=tuple(sorted(paths)),
    )


def _uses(paths: Sequence[str], first: FileRow) -> tuple[ImportUse, ...]:
    return tuple(
        ImportUse(path=path, sites=1, rows=(0,), evidence=((first.path, 3),))
        for path in sorted(paths)
    )


def _dependency(name: str) -> Dependency:
    return Dependency(name=name, version="1", kind="normal", manifests=("Cargo.toml",))


def _evidence(metric: str, count: int, first: FileRow) -> Evidence:
    return Evidence(metric=metric, unit=first.unit, total=count, sites=((first.path, 7),))


def _language(name: str) -> LanguageFacts:
    return LanguageFacts(
        name=name,
        files=1,
        product_lines=LINES,
        test_lines=0,
        generated_lines=0,
        vendored_lines=0,
        example_lines=0,
        comment_lines=0,
        functions=1,
        types=1,
        direct_dependencies=0,
    )
