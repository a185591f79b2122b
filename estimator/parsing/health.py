"""The cache folder into its state, without changing anything in it; grammars into their faults.

The facts are opened read-only, so a damaged or foreign file is told, not mended: that is what the
next run does.
"""

import os
import shutil
import sqlite3
import stat
from contextlib import closing
from pathlib import Path

from estimator.model.doctor import CacheFile, CacheState, Gravity, Problem
from estimator.parsing.cache import FILE_NAME
from estimator.parsing.grammars import parser
from estimator.parsing.rows import SCHEMA_VERSION

_ABOUT = "cache"
_MEGABYTE = 1_000_000
_MOST_FILES = 100
_ANEW = "nothing is lost but time: the next run makes it anew"
_WITHOUT = "a run goes on without a cache, and reads everything each time; "
_SAMPLES = {"go": b"package a\n", "rust": b"fn a() {}\n"}


def cache_state(folder: Path, *, max_mb: int) -> tuple[CacheState, tuple[Problem, ...]]:
    """Look at a cache folder, and say what a run would stumble over; nothing is written.

    Args:
        folder: absolute; it need not exist.
        max_mb: size bound of the facts in it.
    """
    bound = max_mb * _MEGABYTE
    state = CacheState(
        is_used=True, folder=str(folder), bound_bytes=bound, free_bytes=_free(folder)
    )
    try:
        mode = folder.stat().st_mode
    except FileNotFoundError:
        return state, _cannot_be_made(folder)
    except OSError as fault:
        return state, (_warning(f"{folder} cannot be read: {fault.strerror}"),)
    if not stat.S_ISDIR(mode):
        return state, (_warning(f"{folder} is no folder"),)
    problems = list(_permissions(folder, mode))
    try:
        files = tuple(_file(path) for path in sorted(folder.iterdir())[:_MOST_FILES])
    except OSError as fault:
        return state, (*problems, _warning(f"{folder} cannot be read: {fault.strerror}"))
    problems += [_damaged(file) for file in files if file.fault]
    return _with_files(state, files), tuple(problems)


def grammar_faults() -> tuple[Problem, ...]:
    """Load each grammar and parse a line with it."""
    found: list[Problem] = []
    for language, sample in _SAMPLES.items():
        try:
            tree = parser(language).parse(sample)
        except (ImportError, OSError, TypeError, ValueError) as fault:
            found.append(_grammar_problem(language, f"cannot be loaded: {fault}"))
            continue
        if tree.root_node.has_error:
            found.append(_grammar_problem(language, "does not read its own language"))
    return tuple(found)


def sqlite_version() -> str:
    """Version of the SQLite library that the cache uses."""
    return sqlite3.sqlite_version


def _with_files(state: CacheState, files: tuple[CacheFile, ...]) -> CacheState:
    return CacheState(
        is_used=True,
        folder=state.folder,
        exists=True,
        size_bytes=sum(file.size_bytes for file in files),
        bound_bytes=state.bound_bytes,
        free_bytes=state.free_bytes,
        files=files,
    )


def _free(folder: Path) -> int | None:
    """Bytes left where the folder is or would be."""
    for place in (folder, *folder.parents):
        try:
            return shutil.disk_usage(place).free
        except OSError:
            continue
    return None


def _cannot_be_made(folder: Path) -> tuple[Problem, ...]:
    """Nothing where the folder can be made; it is, by the first run that keeps something."""
    outer = next((place for place in folder.parents if os.path.lexists(place)), folder.parent)
    if outer.is_dir() and os.access(outer, os.W_OK | os.X_OK):
        return ()
    return (_warning(f"{folder} cannot be made: no permission in {outer}"),)


def _permissions(folder: Path, mode: int) -> tuple[Problem, ...]:
    if not os.access(folder, os.R_OK | os.W_OK | os.X_OK):
        return (_warning(f"{folder}: no permission to read and write there"),)
    if os.name == "posix" and mode & stat.S_IWOTH:
        hint = f"whoever changes it changes your counts: chmod o-w {folder}"
        return (_warning(f"{folder} may be written by everybody", hint),)
    return ()


def _file(path: Path) -> CacheFile:
    status = path.lstat()
    if not stat.S_ISREG(status.st_mode):
        fault = "not a regular file" if path.name == FILE_NAME else ""
        return CacheFile(name=path.name, size_bytes=0, fault=fault)
    if path.name != FILE_NAME:
        return CacheFile(name=path.name, size_bytes=status.st_size)
    rows, fault = _rows(path)
    return CacheFile(name=path.name, size_bytes=status.st_size, rows=rows, fault=fault)


def _rows(path: Path) -> tuple[int | None, str]:
    """Count the rows of the facts, and say what is wrong with the file.

    A file that nobody has open is read as one that cannot change: else SQLite would put files of
    its own beside it. Where another run opened it meanwhile, it is read again as theirs.
    """
    log = path.with_name(f"{path.name}-wal")
    if log.exists():
        return _counted(path, "mode=ro")
    rows, fault = _counted(path, "mode=ro&immutable=1")
    return _counted(path, "mode=ro") if fault and log.exists() else (rows, fault)


def _counted(path: Path, mode: str) -> tuple[int | None, str]:
    try:
        with closing(sqlite3.connect(f"{path.as_uri()}?{mode}", uri=True)) as connection:
            version = connection.execute("PRAGMA user_version").fetchone()[0]
            if version != SCHEMA_VERSION:
                return None, f"its schema is {version}, not {SCHEMA_VERSION}"
            verdict = connection.execute("PRAGMA quick_check(1)").fetchone()[0]
            if verdict != "ok":
                return None, " ".join(str(verdict).split())
            return int(connection.execute("SELECT count(*) FROM entry").fetchone()[0]), ""
    except sqlite3.Error as fault:
        return None, str(fault)


def _damaged(file: CacheFile) -> Problem:
    return _warning(f"{file.name} cannot be used: {file.fault}", _ANEW)


def _warning(message: str, hint: str = "") -> Problem:
    return Problem(
        gravity=Gravity.WARNING,
        about=_ABOUT,
        message=message,
        hint=hint or _WITHOUT + "let --cache-dir or ESTIMATOR_CACHE_DIR name another folder",
    )


def _grammar_problem(language: str, what: str) -> Problem:
    return Problem(
        gravity=Gravity.ERROR,
        about="program",
        message=f"the grammar of {language} {what}",
        hint="install the program again: pip install --force-reinstall port-estimator",
        exit_code=3,
    )
