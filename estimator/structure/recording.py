"""What a repository builds and imports -> the command that records a CPU profile of it."""

from collections.abc import Sequence

from estimator.model.facts import Module, RepositoryFacts
from estimator.model.source import ParsedFile, Role, Skipped

_PPROF = "net/http/pprof"
_BENCHMARK = "Benchmark"
_PRODUCT_GO_COMMAND = "go tool pprof -proto -output cpu.pprof"


def recording_command(facts: RepositoryFacts, parsed: Sequence[ParsedFile], language: str) -> str:
    """Give the commands, one a line, that record a profile which `--profile` reads.

    Go: from the running program where it serves net/http/pprof, else from the package with most
    benchmarks, else from a test. Rust: perf over its binary, or over its benchmarks. Names of the
    repository are quoted for a shell.
    """
    rows = {row.path: row for row in facts.files if row.language == language}
    files = [
        one for one in parsed if one.source.path in rows and not isinstance(one.facts, Skipped)
    ]
    if language == "go":
        return "\n".join(_go(files, {path: row.role for path, row in rows.items()}))
    modules = [one for one in facts.modules if one.language == language]
    return "\n".join(_rust(modules))


def _go(files: Sequence[ParsedFile], roles: dict[str, Role]) -> list[str]:
    serves = any(
        one.path == _PPROF
        for file in files
        if not isinstance(file.facts, Skipped) and roles[file.source.path] is Role.PRODUCT
        for one in file.facts.imports
    )
    if serves:
        return [
            "curl -o cpu.pprof 'http://HOST:PORT/debug/pprof/profile?seconds=60'",
            "estimator hotpaths . --profile cpu.pprof",
        ]
    folder, count = _benchmarks(files)
    run = f"-bench . {_quoted('./' + folder)}" if count else "-run TestOfTheRealWork ./..."
    return [
        f"go test -cpuprofile cpu.pprof {run}",
        "estimator hotpaths . --profile cpu.pprof",
    ]


def _benchmarks(files: Sequence[ParsedFile]) -> tuple[str, int]:
    """Find the folder with most benchmarks; ties go to the first by name."""
    counts: dict[str, int] = {}
    for file in files:
        if isinstance(file.facts, Skipped):
            continue
        found = sum(
            one.is_test and one.symbol.startswith(_BENCHMARK) for one in file.facts.functions
        )
        if found:
            folder = file.source.path.rpartition("/")[0]
            counts[folder] = counts.get(folder, 0) + found
    if not counts:
        return "", 0
    best = min(counts, key=lambda folder: (-counts[folder], folder))
    return best, counts[best]


def _rust(modules: Sequence[Module]) -> list[str]:
    kinds = {kind: [] for kind in ("bin", "bench")}  # type: dict[str, list[str]]
    for module in modules:
        for target in module.targets:
            if target.kind in kinds:
                kinds[target.kind].append(target.name)
    if kinds["bin"]:
        what = f"--bin {_quoted(min(kinds['bin']))}"
    elif kinds["bench"]:
        what = f"--bench {_quoted(min(kinds['bench']))}"
    else:
        what = "--test NAME"
    return [
        f"CARGO_PROFILE_RELEASE_DEBUG=true cargo flamegraph --output cpu.svg {what}",
        "estimator hotpaths . --profile cpu.svg",
    ]


def _quoted(name: str) -> str:
    """Quote a name for a POSIX shell, since a scanned repository chose it."""
    if name and all(char.isalnum() or char in "._-/" for char in name) and name.isascii():
        return name
    return "'" + name.replace("'", "'\\''") + "'"
