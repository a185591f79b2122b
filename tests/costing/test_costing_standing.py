"""Where a density stands among services."""

import pytest
from costing_builders import built_in_rules
from hypothesis import given
from hypothesis import strategies as st

from estimator.costing.standing import percentile, standings
from estimator.model.rules import Density

USUAL = Density(p10=1.0, p25=2.0, p50=4.0, p75=8.0, p90=16.0)
MOSTLY_NONE = Density(p10=0.0, p25=0.0, p50=0.0, p75=1.0, p90=3.0)


@pytest.mark.parametrize(
    ("density", "per_kloc", "words"),
    [
        (USUAL, 0.5, "< P10"),
        (USUAL, 1.0, "P10"),
        (USUAL, 3.0, "P38"),
        (USUAL, 4.0, "P50"),
        (USUAL, 12.0, "P82"),
        (USUAL, 16.0, "P90"),
        (USUAL, 17.0, "> P90"),
        (MOSTLY_NONE, 0.0, "P50"),
        (MOSTLY_NONE, 0.5, "P62"),
    ],
)
def test_a_density_is_placed_between_measured_quantiles(
    density: Density, per_kloc: float, words: str
) -> None:
    assert percentile(per_kloc, density)[1] == words


@given(st.floats(1, 16), st.floats(1, 16))
def test_denser_code_never_stands_lower(one: float, other: float) -> None:
    low, high = sorted((one, other))
    assert (percentile(low, USUAL)[0] or 0) <= (percentile(high, USUAL)[0] or 0)


def test_ledger_rules_are_placed_by_the_sum_of_their_metrics() -> None:
    rulebook = built_in_rules()
    ledger = rulebook.rules["GR201"].ledger
    assert ledger is not None
    assert ledger.density is not None

    found = standings({"go.task.go": ledger.density.p50 * 20}, 20, rulebook)

    assert found["GR201"] == "P50"
    assert found["GR309"] == "< P10"


def test_a_tiny_tree_has_no_standing() -> None:
    assert standings({"go.task.go": 9}, 1, built_in_rules()) == {}
