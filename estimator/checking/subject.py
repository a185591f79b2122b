"""What is checked, and against what: two states of a repository."""

from collections.abc import Iterable, Mapping
from types import MappingProxyType
from typing import NamedTuple

from estimator.languages import LANGUAGES
from estimator.model.baseline import Baseline
from estimator.scanning import Scan


class Side(NamedTuple):
    """One of the two states."""

    scanned: Scan | None
    """With the facts of its files; None where there is nothing to count yet."""
    remarked: Mapping[str, bytes] = MappingProxyType({})
    """Path -> content, of checked files that hold the word of a suppression."""


class Subject(NamedTuple):
    """What is checked, and against what."""

    before: Side
    after: Side
    checked: str
    """staged, files or all."""
    paths: frozenset[str] | None
    """Source files whose entries are looked at, before and after; None: all."""
    has_other_changes: bool
    """Manifests or other files changed: what is counted there is looked at too."""
    against: str
    """HEAD, a revision or the name of the baseline."""
    effort_against: str
    baseline: Baseline | None
    """What findings are held against; None: the state before."""
    notes: tuple[str, ...] = ()


def source_paths(paths: Iterable[str]) -> frozenset[str]:
    """Those that are Go or Rust by their suffix."""
    suffixes = tuple(suffix for spec in LANGUAGES.values() for suffix in spec.suffixes)
    return frozenset(path for path in paths if path.endswith(suffixes))
