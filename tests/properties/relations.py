"""Copies of the sample repositories to change, and what a change did to counts and prices."""

import re
import shutil
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import NamedTuple

from estimator.model.config import Config, ScanConfig
from estimator.model.estimate import Effort
from estimator.pipeline import estimate, load_rulebook
from estimator.scanning import scan

CHECKOUT = Path(__file__).parents[2]
RULES = load_rulebook()
SUFFIX = {"go": ".go", "rust": ".rs"}
START = {
    "go": re.compile(r"^(func|type) ", re.MULTILINE),
    "rust": re.compile(r"^(pub fn|fn|impl)\b", re.MULTILINE),
}
"""Where a top-level item starts: a place for blank lines, comments and cuts."""


class Priced(NamedTuple):
    """What a scan and an estimate say."""

    lines: int
    tests: int
    counts: Mapping[str, float]
    """Metrics of product code that a rule of the ledger prices."""
    hours: float
    """Each x n over the ledger of the direction."""
    efforts: Mapping[str, Effort]


def sample(language: str, target: Path) -> Path:
    """Copy the sample service of a language, with the annotated fixtures as one more unit."""
    shutil.copytree(CHECKOUT / "examples" / f"{language}-service", target)
    fixtures = CHECKOUT / "tests" / "fixtures" / language
    home = target / ("internal/fixture" if language == "go" else "crates/meterd/src/fixture")
    home.mkdir(parents=True)
    for file in sorted(fixtures.glob(f"*{SUFFIX[language]}")):
        shutil.copy(file, home / file.name)
    return target


def priced(root: Path, language: str) -> Priced:
    facts = scan(root, config=Config(scan=ScanConfig(use_cache=False, jobs=1)))
    report = estimate(facts, RULES, config=Config(language=language))
    (size,) = (one for one in facts.languages if one.name == language)
    scenario = "go-to-rust" if language == "go" else "rust-to-go"
    ledgers = [
        rule.ledger for rule in RULES.rules.values() if rule.ledger and rule.scenario == scenario
    ]
    counts = {
        metric: facts.metrics.get(metric, 0) for ledger in ledgers for metric in ledger.metrics
    }
    return Priced(
        lines=size.product_lines,
        tests=size.test_lines,
        counts=counts,
        hours=sum(
            ledger.each.likely * sum(counts[metric] for metric in ledger.metrics)
            for ledger in ledgers
        ),
        efforts={one.id: one.effort for one in report.scenarios if one.effort is not None},
    )


def rewrite(root: Path, language: str, change: Callable[[str], str]) -> int:
    """Change the text of every product file; how many changed."""
    changed = 0
    for file in product_files(root, language):
        before = file.read_text(encoding="utf-8")
        after = change(before)
        file.write_text(after, encoding="utf-8")
        changed += after != before
    return changed


def product_files(root: Path, language: str) -> list[Path]:
    return [
        file
        for file in sorted(root.rglob(f"*{SUFFIX[language]}"))
        if not file.name.endswith("_test.go") and "tests" not in file.relative_to(root).parts
    ]


def quantiles(effort: Effort) -> tuple[float, float, float, float]:
    return (effort.p10, effort.p50, effort.p80, effort.p90)
