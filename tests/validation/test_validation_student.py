"""Student's t against printed tables."""

import pytest

from estimator.validation.student import t_quantile, t_share


@pytest.mark.parametrize(
    ("share", "degrees", "printed"),
    [
        (0.9, 1, 3.0777),
        (0.9, 2, 1.8856),
        (0.9, 3, 1.6377),
        (0.9, 16, 1.3368),
        (0.9, 17, 1.3334),
        (0.975, 4, 2.7764),
        (0.975, 15, 2.1314),
    ],
)
def test_a_quantile_is_that_of_the_tables(share: float, degrees: int, printed: float) -> None:
    assert t_quantile(share, degrees) == pytest.approx(printed, abs=5e-5)


@pytest.mark.parametrize("degrees", [1, 2, 7, 8])
def test_half_of_the_distribution_lies_below_zero(degrees: int) -> None:
    assert t_share(0, degrees) == 0.5


def test_many_degrees_come_near_the_normal_distribution() -> None:
    assert t_quantile(0.9, 2000) == pytest.approx(1.28155, abs=1e-3)
