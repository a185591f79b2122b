"""Turns the hot paths of the facts, and their prices, into those of a report."""

from collections.abc import Mapping
from itertools import groupby

from estimator.model.crosswalk import CrossedDependency
from estimator.model.facts import Candidate, RepositoryFacts
from estimator.model.hotpaths import HotFunction
from estimator.model.hotpaths import HotPath as FoundPath
from estimator.model.hotreport import HotPathReport
from estimator.model.pathprice import PathChoice, PricedPaths
from estimator.model.report import HotPath, PathFunction, Report

STATIC = "candidate (static)"
KNOWN = ("measured", "declared")


def report_paths(
    facts: RepositoryFacts,
    language: str,
    priced: PricedPaths | None,
    crossed: tuple[CrossedDependency, ...],
) -> tuple[HotPath, ...]:
    """Give the paths that were found, or else the static candidates by package."""
    found = facts.hot_paths
    paths = facts.only or (found.paths if found and found.language == language else ())
    if not paths:
        return _candidates(facts.candidates.get(language, ()))
    choices = {one.id: one for one in priced.choices} if priced else {}
    counterparts = {one.name: one.counterparts for one in crossed}
    ordered = paths if all(one.basis in KNOWN for one in paths) else _by_name(paths)
    rest = priced.rest_moves_to if priced else ""
    return tuple(_path(one, choices.get(one.id), counterparts, rest) for one in ordered)


def hot_path_report(
    facts: RepositoryFacts,
    report: Report,
    *,
    kinds: Mapping[str, str],
    share: float,
    moves_tail: bool | None,
) -> HotPathReport:
    """Assemble the answer of `hotpaths` from a priced report; `kinds` are those of scenarios.

    Scenarios are shown only where they rest on these paths, or say why none does.
    """
    language = report.repository.priced_language
    found = facts.hot_paths if facts.hot_paths and facts.hot_paths.language == language else None
    is_known = any(one.basis in KNOWN for one in report.hot_paths)
    splits = tuple(
        one
        for one in report.scenarios
        if one.source_language == language and kinds.get(one.id) in {"hot-paths", "shell"}
    )
    return HotPathReport(
        tool=report.tool,
        repository=report.repository,
        basis=found.basis if found and found.basis in KNOWN else STATIC,
        share=share,
        profile=report.profile,
        ceiling=found.ceiling if found else None,
        moves_tail=moves_tail,
        functions=found.functions if found else _listed(report.hot_paths),
        packages=found.packages if found else {},
        hot_paths=report.hot_paths,
        shell=facts.shell if facts.shell and facts.shell.language == language else None,
        toolchain=report.toolchain,
        scenarios=tuple(one for one in splits if one.applies and (is_known or facts.shell)),
        command=found.command if found else "",
        notes=(*(found.notes if found else ()), *facts.notes),
    )


def _listed(paths: tuple[HotPath, ...]) -> tuple[HotFunction, ...]:
    """Give the candidates of facts in which nobody looked for more."""
    return tuple(
        HotFunction(
            unit=one.unit,
            symbol=one.symbol,
            path=one.path,
            line=one.line,
            end_line=one.end_line or one.line,
            code_lines=one.code_lines,
            reasons=one.reasons,
        )
        for path in paths
        if path.basis == STATIC
        for one in path.functions
    )


def _by_name(paths: tuple[FoundPath, ...]) -> tuple[FoundPath, ...]:
    """Order static paths by package and name: their order must not speak of importance."""
    return tuple(sorted(paths, key=lambda one: (one.basis not in KNOWN, one.units, one.name)))


def _path(
    path: FoundPath,
    choice: PathChoice | None,
    counterparts: Mapping[str, tuple[str, ...]],
    rest_moves_to: str,
) -> HotPath:
    return HotPath(
        id=path.id,
        name=path.name,
        basis=path.basis if path.basis in KNOWN else STATIC,
        units=path.units,
        functions=tuple(map(_function, path.functions)),
        lines=path.code_lines,
        entry_points=path.entry_points,
        dragged=tuple(map(_function, path.dragged)),
        dragged_types=path.dragged_types,
        dragged_lines=path.dragged_lines,
        shared_with=path.shared_with,
        shared_lines=path.shared_lines,
        counted_before=path.counted_before,
        dependencies=path.dependencies,
        counterparts=_replacing(path.dependencies, counterparts),
        left_behind=path.left_behind,
        left_behind_total=path.left_behind_total,
        share=path.share,
        seam=path.seam,
        prices={one.form: one.effort.p50 for one in choice.prices} if choice else {},
        variants=choice.prices if choice else (),
        choice=choice.form if choice else "",
        choice_reason=choice.reason if choice else "",
        rest_moves_to=rest_moves_to if choice else "",
    )


def _replacing(
    names: tuple[str, ...], counterparts: Mapping[str, tuple[str, ...]]
) -> dict[str, tuple[str, ...]]:
    """Find what takes the place of each dependency; a package stands for its module."""
    found: dict[str, tuple[str, ...]] = {}
    for name in names:
        owners = [one for one in counterparts if name == one or name.startswith(f"{one}/")]
        if owners and counterparts[max(owners, key=len)]:
            found[name] = counterparts[max(owners, key=len)]
    return found


def _function(one: HotFunction) -> PathFunction:
    return PathFunction(
        id="",
        unit=one.unit,
        symbol=one.symbol,
        path=one.path,
        line=one.line,
        end_line=one.end_line,
        code_lines=one.code_lines,
        reasons=one.reasons,
        flat=one.flat,
        nearest=one.nearest,
        cumulative=one.cumulative,
        call_path=one.call_path,
    )


def _candidates(candidates: tuple[Candidate, ...]) -> tuple[HotPath, ...]:
    """Group static candidates by unit; the order is the names', never an order of importance."""
    ordered = sorted(candidates, key=lambda one: (one.unit, one.symbol, one.path, one.line))
    return tuple(
        HotPath(
            id=unit,
            basis=STATIC,
            units=(unit,),
            functions=tuple(map(_candidate, functions)),
            lines=sum(one.code_lines for one in functions),
            share=None,
            seam=None,
            prices={},
        )
        for unit, functions in (
            (unit, list(group)) for unit, group in groupby(ordered, key=lambda one: one.unit)
        )
    )


def _candidate(one: Candidate) -> PathFunction:
    return PathFunction(
        id=one.id,
        unit=one.unit,
        symbol=one.symbol,
        path=one.path,
        line=one.line,
        code_lines=one.code_lines,
        reasons=one.reasons,
    )
