"""Compares ledger hours by group with the reference census, on the commits it counted.

    python benchmarks/ledger_hours.py PATH... [--entries]

Each PATH is a checkout of one of the repositories in tests/fixtures/census-ledger.json, at the
commit named there. Both sides are priced with the rulebook at hand, each x n, so that only the
counts differ. Entries whose counter was mended since are compared by what the census counted: by
their `metrics` in that file, where we still count the same, else by the share that is `found` now,
and in any case at the hours that an occurrence had then, `times` today's. A group agrees when its
hours differ by at most the tolerance. With `--entries` every entry is listed, largest difference in
hours first.
"""

import argparse
import json
import sys
from collections import defaultdict
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from tabulate import tabulate

from estimator import load_rulebook, scan
from estimator.model.facts import RepositoryFacts
from estimator.model.rules import LedgerPrice, Rule, Rulebook

CENSUS = Path(__file__).parent.parent / "tests" / "fixtures" / "census-ledger.json"
DIRECTION = {"rust": "rust-to-go", "go": "go-to-rust"}


def main() -> int:
    """Print one table for each repository; 1 where a group does not agree."""
    options = _options()
    census: dict[str, Any] = json.loads(CENSUS.read_text())
    rulebook = load_rulebook()
    return max(compare(path, census, rulebook, options.entries) for path in options.paths)


def compare(path: Path, census: Mapping[str, Any], rulebook: Rulebook, entries: bool) -> int:  # noqa: FBT001  # a benchmark's own
    """Print the tables of one repository; 1 where a group differs by more than the tolerance."""
    facts = scan(path)
    commit = facts.repository.commit or ""
    known = [one for one in census["repositories"] if commit.startswith(one["commit"])]
    if not known:
        print(f"{path}: the census has no repository at commit {commit[:12]}")
        return 1
    expected = known[0]
    rows = _entries(facts, census, expected, rulebook)
    groups: dict[str, list[float]] = defaultdict(lambda: [0.0, 0.0])
    for _, _, group, _, ours, _, theirs in rows:
        groups[group][0] += ours
        groups[group][1] += theirs
        groups["sum"][0] += ours
        groups["sum"][1] += theirs
    print(f"\n{expected['name']} at {expected['commit']}")
    table, worst = [], 0.0
    for group, (ours, theirs) in groups.items():
        difference = ours / theirs - 1 if theirs else float(ours > 0)
        worst = max(worst, abs(difference))
        table.append((group, ours, theirs, f"{difference:+.1%}"))
    print(tabulate(table, ["group", "our hours", "census hours", "difference"], floatfmt=".1f"))
    if entries:
        rows.sort(key=lambda row: -abs(row[4] - row[6]))
        headers = ["rule", "entry", "group", "ours", "hours", "census", "hours"]
        print(tabulate(rows, headers, floatfmt=".1f"))
    return int(worst > census["tolerance"])


Row = tuple[str, str, str, float, float, float, float]


def _entries(
    facts: RepositoryFacts,
    census: Mapping[str, Any],
    expected: Mapping[str, Any],
    rulebook: Rulebook,
) -> list[Row]:
    """Rule, entry, group, and count with each-hours on both sides."""
    direction = DIRECTION[expected["language"]]
    rows: list[Row] = []
    for rule, price in _ledger(rulebook, direction):
        mended = census["mended"].get(rule.name, {})
        metrics = mended.get("metrics", price.metrics)
        ours = sum(facts.metrics.get(metric, 0) for metric in metrics)
        theirs = float(expected["counts"][rule.name])
        if price.scope == "repo":
            ours, theirs = min(ours, 1), min(theirs, 1)
        each = price.each.likely * mended.get("times", 1.0)
        if "metrics" not in mended:
            ours /= mended.get("found", mended.get("times", 1.0))
        rows.append((rule.id, rule.name, price.group, ours, each * ours, theirs, each * theirs))
    return rows


def _ledger(rulebook: Rulebook, direction: str) -> list[tuple[Rule, LedgerPrice]]:
    found = [(rule, rule.ledger) for rule in rulebook.rules.values() if rule.ledger]
    return sorted(
        (pair for pair in found if pair[0].scenario == direction), key=lambda pair: pair[0].id
    )


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("paths", nargs="+", type=Path)
    parser.add_argument("--entries", action="store_true", help="list every entry")
    return parser.parse_args()


if __name__ == "__main__":
    sys.exit(main())
