"""The state before and some changed contents into the state after.

Counts add up over files, so where files only changed their content, the state after is the state
before with the facts of those files exchanged: nothing else is read. Whatever could reach further
(new or deleted files, manifests, another role, modules from elsewhere) is not followed here: then
there is no answer, and both trees are counted anew.
"""

from collections.abc import Iterable, Mapping, Sequence

import msgspec

from estimator.checkstate.state import (
    UNIT_MARK,
    KeptFile,
    KeptState,
    Symbols,
    add_symbols,
    decode_symbols,
    encode_symbols,
    unit_key,
)
from estimator.discovery.git import GitFolder, read_blobs
from estimator.discovery.index import Change
from estimator.facts.guesses import content_marks, may_move_roles
from estimator.facts.rows import ReadFile, file_row
from estimator.fileroles import reading_of
from estimator.model.content import blob_key, is_content_of
from estimator.model.facts import FileRow, LanguageFacts, RepositoryFacts
from estimator.model.source import FileFacts, LineCounts, ParsedFile, Role, SourceFile, Value
from estimator.parsing.cache import FactsCache
from estimator.parsing.limits import limits_of
from estimator.scanning import Scan

_REGULAR = frozenset({"100644", "100755"})


class Moved(Value, frozen=True, kw_only=True):
    """A state, and the same with some contents exchanged."""

    before: Scan
    after: Scan
    facts: RepositoryFacts
    """Totals after."""
    units: dict[str, Symbols]
    """Of the units that were touched, after."""
    texts: tuple[dict[str, bytes], dict[str, bytes]]
    """Contents by path, before and after."""


def moved_state(
    state: KeptState,
    changes: Sequence[Change],
    repository: GitFolder,
    cache: FactsCache,
    extra: Iterable[str] = (),
) -> Moved | None:
    """Exchange the contents of some files; None where that would reach further than counts.

    Args:
        state: to begin with.
        changes: of source files, from what the state holds.
        repository: whose blobs they are.
        cache: of facts by content.
        extra: unchanged source files whose places are asked for as well.

    Raises:
        OutsideError: git failed.
    """
    pairs = {one.path: (one.before, one.after) for one in changes}
    for one in changes:
        kept = state.files.get(one.path)
        if kept is None or kept.blob != one.before or one.mode not in _REGULAR or not one.after:
            return None
    for path in extra:
        pairs.setdefault(path, (state.files[path].blob, state.files[path].blob))
    found = _facts_of(state, pairs, repository, cache)
    if found is None:
        return None
    parsed, texts = found
    for path in pairs:
        if not _is_alike(parsed[0][path], parsed[1][path], state.files[path], state.facts):
            return None
    rows = tuple(
        [_row(state.files[path], path, parsed[side][path]) for path in sorted(pairs)]
        for side in range(2)
    )
    units, rest = _rest_of(state, rows[0])
    after = _exchanged(state.facts, *rows)
    for row in rows[1]:
        if row.role is Role.PRODUCT:
            add_symbols(units[unit_key(row)], row.symbols, 1)
    scans = [
        Scan(
            msgspec.structs.replace(facts, files=(*rest, *rows[side])),
            _parsed_files(
                state,
                {path: pair[side] for path, pair in pairs.items()},
                parsed[side],
                texts[side],
            ),
        )
        for side, facts in enumerate((state.facts, after))
    ]
    return Moved(before=scans[0], after=scans[1], facts=after, units=units, texts=texts)


def _parsed_files(
    state: KeptState,
    blobs: Mapping[str, str],
    parsed: Mapping[str, FileFacts],
    texts: Mapping[str, bytes],
) -> tuple[ParsedFile, ...]:
    """The files of one side, in the order of their paths."""
    return tuple(
        ParsedFile(
            source=SourceFile(
                path=path,
                language=state.files[path].language,
                key=blob_key(blobs[path]),
                size_bytes=len(texts[path]),
            ),
            facts=parsed[path],
        )
        for path in sorted(blobs)
    )


def advanced(state: KeptState, moved: Moved, changes: Sequence[Change], commit: str) -> KeptState:
    """The state of the commit that has these changes."""
    files = dict(state.files)
    for one in changes:
        files[one.path] = msgspec.structs.replace(files[one.path], blob=one.after)
    units = dict(state.units)
    units |= {key: encode_symbols(one) for key, one in moved.units.items()}
    return msgspec.structs.replace(
        state, commit=commit, facts=moved.facts, files=files, units=units
    )


def _facts_of(
    state: KeptState,
    pairs: Mapping[str, tuple[str, str]],
    repository: GitFolder,
    cache: FactsCache,
) -> (
    tuple[
        tuple[dict[str, FileFacts], dict[str, FileFacts]],
        tuple[dict[str, bytes], dict[str, bytes]],
    ]
    | None
):
    """Facts and contents of both sides: facts from the cache, else from the content."""
    asked = [(side, path, pair[side]) for path, pair in pairs.items() for side in range(2)]
    parsed: tuple[dict[str, FileFacts], dict[str, FileFacts]] = ({}, {})
    texts: tuple[dict[str, bytes], dict[str, bytes]] = ({}, {})
    if not asked:
        return parsed, texts
    limits = limits_of(state.config.scan)
    contents = read_blobs(repository, [blob for _, _, blob in asked])
    sources: dict[int, list[SourceFile]] = {0: [], 1: []}
    for (side, path, blob), content in zip(asked, contents, strict=True):
        if content is None or len(content) > limits.max_bytes:
            return None
        key = blob_key(blob)
        if not is_content_of(key, content):
            return None
        texts[side][path] = content
        language = reading_of(path, state.files[path].language, state.config.scan)
        sources[side].append(
            SourceFile(path=path, language=language, key=key, size_bytes=len(content))
        )
    fresh: list[tuple[SourceFile, bytes]] = []
    for side in range(2):
        parsed[side].update(cache.get_many(sources[side]))
        for source in sources[side]:
            if source.path in parsed[side]:
                continue
            from estimator.parsing.extract import extract  # noqa: PLC0415  # start-up time

            facts = extract(texts[side][source.path], source.language, limits)
            if isinstance(facts, str):
                return None
            parsed[side][source.path] = facts
            fresh.append((source, msgspec.msgpack.encode(facts)))
    if fresh:
        cache.put_many(fresh)
    return parsed, texts


def _is_alike(old: FileFacts, new: FileFacts, kept: KeptFile, facts: RepositoryFacts) -> bool:
    """Whether role, unit and dependencies stay what they are."""
    marks = [(one.is_generated, one.is_test, one.test_modules, one.package) for one in (old, new)]
    if marks[0] != marks[1] or content_marks(old) != content_marks(new):
        return False
    if kept.role is not Role.PRODUCT or kept.language not in facts.dependencies:
        return True
    imports = [{one.path for one in side.imports if not one.is_test} for side in (old, new)]
    named = [one.name for one in facts.dependencies[kept.language]]
    roots = tuple(one.name for one in facts.modules if one.language == kept.language)
    return not any(
        _may_be_external(path, named, roots) or may_move_roles(path)
        for path in imports[0] ^ imports[1]
    )


def _may_be_external(path: str, named: Sequence[str], roots: Sequence[str]) -> bool:
    """Whether an imported Go path may be of a module from elsewhere: those decide D."""
    if any(path == root or path.startswith(f"{root}/") for root in roots):
        return False
    if "." in path.partition("/")[0]:
        return True
    return any("." not in name.partition("/")[0] for name in named)


def _row(kept: KeptFile, path: str, facts: FileFacts) -> FileRow:
    return file_row(ReadFile(path, kept.language, kept.role, kept.unit, facts))


def _rest_of(
    state: KeptState, old: Sequence[FileRow]
) -> tuple[dict[str, Symbols], tuple[FileRow, ...]]:
    """Counts of the other files of the touched units: as tables, and as a row for each unit."""
    units: dict[str, Symbols] = {}
    for row in old:
        if row.role is not Role.PRODUCT:
            continue
        key = unit_key(row)
        if key not in units:
            units[key] = decode_symbols(state.units[key]) if key in state.units else {}
        add_symbols(units[key], row.symbols, -1)
    rows = []
    for key, symbols in sorted(units.items()):
        language, _, unit = key.partition(UNIT_MARK)
        copied = {symbol: dict(metrics) for symbol, metrics in symbols.items()}
        rows.append(
            FileRow(
                path=UNIT_MARK + key,
                language=language,
                role=Role.PRODUCT,
                unit=unit,
                lines=LineCounts(),
                test_lines=LineCounts(),
                functions=0,
                types=0,
                public_items=0,
                imports=0,
                symbols=copied,
            )
        )
    return units, tuple(rows)


def _exchanged(
    facts: RepositoryFacts, old: Sequence[FileRow], new: Sequence[FileRow]
) -> RepositoryFacts:
    """The totals with the rows of some files exchanged."""
    metrics = dict(facts.metrics)
    product: dict[str, int] = {}
    tests: dict[str, int] = {}
    for rows, sign in ((old, -1), (new, 1)):
        for row in rows:
            inner = row.test_lines.code if row.role is Role.PRODUCT else 0
            if row.role is Role.PRODUCT:
                lines = row.lines.code - inner
                product[row.language] = product.get(row.language, 0) + sign * lines
            whole = row.lines.code if row.role is Role.TEST else inner
            tests[row.language] = tests.get(row.language, 0) + sign * whole
            for counts in row.symbols.values():
                for metric, count in counts.items():
                    metrics[metric] = metrics.get(metric, 0.0) + sign * count
    languages = [
        msgspec.structs.replace(
            one,
            product_lines=one.product_lines + product.get(one.name, 0),
            test_lines=one.test_lines + tests.get(one.name, 0),
        )
        for one in facts.languages
    ]
    return msgspec.structs.replace(
        facts,
        languages=tuple(sorted(languages, key=_by_lines)),
        metrics={metric: count for metric, count in sorted(metrics.items()) if count},
    )


def _by_lines(one: LanguageFacts) -> tuple[int, str]:
    return (-one.product_lines, one.name)
