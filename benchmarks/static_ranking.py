"""How well source alone ranks functions, against committed CPU profiles of public repositories.

    python benchmarks/static_ranking.py FOLDER... [--json benchmarks/static_ranking-result.json]

FOLDER is a checkout named OWNER+NAME at the commit of static_ranking.json, which holds the own
functions with most time of 26 public repositories that commit a CPU profile: file, first and last
line, flat and nearest share of all samples. Own time is what these shares are part of. T80 is the
smallest set of functions with 80 % of own time. Printed for the score with call flow, for the one
without, and for lines only:

- AP: average precision of the whole ranking, T80 functions being right (mean);
- top 5 %: share of own time that the first twentieth of all functions holds (median);
- top 20: the same for the first 20 (mean);
- found: repositories with at least one T80 function among the first 20.

The score has no constant that was fitted here, so nothing is left out in turn.
"""

import argparse
import json
import sys
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from statistics import mean, median
from typing import Any, NamedTuple

from tabulate import tabulate

from estimator.discovery.worktree import discover
from estimator.facts.roles import product_imports
from estimator.languages import LANGUAGES
from estimator.model.config import Config, ScanConfig
from estimator.model.facts import Layout
from estimator.model.source import Role
from estimator.parsing.linkfiles import link_files
from estimator.scanning import Scan, scan_files
from estimator.structure.callgraph import CallGraph, call_graph, linked_files
from estimator.structure.candidates import score
from estimator.structure.hotscore import scores

EXPECTED = Path(__file__).with_suffix(".json")
CORE_SHARE = 0.8
TOP_SHARE = 0.05
TOP = 20
MEASURES = ("flat", "nearest")
CONFIG = Config(scan=ScanConfig(use_cache=False))
RANKINGS: Mapping[str, Callable[[CallGraph], Sequence[float]]] = {
    "lines only": lambda graph: [one.code_lines for one in graph.functions],
    "score without flow": lambda graph: [score(one.facts) for one in graph.functions],
    "score": scores,
}


class Result(NamedTuple):
    """How one ranking of one repository did by one measure."""

    precision: float
    top_share: float
    top20: float
    is_found: bool


def main() -> int:
    """Print a table of repositories and one of rankings."""
    options = _options()
    expected = {row["repository"]: row for row in json.loads(EXPECTED.read_text())}
    found: dict[str, Any] = {}
    for folder in options.folders:
        row = expected.get(folder.name.replace("+", "/"))
        if row is not None:
            found[row["repository"]] = judged(graph_of(folder, row["language"]), row)
    if not found:
        print("no folder is named like a repository of static_ranking.json")
        return 1
    print(render(found))
    if options.json:
        options.json.write_text(json.dumps(summary(found), indent=1, sort_keys=True) + "\n")
    return 0


def graph_of(folder: Path, language: str) -> CallGraph:
    """Scan a folder, walk over its product files once more, and build the graph."""
    scan = scan_files(folder, config=CONFIG)
    roles: dict[str, Role] = {row.path: row.role for row in scan.facts.files}
    product = [file for file in scan.parsed if roles.get(file.source.path) is Role.PRODUCT]
    links = link_files(folder, [file.source for file in product], config=CONFIG.scan, cache=None)
    layout = layout_of(folder, language, scan)
    return call_graph(language, linked_files(language, scan.parsed, roles, links, layout), layout)


def layout_of(folder: Path, language: str, scan: Scan) -> Layout:
    """Units, modules and dependencies of one language of a scanned folder."""
    tree = discover(
        folder,
        exclude=(),
        languages={suffix: key for key, spec in LANGUAGES.items() for suffix in spec.suffixes},
        manifest_names=frozenset(n for spec in LANGUAGES.values() for n in spec.manifest_names),
    )
    roles: dict[str, Role] = {row.path: row.role for row in scan.facts.files}
    paths = [file.path for file in tree.files if file.language == language]
    imports = product_imports(scan.parsed, roles)
    return LANGUAGES[language].read_layout(tree.manifests, paths, imports)


def judged(graph: CallGraph, row: Mapping[str, Any]) -> dict[str, Any]:
    """Results of each ranking by each measure."""
    shares = matched(graph, row["functions"])
    own = {"flat": row["own"], "nearest": row["own_nearest"]}
    found: dict[str, Any] = {"functions": len(graph.functions)}
    for name, ranking in RANKINGS.items():
        values = ranking(graph)
        order = sorted(range(len(values)), key=lambda number: (-values[number], number))
        for index, measure in enumerate(MEASURES):
            share = {number: found[index] / own[measure] for number, found in shares.items()}
            found[f"{name}, {measure}"] = result(order, share)._asdict()
    return found


def matched(
    graph: CallGraph, functions: Sequence[tuple[str, int, int, float, float]]
) -> dict[int, tuple[float, float]]:
    """Flat and nearest share by number, for functions that lie where the profile says."""
    by_path: dict[str, list[int]] = {}
    for number, function in enumerate(graph.functions):
        by_path.setdefault(function.path, []).append(number)
    found: dict[int, tuple[float, float]] = {}
    for path, first, last, flat, nearest in functions:
        inside = [
            number
            for number in by_path.get(path, ())
            if graph.functions[number].line <= last and graph.functions[number].end_line >= first
        ]
        if inside:
            number = min(inside, key=lambda one: abs(graph.functions[one].line - first))
            before = found.get(number, (0.0, 0.0))
            found[number] = (before[0] + flat, before[1] + nearest)
    return found


def result(order: Sequence[int], share: Mapping[int, float]) -> Result:
    """Judge an order of all functions by their shares of own time."""
    core = core_of(share)
    top = order[: max(1, round(TOP_SHARE * len(order)))]
    return Result(
        precision=average_precision(order, core),
        top_share=sum(share.get(number, 0.0) for number in top),
        top20=sum(share.get(number, 0.0) for number in order[:TOP]),
        is_found=not core.isdisjoint(order[:TOP]),
    )


def core_of(share: Mapping[int, float]) -> frozenset[int]:
    """T80: fewest functions with 80 % of own time, or all with any where they hold less."""
    core: set[int] = set()
    held = 0.0
    for number in sorted(share, key=lambda number: (-share[number], number)):
        if held >= CORE_SHARE or not share[number]:
            break
        core.add(number)
        held += share[number]
    return frozenset(core)


def average_precision(order: Sequence[int], right: frozenset[int]) -> float:
    """Mean, over the right ones, of the share of right ones up to and including each."""
    hits, total = 0, 0.0
    for place, number in enumerate(order, start=1):
        if number in right:
            hits += 1
            total += hits / place
    return total / len(right) if right else 0.0


def summary(found: Mapping[str, Any]) -> dict[str, dict[str, float]]:
    """Means and medians over repositories, by ranking and measure."""
    rows = list(found.values())
    names = [f"{name}, {measure}" for measure in MEASURES for name in RANKINGS]
    return {
        name: {
            "AP": round(mean(row[name]["precision"] for row in rows), 3),
            "top 5 %": round(median(row[name]["top_share"] for row in rows), 3),
            "top 20": round(mean(row[name]["top20"] for row in rows), 3),
            "found": round(mean(row[name]["is_found"] for row in rows), 3),
        }
        for name in names
    }


def render(found: Mapping[str, Any]) -> str:
    """Two tables: the score by repository, and all rankings over all repositories."""
    single = [
        (
            name,
            row["functions"],
            *(row[f"{ranking}, nearest"]["precision"] for ranking in RANKINGS),
            row["score, flat"]["top_share"],
            row["score, nearest"]["top_share"],
            row["score, nearest"]["is_found"],
        )
        for name, row in sorted(found.items())
    ]
    heads = ("repository", "functions", *(f"AP {name}" for name in RANKINGS))
    heads += ("top 5 % flat", "nearest", "found")
    totals = [(name, *values.values()) for name, values in summary(found).items()]
    return "\n\n".join(
        (
            tabulate(single, heads, floatfmt=".2f"),
            tabulate(totals, ("ranking", "AP", "top 5 %", "top 20", "found"), floatfmt=".3f"),
        )
    )


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("folders", nargs="+", type=Path)
    parser.add_argument("--json", type=Path, help="write means and medians here")
    return parser.parse_args()


if __name__ == "__main__":
    sys.exit(main())
