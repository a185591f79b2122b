"""What discovery found and what one file holds: the values between disk, parser and facts."""

from collections.abc import Mapping
from enum import StrEnum
from typing import NewType

import msgspec

MetricId = NewType("MetricId", str)
"""A counted thing, dotted: ``rust.async.select``."""


class Role(StrEnum):
    """What a file is for. Only product code is priced."""

    PRODUCT = "product"
    TEST = "test"
    GENERATED = "generated"
    VENDORED = "vendored"
    EXAMPLE = "example"
    TOOLING = "tooling"
    """Programs for those who work on the code: build scripts, generators, CI helpers."""


class Value(msgspec.Struct, frozen=True, kw_only=True):
    """Base of every value: frozen and keyword-only."""


class Skipped(Value, frozen=True, kw_only=True):
    """A file that was not read, and why. Skips are data: each report shows them."""

    path: str
    reason: str


class SourceFile(Value, frozen=True, kw_only=True):
    """One Go or Rust file of the tree. `path` is relative to the scanned root, with ``/``."""

    path: str
    language: str
    key: str
    """Content identity: ``git:<blob id>`` when unmodified, else ``sha256:<digest>``."""
    size_bytes: int


class RepositoryIdentity(Value, frozen=True, kw_only=True):
    """Which tree was scanned."""

    name: str
    """Remote's last part, else root go.mod module or Cargo package, else the folder's name."""
    commit: str | None = None
    committed_at: str | None = None
    """ISO 8601, from the commit; never the clock."""
    is_dirty: bool = False
    is_shallow: bool = False
    subfolder: str = ""
    """Scanned folder below the repository's top, ``""`` for the top."""


class Tree(Value, frozen=True, kw_only=True):
    """Everything discovery found below a root, sorted by path. No file has been parsed yet."""

    root: str
    """Absolute path, for reading only; never part of a report."""
    checkout: str = ""
    """Absolute path of the folder whose git knows the tree, where that is not `root`: a revision
    is read from blobs, and `root` is a temporary folder."""
    identity: RepositoryIdentity
    files: tuple[SourceFile, ...]
    others: tuple[str, ...]
    """Paths of all other tracked files (manifests, proto, SQL, CI ...)."""
    manifests: Mapping[str, bytes]
    """Content of the manifests that `languages` asked for, by path."""
    texts: Mapping[str, bytes] = {}
    """Content of what says how the tree is built and tested (CI jobs, Makefiles ...), by path;
    those are among `others` too."""
    skipped: tuple[Skipped, ...] = ()
    excluded: tuple[str, ...] = ()
    """Source files left out by `exclude` patterns."""
    notes: tuple[str, ...] = ()
    """Plain sentences for the report: a submodule, a sparse checkout, a shallow clone."""

    @property
    def git_root(self) -> str:
        """Where git is asked about the tree."""
        return self.checkout or self.root


class LineCounts(Value, frozen=True, kw_only=True):
    """Physical lines. code + comment + blank = total."""

    code: int = 0
    comment: int = 0
    blank: int = 0


class FunctionFacts(Value, frozen=True, kw_only=True):
    """One function or method with a body."""

    symbol: str
    """Qualified within its file: ``Type.Method`` (Go), ``module::Type::method`` (Rust)."""
    line: int
    """1-based first line."""
    end_line: int
    code_lines: int
    branches: int
    """Decision points + 1 (cyclomatic)."""
    nesting: int
    """Deepest nesting of control structures."""
    loop_depth: int
    """Deepest nesting of loops."""
    work: int
    """Operations weighted by 10 ** loop depth: see `structure.candidates`."""
    is_public: bool = False
    is_async: bool = False
    is_test: bool = False
    body: int = 0
    """Digest of the body without comments and white space, to find copies; 0 for a short body."""


class TypeFacts(Value, frozen=True, kw_only=True):
    """One declared type."""

    symbol: str
    kind: str
    """struct, enum, trait, interface, alias, union ..."""
    line: int
    end_line: int
    is_public: bool = False
    is_test: bool = False


class SymbolSites(Value, frozen=True, kw_only=True):
    """Where constructs occur inside one symbol. ``""`` is code outside any function or type."""

    symbol: str
    is_test: bool
    sites: Mapping[MetricId, tuple[int, ...]]
    """Metric -> 1-based line of each occurrence, ascending; the count is the length."""


class Import(Value, frozen=True, kw_only=True):
    """One imported path: ``net/http`` (Go) or the first segments of a `use` (Rust)."""

    path: str
    line: int
    is_test: bool = False


class FileFacts(Value, frozen=True, kw_only=True):
    """What one walk over one file found. Depends on the content only, never on the path."""

    lines: LineCounts
    test_lines: LineCounts = LineCounts()
    """The part of `lines` inside test items of the file (Rust ``#[cfg(test)]``)."""
    functions: tuple[FunctionFacts, ...] = ()
    types: tuple[TypeFacts, ...] = ()
    symbols: tuple[SymbolSites, ...] = ()
    imports: tuple[Import, ...] = ()
    public_items: int = 0
    """Exported items outside tests: functions, types, constants, variables."""
    package: str = ""
    """Go package clause."""
    is_generated: bool = False
    """The content says so (``Code generated ... DO NOT EDIT``, ``@generated``)."""
    is_test: bool = False
    """The whole content is a test by its own words (``#![cfg(test)]``)."""
    is_tooling: bool = False
    """A Go build constraint keeps the file out of every build (``//go:build ignore``)."""
    test_modules: tuple[str, ...] = ()
    """Rust: ``#[cfg(test)] mod name;`` declarations, whose files are tests."""
    has_errors: bool = False
    """The parser met text it could not read; the rest is counted. In tests, function bodies that
    are found without a parse are not read."""


class ParsedFile(Value, frozen=True, kw_only=True):
    """A file and its facts, or the reason why there are none."""

    source: SourceFile
    facts: FileFacts | Skipped
