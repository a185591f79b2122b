"""A repository path or a facts file, as the user gave it, into configuration and facts."""

import sys
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from time import monotonic
from typing import NamedTuple

from estimator.cli.options import Common, Paths, configuration
from estimator.cli.ownports import CARRIED, RECORDS_KEY, carried_ports, with_own_ports
from estimator.cli.progress import progress_line
from estimator.configuration.read import read_declared
from estimator.errors import InputError
from estimator.model.config import Config
from estimator.model.facts import RepositoryFacts
from estimator.parsing.pool import Progress
from estimator.scanning import Scan, scan_files

_LARGEST_FACTS_BYTES = 1_000_000_000
_STDIN = Path("-")
_SOURCES = frozenset({".go", ".rs"})


class Subject(NamedTuple):
    """What a command works on. The configuration is known before the long part, the scan."""

    config: Config
    read: Callable[[Callable[[], object]], Scan]
    """Scan the folder; for a facts file, give what was read. Raises InputError, OutsideError.

    What it is given is called now and then while other processes work; perhaps never."""


def open_subject(  # noqa: PLR0913  # one parameter an option
    path: Path,
    shared: Common,
    *,
    language: str | None = None,
    rules: tuple[str, ...] = (),
    records: str | None = None,
    needs_files: bool = False,
    paths: Paths | None = None,
    wants_paths: bool = False,
) -> Subject:
    """Configure the run over a folder or a facts file (``-``: on stdin). Raises InputError.

    `wants_paths` looks for hot paths also where neither a profile nor a name says what is hot.
    """
    if path != _STDIN and not path.exists():
        raise InputError(f"{path} does not exist", hint="give a repository, or a facts file")
    if path.is_dir():
        named = configuration(
            path, shared, language=language, rules=rules, records=records, paths=paths
        )
        config = with_own_ports(named, path)
        needs = _Needs(files=needs_files, paths=wants_paths)
        return Subject(
            config, lambda meanwhile: _scanned(path, shared, config, needs, meanwhile=meanwhile)
        )
    if shared.exclude:
        raise InputError(
            "--exclude does nothing to a facts file", hint="give it to `estimator facts` instead"
        )
    if shared.no_history:
        raise InputError(
            "--no-history does nothing to a facts file",
            hint="give it to `estimator facts` instead",
        )
    _refuse_paths(paths)
    facts = _read_facts(path)
    carried, rest = carried_ports(facts.declared, path.name)
    declared = read_declared(rest, path.name) | ({RECORDS_KEY: CARRIED} if carried else {})
    named = configuration(
        path, shared, language=language, rules=rules, records=records, declared=declared
    )
    config = with_own_ports(named, None, carried=carried)
    return Subject(config, lambda _meanwhile: Scan(facts, ()))


def nothing() -> None:
    """What is to be done meanwhile, where there is nothing."""


class _Needs(NamedTuple):
    """What a command needs besides the facts."""

    files: bool
    paths: bool


def _refuse_paths(paths: Paths | None) -> None:
    """Raise InputError for options that need the source, which a facts file does not have."""
    given = [
        option
        for option, value in (
            ("--profile", paths and paths.profile),
            ("--path", paths and paths.hot_path),
            ("--exclude-path", paths and paths.exclude_path),
            ("--share", paths and paths.share),
            ("--only", paths and paths.only),
        )
        if value
    ]
    if given:
        raise InputError(
            f"{given[0]} does nothing to a facts file", hint="give it to `estimator facts` instead"
        )


def _scanned(
    path: Path,
    shared: Common,
    config: Config,
    needs: _Needs,
    *,
    meanwhile: Callable[[], object],
) -> Scan:
    """Scan a folder, with progress, warnings and, when verbose, what it took, on stderr."""
    start = monotonic()
    last: list[Progress] = []
    with progress_line(shared) as line:

        def on_progress(progress: Progress) -> None:
            last[:] = [progress]
            line.update(progress)
            if progress.bytes_done:
                meanwhile()

        scanned = scan_files(
            path,
            config=config,
            needs_files=needs.files,
            wants_paths=needs.paths,
            on_progress=on_progress,
            on_warning=None if shared.quiet else lambda text: _say(f"warning: {text}"),
        )
    if shared.verbose:
        coverage = scanned.facts.coverage
        cached = f"{last[0].files_cached:,} of them" if last else "all"
        _say(
            f"{coverage.files_parsed:,} of {coverage.files_seen:,} files read"
            f" in {monotonic() - start:.2f} s, {cached} from the cache"
        )
    return scanned


def _read_facts(path: Path) -> RepositoryFacts:
    """Read a facts file. Raises InputError with the place of the fault."""
    from estimator.facts.store import decode_facts  # noqa: PLC0415  # start-up time

    name = "stdin" if path == _STDIN else str(path)
    try:
        if path == _STDIN:
            content = sys.stdin.buffer.read(_LARGEST_FACTS_BYTES)
        else:
            with path.open("rb") as stream:
                content = stream.read(_LARGEST_FACTS_BYTES)
    except OSError as failure:
        raise InputError(
            f"{name} cannot be read: {failure.strerror}", hint="give a folder or a facts file"
        ) from failure
    try:
        return decode_facts(content)
    except InputError as fault:
        is_source = path.suffix in _SOURCES
        hint = "give the folder of the repository, not one of its files" if is_source else ""
        raise InputError(f"{name}: {fault.message}", hint=hint or fault.hint) from fault


def _say(message: str) -> None:
    """Write to stderr; that nobody reads it must not stop the work."""
    with suppress(OSError):
        sys.stderr.write(f"estimator: {message}\n")
        sys.stderr.flush()
