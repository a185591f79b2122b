"""From a repository with a profile, or a name, to hot paths; and the same from a facts file."""

import json
import subprocess
from pathlib import Path
from shutil import copytree
from typing import Any

import pytest
from sample_repositories import Outcome, environment, go_repository, program, rust_repository, write

PROFILES = Path(__file__).parents[1] / "fixtures" / "profiles"
COMMITTED = "2026-03-01T12:00:00+00:00"
RECORDED = "2026-02-01T12:00:00+00:00"


@pytest.fixture
def cache(tmp_path: Path) -> Path:
    return tmp_path / "cache"


@pytest.fixture
def busy(tmp_path: Path) -> Path:
    """The program of the recorded profile, without it."""
    root = tmp_path / "busy"
    copytree(PROFILES / "go", root)
    return root


def profile_of(name: str = "cpu.pprof") -> bytes:
    return (PROFILES / name).read_bytes()


def git(root: Path, *arguments: str, date: str = COMMITTED) -> None:
    dates = {"GIT_AUTHOR_DATE": date, "GIT_COMMITTER_DATE": date}
    who = ("-c", "user.name=A", "-c", "user.email=a@example.com")
    subprocess.run(
        ("git", *who, *arguments),
        cwd=root,
        check=True,
        capture_output=True,
        env=environment(root, **dates),
    )


def done(outcome: Outcome) -> str:
    assert (outcome.code, outcome.err) == (0, "")
    return outcome.out


def answer(cache: Path, *arguments: object) -> dict[str, Any]:
    found = json.loads(done(program(cache, *arguments, "--format", "json")))
    assert isinstance(found, dict)
    return found


def split_of(report: dict[str, Any]) -> dict[str, Any]:
    return next(one for one in report["scenarios"] if one["id"] == "go-hot-paths-to-rust")


def test_a_committed_profile_is_found_with_its_commit_age_and_samples(
    cache: Path, busy: Path
) -> None:
    git(busy, "init", "-q")
    write(busy, "default.pgo", profile_of())
    git(busy, "add", ".")
    git(busy, "commit", "-qm", "one", date=RECORDED)
    write(busy, "extra.go", "package main\n\nfunc extra() {}\n")
    git(busy, "add", ".")
    git(busy, "commit", "-qm", "two")
    found = answer(cache, "hotpaths", busy)
    assert found["basis"] == "measured"
    assert found["profile"]["sources"] == ["default.pgo"]
    assert found["profile"]["age_days"] == 28
    assert len(found["profile"]["commit"]) == 40
    assert found["profile"]["samples"] > 100


def test_the_hottest_functions_are_those_that_work(cache: Path, busy: Path) -> None:
    write(busy, "default.pgo", profile_of())
    found = answer(cache, "hotpaths", busy)
    names = [one["symbol"] for one in found["functions"][:5]]
    assert "Largest" in names
    assert found["profile"]["match_rate"] > 0.95
    assert "example.com/busy/work" in found["hot_paths"][0]["units"]


def test_measured_paths_enter_the_scenario(cache: Path, busy: Path) -> None:
    write(busy, "default.pgo", profile_of())
    report = answer(cache, "estimate", busy)
    assert split_of(report)["basis"] == "measured"
    assert report["profile"]["sources"] == ["default.pgo"]


def test_a_given_profile_wins_over_the_found_one(cache: Path, busy: Path, tmp_path: Path) -> None:
    write(busy, "default.pgo", profile_of("heap.pprof"))
    given = write(tmp_path, "mine.pprof", profile_of())
    found = answer(cache, "hotpaths", busy, "--profile", given)
    assert found["profile"]["sources"] == ["mine.pprof"]


def test_several_profiles_are_merged_by_weight(cache: Path, busy: Path, tmp_path: Path) -> None:
    one = write(tmp_path, "one.pprof", profile_of())
    two = write(tmp_path, "two.folded", b"example.com/busy/work.Join 99\n")
    joined = answer(cache, "hotpaths", busy, "--profile", one, "--profile", f"{two}=9")
    assert joined["functions"][0]["symbol"] == "Join"
    assert joined["profile"]["sources"] == ["one.pprof", "two.folded"]


def test_a_found_file_that_is_no_cpu_profile_is_a_warning(cache: Path, busy: Path) -> None:
    write(busy, "default.pgo", profile_of("heap.pprof"))
    outcome = program(cache, "hotpaths", busy, "--format", "json")
    assert outcome.code == 0
    assert "default.pgo" in outcome.err
    assert json.loads(outcome.out)["basis"] == "candidate (static)"


def test_a_found_profile_of_another_program_is_not_used(cache: Path, busy: Path) -> None:
    write(busy, "other.folded", b"main;example.com/other.Run 99\n")
    outcome = program(cache, "hotpaths", busy, "--format", "json")
    assert outcome.code == 0
    assert "other.folded: none of its time is in Go product code" in outcome.err
    found = json.loads(outcome.out)
    assert found["basis"] == "candidate (static)"
    assert any("A profile was found and not used" in note for note in found["notes"])


def test_a_given_profile_of_another_program_is_an_error(
    cache: Path, busy: Path, tmp_path: Path
) -> None:
    given = write(tmp_path, "other.folded", b"main;example.com/other.Run 99\n")
    outcome = program(cache, "hotpaths", busy, "--profile", given)
    assert outcome.code == 2
    assert "none of its time" in outcome.err


def test_nobody_looks_where_profiles_are_not_wanted(cache: Path, busy: Path) -> None:
    write(busy, "default.pgo", profile_of())
    report = answer(cache, "estimate", busy, "--no-profile")
    assert report["profile"] is None
    assert {one["basis"] for one in report["hot_paths"]} == {"candidate (static)"}


def test_an_estimate_without_a_profile_takes_no_second_walk(cache: Path, busy: Path) -> None:
    facts = json.loads(done(program(cache, "facts", busy)))
    assert facts["hot_paths"] is None


def test_without_a_profile_there_are_at_most_twenty_candidates_and_a_command(
    cache: Path, tmp_path: Path
) -> None:
    root = go_repository(tmp_path / "repo", files=12)
    found = answer(cache, "hotpaths", root)
    assert len(found["functions"]) == 20
    assert found["command"].startswith("go test -cpuprofile cpu.pprof ")
    assert all(one["nearest"] is None for one in found["functions"])


@pytest.mark.parametrize("name", ["work", "work/work.go", "Table.Digest", "example.com/busy/work"])
def test_a_person_may_name_what_is_hot(cache: Path, busy: Path, name: str) -> None:
    report = answer(cache, "estimate", busy, "--path", name)
    assert split_of(report)["basis"] == "declared"
    assert report["hot_paths"][0]["basis"] == "declared"


def test_a_named_path_has_shares_where_there_is_a_profile(cache: Path, busy: Path) -> None:
    write(busy, "default.pgo", profile_of())
    found = answer(cache, "hotpaths", busy, "--path", "work")
    assert found["basis"] == "declared"
    assert found["hot_paths"][0]["share"] > 0.3


def test_what_is_to_stay_stays(cache: Path, busy: Path) -> None:
    write(busy, "default.pgo", profile_of())
    found = answer(cache, "hotpaths", busy, "--exclude-path", "Largest", "--share", "1")
    moved = {
        one["symbol"] for path in found["hot_paths"] for one in path["functions"] + path["dragged"]
    }
    assert moved
    assert "Largest" not in moved


@pytest.mark.parametrize(
    ("arguments", "complaint"),
    [
        (("--path", "nope"), "no Go package, file or symbol"),
        (("--path", "work", "--exclude-path", "work"), "both named and excluded"),
        (("--only", "nope"), "no unit is called"),
        (("--only", "work", "--only", "example.com/busy/work"), "twice"),
        (("--profile", "nowhere.pprof"), "does not exist"),
        (("--share", "7"), "--share: must be from"),
        (("--profile", "a", "--no-profile"), "exclude each other"),
        (("--only", "work", "--path", "work"), "exclude each other"),
    ],
)
def test_a_wrong_wish_is_one_clear_line(
    cache: Path, busy: Path, arguments: tuple[str, ...], complaint: str
) -> None:
    outcome = program(cache, "estimate", busy, *arguments)
    assert (outcome.code, outcome.out) == (2, "")
    assert complaint in outcome.err
    assert "hint:" in outcome.err


def test_a_unit_is_priced_alone_with_its_boundary(cache: Path, busy: Path) -> None:
    report = answer(cache, "estimate", busy, "--only", "work")
    split = split_of(report)
    lines = next(one for one in report["units"] if one["name"].endswith("/work"))["product_lines"]
    assert split["size_kloc"] == lines / 1000
    assert [line["group"] for line in split["lines"]] == ["core", "boundary", "toolchain"]


def test_a_crate_is_priced_alone_to_go(cache: Path, tmp_path: Path) -> None:
    root = rust_repository(tmp_path / "repo", files=12)
    report = answer(cache, "estimate", root, "--only", "tool")
    shell = next(one for one in report["scenarios"] if one["id"] == "rust-shell-to-go")
    assert (shell["applies"], shell["basis"]) == (True, "declared")


def facts_file(cache: Path, target: Path, *arguments: object) -> Path:
    done(program(cache, "facts", *arguments, "-o", target))
    return target


@pytest.mark.parametrize("wish", [(), ("--path", "Table.Digest"), ("--only", "work")])
def test_facts_give_the_same_report_as_the_scan(
    cache: Path, busy: Path, tmp_path: Path, wish: tuple[str, ...]
) -> None:
    write(busy, "default.pgo", profile_of())
    scanned = done(program(cache, "estimate", busy, *wish, "--format", "json"))
    facts = facts_file(cache, tmp_path / "facts.json", busy, *wish)
    assert done(program(cache, "estimate", facts, "--format", "json")) == scanned


def test_facts_give_the_same_hot_paths_as_the_scan(cache: Path, busy: Path, tmp_path: Path) -> None:
    write(busy, "default.pgo", profile_of())
    scanned = done(program(cache, "hotpaths", busy))
    facts = facts_file(cache, tmp_path / "facts.json", busy)
    assert done(program(cache, "hotpaths", facts)) == scanned


def test_redacted_facts_price_the_same_paths(cache: Path, busy: Path, tmp_path: Path) -> None:
    write(busy, "default.pgo", profile_of())
    open_facts = facts_file(cache, tmp_path / "open.json", busy)
    hidden = facts_file(cache, tmp_path / "hidden.json", busy, "--redact")
    assert "Largest" not in hidden.read_text()
    prices = [split_of(answer(cache, "estimate", one))["effort"] for one in (open_facts, hidden)]
    assert prices[0] == prices[1]


@pytest.mark.parametrize(
    "wish", [("--profile", "x"), ("--path", "x"), ("--only", "x"), ("--share", "0.5")]
)
def test_a_facts_file_cannot_be_looked_into_again(
    cache: Path, busy: Path, tmp_path: Path, wish: tuple[str, ...]
) -> None:
    facts = facts_file(cache, tmp_path / "facts.json", busy)
    outcome = program(cache, "estimate", facts, *wish)
    assert outcome.code == 2
    assert f"{wish[0]} does nothing to a facts file" in outcome.err


def test_a_second_run_gives_the_same_bytes_from_the_cache(cache: Path, busy: Path) -> None:
    write(busy, "default.pgo", profile_of())
    first, second = (done(program(cache, "hotpaths", busy)) for _ in range(2))
    assert first == second


def test_another_profile_is_not_answered_from_the_cache(cache: Path, busy: Path) -> None:
    write(busy, "default.pgo", profile_of())
    before = answer(cache, "hotpaths", busy)
    write(busy, "default.pgo", b"example.com/busy/work.Join 99\n")
    assert answer(cache, "hotpaths", busy)["functions"] != before["functions"]


def test_the_repositorys_own_file_may_name_profiles_inside_it(cache: Path, busy: Path) -> None:
    write(busy, "perf/load.pprof", profile_of())
    write(busy, "estimator.toml", '[hotpaths]\nprofiles = ["perf/load.pprof"]\n')
    assert answer(cache, "hotpaths", busy)["profile"]["sources"] == ["perf/load.pprof"]


@pytest.mark.parametrize("name", ["../mine.pprof", "/etc/hostname", "link.pprof", "absent.pprof"])
def test_the_repositorys_own_file_may_not_point_outside_it(
    cache: Path, busy: Path, tmp_path: Path, name: str
) -> None:
    outside = write(tmp_path, "mine.pprof", profile_of())
    (busy / "link.pprof").symlink_to(outside)
    write(busy, "estimator.toml", f'[hotpaths]\nprofiles = ["{name}"]\n')
    outcome = program(cache, "hotpaths", busy)
    assert (outcome.code, outcome.out) == (2, "")
    assert "a configuration file names files inside the scanned folder" in outcome.err


def test_declared_calls_a_second_decide_between_both_forms(cache: Path, busy: Path) -> None:
    write(busy, "default.pgo", profile_of())
    write(busy, "estimator.toml", "[hotpaths]\ncalls_per_second = 50_000\n")
    path = answer(cache, "hotpaths", busy)["hot_paths"][0]
    assert path["choice"] == "library"


def test_declared_calls_travel_with_the_facts(cache: Path, busy: Path, tmp_path: Path) -> None:
    write(busy, "default.pgo", profile_of())
    write(busy, "estimator.toml", "[hotpaths]\ncalls_per_second = 50_000\n")
    facts = facts_file(cache, tmp_path / "facts.json", busy)
    assert answer(cache, "hotpaths", facts)["hot_paths"][0]["choice"] == "library"


def test_an_id_is_explained_with_the_cut_and_both_sums(cache: Path, busy: Path) -> None:
    write(busy, "default.pgo", profile_of())
    identity = answer(cache, "hotpaths", busy)["hot_paths"][0]["id"]
    text = done(program(cache, "explain", identity, busy))
    assert text.startswith(identity)
    assert "As a sidecar: " in text
    assert "SP201" in text


def test_ids_stay_when_lines_move(cache: Path, busy: Path) -> None:
    write(busy, "default.pgo", profile_of())
    before = [one["id"] for one in answer(cache, "hotpaths", busy)["hot_paths"]]
    source = busy / "work" / "work.go"
    source.write_text(source.read_text().replace("// Table counts", "\n\n\n// Table counts"))
    assert [one["id"] for one in answer(cache, "hotpaths", busy)["hot_paths"]] == before


@pytest.mark.parametrize("output", ["hot.json", "hot.md", "hot.csv", "hot.txt"])
def test_a_file_has_the_format_of_its_suffix(
    cache: Path, busy: Path, tmp_path: Path, output: str
) -> None:
    assert done(program(cache, "hotpaths", busy, "-o", tmp_path / output)) == ""
    assert (tmp_path / output).stat().st_size > 100


def test_a_served_profile_is_recorded_from_the_running_program(cache: Path, busy: Path) -> None:
    serving = 'package main\n\nimport _ "net/http/pprof"\n'
    write(busy, "serve.go", serving)
    assert answer(cache, "hotpaths", busy)["command"].startswith("curl -o cpu.pprof ")


def test_a_rust_program_is_recorded_by_its_binary(cache: Path, tmp_path: Path) -> None:
    root = rust_repository(tmp_path / "repo")
    write(root, "src/main.rs", "fn main() {}\n")
    command = answer(cache, "hotpaths", root)["command"]
    assert "cargo flamegraph --output cpu.svg --bin tool" in command


def test_other_profiles_of_the_repository_are_named(cache: Path, busy: Path) -> None:
    write(busy, "default.pgo", profile_of())
    write(busy, "perf/cpu-idle.pprof", profile_of())
    notes = answer(cache, "hotpaths", busy)["notes"]
    assert any("perf/cpu-idle.pprof" in note for note in notes)


def test_a_contract_that_names_what_crosses_is_shown(cache: Path, busy: Path) -> None:
    service = "service Work {\n  rpc Sum(A) returns (B);\n}\n"
    write(busy, "api/work.proto", f'syntax = "proto3";\n{service}')
    found = answer(cache, "hotpaths", busy, "--path", "work")
    assert found["hot_paths"][0]["seam"]["contracts"] == ["api/work.proto"]


def test_the_shell_of_a_rust_service_is_found_and_priced(cache: Path, tmp_path: Path) -> None:
    root = rust_repository(tmp_path / "repo", files=12)
    manifest = root / "Cargo.toml"
    manifest.write_text(manifest.read_text() + 'axum = "0.7"\n')
    body = "    crate::m0::f0(&[s]).await\n"
    handlers = "".join(
        f"pub async fn handle{n}(State(s): State<u32>) -> u32 {{\n{body}}}\n" for n in range(30)
    )
    write(root, "src/api.rs", f"use axum::extract::State;\n\n{handlers}")
    library = root / "src" / "lib.rs"
    library.write_text(library.read_text() + "pub mod api;\n")
    found = answer(cache, "hotpaths", root)
    assert found["shell"]["lines_by_part"] == {"handlers": 90}
    assert [one["id"] for one in found["scenarios"]] == ["rust-shell-to-go"]
    facts = facts_file(cache, tmp_path / "facts.json", root, "--path", "src/m0.rs")
    report = answer(cache, "estimate", facts)
    shell = next(one for one in report["scenarios"] if one["id"] == "rust-shell-to-go")
    assert shell["applies"]
