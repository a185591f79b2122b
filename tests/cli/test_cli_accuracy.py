"""`estimator accuracy` as a user runs it."""

import json
from collections.abc import Callable

import pytest

from estimator import load_rulebook


@pytest.mark.parametrize("output_format", ["table", "markdown", "csv"])
def test_it_prints_every_port_in_every_format(
    output_format: str, output_of: Callable[[str], str]
) -> None:
    text = output_of(f"estimator accuracy --format {output_format}")
    names = [port.name for port in load_rulebook().ports.values() if port.in_statistics]
    escaped = text.replace("\\", "")
    assert [name for name in names if name not in escaped] == []


def test_json_carries_the_digest_of_the_rules(output_of: Callable[[str], str]) -> None:
    read = json.loads(output_of("estimator accuracy --format json"))
    assert read["rulebook_digest"] == load_rulebook().digest
