"""The command that records a profile of a program, from what it builds and imports."""

from typing import Any

import pytest

from estimator.model.facts import Coverage, FileRow, Module, RepositoryFacts, Target
from estimator.model.source import (
    FileFacts,
    FunctionFacts,
    Import,
    LineCounts,
    ParsedFile,
    RepositoryIdentity,
    Role,
    Skipped,
    SourceFile,
)
from estimator.structure.recording import recording_command

READ = "estimator hotpaths . --profile"


def parsed(path: str, language: str = "go", **facts: Any) -> ParsedFile:
    source = SourceFile(path=path, language=language, key="sha256:0", size_bytes=1)
    return ParsedFile(source=source, facts=FileFacts(lines=LineCounts(), **facts))


def function(symbol: str) -> FunctionFacts:
    return FunctionFacts(
        symbol=symbol,
        line=1,
        end_line=2,
        code_lines=2,
        branches=1,
        nesting=0,
        loop_depth=0,
        work=0,
        is_test=True,
    )


def facts_of(files: tuple[ParsedFile, ...], targets: tuple[Target, ...] = ()) -> RepositoryFacts:
    rows = tuple(
        FileRow(
            path=file.source.path,
            language=file.source.language,
            role=Role.TEST if "_test" in file.source.path else Role.PRODUCT,
            unit="unit",
            lines=LineCounts(),
            test_lines=LineCounts(),
            functions=0,
            types=0,
            public_items=0,
            imports=0,
        )
        for file in files
    )
    module = Module(name="m", language="rust", path="", manifest="Cargo.toml", targets=targets)
    return RepositoryFacts(
        tool_version="0",
        repository=RepositoryIdentity(name="r"),
        languages=(),
        coverage=Coverage(files_seen=0, files_parsed=0, share_lines_parsed=1.0, skipped=()),
        metrics={},
        modules=(module,),
        dependencies={},
        units=(),
        edges={},
        spread=(),
        candidates={},
        files=rows,
        evidence=(),
    )


def go_command(*files: ParsedFile) -> list[str]:
    return recording_command(facts_of(files), files, "go").splitlines()


def rust_command(*targets: Target) -> list[str]:
    return recording_command(facts_of((), targets), (), "rust").splitlines()


def test_a_program_that_serves_profiles_is_asked_while_it_runs() -> None:
    file = parsed("main.go", imports=(Import(path="net/http/pprof", line=3),))
    command, read = go_command(file)
    assert command == "curl -o cpu.pprof 'http://HOST:PORT/debug/pprof/profile?seconds=60'"
    assert read == f"{READ} cpu.pprof"


def test_tests_that_serve_profiles_do_not_count() -> None:
    file = parsed("main_test.go", imports=(Import(path="net/http/pprof", line=3),))
    assert go_command(file)[0].startswith("go test -cpuprofile")


def test_the_package_with_most_benchmarks_is_run() -> None:
    files = (
        parsed("a/a_test.go", functions=(function("BenchmarkA"), function("TestA"))),
        parsed("b/b_test.go", functions=(function("BenchmarkB"), function("BenchmarkC"))),
    )
    assert go_command(*files)[0] == "go test -cpuprofile cpu.pprof -bench . ./b"


def test_of_equal_packages_the_first_by_name_is_run() -> None:
    files = (
        parsed("b/b_test.go", functions=(function("BenchmarkB"),)),
        parsed("a/a_test.go", functions=(function("BenchmarkA"),)),
    )
    assert go_command(*files)[0].endswith("./a")


def test_without_benchmarks_a_test_of_the_real_work_is_asked_for() -> None:
    skipped = ParsedFile(
        source=SourceFile(path="x_test.go", language="go", key="k", size_bytes=1),
        facts=Skipped(path="x_test.go", reason="too large"),
    )
    command = go_command(skipped)[0]
    assert command == "go test -cpuprofile cpu.pprof -run TestOfTheRealWork ./..."


@pytest.mark.parametrize("folder", ["a b", "$(rm -rf .)", "a;b", "it's"])
def test_a_hostile_folder_is_quoted_for_a_shell(folder: str) -> None:
    command = go_command(parsed(f"{folder}/x_test.go", functions=(function("BenchmarkX"),)))[0]
    quoted = folder.replace("'", "'\\''")
    assert command.endswith(f"'./{quoted}'")


@pytest.mark.parametrize(
    ("targets", "what"),
    [
        ((Target(name="serve", kind="bin"), Target(name="cli", kind="bin")), "--bin cli"),
        ((Target(name="speed", kind="bench"), Target(name="lib", kind="lib")), "--bench speed"),
        ((Target(name="lib", kind="lib"),), "--test NAME"),
    ],
)
def test_a_rust_program_is_recorded_by_what_it_builds(
    targets: tuple[Target, ...], what: str
) -> None:
    command, read = rust_command(*targets)
    assert command.endswith(f"cargo flamegraph --output cpu.svg {what}")
    assert read == f"{READ} cpu.svg"
