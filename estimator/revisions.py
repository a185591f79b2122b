"""A revision of a repository into facts: those of a checkout of it, without a checkout."""

import tempfile
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path

from estimator.discovery.revision import Revision, find_revision, revision_tree, write_files
from estimator.errors import OutsideError
from estimator.model.config import Config
from estimator.model.source import SourceFile, Tree
from estimator.scanning import FILES_WANTED, OnProgress, OnWarning, Scan, scan_tree

_LARGEST_READ_BYTES = 64_000_000
_CONTRACT = ".proto"
_OWN_FILE = "estimator.toml"


class OpenRevision:
    """A revision with a folder for those of its files that have to be read."""

    def __init__(self, name: str, revision: Revision, root: Path) -> None:
        """Take what `open_revision` made."""
        self.name = name
        self.commit = revision.commit
        self.root = root
        """Holds what was brought, and always the revision's own `estimator.toml`."""
        self._revision = revision

    def bring(self, paths: Iterable[str], *, max_bytes: int = _LARGEST_READ_BYTES) -> None:
        """Put files of the revision into the folder. Raises OutsideError."""
        write_files(self._revision, self.root, paths, max_bytes=max_bytes)

    def scan(
        self,
        config: Config,
        *,
        needs_files: bool = False,
        on_progress: OnProgress | None = None,
        on_warning: OnWarning | None = None,
    ) -> Scan:
        """Count what is in the revision: the facts that `scan` finds in a checkout of it.

        Raises:
            InputError: no Go or Rust in it, or a bad pattern.
            OutsideError: git or the operating system failed.
        """
        tree = revision_tree(self._revision, self.root, exclude=config.scan.exclude, **FILES_WANTED)
        self.bring((*self._profiles(tree), *config.hot_paths.profiles))

        def bring(files: tuple[SourceFile, ...]) -> None:
            self.bring(
                (
                    *(file.path for file in files),
                    *tree.excluded,
                    *(path for path in tree.others if path.endswith(_CONTRACT)),
                ),
                max_bytes=config.scan.max_file_bytes,
            )

        return scan_tree(
            tree,
            self.name,
            config=config,
            needs_files=needs_files,
            on_progress=on_progress,
            on_warning=on_warning,
            bring=bring,
        )

    @staticmethod
    def _profiles(tree: Tree) -> tuple[str, ...]:
        from estimator.profiles.find import find_profiles  # noqa: PLC0415  # start-up time

        return find_profiles(tree)


@contextmanager
def open_revision(folder: Path, revision: str) -> Iterator[OpenRevision]:
    """Look a revision of a folder's repository up, and give it a temporary folder.

    Raises:
        InputError: no repository, no such commit, or the commit does not have this folder.
        OutsideError: git failed, or no temporary folder can be made.
    """
    with open_found(revision, find_revision(folder, revision)) as opened:
        yield opened


@contextmanager
def open_found(name: str, found: Revision) -> Iterator[OpenRevision]:
    """Give files that are known by their blobs, of a commit or staged, a temporary folder.

    Raises:
        OutsideError: git failed, or no temporary folder can be made.
    """
    try:
        made = tempfile.TemporaryDirectory(prefix="estimator-", ignore_cleanup_errors=True)
    except OSError as error:
        raise OutsideError(
            f"no temporary folder can be made: {error.strerror}",
            hint="Free space there, or let TMPDIR name another folder.",
        ) from error
    with made as place:
        opened = OpenRevision(name, found, Path(place).resolve())
        opened.bring((_OWN_FILE,))
        yield opened
