"""Files dated by the commits that last changed them."""

import subprocess
from pathlib import Path

import pytest

from estimator.discovery.dating import date_files

DAY = 86_400


def git(root: Path, *arguments: str, day: int = 0) -> str:
    when = f"{1_700_000_000 + day * DAY} +0000"
    environment = {
        "PATH": "/usr/bin:/bin:/usr/local/bin",
        "HOME": str(root),
        "GIT_AUTHOR_DATE": when,
        "GIT_COMMITTER_DATE": when,
        "GIT_CONFIG_NOSYSTEM": "1",
    }
    command = ["git", "-c", "user.name=a", "-c", "user.email=a@b.c", *arguments]
    ended = subprocess.run(
        command, cwd=root, env=environment, capture_output=True, text=True, check=True
    )
    return ended.stdout.strip()


def commit(root: Path, files: dict[str, bytes], day: int) -> str:
    for path, content in files.items():
        (root / path).parent.mkdir(parents=True, exist_ok=True)
        (root / path).write_bytes(content)
    git(root, "add", "-A")
    git(root, "commit", "-qm", "x", day=day)
    return git(root, "rev-parse", "HEAD")


@pytest.fixture
def repository(tmp_path: Path) -> Path:
    git(tmp_path, "init", "-q")
    return tmp_path


def test_a_file_has_the_age_of_its_last_change(repository: Path) -> None:
    commit(repository, {"a.pprof": b"1", "b.pprof": b"1"}, 0)
    changed = commit(repository, {"b.pprof": b"2"}, 10)
    commit(repository, {"code.go": b"x"}, 40)

    dated = date_files(repository, {"a.pprof": b"1", "b.pprof": b"2"})

    assert {path: found.age_days for path, found in dated.items()} == {"a.pprof": 40, "b.pprof": 30}
    assert dated["b.pprof"].commit == changed


def test_paths_are_those_of_the_scanned_folder(repository: Path) -> None:
    commit(repository, {"deep/cpu.pprof": b"1", "cpu.pprof": b"2"}, 0)
    commit(repository, {"cpu.pprof": b"3"}, 5)

    dated = date_files(repository / "deep", {"cpu.pprof": b"1"})

    assert dated["cpu.pprof"].age_days == 5


def test_more_files_than_are_asked_about_at_once(repository: Path) -> None:
    files = {f"{number}.pprof": b"%d" % number for number in range(9)}
    commit(repository, files, 0)

    assert len(date_files(repository, files)) == 9


def test_what_is_not_what_head_holds_has_no_date(repository: Path) -> None:
    commit(repository, {"a.pprof": b"1"}, 0)

    assert date_files(repository, {"a.pprof": b"changed", "new.pprof": b"1"}) == {}


def test_a_file_of_the_future_is_of_today(repository: Path) -> None:
    commit(repository, {"a.pprof": b"1"}, 9)
    commit(repository, {"b.go": b"1"}, 2)

    assert date_files(repository, {"a.pprof": b"1"})["a.pprof"].age_days == 0


def test_a_shallow_clone_dates_nothing(repository: Path) -> None:
    commit(repository, {"a.pprof": b"1"}, 0)
    commit(repository, {"b.go": b"1"}, 2)
    git(repository, "clone", "-q", "--depth=1", f"file://{repository}", "clone")

    assert date_files(repository / "clone", {"a.pprof": b"1"}) == {}


def test_without_commits_or_git_nothing_is_dated(repository: Path) -> None:
    assert date_files(repository, {"a.pprof": b"1"}) == {}
    assert date_files(repository, {}) == {}
