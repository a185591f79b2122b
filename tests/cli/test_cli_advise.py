"""`estimator advise`: formats, new work, money, and questions at a terminal that never hang."""

import json
import os
import pty
import subprocess
import sys
import tomllib
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from select import select
from shutil import copytree
from typing import Any

import jsonschema
import pytest
from sample_repositories import Outcome, environment, go_repository, program, rust_repository, write

EXAMPLE = Path(__file__).parents[2] / "examples" / "go-service"
Golden = Callable[[str, str], None]
Ask = Callable[..., str]


@pytest.fixture
def cache(tmp_path: Path) -> Path:
    return tmp_path / "cache"


@pytest.fixture
def example(tmp_path: Path) -> Path:
    """The example service outside of any repository, so that no history is read."""
    root = tmp_path / "go-service"
    copytree(EXAMPLE, root)
    return root


def done(outcome: Outcome) -> str:
    assert (outcome.code, outcome.err) == (0, "")
    return outcome.out


def answer(cache: Path, *arguments: object) -> dict[str, Any]:
    found = json.loads(done(program(cache, "advise", *arguments, "--format", "json")))
    assert isinstance(found, dict)
    return found


@pytest.mark.parametrize(
    ("form", "suffix"), [("table", "txt"), ("markdown", "md"), ("json", "json")]
)
def test_the_advice_in_each_format(
    cache: Path, example: Path, same_as_golden: Golden, form: str, suffix: str
) -> None:
    same_as_golden(f"advise.{suffix}", done(program(cache, "advise", example, "-f", form)))


@pytest.mark.parametrize(
    ("form", "suffix"), [("table", "txt"), ("markdown", "md"), ("json", "json")]
)
def test_new_work_in_each_format(
    cache: Path, same_as_golden: Golden, form: str, suffix: str
) -> None:
    out = done(program(cache, "advise", "--workload", "codec", "-f", form))
    same_as_golden(f"advise-new.{suffix}", out)


def test_a_table_fits_100_columns(cache: Path, example: Path) -> None:
    out = done(program(cache, "advise", example))
    assert max(map(len, out.split("\n"))) <= 100


def test_json_keeps_to_the_published_schema(cache: Path, example: Path) -> None:
    schema = json.loads(done(program(cache, "advise", "--schema")))
    jsonschema.validate(answer(cache, example), schema)
    jsonschema.validate(answer(cache, "--workload", "cli"), schema)


def test_a_file_gets_the_format_of_its_suffix(cache: Path, example: Path, tmp_path: Path) -> None:
    file = tmp_path / "advice.md"
    assert done(program(cache, "advise", example, "-o", file)) == ""
    assert "## Open questions" in file.read_text()


def test_there_is_no_csv(cache: Path, example: Path, tmp_path: Path) -> None:
    outcome = program(cache, "advise", example, "-o", tmp_path / "advice.csv")
    assert (outcome.code, "names no format" in outcome.err) == (2, True)


def test_a_facts_file_gives_the_advice_of_its_repository(cache: Path, tmp_path: Path) -> None:
    root = go_repository(tmp_path / "repo")
    facts = tmp_path / "facts.json"
    done(program(cache, "facts", root, "-o", facts))
    assert answer(cache, facts)["recommendation"] == answer(cache, root)["recommendation"]


def test_a_setting_tries_an_answer(cache: Path, example: Path) -> None:
    found = answer(cache, example, "--set", "service.tail_latency_wall=true")
    assert found["recommendation"]["id"] == "AD415"
    assert len(found["recommendation"]["first"]) == 4


def test_an_answer_in_the_repository_decides(cache: Path, example: Path) -> None:
    write(example, "estimator.toml", "[service]\ntail_latency_wall = true\n")
    found = answer(cache, example)
    assert found["recommendation"]["id"] == "AD415"
    assert "service.tail_latency_wall" not in {one["key"] for one in found["questions"]}


def test_a_rate_prices_every_way_in_its_currency(cache: Path, example: Path) -> None:
    found = answer(cache, example, "--rate", "10000 EUR")
    assert found["currency"] == "EUR"
    port = next(one for one in found["ways"] if one["id"] == "go-to-rust")
    assert port["money_p50"] == pytest.approx(port["effort_p50"] * 10_000)
    table = done(program(cache, "advise", example, "--rate", "10000 EUR"))
    assert " EUR" in table


@pytest.mark.parametrize("rate", ["lots", "3 EM", "0 EUR", "-1 EUR"])
def test_a_wrong_rate_is_refused(cache: Path, example: Path, rate: str) -> None:
    outcome = program(cache, "advise", example, f"--rate={rate}")
    assert (outcome.code, outcome.out) == (2, "")
    assert f"--rate {rate}: must be the price of one EM in money" in outcome.err


def test_several_paths_are_a_portfolio(cache: Path, example: Path, tmp_path: Path) -> None:
    found = answer(cache, example, rust_repository(tmp_path / "repo"))

    assert [one["language"] for one in found["services"]] == ["go", "rust"]
    assert found["crosses_rule"] == "AD205"
    schema = json.loads(done(program(cache, "advise", "--schema", example, tmp_path)))
    jsonschema.validate(found, schema)
    table = done(program(cache, "advise", example, tmp_path / "repo"))
    assert "Service by service" in table


@pytest.mark.parametrize("option", [("--ask",), ("--workload", "cli")])
def test_what_is_about_one_repository_is_refused_for_several(
    cache: Path, example: Path, option: tuple[str, ...]
) -> None:
    outcome = program(cache, "advise", example, example, *option)
    assert (outcome.code, outcome.out) == (2, "")
    assert f"{option[0]} is about one repository, and 2 are given" in outcome.err


def test_stdin_is_read_once(cache: Path) -> None:
    outcome = program(cache, "advise", "-", "-")
    assert (outcome.code, "facts on stdin can be read once only" in outcome.err) == (2, True)


def test_an_unknown_workload_is_refused(cache: Path) -> None:
    outcome = program(cache, "advise", "--workload", "poem")
    assert (outcome.code, "hint: one of browser-engine" in outcome.err) == (2, True)


def test_rust_is_looked_through_for_a_shell(cache: Path, tmp_path: Path) -> None:
    found = answer(cache, rust_repository(tmp_path / "repo"))
    assert found["recommendation"]["verdict"] == "keep"
    shell = next(one for one in found["ways"] if one["id"] == "rust-shell-to-go")
    assert "Nobody looked" not in shell["why"]


def test_the_map_of_the_document_names_every_sentence(cache: Path) -> None:
    out = done(program(cache, "rules", "list", "--by-document", "--format", "markdown"))
    assert out.startswith("## Overview\n")
    assert "| DOC-migration-2 |" in out
    assert "| none |" not in out


def test_without_a_terminal_nothing_is_asked_and_nothing_waits(cache: Path, example: Path) -> None:
    outcome = program(cache, "advise", example, "--ask")
    assert (outcome.code, outcome.err) == (0, "--ask needs a terminal; nothing was asked\n")
    assert not (example / "estimator.toml").exists()


@pytest.fixture
def ask(tmp_path: Path) -> Ask:
    """Run with a terminal and answer by key; what the terminal showed. All else stays open."""

    def shown(*arguments: object, **answers: str) -> str:
        settings = environment(tmp_path / "cache") | {"TERM": "dumb"}
        ours, theirs = pty.openpty()
        command = [sys.executable, "-m", "estimator", "advise", *map(str, arguments), "--ask"]
        with subprocess.Popen(
            command,
            env=settings,
            stdin=theirs,
            stdout=subprocess.DEVNULL,
            stderr=theirs,
        ) as process:
            os.close(theirs)
            text = _talk(ours, answers)
        assert process.returncode == 0, text
        return text

    return shown


QUESTIONS = {
    "wall": "hit a wall in its slowest",
    "engineers": "How many engineers would do it",
    "saving": "save in a year",
    "name": "Your name",
}


def _talk(descriptor: int, answers: dict[str, str]) -> str:
    """Answer each prompt, a line that ends in a colon, by the question that stands before it."""
    text, seen = "", 0
    with suppress(OSError):  # Linux says so when the other end is closed
        while select([descriptor], (), (), 60)[0] and (part := os.read(descriptor, 4_096)):
            text += part.decode()
            if not text.endswith(": ") or len(text) == seen:
                continue
            block = text[seen:]
            found = [key for key, words in QUESTIONS.items() if words in block and key in answers]
            reply = answers.pop(found[0]) if found else ""
            first, _, rest = reply.partition("|")
            if rest:
                answers[found[0]] = rest
            seen = len(text) if not rest else seen
            os.write(descriptor, f"{first}\n".encode())
    os.close(descriptor)
    return text.replace("\r\n", "\n")


def test_answers_are_kept_with_name_and_date(ask: Ask, example: Path) -> None:
    text = ask(example, wall="yes", engineers="3", saving="1.5 EM", name="Ada")
    kept = (example / "estimator.toml").read_text()
    assert tomllib.loads(kept) == {
        "money": {"saving": "1.5 EM"},
        "service": {"tail_latency_wall": True},
        "team": {"engineers": 3},
    }
    assert kept.count("  # Ada, 20") == 3
    assert "-> Tune and measure first" in text


def test_nothing_answered_writes_nothing(ask: Ask, example: Path) -> None:
    ask(example)
    assert not (example / "estimator.toml").exists()


def test_a_wrong_answer_is_asked_again(ask: Ask, example: Path) -> None:
    text = ask(example, wall="perhaps|no")
    assert "answer yes or no" in text
    kept = tomllib.loads((example / "estimator.toml").read_text())
    assert kept == {"service": {"tail_latency_wall": False}}


def test_a_link_is_not_written_through(ask: Ask, example: Path, tmp_path: Path) -> None:
    outside = write(tmp_path, "outside.toml", "")
    config = write(tmp_path, "own.toml", "")
    (example / "estimator.toml").symlink_to(outside)
    text = ask(example, "--config", config, wall="yes")
    assert outside.read_text() == ""
    assert "another file was read by --config; add this to" in text
    assert "tail_latency_wall = true  # 20" in text


def test_answers_about_a_facts_file_are_printed(ask: Ask, cache: Path, tmp_path: Path) -> None:
    facts = tmp_path / "facts.json"
    done(program(cache, "facts", go_repository(tmp_path / "repo"), "-o", facts))
    text = ask(facts, wall="yes")
    assert "there is no folder to keep answers in; add this to" in text


def test_answers_about_new_work_are_printed(ask: Ask) -> None:
    text = ask("--workload", "cli", priority="performance")
    assert "performance, or velocity" in text
