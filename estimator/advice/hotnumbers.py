"""Hot paths, candidates and a profile -> numbers: what lies where the time goes. Pure."""

from collections.abc import Iterator

from estimator.advice.measures import hot_counts
from estimator.model.facts import RepositoryFacts

_SHARED_OUT = ("allocation", "dispatch")


def hot_functions(facts: RepositoryFacts, language: str) -> tuple[tuple[str, int, str], ...]:
    """Give (path, line, symbol) of what is hot: measured or named, else static candidates."""
    found = facts.hot_paths
    if found is not None and found.language == language and found.paths:
        functions = [one for path in found.paths for one in path.functions]
        return tuple(sorted({(one.path, one.line, one.symbol) for one in functions}))
    candidates = facts.candidates.get(language, ())
    return tuple(sorted((one.path, one.line, one.symbol) for one in candidates))


def hot_numbers(facts: RepositoryFacts, language: str) -> Iterator[tuple[str, float]]:
    """Yield counts inside hot functions, and the shares of these that dispatch or allocate.

    ``hot.measured`` are functions that a profile calls hot, ``hot.candidates`` those that people or
    their looks do.
    """
    functions = [(path, symbol) for path, _, symbol in hot_functions(facts, language)]
    found = facts.hot_paths
    is_measured = found is not None and found.profile is not None and found.language == language
    yield "hot.functions", len(functions)
    yield "hot.measured", len(functions) if is_measured else 0
    yield "hot.candidates", 0 if is_measured else len(functions)
    for name, count in hot_counts(facts, functions, language).items():
        yield f"hot.{name}", count
    if functions:
        each = [hot_counts(facts, (one,), language) for one in functions]
        for name in _SHARED_OUT:
            yield f"hot.{name}.share", sum(one[name] > 0 for one in each) / len(each)


def profile_numbers(facts: RepositoryFacts, language: str) -> Iterator[tuple[str, float]]:
    """Yield shares of time, 0-1, where a profile was read; unknown else."""
    found = facts.hot_paths
    if found is None or found.profile is None or found.language != language:
        return
    shares = found.profile.shares
    yield "profile.own", shares.own
    yield "profile.runtime", shares.runtime
    yield "profile.system", shares.system
    yield "profile.libraries", shares.libraries
    yield "profile.elsewhere", shares.system + shares.libraries
    yield "profile.matched", found.profile.match_rate
    yield "profile.paths", len(found.paths)
    if found.ceiling is not None:
        yield "profile.hot_share", found.ceiling.share
        yield "profile.doubled", found.ceiling.doubled
