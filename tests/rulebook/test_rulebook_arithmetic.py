"""The sums of the ledger by plain decimal arithmetic, straight from the rule files.

Nothing of the product computes here: the files are read by the standard library, and the hours are
first x min(1, n) + each x max(0, n - 1), as the ledger defines them. The last test compares.
"""

import csv
import re
import tomllib
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from estimator import load_rulebook
from estimator.rulebook.match import match_rule

CHECKOUT = Path(__file__).parents[2]
LEVELS = ("low", "likely", "high")
CLAMPED = "repo"
MENDED_SLACK = Decimal("0.1")
MENDED = ("old and new counter", "by column")
WRITTEN = re.compile(
    r"# n = (?:min\(1, \d+\) = )?(?P<n>\d+): (?P<first>[\d.]+)"
    r"(?: \+ (?P<further>\d+) x (?P<each>[\d.]+) = (?P<result>[\d.]+))?[^\n]*\n"
    r"given = "
)
"""The arithmetic in the comment above an example."""


def _texts() -> list[str]:
    return [path.read_text() for path in sorted((CHECKOUT / "rules").glob("*-to-*/*.toml"))]


def _entries() -> list[dict[str, Any]]:
    rules = (tomllib.loads(text, parse_float=Decimal).get("rule", []) for text in _texts())
    return [rule for found in rules for rule in found if "ledger" in rule]


ENTRIES = _entries()
IDS = [entry["id"] for entry in ENTRIES]


def _count(entry: dict[str, Any], given: dict[str, int]) -> Decimal:
    assert set(given) <= set(entry["ledger"]["metrics"]), "an example counts what the entry does"
    total = Decimal(sum(given.values()))
    return min(Decimal(1), total) if entry["ledger"]["scope"] == CLAMPED else total


def _hours(entry: dict[str, Any], n: Decimal, level: str) -> Decimal:
    first, each = entry["ledger"]["first"][level], entry["ledger"]["each"][level]
    return Decimal(first * min(Decimal(1), n) + each * max(Decimal(0), n - 1))


def test_there_are_a_hundred_entries() -> None:
    assert len(ENTRIES) == len(set(IDS)) == 100


@pytest.mark.parametrize("entry", ENTRIES, ids=IDS)
def test_every_example_is_its_plain_sum_to_the_last_digit(entry: dict[str, Any]) -> None:
    for example in entry["example"]:
        n = _count(entry, example["given"])
        assert example["hours"] == {level: _hours(entry, n, level) for level in example["hours"]}


@pytest.mark.parametrize("entry", ENTRIES, ids=IDS)
def test_the_examples_count_nothing_one_and_several(entry: dict[str, Any]) -> None:
    counts = {_count(entry, example["given"]) for example in entry["example"]}
    totals = {sum(example["given"].values()) for example in entry["example"]}

    assert {Decimal(0), Decimal(1)} <= counts
    if entry["ledger"]["scope"] == CLAMPED:
        assert max(totals) > 1
        assert max(counts) == 1
    else:
        assert len({n for n in counts if n > 1}) >= 2


@pytest.mark.parametrize("entry", ENTRIES, ids=IDS)
def test_every_metric_of_an_entry_counts_in_an_example(entry: dict[str, Any]) -> None:
    counted = {name for example in entry["example"] for name, n in example["given"].items() if n}
    assert counted == set(entry["ledger"]["metrics"])


@pytest.mark.parametrize("text", _texts())
def test_the_arithmetic_above_each_example_is_right_and_that_of_its_hours(text: str) -> None:
    examples = [
        example
        for rule in tomllib.loads(text, parse_float=Decimal).get("rule", [])
        for example in rule.get("example", [])
    ]
    written = list(WRITTEN.finditer(text))
    assert len(written) == len(examples)
    for found, example in zip(written, examples, strict=True):
        further, each = int(found["further"] or 0), Decimal(found["each"] or 0)
        result = Decimal(found["result"] or found["first"])
        assert further == max(0, int(found["n"]) - 1) or found["first"] == "0"
        assert Decimal(found["first"]) + further * each == result == example["hours"]["likely"]


def test_the_hours_at_median_density_are_those_that_the_author_of_the_ledger_gave() -> None:
    """In 30 kLoC; the density was printed to three places, so n is known to 0.015.

    An entry whose counter was mended since has a density of its own. Its likely hours at that
    density are those of the author within a tenth, but for the entries that say by how much less:
    where lines were found to be no such invariant, hours per place stay and the total falls.
    """
    by_name = {(entry["scenario"], entry["name"]): entry for entry in ENTRIES}
    with (CHECKOUT / "tests/fixtures/ledger-hours.csv").open() as stream:
        rows = list(csv.DictReader(stream))
    moved = {}
    for row in rows:
        entry = by_name.pop((row["scenario"], row["name"]))
        price = entry["ledger"]
        if "density" in price and price["density"]["p50"] != Decimal(row["p50"]):
            assert any(words in source["cite"] for words in MENDED for source in entry["source"])
            likely = _hours(entry, _usual(entry, price["density"]["p50"]), "likely")
            change = likely / Decimal(row["likely"]) - 1
            if abs(change) > MENDED_SLACK:
                moved[entry["id"]] = round(100 * change)
            continue
        n = _usual(entry, Decimal(row["p50"]))
        for level in LEVELS:
            slack = Decimal("0.05") + Decimal("0.015") * max(
                price["first"][level], price["each"][level]
            )
            assert abs(_hours(entry, n, level) - Decimal(row[level])) <= slack, row["name"]
    assert not by_name
    assert moved == {
        "GR105": -23,
        "GR109": -37,
        "GR204": -46,
        "GR208": -57,
        "GR209": -12,
        "GR307": -78,
        "GR310": -61,
        "GR311": -80,
        "GR316": -12,
        "GR404": -37,
        "RG102": -79,
        "RG107": -63,
        "RG109": -72,
        "RG114": -86,
        "RG203": -77,
        "RG216": -24,
        "RG217": -16,
        "RG301": -18,
        "RG302": -26,
        "RG305": -18,
    }
    for name, percent in moved.items():
        (entry,) = (one for one in ENTRIES if one["id"] == name)
        assert any(f"{-percent} % less at the median" in one["says"] for one in entry["source"])


def _usual(entry: dict[str, Any], density: Decimal) -> Decimal:
    """Occurrences in a service of 30,000 lines, as the entry counts them."""
    n = density * 30
    return min(Decimal(1), n) if entry["ledger"]["scope"] == CLAMPED else n


def test_the_product_finds_the_same_hours() -> None:
    rules = load_rulebook().rules
    for entry in ENTRIES:
        for example in entry["example"]:
            finding = match_rule(rules[entry["id"]], example["given"])
            for level in LEVELS:
                found = getattr(finding.full_hours, level) if finding else 0
                plain = _hours(entry, _count(entry, example["given"]), level)
                assert found == pytest.approx(float(plain), rel=1e-12)
