"""Percentages are written one way everywhere: ``52 %``, with a space."""

import ast
import re
from pathlib import Path

import pytest

_TIGHT = re.compile(r"\d%(?![a-zA-Z0-9])")
_TEXTS = ("tests/golden/**/*.txt", "tests/golden/**/*.md", "rules/**/*.toml", "*.md", "rules/*.md")


def texts(checkout: Path) -> list[Path]:
    return sorted({path for pattern in _TEXTS for path in checkout.glob(pattern)})


def test_no_output_document_or_rule_writes_a_percentage_without_a_space(checkout: Path) -> None:
    tight = {
        f"{path.relative_to(checkout)}: {line.strip()[:80]}"
        for path in texts(checkout)
        for line in path.read_text(encoding="utf-8").splitlines()
        if _TIGHT.search(line)
    }

    assert tight == set()


def formats(source: str) -> list[str]:
    """Give the format specifications of the f-strings of a module that make a percentage."""
    return [
        ast.unparse(node)
        for node in ast.walk(ast.parse(source))
        if isinstance(node, ast.FormattedValue)
        and node.format_spec is not None
        and ast.unparse(node.format_spec).rstrip("'\"").endswith("%")
    ]


def test_only_one_module_formats_a_share_as_a_percentage(checkout: Path) -> None:
    package = checkout / "estimator"
    found = {
        path.relative_to(package).as_posix()
        for path in sorted(package.rglob("*.py"))
        if formats(path.read_text(encoding="utf-8"))
    }

    assert found == {"model/percent.py"}


@pytest.mark.parametrize(
    ("text", "is_tight"),
    [("52% of it", True), ("52 % of it", False), ("%20x", False), ("a%20b", False), ("(8%)", True)],
)
def test_what_counts_as_a_percentage_without_a_space(text: str, *, is_tight: bool) -> None:
    assert bool(_TIGHT.search(text)) == is_tight
