"""Verdicts on evidence lines -> what each ledger rule says of its own precision.

    python benchmarks/evidence_rules.py [FILE...]

Rewrites, in `rules/*-to-*/*.toml`, each ledger rule's source about its evidence lines and its
`confidence`: low under 85 % or three lines, else medium, since all hours are judgement. Run it
again whenever the file of verdicts changes; the tests hold the rules to the file.
"""

import csv
import re
import sys
from collections import defaultdict
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import NamedTuple

from estimator.model.percent import percent

ROOT = Path(__file__).parent.parent
VERDICTS = tuple(ROOT / "benchmarks" / f"evidence-verdicts{name}.csv" for name in ("", "-fresh"))
"""The judgement of the person who mended the counters, and that of a reader who had not."""
ENOUGH_SHARE = 0.85
ENOUGH_LINES = 3
_RULE = re.compile(r"(?m)^(?=\[\[rule\]\])")
_ID = re.compile(r'(?m)^id = "(\w+)"$')
_CONFIDENCE = re.compile(r'(?m)^confidence = "\w+"$')
_SOURCE = re.compile(
    r'\[\[rule\.source\]\]\nkind = "measured"\ncite = "\d+ evidence lines [^\n]*\nsays = [^\n]*\n\n'
)


class Precision(NamedTuple):
    """How many of an entry's lines were judged, and how many are what the entry says."""

    lines: int
    right: int

    def confidence(self) -> str:
        """What the rule's `confidence` is by this."""
        enough = self.lines >= ENOUGH_LINES and self.right >= ENOUGH_SHARE * self.lines
        return "medium" if enough else "low"

    def says(self) -> str:
        """What the rule's source says."""
        if not self.lines:
            return "no line of this entry was found in them"
        share = percent(self.right / self.lines)
        return f"{self.right} of {self.lines} lines of this entry are what it says ({share})"


def verdicts(paths: Sequence[Path]) -> list[dict[str, str]]:
    """Every row of the files."""
    rows: list[dict[str, str]] = []
    for path in paths:
        with path.open(newline="") as file:
            rows.extend(csv.DictReader(file))
    return rows


def precisions(rows: Iterable[dict[str, str]]) -> dict[str, Precision]:
    """Rule id -> its precision by the verdicts; what is unclear counts as wrong."""
    said: dict[str, list[str]] = defaultdict(list)
    for row in rows:
        said[row["rule"]].append(row["verdict"])
    return {rule: Precision(len(all_), all_.count("yes")) for rule, all_ in said.items()}


def cited(rows: Sequence[dict[str, str]], readers: int) -> str:
    """How a rule names the verdicts: how many lines, of which repositories, by how many."""
    names = ", ".join(sorted({row["repository"] for row in rows}))
    judged = "judged one by one" if readers == 1 else f"judged one by one by {readers} readers"
    return f"{len(rows)} evidence lines of {names}, drawn by seed and {judged}"


def rewritten(text: str, found: dict[str, Precision], cite: str) -> str:
    """Give a rule file with the precision of each ledger rule in it."""
    return "".join(_rewritten_rule(part, found, cite) for part in _RULE.split(text))


def _rewritten_rule(part: str, found: dict[str, Precision], cite: str) -> str:
    name = _ID.search(part)
    if name is None or "[rule.ledger]" not in part:
        return part
    one = found.get(name[1], Precision(0, 0))
    source = f'[[rule.source]]\nkind = "measured"\ncite = "{cite}"\nsays = "{one.says()}"\n\n'
    part = _CONFIDENCE.sub(f'confidence = "{one.confidence()}"', _SOURCE.sub("", part), count=1)
    return part.replace("[[rule.example]]", f"{source}[[rule.example]]", 1)


def main() -> None:
    """Rewrite the rule files."""
    paths = tuple(map(Path, sys.argv[1:])) or VERDICTS
    rows = verdicts(paths)
    found, cite = precisions(rows), cited(rows, len(paths))
    for file in sorted((ROOT / "rules").glob("*-to-*/*.toml")):
        file.write_text(rewritten(file.read_text(), found, cite))


if __name__ == "__main__":
    main()
