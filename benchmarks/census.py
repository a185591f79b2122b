"""Compares our counts with the reference census, entry by entry of the ledger.

    python benchmarks/census.py PATH... [--columns]

Each PATH is a checkout of one of the repositories in tests/fixtures/census.json, at the commit
named there. Counted is product code: files whose role is product, without test items. An entry is
the sum of its census columns; it agrees when it differs by at most the tolerance. With `--columns`
the columns of each entry are listed too.
"""

import argparse
import json
import subprocess
import sys
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

from tabulate import tabulate

from estimator.facts.standing import standing
from estimator.languages import LANGUAGES
from estimator.model.source import FileFacts, ParsedFile, Role, Skipped, SourceFile
from estimator.parsing.extract import extract
from estimator.parsing.limits import Limits

CENSUS = Path(__file__).parent.parent / "tests" / "fixtures" / "census.json"
LIMITS = Limits(max_bytes=2_000_000, max_seconds=10.0, max_depth=1_000)


def main() -> int:
    """Print one table for each repository; 1 where too few entries agree."""
    options = _options()
    census: dict[str, Any] = json.loads(CENSUS.read_text())
    return max(compare(path, census, shows_columns=options.columns) for path in options.paths)


def compare(path: Path, census: Mapping[str, Any], *, shows_columns: bool) -> int:
    """Print the table of one repository; 1 where fewer entries agree than wanted."""
    commit = _git(path, "rev-parse", "HEAD").decode().strip()
    known = [one for one in census["repositories"] if commit.startswith(one["commit"])]
    if not known:
        print(f"{path}: the census has no repository at commit {commit[:12]}")
        return 1
    expected = known[0]
    language = expected["language"]
    files = product_files(path, language)
    metrics = census["metrics"][language]
    ours = counts(files, metrics)
    lines = sum(facts.lines.code - facts.test_lines.code for facts in files.values())
    rows, agreeing = [], 0
    for entry in census["entries"][language]:
        found = sum(ours[column] for column in entry["columns"])
        wanted = sum(expected["counts"][column] for column in entry["columns"])
        agrees = abs(found - wanted) <= census["tolerance"] * wanted
        agreeing += agrees
        rows.append(
            [entry["rank"], entry["id"], *_difference(found, wanted), "" if agrees else "no"]
        )
        if shows_columns:
            rows += [
                ["", f"  {column}", *_difference(ours[column], expected["counts"][column]), ""]
                for column in entry["columns"]
            ]
    print(f"\n{expected['name']} at {expected['commit']}")
    print(f"product code lines: ours {lines:,}, census {expected['code']:,}")
    headers = ["rank", "entry", "ours", "census", "difference %", "agrees"]
    print(tabulate(rows, headers=headers, floatfmt="+.1f"))
    print(f"{agreeing} of {len(census['entries'][language])} entries agree")
    return int(agreeing < census["agreeing_at_least"])


def product_files(path: Path, language: str) -> dict[str, FileFacts]:
    """Facts of the product files of one language below a checkout."""
    spec = LANGUAGES[language]
    patterns = [f"*{suffix}" for suffix in spec.suffixes]
    parsed = []
    for name in _listed(path, patterns):
        content = (path / name).read_bytes()
        facts = extract(content, language, LIMITS)
        if isinstance(facts, str):
            print(f"{name} is skipped: {facts}", file=sys.stderr)
            facts_or_skip: FileFacts | Skipped = Skipped(path=name, reason=facts)
        else:
            facts_or_skip = facts
        source = SourceFile(path=name, language=language, key="", size_bytes=len(content))
        parsed.append(ParsedFile(source=source, facts=facts_or_skip))
    manifests = {name: (path / name).read_bytes() for name in _listed(path, spec.manifest_names)}
    roles = standing(parsed, {language: spec.role_of_path}, manifests=manifests).files
    return {
        file.source.path: file.facts
        for file in parsed
        if isinstance(file.facts, FileFacts) and roles[file.source.path] is Role.PRODUCT
    }


def _listed(path: Path, patterns: Iterable[str]) -> list[str]:
    """Tracked regular files whose names fit."""
    globs = [f":(glob)**/{pattern}" for pattern in sorted(patterns)]
    names = _git(path, "ls-files", "-z", "--", *globs).split(b"\0")
    found = sorted(name.decode() for name in names if name)
    return [name for name in found if not (path / name).is_symlink()]


def counts(files: Mapping[str, FileFacts], metrics: Mapping[str, Sequence[str]]) -> Counter[str]:
    """Occurrences outside tests by census column; a column is the sum of its metrics."""
    found: Counter[str] = Counter()
    for facts in files.values():
        for symbol in facts.symbols:
            if not symbol.is_test:
                for metric, lines in symbol.sites.items():
                    found[metric] += len(lines)
    return Counter({column: sum(found[name] for name in metrics[column]) for column in metrics})


def _difference(found: int, wanted: int) -> tuple[int, int, float]:
    return found, wanted, 100 * (found - wanted) / wanted if wanted else 100.0 * bool(found)


def _git(path: Path, *arguments: str) -> bytes:
    command = ["git", "-C", str(path), *arguments]
    return subprocess.run(command, check=True, capture_output=True).stdout


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("paths", nargs="+", type=Path)
    parser.add_argument("--columns", action="store_true", help="list the columns of each entry")
    return parser.parse_args()


if __name__ == "__main__":
    sys.exit(main())
