"""Speed and memory of the scan, as ratios against named baselines in the same run.

    python benchmarks/speed.py PATH... [--rounds 5] [--json benchmarks/speed.json]

Baselines: a raw tree-sitter parse of the same files (fork pool of two, largest first, read and
parse only), and a bare click program. Cold, warm and one-file-changed scans are whole processes,
with compiled bytecode as an installed program has it, net of start-up: the time that the same
command takes on a one-file repository, with a filled cache. So a cold scan has to bear the first
decoding of the rules too; what it takes without that is kept beside it. Each PATH is a checked-out
git repository; it is copied first, so that nothing in it is touched.
"""

import argparse
import json
import os
import resource
import shutil
import subprocess
import sys
import tempfile
import threading
import time
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context
from pathlib import Path
from typing import Any, NamedTuple

ESTIMATOR = [sys.executable, "-m", "estimator"]
BARE_CLICK = "import click\n@click.command()\ndef main():\n    pass\nmain()\n"
GRAMMARS = {".go": "tree_sitter_go", ".rs": "tree_sitter_rust"}
JOBS = 2
_TITLES = {
    "cold": "cold scan",
    "warm": "warm scan",
    "rules": "warm, other rules",
    "changed": "one file changed",
}
_RATIOS = (
    ("cold", "cold_to_raw", "raw", 1.8),
    ("warm", "warm_to_cold", "cold", 0.15),
    ("rules", "rules_to_cold", "cold", 0.15),
    ("changed", "changed_to_cold", "cold", 0.2),
)


class Took(NamedTuple):
    """What a run took; the time of all its processes tells more where others use the machine."""

    wall: float
    cpu: float
    peak: int = 0
    """Bytes of memory of all processes; 0 where it was not watched."""


class StartUp(NamedTuple):
    """What the command takes where there is nothing to do, with an empty and a filled cache."""

    cold: Took
    warm: Took


def main() -> None:
    """Measure every repository and print one table."""
    options = _options()
    rows: list[dict[str, Any]] = []
    with tempfile.TemporaryDirectory() as folder:
        os.environ.pop("PYTHONDONTWRITEBYTECODE", None)
        os.environ["PYTHONPYCACHEPREFIX"] = str(Path(folder, "bytecode"))
        start_up = _start_up(Path(folder))
        for path in options.paths:
            rows.append(measure(path.resolve(), Path(folder), start_up, options.rounds))
            print(render(rows[-1:]), flush=True)
    help_row = _help_ratio(options.rounds)
    print(render_help(help_row))
    if options.json:
        result = {"repositories": rows, "help": help_row, "rounds": options.rounds}
        options.json.write_text(json.dumps(result, indent=2, sort_keys=True) + "\n")


def measure(path: Path, folder: Path, start_up: StartUp, rounds: int) -> dict[str, Any]:
    """All figures of one repository; times are the best of `rounds`, in seconds."""
    work = folder / path.name
    git = ["git", "-c", "core.hooksPath=/dev/null"]
    subprocess.run([*git, "clone", "-q", "--no-hardlinks", str(path), str(work)], check=True)
    files = _files(work)
    took: dict[str, list[Took]] = {name: [] for name in ("raw", "cold", "warm", "rules", "changed")}
    own_rules = ["--rules", str(Path(__file__).parent.parent / "examples" / "own-rules")]
    for turn in range(rounds):
        cache = folder / f"cache-{path.name}-{turn}"
        took["raw"].append(raw_parse(files))
        took["cold"].append(_estimate(work, cache, watch=turn == 0))
        took["warm"].append(_estimate(work, cache))
        took["rules"].append(_estimate(work, cache, *own_rules))
        _touch(work, files, turn)
        took["changed"].append(_estimate(work, cache))
        shutil.rmtree(cache)
        subprocess.run(["git", "-C", str(work), "checkout", "-q", "."], check=True)
    net = {"raw": Took(0.0, 0.0)}
    best, cpu = (
        {
            name: min(one[kind] for one in runs) - net.get(name, start_up.warm)[kind]
            for name, runs in took.items()
        }
        for kind in range(2)
    )
    rules = start_up.cold.wall - start_up.warm.wall
    lines = sum(file.read_bytes().count(b"\n") for file in files)
    return {
        "repository": path.name,
        "files": len(files),
        "lines": lines,
        "seconds": {name: round(value, 3) for name, value in best.items()},
        "cpu_seconds": {name: round(value, 3) for name, value in cpu.items()},
        "cold_to_raw": round(best["cold"] / best["raw"], 2),
        "cold_without_rules_to_raw": round((best["cold"] - rules) / best["raw"], 2),
        "cold_to_raw_cpu": round(cpu["cold"] / cpu["raw"], 2),
        "warm_to_cold": round(best["warm"] / best["cold"], 3),
        "rules_to_cold": round(best["rules"] / best["cold"], 3),
        "changed_to_cold": round(best["changed"] / best["cold"], 3),
        "peak_mb": round(max(one.peak for one in took["cold"]) / 1e6),
    }


def raw_parse(files: list[Path]) -> Took:
    """Read and parse the files in two processes, nothing else; their start is in `cpu` only."""
    used = _cpu_of_children()
    ordered = sorted(files, key=lambda file: -file.stat().st_size)
    with ProcessPoolExecutor(JOBS, mp_context=get_context("fork")) as pool:
        list(pool.map(_warm_up, range(JOBS)))
        start = time.perf_counter()
        list(pool.map(_parse, ordered, chunksize=8))
        wall = time.perf_counter() - start
    return Took(wall, _cpu_of_children() - used)


_parsers: dict[str, Any] = {}


def _warm_up(_turn: int) -> None:
    from tree_sitter import Language, Parser  # noqa: PLC0415  # in the worker

    for suffix, name in GRAMMARS.items():
        _parsers[suffix] = Parser(Language(__import__(name).language()))


def _parse(file: Path) -> int:
    if not _parsers:
        _warm_up(0)
    return int(_parsers[file.suffix].parse(file.read_bytes()).root_node.end_byte)


def _files(work: Path) -> list[Path]:
    listed = subprocess.run(
        ["git", "-C", str(work), "ls-files", "-z", "*.go", "*.rs"],
        check=True,
        capture_output=True,
    ).stdout.decode()
    found = [work / name for name in listed.split("\0") if name]
    return [file for file in found if file.is_file() and not file.is_symlink()]


def _touch(work: Path, files: list[Path], turn: int) -> None:
    """Change one middle-sized file."""
    ordered = sorted(files, key=lambda file: file.stat().st_size)
    file = ordered[len(ordered) // 2]
    file.write_bytes(file.read_bytes() + f"\n// changed {turn}\n".encode())
    del work


def _estimate(work: Path, cache: Path, *extra: str, watch: bool = False) -> Took:
    """Run a whole `estimate`; watch the memory of its processes where asked for."""
    command = [*ESTIMATOR, "estimate", str(work), "--cache-dir", str(cache), "-q", *extra]
    used = _cpu_of_children()
    start = time.perf_counter()
    with subprocess.Popen([*command, "-j", str(JOBS)], stdout=subprocess.DEVNULL) as process:
        peak = _Peak(process.pid) if watch else None
        code = process.wait()
        seconds = time.perf_counter() - start
        most = peak.stop() if peak else 0
    if code:
        raise SystemExit(f"estimate failed with {code} on {work}")
    return Took(seconds, _cpu_of_children() - used, most)


def _cpu_of_children() -> float:
    """Seconds of all processes that this one started and waited for."""
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


class _Peak:
    """Samples the proportional set size of a process tree; Linux only, 0 elsewhere."""

    def __init__(self, pid: int) -> None:
        self._pid = pid
        self._bytes = 0
        self._done = threading.Event()
        self._thread = threading.Thread(target=self._sample)
        self._thread.start()

    def stop(self) -> int:
        self._done.set()
        self._thread.join()
        return self._bytes

    def _sample(self) -> None:
        while not self._done.wait(0.05):
            self._bytes = max(self._bytes, sum(map(_memory, _tree(self._pid))))


def _tree(pid: int) -> list[int]:
    try:
        children = Path(f"/proc/{pid}/task/{pid}/children").read_text().split()
    except OSError:
        return []
    return [pid, *(child for found in children for child in _tree(int(found)))]


def _memory(pid: int) -> int:
    try:
        text = Path(f"/proc/{pid}/smaps_rollup").read_text()
    except OSError:
        return 0
    kilobytes = [int(line.split()[1]) for line in text.splitlines() if line.startswith("Pss:")]
    return sum(kilobytes) * 1024


def _start_up(folder: Path) -> StartUp:
    """What the same command takes where there is nothing to do, best of five."""
    tiny = folder / "tiny"
    tiny.mkdir()
    (tiny / "main.go").write_text("package main\n\nfunc main() {}\n")
    subprocess.run(["git", "-C", str(tiny), "init", "-q"], check=True)
    subprocess.run(["git", "-C", str(tiny), "add", "."], check=True)
    caches = [folder / f"cache-tiny-{turn}" for turn in range(5)]
    cold, warm = ([_estimate(tiny, cache) for cache in caches] for _ in range(2))
    return StartUp(_best_of(cold), _best_of(warm))


def _best_of(runs: list[Took]) -> Took:
    return Took(min(one.wall for one in runs), min(one.cpu for one in runs))


def _help_ratio(rounds: int) -> dict[str, float]:
    bare = _best([sys.executable, "-c", BARE_CLICK], rounds)
    ours = _best([*ESTIMATOR, "--help"], rounds)
    return {
        "bare_click_seconds": round(bare, 3),
        "help_seconds": round(ours, 3),
        "help_to_bare": round(ours / bare, 2),
    }


def _best(command: list[str], rounds: int) -> float:
    best = float("inf")
    for _ in range(max(rounds, 5)):
        start = time.perf_counter()
        subprocess.run(command, check=True, stdout=subprocess.DEVNULL)
        best = min(best, time.perf_counter() - start)
    return best


def render(rows: list[dict[str, Any]]) -> str:
    """One line a repository, with the bound behind each ratio."""
    lines = []
    for row in rows:
        lines.append(f"{row['repository']}: {row['files']:,} files, {row['lines']:,} lines")
        lines.append(f"  {'raw two-process parse':22}{row['seconds']['raw']:7.2f} s")
        for name, ratio, of, bound in _RATIOS:
            seconds = row["seconds"][name]
            lines.append(
                f"  {_TITLES[name]:22}{seconds:7.2f} s   x {row[ratio]:.3f} of {of} (bound {bound})"
            )
        ratio = row["cold_to_raw_cpu"]
        lines.append(f"  {'cold, processor time':22}{'':11}x {ratio:.3f} of raw")
        lines.append(f"  {'peak memory':22}{row['peak_mb']:7,} MB of all processes")
    return "\n".join(lines)


def render_help(row: dict[str, float]) -> str:
    """The start of the program against a bare click program."""
    return (
        f"estimator --help: {row['help_seconds']:.3f} s, x {row['help_to_bare']:.2f} "
        f"of a bare click program (bound 2)"
    )


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("paths", type=Path, nargs="+")
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--json", type=Path)
    os.environ.setdefault("PYTHONPATH", str(Path(__file__).parent.parent))
    return parser.parse_args()


if __name__ == "__main__":
    main()
