"""Verdicts on answers of criteria -> the share that was right, before and after mending.

    python benchmarks/criteria_verdicts.py [FILE]

`criteria-verdicts.csv` holds a row for each criterion of eight public repositories of different
workloads: what the rules answered before and what they answer now, with what they said, and whether
the code agrees: searched for what the rule counts, read where the answer rests on a type or a
function, held against the known workload where it rests on that. Open is right where only people
know, wrong where the repository could tell. What was not looked at is "not judged" and left out.
The rules were mended after the verdicts on what they said before, so "now" is no fresh sample.
"""

import csv
import sys
from collections.abc import Iterable, Mapping
from pathlib import Path

from tabulate import tabulate

VERDICTS = Path(__file__).with_name("criteria-verdicts.csv")
OPEN = "open"
RIGHT, WRONG, NOT_JUDGED = "right", "wrong", "not judged"


def main() -> None:
    """Print the shares and every wrong answer."""
    path = Path(sys.argv[1]) if len(sys.argv) > 1 else VERDICTS
    with path.open(newline="", encoding="utf-8") as stream:
        print(render(list(csv.DictReader(stream))), end="")


def render(rows: list[Mapping[str, str]]) -> str:
    """The shares of right answers, and the wrong ones with the reason."""
    stages = (("before", "answer_before", "verdict_before"), ("now", "answer", "verdict"))
    body = [
        (name, _share(rows, verdict), _share((r for r in rows if r[answer] != OPEN), verdict))
        for name, answer, verdict in stages
    ]
    lines = [tabulate(body, headers=["rules", "all answers right", "decided answers right"])]
    lines += [
        f"wrong {name}: {row['repository']} {row['criterion']} said {row[answer]}: {row['reason']}"
        for name, answer, verdict in stages
        for row in rows
        if row[verdict] == WRONG
    ]
    left = sum(row["verdict"] == NOT_JUDGED for row in rows)
    lines.append(f"not judged now, and left out: {left} of {len(rows)}")
    return "\n".join(lines) + "\n"


def _share(rows: Iterable[Mapping[str, str]], verdict: str) -> str:
    found = [row[verdict] == RIGHT for row in rows if row[verdict] != NOT_JUDGED]
    return f"{sum(found)} of {len(found)} ({sum(found) / len(found):.0%})" if found else "none"


if __name__ == "__main__":
    main()
