"""Committed CPU profiles of public repositories, decoded and matched, against recorded shares.

    python benchmarks/profiles.py FOLDER... [--pprof] [--json benchmarks/profiles-result.json]

FOLDER is a checkout named OWNER+NAME at the commit of profiles.json, which holds the top functions
of 26 public repositories that commit a CPU profile, by flat, nearest and cumulative share. The
table counts how many of each top 10 agree within 0.1 points, and the match rate. --pprof compares
flat and cumulative time of every function with `go tool pprof -top`.

Most rows that differ do so by what counts as whose:
- a closure that was inlined belongs to the function it is written in, not to the one around it;
- an impl block in the repository is own code, also for a foreign type (`impl Own for Vec<T>`);
- derived code (`#[derive(Clone)]`) is not in the source and is time of the function that calls it.
Two rows differ by 7 and 9 samples of thousands in `cumulative`, for a reason that was not found.
"""

import argparse
import json
import re
import subprocess
from collections import defaultdict
from collections.abc import Mapping
from pathlib import Path
from statistics import median
from typing import Any

from tabulate import tabulate

from estimator.model.profile import MeasuredTime, Profile
from estimator.profiles.read import read_profile
from estimator.scanning import scan_files
from estimator.structure.measured import match
from estimator.structure.owncode import own_code, own_functions

EXPECTED = Path(__file__).with_suffix(".json")
TOLERANCE = 0.001
TOP = 10
MEASURES = ("flat", "nearest", "cumulative")
TOP_LINE = re.compile(r"\s*(-?[\d.]+)(\w*)\s+[\d.]+%\s+[\d.]+%\s+(-?[\d.]+)(\w*)\s+[\d.]+%\s+(.*)")


def main() -> None:
    """Print one row for each repository, and what differs."""
    options = _options()
    expected = {row["repository"]: row for row in json.loads(EXPECTED.read_text())}
    rows = [
        compared(folder, expected[folder.name.replace("+", "/")], with_pprof=options.pprof)
        for folder in options.folders
        if folder.name.replace("+", "/") in expected
    ]
    print(render(rows))
    for row in rows:
        for difference in row["differences"]:
            print(f"{row['repository']}: {difference}")
    if options.json:
        options.json.write_text(json.dumps(rows, indent=1, sort_keys=True) + "\n")


def compared(folder: Path, expected: Mapping[str, Any], *, with_pprof: bool) -> dict[str, Any]:
    """How one repository's profile agrees with what was recorded."""
    file = folder / expected["profile"]
    profile = read_profile(file.read_bytes(), source=expected["profile"])
    scan = scan_files(folder)
    language = expected["language"]
    functions = own_functions(scan.facts, scan.parsed, language)
    measured = match(profile, functions, own_code(scan.facts, language))
    row: dict[str, Any] = {
        "repository": expected["repository"],
        "kind": profile.kind,
        "samples": profile.samples,
        "samples_agree": profile.samples == expected["samples"],
        "match_rate": round(measured.match_rate, 4),
        "recorded_match_rate": expected["match_rate"],
        "differences": [],
    }
    for column, measure in enumerate(MEASURES, start=2):
        row[measure] = _agreeing(measured, expected, column, row["differences"])
    if with_pprof and profile.kind == "pprof":
        row["pprof"] = _pprof_agreement(file, profile)
    return row


def _agreeing(
    measured: MeasuredTime, expected: Mapping[str, Any], column: int, differences: list[str]
) -> str:
    measure = MEASURES[column - 2]
    found = {(each.path, each.line): getattr(each, measure) for each in measured.functions}
    top = sorted(expected["functions"], key=lambda row: -row[column])[:TOP]
    agreeing = 0
    for row in top:
        share = found.get((row[0], row[1]), 0.0)
        if abs(share - row[column]) <= TOLERANCE:
            agreeing += 1
        else:
            differences.append(f"{measure} {row[0]}:{row[1]} {share:.2%}, not {row[column]:.2%}")
    return f"{agreeing}/{len(top)}"


def _pprof_agreement(file: Path, profile: Profile) -> str:
    """How many functions have the flat and cumulative time that `go tool pprof -top` prints."""
    command = ["go", "tool", "pprof", "-top", "-nodefraction=0", "-edgefraction=0"]
    command += ["-nodecount=1000000", "-unit=nanoseconds", "-symbolize=none", str(file)]
    text = subprocess.run(command, capture_output=True, text=True, check=True).stdout
    theirs: dict[str, tuple[float, float]] = {}
    for line in text.splitlines():
        found = TOP_LINE.fullmatch(line)
        if found:
            name = re.sub(r" \((?:partial-)?inline\)$", "", found[5])
            flat, cumulative = theirs.get(name, (0.0, 0.0))
            theirs[name] = flat + float(found[1]), cumulative + float(found[3])
    ours = _times(profile)
    agreeing = sum(ours.get(name) == times for name, times in theirs.items())
    return f"{agreeing}/{len(theirs)}"


def _times(profile: Profile) -> dict[str, tuple[float, float]]:
    flat: dict[str, float] = defaultdict(float)
    cumulative: dict[str, float] = defaultdict(float)
    for stack in profile.stacks:
        symbols = [profile.frames[frame].symbol for frame in stack.frames]
        if symbols:
            flat[symbols[0]] += stack.value
        for symbol in set(symbols):
            cumulative[symbol] += stack.value
    return {symbol: (flat[symbol], time) for symbol, time in cumulative.items()}


def render(rows: list[dict[str, Any]]) -> str:
    """The table and its medians."""
    columns = ["repository", "kind", "samples", *MEASURES, "match_rate", "recorded_match_rate"]
    columns += ["pprof"] if any("pprof" in row for row in rows) else []
    table = tabulate(
        [[row.get(column, "") for column in columns] for row in rows],
        headers=[column.replace("_", " ") for column in columns],
    )
    whole = sum(not row["differences"] for row in rows)
    rate = median(row["match_rate"] for row in rows)
    return f"{table}\n{whole} of {len(rows)} agree in all three; median match rate {rate:.1%}\n"


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__.split("\n", maxsplit=1)[0])
    parser.add_argument("folders", nargs="+", type=Path)
    parser.add_argument("--pprof", action="store_true")
    parser.add_argument("--json", type=Path)
    return parser.parse_args()


if __name__ == "__main__":
    main()
