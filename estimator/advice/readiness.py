"""Decided checks -> what is in place before a port, with its evidence; no part of effort. Pure."""

from collections.abc import Iterable, Mapping

from estimator.advice.wording import plain
from estimator.model.advice import Answer, Decision, ReadinessCheck
from estimator.model.advicerules import ReadinessRule
from estimator.model.estimate import Site
from estimator.model.rules import Rulebook

_MOST_PLACES = 5
_WORDS = {
    "declared.team.knows_code": "engineers who know this code, as declared",
    "paths.cut": "hot paths with a clean or workable cut",
    "repo.activity.authors": "authors in a year",
    "repo.activity.bus_factor": "of them with half of the changes",
    "repo.crd_files": "Kubernetes resource definitions",
    "repo.spread.cycles": "cycles between them",
    "repo.spread.units": "units",
    "shell.share": "of the code in an API shell",
}
_ONE = {
    "declared.team.knows_code": "engineer who knows this code, as declared",
    "paths.cut": "hot path with a clean or workable cut",
    "repo.activity.authors": "author in a year",
    "repo.crd_files": "Kubernetes resource definition",
    "repo.fuzz_targets": "fuzz target",
    "repo.golden_files": "golden file",
    "repo.graphql_files": "GraphQL file",
    "repo.openapi_files": "OpenAPI file",
    "repo.oracle.integration": "file of integration tests",
    "repo.proto_files": "Protobuf file",
    "repo.spread.cycles": "cycle between them",
    "repo.spread.units": "unit",
    "repo.testdata_folders": "folder of test data",
}
_SHARES = frozenset({"shell.share"})

Places = Mapping[str, tuple[int, tuple[Site, ...]]]
"""Name of a number -> its total and the places that are known of it."""


def check_readiness(
    rulebook: Rulebook, decisions: Iterable[Decision], numbers: Mapping[str, float], places: Places
) -> tuple[ReadinessCheck, ...]:
    """Give the checks by id; what is unknown is said, and counts as not in place."""
    words = _WORDS | _driver_words(rulebook)
    return tuple(
        _check(rulebook.readiness[one.rule], one, numbers, words, places) for one in decisions
    )


def share_in_place(checks: Iterable[ReadinessCheck]) -> tuple[int, int]:
    """Give how many checks are in place, and of how many."""
    answers = [one.answer for one in checks]
    return answers.count(Answer.YES), len(answers)


def _driver_words(rulebook: Rulebook) -> Mapping[str, str]:
    return {
        figure.metric: figure.unit
        for driver in rulebook.drivers.values()
        for figure in driver.figures
        if figure.metric not in _WORDS
    }


def _check(
    rule: ReadinessRule,
    decision: Decision,
    numbers: Mapping[str, float],
    words: Mapping[str, str],
    places: Places,
) -> ReadinessCheck:
    seen = [_figure(name, numbers[name], words) for name in rule.shows if numbers.get(name)]
    found = ", ".join(seen)
    if decision.answer is Answer.YES:
        because = f"{found or 'As declared'}."
    else:
        lacking = f"Found: {found}. " if found else ""
        unknown = ", ".join(name.removeprefix("declared.") for name in decision.unknown)
        is_open = decision.answer is Answer.OPEN and unknown
        because = f"{lacking}{f'Not known: {unknown}. ' if is_open else ''}{rule.missing}"
    sites = [site for name in rule.shows for site in places.get(name, (0, ()))[1]]
    return ReadinessCheck(
        id=rule.id,
        name=rule.name,
        title=rule.title,
        answer=decision.answer,
        because=because[:1].upper() + because[1:],
        evidence=tuple(dict.fromkeys((one.path, one.line) for one in sites))[:_MOST_PLACES],
    )


def _figure(name: str, value: float, words: Mapping[str, str]) -> str:
    unit = words.get(name, name.rpartition(".")[2].replace("_", " "))
    number = f"{value:.0%}" if name in _SHARES else plain(value)
    return f"{number} {_ONE.get(name, unit) if value == 1 else unit}"
