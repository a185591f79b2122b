"""Facts, prices and answers -> one flat namespace of numbers that every deciding rule reads. Pure.

What is not in it is unknown and decides nothing. What was looked for and not found is 0.
"""

from collections.abc import Iterator, Mapping

from estimator.advice.hotnumbers import hot_numbers, profile_numbers
from estimator.advice.measures import measured, open_maps
from estimator.advice.names import asked_names
from estimator.advice.stack import dependency_numbers, import_numbers
from estimator.advice.teamnumbers import answer_numbers, build_numbers, team_numbers
from estimator.model.advice import MetalShare, WorkloadFound
from estimator.model.estimate import ScenarioEstimate
from estimator.model.facts import RepositoryFacts
from estimator.model.report import Report
from estimator.model.rules import Rulebook

_LANGUAGES = ("go", "rust")
_SEARCHED = "repo.searched"
_TEXTS = "repo.build.texts"
_BY_TEXT = ("repo.ci.", "repo.build.runtime", "repo.build.pgo")
_OF_HISTORY = ("repo.activity.", "repo.history.")
_LINES = 1_000.0


def numbers(  # noqa: PLR0913  # each is one source of numbers
    facts: RepositoryFacts,
    report: Report,
    rulebook: Rulebook,
    *,
    counts: Mapping[str, float],
    found: Mapping[str, float],
    workloads: tuple[WorkloadFound, ...] = (),
    metals: tuple[MetalShare, ...] = (),
    answers: Mapping[str, bool | str] | None = None,
) -> Mapping[str, float]:
    """Give every number that is known, by name.

    Args:
        facts: of the repository.
        report: its prices.
        rulebook: whose conditions and texts say which counts were looked for.
        counts: metrics with sizes, spread and history, as the drivers read them.
        found: ``signal.*`` and ``workload.*``.
        workloads: those found, for cold and warm metal.
        metals: how much of each side the units are.
        answers: what people declared, by key.
    """
    language = report.repository.priced_language
    known = {**dict(_looked_for(facts, rulebook, counts)), **counts}
    known.update(_size_numbers(facts, language))
    known.update(_measures(facts, counts, language))
    known.update(hot_numbers(facts, language))
    known.update(profile_numbers(facts, language))
    known.update(import_numbers(facts, language))
    known.update(dependency_numbers(report.dependencies))
    known.update(_metal(workloads, rulebook))
    for one in metals:
        known[f"metal.{one.metal}.units"] = float(one.units)
        known[f"metal.{one.metal}.share"] = one.share
    known.update(team_numbers(report.team, rulebook, language))
    known.update(build_numbers(known["size.repository_kloc"], rulebook))
    known.update(answer_numbers(answers or {}))
    for scenario in report.scenarios:
        known.update(_scenario_numbers(scenario))
    return {**known, **found}


def _looked_for(
    facts: RepositoryFacts, rulebook: Rulebook, counts: Mapping[str, float]
) -> Iterator[tuple[str, float]]:
    """Yield 0 for what rules ask for and this scan would have counted."""
    present = tuple(f"{one.name}." for one in facts.languages)
    is_searched = counts.get(_SEARCHED, 0.0) > 0
    has_texts = counts.get(_TEXTS, 0.0) > 0
    for name in asked_names(rulebook):
        if name.startswith(_BY_TEXT):
            is_known = has_texts
        elif name.startswith("repo."):
            is_known = is_searched and not name.startswith(_OF_HISTORY)
        else:
            is_known = name.startswith(present)
        if is_known:
            yield name, 0.0


def _size_numbers(facts: RepositoryFacts, language: str) -> Iterator[tuple[str, float]]:
    lines = {one.name: one.product_lines for one in facts.languages}
    total = sum(lines.values())
    yield "size.kloc", lines.get(language, 0) / _LINES
    yield "size.repository_kloc", total / _LINES
    for name in _LANGUAGES:
        yield f"priced.{name}", float(name == language)
        yield f"language.{name}", lines.get(name, 0) / total if total else 0.0
    yield "language.second_share", 1.0 - max(lines.values(), default=0) / total if total else 0.0
    yield "size.files", sum(one.files for one in facts.languages if one.name == language)


def _measures(
    facts: RepositoryFacts, counts: Mapping[str, float], language: str
) -> Iterator[tuple[str, float]]:
    kloc = sum(one.product_lines for one in facts.languages if one.name == language) / _LINES
    for name, count in measured(counts, language).items():
        yield f"here.{name}", count
        if kloc:
            yield f"density.{name}", count / kloc
    settings = counts.get("repo.build.runtime", 0.0) + measured(counts, language)["tuning"]
    yield "runtime.settings", settings
    if language == "go":
        exposed = len(list(open_maps(facts)))
        yield "exposed.types", exposed
    generic = measured(counts, language)["generics"]
    dynamic = measured(counts, language)["dispatch"]
    if language == "rust" and generic + dynamic:
        yield "static.share", generic / (generic + dynamic)


def _metal(workloads: tuple[WorkloadFound, ...], rulebook: Rulebook) -> Iterator[tuple[str, float]]:
    """Confidence of the surest workload of each side; no unit shows one where none was given."""
    for side in sorted({one.metal for one in rulebook.workloads.values()} - {"any"}):
        here = [one for one in workloads if one.metal == side]
        yield f"metal.{side}", max((one.confidence for one in here), default=0.0)
        yield f"metal.{side}.units", 0.0
        yield f"metal.{side}.share", 0.0


def _scenario_numbers(scenario: ScenarioEstimate) -> Iterator[tuple[str, float]]:
    name = f"scenario.{scenario.id}"
    yield f"{name}.applies", float(scenario.applies)
    if scenario.applies and scenario.effort is not None:
        yield f"{name}.p50", scenario.effort.p50
        yield f"{name}.p80", scenario.effort.p80
        if scenario.learning is not None:
            yield f"{name}.learning", scenario.learning.p50
        if scenario.calendar is not None:
            yield f"{name}.months", scenario.calendar.p50
