"""Parsed files come out the same, whoever did the work and whatever went wrong with one of them."""

import gc
import multiprocessing
import os
import random
import subprocess
import sys
import threading
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pool_builders import config, count, packages, skips, write, write_file

from estimator.errors import OutsideError
from estimator.model.source import SourceFile
from estimator.parsing import workers
from estimator.parsing.pool import Progress, _batches, parse_files
from estimator.parsing.workers import start_method

METHODS = ["fork", "spawn"]


def test_results_come_sorted_by_path_for_any_order_and_number_of_jobs(tmp_path: Path) -> None:
    files = write(tmp_path, **{f"f{number:03}": f"w{number}" for number in range(200)})
    expected = parse_files(tmp_path, files, config=config(jobs=1), extract=count, cache=None)
    assert [file.source.path for file in expected] == sorted(file.path for file in files)
    for jobs in (2, 3):
        shuffled = random.Random(jobs).sample(files, len(files))  # noqa: S311  # a test's order
        found = parse_files(tmp_path, shuffled, config=config(jobs=jobs), extract=count, cache=None)
        assert found == expected


@pytest.mark.parametrize("method", METHODS)
def test_both_start_methods_parse(tmp_path: Path, method: str) -> None:
    files = write(tmp_path, a="one", b="two", c="skip")
    found = parse_files(tmp_path, files, config=config(method=method), extract=count, cache=None)
    assert packages(found) == {"a.go": "one", "b.go": "two"}
    assert skips(found) == {"c.go": "asked for it"}


@pytest.mark.parametrize("method", METHODS)
def test_a_killed_worker_costs_its_file_and_no_other(tmp_path: Path, method: str) -> None:
    words = {f"f{number}": "fine" for number in range(30)} | {"bad": "kill", "worse": "kill"}
    files = write(tmp_path, **words)
    found = parse_files(tmp_path, files, config=config(method=method), extract=count, cache=None)
    reason = "the worker reading it died"
    assert skips(found) == {"bad.go": reason, "worse.go": reason}
    assert len(packages(found)) == 30


def test_a_run_of_nothing_but_killers_ends(tmp_path: Path) -> None:
    files = write(tmp_path, **{f"f{number}": "kill" for number in range(5)})
    found = parse_files(tmp_path, files, config=config(), extract=count, cache=None)
    assert len(skips(found)) == 5


def test_a_worker_that_hangs_is_ended_and_costs_its_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(workers, "_GRACE_SECONDS", 0.2)
    files = write(tmp_path, a="fine", b="hang", c="fine")
    found = parse_files(tmp_path, files, config=config(seconds=0.1), extract=count, cache=None)
    assert skips(found) == {"b.go": "took longer than 0.1 s to parse"}


def test_a_defect_of_the_extraction_is_not_hidden(
    tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    files = write(tmp_path, a="fine", b="raise", c="fine")
    with pytest.raises(RuntimeError, match=r"extraction of b\.go failed"):
        parse_files(tmp_path, files, config=config(), extract=count, cache=None)
    assert "ValueError" in capfd.readouterr().err


def test_a_defect_without_processes_is_raised_as_it_is(tmp_path: Path) -> None:
    files = write(tmp_path, b="raise")
    with pytest.raises(ValueError, match="go"):
        parse_files(tmp_path, files, config=config(jobs=1), extract=count, cache=None)


def test_a_file_that_needs_too_much_memory_is_a_skip(tmp_path: Path) -> None:
    files = write(tmp_path, a="memory", b="fine")
    found = parse_files(tmp_path, files, config=config(), extract=count, cache=None)
    assert skips(found) == {"a.go": "needed more memory than there is"}


def test_a_large_file_is_not_read(tmp_path: Path) -> None:
    files = write(tmp_path, a="kill", b="kill")
    found = parse_files(tmp_path, files, config=config(max_bytes=100), extract=count, cache=None)
    assert skips(found) == {"a.go": "larger than 100 bytes", "b.go": "larger than 100 bytes"}


@pytest.mark.parametrize("content", [b"longer than it was\n", b"new\n", b""])
def test_a_file_that_changed_since_discovery_is_a_skip(tmp_path: Path, content: bytes) -> None:
    file = write_file(tmp_path, "a.go", b"old\n")
    (tmp_path / "a.go").write_bytes(content)
    found = parse_files(tmp_path, [file], config=config(), extract=count, cache=None)
    assert skips(found) == {"a.go": "changed while it was being read"}


def test_a_file_that_vanished_since_discovery_is_a_skip(tmp_path: Path) -> None:
    file = write_file(tmp_path, "a.go", b"old\n")
    (tmp_path / "a.go").unlink()
    found = parse_files(tmp_path, [file], config=config(), extract=count, cache=None)
    assert skips(found) == {"a.go": "could not be read: no such file or directory"}


def test_a_file_that_became_a_link_is_a_skip(tmp_path: Path) -> None:
    file = write_file(tmp_path, "a.go", b"old\n")
    (tmp_path / "a.go").rename(tmp_path / "b")
    (tmp_path / "a.go").symlink_to("b")
    found = parse_files(tmp_path, [file], config=config(), extract=count, cache=None)
    assert skips(found) == {"a.go": "could not be read: reached through a symbolic link"}


def _blob(tmp_path: Path, content: bytes) -> str:
    (tmp_path / "blob").write_bytes(content)
    answer = subprocess.run(
        ["git", "hash-object", "--no-filters", "blob"],
        cwd=tmp_path,
        check=True,
        capture_output=True,
        text=True,
    )
    return f"git:{answer.stdout.strip()}"


@pytest.mark.parametrize("content", [b"one\ntwo\n", b"one\r\ntwo\r\n"])
def test_a_file_keeps_the_key_of_the_blob_that_it_is(tmp_path: Path, content: bytes) -> None:
    file = write_file(tmp_path, "a.go", content)
    key = _blob(tmp_path, b"one\ntwo\n")
    claimed = SourceFile(path="a.go", language="go", key=key, size_bytes=file.size_bytes)
    (parsed,) = parse_files(tmp_path, [claimed], config=config(), extract=count, cache=None)
    assert parsed.source.key == key


def test_a_file_that_is_not_its_blob_gets_the_key_of_its_content(tmp_path: Path) -> None:
    file = write_file(tmp_path, "a.go", b"smudged\n")
    key = _blob(tmp_path, b"another\n")
    claimed = SourceFile(path="a.go", language="go", key=key, size_bytes=file.size_bytes)
    (parsed,) = parse_files(tmp_path, [claimed], config=config(), extract=count, cache=None)
    assert parsed.source.key == file.key


@pytest.mark.parametrize("method", METHODS)
def test_an_interrupt_ends_the_workers_at_once(tmp_path: Path, method: str) -> None:
    files = write(tmp_path, a="fine", b="hang", c="hang", d="hang")

    def interrupt(progress: Progress) -> None:
        if progress.files_done:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        parse_files(
            tmp_path,
            files,
            config=config(method=method),
            extract=count,
            cache=None,
            on_progress=interrupt,
        )
    assert multiprocessing.active_children() == []


@pytest.mark.parametrize("jobs", [1, 2])
def test_progress_ends_with_everything_done(tmp_path: Path, jobs: int) -> None:
    files = write(tmp_path, a="one", b="skip", c="two")
    seen: list[Progress] = []
    parse_files(
        tmp_path,
        files,
        config=config(jobs=jobs),
        extract=count,
        cache=None,
        on_progress=seen.append,
    )
    assert (seen[0].files_done, seen[0].bytes_done) == (0, 0)
    assert (seen[-1].files_done, seen[-1].files_total) == (3, 3)
    assert seen[-1].bytes_done == seen[-1].bytes_total == sum(file.size_bytes for file in files)
    assert seen[-1].lines_done > 0


def test_processes_that_cannot_start_are_an_outside_failure(tmp_path: Path) -> None:
    files = write(tmp_path, a="one", b="two")
    script = tmp_path / "unguarded.py"
    script.write_text(
        "from pathlib import Path\n"
        "from estimator.model.source import SourceFile\n"
        "from estimator.model.config import ScanConfig\n"
        "from estimator.parsing.extract import extract\n"
        "from estimator.parsing.pool import parse_files\n"
        f"files = [SourceFile(path=p, language='go', key=k, size_bytes=s) for p, k, s in "
        f"{[(file.path, file.key, file.size_bytes) for file in files]}]\n"
        f"parse_files(Path({str(tmp_path)!r}), files, config=ScanConfig(jobs=2,"
        " start_method='spawn'), extract=extract, cache=None)\n"
    )
    answer = subprocess.run(
        [sys.executable, str(script)],
        env={"PYTHONPATH": os.pathsep.join(sys.path)},
        check=False,
        capture_output=True,
        text=True,
        timeout=60,
    )
    assert "OutsideError: worker processes cannot be started: exit code 1" in answer.stderr


def test_no_files_give_no_results(tmp_path: Path) -> None:
    assert parse_files(tmp_path, [], config=config(), extract=count, cache=None) == ()


@given(st.lists(st.integers(min_value=0, max_value=300_000), max_size=200))
def test_batches_hold_each_file_once_largest_first(sizes: list[int]) -> None:
    files = [
        SourceFile(path=f"{index}", language="go", key="", size_bytes=size)
        for index, size in enumerate(sizes)
    ]
    flat = [file.size_bytes for batch in _batches(files, 2) for file in batch]
    assert flat == sorted(sizes, reverse=True)


def test_fork_is_not_used_beside_another_thread(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sys.platform", "linux")
    release = threading.Event()
    thread = threading.Thread(target=release.wait)
    thread.start()
    try:
        assert start_method("auto") == "spawn"
    finally:
        release.set()
        thread.join()


def test_spawn_is_used_where_fork_is_not_safe(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sys.platform", "darwin")
    assert start_method("auto") == "spawn"


def test_a_start_method_that_was_asked_for_is_used() -> None:
    assert start_method("fork") == "fork"


def test_the_failure_to_start_has_a_hint() -> None:
    with pytest.raises(OutsideError, match="cannot be started: x") as caught:
        raise workers._no_processes("x")  # noqa: SLF001
    assert "__main__" in caught.value.hint


@pytest.mark.parametrize("has_affinity", [True, False])
def test_no_number_of_jobs_means_one_a_core(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, *, has_affinity: bool
) -> None:
    if not has_affinity:
        monkeypatch.delattr(os, "sched_getaffinity", raising=False)
    files = write(tmp_path, a="one", b="two")
    found = parse_files(tmp_path, files, config=config(jobs=0), extract=count, cache=None)
    assert packages(found) == {"a.go": "one", "b.go": "two"}


@pytest.mark.parametrize("is_on", [True, False])
def test_the_cycle_collector_is_left_as_it_was(tmp_path: Path, *, is_on: bool) -> None:
    was_on = gc.isenabled()
    (gc.enable if is_on else gc.disable)()
    try:
        parse_files(tmp_path, [], config=config(), extract=count, cache=None)
        assert gc.isenabled() == is_on
    finally:
        (gc.enable if was_on else gc.disable)()
