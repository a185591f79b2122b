"""A hot-path scenario and a subject -> the price of its paths: measured, declared or assumed."""

from collections.abc import Iterator, Mapping

from msgspec.structs import replace

from estimator.costing.applicability import language_name, not_applying, why_not
from estimator.costing.cautions import (
    calibration_warnings,
    class_warnings,
    llm_warnings,
    size_warnings,
)
from estimator.costing.constants import Constants
from estimator.costing.hotpaths import HotPathSize, Split, SplitPart, SplitTerms, split
from estimator.costing.movedpaths import MovedPaths, moved_paths
from estimator.costing.sensitivity import split_sensitivity
from estimator.costing.size import size_driver
from estimator.costing.splitwords import assumptions, not_included, path_title, why
from estimator.costing.subject import Subject, builds, with_ledger_hours
from estimator.costing.uncertainty import document_band
from estimator.costing.views import cap_views, document_view
from estimator.costing.wholeport import declared_factors
from estimator.errors import RuleFileError
from estimator.model.estimate import (
    EVIDENCE_PER_LINE,
    Basis,
    Factor,
    Line,
    ScenarioEstimate,
    Site,
    Variant,
)
from estimator.model.rules import Finding, Rulebook, Scenario
from estimator.model.source import Value


class _Variants(Value, frozen=True, kw_only=True):
    """What is priced, and the same with fewer or more paths beside it."""

    headline: Split
    others: tuple[tuple[str, str, Split], ...]
    """(id, title, price)."""


def price_split(
    scenario: Scenario,
    subject: Subject,
    findings: Mapping[str, tuple[Finding, ...]],
    rulebook: Rulebook,
) -> ScenarioEstimate:
    """Price the paths that are known, or else one assumed path, EM; cost model, section 4.

    Known are paths that a profile showed or a person named. n assumed paths are shown only while
    they fit into the repository (2 n <= L), so below the size of one path (2 kLoC) nothing is
    assumed. `findings`, by scenario id, count for the whole port that caps the split.
    """
    constants = Constants(values=rulebook.constants)
    moved = moved_paths(subject, constants)
    minimum = None if moved else "hot-path.assumed-size"
    reason = why_not(scenario, subject, minimum, constants)
    if reason:
        return not_applying(scenario, subject, reason, moved.basis if moved else Basis.ASSUMED)
    terms = split_terms(scenario, subject, findings, rulebook)
    found = _known(moved, terms, rulebook) if moved else _assumed(terms, rulebook, constants)
    first = found.headline
    count = len(moved.paths) if moved else 1
    note = "Per hot path, whatever its size; no driver moves it."
    return ScenarioEstimate(
        id=scenario.id,
        title=scenario.title,
        source_language=scenario.source_language,
        target_language=scenario.target_language,
        applies=True,
        why=why(moved, subject, language_name(subject.language)),
        basis=moved.basis if moved else Basis.ASSUMED,
        size_kloc=first.size_kloc,
        effort=first.effort,
        document_band=document_band(first.effort.p50, scenario.id, constants),
        sigma=first.sigma,
        lines=tuple(_line(part, terms, moved, constants) for part in first.parts),
        factors=(*_factors(first, constants), *declared_factors(subject.inputs)),
        views=(*document_view(scenario.id, count, constants, note=note), *cap_views(first)),
        variants=tuple(_variant(scenario.id, *other, constants) for other in found.others),
        assumptions=assumptions(scenario, first, terms, moved, subject, constants),
        warnings=(
            *size_warnings(subject, constants),
            *class_warnings(scenario, subject, constants),
            *llm_warnings(subject),
            *calibration_warnings(scenario, subject),
        ),
        not_included=not_included(scenario, moved),
        sensitivity=split_sensitivity(
            moved.sizes if moved else (HotPathSize(size_kloc=first.size_kloc),),
            terms,
            has_oracle=subject.has_oracle,
            is_assumed=moved is None,
            rulebook=rulebook,
        ),
    )


def _variant(
    scenario: str, identity: str, title: str, priced: Split, constants: Constants
) -> Variant:
    return Variant(
        id=identity,
        title=title,
        effort=priced.effort,
        document_band=document_band(priced.effort.p50, scenario, constants),
    )


def split_terms(
    scenario: Scenario,
    subject: Subject,
    findings: Mapping[str, tuple[Finding, ...]],
    rulebook: Rulebook,
) -> SplitTerms:
    """Give what the paths of a scenario move out of."""
    port = port_scenario(scenario, rulebook)
    return SplitTerms(
        whole_kloc=subject.size_kloc,
        inputs=with_ledger_hours(subject, findings.get(port)).inputs,
        port_scenario=port,
        has_toolchain=builds(subject.facts, scenario.target_language),
    )


def port_scenario(scenario: Scenario, rulebook: Rulebook) -> str:
    """Find the whole port in the same direction: its formula prices the core and the cap."""
    direction = (scenario.source_language, scenario.target_language)
    for key, other in sorted(rulebook.scenarios.items()):
        is_same = (other.source_language, other.target_language) == direction
        if is_same and other.kind == "whole-port":
            return key
    raise RuleFileError(
        f"The scenario {scenario.id} needs a whole-port scenario in the same direction",
        hint=f'Add a [[scenario]] from {direction[0]} to {direction[1]} with kind = "whole-port".',
    )


def _assumed(terms: SplitTerms, rulebook: Rulebook, constants: Constants) -> _Variants:
    """Price 1, 2, 3 paths of the assumed size while they fit into the repository."""
    size = constants.get("hot-path.assumed-size")
    most = int(constants.get("hot-path.shown-paths"))
    splits = tuple(
        split((HotPathSize(size_kloc=size),) * count, terms, rulebook=rulebook)
        for count in range(1, most + 1)
        if size * count <= terms.whole_kloc
    )
    shown = tuple(
        (f"paths-{count}", f"{count} hot {_paths(count)} of {size:g} kLoC", priced)
        for count, priced in enumerate(splits, start=1)
    )
    return _Variants(headline=splits[0], others=shown)


def _known(moved: MovedPaths, terms: SplitTerms, rulebook: Rulebook) -> _Variants:
    """Price all known paths; beside it the first ones alone, and all as libraries."""
    constants = Constants(values=rulebook.constants)
    every = split(moved.sizes, terms, rulebook=rulebook)
    most = min(int(constants.get("hot-path.shown-paths")), len(moved.sizes) - 1)
    fewer = tuple(
        (
            f"paths-{count}",
            f"the first {_paths(count)} alone" if count == 1 else f"the first {count} paths",
            split(moved.sizes[:count], terms, rulebook=rulebook),
        )
        for count in range(1, most + 1)
    )
    count = len(moved.sizes)
    named = f"all {count} paths" if count > 1 else "the path"
    library = split(moved.sizes, _as_library(terms), rulebook=rulebook)
    return _Variants(
        headline=every,
        others=(
            *fewer,
            ("sidecar", f"{named}, {'sidecars' if count > 1 else 'a sidecar'}", every),
            ("library", f"{named}, {'libraries' if count > 1 else 'a library'}", library),
        ),
    )


def _as_library(terms: SplitTerms) -> SplitTerms:
    return SplitTerms(
        whole_kloc=terms.whole_kloc,
        inputs=terms.inputs,
        port_scenario=terms.port_scenario,
        form="library",
        has_toolchain=terms.has_toolchain,
    )


def _paths(count: int) -> str:
    return "path" if count == 1 else "paths"


def _line(
    part: SplitPart, terms: SplitTerms, moved: MovedPaths | None, constants: Constants
) -> Line:
    count, counted = part.count, ""
    if part.group == "core" and count is not None:
        count, counted = count * constants.get("unit.lines-per-kloc"), "lines"
    elif part.group == "boundary":
        counted = "crossing items"
    sites = _sites(part, moved)
    return Line(
        rule=part.constant,
        title=path_title(part, terms, moved),
        group=part.group,
        effort=part.effort,
        hours=part.effort * constants.get("unit.hours-per-month"),
        count=count,
        counted=counted,
        evidence=sites[:EVIDENCE_PER_LINE],
        evidence_total=len(sites),
    )


def _sites(part: SplitPart, moved: MovedPaths | None) -> tuple[Site, ...]:
    """Give where a path's functions, or the items on its cut, are."""
    if moved is None or part.group == "toolchain":
        return ()
    path = moved.paths[part.path]
    if part.group == "core":
        return tuple(Site(path=one.path, line=one.line) for one in path.functions)
    crossings = path.seam.crossings if path.seam else ()
    return tuple(Site(path=one.path, line=one.line) for one in crossings)


def _factors(first: Split, constants: Constants) -> Iterator[Factor]:
    size = size_driver(first.size_kloc, constants)
    paths = {part.path for part in first.parts if part.group == "core"}
    note = "of all paths together, for the range; each core is priced at its own size"
    yield replace(size, note=note) if len(paths) > 1 else size
    if first.is_capped:
        value = first.effort.p50 / first.uncapped.p50
        yield Factor(
            id="cap",
            value=value,
            input=first.uncapped.p50,
            reference=first.cap.p50,
            formula=f"min({first.uncapped.p50:.4g}, {first.cap.p50:.4g}) = {first.effort.p50:.4g}",
            note="a split never costs more than the whole port; the lines are scaled",
        )
