"""Draws evidence lines by seed for a reader to judge, and sums the verdicts up by entry.

    python benchmarks/evidence.py draw PATH... [--lines 200] [--seed 1] > sample.csv
    python benchmarks/evidence.py sum benchmarks/evidence-verdicts.csv

Each PATH is a checkout; the lines come from all of them together, at most five for an entry of the
ledger, half of them from each language. A row shows the code around the line and what the entry
says it is. The reader fills in `verdict` (yes: the line is that invariant, no, unclear) and `note`,
and sees neither counts nor prices.

`evidence-verdicts-first.csv` is a reader's judgement of 200 lines before the counters were mended.
`evidence-verdicts.csv` was drawn by seed 13 afterwards, from the same four repositories and, for
entries that have no line there, from others. `evidence-verdicts-unseen.csv` is two lines an entry
of four repositories that nobody had looked at, and what it showed was mended too. These two were
judged by the person who mended the counters, which is kinder than a stranger.
`evidence-verdicts-fresh.csv` (--seed 17 --lines 240) is by a strict reader who had not worked on
the counters, but knew the prices, what each entry says may mislead, and the earlier share of two.
What it showed was mended after it: both files say what the counters were before.
"""

import argparse
import csv
import random
import sys
from collections import defaultdict
from collections.abc import Iterator, Mapping
from pathlib import Path

from tabulate import tabulate

from estimator import load_rulebook
from estimator.facts.sites import product_sites
from estimator.model.estimate import Site
from estimator.model.rules import Rule, Rulebook
from estimator.scanning import scan_files

PER_ENTRY = 5
CONTEXT = 4
COLUMNS = ("rule", "name", "definition", "repository", "commit", "place", "code", "verdict", "note")
Places = list[tuple[Path, str, Site]]


def main() -> None:
    """Draw or sum up."""
    options = _options()
    if options.what == "draw":
        rows = list(draw(options.paths, options.lines, options.seed, options.most))
        writer = csv.DictWriter(sys.stdout, COLUMNS, lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)
        return
    for path in options.paths:
        print(summary(path))


def draw(
    paths: list[Path], lines: int, seed: int, per_entry: int = PER_ENTRY
) -> Iterator[dict[str, str]]:
    """Give the rows of the sample: half of the lines for each direction, by rule and place."""
    rulebook = load_rulebook()
    places = _places(paths, rulebook)
    for direction in ("rust-to-go", "go-to-rust"):
        drawn = [
            (rulebook.rules[name], place)
            for name in sorted(places)
            if rulebook.rules[name].scenario == direction
            for place in _some(_chance(seed, name), places[name], per_entry)
        ]
        kept = _chance(seed, direction).sample(drawn, min(lines // 2, len(drawn)))
        for rule, (root, commit, site) in sorted(kept, key=lambda one: (one[0].id, str(one[1]))):
            yield _row(rule, root, commit, site)


def _chance(seed: int, of_what: str) -> random.Random:
    """A generator of its own for each entry, so that one mended entry leaves the others alone."""
    return random.Random(f"{seed} {of_what}")  # noqa: S311  # a sample, not a secret


def _some(chance: random.Random, places: Places, most: int) -> Places:
    """Draw lines of an entry; a line counts once, however often it is hit."""
    lines = list(dict.fromkeys(places))
    return chance.sample(lines, min(most, len(lines)))


def _places(paths: list[Path], rulebook: Rulebook) -> Mapping[str, Places]:
    """Rule id -> all its occurrences in product code."""
    ledger = [rule for rule in rulebook.rules.values() if rule.ledger]
    metrics = {metric for rule in ledger if rule.ledger for metric in rule.ledger.metrics}
    found: dict[str, Places] = defaultdict(list)
    for path in paths:
        scanned = scan_files(path)
        facts, parsed = scanned.facts, scanned.parsed
        sites = product_sites(facts, parsed, metrics)
        for rule in ledger:
            for metric in rule.ledger.metrics if rule.ledger else ():
                commit = (facts.repository.commit or "")[:12]
                found[rule.id] += [(path, commit, site) for site in sites.get(metric, ())]
    return found


def _row(rule: Rule, root: Path, commit: str, site: Site) -> dict[str, str]:
    text = (root / site.path).read_text(errors="replace").splitlines()
    first = max(site.line - CONTEXT, 1)
    shown = [
        f"{'>' if number == site.line else ' '}{number:5} {line}"
        for number, line in enumerate(text[first - 1 : site.line + CONTEXT], start=first)
    ]
    return {
        "rule": rule.id,
        "name": rule.name,
        "definition": f"{rule.title}. {rule.why.strip()}",
        "repository": root.resolve().name,
        "commit": commit,
        "place": f"{site.path}:{site.line}",
        "code": "\n".join(shown),
        "verdict": "",
        "note": "",
    }


def summary(path: Path) -> str:
    """Give precision by entry and in all; what is unclear counts as wrong."""
    tally: dict[tuple[str, str], list[str]] = defaultdict(list)
    with path.open(newline="") as file:
        for row in csv.DictReader(file):
            tally[row["rule"], row["name"]].append(row["verdict"])
    tally["", "all"] = [verdict for said in tally.values() for verdict in said]
    rows = [
        (*entry, len(said), said.count("yes"), f"{said.count('yes') / len(said):.0%}")
        for entry, said in sorted(tally.items(), key=lambda one: (not one[0][0], one[0]))
        if said
    ]
    return tabulate(rows, ["rule", "name", "lines", "right", "precision"])


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("what", choices=("draw", "sum"))
    parser.add_argument("paths", nargs="+", type=Path)
    parser.add_argument("--lines", type=int, default=200)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--most", type=int, default=PER_ENTRY, help="lines of one entry")
    return parser.parse_args()


if __name__ == "__main__":
    main()
