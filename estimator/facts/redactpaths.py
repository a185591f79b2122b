"""Hot paths of a repository -> the same without names: lines, shares, kinds and counts stay."""

from collections.abc import Callable, Iterable, Iterator

from msgspec.structs import replace

from estimator.model.facts import RepositoryFacts
from estimator.model.hotpaths import (
    ApiShell,
    BetterCut,
    Crossing,
    CrossingField,
    HotFunction,
    HotPath,
    HotPaths,
    ProfileSummary,
    Seam,
    SharedState,
    ShellPart,
)
from estimator.model.source import Value

Rename = Callable[[str], str]


class PathNames(Value, frozen=True, kw_only=True):
    """How names are replaced, by kind of name."""

    unit: Rename
    file: Rename
    symbol: Rename
    dependency: Rename
    path: Rename


def every_path(facts: RepositoryFacts) -> tuple[HotPath, ...]:
    """Give all paths of the facts: found ones and units priced alone."""
    found = facts.hot_paths.paths if facts.hot_paths else ()
    return (*found, *facts.only)


def every_seam(facts: RepositoryFacts) -> Iterator[Seam]:
    """Give all cuts of the facts: around paths, and between shell and core."""
    yield from (one.seam for one in every_path(facts) if one.seam)
    if facts.shell and facts.shell.seam:
        yield facts.shell.seam


def path_ids(facts: RepositoryFacts) -> Iterator[str]:
    """Give the ids of hot paths: they are digests of names, which could be guessed."""
    for path in every_path(facts):
        yield from (path.id, *path.shared_with)


def path_units(facts: RepositoryFacts) -> Iterator[str]:
    """Give the units that hot paths name."""
    for path in every_path(facts):
        yield from path.units
    for seam in every_seam(facts):
        yield from (one.unit for one in seam.crossings)
    yield from (one.unit for one in _shell_parts(facts))
    yield from facts.shell.lines_by_unit if facts.shell else ()
    yield from (one.unit for one in _functions(facts))
    yield from facts.hot_paths.packages if facts.hot_paths else ()


def path_files(facts: RepositoryFacts) -> Iterator[str]:
    """Give the files that hot paths name."""
    yield from (one.path for one in _functions(facts))
    yield from (one.path for one in _shell_parts(facts))
    for seam in every_seam(facts):
        yield from seam.contracts
        yield from (one.path for one in seam.shared)
        for crossing in seam.crossings:
            yield crossing.path
            yield from (file for file, _ in crossing.evidence)
            yield from (field.path for field in crossing.fields)


def path_symbols(facts: RepositoryFacts) -> Iterator[str]:
    """Give the functions, types and variables that hot paths name."""
    for one in _functions(facts):
        yield one.symbol
        yield from one.call_path
    yield from (one.symbol for one in _shell_parts(facts))
    for path in every_path(facts):
        yield path.name
        yield from (*path.entry_points, *path.dragged_types, *path.left_behind)
    for seam in every_seam(facts):
        yield from (one.symbol for one in seam.crossings)
        yield from (one.symbol for one in seam.shared)
        if seam.better:
            yield from (*seam.better.pulled_in, *seam.better.pushed_out)


def path_dependencies(facts: RepositoryFacts) -> Iterator[str]:
    """Give the packages that hot paths need."""
    for path in every_path(facts):
        yield from path.dependencies
    yield from facts.shell.dependencies if facts.shell else ()


def _shell_parts(facts: RepositoryFacts) -> tuple[ShellPart, ...]:
    return facts.shell.parts if facts.shell else ()


def _functions(facts: RepositoryFacts) -> Iterator[HotFunction]:
    yield from facts.hot_paths.functions if facts.hot_paths else ()
    for path in every_path(facts):
        yield from (*path.functions, *path.dragged)


def redacted_paths(found: HotPaths | None, names: PathNames) -> HotPaths | None:
    """Give hot paths with pseudonyms; words and the command that records a profile go."""
    if found is None:
        return None
    return replace(
        found,
        paths=tuple(redacted_path(one, names) for one in found.paths),
        profile=_profile(found.profile),
        functions=tuple(_function(one, names) for one in found.functions),
        packages={names.unit(unit): share for unit, share in found.packages.items()},
        command="",
        notes=(),
    )


def redacted_shell(shell: ApiShell | None, names: PathNames) -> ApiShell | None:
    """Give a shell with pseudonyms; why something belongs to it goes, for it names packages."""
    if shell is None:
        return None
    return replace(
        shell,
        parts=tuple(
            replace(
                one,
                unit=names.unit(one.unit),
                symbol=names.symbol(one.symbol),
                path=names.file(one.path),
                reason="",
            )
            for one in shell.parts
        ),
        lines_by_unit={names.unit(unit): lines for unit, lines in shell.lines_by_unit.items()},
        dependencies=_all(names.dependency, shell.dependencies),
        seam=None if shell.seam is None else _seam(shell.seam, names),
    )


def redacted_path(path: HotPath, names: PathNames) -> HotPath:
    """Give one path with pseudonyms."""
    return replace(
        path,
        id=names.path(path.id),
        shared_with=_all(names.path, path.shared_with),
        name=names.symbol(path.name),
        units=_all(names.unit, path.units),
        functions=tuple(_function(one, names) for one in path.functions),
        entry_points=_all(names.symbol, path.entry_points),
        dragged=tuple(_function(one, names) for one in path.dragged),
        dragged_types=_all(names.symbol, path.dragged_types),
        dependencies=_all(names.dependency, path.dependencies),
        left_behind=_all(names.symbol, path.left_behind),
        seam=None if path.seam is None else _seam(path.seam, names),
    )


def _function(one: HotFunction, names: PathNames) -> HotFunction:
    return replace(
        one,
        unit=names.unit(one.unit),
        symbol=names.symbol(one.symbol),
        path=names.file(one.path),
        reasons=(),
        call_path=_all(names.symbol, one.call_path),
    )


def _seam(seam: Seam, names: PathNames) -> Seam:
    return replace(
        seam,
        crossings=tuple(_crossing(one, names) for one in seam.crossings),
        shared=tuple(_state(one, names) for one in seam.shared),
        contracts=_all(names.file, seam.contracts),
        reasons=(),
        better=None if seam.better is None else _better(seam.better, names),
    )


def _crossing(one: Crossing, names: PathNames) -> Crossing:
    return replace(
        one,
        symbol=names.symbol(one.symbol),
        unit=names.unit(one.unit),
        path=names.file(one.path),
        evidence=tuple((names.file(path), line) for path, line in one.evidence),
        fields=tuple(_field(field, names) for field in one.fields),
    )


def _field(one: CrossingField, names: PathNames) -> CrossingField:
    return replace(one, name="", type="", path=names.file(one.path))


def _state(one: SharedState, names: PathNames) -> SharedState:
    guard = "lock" if one.guard else ""
    return replace(one, symbol=names.symbol(one.symbol), path=names.file(one.path), guard=guard)


def _better(one: BetterCut, names: PathNames) -> BetterCut:
    return replace(
        one,
        pulled_in=_all(names.symbol, one.pulled_in),
        pushed_out=_all(names.symbol, one.pushed_out),
    )


def _profile(profile: ProfileSummary | None) -> ProfileSummary | None:
    """Keep what was measured; where the profile lies and of which commit it is would tell."""
    if profile is None:
        return None
    sources = tuple(f"profile-{number:02}" for number, _ in enumerate(profile.sources, start=1))
    return replace(profile, sources=sources, commit=None, notes=())


def _all(rename: Rename, names: Iterable[str]) -> tuple[str, ...]:
    return tuple(map(rename, names))
