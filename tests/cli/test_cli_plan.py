"""`estimator plan`: formats and files, the scenario, and what is refused in one line."""

import json
from pathlib import Path

import pytest
from sample_repositories import go_repository, program, rust_repository, write

SERVICE = Path(__file__).parents[2] / "examples" / "go-service"


@pytest.fixture
def cache(tmp_path: Path) -> Path:
    return tmp_path / "cache"


def test_the_default_is_a_table_of_the_first_scenario_that_applies(
    cache: Path, tmp_path: Path
) -> None:
    done = program(cache, "plan", go_repository(tmp_path / "repo"))

    assert (done.code, done.err) == (0, "")
    assert "Port the whole repository from Go to Rust in 3 waves" in done.out.replace("\n", " ")
    assert max(map(len, done.out.splitlines())) <= 100


def test_files_get_the_format_of_their_suffix(cache: Path, tmp_path: Path) -> None:
    outputs = [tmp_path / name for name in ("plan.json", "plan.md", "plan.txt")]
    options = [part for output in outputs for part in ("-o", output)]

    done = program(cache, "plan", go_repository(tmp_path / "repo"), *options)

    assert (done.code, done.out) == (0, "")
    assert json.loads(outputs[0].read_text())["scenario"] == "go-to-rust"
    assert "```mermaid\nflowchart LR\n" in outputs[1].read_text()
    assert outputs[2].read_text().startswith("example.com/tool: Port the whole")


def test_a_plan_from_a_facts_file_is_that_of_the_repository(cache: Path, tmp_path: Path) -> None:
    root, facts = go_repository(tmp_path / "repo"), tmp_path / "facts.json"
    assert program(cache, "facts", root, "-o", facts).code == 0

    from_facts = program(cache, "plan", facts, "-f", "json")

    assert from_facts.out == program(cache, "plan", root, "-f", "json").out


def test_a_split_is_planned_from_the_paths_that_are_named(cache: Path) -> None:
    done = program(
        cache,
        *("plan", SERVICE, "--scenario", "go-hot-paths-to-rust"),
        *("--path", "internal/delivery", "-f", "json", "--set", "team.engineers=2"),
    )

    found = json.loads(done.out)
    assert found["basis"] == "declared"
    assert any("delivery" in unit["name"] for wave in found["waves"] for unit in wave["units"])
    assert found["waves"][-1]["ends"] == pytest.approx(found["calendar"]["p50"])


def test_a_unit_named_alone_moves_by_a_split(cache: Path) -> None:
    done = program(cache, "plan", SERVICE, "--only", "internal/delivery", "-f", "json")

    found = json.loads(done.out)
    units = {unit["name"] for wave in found["waves"] for unit in wave["units"]}
    assert (found["scenario"], found["basis"]) == ("go-hot-paths-to-rust", "declared")
    assert {name.rpartition("/")[2] for name in units} == {"delivery"}
    total = sum(wave["effort"]["p50"] for wave in found["waves"])
    assert total == pytest.approx(found["effort"]["p50"])


def test_a_crate_named_alone_moves_by_a_split(cache: Path, tmp_path: Path) -> None:
    done = program(
        cache, "plan", rust_repository(tmp_path / "repo"), "--only", "tool", "-f", "json"
    )

    found = json.loads(done.out)
    assert (found["scenario"], found["basis"]) == ("rust-shell-to-go", "declared")


def test_a_whole_port_of_a_unit_alone_is_refused(cache: Path) -> None:
    done = program(cache, "plan", SERVICE, "--only", "delivery", "--scenario", "go-to-rust")

    assert (done.code, done.out) == (2, "")
    assert "--only plans units alone, and go-to-rust moves everything" in done.err


@pytest.mark.parametrize(
    ("options", "message", "hint"),
    [
        (("--scenario", "go-to-cobol"), "there is no scenario go-to-cobol", "go-to-rust"),
        (("--scenario", "rust-to-go"), "rust-to-go does not apply here", "go-to-rust"),
        (("-o", "plan.csv"), "the suffix names no format", ".json, .markdown, .md, .txt"),
    ],
)
def test_what_cannot_be_planned_is_refused_in_one_line(
    cache: Path, tmp_path: Path, options: tuple[str, ...], message: str, hint: str
) -> None:
    done = program(cache, "plan", go_repository(tmp_path / "repo"), *options)

    assert (done.code, done.out) == (2, "")
    assert message in done.err
    assert hint in done.err


def test_names_of_the_repository_do_not_leave_their_place(cache: Path, tmp_path: Path) -> None:
    root = go_repository(tmp_path / "repo")
    write(root, "go.mod", 'module example.com/a"]-->x|b\n\ngo 1.22\n')

    done = program(cache, "plan", root, "-f", "markdown")

    graph = done.out.partition("```mermaid")[2].partition("```")[0]
    assert done.code == 0
    assert graph.count("-->") == 2
    assert "x|b" not in graph
