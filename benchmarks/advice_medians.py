"""Public repositories -> how much of the advice is decided and filled by evidence, with medians.

    python benchmarks/advice_medians.py [FOLDER...] [--write]

FOLDER is a checkout named OWNER+NAME; without any, the stored run is printed. Which repositories
count is a rule and no choice: of each workload in `workloads.json` the first two by name, whatever
their case. A criterion is decided by evidence where its answer is yes or no and nobody declared it;
a cell *here* of the trade-offs is filled where it holds a count or a place. --write keeps this run.
"""

import argparse
import json
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from statistics import median
from typing import Any

from tabulate import tabulate

from estimator import advise, load_rulebook
from estimator.model.advice import Advice, Answer
from estimator.model.config import Config
from estimator.model.rules import Rulebook
from estimator.scanning import scan_files

KNOWN = Path(__file__).with_name("workloads.json")
RESULT = Path(__file__).with_name("advice_medians.json")
A_WORKLOAD = 2
LEAST_DECIDED = 8
LEAST_FILLED = 9


def main() -> None:
    """Print one row for each repository, then the medians against what is asked of them."""
    options = _options()
    if not options.folders:
        print(render(json.loads(RESULT.read_text())))
        return
    wanted = chosen(json.loads(KNOWN.read_text()))
    rulebook = load_rulebook()
    by_name = {folder.name.replace("+", "/"): folder for folder in options.folders}
    missing = [name for name in wanted if name not in by_name]
    rows = [counted(by_name[name], name, rulebook) for name in wanted if name in by_name]
    print(render(rows), end="")
    if missing:
        print(f"not given: {', '.join(missing)}")
    if options.write:
        RESULT.write_text(json.dumps(rows, indent=1) + "\n")


def chosen(known: Iterable[Mapping[str, Any]]) -> tuple[str, ...]:
    """Give the first two repositories by name of each workload."""
    named: dict[str, list[str]] = defaultdict(list)
    for row in known:
        named[row["expected"]].append(row["repository"])
    return tuple(
        name
        for _, names in sorted(named.items())
        for name in sorted(names, key=str.lower)[:A_WORKLOAD]
    )


def counted(folder: Path, name: str, rulebook: Rulebook) -> dict[str, Any]:
    """Count what the advice on one repository decides and fills."""
    config = Config()
    facts = scan_files(folder, config=config, wants_paths=True).facts
    return {"repository": name, "commit": facts.repository.commit} | counts(
        advise(facts, rulebook, config=config)
    )


def counts(advice: Advice) -> dict[str, Any]:
    """Criteria decided by evidence and filled cells of one advice; what fills the empty ones."""
    empty = [row for row in advice.tradeoffs if not row.is_filled]
    return {
        "recommendation": advice.recommendation.id,
        "criteria": len(advice.criteria),
        "decided": sum(
            one.answer is not Answer.OPEN and one.decided_by == "evidence"
            for one in advice.criteria
        ),
        "cells": len(advice.tradeoffs),
        "filled": len(advice.tradeoffs) - len(empty),
        "empty": {row.dimension: row.here for row in empty},
    }


def render(rows: Sequence[Mapping[str, Any]]) -> str:
    """The table, the medians, and every empty cell with what fills it."""
    head = ["repository", "advice", "decided", "of", "filled", "of"]
    keys = ("repository", "recommendation", "decided", "criteria", "filled", "cells")
    lines = [tabulate([[row[key] for key in keys] for row in rows], headers=head)]
    for key, least in (("decided", LEAST_DECIDED), ("filled", LEAST_FILLED)):
        middle = median(row[key] for row in rows)
        words = "holds" if middle >= least else "does not hold"
        lines.append(f"median {key}: {middle:g} over {len(rows)}; asked for {least}: {words}")
    lines += [
        f"empty: {row['repository']}, {dimension}: {here}"
        for row in rows
        for dimension, here in row["empty"].items()
    ]
    return "\n".join(lines) + "\n"


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__.split("\n", maxsplit=1)[0])
    parser.add_argument("folders", nargs="*", type=Path)
    parser.add_argument("--write", action="store_true")
    return parser.parse_args()


if __name__ == "__main__":
    main()
