"""Golden reports on the stored facts of two real repositories, in every format.

The facts are counts of public repositories at the commits they name: rapiz1/rathole (Rust) and
gotify/server (Go).
"""

from collections.abc import Callable
from pathlib import Path

import pytest

from estimator import decode_facts, estimate, load_rulebook, render

FACTS = Path(__file__).parent.parent / "golden" / "facts"
SUFFIXES = {"table": "txt", "markdown": "md", "json": "json", "csv": "csv"}


@pytest.mark.parametrize("form", sorted(SUFFIXES))
@pytest.mark.parametrize("name", ["rathole", "gotify-server"])
def test_a_real_repository_reads_as_it_did(
    name: str, form: str, same_as_golden: Callable[[str, str], None]
) -> None:
    facts = decode_facts((FACTS / f"{name}.json").read_bytes())
    report = estimate(facts, load_rulebook())
    same_as_golden(f"real/{name}.{SUFFIXES[form]}", render(report, form))
