"""`record`, `calibrate` and `--records`: from a finished port to the next price."""

import json
from pathlib import Path

import pytest
from sample_repositories import Outcome, go_repository, program, write


@pytest.fixture
def cache(tmp_path: Path) -> Path:
    return tmp_path / "cache"


@pytest.fixture
def repository(tmp_path: Path) -> Path:
    return go_repository(tmp_path / "repo")


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "own.toml"


def done(outcome: Outcome) -> str:
    assert (outcome.code, outcome.err) == (0, "")
    return outcome.out


def add(cache: Path, file: Path, path: Path, *more: object, actual: float = 9.0) -> Outcome:
    told = ("--actual", actual, "--measured-by", "time-sheets", "--file", file)
    return program(cache, "record", "add", path, *told, *more)


def p50(text: str, scenario: str = "go-to-rust") -> float:
    found = next(one for one in json.loads(text)["scenarios"] if one["id"] == scenario)
    return float(found["effort"]["p50"])


def price(cache: Path, path: Path, *more: object) -> str:
    return done(program(cache, "estimate", path, "--format", "json", *more))


def test_a_port_is_added_listed_checked_and_calibrates(
    cache: Path, repository: Path, file: Path
) -> None:
    said = done(add(cache, file, repository, "--id", "a", "--finished", "2026-01-31"))
    assert "added a (go-to-rust)" in said
    assert "2026-01-31" in done(program(cache, "record", "list", "--file", file))
    assert done(program(cache, "record", "check", "--file", file)).endswith(
        "1 finished port, no faults\n"
    )
    answer = json.loads(done(program(cache, "calibrate", "--records", file, "-f", "json")))
    fit = next(one for one in answer["directions"] if one["direction"] == "go-to-rust")
    before, after = (p50(price(cache, repository, *more)) for more in ((), ("--records", file)))
    assert after == pytest.approx(before * fit["calibration"]["value"])
    assert after > before


def test_the_ledger_of_invariants_hears_of_the_records(
    cache: Path, repository: Path, file: Path
) -> None:
    done(add(cache, file, repository, "--id", "a"))
    arguments = ("invariants", repository, "--format", "json")
    before = json.loads(done(program(cache, *arguments)))
    after = json.loads(done(program(cache, *arguments, "--records", file)))
    priced = p50(price(cache, repository, "--records", file))
    assert after["p50"] == pytest.approx(priced)
    assert after["p50"] > before["p50"]


def test_a_folder_its_facts_and_its_report_give_the_same_price(
    cache: Path, repository: Path, file: Path, tmp_path: Path
) -> None:
    done(add(cache, file, repository, "--id", "folder"))
    facts, report = tmp_path / "facts.json", tmp_path / "report.json"
    facts.write_text(done(program(cache, "facts", repository)))
    report.write_text(price(cache, repository, "--records", file))
    done(add(cache, file, facts, "--id", "facts"))
    done(add(cache, file, report, "--id", "report"))
    rows = json.loads(done(program(cache, "record", "list", "--file", file, "-f", "json")))
    prices = [row["p50_em"] for row in rows["records"]]
    assert prices == pytest.approx([prices[0]] * 3)
    assert [row["facts"] for row in rows["records"]] == ["", str(facts), ""]


def test_a_report_of_other_rules_is_said(
    cache: Path, repository: Path, file: Path, tmp_path: Path
) -> None:
    report = json.loads(price(cache, repository))
    report["tool"]["rulebook_digest"] = "0" * 12
    old = write(tmp_path, "old.json", json.dumps(report)) or tmp_path / "old.json"
    assert "The report is of the rules 000000000000" in done(add(cache, file, Path(old)))
    assert "estimate them again" in done(program(cache, "record", "list", "--file", file))


def test_an_id_twice_is_refused_and_the_file_stays(
    cache: Path, repository: Path, file: Path
) -> None:
    done(add(cache, file, repository))
    before = file.read_bytes()
    outcome = add(cache, file, repository)
    assert outcome.code == 2
    assert "already" in outcome.err
    assert file.read_bytes() == before


def test_a_scenario_that_is_not_priced_there_is_refused(
    cache: Path, repository: Path, file: Path
) -> None:
    outcome = add(cache, file, repository, "--scenario", "rust-to-go")
    assert outcome.code == 2
    assert not file.exists()


def test_faults_of_the_file_are_listed(cache: Path, repository: Path, file: Path) -> None:
    file.write_text('version = 1\n[[port]]\nid = "a"\n')
    for arguments in (
        ("record", "check", "--file", file),
        ("record", "list", "--file", file),
        ("calibrate", "--records", file),
        ("estimate", repository, "--records", file),
    ):
        outcome = program(cache, *arguments)
        assert outcome.code == 2
        assert "[[port]] 1 (a): scenario: is missing" in outcome.err
    assert add(cache, file, repository).code == 2


def test_a_missing_file_is_named(cache: Path, file: Path, repository: Path) -> None:
    outcome = program(cache, "calibrate", "--records", file)
    assert outcome.code == 2
    assert "own.toml cannot be read" in outcome.err
    assert add(cache, repository, repository).code == 2


def test_a_file_that_is_no_report_is_refused(cache: Path, file: Path, tmp_path: Path) -> None:
    wrong = tmp_path / "wrong.json"
    wrong.write_text('{"scenarios": []}')
    outcome = add(cache, file, wrong)
    assert outcome.code == 2
    assert "not a report of this program" in outcome.err
    wrong.write_text("[")
    assert add(cache, file, wrong).code == 2


@pytest.mark.parametrize("form", ["table", "markdown", "csv", "json"])
def test_every_format_lists_and_calibrates(
    cache: Path, repository: Path, file: Path, form: str
) -> None:
    for name in "abc":
        done(add(cache, file, repository, "--id", f"port-{name}"))
    for arguments in (("record", "list", "--file", file), ("calibrate", "--records", file)):
        text = done(program(cache, *arguments, "-f", form))
        assert "port-a" in text
        if form == "table":
            assert max(map(len, text.splitlines())) <= 100
        if form == "json":
            json.loads(text)


def test_no_command_reads_the_default_file_by_itself(cache: Path, repository: Path) -> None:
    before = price(cache, repository)
    done(add(cache, repository / "estimator-records.toml", repository))
    assert p50(price(cache, repository)) == p50(before)


def test_the_configuration_names_a_file_inside_the_folder(
    cache: Path, repository: Path, file: Path
) -> None:
    done(add(cache, file, repository, "--id", "a"))
    named = p50(price(cache, repository, "--records", file))
    (repository / "team").mkdir()
    file.rename(repository / "team" / "own.toml")
    write(repository, "estimator.toml", "[estimate]\nrecords = 'team/own.toml'\n")
    assert p50(price(cache, repository)) == named


def test_facts_carry_what_the_named_file_says_and_no_names(cache: Path, repository: Path) -> None:
    done(add(cache, repository / "own.toml", repository, "--id", "secret-name"))
    write(repository, "estimator.toml", "[estimate]\nrecords = 'own.toml'\n")
    direct = price(cache, repository)
    facts = done(program(cache, "facts", repository))
    assert "secret-name" not in facts
    again = program(cache, "estimate", "-", "--format", "json", stdin=facts.encode())
    assert done(again) == direct


def test_a_price_from_facts_with_records_is_that_of_the_folder(
    cache: Path, repository: Path, file: Path
) -> None:
    done(add(cache, file, repository))
    facts = done(program(cache, "facts", repository)).encode()
    arguments = ("--format", "json", "--records", file)
    assert done(program(cache, "estimate", "-", *arguments, stdin=facts)) == price(
        cache, repository, "--records", file
    )


@pytest.mark.parametrize("named", ["../own.toml", "/etc/hostname", "link.toml", "missing.toml"])
def test_the_configuration_leads_nowhere_else(
    cache: Path, repository: Path, file: Path, named: str
) -> None:
    done(add(cache, file, repository))
    (repository / "link.toml").symlink_to(file)
    write(repository, "estimator.toml", f"[estimate]\nrecords = '{named}'\n")
    outcome = program(cache, "estimate", repository)
    assert outcome.code == 2
    assert "estimate.records" in outcome.err


def test_a_configuration_file_beside_facts_cannot_name_records(
    cache: Path, repository: Path, tmp_path: Path
) -> None:
    facts = done(program(cache, "facts", repository)).encode()
    write(tmp_path, "c.toml", "[estimate]\nrecords = 'own.toml'\n")
    outcome = program(cache, "estimate", "-", "--config", tmp_path / "c.toml", stdin=facts)
    assert outcome.code == 2
    assert "--records" in outcome.err


def test_a_report_of_another_format_version_or_without_a_price_is_refused(
    cache: Path, repository: Path, file: Path, tmp_path: Path
) -> None:
    report = json.loads(price(cache, repository))
    other = tmp_path / "other.json"
    other.write_text(json.dumps(report | {"schema_version": "9.0"}))
    assert "schema version 9.0" in add(cache, file, other).err
    unpriced = [one | {"applies": False} for one in report["scenarios"]]
    other.write_text(json.dumps(report | {"scenarios": unpriced}))
    outcome = add(cache, file, other)
    assert outcome.code == 2
    assert "priced there: nothing" in outcome.err
    emptied = [one | {"effort": None} for one in report["scenarios"]]
    other.write_text(json.dumps(report | {"scenarios": emptied}))
    assert "has no price there" in add(cache, file, other).err
