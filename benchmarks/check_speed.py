"""Time of `estimator check` on five changed files, end to end, against a bare click program.

    python benchmarks/check_speed.py PATH [--rounds 7] [--json benchmarks/check_speed.json]

PATH is a checked-out git repository; it is cloned first. Each round appends another function to
five product files and stages them, so that their content was never seen, while the cache knows all
other files and the state of HEAD. Runs of both programs alternate. Ratios are of the best of all
rounds: wall time, and time of all processes, which tells more where others use the machine.
"""

import argparse
import json
import os
import resource
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import NamedTuple

BARE_CLICK = "import click\n@click.command()\ndef main():\n    pass\nmain()\n"
CHECK = [sys.executable, "-m", "estimator", "check"]
BOUND = 2.5
FILES = 5
TEXTS = {
    ".rs": "\npub async fn grown_{n}() {{\n    tokio::spawn(async {{}});\n}}\n",
    ".go": "\nfunc grown{n}() {{\n\tgo println()\n}}\n",
}


class Took(NamedTuple):
    """What one run took, in seconds."""

    wall: float
    cpu: float


def main() -> None:
    """Measure, and print one line for each program."""
    options = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    options.add_argument("path", type=Path)
    options.add_argument("--rounds", type=int, default=7)
    options.add_argument("--json", type=Path)
    given = options.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        result = measure(given.path.resolve(), Path(folder), given.rounds)
    print(json.dumps(result, indent=2, sort_keys=True))
    if given.json:
        given.json.write_text(json.dumps(result, indent=2, sort_keys=True) + "\n")


def measure(path: Path, folder: Path, rounds: int) -> dict[str, object]:
    """Figures of one repository."""
    os.environ.pop("PYTHONDONTWRITEBYTECODE", None)
    os.environ["PYTHONPYCACHEPREFIX"] = str(folder / "bytecode")
    os.environ["ESTIMATOR_CACHE_DIR"] = str(folder / "cache")
    work = folder / path.name
    subprocess.run(["git", "clone", "-q", str(path), str(work)], check=True)
    listed = subprocess.run(
        ["git", "ls-files", "*.go", "*.rs"], cwd=work, check=True, capture_output=True, text=True
    ).stdout.split("\n")
    files = [work / name for name in listed if name and (work / name).is_file()]
    chosen = _changed(files)
    bare = [sys.executable, "-c", BARE_CLICK]
    _run(bare, work)
    _run(CHECK, work)
    took: dict[str, list[Took]] = {"bare": [], "check": [], "again": []}
    for turn in range(rounds + 1):
        for file in chosen:
            with file.open("a", encoding="utf-8") as stream:
                stream.write(TEXTS[file.suffix].format(n=turn))
        subprocess.run(["git", "add", "-A"], cwd=work, check=True)
        runs = {"bare": _run(bare, work), "check": _run(CHECK, work), "again": _run(CHECK, work)}
        if turn:  # the first one compiles the program
            for name, one in runs.items():
                took[name].append(one)
    best = {
        name: Took(min(one.wall for one in runs), min(one.cpu for one in runs))
        for name, runs in took.items()
    }
    return {
        "repository": path.name,
        "lines": sum(file.read_bytes().count(b"\n") for file in files),
        "changed_files": len(chosen),
        "baseline": "bare click program",
        "bound": BOUND,
        "milliseconds": {name: round(one.wall * 1000) for name, one in best.items()},
        "wall_ratio": round(best["check"].wall / best["bare"].wall, 2),
        "cpu_ratio": round(best["check"].cpu / best["bare"].cpu, 2),
        "wall_ratio_same_content_again": round(best["again"].wall / best["bare"].wall, 2),
        "cpu_ratio_same_content_again": round(best["again"].cpu / best["bare"].cpu, 2),
    }


def _changed(files: list[Path]) -> list[Path]:
    """Five files of the middle size of a commit's: the first ones from 200 lines on, by path."""
    found = [
        file
        for file in files
        if file.read_bytes().count(b"\n") >= 200  # noqa: PLR2004  # as above
        and not {"vendor", "tests", "testdata"}.intersection(file.parts)
        and "test" not in file.name
        and b"enerated" not in file.read_bytes()[:4000]
    ]
    step = max(1, len(found) // FILES)
    return found[::step][:FILES]


def _run(command: list[str], folder: Path) -> Took:
    before, start = resource.getrusage(resource.RUSAGE_CHILDREN), time.perf_counter()
    subprocess.run(command, cwd=folder, check=True, stdout=subprocess.DEVNULL)
    wall = time.perf_counter() - start
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    used = (after.ru_utime + after.ru_stime) - (before.ru_utime + before.ru_stime)
    return Took(wall, used)


if __name__ == "__main__":
    main()
