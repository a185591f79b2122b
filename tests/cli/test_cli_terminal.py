"""What a person sees at a terminal: progress on stderr, colors and width on stdout."""

import os
import pty
import subprocess
import sys
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

import pytest
from sample_repositories import environment, go_repository

AtTerminal = Callable[..., tuple[str, str]]

# Each update is drawn, and each file is a batch of its own.
_EAGER = """
import sys
from estimator.__main__ import run
from estimator.cli import progress
from estimator.parsing import pool
progress._MIN_SECONDS = progress._INTERVAL_SECONDS = 0
pool._BATCH_FILES = 1
sys.exit(run(sys.argv[1:]))
"""


@pytest.fixture
def at_terminal(tmp_path: Path) -> AtTerminal:
    """Run with stdout and stderr as terminals of their own; what each of them showed."""

    def shown(*arguments: object, **variables: str) -> tuple[str, str]:
        settings = environment(tmp_path / "cache")
        for name in ("NO_COLOR", "TERM", "COLUMNS"):
            settings.pop(name, None)
        (out, stdout), (err, stderr) = pty.openpty(), pty.openpty()
        with subprocess.Popen(
            [sys.executable, "-c", _EAGER, *map(str, arguments)],
            env=settings | variables,
            stdout=stdout,
            stderr=stderr,
        ) as process:
            os.close(stdout)
            os.close(stderr)
            texts = (_all_of(out), _all_of(err))
        assert process.returncode == 0
        return texts

    return shown


def _all_of(descriptor: int) -> str:
    parts = []
    with suppress(OSError):  # Linux says so when the other end is closed
        while part := os.read(descriptor, 4_096):
            parts.append(part)
    os.close(descriptor)
    return b"".join(parts).decode().replace("\r\n", "\n")


@pytest.fixture
def repository(tmp_path: Path) -> Path:
    return go_repository(tmp_path / "repo")


def test_a_terminal_shows_files_speed_and_time_left(
    at_terminal: AtTerminal, repository: Path
) -> None:
    _, err = at_terminal("estimate", repository)
    assert " of 7 files, " in err
    assert " lines/s, about " in err
    assert " s left" in err
    assert err.endswith(" \r")


@pytest.mark.parametrize("option", ["-q", "--no-progress"])
def test_progress_can_be_switched_off(
    at_terminal: AtTerminal, repository: Path, option: str
) -> None:
    assert at_terminal("estimate", repository, option)[1] == ""


def test_a_table_at_a_terminal_is_colored(at_terminal: AtTerminal, repository: Path) -> None:
    assert "\x1b[" in at_terminal("estimate", repository)[0]


@pytest.mark.parametrize(("name", "value"), [("NO_COLOR", "1"), ("TERM", "dumb")])
def test_colors_can_be_switched_off(
    at_terminal: AtTerminal, repository: Path, name: str, value: str
) -> None:
    assert "\x1b[" not in at_terminal("estimate", repository, **{name: value})[0]


def test_a_table_fits_the_terminal(at_terminal: AtTerminal, repository: Path) -> None:
    text = at_terminal("estimate", repository, NO_COLOR="1", COLUMNS="80")[0]
    assert 60 < max(map(len, text.split("\n"))) <= 80


def test_a_table_file_is_the_same_whatever_the_terminal(
    at_terminal: AtTerminal, repository: Path
) -> None:
    file = repository.parent / "report.txt"
    out = at_terminal("estimate", repository, "-o", file, "--format", "table", COLUMNS="60")[0]
    text = file.read_text()
    assert ("\x1b[" in text, max(map(len, text.split("\n"))) > 60) == (False, True)
    assert "\x1b[" in out


def test_json_at_a_terminal_is_json(at_terminal: AtTerminal, repository: Path) -> None:
    assert at_terminal("estimate", repository, "--format", "json")[0].startswith("{\n")
