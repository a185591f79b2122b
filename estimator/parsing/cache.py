"""Facts by content, remembered between runs in the user's cache folder.

A row's key is a digest of the file's content key, its language and the fingerprint, which names
whatever else facts depend on. The summary of a whole tree is a row as well.
"""

import hashlib
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from types import TracebackType
from typing import Self, TypeVar

import msgspec

from estimator.model.config import ScanConfig
from estimator.model.links import FileLinks
from estimator.model.source import FileFacts, SourceFile

FILE_NAME = "facts-1.sqlite3"
"""The number changes with the schema; another version keeps its own file."""
_KEY_BYTES = 16
_MEGABYTE = 1_000_000
_APPLICATION = "estimator"

_decoder = msgspec.msgpack.Decoder(FileFacts)
_links_decoder = msgspec.msgpack.Decoder(FileLinks)
_Found = TypeVar("_Found")


class FactsCache:
    """An open cache. Close it, or use it in a `with` statement."""

    def __init__(
        self, path: Path, *, fingerprint: str, max_bytes: int, warn: Callable[[str], None]
    ) -> None:
        """Open or create the file.

        Args:
            path: of the file, in an existing folder.
            fingerprint: what the facts depend on besides content and language.
            max_bytes: the least recently used rows go when the file grows beyond this.
            warn: called at most once, when the file was damaged or cannot be used.
        """
        from estimator.parsing.rows import Rows  # noqa: PLC0415  # sqlite3, only where it is used

        self._fingerprint = fingerprint
        self._rows = Rows(path, max_bytes=max_bytes, warn=warn)

    def __enter__(self) -> Self:
        """Return the cache itself."""
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        """Close."""
        self.close()

    def close(self) -> None:
        """Close the file; what was put is kept."""
        self._rows.close()

    def get_many(self, files: Sequence[SourceFile]) -> dict[str, FileFacts]:
        """Facts by path, for the files whose content is known. Equal files share one value."""
        return self._get_many(files, _decoder)

    def get_links(self, files: Sequence[SourceFile]) -> dict[str, FileLinks]:
        """Links by path, likewise; they were put under a language at the depth of links."""
        return self._get_many(files, _links_decoder)

    def _get_many(
        self, files: Sequence[SourceFile], decoder: msgspec.msgpack.Decoder[_Found]
    ) -> dict[str, _Found]:
        paths: dict[bytes, list[str]] = {}
        for file in files:
            paths.setdefault(self._key(file.language, file.key), []).append(file.path)
        found: dict[str, _Found] = {}
        for key, content in self._rows.get(list(paths)):
            try:
                value = decoder.decode(content)
            except msgspec.DecodeError:  # another shape under the same fingerprint: a miss
                continue
            found.update(dict.fromkeys(paths[key], value))
        return found

    def put_many(self, facts: Iterable[tuple[SourceFile, bytes]]) -> None:
        """Remember files with their facts or links in MessagePack.

        The caller has checked that each key was made from the very content that was read.
        """
        self._rows.put([(self._key(file.language, file.key), content) for file, content in facts])

    def get_summary(self, key: str) -> bytes | None:
        """What was remembered for a whole tree under this key, or None."""
        return dict(self._rows.get([self._key("", key)])).get(self._key("", key))

    def put_summary(self, key: str, content: bytes) -> None:
        """Remember something for a whole tree.

        Its key should name the content of every file, and nothing may be remembered where
        `parse_files` changed the key of a file: its content was not what the tree said.
        """
        self._rows.put([(self._key("", key), content)])

    def _key(self, language: str, content_key: str) -> bytes:
        text = f"{self._fingerprint}\n{language}\n{content_key}"
        return hashlib.blake2b(text.encode(), digest_size=_KEY_BYTES).digest()


def open_cache(
    config: ScanConfig, *, fingerprint: str, root: Path, warn: Callable[[str], None]
) -> FactsCache | None:
    """Open the cache that a configuration asks for; None where the run goes on without one.

    Args:
        config: `use_cache`, `cache_dir`, `cache_max_mb`; `max_depth`, since it decides what is
            skipped, becomes a part of the fingerprint.
        fingerprint: tool version, grammar versions and a digest of the extraction code.
        root: the scanned folder; nothing is ever written below it.
        warn: told when there is no cache although one was asked for, or it was damaged.
    """
    if not config.use_cache:
        return None
    folder = cache_folder(config, root=root)
    if folder is None:
        inside = _folder(config)
        warn(f"The cache folder {inside} lies in the scanned folder: running without a cache.")
        return None
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    except OSError as error:
        warn(f"The cache folder {folder} cannot be made ({error.strerror}): running without it.")
        return None
    return FactsCache(
        folder / FILE_NAME,
        fingerprint=f"{fingerprint}\n{config.max_depth}",
        max_bytes=config.cache_max_mb * _MEGABYTE,
        warn=warn,
    )


def cache_folder(config: ScanConfig, *, root: Path | None) -> Path | None:
    """Where caches lie, not made yet; None without a cache, or where that is below the root.

    Args:
        config: `use_cache` and `cache_dir`.
        root: the scanned folder, or None where none is scanned.
    """
    if not config.use_cache:
        return None
    folder = _folder(config)
    is_inside = root is not None and folder.is_relative_to(root.resolve())
    return None if is_inside else folder


def _folder(config: ScanConfig) -> Path:
    if config.cache_dir:
        return Path(config.cache_dir).expanduser().resolve()
    import platformdirs  # noqa: PLC0415  # only where the default is used

    return platformdirs.user_cache_path(_APPLICATION, appauthor=False).resolve()
