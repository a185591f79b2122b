"""The facts and the estimate of a revision are those of a checkout of it, byte for byte."""

import os
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest
from sample_repositories import go_repository, rust_repository, scan_config, write

from estimator import Config, encode_facts, estimate, load_rulebook, scan
from estimator.model.config import HotPathConfig
from estimator.reporting import render
from estimator.revisions import open_revision

PERSON = {"NAME": "Ann", "EMAIL": "ann@example.com", "DATE": "2024-05-06T07:08:09+0200"}
ENVIRONMENT = {
    "PATH": os.environ["PATH"],
    "HOME": os.devnull,
    "GIT_CONFIG_NOSYSTEM": "1",
    **{f"GIT_{who}_{key}": text for who in ("AUTHOR", "COMMITTER") for key, text in PERSON.items()},
}
PROFILE = "main;p0.F1 70\nmain;p0.F2 30\n"


def git(root: Path, *arguments: str) -> str:
    return subprocess.run(
        ["git", *arguments], cwd=root, env=ENVIRONMENT, check=True, capture_output=True, text=True
    ).stdout.strip()


def commit(root: Path) -> str:
    git(root, "add", "--all")
    git(root, "commit", "--quiet", "--allow-empty", "--message", "State")
    return git(root, "rev-parse", "HEAD")


def history(root: Path) -> Iterator[str]:
    """Commits that add, change, move and remove files, and bring Rust, a profile and settings."""
    go_repository(root)
    git(root, "init", "--quiet", "--initial-branch=main")
    yield commit(root)
    write(root, "p0/f0.go", "package p0\n\nfunc F0() { go func() {}() }\n")
    write(root, "p1/same.go", "package p1\n\nfunc G() {}\n")
    write(root, "p2/same.go", "package p1\n\nfunc G() {}\n")
    yield commit(root)
    git(root, "mv", "p1/f1.go", "p1/renamed.go")
    (root / "p2/f2.go").unlink()
    yield commit(root)
    rust_repository(root, files=30)
    write(root, "api.proto", "service S { rpc Call(M) returns (M); }\nmessage M {}\n")
    write(root, ".github/workflows/ci.yml", "jobs:\n  test:\n    steps:\n      - run: make\n")
    yield commit(root)
    write(root, "cpu.folded", PROFILE)
    write(root, "estimator.toml", '[scan]\nexclude = ["p2/"]\n')
    yield commit(root)


@pytest.fixture(name="root")
def _root(tmp_path: Path) -> Path:
    root = tmp_path / "tool"
    root.mkdir()
    list(history(root))
    return root


def checked_out(root: Path, revision: str, target: Path) -> Path:
    git(root, "worktree", "add", "--quiet", "--detach", str(target), revision)
    return target


@pytest.mark.parametrize("exclude", [(), ("p2/",)])
@pytest.mark.parametrize("age", range(5))
def test_every_revision_is_as_its_checkout(
    root: Path, tmp_path: Path, age: int, exclude: tuple[str, ...]
) -> None:
    rulebook = load_rulebook()
    one = Config(scan=scan_config(tmp_path / "one", exclude=exclude))
    other = Config(scan=scan_config(tmp_path / "other", exclude=exclude))
    with open_revision(root, f"HEAD~{age}") as revision:
        found = revision.scan(one).facts
        again = revision.scan(one).facts

    facts = scan(checked_out(root, f"HEAD~{age}", tmp_path / "checkout" / "tool"), config=other)

    assert encode_facts(found) == encode_facts(facts) == encode_facts(again)
    assert render(estimate(found, rulebook), "json") == render(estimate(facts, rulebook), "json")


def test_named_hot_paths_are_found_in_a_revision(root: Path, tmp_path: Path) -> None:
    hot = HotPathConfig(paths=("p0",))
    one = Config(scan=scan_config(tmp_path / "one"), hot_paths=hot, language="go")
    other = Config(scan=scan_config(tmp_path / "other"), hot_paths=hot, language="go")
    with open_revision(root, "HEAD~1") as revision:
        found = revision.scan(one).facts

    facts = scan(checked_out(root, "HEAD~1", tmp_path / "checkout" / "tool"), config=other)

    assert found.hot_paths is not None
    assert encode_facts(found) == encode_facts(facts)


def test_a_subfolder_of_a_revision_is_that_of_its_checkout(root: Path, tmp_path: Path) -> None:
    config = Config(scan=scan_config(tmp_path / "cache"))
    with open_revision(root / "p1", "HEAD~2") as revision:
        found = revision.scan(config).facts

    facts = scan(checked_out(root, "HEAD~2", tmp_path / "checkout" / "tool") / "p1", config=config)

    assert encode_facts(found) == encode_facts(facts)


def test_a_warm_cache_brings_nothing_to_the_disk(root: Path, tmp_path: Path) -> None:
    config = Config(scan=scan_config(tmp_path / "cache"))
    with open_revision(root, "HEAD~3") as revision:
        revision.scan(config)
    with open_revision(root, "HEAD~2") as revision:
        revision.scan(config)
        brought = [path.name for path in revision.root.rglob("*.go")]

    assert brought == []  # HEAD~2 moves and removes files, and no blob of it is new


def test_the_folder_of_a_revision_is_gone_afterwards(root: Path) -> None:
    with open_revision(root, "HEAD") as revision:
        assert (revision.root / "estimator.toml").exists()

    assert not revision.root.exists()
    assert git(root, "status", "--porcelain") == ""
