"""A hot-path scenario and a subject -> the price of assumed paths, one by one."""

from collections.abc import Iterator, Mapping

from estimator.costing.applicability import language_name, not_applying, why_not
from estimator.costing.cautions import (
    calibration_warnings,
    class_warnings,
    declared_assumptions,
    llm_warnings,
    size_warnings,
)
from estimator.costing.constants import Constants
from estimator.costing.hotpaths import HotPathSize, Split, SplitPart, SplitTerms, split
from estimator.costing.sensitivity import split_sensitivity
from estimator.costing.size import size_driver
from estimator.costing.subject import Subject, builds, with_ledger_hours
from estimator.costing.uncertainty import document_band
from estimator.costing.views import cap_views, document_view
from estimator.costing.wholeport import declared_factors
from estimator.errors import RuleFileError
from estimator.model.estimate import (
    Basis,
    Factor,
    Line,
    ScenarioEstimate,
    Variant,
)
from estimator.model.rules import Finding, Rulebook, Scenario


def price_split(
    scenario: Scenario,
    subject: Subject,
    findings: Mapping[str, tuple[Finding, ...]],
    rulebook: Rulebook,
) -> ScenarioEstimate:
    """Price one assumed path and show up to three, EM; cost model, section 4.

    n assumed paths are shown only while they fit into the repository (2 n <= L), so below the
    size of one path (2 kLoC) the scenario does not apply. `findings`, by scenario id, count for
    the whole port that caps the split.
    """
    constants = Constants(values=rulebook.constants)
    why = why_not(scenario, subject, "hot-path.assumed-size", constants)
    if why:
        return not_applying(scenario, subject, why, Basis.ASSUMED)
    port = _port_scenario(scenario, rulebook)
    terms = SplitTerms(
        whole_kloc=subject.size_kloc,
        inputs=with_ledger_hours(subject, findings.get(port)).inputs,
        port_scenario=port,
        has_toolchain=builds(subject.facts, scenario.target_language),
    )
    splits = _assumed_splits(terms, rulebook, constants)
    first = splits[0]
    note = "Per hot path, whatever its size; no driver moves it."
    return ScenarioEstimate(
        id=scenario.id,
        title=scenario.title,
        source_language=scenario.source_language,
        target_language=scenario.target_language,
        applies=True,
        why=f"{subject.size_kloc:.3g} kLoC of {language_name(subject.language)} product code"
        " hold at least one path of the assumed size.",
        basis=Basis.ASSUMED,
        size_kloc=first.size_kloc,
        effort=first.effort,
        document_band=document_band(first.effort.p50, scenario.id, constants),
        sigma=first.sigma,
        lines=tuple(_line(part, terms, constants) for part in first.parts),
        factors=(*_factors(first, constants), *declared_factors(subject.inputs)),
        views=(*document_view(scenario.id, 1, constants, note=note), *cap_views(first)),
        variants=tuple(_variants(scenario, splits, constants)),
        assumptions=(*scenario.assumptions, *_assumptions(first, terms, subject, constants)),
        warnings=(
            *size_warnings(subject, constants),
            *class_warnings(scenario, subject, constants),
            *llm_warnings(subject),
            *calibration_warnings(scenario, subject),
        ),
        not_included=scenario.not_included,
        sensitivity=split_sensitivity(
            (HotPathSize(size_kloc=first.size_kloc),),
            terms,
            has_oracle=subject.has_oracle,
            rulebook=rulebook,
        ),
    )


def _port_scenario(scenario: Scenario, rulebook: Rulebook) -> str:
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


def _assumed_splits(
    terms: SplitTerms, rulebook: Rulebook, constants: Constants
) -> tuple[Split, ...]:
    """Price 1, 2, 3 paths of the assumed size while they fit into the repository."""
    size = constants.get("hot-path.assumed-size")
    most = int(constants.get("hot-path.shown-paths"))
    return tuple(
        split((HotPathSize(size_kloc=size),) * count, terms, rulebook=rulebook)
        for count in range(1, most + 1)
        if size * count <= terms.whole_kloc
    )


def _line(part: SplitPart, terms: SplitTerms, constants: Constants) -> Line:
    titles = {
        "core": "Core: the path's code, its invariants, tests and dependencies",
        "boundary": f"Boundary as a {terms.form}",
        "toolchain": "Toolchain: a second build, CI and release",
    }
    is_there = part.group == "toolchain" and terms.has_toolchain
    count, counted = part.count, ""
    if part.group == "core" and count is not None:
        count, counted = count * constants.get("unit.lines-per-kloc"), "lines"
    elif part.group == "boundary":
        counted = "items that cross"
    return Line(
        rule=part.constant,
        title=f"{titles[part.group]}{', here already' if is_there else ''}",
        group=part.group,
        effort=part.effort,
        hours=part.effort * constants.get("unit.hours-per-month"),
        count=count,
        counted=counted,
    )


def _factors(first: Split, constants: Constants) -> Iterator[Factor]:
    yield size_driver(first.size_kloc, constants)
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


def _variants(
    scenario: Scenario, splits: tuple[Split, ...], constants: Constants
) -> Iterator[Variant]:
    size = constants.get("hot-path.assumed-size")
    for count, priced in enumerate(splits, start=1):
        paths = "path" if count == 1 else "paths"
        yield Variant(
            id=f"paths-{count}",
            title=f"{count} hot {paths} of {size:g} kLoC",
            effort=priced.effort,
            document_band=document_band(priced.effort.p50, scenario.id, constants),
        )


def _assumptions(
    first: Split, terms: SplitTerms, subject: Subject, constants: Constants
) -> Iterator[str]:
    items = constants.get("hot-path.assumed-items")
    yield f"One path of {first.size_kloc:g} kLoC with {items:g} functions or types that cross."
    if first.is_capped:
        yield (
            f"The path alone would cost {first.uncapped.p50:.3g} EM; porting everything costs"
            f" {first.cap.p50:.3g} EM, and the lower figure counts at each quantile."
        )
    if terms.has_toolchain:
        yield "The repository builds the target language already, so its toolchain costs nothing."
    yield from declared_assumptions(subject)
