"""Sources into facts, and facts into the short forms that tests compare."""

from msgspec.structs import replace

from estimator.model.source import FileFacts, LineCounts, TypeFacts
from estimator.parsing.extract import extract
from estimator.parsing.limits import Limits

LIMITS = Limits(max_bytes=2_000_000, max_seconds=10.0, max_depth=1_000)


def facts_of(source: str | bytes, reading: str) -> FileFacts:
    """Facts of a source that is not skipped."""
    found = answer(source, reading)
    assert isinstance(found, FileFacts), found
    return found


def answer(source: str | bytes, reading: str, **limits: float) -> FileFacts | str:
    content = source.encode() if isinstance(source, str) else source
    return extract(content, reading, replace(LIMITS, **limits))


def lines_of(counts: LineCounts) -> tuple[int, int, int]:
    """Code, comment, blank."""
    return (counts.code, counts.comment, counts.blank)


def physical_lines(content: bytes) -> int:
    return content.count(b"\n") + (bool(content) and not content.endswith(b"\n"))


def counts_of(facts: FileFacts) -> dict[tuple[str, bool], dict[str, int]]:
    """Occurrences by symbol and kind of code, without their lines."""
    return {
        (found.symbol, found.is_test): {
            str(metric): len(lines) for metric, lines in found.sites.items()
        }
        for found in facts.symbols
    }


def shapes_of(facts: FileFacts) -> dict[str, tuple[int, int, int, int, int]]:
    """Function -> code lines, branches, nesting, loop depth, work."""
    return {
        found.symbol: (
            found.code_lines,
            found.branches,
            found.nesting,
            found.loop_depth,
            found.work,
        )
        for found in facts.functions
    }


def spans_of(facts: FileFacts) -> dict[str, tuple[int, int]]:
    """Function -> first and last line."""
    return {found.symbol: (found.line, found.end_line) for found in facts.functions}


def kinds_of(types: tuple[TypeFacts, ...]) -> dict[str, str]:
    return {found.symbol: found.kind for found in types}
