"""Turns digests of function bodies into copies: functions whose body another one has as well.

Identical but for comments and white space (type-1 clones), within one language, of at least
`parsing.extract.SHORTEST_COPY_LINES` lines of code. The first by path and line is the original.
"""

from collections.abc import Iterable

from estimator.facts.places import Place
from estimator.facts.rows import ReadFile
from estimator.model.source import FunctionFacts, Role

Body = tuple[str, int]
"""Language and digest."""


def duplicates(files: Iterable[ReadFile]) -> tuple[dict[str, list[Place]], dict[str, float]]:
    """Find the copies in product code; `files` must come by path.

    Returns:
        Places of the copies, ``LANGUAGE.duplicate.functions``, and the code lines of those
        functions, ``LANGUAGE.duplicate.lines``. What is not there has no key.
    """
    seen: set[Body] = set()
    places: dict[str, list[Place]] = {}
    lines: dict[str, float] = {}
    for file in files:
        if file.role is not Role.PRODUCT:
            continue
        for found in sorted(_with_body(file), key=lambda one: one.line):
            body = (file.language, found.body)
            if body in seen:
                places.setdefault(f"{file.language}.duplicate.functions", []).append(
                    (file.path, found.line)
                )
                key = f"{file.language}.duplicate.lines"
                lines[key] = lines.get(key, 0.0) + found.code_lines
            seen.add(body)
    return places, lines


def _with_body(file: ReadFile) -> list[FunctionFacts]:
    return [found for found in file.facts.functions if found.body and not found.is_test]
