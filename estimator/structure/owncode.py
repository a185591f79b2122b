"""Facts and parsed files of a repository into what samples can be matched with."""

from collections.abc import Iterator, Sequence

from estimator.model.facts import Module, RepositoryFacts
from estimator.model.profile import OwnCode, OwnCrate, OwnFunction
from estimator.model.source import ParsedFile, Role, Skipped


def own_functions(
    facts: RepositoryFacts, parsed: Sequence[ParsedFile], language: str
) -> tuple[OwnFunction, ...]:
    """List the functions of one language with a body, tests included, by path and line."""
    rows = {row.path: row for row in facts.files if row.language == language}
    found: list[OwnFunction] = []
    for file in parsed:
        row = rows.get(file.source.path)
        if row is None or isinstance(file.facts, Skipped) or row.role is Role.VENDORED:
            continue
        found.extend(
            OwnFunction(
                unit=row.unit,
                package=file.facts.package,
                path=row.path,
                symbol=function.symbol,
                line=function.line,
                end_line=function.end_line,
                code_lines=function.code_lines,
                role=Role.TEST if function.is_test else row.role,
            )
            for function in file.facts.functions
        )
    return tuple(sorted(found, key=lambda each: (each.path, each.line, each.symbol)))


def own_code(facts: RepositoryFacts, language: str) -> OwnCode:
    """Say how frames of the repository's own code are recognized."""
    rows = [
        row for row in facts.files if row.language == language and row.role is not Role.VENDORED
    ]
    modules = [module for module in facts.modules if module.language == language]
    return OwnCode(
        language=language,
        modules={module.name: module.path for module in modules} if language == "go" else {},
        crates=tuple(crate for module in modules for crate in _crates(module)),
        files={row.path: row.unit for row in rows},
        unparsed=frozenset(row.path for row in rows if row.role is Role.GENERATED),
    )


def _crates(module: Module) -> Iterator[OwnCrate]:
    """The crates of a package, as symbols name them; the package's own name at least."""
    if module.language != "rust":
        return
    names = {target.name for target in module.targets}
    for target in module.targets:
        yield OwnCrate(name=target.name.replace("-", "_"), root=target.path, folder=module.path)
    if module.name not in names:
        yield OwnCrate(name=module.name.replace("-", "_"), root="", folder=module.path)
