"""What CI files, build files, scripts and manifests say: found by line, outside comments."""

import pytest
from test_facts_oracles import counts, facts_of, places

from estimator.model.facts import Dependency

CI = ".github/workflows/ci.yml"


def found_in(line: str, path: str = CI) -> dict[str, float]:
    """What one line is counted as, besides the text itself and that it runs tests."""
    found = counts(facts_of(texts={path: f"first\n{line}\n"}))
    return {
        name: value
        for name, value in found.items()
        if name not in {"repo.build.texts", "repo.ci_files", "repo.ci.test"}
    }


@pytest.mark.parametrize(
    ("line", "metric"),
    [
        ("run: go test -race ./...", "repo.ci.race"),
        ('RACE="--race=${RACE:-true}"', "repo.ci.race"),
        ("cargo +nightly miri test", "repo.ci.miri"),
        ("RUSTFLAGS: -Z sanitizer=address", "repo.ci.sanitizer"),
        ("go test -asan ./...", "repo.ci.sanitizer"),
        ("valgrind ./server", "repo.ci.sanitizer"),
        ("RUSTFLAGS='--cfg loom' cargo test", "repo.ci.loom"),
        ("cargo fuzz run parse", "repo.ci.fuzz"),
        ("cargo +nightly fuzz run parse", "repo.ci.fuzz"),
        ("go test -fuzz=FuzzParse -fuzztime 60s", "repo.ci.fuzz"),
        ("uses: google/oss-fuzz/x@master", "repo.ci.fuzz"),
        ("cargo bench --no-run", "repo.ci.bench"),
        ("go test -bench . ./...", "repo.ci.bench"),
        ("test -z $(gofmt -l .)", "repo.ci.format"),
        ("@{{ _cargo }} fmt -- --check", "repo.ci.format"),
        ("cargo +nightly fmt --check", "repo.ci.format"),
        ("uses: golangci/golangci-lint-action@v6", "repo.ci.lint"),
        ("go vet ./...", "repo.ci.lint"),
        ("cargo clippy --all-targets", "repo.ci.lint"),
        ("govulncheck ./...", "repo.ci.audit"),
        ("cargo deny check", "repo.ci.audit"),
        ("uses: codecov/codecov-action@v5", "repo.ci.coverage"),
        ("cargo llvm-cov --lcov", "repo.ci.coverage"),
        ("cargo tarpaulin --out xml", "repo.ci.coverage"),
        ("GOMEMLIMIT: 2GiB", "repo.build.runtime"),
        ("TOKIO_WORKER_THREADS=4 ./server", "repo.build.runtime"),
        ("go build -pgo=cpu.pprof", "repo.build.pgo"),
        ("RUSTFLAGS=-Cprofile-use=all.profdata", "repo.build.pgo"),
        ("protoc --go_out=. api.proto", "repo.build.codegen"),
        ("buf generate", "repo.build.codegen"),
        ("go generate ./...", "repo.build.codegen"),
        ("controller-gen crd", "repo.build.codegen"),
        ("GOOS=linux GOARCH=arm64 go build", "repo.build.cross"),
        ("cargo build --target x86_64-unknown-linux-musl", "repo.build.cross"),
        ("cross build --release", "repo.build.cross"),
        ("go build -ldflags '-extldflags -static'", "repo.build.linker"),
        ("CGO_ENABLED=1 go build", "repo.build.cgo"),
    ],
)
def test_a_line_shows_it(line: str, metric: str) -> None:
    assert found_in(line) == {metric: 1.0}
    assert places(facts_of(texts={CI: f"first\n{line}\n"}), metric) == [f"{CI}:2"]


@pytest.mark.parametrize(
    "line",
    [
        "# go test -race",
        "  // go test -race",
        "go test --race=false",
        'if [[ " $BUILDFLAGS " != *" -race "* ]]; then',
        "embrace --race-car",
        "name: trace the race",
        "description: Install protoc.",
        "protoc: true",
        "protoc --version",
        "bloom filters",
        "fuzzy matching",
        "bench press",
        "CGO_ENABLED=0 go build",
        "cargo test --target-dir out",
        "admiring",
        "inform the printer",
        "a lint roller",
        "audit trail",
        "cover letter",
        "echo set GOGC yourself",
        "profile-photo=1",
    ],
)
def test_a_line_does_not_show_it(line: str) -> None:
    assert found_in(line) == {}


@pytest.mark.parametrize(
    ("line", "runs"),
    [
        ("go test ./...", 1),
        ("cargo nextest run", 1),
        ("$(GO) test ./...", 1),
        ("cargo +1.80 test --workspace", 1),
        ("cargo install cargo-testify", 0),
        ("test -f go.mod", 0),
    ],
)
def test_a_line_runs_tests_or_does_not(line: str, runs: float) -> None:
    assert counts(facts_of(texts={CI: line})).get("repo.ci.test", 0) == runs


def test_a_toolchain_file_is_no_job_and_may_pin_nightly() -> None:
    assert found_in("nightly-2024-01-01", "rust-toolchain") == {"repo.build.nightly": 1.0}
    assert found_in("toolchain: nightly") == {}


def test_cargo_settings_may_set_the_linker() -> None:
    assert found_in('linker = "lld"', ".cargo/config.toml") == {"repo.build.linker": 1.0}
    assert found_in('rustflags = ["-C", "link-arg=-s"]', ".cargo/config") == {
        "repo.build.linker": 1.0
    }


@pytest.mark.parametrize(
    ("line", "is_linked"),
    [
        ("CGO_ENABLED: 1", True),
        ("CGO_ENABLED: 1 # go test -race requires cgo", False),
        ("CGO_ENABLED=1 go test -race ./...", False),
    ],
)
def test_cgo_for_the_race_detector_alone_links_no_c(line: str, *, is_linked: bool) -> None:
    assert ("repo.build.cgo" in found_in(line)) is is_linked


def test_what_was_searched_is_always_there_and_vendored_or_mailmap_is_not_searched() -> None:
    assert facts_of().metrics["repo.build.texts"] == 0
    vendored = facts_of(texts={"vendor/Makefile": "go test -race", ".mailmap": "-race"})
    assert vendored.metrics["repo.build.texts"] == 0
    assert "repo.ci.race" not in vendored.metrics


def test_what_is_no_text_is_not_searched() -> None:
    assert facts_of(texts={"hack/tool": "\0 go test -race"}).metrics["repo.build.texts"] == 0


def test_only_the_beginning_of_a_long_text_or_line_is_searched() -> None:
    assert found_in("x" * 3_000 + " -race") == {}
    assert found_in("\n" * 300_000 + "go test -race") == {}


def test_patched_crates_show_their_lines() -> None:
    manifest = (
        '[dependencies]\nserde = "1"\n[patch.crates-io]\n# note = 1\nserde = { path = "s" }\n\n'
        '[patch.crates-io.tokio]\ngit = "x"\n[replace]\n"a:1" = { path = "a" }\n'
        '[patch."https://github.com/a/b"]\nx = { path = "x" }\n'
    )
    facts = facts_of(manifests={"Cargo.toml": manifest})
    assert places(facts, "repo.build.replaced") == [
        *("Cargo.toml:5", "Cargo.toml:7", "Cargo.toml:10", "Cargo.toml:12")
    ]


def test_replaced_modules_show_their_lines_but_folders_of_the_tree_do_not() -> None:
    manifest = (
        "module a\nreplace x.org/a => ./a\nreplace x.org/b => ../b\n"
        "replace x.org/c v1.0.0 => y.org/c v1.2.0\nreplace (\n\tx.org/d => z.org/d v2.0.0\n)\n"
        "// replace x.org/e => z.org/e v2.0.0\nreplace x.org/f => /elsewhere/f\n"
    )
    facts = facts_of(manifests={"go.mod": manifest, "tests/go.mod": manifest, "go.work": manifest})
    assert places(facts, "repo.build.replaced") == ["go.mod:4", "go.mod:6"]


def test_crates_that_build_or_link_c_show_their_lines() -> None:
    names = ("cc", "openssl-sys", "windows-sys", "libfuzzer-sys", "serde", "rdkafka-sys")
    kinds = {"cc": "build", "rdkafka-sys": "dev"}
    needed = [
        Dependency(
            name=name, version="1", kind=kinds.get(name, "normal"), manifests=("Cargo.toml",)
        )
        for name in names
    ]
    manifest = "".join(f'{name} = "1"\n' for name in names)
    facts = facts_of(manifests={"Cargo.toml": manifest}, dependencies=needed)
    assert places(facts, "repo.build.native_packages") == ["Cargo.toml:1", "Cargo.toml:2"]


def test_each_line_that_shows_a_thing_is_a_place_once_and_lines_of_no_command_are_none() -> None:
    lines = ("# go vet", "go vet && golangci-lint run", "", "lint", "if go vet", "go vet ./...")
    assert places(facts_of(texts={CI: "\n".join(lines)}), "repo.ci.lint") == [f"{CI}:2", f"{CI}:6"]
