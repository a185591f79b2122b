"""Small cases and predictions for tests of the accuracy."""

from functools import cache

from estimator.model.accuracy import Prediction
from estimator.model.rules import Rulebook
from estimator.rulebook.load import load_rulebook
from estimator.validation.cases import Case


@cache
def built_in_rules() -> Rulebook:
    return load_rulebook()


def case(  # noqa: PLR0913
    name: str,
    actual: float,
    *,
    law: float = 1.0,
    size_kloc: float = 6.0,
    direction: str = "go-to-rust",
    own: float | None = None,
) -> Case:
    return Case(
        name=name,
        direction=direction,
        size_kloc=size_kloc,
        actual=actual,
        own=own,
        lines=law,
        columns=law,
        full=law,
        has_facts=False,
    )


def prediction(
    actual: float, p50: float, *, around: float | None = None, direction: str = "go-to-rust"
) -> Prediction:
    """A range from P50 / `around` to P50 x `around`, none without it."""
    return Prediction(
        port="a>b",
        direction=direction,
        size_kloc=6.0,
        actual=actual,
        p50=p50,
        p10=p50 / around if around else None,
        p80=p50 if around else None,
        p90=p50 * around if around else None,
    )
