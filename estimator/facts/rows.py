"""Turns the facts of one file into its row: role, unit, lines and counts per symbol."""

from collections.abc import Mapping, Sequence
from operator import attrgetter
from typing import NamedTuple

from estimator.model.facts import FileRow, Layout
from estimator.model.source import FileFacts, ParsedFile, Role, Skipped


class ReadFile(NamedTuple):
    """A file that was parsed, with its place in the repository."""

    path: str
    language: str
    role: Role
    unit: str
    facts: FileFacts


def read_files(
    parsed: Sequence[ParsedFile],
    layouts: Mapping[str, Layout],
    roles: Mapping[str, Role],
) -> list[ReadFile]:
    """Give each file that was parsed, by path, with its role and unit."""
    read = [
        ReadFile(
            file.source.path,
            file.source.language,
            roles[file.source.path],
            _unit(file, layouts),
            file.facts,
        )
        for file in parsed
        if not isinstance(file.facts, Skipped)
    ]
    read.sort(key=lambda file: file.path)
    return read


def _unit(file: ParsedFile, layouts: Mapping[str, Layout]) -> str:
    layout = layouts.get(file.source.language)
    return layout.unit_of_file.get(file.source.path, "") if layout is not None else ""


def file_row(file: ReadFile) -> FileRow:
    """Make the row of one file; only product code outside tests has symbols."""
    facts = file.facts
    is_product = file.role is Role.PRODUCT
    return FileRow(
        path=file.path,
        language=file.language,
        role=file.role,
        unit=file.unit,
        lines=facts.lines,
        test_lines=facts.test_lines,
        functions=sum(1 for found in facts.functions if not (is_product and found.is_test)),
        types=sum(1 for found in facts.types if not (is_product and found.is_test)),
        public_items=facts.public_items,
        imports=sum(1 for found in facts.imports if not (is_product and found.is_test)),
        symbols=_symbols(facts) if is_product else {},
    )


def _symbols(facts: FileFacts) -> dict[str, dict[str, int]]:
    counts: dict[str, dict[str, int]] = {}
    for found in sorted(facts.symbols, key=attrgetter("symbol")):
        if found.is_test:
            continue
        sites = sorted(found.sites.items())
        more: dict[str, int] = {metric: len(lines) for metric, lines in sites if lines}
        known = counts.setdefault(found.symbol, more) if more else more
        if known is not more:
            known.update({metric: known.get(metric, 0) + more[metric] for metric in more})
    return counts
