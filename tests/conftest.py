"""Options and fixtures that every test folder may use."""

import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Generator
from pathlib import Path

import pytest
from hypothesis import settings

settings.register_profile("shared-machine", deadline=None)
settings.load_profile("shared-machine")

GOLDEN = Path(__file__).parent / "golden"
CHECKOUT = Path(__file__).resolve().parents[1]


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption(
        "--update-golden", action="store_true", help="write golden files instead of comparing"
    )
    parser.addoption(
        "--killed-runs",
        type=int,
        default=12,
        help="how many runs of attach are started to be killed, in tests/tickets",
    )


@pytest.fixture
def same_as_golden(request: pytest.FixtureRequest) -> Callable[[str, str], None]:
    """Compare a text with tests/golden/NAME, or write it there with --update-golden."""

    def compare(name: str, text: str) -> None:
        path = GOLDEN / name
        if request.config.getoption("--update-golden"):
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(text.encode())
        assert path.read_bytes().decode() == text

    return compare


@pytest.fixture(scope="session")
def checkout() -> Path:
    return CHECKOUT


@pytest.fixture(scope="session")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A plain folder with examples/, where the commands of the documents are run."""
    folder = tmp_path_factory.mktemp("desk")
    shutil.copytree(CHECKOUT / "examples", folder / "examples")
    return folder


@pytest.fixture(scope="session")
def python(desk: Path) -> Callable[..., str]:
    """Run Python there, as a user would; what it prints."""
    own = {name: text for name, text in os.environ.items() if not name.startswith("ESTIMATOR_")}
    settings = own | {"ESTIMATOR_CACHE_DIR": str(desk / "cache"), "COLUMNS": "100"}

    def run(*arguments: str) -> str:
        ended = subprocess.run(
            [sys.executable, *arguments], cwd=desk, env=settings, check=False, capture_output=True
        )
        assert ended.returncode == 0, ended.stderr.decode()
        return ended.stdout.decode()

    return run


@pytest.fixture(scope="session")
def output_of(python: Callable[..., str]) -> Callable[[str], str]:
    """Run a command line of a document there; its output."""

    def run(command: str) -> str:
        program, *arguments = command.split()
        assert program == "estimator", command
        return python("-m", "estimator", *arguments)

    return run


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(
    item: pytest.Item,
) -> Generator[None, pytest.TestReport, pytest.TestReport]:
    """Turn a skip into a failure where everything is installed: ESTIMATOR_NO_SKIPS is set.

    ESTIMATOR_WITHOUT names what CI could not install; tests with that name may be skipped.
    """
    report = yield
    is_skip = report.skipped and not hasattr(report, "wasxfail")
    missing = os.environ.get("ESTIMATOR_WITHOUT", "")
    is_excused = missing != "" and missing in item.nodeid
    if is_skip and os.environ.get("ESTIMATOR_NO_SKIPS") and not is_excused:
        report.outcome = "failed"
        report.longrepr = f"{item.nodeid} was skipped: {report.longrepr}"
    return report


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """List what was skipped by name, with the count and each need that was missing."""
    skipped = terminalreporter.getreports("skipped")
    if not skipped:
        return
    terminalreporter.section(f"{len(skipped)} skipped, by name")
    for report in sorted(skipped, key=lambda report: report.nodeid):
        reason = report.longrepr[2] if isinstance(report.longrepr, tuple) else report.longrepr
        terminalreporter.write_line(f"{report.nodeid}: {reason}")
