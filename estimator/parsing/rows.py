"""Rows of bytes by key in one SQLite file that several runs share, bounded in size.

A row's last use is kept by the week, so that a run which only reads writes nothing. Whatever goes
wrong costs time, never the run: a damaged file is made anew, and where the file cannot be used
every read is a miss; the first such event is told to the caller.
"""

import sqlite3
import time
import zlib
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing
from pathlib import Path

_WEEK_SECONDS = 604_800
_BUSY_SECONDS = 10.0
_KEYS_A_QUERY = 500
_KEPT_SHARE = 0.8
"""How full an overfull file is after its old rows went."""
_DAMAGE = frozenset({sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB, sqlite3.SQLITE_ERROR})
_PRIMARY_CODE = 0xFF
SCHEMA_VERSION = 1
_SCHEMA = """CREATE TABLE IF NOT EXISTS entry (
    key BLOB PRIMARY KEY, used INTEGER NOT NULL, size INTEGER NOT NULL,
    checksum INTEGER NOT NULL, content BLOB NOT NULL)"""
_EVICT = """DELETE FROM entry WHERE key IN (SELECT key FROM (
    SELECT key, sum(size) OVER (ORDER BY used DESC, rowid DESC) AS kept FROM entry)
    WHERE kept > ?)"""


class Rows:
    """The open file."""

    def __init__(self, path: Path, *, max_bytes: int, warn: Callable[[str], None]) -> None:
        """Open or create the file; its folder exists. `warn` is called at most once."""
        self._path = path
        self._max_bytes = max_bytes
        self._warn = warn
        self._has_warned = False
        self._week = int(time.time()) // _WEEK_SECONDS
        self._connection: sqlite3.Connection | None = None
        self._open()

    def close(self) -> None:
        """Close the file. Nothing is lost: each `put` is a transaction of its own."""
        if self._connection is not None:
            self._connection.close()
            self._connection = None

    def get(self, keys: Sequence[bytes]) -> Iterator[tuple[bytes, bytes]]:
        """Yield (key, content) of the rows that are there, in no particular order."""
        for start in range(0, len(keys), _KEYS_A_QUERY):
            if self._connection is None:
                return
            try:
                found = self._select(self._connection, keys[start : start + _KEYS_A_QUERY])
            except sqlite3.Error as error:
                self._recover(error)
                return
            yield from found

    def put(self, rows: Sequence[tuple[bytes, bytes]]) -> None:
        """Add or replace (key, content) rows; the least recently used go if there are many."""
        if self._connection is None:
            return
        values = [
            (key, self._week, len(content), zlib.crc32(content), content) for key, content in rows
        ]
        try:
            with self._connection:
                self._connection.executemany(
                    "INSERT OR REPLACE INTO entry VALUES (?, ?, ?, ?, ?)", values
                )
            self._evict(self._connection)
        except sqlite3.Error as error:
            self._recover(error)

    def _open(self) -> None:
        try:
            self._connection = self._connected()
        except sqlite3.Error as error:
            self._recover(error)

    def _connected(self) -> sqlite3.Connection:
        connection = sqlite3.connect(self._path, timeout=_BUSY_SECONDS)
        try:
            connection.execute("PRAGMA synchronous = NORMAL")
            if connection.execute("PRAGMA user_version").fetchone() != (SCHEMA_VERSION,):
                connection.execute("PRAGMA auto_vacuum = INCREMENTAL")
                connection.execute("PRAGMA journal_mode = WAL")
                connection.execute(_SCHEMA)
                connection.execute(f"PRAGMA user_version = {SCHEMA_VERSION}")
        except sqlite3.Error:
            connection.close()
            raise
        return connection

    def _select(
        self, connection: sqlite3.Connection, keys: Sequence[bytes]
    ) -> list[tuple[bytes, bytes]]:
        marks = ", ".join("?" * len(keys))
        query = f"SELECT key, used, checksum, content FROM entry WHERE key IN ({marks})"  # noqa: S608
        with closing(connection.execute(query, keys)) as cursor:
            rows = cursor.fetchall()
        if any(zlib.crc32(content) != checksum for _, _, checksum, content in rows):
            raise sqlite3.DatabaseError("a row does not have its checksum")
        old = [(self._week, key) for key, used, _, _ in rows if used < self._week]
        if old:
            with connection:
                connection.executemany("UPDATE entry SET used = ? WHERE key = ?", old)
        return [(key, content) for key, _, _, content in rows]

    def _evict(self, connection: sqlite3.Connection) -> None:
        if self._size_bytes(connection) <= self._max_bytes:
            return
        with connection:
            connection.execute(_EVICT, (int(self._max_bytes * _KEPT_SHARE),))
        with connection:
            connection.execute("PRAGMA incremental_vacuum").fetchall()

    def _size_bytes(self, connection: sqlite3.Connection) -> int:
        pages, free, page_bytes = (
            int(connection.execute(f"PRAGMA {name}").fetchone()[0])
            for name in ("page_count", "freelist_count", "page_size")
        )
        return (pages - free) * page_bytes

    def _recover(self, error: sqlite3.Error) -> None:
        """Make a damaged file anew, once; give up on anything else."""
        self.close()
        code = getattr(error, "sqlite_errorcode", sqlite3.SQLITE_CORRUPT) & _PRIMARY_CODE
        if code not in _DAMAGE or self._has_warned:
            self._tell(f"The cache cannot be used ({error}); this run goes on without it.")
            return
        self._tell(f"The cache was damaged ({error}) and is made anew.")
        try:
            for suffix in ("-wal", "-shm", ""):  # an old log must not meet a new file
                Path(f"{self._path}{suffix}").unlink(missing_ok=True)
            self._connection = self._connected()
        except (OSError, sqlite3.Error):
            self._connection = None

    def _tell(self, message: str) -> None:
        if not self._has_warned:
            self._has_warned = True
            self._warn(message)
