"""Which Go files say that no build of the product takes them."""

import pytest

from estimator.model.source import FileFacts
from estimator.parsing.extract import extract
from estimator.parsing.limits import Limits

LIMITS = Limits(max_bytes=1_000_000, max_seconds=10, max_depth=1_000)


def is_tooling(text: str, language: str = "go") -> bool:
    facts = extract(text.encode(), language, LIMITS)
    assert isinstance(facts, FileFacts)
    return facts.is_tooling


@pytest.mark.parametrize("tag", ["ignore", "none", "tool", "tools", "mage", "generate"])
@pytest.mark.parametrize("form", ["//go:build {}", "// +build {}", "//go:build {} \t"])
def test_a_build_constraint_that_nothing_satisfies_makes_tooling(tag: str, form: str) -> None:
    assert is_tooling(f"// Copyright.\n\n{form.format(tag)}\n\npackage main\n")


def test_windows_lines_make_no_difference() -> None:
    assert is_tooling("//go:build tools\r\n\r\npackage tools\r\n")


@pytest.mark.parametrize(
    "text",
    [
        "package a\n",
        "//go:build linux\n\npackage a\n",
        "//go:build !ignore\n\npackage a\n",
        "//go:build ignore || linux\n\npackage a\n",
        "//go:build toolset\n\npackage a\n",
        "package a\n\nconst head = `\n//go:build ignore\n`\n",
        "// go:build ignore\n\npackage a\n",
        "",
    ],
)
def test_other_files_are_built(text: str) -> None:
    assert not is_tooling(text)


def test_rust_has_no_such_line() -> None:
    assert not is_tooling("//go:build ignore\n\nfn main() {}\n", "rust")
