"""What the second walk and the call graph cost, against a cold scan of the same repository.

    python benchmarks/graph_speed.py PATH... [--rounds 3]

Both run here without a cache, one after the other in each round; the best round counts. CPU is of
this process and its workers; wall time depends on what else the machine does. Peak memory is this
process's alone, over everything that was done so far: give one PATH where it matters.
"""

import argparse
import resource
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple, TypeVar

from static_ranking import CONFIG, layout_of
from tabulate import tabulate

from estimator.model.source import Role
from estimator.parsing.linkfiles import link_files
from estimator.scanning import scan_files
from estimator.structure.callgraph import call_graph, linked_files

ALLOWED = 1.0
T = TypeVar("T")


class Cost(NamedTuple):
    """Of one thing that was done."""

    cpu: float
    wall: float


def main() -> int:
    """Print one row for each path; 1 where it costs more CPU than allowed."""
    options = _options()
    rows = [measured(path, options.rounds) for path in options.paths]
    heads: tuple[str, ...] = ("repository", "functions", "calls", "scan CPU s", "walk CPU s")
    heads += ("graph CPU s", "CPU ratio", "wall ratio", "peak MB")
    print(tabulate(rows, heads, floatfmt=".2f"))
    return int(any(row[6] > ALLOWED for row in rows))


def measured(
    path: Path, rounds: int
) -> tuple[str, int, int, float, float, float, float, float, int]:
    """Time a scan, the walk over its product files, and the graphs of its languages."""
    scans, walks, graphs = [], [], []
    for _ in range(rounds):
        cost, scan = timed(lambda: scan_files(path, config=CONFIG))
        scans.append(cost)
        roles: dict[str, Role] = {row.path: row.role for row in scan.facts.files}
        layouts = {one.name: layout_of(path, one.name, scan) for one in scan.facts.languages}
        files = [one.source for one in scan.parsed if roles.get(one.source.path) is Role.PRODUCT]
        cost, links = timed(lambda: link_files(path, files, config=CONFIG.scan, cache=None))  # noqa: B023  # called at once
        walks.append(cost)
        cost, found = timed(
            lambda: [
                call_graph(name, linked_files(name, scan.parsed, roles, links, layout), layout)  # noqa: B023  # the same
                for name, layout in layouts.items()  # noqa: B023  # the same
            ]
        )
        graphs.append(cost)
    scan_cost, walk, graph = min(scans), min(walks), min(graphs)
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    return (
        path.name,
        sum(len(one.functions) for one in found),
        sum(len(one.links.calls) for graph in found for one in graph.functions if one.links),
        scan_cost.cpu,
        walk.cpu,
        graph.cpu,
        (walk.cpu + graph.cpu) / scan_cost.cpu,
        (walk.wall + graph.wall) / scan_cost.wall,
        peak,
    )


def timed(work: Callable[[], T]) -> tuple[Cost, T]:
    """Do something and say what it cost."""
    cpu, wall = _cpu(), time.monotonic()
    found = work()
    return Cost(_cpu() - cpu, time.monotonic() - wall), found


def _cpu() -> float:
    used = (resource.getrusage(resource.RUSAGE_SELF), resource.getrusage(resource.RUSAGE_CHILDREN))
    return sum(one.ru_utime + one.ru_stime for one in used)


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("paths", nargs="+", type=Path)
    parser.add_argument("--rounds", type=int, default=3)
    return parser.parse_args()


if __name__ == "__main__":
    sys.exit(main())
