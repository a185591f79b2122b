"""A shell scenario and a subject -> the price of moving the API shell, or of units by name."""

import math
from collections.abc import Iterator, Mapping

from msgspec.structs import replace

from estimator.costing.applicability import language_name, not_applying, why_not
from estimator.costing.cautions import (
    calibration_warnings,
    declared_assumptions,
    llm_warnings,
    size_warnings,
)
from estimator.costing.constants import Constants
from estimator.costing.drivers import PortInputs
from estimator.costing.hotpaths import HotPathSize, SplitTerms, boundary_months, toolchain_months
from estimator.costing.movedpaths import crossing_items
from estimator.costing.sensitivity import Boundary, port_sensitivity
from estimator.costing.size import to_kloc
from estimator.costing.splitscenario import port_scenario
from estimator.costing.subject import Subject, builds, with_ledger_hours
from estimator.costing.uncertainty import document_band, lower_of, quantiles
from estimator.costing.views import document_view
from estimator.costing.wholeport import WholePort, whole_port
from estimator.model.estimate import (
    EVIDENCE_PER_LINE,
    Basis,
    Effort,
    Line,
    ScenarioEstimate,
    Site,
    Swing,
    View,
)
from estimator.model.hotpaths import Seam
from estimator.model.rules import Finding, Rulebook, Scenario
from estimator.model.source import Value

_NOBODY_LOOKED = (
    "Nobody looked for a shell: `estimator hotpaths` does, and `--only UNIT` names what moves."
)
_NO_SHELL = "No API shell was recognized: `--only UNIT` names what moves."


class _Part(Value, frozen=True, kw_only=True):
    """A part that moves behind one boundary."""

    name: str
    lines: int
    units: tuple[str, ...]
    dependencies: tuple[str, ...]
    seam: Seam | None


class _Moved(Value, frozen=True, kw_only=True):
    """The price of what moves, before and after the cap."""

    core: WholePort
    inputs: PortInputs
    boundaries: tuple[float, ...]
    """EM, in the order of the parts."""
    toolchain: float
    uncapped: Effort
    cap: Effort
    effort: Effort
    sigma: float
    scale: float


def price_shell(
    scenario: Scenario,
    subject: Subject,
    findings: Mapping[str, tuple[Finding, ...]],
    rulebook: Rulebook,
) -> ScenarioEstimate:
    """Price what moves by the whole port's formula at its size, plus the boundary, EM.

    Cost model, section 4, last sentence: lines, constructs, dependencies and units are those of
    what moves; one boundary a part, one toolchain; never more than the whole port. `findings`
    holds under the scenario's own id what was counted in the part that moves.
    """
    constants = Constants(values=rulebook.constants)
    parts = tuple(_parts(subject))
    basis = Basis.DECLARED if subject.facts.only else Basis.MEASURED
    reason = why_not(scenario, subject, "size.minimum", constants)
    if not reason and not parts:
        reason = _NOBODY_LOOKED if subject.facts.hot_paths is None else _NO_SHELL
    if not reason and not any(part.lines for part in parts):
        reason = _NO_SHELL
    if reason:
        return not_applying(scenario, subject, reason, basis)
    port = port_scenario(scenario, rulebook)
    moved = _price(parts, subject, scenario, port, findings, rulebook)
    return ScenarioEstimate(
        id=scenario.id,
        title=(subject.facts.only and scenario.declared_title) or scenario.title,
        source_language=scenario.source_language,
        target_language=scenario.target_language,
        applies=True,
        why=_why(parts, subject),
        basis=basis,
        size_kloc=moved.core.size_kloc,
        effort=moved.effort,
        document_band=document_band(moved.effort.p50, port, constants),
        sigma=moved.sigma,
        lines=tuple(_lines(moved, parts, constants)),
        factors=moved.core.factors,
        views=(*_document(moved, port, constants), *_cap_views(moved)),
        assumptions=(*scenario.assumptions, *_assumptions(moved, parts, subject, constants)),
        warnings=(
            *size_warnings(replace(subject, size_kloc=moved.core.size_kloc), constants),
            *llm_warnings(subject),
            *calibration_warnings(scenario, subject),
        ),
        not_included=scenario.not_included,
        sensitivity=_sensitivity(moved, port, subject, rulebook),
    )


def _sensitivity(
    moved: _Moved, port: str, subject: Subject, rulebook: Rulebook
) -> tuple[Swing, ...]:
    times = moved.inputs.calibration * moved.inputs.declared
    return port_sensitivity(
        moved.core.size_kloc,
        moved.inputs,
        scenario=port,
        has_oracle=subject.has_oracle,
        rulebook=rulebook,
        boundary=Boundary(
            effort=math.fsum((*moved.boundaries, moved.toolchain)) / times,
            cap=moved.cap.p50 / times,
        ),
    )


def _price(  # noqa: PLR0913, PLR0917  # a part, what it moves out of, and how it is priced
    parts: tuple[_Part, ...],
    subject: Subject,
    scenario: Scenario,
    port: str,
    findings: Mapping[str, tuple[Finding, ...]],
    rulebook: Rulebook,
) -> _Moved:
    constants = Constants(values=rulebook.constants)
    whole = with_ledger_hours(subject, findings.get(port)).inputs
    own = with_ledger_hours(subject, findings.get(scenario.id)).inputs
    inputs = replace(
        own,
        dependencies=_dependencies(parts),
        units=len({unit for part in parts for unit in part.units}),
    )
    sizes = tuple(
        HotPathSize(
            size_kloc=to_kloc(part.lines, constants),
            items=crossing_items(part.seam),
        )
        for part in parts
    )
    size = min(math.fsum(one.size_kloc for one in sizes), subject.size_kloc)
    core = whole_port(size, inputs, scenario=port, rulebook=rulebook)
    terms = SplitTerms(
        whole_kloc=subject.size_kloc,
        inputs=whole,
        port_scenario=port,
        has_toolchain=builds(subject.facts, scenario.target_language),
    )
    boundaries = tuple(boundary_months(one, terms, constants) for one in sizes)
    toolchain = toolchain_months(terms, constants)
    uncapped = quantiles(math.fsum((core.p50, *boundaries, toolchain)), core.sigma, constants)
    cap = whole_port(subject.size_kloc, whole, scenario=port, rulebook=rulebook)
    effort = lower_of(uncapped, cap.effort)
    return _Moved(
        core=core,
        inputs=inputs,
        boundaries=boundaries,
        toolchain=toolchain,
        uncapped=uncapped,
        cap=cap.effort,
        effort=effort,
        sigma=cap.sigma if effort.p50 < uncapped.p50 else core.sigma,
        scale=effort.p50 / uncapped.p50,
    )


def _parts(subject: Subject) -> Iterator[_Part]:
    """Give the units that a person named, or else the shell."""
    for one in subject.facts.only:
        yield _Part(
            name=one.name,
            lines=one.code_lines,
            units=one.units,
            dependencies=one.dependencies,
            seam=one.seam,
        )
    shell = subject.facts.shell
    if shell is not None and not subject.facts.only and shell.language == subject.language:
        yield _Part(
            name="the API shell",
            lines=shell.code_lines,
            units=tuple(shell.lines_by_unit),
            dependencies=shell.dependencies,
            seam=shell.seam,
        )


def _dependencies(parts: tuple[_Part, ...]) -> int:
    return len({name for part in parts for name in part.dependencies})


def _why(parts: tuple[_Part, ...], subject: Subject) -> str:
    lines = sum(part.lines for part in parts)
    language = language_name(subject.language)
    if subject.facts.only:
        named = ", ".join(part.name for part in parts)
        return f"Priced alone: {named}, {lines:,} lines of {language}."
    return f"{lines:,} lines of {language} are {_kinds(subject)}."


def _kinds(subject: Subject) -> str:
    """Name what the shell is made of, most lines first."""
    shell = subject.facts.shell
    lines = shell.lines_by_part if shell else {}
    names = sorted(lines, key=lambda name: (-lines[name], name))
    return " and ".join(filter(None, (", ".join(names[:-1]), *names[-1:])))


def _lines(moved: _Moved, parts: tuple[_Part, ...], constants: Constants) -> Iterator[Line]:
    hours = constants.get("unit.hours-per-month")
    for line in moved.core.lines:
        effort = line.effort * moved.scale
        yield Line(
            rule=line.rule.id,
            title=line.rule.title,
            group=line.rule.name,
            effort=effort,
            hours=effort * hours,
            count=None,
            counted="",
        )
    assumed = constants.get("hot-path.assumed-items")
    for part, boundary in zip(parts, moved.boundaries, strict=True):
        effort = boundary * moved.scale
        sites = part.seam.crossings if part.seam else ()
        yield Line(
            rule="boundary.sidecar.fixed",
            title=f"Boundary as a sidecar: {part.name}",
            group="boundary",
            effort=effort,
            hours=effort * hours,
            count=crossing_items(part.seam) or assumed,
            counted="crossing items",
            evidence=tuple(Site(path=one.path, line=one.line) for one in sites[:EVIDENCE_PER_LINE]),
            evidence_total=len(sites),
        )
    there = "" if moved.toolchain else ", here already"
    yield Line(
        rule="toolchain.hours",
        title=f"Toolchain: a second build, CI and release{there}",
        group="toolchain",
        effort=moved.toolchain * moved.scale,
        hours=moved.toolchain * moved.scale * hours,
        count=None,
        counted="",
    )


def _document(moved: _Moved, port: str, constants: Constants) -> tuple[View, ...]:
    times = moved.core.size_kloc / constants.get(f"document.{port}.size")
    note = "A flat rate by the lines that move; no driver and no boundary."
    return document_view(port, times, constants, note=note)


def _cap_views(moved: _Moved) -> Iterator[View]:
    if moved.effort == moved.uncapped:
        return
    named = (
        ("uncapped", "What moves alone, before the cap", moved.uncapped),
        ("whole-port", "The whole port, which caps it", moved.cap),
    )
    for identity, title, effort in named:
        yield View(
            id=identity,
            title=title,
            low=effort.p10,
            p50=effort.p50,
            high=effort.p90,
            note="P10 and P90",
        )


def _assumptions(
    moved: _Moved, parts: tuple[_Part, ...], subject: Subject, constants: Constants
) -> Iterator[str]:
    if not subject.facts.only:
        yield "What is shell is recognized by what functions use and how they are declared."
    if any(part.seam is None for part in parts):
        items = constants.get("hot-path.assumed-items")
        yield f"Where the cut is not known, {items:g} functions or types cross."
    if moved.effort != moved.uncapped:
        yield (
            f"What moves would cost {moved.uncapped.p50:.3g} EM alone; porting everything costs"
            f" {moved.cap.p50:.3g} EM, and the lower figure counts at each quantile."
        )
    if not moved.toolchain:
        yield "The repository builds the target language already, so its toolchain costs nothing."
    yield from declared_assumptions(subject)
