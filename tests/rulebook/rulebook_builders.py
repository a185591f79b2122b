"""Rule files for tests, written beside the built-in ones."""

from functools import cache
from pathlib import Path

from estimator.model.rules import Rulebook
from estimator.rulebook.load import load_rulebook

RULE = """
[[rule]]
id = "RG290"
name = "own-rule"
status = "stable"
since = "1.0.0"
scenario = "rust-to-go"
title = "Something of ours"
why = "It was free."
when = { metric = "rust.async.select", at_least = 2 }

[rule.ledger]
group = "tokio"
scope = "occurrence"
rank = 20
metrics = ["rust.async.select"]
first = { low = 1, likely = 2, high = 3 }
each = { low = 0.5, likely = 1, high = 1.5 }

[[rule.source]]
kind = "judgement"
cite = "our last port"

[[rule.example]]
given = { "rust.async.select" = 3 }
hours = { low = 2, likely = 4, high = 6 }

[[rule.example]]
given = { "rust.async.select" = 1 }
hours = { likely = 0 }
"""

CONSTANT = """
[[constant]]
id = "size.exponent"
value = 0.8
unit = "exponent"
title = "Ours"

[[constant.source]]
kind = "measured"
cite = "our ports"
"""


@cache
def built_in_rules() -> Rulebook:
    return load_rulebook()


def rule_directory(root: Path, **files: str) -> Path:
    """Write NAME.toml for each keyword and give the directory."""
    directory = root / "own"
    directory.mkdir(exist_ok=True)
    for name, text in files.items():
        (directory / f"{name}.toml").write_text(text, encoding="utf-8")
    return directory
