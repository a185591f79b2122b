"""Which other files a repository has: paths that say what it is for."""

from collections.abc import Iterable

from estimator.languages.roles import VENDORED_FOLDERS

MOST_OTHER_FILES = 2_000
"""Kept in facts: those nearest to the root go first, since they say most about the whole."""

_MEDIA = (
    ".gif",
    ".ico",
    ".jpeg",
    ".jpg",
    ".mp4",
    ".pdf",
    ".png",
    ".svg",
    ".ttf",
    ".woff",
    ".woff2",
)


def other_files(paths: Iterable[str]) -> tuple[str, ...]:
    """Give tracked files that are no Go or Rust source, sorted, at most `MOST_OTHER_FILES`.

    Vendored folders and media are left out.
    """
    kept = [path for path in paths if not path.endswith(_MEDIA) and not _is_vendored(path)]
    kept.sort(key=lambda path: (path.count("/"), path))
    return tuple(sorted(kept[:MOST_OTHER_FILES]))


def _is_vendored(path: str) -> bool:
    return not VENDORED_FOLDERS.isdisjoint(path.split("/")[:-1])
