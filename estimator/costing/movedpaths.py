"""Measured or declared hot paths in the facts -> sizes and items that a split is priced by."""

from msgspec.structs import replace

from estimator.costing.constants import Constants
from estimator.costing.hotpaths import HotPathSize
from estimator.costing.size import to_kloc
from estimator.costing.subject import Subject
from estimator.model.estimate import Basis
from estimator.model.hotpaths import HotPath, ProfileSummary, Seam
from estimator.model.source import Value

_KNOWN = {basis.value: basis for basis in (Basis.MEASURED, Basis.DECLARED)}


class MovedPaths(Value, frozen=True, kw_only=True):
    """The paths of one scenario and what is known about them."""

    basis: Basis
    paths: tuple[HotPath, ...]
    sizes: tuple[HotPathSize, ...]
    """In the order of the paths; code that several of them hold counts with the first."""
    profile: ProfileSummary | None = None


def moved_paths(subject: Subject, constants: Constants) -> MovedPaths | None:
    """Give the paths that a person named or a profile showed; None where there are none.

    Units that are priced alone come first. Static candidates are never among them.
    """
    found = subject.facts.hot_paths
    if subject.facts.only:
        paths, profile = subject.facts.only, None
    elif found is not None and found.language == subject.language:
        paths = tuple(path for path in found.paths if path.basis in _KNOWN)
        profile = found.profile
    else:
        return None
    if not paths:
        return None
    bases = {_KNOWN.get(path.basis, Basis.DECLARED) for path in paths}
    return MovedPaths(
        basis=Basis.MEASURED if bases == {Basis.MEASURED} else Basis.DECLARED,
        paths=paths,
        sizes=tuple(counted_size(path, constants) for path in paths),
        profile=profile,
    )


def path_size(path: HotPath, constants: Constants) -> HotPathSize:
    """Give the kLoC that move, dragged code included, and the items that cross, as counted."""
    return HotPathSize(
        size_kloc=to_kloc(path.code_lines + path.dragged_lines, constants),
        items=crossing_items(path.seam),
    )


def counted_size(path: HotPath, constants: Constants) -> HotPathSize:
    """Give the same for a sum over paths: without the lines that an earlier path holds too."""
    size = path_size(path, constants)
    return replace(size, size_kloc=size.size_kloc - to_kloc(path.counted_before, constants))


def crossing_items(seam: Seam | None) -> float | None:
    """Give the items of a boundary; None where no cut is known.

    One at least: a path that nothing is seen to call is entered in ways that source does not show.
    """
    return None if seam is None else float(max(1, len(seam.crossings)))
