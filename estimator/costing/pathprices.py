"""Hot paths and a subject -> both forms of each path side by side, and which of them to take."""

from collections.abc import Mapping

from msgspec.structs import replace

from estimator.costing.constants import Constants
from estimator.costing.hotpaths import (
    HotPathSize,
    Split,
    SplitTerms,
    boundary_months,
    split,
    toolchain_months,
)
from estimator.costing.movedpaths import path_size
from estimator.costing.splitscenario import split_terms
from estimator.costing.subject import calibrated, make_subject
from estimator.costing.uncertainty import lower_of, quantiles, sigma
from estimator.costing.wholeport import whole_port
from estimator.model.estimate import Pricing
from estimator.model.facts import RepositoryFacts
from estimator.model.hotpaths import HotPath
from estimator.model.pathprice import (
    BoundaryNote,
    CallTime,
    PathChoice,
    PathPrice,
    PricedPaths,
)
from estimator.model.rules import Finding, Rulebook, Scenario, Status

FORMS = ("sidecar", "library")
_PER_SECOND = "unit.microseconds-per-second"


def price_hot_paths(
    facts: RepositoryFacts,
    rulebook: Rulebook,
    *,
    findings: Mapping[str, tuple[Finding, ...]],
    language: str,
    pricing: Pricing,
) -> PricedPaths | None:
    """Price every path of the facts alone, static ones too; None where no split starts there.

    Where no scenario moves hot paths out of the language but one moves the shell, the paths stay:
    each is priced as what it takes to keep it there while the rest moves. Units that a person
    named to be priced alone move, and the shell's scenario prices them.
    """
    found = facts.hot_paths
    paths = facts.only or (found.paths if found and found.language == language else ())
    moving = _scenario(rulebook, "hot-paths", language)
    scenario = moving or (None if facts.only else _scenario(rulebook, "shell", language))
    if scenario is None or not paths:
        return None
    constants = Constants(values=rulebook.constants)
    subject = calibrated(make_subject(facts, language, pricing, constants), scenario.id)
    terms = split_terms(scenario, subject, findings, rulebook)
    choices = price_paths(
        paths,
        terms,
        calls_per_second=pricing.calls_per_second,
        are_kept=moving is None,
        rulebook=rulebook,
    )
    return PricedPaths(
        choices=choices,
        rest_moves_to="" if moving else scenario.target_language,
        toolchain=toolchain_months(terms, constants),
    )


def _scenario(rulebook: Rulebook, kind: str, language: str) -> Scenario | None:
    for _, one in sorted(rulebook.scenarios.items()):
        if one.kind == kind and one.source_language == language:
            return one
    return None


def price_paths(
    paths: tuple[HotPath, ...],
    terms: SplitTerms,
    *,
    calls_per_second: float | None,
    are_kept: bool = False,
    rulebook: Rulebook,
) -> tuple[PathChoice, ...]:
    """Price each path alone, as a sidecar and as a library, EM; cost model, section 4.

    Each is core + boundary, capped by the whole port at each quantile; of paths that are kept it
    is the boundary alone, since nothing in them is rewritten. The toolchain is paid once a
    repository and is in none of them.
    """
    price = _kept_price if are_kept else _price
    constants = Constants(values=rulebook.constants)
    choices = []
    for path in paths:
        if path.code_lines + path.dragged_lines <= 0:
            continue
        size = path_size(path, constants)
        prices = tuple(
            price(form, size, terms, calls_per_second=calls_per_second, rulebook=rulebook)
            for form in FORMS
        )
        form, reason = _chosen(path, prices, constants)
        choices.append(PathChoice(id=path.id, prices=prices, form=form, reason=reason))
    return tuple(choices)


def _price(
    form: str,
    size: HotPathSize,
    terms: SplitTerms,
    *,
    calls_per_second: float | None,
    rulebook: Rulebook,
) -> PathPrice:
    constants = Constants(values=rulebook.constants)
    priced = split((size,), replace(terms, form=form, has_toolchain=True), rulebook=rulebook)
    core, boundary = _before_cap(priced)
    return PathPrice(
        form=form,
        effort=priced.effort,
        uncapped=priced.uncapped,
        is_capped=priced.is_capped,
        core=core,
        boundary=boundary,
        size_kloc=size.size_kloc,
        items=constants.get("hot-path.assumed-items") if size.items is None else size.items,
        are_items_assumed=size.items is None,
        parts=boundary_notes(form, rulebook),
        call=_call_time(form, calls_per_second, constants),
    )


def _kept_price(
    form: str,
    size: HotPathSize,
    terms: SplitTerms,
    *,
    calls_per_second: float | None,
    rulebook: Rulebook,
) -> PathPrice:
    """Price the boundary alone; its range is that of code of the path's size."""
    constants = Constants(values=rulebook.constants)
    boundary = boundary_months(size, replace(terms, form=form), constants)
    uncapped = quantiles(boundary, sigma(size.size_kloc, constants), constants)
    whole = whole_port(
        terms.whole_kloc, terms.inputs, scenario=terms.port_scenario, rulebook=rulebook
    )
    effort = lower_of(uncapped, whole.effort)
    return PathPrice(
        form=form,
        effort=effort,
        uncapped=uncapped,
        is_capped=effort != uncapped,
        core=0.0,
        boundary=boundary,
        size_kloc=size.size_kloc,
        items=constants.get("hot-path.assumed-items") if size.items is None else size.items,
        is_kept=True,
        are_items_assumed=size.items is None,
        parts=boundary_notes(form, rulebook),
        call=_call_time(form, calls_per_second, constants),
    )


def _before_cap(priced: Split) -> tuple[float, float]:
    """Undo the scaling of the lines: core and boundary as they sum to the uncapped P50."""
    scale = priced.uncapped.p50 / priced.effort.p50 if priced.effort.p50 > 0 else 1.0
    sums = {"core": 0.0, "boundary": 0.0, "toolchain": 0.0}
    for part in priced.parts:
        sums[part.group] += part.effort * scale
    return sums["core"], sums["boundary"]


def boundary_notes(form: str, rulebook: Rulebook) -> tuple[BoundaryNote, ...]:
    """Give what a boundary's hours are for, by rank."""
    found = [
        (rule.boundary.rank, rule.id, rule.title)
        for rule in rulebook.rules.values()
        if rule.boundary and rule.boundary.form == form and rule.status != Status.RETIRED
    ]
    return tuple(BoundaryNote(rule=identity, title=title) for _, identity, title in sorted(found))


def _call_time(form: str, calls_per_second: float | None, constants: Constants) -> CallTime:
    least = constants.get(f"call.{form}.microseconds")
    most_id = f"call.{form}.microseconds-most"
    most = constants.get(most_id) if constants.has(most_id) else least
    seconds = most / constants.get(_PER_SECOND)
    return CallTime(
        microseconds=least,
        microseconds_most=most,
        calls_per_second=calls_per_second,
        busy=None if calls_per_second is None else calls_per_second * seconds,
        calls_per_busy_second=1 / seconds,
    )


def _chosen(path: HotPath, prices: tuple[PathPrice, ...], constants: Constants) -> tuple[str, str]:
    """Take the sidecar, unless the time of the calls alone speaks for the library."""
    sidecar, library = (price.call for price in prices)
    limit = constants.get("call.library-wins.busy")
    if sidecar.busy is not None and library.busy is not None:
        spent = (
            f"{sidecar.calls_per_second:,.0f} calls a second take {sidecar.busy:.3g} s of each"
            f" second through a sidecar, {library.busy:.3g} s through a library"
        )
        if sidecar.busy >= limit and library.busy < sidecar.busy:
            return FORMS[-1], f"The library wins: {spent}."
        return FORMS[0], f"The sidecar stays: {spent}."
    turning = _rough(sidecar.calls_per_busy_second * limit)
    if path.seam is not None and path.seam.is_chatty:
        words = (
            "Calls cross inside loops, so they may be many and small: one that does less than"
            f" {_rough(sidecar.microseconds)} us of work gets slower as a sidecar unless many are"
            f" sent at once. From about {turning} calls a second the library wins. Declare"
            " `[hotpaths] calls_per_second` to have it settled."
        )
        return FORMS[0], words
    return (
        FORMS[0],
        f"cgo makes a library the harder seam; it wins from about {turning} calls a second.",
    )


def _rough(number: float) -> str:
    """Write a number to two digits: no call is known better."""
    return f"{float(f'{number:.2g}'):,g}"
