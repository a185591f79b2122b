"""A commit's counts, kept between runs, and the staged changes of some files on top of them.

Counts add up over files, so where files only changed their content, the state after is the state
before with the facts of those files exchanged: nothing else is read. Whatever could reach further
(new or deleted files, manifests, another role, modules from elsewhere) is not followed here: then
there is no answer, and both trees are counted anew.
"""

import hashlib
import os
from collections.abc import Iterable, Mapping, Sequence

import msgspec

from estimator.discovery.git import GitFolder, read_blobs
from estimator.discovery.index import Change
from estimator.facts.guesses import content_marks, may_move_roles
from estimator.facts.rows import ReadFile, file_row
from estimator.fileroles import reading_of
from estimator.model.config import Config
from estimator.model.content import blob_key, is_content_of
from estimator.model.facts import FileRow, LanguageFacts, RepositoryFacts
from estimator.model.policy import Policy
from estimator.model.rules import Rulebook
from estimator.model.source import (
    FileFacts,
    LineCounts,
    ParsedFile,
    Role,
    SourceFile,
    Value,
)
from estimator.parsing.cache import FactsCache
from estimator.parsing.limits import limits_of
from estimator.scanning import Scan, fingerprint

_REGULAR = frozenset({"100644", "100755"})
_BY_IMPORTS = frozenset({"go"})
"""Languages whose imports decide which packages count; Cargo's manifests do so by themselves."""
_REST = "\0"
"""Begins the path of the row that stands for all other files of a unit."""

Symbols = dict[str, dict[str, int]]


class KeptFile(Value, frozen=True, kw_only=True, array_like=True):
    """Where a source file belongs, and its content."""

    language: str
    role: Role
    unit: str
    blob: str


class KeptState(Value, frozen=True, kw_only=True):
    """All that a check needs of a commit."""

    commit: str
    fingerprint: str
    """Of the cache of facts."""
    tracks_config: bool
    """Whether git tracks the folder's `estimator.toml`."""
    own_file: bytes | None
    """An `estimator.toml` that git does not track; None without."""
    baseline: bytes | None
    baseline_name: str
    config: Config
    policy: Policy
    rulebook: Rulebook
    """Whole ports alone, without texts."""
    facts: RepositoryFacts
    """Totals only."""
    files: dict[str, KeptFile]
    units: dict[str, msgspec.Raw]
    """Language and unit -> symbol -> metric -> count, of product files."""


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


_decoder = msgspec.msgpack.Decoder(KeptState)
_symbols = msgspec.msgpack.Decoder(Symbols)
_encoder = msgspec.msgpack.Encoder()


def encode_state(state: KeptState) -> bytes:
    """Write a state down."""
    return _encoder.encode(state)


def decode_state(content: bytes | None) -> KeptState | None:
    """Read a state; None where there is none, or of another shape."""
    if content is None:
        return None
    try:
        return _decoder.decode(content)
    except (msgspec.DecodeError, RecursionError):
        return None


def state_of(  # noqa: PLR0913  # all are keywords
    scanned: Scan,
    blobs: Mapping[str, str],
    *,
    commit: str,
    tracks_config: bool,
    own_file: bytes | None,
    baseline: tuple[str, bytes | None],
    config: Config,
    policy: Policy,
    rulebook: Rulebook,
) -> KeptState:
    """Keep what was counted in a commit. `blobs` holds the content of each path."""
    facts = scanned.facts
    units: dict[str, Symbols] = {}
    for row in facts.files:
        if row.role is Role.PRODUCT:
            _add(units.setdefault(_unit_key(row), {}), row.symbols, 1)
    return KeptState(
        commit=commit,
        fingerprint=fingerprint(),
        tracks_config=tracks_config,
        own_file=own_file,
        baseline_name=baseline[0],
        baseline=baseline[1],
        config=config,
        policy=policy,
        rulebook=_slim(rulebook),
        facts=_totals(facts),
        files={
            row.path: KeptFile(
                language=row.language, role=row.role, unit=row.unit, blob=blobs[row.path]
            )
            for row in facts.files
            if row.path in blobs
        },
        units={key: msgspec.Raw(_encoder.encode(one)) for key, one in units.items()},
    )


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
            _add(units[_unit_key(row)], row.symbols, 1)
    scans = [
        Scan(
            msgspec.structs.replace(facts, files=(*rest, *own)),
            tuple(
                ParsedFile(
                    source=SourceFile(
                        path=path,
                        language=state.files[path].language,
                        key=blob_key(pairs[path][side]),
                        size_bytes=len(texts[side][path]),
                    ),
                    facts=parsed[side][path],
                )
                for path in sorted(pairs)
            ),
        )
        for side, (facts, own) in enumerate(zip((state.facts, after), rows, strict=True))
    ]
    return Moved(before=scans[0], after=scans[1], facts=after, units=units, texts=texts)


def advanced(state: KeptState, moved: Moved, changes: Sequence[Change], commit: str) -> KeptState:
    """The state of the commit that has these changes."""
    files = dict(state.files)
    for one in changes:
        files[one.path] = msgspec.structs.replace(files[one.path], blob=one.after)
    units = dict(state.units)
    units |= {key: msgspec.Raw(_encoder.encode(one)) for key, one in moved.units.items()}
    return msgspec.structs.replace(
        state, commit=commit, facts=moved.facts, files=files, units=units
    )


def state_key(*parts: object) -> str:
    """Names whatever a state depends on besides its commit; the program is part of it."""
    digest = hashlib.blake2b(digest_size=20)
    for part in (*parts, program_stamp()):
        digest.update(f"{part!r}\n".encode("utf-8", "backslashreplace"))
    return f"check {digest.hexdigest()}"


def program_stamp() -> str:
    """Changes when a file of the program or a built-in rule does; nothing is read."""
    digest = hashlib.blake2b(digest_size=20)
    package = os.path.dirname(os.path.abspath(__file__))  # noqa: PTH100, PTH120  # start-up time
    pending = [package, os.path.join(os.path.dirname(package), "rules")]  # noqa: PTH118, PTH120
    while pending:
        folder = pending.pop()
        if not os.path.isdir(folder):  # noqa: PTH112  # the same
            continue
        with os.scandir(folder) as entries:
            for entry in sorted(entries, key=lambda one: one.name):
                if entry.is_dir(follow_symlinks=False):
                    pending += [] if entry.name == "__pycache__" else [entry.path]
                    continue
                status = entry.stat()
                stamp = (entry.path, status.st_size, status.st_mtime_ns, status.st_ctime_ns)
                digest.update(repr(stamp).encode("utf-8", "backslashreplace"))
    return digest.hexdigest()


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
            fresh.append((source, _encoder.encode(facts)))
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
        key = _unit_key(row)
        if key not in units:
            units[key] = _symbols.decode(state.units[key]) if key in state.units else {}
        _add(units[key], row.symbols, -1)
    rows = []
    for key, symbols in sorted(units.items()):
        language, _, unit = key.partition(_REST)
        copied = {symbol: dict(metrics) for symbol, metrics in symbols.items()}
        rows.append(
            FileRow(
                path=_REST + key,
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


def _add(symbols: Symbols, more: Mapping[str, Mapping[str, int]], sign: int) -> None:
    """Add counts, or take them away; what is 0 is left out."""
    for symbol, metrics in more.items():
        own = symbols.setdefault(symbol, {})
        for metric, count in metrics.items():
            own[metric] = own.get(metric, 0) + sign * count
            if not own[metric]:
                del own[metric]
        if not own:
            del symbols[symbol]


def _unit_key(row: FileRow) -> str:
    return f"{row.language}{_REST}{row.unit}"


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


def _totals(facts: RepositoryFacts) -> RepositoryFacts:
    return msgspec.structs.replace(
        facts,
        coverage=msgspec.structs.replace(facts.coverage, skipped=()),
        modules=tuple(
            msgspec.structs.replace(one, targets=(), features=()) for one in facts.modules
        ),
        dependencies={
            language: found
            for language, found in facts.dependencies.items()
            if language in _BY_IMPORTS
        },
        units=(),
        edges={},
        candidates={},
        files=(),
        evidence=(),
        imports={},
        other_files=(),
        activity=(),
        hot_paths=None,
        shell=None,
    )


def _slim(rulebook: Rulebook) -> Rulebook:
    """What a check needs of the rules: whole ports, their ledgers and lines, and constants."""
    whole = {key: one for key, one in rulebook.scenarios.items() if one.kind == "whole-port"}
    rules = {
        key: msgspec.structs.replace(
            rule, why="", source=(), recover="", oracle="", false_positives="", note="", example=()
        )
        for key, rule in rulebook.rules.items()
        if rule.scenario in whole and (rule.ledger is not None or rule.line is not None)
    }
    constants = {
        key: msgspec.structs.replace(one, title="", source=())
        for key, one in rulebook.constants.items()
    }
    return Rulebook(
        rules=rules,
        constants=constants,
        scenarios=whole,
        digest=rulebook.digest,
        origin={},
        overridden=rulebook.overridden,
        added=rulebook.added,
    )
