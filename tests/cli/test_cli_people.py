"""Team, assistance and `--set` from the command line to each format."""

import csv
import io
import json
from pathlib import Path

import pytest
from sample_repositories import Outcome, go_repository, program, write

TEAM = '[team]\nengineers = 3\nrust = 1\nowner = "A. Smith"\ndate = 2026-05-01\n'


@pytest.fixture
def cache(tmp_path: Path) -> Path:
    return tmp_path / "cache"


@pytest.fixture
def repository(tmp_path: Path) -> Path:
    root = go_repository(tmp_path / "repo")
    lines = "".join(f"\tx += {number}\n" for number in range(400))
    write(root, "long.go", f"package main\n\nfunc long() int {{\n\tx := 0\n{lines}\treturn x\n}}\n")
    return root


def done(outcome: Outcome) -> str:
    assert (outcome.code, outcome.err) == (0, "")
    return outcome.out


def port_of(text: str) -> dict[str, object]:
    scenarios = json.loads(text)["scenarios"]
    found: dict[str, object] = next(one for one in scenarios if one["id"] == "go-to-rust")
    return found


@pytest.mark.parametrize("shown", ["table", "markdown"])
def test_a_declared_team_is_on_the_report(cache: Path, repository: Path, shown: str) -> None:
    write(repository, "estimator.toml", TEAM)
    out = done(program(cache, "estimate", repository, "-f", shown))
    text = " ".join(out.split())
    assert "learning Rust: 2 engineers" in text
    assert "Calendar: " in text
    assert "by A. Smith on 2026-05-01" in text


def test_without_a_team_the_effect_is_told(cache: Path, repository: Path) -> None:
    text = " ".join(done(program(cache, "estimate", repository)).split())
    assert "each engineer without Rust would add about 1.7 EM" in text
    assert "Calendar: " not in text
    assert "What if" not in text


def test_json_holds_team_learning_and_calendar(cache: Path, repository: Path) -> None:
    write(repository, "estimator.toml", TEAM)
    out = done(program(cache, "estimate", repository, "-f", "json"))
    report, port = json.loads(out), port_of(out)
    assert (report["team"]["engineers"], report["team"]["go"]) == (3, None)
    assert report["what_if"] is None
    assert port["learners"] == 2
    assert port["effort_with_learning"]["p50"] > port["effort"]["p50"] + 3  # type: ignore[index]  # JSON
    assert port["calendar"]["engineers"] == 3  # type: ignore[index]  # JSON


def test_csv_holds_learning_and_calendar(cache: Path, repository: Path) -> None:
    write(repository, "estimator.toml", TEAM)
    out = done(program(cache, "estimate", repository, "-f", "csv"))
    row = next(one for one in csv.DictReader(io.StringIO(out)) if one["scenario"] == "go-to-rust")
    assert float(row["with_learning_p50"]) > float(row["scenario_p50"]) + 3
    assert float(row["calendar_months_p80"]) > float(row["calendar_months_p50"]) > 0


def test_a_facts_file_carries_the_team(cache: Path, repository: Path) -> None:
    write(repository, "estimator.toml", TEAM)
    facts = done(program(cache, "facts", repository)).encode()
    direct = done(program(cache, "estimate", repository, "-f", "json"))
    assert done(program(cache, "estimate", "-", "-f", "json", stdin=facts)) == direct


def test_a_setting_shows_the_difference_first(cache: Path, repository: Path) -> None:
    write(repository, "estimator.toml", TEAM)
    out = done(program(cache, "estimate", repository, "--set", "team.rust=0"))
    titles = [
        above
        for above, below in zip(out.split("\n"), out.split("\n")[1:], strict=False)
        if below[:2] == "=="
    ]
    assert titles[0] == "What if"
    assert "go-to-rust" in out.partition("Everything below")[0]


def test_a_setting_is_the_same_as_declaring_it(cache: Path, repository: Path) -> None:
    out = done(
        program(
            cache,
            "estimate",
            repository,
            "-f",
            "json",
            "--set",
            "team.engineers=3",
            "--set",
            "team.rust=1",
        )
    )
    write(repository, "estimator.toml", "[team]\nengineers = 3\nrust = 1\n")
    declared = done(program(cache, "estimate", repository, "-f", "json"))
    assert json.loads(out)["scenarios"] == json.loads(declared)["scenarios"]


def test_json_holds_before_and_after(cache: Path, repository: Path) -> None:
    write(repository, "estimator.toml", TEAM)
    before = port_of(done(program(cache, "estimate", repository, "-f", "json")))
    out = done(program(cache, "estimate", repository, "-f", "json", "--set", "team.rust=3"))
    what_if = json.loads(out)["what_if"]
    (change,) = (one for one in what_if["scenarios"] if one["id"] == "go-to-rust")
    assert what_if["settings"] == [{"after": "3", "before": "1", "key": "team.rust"}]
    assert change["with_learning_before"] == before["effort_with_learning"]["p50"]  # type: ignore[index]  # JSON
    assert change["with_learning_after"] == change["effort_after"] == change["effort_before"]
    assert change["months_after"] < change["months_before"]


def test_a_setting_works_on_a_facts_file(cache: Path, repository: Path) -> None:
    facts = done(program(cache, "facts", repository)).encode()
    out = done(program(cache, "estimate", "-", "--set", "factors.risk=2", stdin=facts))
    assert "factors.risk" in out


def test_a_setting_that_moves_nothing_says_so(cache: Path, repository: Path) -> None:
    out = done(program(cache, "estimate", repository, "--set", "oracle=none"))
    assert "No figure moves." in out


def test_assistance_moves_translation_only_with_an_oracle(cache: Path, repository: Path) -> None:
    settings = ("--set", "llm.translate=0.5", "--set")
    none = done(program(cache, "estimate", repository, *settings, "oracle=none"))
    golden = done(program(cache, "estimate", repository, *settings, "oracle=golden"))
    assert "no oracle, as declared" in " ".join(none.split())
    assert "No figure moves." in none
    assert "No figure moves." not in golden


def test_the_effective_configuration_shows_settings(cache: Path, repository: Path) -> None:
    out = done(
        program(cache, "estimate", repository, "--print-effective-config", "--set", "team.go=2")
    )
    assert "go = 2  # --set\n" in out
    assert "# engineers is not declared\n" in out


def test_a_wrong_setting_is_said_in_a_line_with_close_ones(cache: Path, repository: Path) -> None:
    outcome = program(cache, "estimate", repository, "--set", "team.engineer=2")
    assert (outcome.code, outcome.out) == (2, "")
    assert "did you mean team.engineers" in outcome.err.splitlines()[0]


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        ("[team]\nengineers = -1\n", "team.engineers: must be from 0 to 1000"),
        ("[team]\nengineers = 1\nrust = 2\n", "team.rust is 2, but team.engineers is 1"),
        ("[team]\nshare = 0\n", "team.share: must be from 0.05 to 1"),
        ('[team]\ndate = "soon"\n', "team.date: must be a date as 2026-05-31"),
        (f'[team]\nowner = "{"a" * 61}"\n', "team.owner: must be at most 60 characters long"),
        ('[team]\nowner = "a\\nb"\n', "team.owner: must be printable text"),
        ("[team]\nrusty = 2\n", "team.rusty: unknown key (did you mean team.rust?)"),
        ('[estimate]\noracle = "luck"\n', "estimate.oracle: must be one of auto, none, golden"),
    ],
)
def test_a_wrong_declaration_is_one_clear_line(
    cache: Path, repository: Path, text: str, fault: str
) -> None:
    write(repository, "estimator.toml", text)
    outcome = program(cache, "estimate", repository)
    assert outcome.code == 2
    assert fault in outcome.err
