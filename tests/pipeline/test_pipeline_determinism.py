"""Same tree, same rules: the same bytes, whatever the machine, the cache and the way there."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from sample_repositories import (
    environment,
    go_repository,
    mixed_repository,
    scan_config,
    write,
)

from estimator.facts.store import encode_facts
from estimator.model.config import Config, ScanConfig
from estimator.parsing import pool
from estimator.pipeline import estimate, load_rulebook
from estimator.reporting import render
from estimator.scanning import scan

FORMATS = ("table", "json", "markdown", "csv")


@pytest.fixture(scope="module")
def repository(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Of both languages, large enough for worker processes."""
    root = mixed_repository(tmp_path_factory.mktemp("same") / "repo")
    go_repository(root / "more", files=300)
    write(root, "broken.go", b"package x\nfunc {{{ \xff\n")
    write(root, "binary.rs", b"\0")
    assert sum(file.stat().st_size for file in root.rglob("*.*")) > pool._POOL_MIN_BYTES  # noqa: SLF001
    return root


@pytest.fixture(scope="module")
def expected(repository: Path, tmp_path_factory: pytest.TempPathFactory) -> list[bytes]:
    return answers(repository, scan_config(tmp_path_factory.mktemp("first"), jobs=1))


def answers(root: Path, config: ScanConfig) -> list[bytes]:
    """The facts file and the report in each format."""
    facts = scan(root, config=Config(scan=config))
    report = estimate(facts, load_rulebook())
    return [encode_facts(facts), *(render(report, name).encode() for name in FORMATS)]


@pytest.mark.parametrize("jobs", [1, 2, 4])
@pytest.mark.parametrize("method", ["fork", "spawn"])
def test_workers_do_not_matter(
    repository: Path, expected: list[bytes], jobs: int, method: str
) -> None:
    config = ScanConfig(use_cache=False, jobs=jobs, start_method=method)
    assert answers(repository, config) == expected


def test_the_cache_does_not_matter(repository: Path, expected: list[bytes], tmp_path: Path) -> None:
    config = scan_config(tmp_path / "cache")
    cold, warm = answers(repository, config), answers(repository, config)
    assert cold == warm == expected


def test_a_half_filled_cache_does_not_matter(
    repository: Path, expected: list[bytes], tmp_path: Path
) -> None:
    config = scan_config(tmp_path / "cache")
    scan(repository / "p1", config=Config(scan=config))
    assert answers(repository, config) == expected


def test_the_place_of_the_checkout_does_not_matter(
    repository: Path, expected: list[bytes], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    copy = tmp_path / "elsewhere" / repository.name
    shutil.copytree(repository, copy)
    config = ScanConfig(use_cache=False)
    assert answers(copy, config) == expected
    monkeypatch.chdir(copy)
    assert answers(Path(), config) == expected


def test_the_order_on_disk_and_the_mask_do_not_matter(
    repository: Path, expected: list[bytes], tmp_path: Path
) -> None:
    before = os.umask(0o077)
    try:
        for file in sorted(repository.rglob("*"), reverse=True):
            if file.is_file():
                path = file.relative_to(repository).as_posix()
                write(tmp_path / "repo", path, file.read_bytes())
    finally:
        os.umask(before)
    assert answers(tmp_path / "repo", ScanConfig(use_cache=False)) == expected


LOCALES = subprocess.run(
    ["locale", "-a"], capture_output=True, text=True, check=False
).stdout.split()
OTHERS = sorted({name for name in LOCALES if name.startswith(("de_DE", "tr_TR"))})[:2]


@pytest.mark.parametrize(
    ("name", "value"),
    [
        *(("PYTHONHASHSEED", seed) for seed in ("0", "1", "random")),
        *(("LC_ALL", locale) for locale in ("C", "C.UTF-8", *OTHERS)),
        ("PYTHONUTF8", "0"),
        ("PYTHONIOENCODING", "ascii"),
        ("TZ", "Asia/Tokyo"),
        ("COLUMNS", "40"),
    ],
)
def test_the_environment_does_not_matter(
    repository: Path, expected: list[bytes], tmp_path: Path, name: str, value: str
) -> None:
    facts = tmp_path / "facts.json"
    report = tmp_path / "report.csv"
    program = [sys.executable, "-m", "estimator"]
    settings = environment(tmp_path / "cache", **{name: value})
    subprocess.run([*program, "facts", repository, "-o", facts], env=settings, check=True)
    out = subprocess.run(
        [*program, "estimate", repository, "--format", "table", "-o", report],
        env=settings,
        check=True,
        capture_output=True,
    ).stdout
    assert [facts.read_bytes(), out, report.read_bytes()] == [expected[0], expected[1], expected[4]]
