"""Turns the priced scenarios into the one sentence that stands above everything else."""

from collections.abc import Mapping

from estimator.model.estimate import Basis, ScenarioEstimate
from estimator.model.facts import Coverage
from estimator.model.report import ReportRepository
from estimator.reporting.numbers import floor_percent, headline_number
from estimator.reporting.wording import (
    group_name,
    headline_band,
    headline_range,
    language_name,
)

HOT_PATHS = "hot-paths"
MOST_LINES = "most product lines"
"""Why a language is priced where nobody chose one."""
ENOUGH_COVERAGE = 0.9
"""Under this share of lines read, every report says so first."""
_MOST = 0.5


def headline(
    scenarios: tuple[ScenarioEstimate, ...],
    kinds: Mapping[str, str],
    repository: ReportRepository,
    coverage: Coverage,
) -> str:
    """Write the headline.

    Args:
        scenarios: What was priced, in the order of the report.
        kinds: Scenario id -> ``whole-port`` or ``hot-paths``.
        repository: Which language is priced, and why.
        coverage: Low coverage is said before anything else.
    """
    own = [one for one in scenarios if one.source_language == repository.priced_language]
    paths = [one for one in own if one.applies and kinds.get(one.id) == HOT_PATHS]
    whole = [one for one in own if one.applies and kinds.get(one.id) != HOT_PATHS]
    chosen = _chosen(repository)
    if paths:
        sentence = _paths_sentence(paths[0], chosen)
        sentence += "".join(_whole_clause(one) for one in whole[:1]) + "."
    elif whole:
        sentence = _whole_sentence(whole[0], chosen)
    else:
        sentence = _unpriced_sentence(own, repository, chosen)
    return _coverage_words(coverage) + sentence


def _chosen(repository: ReportRepository) -> str:
    """Say why this language is priced, where there was a choice."""
    if len([one for one in repository.languages if one.product_lines]) <= 1:
        return ""
    if repository.priced_by == MOST_LINES:
        return f" ({MOST_LINES} here)"
    return f" (chosen by {repository.priced_by})"


def _paths_sentence(one: ScenarioEstimate, chosen: str) -> str:
    count = sum(line.group == "core" for line in one.lines)
    is_one = one.basis is Basis.ASSUMED or count == 1
    named = f"{count} hot paths" if count else "the hot paths"
    paths = "one hot path" if is_one else named
    costs = "costs" if is_one else "cost"
    basis = "assumed, not measured" if one.basis is Basis.ASSUMED else one.basis.value
    return (
        f"{language_name(one.source_language)}{chosen}: {paths} to"
        f" {language_name(one.target_language)} {costs} about {_price(one)}, {basis}"
    )


def _whole_clause(one: ScenarioEstimate) -> str:
    if one.effort is None:
        return ""
    middle = headline_number(one.effort.p50, one.effort.p50)
    return f"; the whole port about {middle} EM ({headline_range(one.effort)})"


def _whole_sentence(one: ScenarioEstimate, chosen: str) -> str:
    port = f"{language_name(one.source_language)} -> {language_name(one.target_language)}"
    return f"{port}{chosen}: about {_price(one)}{_largest_part(one)}."


def _price(one: ScenarioEstimate) -> str:
    if one.effort is None:
        return "an unknown effort"
    document = (
        f"the document says {headline_band(one.document_band, one.effort)}"
        if one.document_band
        else "the document has no rule"
    )
    middle = headline_number(one.effort.p50, one.effort.p50)
    return f"{middle} EM ({headline_range(one.effort)} by real ports; {document})"


def _largest_part(one: ScenarioEstimate) -> str:
    sums: dict[str, float] = {}
    for line in one.lines:
        sums[line.group] = sums.get(line.group, 0.0) + line.effort
    total = sum(sums.values())
    if not total:
        return ""
    largest = max(sums, key=lambda group: sums[group])
    words = "mostly" if sums[largest] / total >= _MOST else "the largest part"
    return f", {words} {group_name(largest)}"


def _unpriced_sentence(
    own: list[ScenarioEstimate], repository: ReportRepository, chosen: str
) -> str:
    name = language_name(repository.priced_language)
    if not own:
        return f"{name}{chosen}: no scenario prices this language."
    port = f"{name} -> {language_name(own[0].target_language)}"
    return f"{port}{chosen}: not priced. {own[0].why}"


def _coverage_words(coverage: Coverage) -> str:
    if coverage.share_lines_parsed >= ENOUGH_COVERAGE:
        return ""
    share = floor_percent(coverage.share_lines_parsed)
    return f"Only {share} of the lines could be read, so what follows is too low. "
