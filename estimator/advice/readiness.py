"""Decided checks -> what is in place before a port, with its evidence; no part of effort. Pure."""

from collections.abc import Iterable, Mapping

from estimator.advice.wording import plain
from estimator.model.advice import Answer, Decision, ReadinessCheck
from estimator.model.advicerules import ReadinessRule
from estimator.model.estimate import Site
from estimator.model.percent import percent
from estimator.model.rules import Rulebook

_MOST_PLACES = 5
_WORDS: Mapping[str, tuple[str, str]] = {
    "declared.oracle": ("oracle as declared", "oracles as declared"),
    "declared.team.knows_code": ("engineer who knows it", "engineers who know it"),
    "paths.cut": ("hot path with a good cut", "hot paths with a good cut"),
    "repo.activity.authors": ("author in a year", "authors in a year"),
    "repo.activity.bus_factor": ("of them with half of the changes",) * 2,
    "repo.crd_files": ("Kubernetes resource definition", "Kubernetes resource definitions"),
    "repo.fuzz_targets": ("fuzz target", "fuzz targets"),
    "repo.golden_files": ("golden file", "golden files"),
    "repo.graphql_files": ("GraphQL file", "GraphQL files"),
    "repo.openapi_files": ("OpenAPI file", "OpenAPI files"),
    "repo.oracle.conformance": ("conformance suite", "files of conformance suites"),
    "repo.oracle.container_files": ("file that starts containers", "files that start containers"),
    "repo.oracle.integration": ("file of integration tests", "files of integration tests"),
    "repo.oracle.property_files": ("file of property tests", "files of property tests"),
    "repo.oracle.property_manifests": ("manifest with a property library",) * 2,
    "repo.oracle.recorded_files": ("recording", "recordings"),
    "repo.oracle.recorded_traffic": ("recording of traffic", "recordings of traffic"),
    "repo.oracle.snapshot_files": ("file of snapshot tests", "files of snapshot tests"),
    "repo.oracle.snapshot_manifests": ("manifest with a snapshot library",) * 2,
    "repo.proto_files": ("Protobuf file", "Protobuf files"),
    "repo.spread.cycles": ("cycle between them", "cycles between them"),
    "repo.spread.units": ("unit", "units"),
    "repo.testdata_folders": ("folder of test data", "folders of test data"),
    "shell.share": ("of the code in an API shell",) * 2,
}
"""Name of a number -> words behind 1 of it, and behind any other count."""

_SHARES = frozenset({"shell.share"})

Places = Mapping[str, tuple[int, tuple[Site, ...]]]
"""Name of a number -> its total and the places that are known of it."""


def check_readiness(
    rulebook: Rulebook, decisions: Iterable[Decision], numbers: Mapping[str, float], places: Places
) -> tuple[ReadinessCheck, ...]:
    """Give the checks by id; what is unknown is said, and counts as not in place."""
    return tuple(_check(rulebook.readiness[one.rule], one, numbers, places) for one in decisions)


def _check(
    rule: ReadinessRule,
    decision: Decision,
    numbers: Mapping[str, float],
    places: Places,
) -> ReadinessCheck:
    seen = [_figure(name, numbers[name]) for name in rule.shows if numbers.get(name)]
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


def _figure(name: str, value: float) -> str:
    plain_words = name.rpartition(".")[2].replace("_", " ")
    one, many = _WORDS.get(name, (plain_words, plain_words))
    number = percent(value) if name in _SHARES else plain(value)
    return f"{number} {one if value == 1 else many}"
