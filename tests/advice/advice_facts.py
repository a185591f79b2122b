"""Small facts for the tests of advice, and everything that is decided from them."""

from collections.abc import Mapping
from functools import cache
from typing import Any, NamedTuple

from estimator.advice.criteria import decide_criteria
from estimator.advice.numbers import numbers
from estimator.advice.places import Place, number_places
from estimator.advice.signals import find_signals, signal_numbers
from estimator.advice.tradeoffs import tradeoff_rows
from estimator.advice.workloads import workload_numbers
from estimator.costing.standing import standings
from estimator.facts.drivers import driver_counts
from estimator.model.advice import CriterionResult, TradeoffRow, WorkloadFound
from estimator.model.config import Config
from estimator.model.facts import (
    Activity,
    Candidate,
    Coverage,
    Dependency,
    Evidence,
    FileRow,
    ImportUse,
    LanguageFacts,
    RepositoryFacts,
    UnitFacts,
)
from estimator.model.report import Report
from estimator.model.rules import Rulebook
from estimator.model.source import LineCounts, RepositoryIdentity, Role
from estimator.model.team import Team
from estimator.pipeline import estimate
from estimator.rulebook.decide import criterion_answers
from estimator.rulebook.load import load_rulebook

SEARCHED = {"repo.build.texts": 2.0}
"""CI and build files were there and were searched."""


@cache
def rules() -> Rulebook:
    return load_rulebook()


def size(name: str, lines: int, *, tests: int = 0) -> LanguageFacts:
    return LanguageFacts(
        name=name,
        files=1,
        product_lines=lines,
        test_lines=tests,
        generated_lines=0,
        vendored_lines=0,
        example_lines=0,
        comment_lines=0,
        functions=0,
        types=0,
        direct_dependencies=0,
    )


def facts_of(
    language: str = "go",
    lines: int = 20_000,
    *,
    second: int = 0,
    tests: int = 0,
    metrics: Mapping[str, float] | None = None,
    **changes: Any,
) -> RepositoryFacts:
    """Facts of a service; `metrics` with ``_`` for ``.`` would hide names, so they are whole."""
    other = "rust" if language == "go" else "go"
    sizes = (size(language, lines, tests=tests), *([size(other, second)] if second else []))
    fields: dict[str, Any] = {
        "tool_version": "0",
        "repository": RepositoryIdentity(name="service"),
        "languages": sizes,
        "coverage": Coverage(files_seen=1, files_parsed=1, share_lines_parsed=1.0, skipped=()),
        "metrics": {"repo.build.texts": 0.0, **(metrics or {})},
        "modules": (),
        "dependencies": {},
        "units": (),
        "edges": {},
        "spread": (),
        "candidates": {},
        "files": (),
        "evidence": tuple(
            Evidence(metric=name, unit="a", total=int(count), sites=(("a/a.go", 7),))
            for name, count in sorted((metrics or {}).items())
            if count
        ),
    }
    return RepositoryFacts(**fields | changes)


def row(path: str, symbols: Mapping[str, Mapping[str, int]], *, unit: str = "a") -> FileRow:
    return FileRow(
        path=path,
        language="go" if path.endswith(".go") else "rust",
        role=Role.PRODUCT,
        unit=unit,
        lines=LineCounts(code=100),
        test_lines=LineCounts(),
        functions=1,
        types=1,
        public_items=0,
        imports=0,
        symbols=symbols,
    )


def unit(name: str = "a", *, language: str = "go", **metrics: int) -> UnitFacts:
    return UnitFacts(
        name=name,
        kind="package",
        language=language,
        path=name,
        files=1,
        product_lines=100,
        test_lines=0,
        functions=1,
        public_items=0,
        fan_in=0,
        fan_out=0,
        in_cycle=False,
        metrics={key.replace("_", "."): count for key, count in metrics.items()},
    )


def maps(count: int, *guards: str) -> dict[str, Any]:
    """Files with types that hold a map and have a method, in a package that starts goroutines."""
    counts = {"go.own.field_map": 1, **dict.fromkeys(guards, 1)}
    types = {f"T{number}": counts for number in range(count)}
    methods = {f"T{number}.Put": {"go.own.pointer_receiver": 1} for number in range(count)}
    return {
        "files": (row("a/a.go", {**types, **methods}),),
        "units": (unit("a", go_task_go=2),),
    }


def candidates(language: str, count: int, **metrics: int) -> dict[str, Any]:
    """Static candidates, of which each has these counts inside."""
    ending = "go" if language == "go" else "rs"
    inside = {key.replace("__", "."): found for key, found in metrics.items()}
    found = tuple(
        Candidate(
            id=f"hp-{number}",
            unit="a",
            symbol=f"F{number}",
            path=f"a/a.{ending}",
            line=number + 1,
            code_lines=20,
            reasons=(),
        )
        for number in range(count)
    )
    return {
        "candidates": {language: found},
        "files": (row(f"a/a.{ending}", {one.symbol: inside for one in found}),),
    }


def imports(language: str, **sites: int) -> dict[str, Any]:
    """Imports by path, with ``__`` for ``/`` and ``_dot_`` for ``.``."""
    uses = tuple(
        ImportUse(path=path, sites=count, rows=(), evidence=((f"a/{index}.go", 3),))
        for index, (path, count) in enumerate(
            sorted((key.replace("_dot_", ".").replace("__", "/"), n) for key, n in sites.items())
        )
    )
    return {"imports": {language: uses}}


def dependencies(language: str, *names: str) -> dict[str, Any]:
    manifest = "go.mod" if language == "go" else "Cargo.toml"
    found = tuple(
        Dependency(name=name, version="1", kind="normal", manifests=(manifest,), import_sites=1)
        for name in names
    )
    return {"dependencies": {language: found}}


def activity(language: str = "go", **changes: Any) -> dict[str, Any]:
    fields: dict[str, Any] = {
        "language": language,
        "days": 365,
        "authors": 5,
        "commits": 40,
        "touches": 90,
        "files": 1,
        "bus_factor": 2,
        "largest_commit_share": 0.1,
        "import_share": 0.0,
        "most_touched": (("a/a.go", 9),),
    }
    return {"activity": (Activity(**fields | changes),)}


def workloads(**confidence: float) -> tuple[WorkloadFound, ...]:
    """Workloads by name, with ``_`` for ``-``, as if signals had shown them."""
    wanted = {name.replace("_", "-"): share for name, share in confidence.items()}
    return tuple(
        WorkloadFound(
            id=one.id,
            name=one.name,
            title=one.title,
            pick=one.pick,
            metal=one.metal,
            says=one.says,
            confidence=wanted[one.name],
            signals=(),
            units=("a",),
            evidence=(("a/a.go", 1),),
        )
        for one in rules().workloads.values()
        if one.name in wanted
    )


class Weighed(NamedTuple):
    """What is decided from facts."""

    numbers: Mapping[str, float]
    places: Mapping[str, tuple[Place, ...]]
    criteria: Mapping[str, CriterionResult]
    rows: Mapping[str, TradeoffRow]
    report: Report


def weigh(
    facts: RepositoryFacts,
    *,
    found: tuple[WorkloadFound, ...] = (),
    answers: Mapping[str, bool | str] | None = None,
    team: Team | None = None,
    rulebook: Rulebook | None = None,
) -> Weighed:
    """Decide every criterion and fill every row."""
    book = rulebook or rules()
    report = estimate(facts, book, config=Config(team=team or Team()))
    language = report.repository.priced_language
    signals = find_signals(facts, book)
    known = numbers(
        facts,
        report,
        book,
        counts=driver_counts(facts, language, months=None),
        found={**signal_numbers(signals, book), **workload_numbers(found, book)},
        workloads=found,
        answers=answers,
    )
    places = number_places(facts, report, signals, found)
    decided = decide_criteria(book, known, criterion_answers(book, known), places)
    stands = standings(facts.metrics, known["size.kloc"], book)
    cells = tradeoff_rows(book, known, places, stands)
    return Weighed(
        known, places, {one.id: one for one in decided}, {one.id: one for one in cells}, report
    )
