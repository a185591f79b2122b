"""Builders of small trees, files and layouts for the tests of facts."""

from collections.abc import Mapping, Sequence

from estimator.facts.roles import file_roles
from estimator.facts.standing import Standing
from estimator.model.facts import Dependency, Layout, RepositoryFacts, UnitEdge
from estimator.model.source import (
    FileFacts,
    FunctionFacts,
    Import,
    LineCounts,
    MetricId,
    ParsedFile,
    RepositoryIdentity,
    Role,
    Skipped,
    SourceFile,
    SymbolSites,
    Tree,
)


def language_of(path: str) -> str:
    return "go" if path.endswith(".go") else "rust"


def simple_role(path: str) -> Role:
    """A path rule with one word for each role."""
    folder = path.split("/", maxsplit=1)[0]
    return Role(folder) if folder in {role.value for role in Role} else Role.PRODUCT


ROLES = {"go": simple_role, "rust": simple_role}


def source(path: str, size_bytes: int = 100) -> SourceFile:
    return SourceFile(path=path, language=language_of(path), key="git:0", size_bytes=size_bytes)


def sites(symbol: str = "f", *, is_test: bool = False, **metrics: Sequence[int]) -> SymbolSites:
    """Sites of metrics, whose names are given with ``_`` for ``.``."""
    return SymbolSites(
        symbol=symbol,
        is_test=is_test,
        sites={MetricId(name.replace("_", ".")): tuple(lines) for name, lines in metrics.items()},
    )


def function(symbol: str = "f", *, is_test: bool = False) -> FunctionFacts:
    return FunctionFacts(
        symbol=symbol,
        line=1,
        end_line=9,
        code_lines=8,
        branches=1,
        nesting=0,
        loop_depth=0,
        work=0,
        is_test=is_test,
    )


def parsed(  # noqa: PLR0913 (each is one fact of a file)
    path: str,
    *symbols: SymbolSites,
    code: int = 10,
    comment: int = 0,
    test_code: int = 0,
    functions: Sequence[FunctionFacts] = (),
    imports: Sequence[Import] = (),
    public_items: int = 0,
    is_generated: bool = False,
    is_test: bool = False,
    is_tooling: bool = False,
    test_modules: Sequence[str] = (),
    has_errors: bool = False,
    size_bytes: int = 100,
) -> ParsedFile:
    facts = FileFacts(
        lines=LineCounts(code=code, comment=comment),
        test_lines=LineCounts(code=test_code),
        functions=tuple(functions),
        types=(),
        symbols=symbols,
        imports=tuple(imports),
        public_items=public_items,
        is_generated=is_generated,
        is_test=is_test,
        is_tooling=is_tooling,
        test_modules=tuple(test_modules),
        has_errors=has_errors,
    )
    return ParsedFile(source=source(path, size_bytes), facts=facts)


def skipped(path: str, reason: str = "too deep", *, size_bytes: int = 100) -> ParsedFile:
    return ParsedFile(source=source(path, size_bytes), facts=Skipped(path=path, reason=reason))


def tree(
    files: Sequence[ParsedFile] = (),
    *,
    others: Sequence[str] = (),
    skips: Sequence[Skipped] = (),
    excluded: Sequence[str] = (),
    notes: Sequence[str] = (),
) -> Tree:
    return Tree(
        root="/nowhere",
        identity=RepositoryIdentity(name="sample"),
        files=tuple(file.source for file in files),
        others=tuple(others),
        manifests={},
        skipped=tuple(skips),
        excluded=tuple(excluded),
        notes=tuple(notes),
    )


def layout(
    files: Sequence[ParsedFile],
    language: str = "go",
    *,
    edges: Sequence[tuple[str, str]] = (),
    dependencies: Sequence[Dependency] = (),
) -> Layout:
    """A layout in which each folder is a unit of its own name, ``.`` for the root."""
    paths = [file.source.path for file in files if file.source.language == language]
    folders = {path: path.rpartition("/")[0] for path in paths}
    return Layout(
        language=language,
        unit_of_file={path: folder or "." for path, folder in folders.items()},
        unit_paths={folder or ".": folder for folder in folders.values()},
        unit_kind="package" if language == "go" else "crate",
        edges=tuple(UnitEdge(source=start, target=end) for start, end in edges),
        dependencies=tuple(dependencies),
    )


def layouts(files: Sequence[ParsedFile]) -> Mapping[str, Layout]:
    languages = sorted({file.source.language for file in files})
    return {language: layout(files, language) for language in languages}


def rows_by_path(facts: RepositoryFacts) -> dict[str, Role]:
    return {row.path: row.role for row in facts.files}


def standing_of(files: Sequence[ParsedFile]) -> Standing:
    """The roles of files by `simple_role` and content."""
    return Standing(file_roles(files, ROLES))
