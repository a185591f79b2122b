"""Facts and cuts -> which contracts are there, missing, or needed where code would be cut. Pure."""

from collections.abc import Iterator, Mapping

from estimator.model.advice import Found
from estimator.model.estimate import Site
from estimator.model.facts import RepositoryFacts
from estimator.model.report import Report

_MOST_PLACES = 5
_KINDS = (
    ("repo.proto_files", "Protobuf files"),
    ("repo.openapi_files", "OpenAPI files"),
    ("repo.graphql_files", "GraphQL files"),
    ("repo.crd_files", "Kubernetes resource definitions"),
)
_KNOWN = frozenset({"measured", "declared"})
_MISSING = "no Protobuf, OpenAPI or GraphQL file of a usual name was found"

Places = Mapping[str, tuple[int, tuple[Site, ...]]]


def shared_contracts(facts: RepositoryFacts, report: Report, places: Places) -> tuple[Found, ...]:
    """Give contracts found, then what is missing, then what each cut needs."""
    return (*_found(facts, places), *_needed(report))


def _found(facts: RepositoryFacts, places: Places) -> Iterator[Found]:
    counts = facts.metrics
    is_found = False
    for metric, words in _KINDS:
        count = counts.get(metric, 0.0)
        if count:
            is_found = True
            sites = places.get(metric, (0, ()))[1][:_MOST_PLACES]
            evidence = tuple((site.path, site.line) for site in sites)
            yield Found(
                state="found",
                text=f"{count:,.0f} {words[:-1] if count == 1 else words}",
                evidence=evidence,
            )
    if not is_found:
        yield Found(state="missing", text=_MISSING)


def _needed(report: Report) -> Iterator[Found]:
    """Say of each cut what has to be written down, unless a contract already names it.

    A static candidate is no cut: nobody measured or named it, so nothing is needed there yet.
    """
    for path in report.hot_paths:
        if path.basis not in _KNOWN or path.seam is None or not path.seam.crossings:
            continue
        items = len(path.seam.crossings)
        crossing = f"{items} {'item crosses' if items == 1 else 'items cross'} the cut"
        if path.seam.contracts:
            named = tuple((name, 1) for name in path.seam.contracts[:_MOST_PLACES])
            yield Found(state="found", text=f"{path.id}: a contract names it", evidence=named)
        else:
            draft = f"`estimator contract PATH --path {path.id}` drafts it"
            yield Found(state="needed", text=f"{path.id}: {crossing}; {draft}")
