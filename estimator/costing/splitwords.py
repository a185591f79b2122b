"""A priced split -> the sentences that say what it rests on and what it leaves out."""

import math
from collections.abc import Iterable, Iterator

from estimator.costing.cautions import declared_assumptions
from estimator.costing.constants import Constants
from estimator.costing.hotpaths import Split, SplitPart, SplitTerms
from estimator.costing.movedpaths import MovedPaths
from estimator.costing.subject import Subject
from estimator.model.hotpaths import HotPath, ProfileSummary
from estimator.model.percent import percent
from estimator.model.rules import Scenario

_TITLES = {
    "core": "Core: the path's code, its invariants, tests and dependencies",
    "toolchain": "Toolchain: a second build, CI and release",
}
_GUESSED = "No profile was given: the price is for assumed paths, not for code of this repository."
_NOT_FOUND = "Finding the hot paths: a profile under real load."


def why(moved: MovedPaths | None, subject: Subject, language: str) -> str:
    """Say why the scenario applies, in one sentence."""
    if moved is None:
        return (
            f"{subject.size_kloc:.3g} kLoC of {language} product code"
            " hold at least one path of the assumed size."
        )
    count = len(moved.paths)
    paths = "one hot path" if count == 1 else f"{count} hot paths"
    if subject.facts.only:
        units = "unit" if count == 1 else "units"
        return f"Priced alone: {count} named {units}, with the boundary that stays behind."
    if moved.profile is None:
        return f"Named by hand: {paths}."
    hold = "holds" if count == 1 else "hold"
    return (
        f"{paths.capitalize()} {hold} {percent(share_of(moved.paths))} of the time by the profile."
    )


def assumptions(  # noqa: PLR0913, PLR0917  # what a split rests on, all of it
    scenario: Scenario,
    first: Split,
    terms: SplitTerms,
    moved: MovedPaths | None,
    subject: Subject,
    constants: Constants,
) -> tuple[str, ...]:
    """Say what the price assumes, the most important first."""
    lead = (_GUESSED,) if moved is None else tuple(_origin(moved))
    return (*lead, *scenario.assumptions, *_details(first, terms, moved, subject, constants))


def not_included(scenario: Scenario, moved: MovedPaths | None) -> tuple[str, ...]:
    """Say what the price leaves out."""
    return (*scenario.not_included, *((_NOT_FOUND,) if moved is None else ()))


def path_title(part: SplitPart, terms: SplitTerms, moved: MovedPaths | None) -> str:
    """Write what one line of a split is for."""
    if part.group == "toolchain":
        return f"{_TITLES['toolchain']}{', here already' if terms.has_toolchain else ''}"
    boundary = f"Boundary as a {terms.form}"
    if moved is None:
        return _TITLES["core"] if part.group == "core" else boundary
    path = moved.paths[part.path]
    kind = "Core" if part.group == "core" else boundary
    return f"{kind}: {path.name} ({path.id})"


def _origin(moved: MovedPaths) -> Iterator[str]:
    if moved.profile is not None:
        yield f"What is hot is taken from a profile: {profile_words(moved.profile)}."
        yield "Another workload may be hot elsewhere."
    else:
        yield "What moves was named by hand; no profile says that it is hot."


def share_of(paths: Iterable[HotPath]) -> float:
    """Give the share of time (nearest) that paths hold together, 0-1; shared code counts once."""
    nearest = {
        (one.path, one.line, one.symbol): one.nearest or 0.0
        for path in paths
        for one in (*path.functions, *path.dragged)
    }
    return min(1.0, math.fsum(nearest[key] for key in sorted(nearest)))


def profile_words(profile: ProfileSummary) -> str:
    """Write which profile it is, how large and how old."""
    words = ", ".join(profile.sources)
    if profile.samples is not None:
        words += f", {profile.samples:,} samples"
    if profile.age_days is not None:
        words += f", {profile.age_days:,} days older than this commit"
    return words


def _details(
    first: Split,
    terms: SplitTerms,
    moved: MovedPaths | None,
    subject: Subject,
    constants: Constants,
) -> Iterator[str]:
    items = constants.get("hot-path.assumed-items")
    if moved is None:
        yield f"One path of {first.size_kloc:g} kLoC with {items:g} functions or types that cross."
    elif any(size.items is None for size in moved.sizes):
        yield f"Where the cut is not known, {items:g} functions or types cross."
    twice = sum(path.counted_before for path in moved.paths) if moved else 0
    if twice:
        yield (
            f"{twice:,} lines move with several paths: they are in the price of each path alone,"
            " and once in this sum."
        )
    if first.is_capped:
        alone = "The path alone" if moved is None or len(moved.paths) == 1 else "The paths alone"
        yield (
            f"{alone} would cost {first.uncapped.p50:.3g} EM; porting everything costs"
            f" {first.cap.p50:.3g} EM, and the lower figure counts at each quantile."
        )
    if terms.has_toolchain:
        yield "The repository builds the target language already, so its toolchain costs nothing."
    yield from declared_assumptions(subject)
