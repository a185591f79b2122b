"""A real interrupt from outside: exit at once, no worker left, the cache intact."""

import os
import signal
import subprocess
import sys
from pathlib import Path

from pool_builders import config, count, packages, write_file

from estimator.parsing.cache import FactsCache
from estimator.parsing.pool import Progress, parse_files

_SCRIPT = """
import signal
signal.signal(signal.SIGINT, signal.default_int_handler)  # a background job ignores it
import sys
from pathlib import Path
import pool_builders
from estimator.parsing.cache import FactsCache
from estimator.parsing import pool
pool._ROWS_A_WRITE = 1
root = Path(sys.argv[1])
words = {"a": b"fine", "b": b"hang ", "c": b"hang "}
files = [
    pool_builders.write_file(root, name + ".go", word.ljust(130_000, b"\\n"))
    for name, word in words.items()
]
def tell(progress):
    if progress.files_done == 1:
        print("one is done", flush=True)
with FactsCache(root / "cache", fingerprint="", max_bytes=10**9, warn=print) as cache:
    pool.parse_files(
        root, files, config=pool_builders.config(), extract=pool_builders.count,
        cache=cache, on_progress=tell,
    )
"""


def test_an_interrupt_from_the_keyboard_ends_all_and_keeps_what_was_done(tmp_path: Path) -> None:
    with subprocess.Popen(
        [sys.executable, "-c", _SCRIPT, str(tmp_path)],
        env={"PYTHONPATH": os.pathsep.join(sys.path)},
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
        start_new_session=True,
    ) as process:
        assert process.stdout is not None
        assert process.stdout.readline() == "one is done\n"
        os.killpg(process.pid, signal.SIGINT)
        assert process.stdout.read() == ""  # closed by the last process that had it
        assert process.wait() == -signal.SIGINT
    warnings: list[str] = []
    file = write_file(tmp_path, "a.go", b"fine".ljust(130_000, b"\n"))
    with FactsCache(
        tmp_path / "cache", fingerprint="", max_bytes=10**9, warn=warnings.append
    ) as cache:
        assert list(cache.get_many([file])) == ["a.go"]
    assert warnings == []


def test_an_interrupt_in_the_middle_leaves_a_cache_to_go_on_with(tmp_path: Path) -> None:
    files = [write_file(tmp_path, f"{n}.go", b"fine".ljust(130_000, b"\n")) for n in range(5)]

    def interrupt(progress: Progress) -> None:
        if progress.files_done > 1:
            raise KeyboardInterrupt

    with FactsCache(tmp_path / "cache", fingerprint="", max_bytes=10**9, warn=print) as cache:
        try:
            parse_files(
                tmp_path, files, config=config(), extract=count, cache=cache, on_progress=interrupt
            )
        except KeyboardInterrupt:
            found = parse_files(tmp_path, files, config=config(), extract=count, cache=cache)
    assert len(packages(found)) == 5


def test_workers_end_when_their_parent_is_killed(tmp_path: Path) -> None:
    with subprocess.Popen(
        [
            sys.executable,
            "-c",
            _SCRIPT.replace("hang", "fine").replace("== 1", "== 3"),
            str(tmp_path),
        ],
        env={"PYTHONPATH": os.pathsep.join(sys.path)},
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
    ) as process:
        assert process.stdout is not None
        process.stdout.readline()
        process.kill()
        assert process.stdout.read() == ""  # the workers had it too, and are gone
