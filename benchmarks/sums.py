"""Cases of correlated log-normal parts -> quantiles of 10^6 draws each, for the tests to hold to.

    python benchmarks/sums.py            writes tests/fixtures/sums-draws.json, about two minutes
    python benchmarks/sums.py --check    draws anew with another seed and prints the differences

Each draw is sum of m_i exp(s_i (sqrt(rho) Z + sqrt(1-rho) Z_i)), from the standard library's
generator with a seed; the tests compare `estimator.costing.sums` with the file.
"""

import json
import math
import random
import sys
from pathlib import Path
from typing import NamedTuple

TARGET = Path(__file__).parent.parent / "tests" / "fixtures" / "sums-draws.json"
DRAWS = 1_000_000
SEED = 20261124
LEARN_RUST, LEARN_GO = (1.7320508, 0.42863), (0.2631579, 0.42863)
QUANTILES = {"p10": 0.1, "p50": 0.5, "p80": 0.8, "p90": 0.9}


class Case(NamedTuple):
    """Parts as (median, sigma), and their correlation."""

    name: str
    rho: float
    parts: tuple[tuple[float, float], ...]


CASES = (
    Case("port of 30 kLoC and one learner", 0.5, ((5.19615, 0.712), LEARN_RUST)),
    Case("hot path and four learners", 0.5, ((1.732, 0.690), *(LEARN_RUST,) * 4)),
    Case("port and eight learners", 0.5, ((10.3923, 0.712), *(LEARN_RUST,) * 8)),
    Case("tiny port and three learners of Go", 0.5, ((0.3188, 0.807), *(LEARN_GO,) * 3)),
    Case("two wide parts of unequal size", 0.5, ((1.0, 0.9), (10.0, 0.9))),
    Case("eight wide parts", 0.5, ((2.0, 0.9),) * 8),
    Case(
        "twenty mixed parts",
        0.5,
        tuple((0.5 * 1.25**index, 0.3 + 0.03 * index) for index in range(20)),
    ),
    Case("twelve parts, weak correlation", 0.3, ((3.0, 0.7),) * 12),
    Case("twelve parts, strong correlation", 0.7, ((3.0, 0.7),) * 12),
    Case("forty parts", 0.5, ((1.0, 0.6),) * 40),
)


def draw(case: Case, draws: int, seed: int) -> dict[str, float]:
    """Give the quantiles of seeded draws of a sum."""
    generator = random.Random(seed)  # noqa: S311  # draws, not secrets
    gauss, exp = generator.gauss, math.exp
    shared, own = math.sqrt(case.rho), math.sqrt(1 - case.rho)
    terms = [(median, sigma * shared, sigma * own) for median, sigma in case.parts]
    sums = []
    for _ in range(draws):
        z = gauss(0, 1)
        sums.append(sum([m * exp(a * z + b * gauss(0, 1)) for m, a, b in terms]))
    sums.sort()
    return {name: sums[int(share * draws)] for name, share in QUANTILES.items()}


def main() -> None:
    """Write the file, or say how far other draws are from it."""
    if "--check" in sys.argv[1:]:
        stored = json.loads(TARGET.read_text(encoding="utf-8"))["cases"]
        for case, kept in zip(CASES, stored, strict=True):
            again = draw(case, DRAWS, SEED + 1)
            gaps = ", ".join(f"{q} {again[q] / kept['quantiles'][q] - 1:+.2%}" for q in QUANTILES)
            print(f"{case.name}: {gaps}")
        return
    cases = [{**case._asdict(), "quantiles": draw(case, DRAWS, SEED)} for case in CASES]
    content = {"made_by": "benchmarks/sums.py", "draws": DRAWS, "seed": SEED, "cases": cases}
    TARGET.write_text(json.dumps(content, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
