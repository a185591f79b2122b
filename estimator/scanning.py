"""A path into facts: the first half of the line, from a tree to what is counted in it.

discovery -> parsing -> facts -> structure
"""

import hashlib
from collections import Counter
from collections.abc import Callable, Mapping
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING, NamedTuple, TypedDict

import msgspec

from estimator.configuration.people import declared_texts
from estimator.errors import InputError, NoSourcesError
from estimator.hotscanning import Linked, Second, Wanted, wanted_paths, with_hot_paths
from estimator.languages import LANGUAGES
from estimator.languages.buildfiles import is_wanted_text
from estimator.model.config import Config, ScanConfig
from estimator.model.facts import Layout, RepositoryFacts, RepositoryHistory
from estimator.model.source import ParsedFile, Skipped, SourceFile, Tree
from estimator.parsing.pool import Progress
from estimator.sourcechanges import changes_key, source_changes
from estimator.sourcehistory import history_key, source_history
from estimator.version import VERSION

if TYPE_CHECKING:
    from estimator.facts.standing import Standing
    from estimator.model.history import Changes
    from estimator.model.links import FileLinks
    from estimator.model.source import Import
    from estimator.parsing.cache import FactsCache

OnProgress = Callable[[Progress], None]
OnWarning = Callable[[str], None]
Bring = Callable[[tuple[SourceFile, ...]], None]


class FilesWanted(TypedDict):
    """Which files discovery keeps, and which of them with their content."""

    languages: Mapping[str, str]
    manifest_names: frozenset[str]
    is_text: Callable[[str], bool]


_MANIFESTS = frozenset(name for spec in LANGUAGES.values() for name in spec.manifest_names)
_SUFFIXES = {suffix: key for key, spec in LANGUAGES.items() for suffix in spec.suffixes}


FILES_WANTED: FilesWanted = {
    "languages": _SUFFIXES,
    "manifest_names": _MANIFESTS,
    "is_text": is_wanted_text,
}
"""What discovery is asked for, besides the exclusion."""


class Scan(NamedTuple):
    """Facts of a repository and, where they were asked for, of each of its files."""

    facts: RepositoryFacts
    parsed: tuple[ParsedFile, ...]
    links: "Mapping[str, FileLinks]" = MappingProxyType({})
    """Declarations and calls by source path, where a second walk was taken for all files."""
    units: Mapping[str, str] = MappingProxyType({})
    """Source path -> unit, of those files."""


def scan(
    path: Path | str,
    *,
    config: Config | None = None,
    on_progress: OnProgress | None = None,
    on_warning: OnWarning | None = None,
) -> RepositoryFacts:
    """Count what is in a repository, a subfolder of one, or a plain folder.

    Args:
        path: an existing folder.
        config: what changes counting; the folder's own `estimator.toml` is *not* read here.
        on_progress: called while files are parsed.
        on_warning: told what went wrong without stopping the scan, such as a damaged cache.

    Returns:
        Facts that depend on the tree and the configuration only.

    Raises:
        InputError: no such folder, no permission, no Go or Rust in it.
        OutsideError: git or the operating system failed.
    """
    return scan_files(
        path, config=config, needs_files=False, on_progress=on_progress, on_warning=on_warning
    ).facts


def scan_files(  # noqa: PLR0913  # all but one are keywords
    path: Path | str,
    *,
    config: Config | None = None,
    needs_files: bool = True,
    wants_paths: bool = False,
    on_progress: OnProgress | None = None,
    on_warning: OnWarning | None = None,
) -> Scan:
    """Like `scan`, with the facts of each file where `needs_files` asks for them.

    `wants_paths` takes the second walk also where nothing says what is hot.
    """
    from estimator.discovery.worktree import discover  # noqa: PLC0415  # start-up time

    config = config or Config()
    tree = discover(Path(path), exclude=config.scan.exclude, **FILES_WANTED)
    return scan_tree(
        tree,
        str(path),
        config=config,
        needs_files=needs_files,
        wants_paths=wants_paths,
        on_progress=on_progress,
        on_warning=on_warning,
    )


def scan_tree(  # noqa: PLR0913  # all but two are keywords
    tree: Tree,
    name: str,
    *,
    config: Config,
    needs_files: bool = False,
    wants_paths: bool = False,
    on_progress: OnProgress | None = None,
    on_warning: OnWarning | None = None,
    bring: Bring | None = None,
) -> Scan:
    """Count what is in a tree that was discovered; like `scan_files`.

    Args:
        tree: discovered with the configuration's exclusion.
        name: what messages call it.
        config: as of `scan`.
        needs_files: whether the facts of each file are asked for.
        wants_paths: whether hot paths are looked for in any case.
        on_progress: as of `scan`.
        on_warning: as of `scan`.
        bring: puts those files of the tree on disk that are about to be read.
    """
    from estimator.parsing.cache import open_cache  # noqa: PLC0415  # start-up time

    warn = on_warning or (lambda _message: None)
    _require_sources(tree, name)
    wanted = wanted_paths(tree, config, warn, is_asked=wants_paths)
    cache = open_cache(config.scan, fingerprint=fingerprint(), root=Path(tree.git_root), warn=warn)
    try:
        summary_key = _summary_key(tree, config, wanted)
        if cache is not None and not needs_files:
            facts = _decoded(cache.get_summary(summary_key))
            if facts is not None:
                return Scan(facts, ())
        if bring is not None:
            bring(_read_from_disk(tree, config.scan, cache, wanted))
        with (
            source_history(tree, config, warn, cache) as past,
            source_changes(tree, config, warn, cache) as recent,
        ):
            between = _between(on_progress, past.look, recent.look)
            parsed = _parse(tree, config.scan, cache, between)
            history, changes = past.result(), recent.result()
        roles, layouts = _laid_out(tree, parsed, config)
        facts = _facts_of(tree, parsed, layouts, roles, config)
        facts = _with_past(facts, history.found, changes.found)
        linked = Linked(facts, {}, {})
        if wanted.is_wanted:
            second = Second(tree, facts, parsed, layouts)
            linked = with_hot_paths(
                second, wanted, config, cache, warn=warn, on_progress=on_progress
            )
        is_lasting = history.is_lasting and changes.is_lasting
        if cache is not None and is_lasting and _may_be_remembered(tree, parsed):
            cache.put_summary(summary_key, msgspec.msgpack.encode(linked.facts))
        return Scan(linked.facts, parsed, linked.links, linked.units)
    finally:
        if cache is not None:
            cache.close()


def _between(on_progress: OnProgress | None, *looks: Callable[[], None]) -> OnProgress:
    """Between two batches of files there is time for something else."""

    def on_batch(progress: Progress) -> None:
        for look in looks:
            look()
        if on_progress is not None:
            on_progress(progress)

    return on_batch


def _require_sources(tree: Tree, root: str) -> None:
    if tree.files:
        return
    if tree.skipped:
        first = tree.skipped[0]
        raise InputError(
            f"nothing in {root} could be read: {first.path}: {first.reason}",
            hint="check its permissions; links are not followed",
        )
    if tree.excluded:
        raise NoSourcesError(
            f"all {len(tree.excluded)} source files in {root} are excluded",
            hint="check `exclude`: " + ", ".join(tree.excluded[:3]),
        )
    suffixes = Counter(suffix for path in tree.others if (suffix := Path(path).suffix))
    most = sorted(suffixes, key=lambda suffix: (-suffixes[suffix], suffix))[:3]
    what = f"its files are mostly {', '.join(most)}" if most else "it holds no source files"
    raise NoSourcesError(
        f"no Go or Rust source files in {root}",
        hint=f"{what}; give the folder of a Go or Rust repository",
    )


def _parse(
    tree: Tree, config: ScanConfig, cache: "FactsCache | None", on_progress: OnProgress
) -> tuple[ParsedFile, ...]:
    """Parse each file as deeply as its path says it is worth."""
    from estimator.fileroles import at_depths  # noqa: PLC0415  # start-up time
    from estimator.parsing.extract import extract  # noqa: PLC0415  # the same
    from estimator.parsing.pool import parse_files  # noqa: PLC0415  # the same

    parsed = parse_files(
        Path(tree.root),
        at_depths(tree, config),
        config=config,
        extract=extract,
        cache=cache,
        on_progress=on_progress,
    )
    language_of = {file.path: file.language for file in tree.files}
    return tuple(
        msgspec.structs.replace(
            file,
            source=msgspec.structs.replace(file.source, language=language_of[file.source.path]),
        )
        for file in parsed
    )


def _read_from_disk(
    tree: Tree, config: ScanConfig, cache: "FactsCache | None", wanted: Wanted
) -> tuple[SourceFile, ...]:
    """Files whose content this run needs: all for a second walk, else those not in the cache."""
    if cache is None or wanted.is_wanted:
        return tree.files
    from estimator.fileroles import at_depths  # noqa: PLC0415  # start-up time

    known = cache.get_many(at_depths(tree, config))
    return tuple(file for file in tree.files if file.path not in known)


def _laid_out(
    tree: Tree, parsed: tuple[ParsedFile, ...], config: Config
) -> "tuple[Standing, dict[str, Layout]]":
    """What each file is for and, by language, what the manifests say."""
    from estimator.facts.roles import product_imports  # noqa: PLC0415  # start-up time
    from estimator.fileroles import roles_of  # noqa: PLC0415  # the same

    roles = roles_of(tree, parsed, config.scan)
    imports = product_imports(parsed, roles.files)
    return roles, {key: _layout(key, tree, imports, roles) for key in LANGUAGES}


def _facts_of(
    tree: Tree,
    parsed: tuple[ParsedFile, ...],
    layouts: Mapping[str, Layout],
    roles: "Standing",
    config: Config,
) -> RepositoryFacts:
    from estimator.facts.aggregate import aggregate  # noqa: PLC0415  # start-up time
    from estimator.structure.attach import with_structure  # noqa: PLC0415  # the same

    facts = aggregate(
        tree,
        parsed,
        layouts,
        roles,
        tool_version=VERSION,
        declared=declared_texts(config),
        excluded_patterns=config.scan.exclude,
        excluded_lines=_excluded_lines(tree, config.scan),
    )
    return with_structure(facts, parsed, layouts)


def _with_past(
    facts: RepositoryFacts, past: RepositoryHistory | None, changes: "Changes | None"
) -> RepositoryFacts:
    from estimator.facts.activity import activity_of  # noqa: PLC0415  # start-up time

    activity = activity_of(changes, facts.files)
    return msgspec.structs.replace(facts, history=past, activity=activity)


def _excluded_lines(tree: Tree, config: ScanConfig) -> int:
    if not tree.excluded:
        return 0
    from estimator.parsing.excluded import excluded_lines  # noqa: PLC0415  # start-up time

    return excluded_lines(tree.root, tree.excluded, _SUFFIXES, max_bytes=config.max_file_bytes)


def _layout(
    language: str, tree: Tree, imports: Mapping[str, "tuple[Import, ...]"], roles: "Standing"
) -> Layout:
    spec = LANGUAGES[language]
    paths = tuple(file.path for file in tree.files if file.language == language)
    manifests = {
        path: content
        for path, content in tree.manifests.items()
        if path.rpartition("/")[2] in spec.manifest_names
    }
    own = {path: imports[path] for path in paths if path in imports}
    known = {path: roles.files[path] for path in paths if path in roles.files}
    return spec.read_layout(manifests, paths, own, {**known, **roles.manifests})


def _may_be_remembered(tree: Tree, parsed: tuple[ParsedFile, ...]) -> bool:
    """True where each content was what its key says, and each skip would come again."""
    from estimator.parsing.limits import is_lasting  # noqa: PLC0415  # start-up time

    keys = {file.path: file.key for file in tree.files}
    return all(
        keys[file.source.path] == file.source.key
        and (not isinstance(file.facts, Skipped) or is_lasting(file.facts.reason))
        for file in parsed
    )


def _decoded(content: bytes | None) -> RepositoryFacts | None:
    if content is None:
        return None
    try:
        return msgspec.msgpack.decode(content, type=RepositoryFacts)
    except msgspec.DecodeError:  # written by another version under the same key: scan again
        return None


def _summary_key(tree: Tree, config: Config, wanted: Wanted) -> str:
    """Names everything that the facts of a tree depend on, besides the program itself."""
    digest = hashlib.blake2b(digest_size=20)
    digest.update(msgspec.json.encode(tree.identity))
    for file in tree.files:
        digest.update(f"{file.path}\0{file.key}\0{file.size_bytes}\n".encode())
    scan = config.scan
    patterns = (scan.exclude, scan.product_paths, scan.test_paths, scan.tooling_paths)
    for parts in (tree.others, tree.excluded, tree.notes, *patterns):
        digest.update("\0".join((*parts, "\n")).encode())
    for path in sorted(tree.manifests):
        digest.update(path.encode() + b"\0" + tree.manifests[path] + b"\n")
    for path in sorted(tree.texts):
        digest.update(b"text " + path.encode() + b"\0" + tree.texts[path] + b"\n")
    digest.update(msgspec.json.encode(tree.skipped))
    digest.update(msgspec.json.encode([_stamp(tree.root, path) for path in tree.excluded]))
    limits = (config.scan.max_file_bytes, config.scan.max_file_seconds, config.scan.max_depth)
    digest.update(msgspec.json.encode((limits, declared_texts(config))))
    digest.update(history_key(tree, config) + changes_key(tree, config))
    if wanted.is_wanted:
        digest.update(wanted.key)
    return digest.hexdigest()


def _stamp(root: str, path: str) -> tuple[int, ...]:
    """Changes when an excluded file does; it has no key, since only its lines are counted."""
    try:
        status = Path(root, path).lstat()
    except OSError:
        return ()
    return (status.st_size, status.st_mtime_ns, status.st_ctime_ns)


def fingerprint() -> str:
    """Changes with the program, the grammars and every line of code that counts."""
    from estimator.parsing.grammars import grammar_versions  # noqa: PLC0415  # start-up time

    digest = hashlib.blake2b(digest_size=20)
    package = Path(__file__).parent
    digest.update(Path(__file__).read_bytes())
    for name in ("hotscanning.py", "hotprofiles.py", "fileroles.py"):
        digest.update((package / name).read_bytes())
    for room in ("languages", "parsing", "profiles", "facts", "structure", "model"):
        for file in sorted((package / room).rglob("*.py")):
            digest.update(file.read_bytes())
    return f"{VERSION} {grammar_versions()} {digest.hexdigest()}"
