"""Public repositories whose workload is known -> how often the rules name it first.

    python benchmarks/workloads.py [FOLDER...] [--write FIELD]

FOLDER is a checkout named OWNER+NAME; without any, the first run is printed as it was recorded.
`workloads.json` holds what each repository is, by its own
description, in two parts: on some the rules were tuned, the unseen ones were scanned only after
the rules had been frozen. `first_run` is what the frozen rules found, `now` what the present ones
do; --write puts the three surest workloads of this run, and the commit, into the field it names.

First run: 50 of the 51 tuned on and 47 of the 52 unseen ones (90 %) are named first. The author of
the patterns for names of repositories knew the names of the first 30 unseen ones: without those
patterns it is 44 of 52 (85 %), and 18 of the 22 that were added later, where all rules name 19.
"""

import argparse
import json
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from tabulate import tabulate

from estimator import load_rulebook, scan
from estimator.advice.signals import find_signals
from estimator.advice.workloads import find_workloads
from estimator.model.rules import Rulebook

KNOWN = Path(__file__).with_suffix(".json")
TOP = 3
FIELDS = ("first_run", "now")


def main() -> None:
    """Print one row for each repository, the accuracy of each part, and every miss."""
    options = _options()
    known: list[dict[str, Any]] = json.loads(KNOWN.read_text())
    by_name = {row["repository"]: row for row in known}
    if not options.folders:
        print(render({**row, "found": row[FIELDS[0]]} for row in known if FIELDS[0] in row))
        return
    rulebook = load_rulebook()
    rows = [
        judged(folder, by_name[name], rulebook)
        for folder in options.folders
        if (name := folder.name.replace("+", "/")) in by_name
    ]
    print(render(rows))
    if options.write:
        for row in rows:
            by_name[row["repository"]]["commit"] = row["commit"]
            by_name[row["repository"]][options.write] = row["found"]
        KNOWN.write_text(json.dumps(known, indent=1) + "\n")


def judged(folder: Path, known: Mapping[str, Any], rulebook: Rulebook) -> dict[str, Any]:
    """What the rules find in one repository, beside what it is."""
    facts = scan(folder)
    found = find_workloads(find_signals(facts, rulebook), rulebook)[:TOP]
    return {
        "repository": known["repository"],
        "part": known["part"],
        "commit": facts.repository.commit,
        "expected": known["expected"],
        "found": [[one.name, round(one.confidence, 2)] for one in found],
    }


def is_hit(row: Mapping[str, Any]) -> bool:
    """Whether the surest workload is the known one."""
    return bool(row["found"]) and row["found"][0][0] == row["expected"]


def render(rows: Iterable[Mapping[str, Any]]) -> str:
    """The table, the share of hits in each part, and the misses."""
    ordered = sorted(rows, key=lambda row: (row["part"], row["expected"], row["repository"]))
    body = [
        (row["part"], row["repository"], row["expected"], "" if is_hit(row) else "x", _words(row))
        for row in ordered
    ]
    lines = [tabulate(body, headers=["part", "repository", "is", "miss", "found"])]
    for name in ("tuned", "unseen"):
        part = [row for row in ordered if row["part"] == name]
        if part:
            hits = sum(map(is_hit, part))
            lines.append(f"{name}: {hits} of {len(part)} named first, {hits / len(part):.0%}")
    missed = [row for row in ordered if not is_hit(row)]
    lines += [f"missed: {row['repository']} is {row['expected']}, {_words(row)}" for row in missed]
    return "\n".join(lines) + "\n"


def _words(row: Mapping[str, Any]) -> str:
    return ", ".join(f"{name} {sure:.2f}" for name, sure in row["found"]) or "nothing found"


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__.split("\n", maxsplit=1)[0])
    parser.add_argument("folders", nargs="*", type=Path)
    parser.add_argument("--write", choices=FIELDS)
    return parser.parse_args()


if __name__ == "__main__":
    main()
