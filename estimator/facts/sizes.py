"""Turns files and rows into the size of each language and of each unit, and into coverage."""

from collections.abc import Iterable, Mapping, Sequence
from collections.abc import Set as AbstractSet

from estimator.facts.rows import ReadFile
from estimator.model.facts import (
    Coverage,
    Dependency,
    FileRow,
    LanguageFacts,
    Layout,
    UnitFacts,
)
from estimator.model.source import ParsedFile, Role, Skipped, Tree

_COUNTED_KINDS = frozenset({"normal", "build"})
"""D of the cost model: distinct external packages, normal and build (cost formula, inputs)."""


def language_facts(
    rows: Sequence[FileRow],
    languages: Iterable[str],
    layouts: Mapping[str, Layout],
) -> tuple[LanguageFacts, ...]:
    """Sum the lines of each language by role; most product lines first, then by name."""
    found = [
        _language(name, [row for row in rows if row.language == name], layouts.get(name))
        for name in sorted(languages)
    ]
    return tuple(sorted(found, key=lambda one: (-one.product_lines, one.name)))


def _language(name: str, rows: Sequence[FileRow], layout: Layout | None) -> LanguageFacts:
    product = [row for row in rows if row.role is Role.PRODUCT]
    lines = dict.fromkeys(Role, 0)
    for row in rows:
        lines[row.role] += row.lines.code
    inner_tests = sum(row.test_lines.code for row in product)
    return LanguageFacts(
        name=name,
        files=len(product),
        product_lines=lines[Role.PRODUCT] - inner_tests,
        test_lines=lines[Role.TEST] + inner_tests,
        generated_lines=lines[Role.GENERATED],
        vendored_lines=lines[Role.VENDORED],
        example_lines=lines[Role.EXAMPLE],
        comment_lines=sum(row.lines.comment - row.test_lines.comment for row in product),
        functions=sum(row.functions for row in product),
        types=sum(row.types for row in product),
        direct_dependencies=_direct(layout.dependencies if layout is not None else ()),
        tooling_lines=lines[Role.TOOLING],
    )


def _direct(dependencies: Iterable[Dependency]) -> int:
    return sum(1 for found in dependencies if found.kind in _COUNTED_KINDS)


class _Sums:
    """Running sums of one unit."""

    __slots__ = ("files", "functions", "product_lines", "public_items", "test_lines")

    def __init__(self) -> None:
        self.files = 0
        self.product_lines = 0
        self.test_lines = 0
        self.functions = 0
        self.public_items = 0

    def add(self, row: FileRow) -> None:
        if row.role is Role.TEST:
            self.test_lines += row.lines.code
        if row.role is not Role.PRODUCT:
            return
        self.files += 1
        self.product_lines += row.lines.code - row.test_lines.code
        self.test_lines += row.test_lines.code
        self.functions += row.functions
        self.public_items += row.public_items


def unit_facts(
    rows: Iterable[FileRow],
    metrics: Mapping[tuple[str, str], Mapping[str, int]],
    layouts: Mapping[str, Layout],
) -> tuple[UnitFacts, ...]:
    """Sum the rows of each unit that has a product file; by language and name.

    `metrics` holds the counts of each language and unit.

    Fan-in, fan-out and cycles are not known here: they are 0 and False until `structure` fills
    them in.
    """
    sums: dict[tuple[str, str], _Sums] = {}
    for row in rows:
        sums.setdefault((row.language, row.unit), _Sums()).add(row)
    return tuple(
        _unit(key, sums[key], metrics.get(key, {}), layouts.get(key[0]))
        for key in sorted(sums)
        if sums[key].files
    )


def _unit(
    key: tuple[str, str],
    found: _Sums,
    metrics: Mapping[str, int],
    layout: Layout | None,
) -> UnitFacts:
    language, name = key
    return UnitFacts(
        name=name,
        kind=layout.unit_kind if layout is not None else "unit",
        language=language,
        path=layout.unit_paths.get(name, "") if layout is not None else "",
        files=found.files,
        product_lines=found.product_lines,
        test_lines=found.test_lines,
        functions=found.functions,
        public_items=found.public_items,
        fan_in=0,
        fan_out=0,
        in_cycle=False,
        metrics=metrics,
    )


def coverage_of(  # noqa: PLR0913 (what discovery, parsing and configuration each found)
    tree: Tree,
    parsed: Sequence[ParsedFile],
    read: Sequence[ReadFile],
    *,
    excluded_patterns: Sequence[str],
    excluded_lines: int,
    declared: AbstractSet[str] = frozenset(),
) -> Coverage:
    """Tell how much of what was found could be read.

    A skipped file's lines are unknown, so its bytes stand for them at the density of the rest; a
    file that discovery could not even measure counts as one of average size.
    """
    listed = {file.source.path for file in parsed}
    unlisted = [skip for skip in tree.skipped if skip.path not in listed]
    failed = [file.facts for file in parsed if isinstance(file.facts, Skipped)]
    skipped = sorted((*unlisted, *failed), key=lambda skip: (skip.path, skip.reason))
    return Coverage(
        files_seen=len(parsed) + len(unlisted),
        files_parsed=len(read),
        share_lines_parsed=_share_parsed(parsed, len(unlisted)),
        skipped=tuple(skipped),
        files_with_errors=sum(1 for file in read if file.facts.has_errors),
        excluded_files=len(tree.excluded),
        excluded_lines=excluded_lines,
        excluded_patterns=tuple(excluded_patterns),
        declared_files=len(declared),
        declared_lines=sum(file.facts.lines.code for file in read if file.path in declared),
    )


def _share_parsed(parsed: Sequence[ParsedFile], unmeasured: int) -> float:
    sizes = [(file.source.size_bytes, isinstance(file.facts, Skipped)) for file in parsed]
    read = sum(size for size, is_skipped in sizes if not is_skipped)
    unread = sum(size for size, is_skipped in sizes if is_skipped)
    files = sum(1 for _, is_skipped in sizes if not is_skipped)
    if unmeasured and files:
        unread += unmeasured * read // files
    if read:
        return read / (read + unread)
    return 0.0 if unread or unmeasured else 1.0
