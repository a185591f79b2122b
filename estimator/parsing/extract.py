"""One file's bytes in, its FileFacts out: parse, one walk, one pass over the names."""

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Sequence
from enum import StrEnum
from hashlib import blake2b
from operator import itemgetter
from time import monotonic

from tree_sitter import Range, Tree

from estimator.languages import LANGUAGES
from estimator.model.source import (
    FileFacts,
    FunctionFacts,
    LineCounts,
    MetricId,
    SymbolSites,
    TypeFacts,
)
from estimator.parsing.bodies import bodies
from estimator.parsing.grammars import parser
from estimator.parsing.lexing import SourceText, names_in
from estimator.parsing.limits import Limits
from estimator.parsing.tables import Tables, tables
from estimator.parsing.walk import (
    FoundFunction,
    FoundTest,
    FoundType,
    Segment,
    Span,
    TooDeepError,
    Walk,
)

SHORTEST_COPY_LINES = 10
"""Code lines of the shortest function body that is compared with others: from 10 lines on SonarQube
calls a block duplicated (documentation of its duplication metrics, languages other than Java)."""
_CHUNK_BYTES = 1 << 16
_HEAD_BYTES = 4_096
_SHORT_BYTES = 1 << 16
_FEW_WORDS = 8
"""Looked for one by one; more are first held against all names of a text."""
_IN_A_NAME = bytes(chr(byte).isalnum() or byte == ord("_") for byte in range(128)) + bytes(128)
_BYTE_ORDER_MARK = b"\xef\xbb\xbf"


class Depth(StrEnum):
    """How much of a file is worth reading. What is never priced is read less deeply."""

    FULL = ""
    OUTLINE = ":outline"
    """Tests: everything but what is inside function bodies, where only names are looked at."""
    LINES = ":lines"
    """Vendored and generated code: its lines are counted, and it is not parsed."""


def at_depth(language: str, depth: Depth) -> str:
    """The name under which `extract` reads a language at a depth; also a part of the cache key."""
    return language + depth.value


def extract(content: bytes, reading: str, limits: Limits) -> FileFacts | str:
    """Facts of one file, or the reason why it is skipped. Depends on nothing but its arguments.

    Args:
        content: the file's bytes.
        reading: a language id, or one with a depth from `at_depth`.
        limits: beyond them the file is skipped.
    """
    language, colon, depth = reading.partition(":")
    if is_binary(content):
        return "binary content"
    content = without_mark(content)
    generated = is_generated(content, language)
    if generated or colon + depth == Depth.LINES:
        lines = SourceText(content, LANGUAGES[language].lexis).count()
        return FileFacts(lines=lines, is_generated=generated)
    return _parsed(content, language, limits, is_outline=colon + depth == Depth.OUTLINE)


def _parsed(content: bytes, language: str, limits: Limits, *, is_outline: bool) -> FileFacts | str:
    spec, compiled = LANGUAGES[language], tables(language, is_outline=is_outline)
    text = SourceText(content, spec.lexis)
    unread = bodies(text, spec.formatting, is_outline=is_outline)
    tree = parse(content, language, limits, ranges=_ranges_between(unread, content))
    if tree is None:
        return f"took longer than {limits.max_seconds:g} s to parse"
    walk = Walk(content, spec.syntax, compiled.actions, is_outline=is_outline)
    try:
        walk.run(tree.walk(), max_depth=limits.max_depth)
    except TooDeepError:
        return f"nested deeper than {limits.max_depth}"
    code = _without_tests(content, walk.tests)
    hits = (
        walk.hits
        + _word_hits(code, text, compiled, walk.import_spans)
        + _directive_hits(code, text, compiled)
    )
    return FileFacts(
        lines=text.count(),
        test_lines=_test_lines(text, walk),
        functions=tuple(_function(found, text, is_outline=is_outline) for found in walk.functions),
        types=tuple(_type(found) for found in walk.types),
        symbols=_by_symbol(hits, walk.segments, content),
        imports=tuple(walk.imports),
        public_items=walk.public_items,
        package=walk.package,
        is_test=walk.is_test_file,
        is_tooling=is_tooling(content, language),
        test_modules=tuple(sorted(set(walk.test_modules))),
        has_errors=tree.root_node.has_error,
    )


def _ranges_between(spans: Sequence[tuple[int, int]], content: bytes) -> list[Range]:
    """What is left of the content without some spans; nothing where there are none."""
    ranges: list[Range] = []
    if spans:
        position, line = 0, 0
        for start, end in (*spans, (len(content), len(content))):
            last = line + content.count(b"\n", position, start)
            ranges.append(Range((line, 0), (last, 0), position, start))
            line = last + content.count(b"\n", start, end)
            position = end
    return ranges


def parse(
    content: bytes, language: str, limits: Limits, *, ranges: Sequence[Range] = ()
) -> Tree | None:
    """The syntax tree of the ranges, or of all of it; None when the time budget ran out.

    Only a parse through callbacks can be stopped; it costs a little, and so short files, which
    take below a second whatever they hold, do without.
    """
    reader = parser(language, ranges)
    if len(content) <= _SHORT_BYTES and limits.max_seconds >= 1:
        return reader.parse(content)
    deadline = monotonic() + limits.max_seconds

    def read(offset: int, _point: object) -> bytes:
        return content[offset : offset + _CHUNK_BYTES]

    def is_late(_offset: int, _has_error: bool) -> bool:  # noqa: FBT001  # tree-sitter's signature
        return monotonic() >= deadline

    try:
        return reader.parse(read, progress_callback=is_late)
    except ValueError:  # tree-sitter 0.24 to 0.26 raise this when the callback aborts
        return None


def _word_hits(
    code: bytes, text: SourceText, compiled: Tables, imports: list[Span]
) -> list[tuple[int, str]]:
    """Places of the words whose surroundings fit, with their metrics, in no order.

    `imports` are the spans of import declarations, in order.
    """
    hits: list[tuple[int, str]] = []
    find, words = code.find, compiled.words
    padded = code + b" "  # so that there is a byte before the first and behind the last
    for name in words if len(words) <= _FEW_WORDS else names_in(code, words.keys()):
        edge, rows = compiled.words[name]
        needle, lead = edge + name, len(edge)
        at, step = find(needle), len(needle)
        while at >= 0:
            start, end = at + lead, at + step
            if not (_IN_A_NAME[padded[end]] or (not edge and _IN_A_NAME[padded[start - 1]])):
                for before, after, metric, imported in rows:
                    fits = (before is None or before(code, start)) and (
                        after is None or after(code, end)
                    )
                    if fits and text.is_code(start):
                        counted = metric
                        if imported != metric and _is_within(start, imports):
                            counted = imported
                        if counted:
                            hits.append((start, counted))
            at = find(needle, end)
    return hits


def _is_within(offset: int, spans: list[Span]) -> bool:
    index = bisect_right(spans, offset, key=itemgetter(0)) - 1
    return index >= 0 and offset < spans[index][1]


def _directive_hits(code: bytes, text: SourceText, compiled: Tables) -> list[tuple[int, str]]:
    """Places of the comments that begin like a directive."""
    hits = []
    for begin, metric, but_not in compiled.directives:
        at = code.find(begin)
        while at >= 0:
            is_meant = but_not is None or but_not(code, at + len(begin)) is None
            if is_meant and text.is_comment_start(at):
                hits.append((at, metric))
            at = code.find(begin, at + 1)
    return hits


def _without_tests(content: bytes, tests: list[FoundTest]) -> bytes:
    """The content with test items blanked, so that offsets stay: nothing in them is counted.

    It ends where nothing but tests follows, as it mostly is in Rust.
    """
    parts, position = [], 0
    for test in tests:
        parts += [content[position : test.start], b" " * (test.end - test.start)]
        position = test.end
    rest = content[position:]
    while parts and not rest.strip():
        rest = parts.pop()
    return b"".join((*parts, rest))


def _by_symbol(
    hits: list[tuple[int, str]], segments: list[Segment], content: bytes
) -> tuple[SymbolSites, ...]:
    """Assign each hit to the segment it lies in; one sweep over both, in order."""
    found: dict[tuple[str, bool], dict[MetricId, list[int]]] = defaultdict(
        lambda: defaultdict(list)
    )
    index, last = 0, len(segments) - 1
    line, counted_to = 1, 0
    for offset, metric in sorted(hits):
        line += content.count(b"\n", counted_to, offset)
        counted_to = offset
        while index < last and segments[index + 1].start <= offset:
            index += 1
        segment = segments[index]
        found[segment.symbol, segment.is_test][MetricId(metric)].append(line)
    return tuple(
        SymbolSites(
            symbol=symbol,
            is_test=is_test,
            sites={metric: tuple(sites[metric]) for metric in sorted(sites)},
        )
        for (symbol, is_test), sites in sorted(found.items())
    )


def _test_lines(text: SourceText, walk: Walk) -> LineCounts:
    """Lines inside test items; the outermost item counts each line once."""
    code = comment = blank = 0
    counted_to = 0
    for test in walk.tests:
        first, last = max(test.line, counted_to + 1), test.end_line
        if last < first:
            continue
        part = text.count_within(first, last)
        code, comment, blank = code + part.code, comment + part.comment, blank + part.blank
        counted_to = last
    return LineCounts(code=code, comment=comment, blank=blank)


def _function(found: FoundFunction, text: SourceText, *, is_outline: bool) -> FunctionFacts:
    is_compared = not (is_outline or found.is_test) and (
        text.code_lines(found.body_line, found.end_line) >= SHORTEST_COPY_LINES
    )
    return FunctionFacts(
        symbol=found.symbol,
        line=found.line,
        end_line=found.end_line,
        code_lines=text.code_lines(found.line, found.end_line),
        branches=found.branches,
        nesting=found.nesting,
        loop_depth=found.loop_depth,
        work=found.work,
        is_public=found.is_public,
        is_async=found.is_async,
        is_test=found.is_test,
        body=_digest(text.bare(*found.body)) if is_compared else 0,
    )


def _digest(bare: bytes) -> int:
    """Name a text; 63 bits, since MessagePack readers may lack the 64th. Never 0."""
    return int.from_bytes(blake2b(bare, digest_size=8).digest(), "big") >> 1 or 1


def _type(found: FoundType) -> TypeFacts:
    return TypeFacts(
        symbol=found.symbol,
        kind=found.kind,
        line=found.line,
        end_line=found.end_line,
        is_public=found.is_public,
        is_test=found.is_test,
    )


def is_binary(content: bytes) -> bool:
    """True where the head holds a NUL."""
    return b"\0" in content[:_HEAD_BYTES]


def without_mark(content: bytes) -> bytes:
    """Blank a byte-order mark; offsets stay."""
    return b"   " + content[3:] if content.startswith(_BYTE_ORDER_MARK) else content


def is_generated(content: bytes, language: str) -> bool:
    """True where the head of the file says that a program wrote it."""
    head = content[:_HEAD_BYTES]
    return b"generated" in head and LANGUAGES[language].generated.search(head) is not None


def is_tooling(content: bytes, language: str) -> bool:
    """True where the head of the file says that no build of the product takes it."""
    pattern = LANGUAGES[language].tooling
    return pattern is not None and pattern.match(content, 0, _HEAD_BYTES) is not None
