"""The straight line: what a scan counts, keeps and forgets."""

from pathlib import Path

import pytest
from msgspec.structs import replace
from sample_repositories import (
    go_repository,
    mixed_repository,
    rust_repository,
    scan_config,
    write,
)

from estimator.discovery.worktree import discover
from estimator.errors import InputError
from estimator.explaining import explain
from estimator.model.config import Config
from estimator.model.facts import RepositoryFacts
from estimator.model.source import Tree
from estimator.parsing.cache import FactsCache
from estimator.pipeline import estimate, load_rulebook
from estimator.scanning import Scan, scan, scan_files


@pytest.fixture
def config(tmp_path: Path) -> Config:
    return Config(scan=scan_config(tmp_path / "cache"))


@pytest.fixture
def repository(tmp_path: Path) -> Path:
    return go_repository(tmp_path / "repo")


def excluding(config: Config, *patterns: str) -> Config:
    return replace(config, scan=replace(config.scan, exclude=patterns))


def test_sizes_units_and_constructs_are_counted(repository: Path, config: Config) -> None:
    facts = scan(repository, config=config)
    (go,) = facts.languages
    assert (go.name, go.files, go.product_lines, go.test_lines) == ("go", 6, 276, 3)
    assert (go.functions, facts.metrics["go.task.go"]) == (30, 30.0)
    assert [unit.name for unit in facts.units] == [f"example.com/tool/p{n}" for n in range(3)]


def test_both_languages_are_counted(tmp_path: Path, config: Config) -> None:
    facts = scan(mixed_repository(tmp_path / "repo"), config=config)
    assert [one.name for one in facts.languages] == ["go", "rust"]
    assert facts.metrics["rust.async.await"] == 30.0


def test_vendored_and_generated_code_is_counted_by_lines(repository: Path, config: Config) -> None:
    write(repository, "vendor/x/x.go", "package x\n\nfunc F() { go g() }\n")
    write(repository, "p0/made.pb.go", "package p0\n\nfunc G() { go g() }\n")
    facts = scan(repository, config=config)
    (go,) = facts.languages
    assert (go.vendored_lines, go.generated_lines) == (2, 2)
    assert facts.metrics["go.task.go"] == 30.0


def test_a_second_scan_reads_the_summary(repository: Path, config: Config) -> None:
    first = scan(repository, config=config)
    calls: list[object] = []
    assert scan(repository, config=config, on_progress=calls.append) == first
    assert calls == []


def test_a_scan_for_evidence_reads_the_files_from_the_cache(
    repository: Path, config: Config
) -> None:
    scan(repository, config=config)
    calls: list[int] = []
    found = scan_files(
        repository, config=config, on_progress=lambda progress: calls.append(progress.files_cached)
    )
    assert (len(found.parsed), calls[-1]) == (7, 7)


@pytest.mark.parametrize(
    ("path", "text"),
    [
        ("p0/f0.go", "package p0\n"),
        ("p0/new.go", "package p0\n"),
        ("go.mod", "module example.com/other\n"),
        ("api.proto", ""),
    ],
)
def test_a_change_of_the_tree_is_seen(
    repository: Path, config: Config, path: str, text: str
) -> None:
    before = scan(repository, config=config)
    write(repository, path, text)
    after = scan(repository, config=config)
    assert after != before
    assert after == scan(repository, config=Config(scan=replace(config.scan, use_cache=False)))


def test_a_skip_that_may_not_come_again_is_not_remembered(repository: Path, config: Config) -> None:
    hasty = Config(scan=replace(config.scan, max_file_seconds=1e-9, jobs=1))
    skipped = scan(repository, config=hasty).coverage.skipped
    reasons = {skip.reason for skip in skipped}
    assert reasons <= {"took longer than 1e-09 s to parse"}
    calls: list[object] = []
    scan(repository, config=hasty, on_progress=calls.append)
    assert bool(calls) == bool(skipped)


def test_excluded_lines_are_counted(repository: Path, config: Config) -> None:
    facts = scan(repository, config=excluding(config, "p1/", "nothing/"))
    coverage = facts.coverage
    assert (coverage.excluded_files, coverage.excluded_lines) == (2, 92)
    assert coverage.excluded_patterns == ("p1/", "nothing/")
    assert facts.languages[0].product_lines == 276 - 92


def test_excluded_lines_follow_the_files(repository: Path, config: Config) -> None:
    scan(repository, config=excluding(config, "p1/"))
    write(repository, "p1/f1.go", "package p1\n\n// nothing\n")
    coverage = scan(repository, config=excluding(config, "p1/")).coverage
    assert coverage.excluded_lines == 46 + 1


def test_excluded_files_that_cannot_be_read_count_as_files(
    repository: Path, config: Config, tmp_path: Path
) -> None:
    write(repository, "old/large.go", "x\n" * 5_000)
    write(tmp_path, "secret.go", "a\nb\n")
    (repository / "old/link.go").symlink_to(tmp_path / "secret.go")
    small = replace(config, scan=replace(config.scan, exclude=("old/",), max_file_bytes=9_000))
    coverage = scan(repository, config=small).coverage
    assert (coverage.excluded_files, coverage.excluded_lines) == (2, 0)


def test_excluded_rust_is_counted_as_rust(tmp_path: Path, config: Config) -> None:
    root = rust_repository(tmp_path / "repo")
    write(root, "old/a.rs", "/* /* */\nstill a comment */\nfn f() {}\n")
    coverage = scan(root, config=excluding(config, "old/")).coverage
    assert (coverage.excluded_files, coverage.excluded_lines) == (1, 1)


def test_the_repositorys_own_file_is_not_read_by_the_library(
    repository: Path, config: Config
) -> None:
    write(repository, "estimator.toml", "[scan]\nexclude = ['p1/']\n")
    assert scan(repository, config=config).coverage.excluded_files == 0


@pytest.fixture
def facts(repository: Path, config: Config) -> RepositoryFacts:
    return scan(repository, config=config)


def test_an_estimate_prices_the_language_with_the_most_lines(facts: RepositoryFacts) -> None:
    report = estimate(facts, load_rulebook())
    assert report.repository.priced_language == "go"
    assert report.repository.priced_by == "most product lines"
    assert [one.id for one in report.scenarios if one.applies] == ["go-to-rust"]


def test_a_language_that_is_not_there_cannot_be_priced(facts: RepositoryFacts) -> None:
    with pytest.raises(InputError, match="no Rust source files"):
        estimate(facts, load_rulebook(), config=Config(language="rust"))


def test_a_language_that_nobody_knows_cannot_be_priced(facts: RepositoryFacts) -> None:
    with pytest.raises(InputError, match="no cobol source files"):
        estimate(facts, load_rulebook(), config=Config(language="cobol"))


def test_evidence_from_facts_alone_is_what_they_keep(facts: RepositoryFacts) -> None:
    rulebook = load_rulebook()
    report = estimate(facts, rulebook)
    text = explain(rulebook, "GR201", scanned=Scan(facts, ()), report=report)
    assert "p0/f0.go:10" in text


def test_an_unreadable_cache_is_a_warning(repository: Path, tmp_path: Path) -> None:
    write(tmp_path, "file", "")
    warnings: list[str] = []
    config = Config(scan=scan_config(tmp_path / "file/cache"))
    scan(repository, config=config, on_warning=warnings.append)
    assert len(warnings) == 1


def test_an_excluded_file_that_goes_away_is_no_failure(
    repository: Path, config: Config, monkeypatch: pytest.MonkeyPatch
) -> None:
    def without_one(*arguments: object, **options: object) -> Tree:
        tree = discover(*arguments, **options)  # type: ignore[arg-type]  # passed on
        return replace(tree, excluded=(*tree.excluded, "gone.go"))

    monkeypatch.setattr("estimator.discovery.worktree.discover", without_one)
    coverage = scan(repository, config=excluding(config, "p1/")).coverage
    assert (coverage.excluded_files, coverage.excluded_lines) == (3, 92)


def test_a_damaged_summary_is_made_anew(
    repository: Path, config: Config, monkeypatch: pytest.MonkeyPatch
) -> None:
    first = scan(repository, config=config)
    monkeypatch.setattr(FactsCache, "get_summary", lambda *_: b"\xc1")
    assert scan(repository, config=config) == first
