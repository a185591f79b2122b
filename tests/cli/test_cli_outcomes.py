"""Each way a run can end: exit code, one clear message, a hint, and stdout kept clean."""

import os
import signal
import subprocess
import sys
from pathlib import Path

import click
import pytest
from sample_repositories import Outcome, environment, go_repository, program, write

from estimator.cli.main import COMMANDS


@pytest.fixture
def cache(tmp_path: Path) -> Path:
    return tmp_path / "cache"


@pytest.fixture
def repository(tmp_path: Path) -> Path:
    return go_repository(tmp_path / "repo")


def refused(outcome: Outcome, message: str, *, code: int = 2) -> None:
    """Nothing on stdout, one message, and a hint."""
    assert (outcome.code, outcome.out) == (code, "")
    assert outcome.err.startswith(f"estimator: {message}"), outcome.err
    assert "\n  hint: " in outcome.err
    assert "Traceback" not in outcome.err


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (("estimat",), "No such command 'estimat'"),
        (("estimate", "--bogus"), "No such option '--bogus'"),
        (("estimate", ".", "--format", "xml"), "Invalid value for '--format'"),
        (("estimate", ".", "--language", "java"), "Invalid value for '--language'"),
        (("estimate", ".", "--jobs", "x"), "Invalid value for '--jobs'"),
        (("estimate", ".", "--jobs", "9999"), "--jobs: must be from 0 to 1024"),
        (("estimate", ".", "more"), "Got unexpected extra argument"),
        (("estimate", "nowhere"), "nowhere does not exist"),
        (("facts", "nowhere"), "nowhere does not exist"),
        (("explain",), "Missing argument 'NAME'"),
        (
            ("explain", "RG999"),
            "no rule, constant, scenario, port, disagreement or package is called 'RG999'",
        ),
        (("rules", "check", "nowhere"), "The rule files have one fault:\n  nowhere"),
        (("rules", "test", "nowhere"), "The rule files have one fault:\n  nowhere"),
        (("rules", "list", "--rules", "nowhere"), "The rule files have one fault:\n  nowhere"),
        (("estimate", ".", "--config", "no.toml"), "--config no.toml: No such file"),
    ],
)
def test_wrong_use_is_two(cache: Path, arguments: tuple[str, ...], message: str) -> None:
    refused(program(cache, *arguments), message)


@pytest.mark.parametrize("arguments", [(), ("rules",)])
def test_no_command_shows_the_help_and_is_wrong_use(
    cache: Path, arguments: tuple[str, ...]
) -> None:
    outcome = program(cache, *arguments)
    assert (outcome.code, outcome.out) == (2, "")
    assert outcome.err.startswith("Usage: estimator")


def test_an_unknown_id_is_said_before_the_scan(cache: Path, repository: Path) -> None:
    refused(program(cache, "explain", "RG999", repository), "no rule, constant, scenario")
    assert not (cache / "facts-1.sqlite3").exists()


def test_an_empty_folder_is_refused(cache: Path, tmp_path: Path) -> None:
    (tmp_path / "empty").mkdir()
    refused(program(cache, "estimate", tmp_path / "empty"), f"{tmp_path}/empty is empty")


def test_a_folder_of_python_is_refused_with_what_it_holds(cache: Path, tmp_path: Path) -> None:
    write(tmp_path, "py/a.py", "print()\n")
    outcome = program(cache, "estimate", tmp_path / "py")
    refused(outcome, f"no Go or Rust source files in {tmp_path}/py")
    assert "mostly .py" in outcome.err


def test_a_folder_of_links_is_refused_with_the_reason(cache: Path, tmp_path: Path) -> None:
    write(tmp_path, "a.go", "package a\n")
    (tmp_path / "links").mkdir()
    (tmp_path / "links/a.go").symlink_to(tmp_path / "a.go")
    outcome = program(cache, "estimate", tmp_path / "links")
    refused(outcome, f"nothing in {tmp_path}/links could be read: a.go: symbolic link")


def test_excluding_everything_is_refused(cache: Path, repository: Path) -> None:
    outcome = program(cache, "estimate", repository, "--exclude", "*.go")
    refused(outcome, f"all 7 source files in {repository} are excluded")


def test_a_repository_of_unreadable_files_only_is_estimated_as_nothing(
    cache: Path, tmp_path: Path
) -> None:
    write(tmp_path, "repo/a.go", b"package a\n\0")
    outcome = program(cache, "estimate", tmp_path / "repo")
    assert outcome.code == 0
    assert outcome.out.startswith("Only 0 % of the lines could be read")


def test_a_language_that_is_not_there_is_refused(cache: Path, repository: Path) -> None:
    outcome = program(cache, "estimate", repository, "--language", "rust")
    refused(outcome, "no Rust source files in example.com/tool")
    assert "--language may be go here, or auto" in outcome.err


def test_a_source_file_is_no_path(cache: Path, repository: Path) -> None:
    outcome = program(cache, "estimate", repository / "p0/f0.go")
    refused(outcome, f"{repository}/p0/f0.go: not a facts file")
    assert "give the folder" in outcome.err


@pytest.mark.parametrize("content", [b"", b"{", b"[]", b'{"schema_version": "1.0"}', b"\xff\0"])
def test_what_is_no_facts_file_is_refused(cache: Path, tmp_path: Path, content: bytes) -> None:
    file = write(tmp_path, "facts.json", content)
    refused(program(cache, "estimate", file), f"{file}: not a")


def test_exclude_cannot_change_a_facts_file(cache: Path, repository: Path) -> None:
    file = repository / "facts.json"
    assert program(cache, "facts", repository, "-o", file).code == 0
    outcome = program(cache, "estimate", file, "--exclude", "p0/")
    refused(outcome, "--exclude does nothing to a facts file")
    outcome = program(cache, "estimate", file, "--no-history")
    refused(outcome, "--no-history does nothing to a facts file")


@pytest.mark.parametrize("bad", ["x.xml", "noext", "missing/x.json"])
def test_a_bad_output_is_said_before_any_work(cache: Path, repository: Path, bad: str) -> None:
    good = repository.parent / "good.json"
    outcome = program(cache, "estimate", repository, "-o", good, "-o", repository.parent / bad)
    refused(outcome, f"--output {repository.parent / bad}")
    assert (good.exists(), cache.exists()) == (False, False)


@pytest.mark.parametrize("name", ["folder.json", "missing/facts.json"])
def test_a_bad_output_of_facts_is_said_before_any_work(
    cache: Path, repository: Path, name: str
) -> None:
    (repository / "folder.json").mkdir()
    refused(program(cache, "facts", repository, "-o", repository / name), "--output ")
    assert not cache.exists()


def test_broken_rules_are_said_before_the_scan_all_at_once(cache: Path, repository: Path) -> None:
    rules = repository.parent / "rules"
    write(rules, "a.toml", "[[rule]]\nid = 3\n")
    write(rules, "b.toml", "[[")
    outcome = program(cache, "estimate", repository, "--rules", rules)
    refused(outcome, "The rule files have 9 faults:\n")
    assert ("a.toml" in outcome.err, "b.toml" in outcome.err) == (True, True)
    assert not (cache / "facts-1.sqlite3").exists()


def test_a_message_cannot_write_to_the_terminal(cache: Path) -> None:
    outcome = program(cache, "estimate", "a\x1b[31mb\x9bc")
    assert outcome.err.startswith("estimator: a\\x1b[31mb\\x9bc does not exist\n")


def test_a_defect_is_three_with_a_report_to_paste(
    cache: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_: object, **__: object) -> None:
        raise LookupError("no such thing")

    monkeypatch.setattr("estimator.pipeline.load_rulebook", fail)
    outcome = program(cache, "explain", "RG214 and more")
    assert (outcome.code, outcome.out) == (3, "")
    first, *report = outcome.err.splitlines()
    assert first.endswith("Please report what follows.")
    assert report[1].startswith("estimator 0.")
    assert report[2] == "arguments: explain 'RG214 and more'"
    assert report[-1] == "LookupError: no such thing"


def test_a_failure_of_the_system_is_four(cache: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_: object, **__: object) -> None:
        raise OSError(5, "Input/output error", "some/file")

    monkeypatch.setattr("estimator.pipeline.load_rulebook", fail)
    outcome = program(cache, "explain", "RG214")
    assert outcome == Outcome(4, "", "estimator: Input/output error: some/file\n")


@pytest.mark.parametrize("interrupt", [KeyboardInterrupt, click.Abort])
def test_an_interrupt_is_130_and_one_line(
    cache: Path, monkeypatch: pytest.MonkeyPatch, interrupt: type[BaseException]
) -> None:
    def fail(*_: object, **__: object) -> None:
        raise interrupt

    monkeypatch.setattr("estimator.pipeline.load_rulebook", fail)
    outcome = program(cache, "explain", "RG214")
    assert outcome == Outcome(130, "", "estimator: interrupted; the cache keeps what was done\n")


def test_every_command_has_help(cache: Path) -> None:
    for name in COMMANDS:
        outcome = program(cache, name, "--help")
        assert outcome.code == 0
        assert outcome.out.startswith(f"Usage: estimator {name} ")


def test_the_help_shows_its_examples_as_they_are_typed(cache: Path) -> None:
    outcome = program(cache, "--help")
    assert outcome.code == 0
    assert "\n    estimator estimate PATH                      the main job\n" in outcome.out
    assert "\n    estimator estimate PATH -o plan.md           the same, for a tic" in outcome.out
    assert "\n    estimator explain RG214 PATH                 one rule, and where" in outcome.out
    assert "\b" not in outcome.out


def test_the_version_is_printed(cache: Path) -> None:
    outcome = program(cache, "--version")
    assert (outcome.code, outcome.out) == (0, "estimator, version 0.1.0\n")


def shell(cache: Path, line: str, **variables: str) -> subprocess.CompletedProcess[str]:
    """Run a shell line in which $E is the program."""
    return subprocess.run(
        ["bash", "-c", f"set -o pipefail; E='{sys.executable} -m estimator'; {line}"],
        env=environment(cache, **variables),
        capture_output=True,
        text=True,
        check=False,
    )


def test_stdout_closed_early_is_zero_and_silent(cache: Path, repository: Path) -> None:
    ended = shell(cache, f"$E estimate {repository} --format json | head -c 1")
    assert (ended.returncode, ended.stdout, ended.stderr) == (0, "{", "")


@pytest.mark.parametrize("closed", [">&-", "<&-", "<&- >&-", "2>&-"])
def test_closed_streams_do_no_harm(cache: Path, repository: Path, closed: str) -> None:
    ended = shell(cache, f"$E estimate {repository} --format csv {closed}")
    assert (ended.returncode, ended.stderr) == (0, "")


def test_a_full_disk_behind_stdout_is_four(cache: Path, repository: Path) -> None:
    ended = shell(cache, f"$E facts {repository} > /dev/full")
    expected = "estimator: stdout could not be written: No space left on device\n"
    expected += "  hint: free space, or write elsewhere\n"
    assert (ended.returncode, ended.stderr) == (4, expected)


def test_a_full_disk_leaves_the_old_file(cache: Path, repository: Path, tmp_path: Path) -> None:
    old = write(tmp_path, "out/report.json", "old")
    line = f"ulimit -f 1; $E estimate {repository} --no-cache -o {old}"
    ended = shell(cache, f"trap '' XFSZ; {line}")
    assert ended.returncode == 4
    assert "could not be written: File too large" in ended.stderr
    assert (old.read_text(), [*old.parent.iterdir()]) == ("old", [old])


def test_nobody_reading_the_warnings_does_not_stop_the_work(
    cache: Path, repository: Path, tmp_path: Path
) -> None:
    file = tmp_path / "report.csv"
    own = repository / "cache"  # makes a warning: the cache may not lie in the scanned folder
    arguments = ("estimate", repository, "-v", "--cache-dir", own, "-o", file)
    ours, theirs = os.pipe()
    os.close(ours)
    ended = subprocess.run(
        [sys.executable, "-m", "estimator", *map(str, arguments)],
        env=environment(cache),
        stderr=theirs,
        check=False,
    )
    os.close(theirs)
    assert ended.returncode == 0
    assert file.read_text().startswith("repository,commit,scenario")


def test_the_module_runs_as_the_program(cache: Path) -> None:
    assert shell(cache, "$E --version").stdout == "estimator, version 0.1.0\n"


INTERRUPTED = """
import signal
signal.signal(signal.SIGINT, signal.default_int_handler)  # a background job ignores it
import sys
from estimator.parsing import pool
from estimator.__main__ import run
pool._ROWS_A_WRITE = 1
from estimator.cli import progress
class Line(progress.ProgressLine):
    def update(self, progress):
        if 0 < progress.files_done < progress.files_total:
            print("one is done", flush=True)
            sys.stdin.read()  # until the interrupt comes
progress.ProgressLine = Line
sys.exit(run(sys.argv[1:]))
"""


def test_an_interrupted_scan_is_130_and_the_next_run_uses_what_was_done(
    cache: Path, repository: Path
) -> None:
    with subprocess.Popen(
        [sys.executable, "-c", INTERRUPTED, "estimate", str(repository)],
        env=environment(cache),
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        start_new_session=True,
    ) as process:
        assert process.stdout is not None
        assert process.stderr is not None
        assert process.stdout.readline() == "one is done\n"
        os.killpg(process.pid, signal.SIGINT)
        message = process.stderr.read()
        assert process.wait() == 130
    assert message == "estimator: interrupted; the cache keeps what was done\n"
    outcome = program(cache, "estimate", repository, "-v", "--format", "csv")
    assert outcome.code == 0
    assert "7 of 7 files read" in outcome.err
    assert ", 0 of them from the cache" not in outcome.err
