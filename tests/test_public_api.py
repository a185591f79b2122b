"""The library: few names, documented, typed, and nothing heavy before it is used."""

import inspect
import subprocess
import sys
from importlib.resources import files

import pytest

import estimator

NAMES = [
    "Advice",
    "Config",
    "EstimatorError",
    "Report",
    "RepositoryFacts",
    "Rulebook",
    "ScanConfig",
    "__version__",
    "advise",
    "decode_facts",
    "encode_facts",
    "estimate",
    "load_rulebook",
    "render",
    "scan",
]
HEAVY = {"git", "msgspec", "multiprocessing", "sqlite3", "tabulate", "tree_sitter"}
"""And what pulls one of them in."""


def test_the_names_are_these() -> None:
    assert sorted(estimator.__all__) == NAMES


@pytest.mark.parametrize("name", [name for name in NAMES if name != "__version__"])
def test_a_name_is_there_and_documented(name: str) -> None:
    assert inspect.getdoc(getattr(estimator, name))


def test_an_unknown_name_is_an_attribute_error() -> None:
    with pytest.raises(AttributeError, match="has no attribute 'nothing'"):
        _ = estimator.nothing


def test_the_package_says_that_it_is_typed() -> None:
    assert (files("estimator") / "py.typed").is_file()


def imported_by(code: str) -> set[str]:
    """The heavy modules that a fresh interpreter has after some code."""
    script = f"{code}\nimport sys\nprint(*sys.modules, file=sys.stderr)"
    ended = subprocess.run(
        [sys.executable, "-c", script], capture_output=True, text=True, check=True
    )
    return {name for name in ended.stderr.split() if "." not in name}


def test_importing_the_package_imports_nothing_heavy() -> None:
    assert imported_by("import estimator") & (HEAVY | {"click"}) == set()


@pytest.mark.parametrize("arguments", [["--help"], ["--version"]])
def test_the_help_page_imports_nothing_heavy(arguments: list[str]) -> None:
    code = f"from estimator.__main__ import run; run({arguments})"
    assert imported_by(code) & (HEAVY | {"platformdirs", "tomllib", "json"}) == set()


def test_the_help_of_the_main_command_does_not_parse_or_open_anything() -> None:
    code = "from estimator.__main__ import run; run(['estimate', '--help'])"
    assert imported_by(code) & (HEAVY - {"msgspec"}) == set()


def test_all_names_can_be_imported_together() -> None:
    assert "estimator" in imported_by(f"from estimator import {', '.join(NAMES)}")
