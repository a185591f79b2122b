"""Code, a matched profile and what a person named -> the hot paths of one language."""

from collections.abc import Collection, Mapping, Sequence
from heapq import nsmallest
from itertools import groupby

from msgspec.structs import replace

from estimator.errors import InputError
from estimator.model.hotpaths import Ceiling, HotFunction, HotPath, HotPaths
from estimator.model.profile import MeasuredFunction, MeasuredPlace, MeasuredTime, Profile
from estimator.model.source import Value
from estimator.structure.callgraph import CallGraph
from estimator.structure.candidates import MAX_CANDIDATES, reasons_of
from estimator.structure.ceiling import ceiling
from estimator.structure.cuts.clusters import Measured
from estimator.structure.cuts.code import Code
from estimator.structure.cuts.paths import Surroundings
from estimator.structure.hotpaths import (
    DECLARED,
    MEASURED,
    STATIC,
    declared_paths,
    excluding,
    measured_paths,
    only,
    static_paths,
)
from estimator.structure.hotscore import MANY_CALLS, flows, scores
from estimator.structure.profilesummary import summarized

FUNCTIONS_SHOWN = 20


class Asked(Value, frozen=True, kw_only=True):
    """What a run asks for."""

    share: float
    """Share of own time that the measured paths are to hold, 0-1."""
    paths: tuple[str, ...] = ()
    exclude: tuple[str, ...] = ()


class Found(Value, frozen=True, kw_only=True):
    """A profile matched with the functions of a repository."""

    profile: Profile
    time: MeasuredTime


def find_hot_paths(
    code: Code, graph: CallGraph, found: Found | None, asked: Asked, around: Surroundings
) -> HotPaths:
    """Find the paths that a person named, else those that a profile shows, else candidates.

    Raises:
        InputError: a name is no package, file or symbol, or no sample is in a function here.
    """
    code = excluding(code, asked.exclude)
    time = _by_number(code, found.time) if found else None
    if asked.paths:
        paths = declared_paths(code, asked.paths, time=time, surroundings=around)
        return _answer(code, DECLARED, paths, found)
    if found is not None and time is not None:
        _require_time(code, time, found.profile)
        paths = measured_paths(code, time, share=asked.share, surroundings=around)
        return _answer(code, MEASURED, paths, found)
    return _static(code, graph, around)


def units_alone(
    code: Code, names: Sequence[str], lines: Mapping[str, int], around: Surroundings
) -> tuple[HotPath, ...]:
    """Describe whole units with the boundary that each leaves behind.

    Args:
        code: the functions of the language.
        names: units, whole or by their last parts.
        lines: product lines of every unit; those of the unit move, and nothing else does.
        around: what else is known of the repository.

    Raises:
        InputError: no unit is called so, or one is named twice.
    """
    found = only(code, names, surroundings=around)
    units = [path.units[0] for path in found]
    twice = sorted({unit for unit in units if units.count(unit) > 1})
    if twice:
        raise InputError(f"--only names {twice[0]} twice", hint="name each unit once")
    return tuple(
        replace(
            path,
            name=unit,
            code_lines=lines.get(unit, path.code_lines),
            dragged_types=(),
            dragged_lines=0,
        )
        for path, unit in zip(found, units, strict=True)
    )


def _by_number(code: Code, time: MeasuredTime) -> Measured:
    """Find the measured functions among those of the graph: product code only."""
    number = {(one.path, one.line, one.symbol): at for at, one in enumerate(code.functions)}
    flat: dict[int, float] = {}
    nearest: dict[int, float] = {}
    cumulative: dict[int, float] = {}
    for one in time.functions:
        at = number.get((one.path, one.line, one.symbol))
        if at is not None:
            flat[at], nearest[at], cumulative[at] = one.flat, one.nearest, one.cumulative
    return Measured(flat, nearest, cumulative)


def _require_time(code: Code, time: Measured, profile: Profile) -> None:
    if not any(share for at, share in time.nearest.items() if at not in code.staying):
        raise InputError(
            f"{profile.source}: none of its time is in {code.language.capitalize()} product code"
            " of this repository",
            hint="give a profile of this program, or --no-profile for static candidates",
        )


def _answer(code: Code, basis: str, paths: tuple[HotPath, ...], found: Found | None) -> HotPaths:
    if found is None:
        return HotPaths(language=code.language, basis=basis, paths=paths)
    measured = found.time.functions
    return HotPaths(
        language=code.language,
        basis=basis,
        paths=paths,
        profile=summarized(found.profile, found.time),
        functions=tuple(map(_function, measured[:FUNCTIONS_SHOWN])),
        packages={one.name: one.nearest for one in sorted(found.time.units, key=_name)},
        ceiling=_ceiling(paths, measured),
    )


def _name(place: MeasuredPlace) -> str:
    return place.name


def _ceiling(paths: Sequence[HotPath], measured: Sequence[MeasuredFunction]) -> Ceiling:
    moved = {
        (one.path, one.line, one.symbol)
        for path in paths
        for one in (*path.functions, *path.dragged)
    }
    return ceiling(one for one in measured if (one.path, one.line, one.symbol) in moved)


def _function(one: MeasuredFunction) -> HotFunction:
    return HotFunction(
        unit=one.unit,
        symbol=one.symbol,
        path=one.path,
        line=one.line,
        end_line=one.end_line,
        code_lines=one.code_lines,
        flat=one.flat,
        nearest=one.nearest,
        cumulative=one.cumulative,
        call_path=one.call_path,
    )


def _static(code: Code, graph: CallGraph, around: Surroundings) -> HotPaths:
    """List the 20 functions that score highest, by unit and symbol, and what a cut would take."""
    flow = flows(graph)
    best = _best(graph, code.staying, flow)
    reasons = {
        at: reasons_of(graph.functions[at].facts, has_many_calls=flow[at] >= MANY_CALLS)
        for at in best
    }
    place = {
        (graph.functions[at].path, graph.functions[at].line, graph.functions[at].symbol): why
        for at, why in reasons.items()
    }
    paths = [
        path
        for _, group in groupby(best, key=lambda at: graph.functions[at].unit)
        for path in static_paths(code, tuple(group), surroundings=around)
    ]
    return HotPaths(
        language=code.language,
        basis=STATIC,
        paths=tuple(_with_reasons(path, place) for path in paths),
        functions=tuple(_candidate(graph, at, reasons[at]) for at in best),
    )


def _best(graph: CallGraph, staying: Collection[int], flow: Sequence[float]) -> tuple[int, ...]:
    """Pick the functions that score highest; by unit, symbol and place, not by their score."""
    score = scores(graph, flow)
    functions = graph.functions
    picked = nsmallest(
        MAX_CANDIDATES,
        (at for at, _ in enumerate(functions) if at not in staying),
        key=lambda at: (-score[at], functions[at].path, functions[at].line),
    )
    return tuple(
        sorted(
            picked,
            key=lambda at: (
                functions[at].unit,
                functions[at].symbol,
                functions[at].path,
                functions[at].line,
            ),
        )
    )


def _candidate(graph: CallGraph, at: int, reasons: tuple[str, ...]) -> HotFunction:
    one = graph.functions[at]
    return HotFunction(
        unit=one.unit,
        symbol=one.symbol,
        path=one.path,
        line=one.line,
        end_line=one.end_line,
        code_lines=one.code_lines,
        reasons=reasons,
    )


def _with_reasons(
    path: HotPath, reasons: Mapping[tuple[str, int, str], tuple[str, ...]]
) -> HotPath:
    return replace(
        path,
        functions=tuple(
            replace(one, reasons=reasons.get((one.path, one.line, one.symbol), ()))
            for one in path.functions
        ),
    )
