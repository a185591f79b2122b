"""Sources into links, and links into the short forms that tests compare."""

from collections import defaultdict

from msgspec.structs import replace

from estimator.model.links import CallSite, FileLinks, FunctionLinks, TypedName
from estimator.parsing.connect import connect, reading_of
from estimator.parsing.limits import Limits

LIMITS = Limits(max_bytes=2_000_000, max_seconds=10.0, max_depth=1_000)


def links_of(source: str | bytes, language: str) -> FileLinks:
    """Links of a source that is not skipped."""
    found = answer(source, language)
    assert isinstance(found, FileLinks), found
    return found


def answer(source: str | bytes, language: str, **limits: float) -> FileLinks | str:
    content = source.encode() if isinstance(source, str) else source
    return connect(content, reading_of(language), replace(LIMITS, **limits))


def function_of(found: FileLinks, symbol: str) -> FunctionLinks:
    return next(one for one in found.functions if one.symbol == symbol)


def annotated(source: str) -> dict[int, list[str]]:
    """Line -> calls that its annotation names, sorted."""
    found: dict[int, list[str]] = {}
    for number, line in enumerate(source.split("\n"), start=1):
        _, mark, names = line.partition("// calls: ")
        if mark:
            found[number] = sorted(name.strip() for name in names.split(","))
    return found


def written(call: CallSite) -> str:
    """A call as annotations write it."""
    separator = "." if call.is_method else "::"
    loops = f" @{call.loop_depth}" if call.loop_depth else ""
    spawned = " spawned" if call.is_spawned else ""
    return f"{call.qualifier}{separator if call.qualifier else ''}{call.name}{loops}{spawned}"


def called(found: FileLinks) -> dict[int, list[str]]:
    """Line -> calls as annotations write them, sorted."""
    lines: dict[int, list[str]] = defaultdict(list)
    for function in found.functions:
        for call in function.calls:
            lines[call.line].append(written(call))
    return {line: sorted(lines[line]) for line in sorted(lines)}


def pairs(names: tuple[TypedName, ...]) -> list[tuple[str, str]]:
    return [(one.name, one.type) for one in names]
