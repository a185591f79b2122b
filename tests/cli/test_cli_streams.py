"""The progress line and stdout, each on a stream that the test looks at."""

import socket
import sys
from contextlib import redirect_stdout
from io import BytesIO, StringIO, TextIOWrapper
from pathlib import Path

import pytest
from sample_repositories import program

from estimator.__main__ import main
from estimator.cli import progress
from estimator.cli.outputs import print_text, uses_color
from estimator.cli.progress import ProgressLine
from estimator.errors import OutsideError
from estimator.parsing.pool import Progress


class Terminal(TextIOWrapper):
    """A stream that says it is a terminal."""

    def isatty(self) -> bool:
        return True


class Full(BytesIO):
    """A stream that takes nothing."""

    def write(self, _data: object, /) -> int:
        raise OSError(28, "No space left on device")


def state(*, files: int, size: int) -> Progress:
    return Progress(
        files_done=files,
        files_total=1_200,
        files_cached=0,
        lines_done=files * 100,
        bytes_done=size,
        bytes_total=4_000,
    )


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> list[float]:
    """The time in seconds, set by the test."""
    now = [100.0]
    monkeypatch.setattr(progress, "monotonic", lambda: now[0])
    return now


Captured = pytest.CaptureFixture[str]


def test_the_line_tells_files_speed_and_time_left(clock: list[float], capsys: Captured) -> None:
    line = ProgressLine(is_shown=True)
    clock[0] += 2
    line.update(state(files=1_000, size=1_000))
    expected = "\r1,000 of 1,200 files, 50,000 lines/s, about 6 s left"
    assert capsys.readouterr().err == expected


def test_a_short_run_shows_nothing(clock: list[float], capsys: Captured) -> None:
    with ProgressLine(is_shown=True) as line:
        clock[0] += 0.2
        line.update(state(files=1, size=1))
    assert capsys.readouterr().err == ""


def test_the_line_is_drawn_ten_times_a_second_at_most(clock: list[float], capsys: Captured) -> None:
    line = ProgressLine(is_shown=True)
    for seconds in (2, 0.05, 0.04, 0.02):
        clock[0] += seconds
        line.update(state(files=1, size=1))
    assert capsys.readouterr().err.count("\r") == 2


def test_the_end_tells_no_time_left_and_clears_the_line(
    clock: list[float], capsys: Captured
) -> None:
    with ProgressLine(is_shown=True) as line:
        clock[0] += 2
        line.update(state(files=1_200, size=4_000))
    drawn = "1,200 of 1,200 files, 60,000 lines/s"
    assert capsys.readouterr().err == f"\r{drawn}\r{' ' * len(drawn)}\r"


def test_a_line_that_is_not_shown_writes_nothing(clock: list[float], capsys: Captured) -> None:
    with ProgressLine(is_shown=False) as line:
        clock[0] += 2
        line.update(state(files=1, size=1))
    assert capsys.readouterr().err == ""


def test_a_terminal_gets_its_own_encoding() -> None:
    raw = BytesIO()
    stream = Terminal(raw, encoding="latin-1")  # closes what it wraps when it goes
    with redirect_stdout(stream):
        print_text("größe \u2192 x\n")
    assert raw.getvalue() == "größe ? x\n".encode("latin-1")


def test_anything_else_gets_utf8() -> None:
    raw = BytesIO()
    stream = TextIOWrapper(raw, encoding="ascii")  # closes what it wraps when it goes
    with redirect_stdout(stream):
        print_text("größe\n")
    assert raw.getvalue() == "größe\n".encode()


def test_a_full_disk_is_an_outside_failure() -> None:
    with (
        redirect_stdout(TextIOWrapper(Full())),
        pytest.raises(OutsideError, match="No space left"),
    ):
        print_text("x")


@pytest.mark.parametrize(
    ("variables", "expected"),
    [({}, True), ({"NO_COLOR": ""}, True), ({"NO_COLOR": "1"}, False), ({"TERM": "dumb"}, False)],
)
def test_colors_are_for_terminals_that_want_them(
    monkeypatch: pytest.MonkeyPatch, variables: dict[str, str], *, expected: bool
) -> None:
    monkeypatch.setattr("os.environ", variables)
    with redirect_stdout(Terminal(BytesIO())):
        assert uses_color() is expected
    with redirect_stdout(StringIO()):
        assert not uses_color()


def test_a_facts_file_that_cannot_be_opened_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    with socket.socket(socket.AF_UNIX) as opened:
        opened.bind("facts.json")
        outcome = program(tmp_path / "cache", "estimate", "facts.json")
    assert (outcome.code, outcome.out) == (2, "")
    assert outcome.err.startswith("estimator: facts.json cannot be read: ")


def test_the_entry_point_leaves_with_the_exit_code(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(sys, "argv", ["estimator", "--version"])
    monkeypatch.setattr("gc.disable", lambda: None)  # this process goes on
    with pytest.raises(SystemExit) as left:
        main()
    assert (left.value.code, capsys.readouterr().out) == (0, "estimator, version 0.1.0\n")
