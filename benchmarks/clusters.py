"""Hot paths of repositories with a committed CPU profile: how few, how small, how connected.

    python benchmarks/clusters.py FOLDER... [--json benchmarks/clusters.json]

FOLDER is a checkout named OWNER+NAME at the commit of profiles.json. Clusters are found from the
profile itself, as `estimator hotpaths` does. For each repository the table says how many clusters
hold 80 % of own time, their lines with all that they drag along, and the lines of the fewest whole
packages (folders) that hold as much; and what crosses the cuts.

What clusters have to reach: a median of at most 3, and at most half the lines of the packages.
"""

import argparse
import json
from collections import defaultdict
from collections.abc import Mapping
from pathlib import Path
from statistics import median
from typing import Any

from tabulate import tabulate

from estimator.model.config import Config, HotPathConfig
from estimator.model.facts import RepositoryFacts
from estimator.model.hotpaths import HotPath
from estimator.model.source import Role
from estimator.scanning import scan

EXPECTED = Path(__file__).with_name("profiles.json")
WANTED = 0.8
_SLACK = 1e-9


def main() -> None:
    """Print one row for each repository and the medians."""
    options = _options()
    expected = {row["repository"]: row for row in json.loads(EXPECTED.read_text())}
    names = {folder: folder.name.replace("+", "/") for folder in options.folders}
    rows = [measured(folder, expected[name]) for folder, name in names.items() if name in expected]
    print(render(rows))
    if options.json:
        options.json.write_text(json.dumps(rows, indent=1, sort_keys=True) + "\n")


def measured(folder: Path, expected: Mapping[str, Any]) -> dict[str, Any]:
    """Clusters of one repository beside its whole packages."""
    config = Config(
        language=expected["language"],
        hot_paths=HotPathConfig(profiles=(expected["profile"],), share=WANTED),
    )
    facts = scan(folder, config=config)
    found = facts.hot_paths
    paths = found.paths if found else ()
    profile = found.profile if found else None
    lines = sum(path.code_lines for path in paths) + _dragged_lines(paths)
    packages, package_lines = _packages(facts, expected)
    seams = [path.seam for path in paths if path.seam]
    moved = {(one.path, one.line): one.nearest or 0.0 for path in paths for one in _moved(path)}
    return {
        "repository": expected["repository"],
        "clusters": len(paths),
        "covered": round(sum(moved.values()) / profile.own_nearest, 3) if profile else 0.0,
        "lines": lines,
        "packages": packages,
        "package_lines": package_lines,
        "of_packages": round(lines / package_lines, 3) if package_lines else None,
        "functions": sum(_count(path, "function") for path in paths),
        "types": sum(_count(path, "type") for path in paths),
        "shared": sum(len(seam.shared) for seam in seams),
        "quality": ", ".join(seam.quality for seam in seams),
    }


def _moved(path: HotPath) -> list[Any]:
    return [*path.functions, *path.dragged]


def _dragged_lines(paths: tuple[HotPath, ...]) -> int:
    """Dragged lines as each path is priced: what two of them drag along counts twice."""
    return sum(path.dragged_lines for path in paths)


def _count(path: HotPath, kind: str) -> int:
    return sum(one.kind == kind for one in path.seam.crossings) if path.seam else 0


def _packages(facts: RepositoryFacts, expected: Mapping[str, Any]) -> tuple[int, int]:
    """Fewest folders that hold the share of own time, and their product lines."""
    time: dict[str, float] = defaultdict(float)
    for path, _, _, nearest, _ in expected["functions"]:
        time[path.rpartition("/")[0]] += nearest
    lines: dict[str, int] = defaultdict(int)
    for row in facts.files:
        if row.role is Role.PRODUCT and row.language == expected["language"]:
            lines[row.path.rpartition("/")[0]] += row.lines.code - row.test_lines.code
    wanted, held, chosen = WANTED * sum(time.values()), 0.0, 0
    total = 0
    for folder in sorted(time, key=lambda one: (-time[one], one)):
        if held >= wanted - _SLACK:
            break
        held += time[folder]
        total += lines[folder]
        chosen += 1
    return chosen, total


def render(rows: list[dict[str, Any]]) -> str:
    """The table and its medians."""
    table = tabulate(
        [list(row.values()) for row in rows], headers=[key.replace("_", " ") for key in rows[0]]
    )
    clusters = median(row["clusters"] for row in rows)
    shares = [row["of_packages"] for row in rows if row["of_packages"] is not None]
    half = sum(share <= 1 / 2 for share in shares)
    of_packages = f"median lines {median(shares):.0%} of whole packages"
    at_most = f"at most half in {half} of {len(shares)}"
    return f"{table}\nmedian clusters {clusters:g}; {of_packages}, {at_most}\n"


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__.split("\n", maxsplit=1)[0])
    parser.add_argument("folders", nargs="+", type=Path)
    parser.add_argument("--json", type=Path)
    return parser.parse_args()


if __name__ == "__main__":
    main()
