"""Repositories of named units and edges for tests of plans: what a scan would have found."""

from collections.abc import Iterable, Mapping
from functools import cache

from estimator.model.facts import (
    Coverage,
    Evidence,
    FileRow,
    LanguageFacts,
    Layout,
    Module,
    RepositoryFacts,
    UnitEdge,
    UnitFacts,
)
from estimator.model.plan import Plan, Wave
from estimator.model.rules import Rulebook
from estimator.model.source import LineCounts, RepositoryIdentity, Role
from estimator.pipeline import plan
from estimator.rulebook.load import load_rulebook
from estimator.structure.spread import measure_spread

SUFFIX = {"go": "go", "rust": "rs"}
KIND = {"go": "package", "rust": "crate"}
SELECT = "rust.async.select"


@cache
def rules() -> Rulebook:
    return load_rulebook()


def repository(
    lines: Mapping[str, int],
    edges: Iterable[tuple[str, str]] = (),
    *,
    language: str = "rust",
    selects: Mapping[str, int] | None = None,
    metrics: Mapping[str, float] | None = None,
) -> RepositoryFacts:
    """Units with one file each; `edges` are (unit, what it uses), `selects` are counted in it."""
    counted = selects or {}
    found = tuple(UnitEdge(source=source, target=target) for source, target in sorted(set(edges)))
    layout = Layout(language=language, unit_kind=KIND[language], edges=found)
    spread, units = measure_spread(
        layout, [_unit(name, lines[name], language, counted) for name in sorted(lines)]
    )
    return RepositoryFacts(
        tool_version="0",
        repository=RepositoryIdentity(name="service"),
        languages=(_size(language, sum(lines.values()), len(lines)),),
        coverage=Coverage(files_seen=1, files_parsed=1, share_lines_parsed=1.0, skipped=()),
        metrics={SELECT: float(sum(counted.values())), **(metrics or {})},
        modules=(Module(name="service", language=language, path="", manifest="manifest"),),
        dependencies={},
        units=units,
        edges={language: found},
        spread=(spread,),
        candidates={},
        files=tuple(_row(name, lines[name], language, counted) for name in sorted(lines)),
        evidence=tuple(
            Evidence(
                metric=SELECT,
                unit=name,
                total=count,
                sites=tuple((_path(name, language), line + 1) for line in range(count)),
            )
            for name, count in sorted(counted.items())
            if count
        ),
    )


def planned(facts: RepositoryFacts, scenario: str | None = None) -> Plan:
    return plan(facts, rules(), scenario)


def ported(found: Plan) -> tuple[Wave, ...]:
    """The waves that carry units."""
    return tuple(wave for wave in found.waves if "units" in wave.parts)


def wave_of(found: Plan) -> dict[str, int]:
    """Unit -> place of its wave."""
    return {unit.name: place for place, wave in enumerate(found.waves) for unit in wave.units}


def _path(name: str, language: str) -> str:
    return f"{name}/a.{SUFFIX[language]}"


def _unit(name: str, lines: int, language: str, selects: Mapping[str, int]) -> UnitFacts:
    return UnitFacts(
        name=name,
        kind=KIND[language],
        language=language,
        path=name,
        files=1,
        product_lines=lines,
        test_lines=0,
        functions=1,
        public_items=1,
        fan_in=0,
        fan_out=0,
        in_cycle=False,
        metrics={SELECT: selects[name]} if name in selects else {},
    )


def _row(name: str, lines: int, language: str, selects: Mapping[str, int]) -> FileRow:
    return FileRow(
        path=_path(name, language),
        language=language,
        role=Role.PRODUCT,
        unit=name,
        lines=LineCounts(code=lines),
        test_lines=LineCounts(),
        functions=1,
        types=0,
        public_items=1,
        imports=0,
        symbols={"run": {SELECT: selects[name]}} if name in selects else {},
    )


def _size(language: str, lines: int, files: int) -> LanguageFacts:
    return LanguageFacts(
        name=language,
        files=files,
        product_lines=lines,
        test_lines=0,
        generated_lines=0,
        vendored_lines=0,
        example_lines=0,
        comment_lines=0,
        functions=files,
        types=0,
        direct_dependencies=0,
    )
