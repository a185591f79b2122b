"""What the commands answer: formats, facts files, rules, languages, explanations."""

import json
import sys
import tomllib
from pathlib import Path

import pytest
from sample_repositories import (
    Outcome,
    go_repository,
    mixed_repository,
    program,
    rust_repository,
    write,
)

FORMATS = {"json": ".json", "markdown": ".md", "csv": ".csv", "table": ".txt"}
RULE = """
[[rule]]
id = "{id}"
name = "own"
status = "stable"
since = "0.1.0"
scenario = "go-to-rust"
title = "A rule of our own"
why = "We know better."
when = {{ metric = "go.task.go", at_least = 1 }}
ledger = {{ group = "tokio", metrics = ["go.task.go"], scope = "occurrence", rank = {rank},\
 first = {{ low = 1, likely = 2, high = 3 }}, each = {{ low = 1, likely = 2, high = 3 }} }}
source = [{{ kind = "judgement", cite = "our team" }}]
example = [
    {{ given = {{ "go.task.go" = 2 }}, hours = {{ likely = {hours} }} }},
    {{ given = {{ "go.task.go" = 0 }}, hours = {{ likely = 0 }} }},
]
"""


@pytest.fixture
def cache(tmp_path: Path) -> Path:
    return tmp_path / "cache"


@pytest.fixture
def repository(tmp_path: Path) -> Path:
    return go_repository(tmp_path / "repo")


CRITERION = """
[[criterion]]
id = "AD299"
name = "own"
side = "go"
title = "A reason of ours"
sentences = []
applies = {{ metric = "size.kloc", at_least = 9 }}
does_not = {{ metric = "size.kloc", at_most = 2 }}
because_yes = "large"
because_no = "small"
source = [{{ kind = "judgement", cite = "us" }}]
example = [
  {{ given = {{ "size.kloc" = 10 }}, answer = "yes" }},
  {{ given = {{ "size.kloc" = 1 }}, answer = "{answer}" }},
]
"""


def done(outcome: Outcome) -> str:
    """The answer of a run that went well and had nothing else to say."""
    assert (outcome.code, outcome.err) == (0, "")
    return outcome.out


def test_the_default_is_a_table_with_the_sentence_first(cache: Path, repository: Path) -> None:
    out = done(program(cache, "estimate", repository))
    assert out.startswith("Go -> Rust: about ")
    assert max(map(len, out.split("\n"))) <= 100


@pytest.mark.parametrize(("name", "suffix"), FORMATS.items())
def test_a_file_holds_what_stdout_would(
    cache: Path, repository: Path, name: str, suffix: str
) -> None:
    out = done(program(cache, "estimate", repository, "--format", name))
    file = repository.parent / f"report{suffix.upper()}"
    assert done(program(cache, "estimate", repository, "-o", file)) == ""
    assert file.read_text() == out


def test_several_outputs_come_from_one_run(cache: Path, repository: Path) -> None:
    files = [repository.parent / f"report{suffix}" for suffix in FORMATS.values()]
    options = [part for file in files for part in ("-o", file)]
    assert done(program(cache, "estimate", repository, *options)) == ""
    assert [file.read_text()[:5] for file in files] == ['{\n  "', "**Go ", "repos", "Go ->"]


def test_outputs_and_stdout_come_from_one_run(cache: Path, repository: Path) -> None:
    file = repository.parent / "report.md"
    out = done(program(cache, "estimate", repository, "-o", file, "--format", "json"))
    assert (json.loads(out)["schema_version"], file.exists()) == ("1.0", True)


OWN_FILE = """
[scan]
exclude = ["p1/f1.go"]
[estimate]
language = "go"
[llm]
translate = 0.8
[factors]
"new team" = 1.5
"""


@pytest.mark.parametrize("name", FORMATS)
@pytest.mark.parametrize("own_file", ["", OWN_FILE], ids=["plain", "own file"])
def test_a_facts_file_gives_the_same_bytes_as_the_direct_run(
    cache: Path, tmp_path: Path, name: str, own_file: str
) -> None:
    root = mixed_repository(tmp_path / "repo")
    write(root, "estimator.toml", own_file)
    file = tmp_path / "facts.json"
    options = ("--exclude", "p0/f0.go") if not own_file else ()
    assert done(program(cache, "facts", root, "-o", file, *options)) == ""
    direct = done(program(cache, "estimate", root, "--format", name, *options))
    assert done(program(cache, "estimate", file, "--format", name)) == direct
    stdin = file.read_bytes()
    assert done(program(cache, "estimate", "-", "--format", name, stdin=stdin)) == direct


def test_facts_made_with_a_config_file_give_the_same_bytes(cache: Path, repository: Path) -> None:
    config = write(repository.parent, "team.toml", OWN_FILE)
    facts = done(program(cache, "facts", repository, "--config", config))
    direct = done(program(cache, "estimate", repository, "--config", config))
    assert done(program(cache, "estimate", "-", stdin=facts.encode())) == direct


def test_facts_of_a_facts_file_are_the_same(cache: Path, repository: Path) -> None:
    facts = done(program(cache, "facts", repository))
    assert done(program(cache, "facts", "-", stdin=facts.encode())) == facts


def test_a_hostile_facts_file_cannot_configure_us(cache: Path, repository: Path) -> None:
    facts = json.loads(done(program(cache, "facts", repository)))
    facts["declared"] = {"cache.dir": '"/evil"'}
    outcome = program(cache, "estimate", "-", stdin=json.dumps(facts).encode())
    assert (outcome.code, outcome.out) == (2, "")
    assert "declared.cache.dir: unknown key" in outcome.err


def test_a_facts_file_about_nothing_is_refused(cache: Path, repository: Path) -> None:
    facts = json.loads(done(program(cache, "facts", repository)))
    facts["languages"] = []
    outcome = program(cache, "estimate", "-", stdin=json.dumps(facts).encode())
    assert (outcome.code, outcome.out) == (2, "")
    assert "there are no Go or Rust facts" in outcome.err


def test_excluded_lines_stand_beside_the_headline(cache: Path, repository: Path) -> None:
    out = done(program(cache, "estimate", repository, "--exclude", "p1/", "--exclude", "x/"))
    lead = out.partition("Scanned\n")[0]
    assert "92 lines in 2 source files are left out by `exclude` patterns (p1/, x/)." in lead


def test_a_subfolder_is_scanned_alone(cache: Path, repository: Path) -> None:
    out = done(program(cache, "estimate", repository / "p0", "--format", "json"))
    assert json.loads(out)["size"]["files"] == 2


def test_a_language_is_chosen_by_lines_or_by_option_and_the_report_says_so(
    cache: Path, tmp_path: Path
) -> None:
    root = mixed_repository(tmp_path / "repo")
    assert done(program(cache, "estimate", root)).startswith("Go -> Rust (most product lines here)")
    by_option = done(program(cache, "estimate", root, "--language", "rust"))
    assert by_option.startswith("Rust -> Go (chosen by --language)")
    variables = {"ESTIMATOR_LANGUAGE": "rust"}
    by_variable = done(program(cache, "estimate", root, variables=variables))
    assert by_variable.startswith("Rust -> Go (chosen by ESTIMATOR_LANGUAGE)")
    write(root, "estimator.toml", "[estimate]\nlanguage = 'rust'\n")
    by_file = " ".join(done(program(cache, "estimate", root)).split())
    assert by_file.startswith("Rust -> Go (chosen by its configuration)")


def test_both_languages_are_counted_whichever_is_priced(cache: Path, tmp_path: Path) -> None:
    root = mixed_repository(tmp_path / "repo")
    report = json.loads(done(program(cache, "estimate", root, "--format", "json")))
    assert [one["name"] for one in report["sizes"]] == ["go", "rust"]
    assert report["repository"]["priced_language"] == "go"


def test_declared_factors_move_the_price(cache: Path, repository: Path) -> None:
    def price() -> float:
        report = json.loads(done(program(cache, "estimate", repository, "--format", "json")))
        one = next(one for one in report["scenarios"] if one["id"] == "go-to-rust")
        return float(one["effort"]["p50"])

    before = price()
    write(repository, "estimator.toml", "[factors]\nteam = 2.0\n")
    assert price() == pytest.approx(2 * before)


def test_own_rules_add_and_override_and_the_report_says_so(cache: Path, repository: Path) -> None:
    rules = repository.parent / "rules"
    write(rules, "a.toml", RULE.format(id="GR299", rank=99, hours=4))
    write(rules, "b.toml", RULE.format(id="GR201", rank=1, hours=4))
    out = done(program(cache, "estimate", repository, "--rules", rules))
    assert "replaced by your rules: GR201; added by your rules: GR299" in " ".join(out.split())
    assert "A rule of our own" in done(program(cache, "explain", "GR299", "--rules", rules))
    variables = {"ESTIMATOR_RULES": str(rules)}
    assert "GR299" in done(program(cache, "rules", "list", variables=variables))
    assert "GR299" in done(program(cache, "rules", "list", "--rules", rules))
    assert "GR299" not in done(program(cache, "rules", "list"))


def test_rules_are_checked_and_their_examples_run(cache: Path, tmp_path: Path) -> None:
    write(tmp_path, "rules/a.toml", RULE.format(id="GR299", rank=99, hours=4))
    assert done(program(cache, "rules", "check", tmp_path / "rules")).endswith(": no faults\n")
    out = done(program(cache, "rules", "test", tmp_path / "rules"))
    assert out == "2 worked examples of 1 rule: all right\n"


def test_a_wrong_example_is_named(cache: Path, tmp_path: Path) -> None:
    write(tmp_path, "rules/a.toml", RULE.format(id="GR299", rank=99, hours=5))
    outcome = program(cache, "rules", "test", tmp_path / "rules")
    assert (outcome.code, outcome.out) == (2, "")
    assert outcome.err.startswith("estimator: 1 of 2 worked examples are wrong:\n  GR299, example")


def test_a_criterion_that_decides_otherwise_is_named(cache: Path, tmp_path: Path) -> None:
    write(tmp_path, "rules/a.toml", CRITERION.format(answer="no"))
    out = done(program(cache, "rules", "test", tmp_path / "rules"))
    assert out == "2 worked examples of 1 rule: all right\n"

    write(tmp_path, "rules/a.toml", CRITERION.format(answer="open"))
    outcome = program(cache, "rules", "test", tmp_path / "rules")
    assert (outcome.code, outcome.out) == (2, "")
    assert "1 of 2 worked examples are wrong:\n  AD299, example 2: decides" in outcome.err


def test_faults_of_rules_are_listed(cache: Path, tmp_path: Path) -> None:
    write(tmp_path, "rules/a.toml", RULE.format(id="GR299", rank=99, hours=5) + "\nx = 1\n")
    outcome = program(cache, "rules", "check", tmp_path / "rules")
    assert (outcome.code, outcome.out) == (2, "")
    assert "a.toml" in outcome.err


def test_the_built_in_rules_are_right(cache: Path) -> None:
    assert done(program(cache, "rules", "test")).endswith(": all right\n")


def test_a_rule_is_explained_alone_in_a_repository_and_from_facts(
    cache: Path, repository: Path
) -> None:
    alone = done(program(cache, "explain", "GR201"))
    here = done(program(cache, "explain", "GR201", repository))
    facts = done(program(cache, "facts", repository)).encode()
    assert here.startswith(alone.rstrip("\n"))
    assert "p0/f0.go:10" in here
    assert "p0/f0.go:10" in done(program(cache, "explain", "GR201", "-", stdin=facts))


def test_evidence_leaves_out_tests(cache: Path, repository: Path) -> None:
    write(repository, "p0/g_test.go", "package p0\n\nfunc f() {\n\tgo g()\n}\n")
    here = done(program(cache, "explain", "GR201", repository))
    assert "g_test.go" not in here


def test_the_configuration_is_printed_with_origins(cache: Path, repository: Path) -> None:
    write(repository, "estimator.toml", OWN_FILE)
    out = done(program(cache, "estimate", repository, "--print-effective-config", "-j", "2"))
    assert 'exclude = ["p1/f1.go"]  # estimator.toml\n' in out
    assert "jobs = 2  # option\n" in out
    assert "# environment" in out
    assert tomllib.loads(out)["factors"] == {"new team": 1.5}


def test_the_configuration_of_a_facts_file_is_what_it_declares(
    cache: Path, repository: Path
) -> None:
    write(repository, "estimator.toml", OWN_FILE)
    facts = done(program(cache, "facts", repository)).encode()
    out = done(program(cache, "estimate", "-", "--print-effective-config", stdin=facts))
    assert "translate = 0.8  # estimator.toml\n" in out


def test_verbose_tells_what_was_read(cache: Path, repository: Path) -> None:
    first = program(cache, "facts", repository, "-v").err
    assert first.startswith("estimator: 7 of 7 files read in ")
    assert first.endswith(", 0 of them from the cache\n")
    assert program(cache, "facts", repository, "-v").err.endswith(", all from the cache\n")


def test_quiet_keeps_warnings_back(cache: Path, repository: Path) -> None:
    own = repository / "cache"
    loud = program(cache, "facts", repository, "--cache-dir", own)
    assert loud.err.startswith("estimator: warning: The cache folder")
    assert done(program(cache, "facts", repository, "--cache-dir", own, "-q")) == loud.out


def test_no_cache_writes_none(cache: Path, repository: Path) -> None:
    done(program(cache, "facts", repository, "--no-cache"))
    assert not cache.exists()


def test_no_terminal_no_progress(cache: Path, tmp_path: Path) -> None:
    rust_repository(tmp_path / "repo", files=60)
    assert program(cache, "facts", tmp_path / "repo").err == ""


def test_the_schemas_are_printed(cache: Path) -> None:
    facts = json.loads(done(program(cache, "facts", "--schema")))
    report = json.loads(done(program(cache, "facts", "--report-schema")))
    assert (facts["title"], report["title"]) == ("estimator facts 1.0", "estimator report 1.0")


def test_a_folder_whose_name_is_not_utf8_is_scanned(cache: Path, tmp_path: Path) -> None:
    if sys.platform == "darwin":
        pytest.skip("file names are UTF-8 there")
    root = go_repository(tmp_path / "x\udcff")
    (root / "go.mod").unlink()
    assert "repository  x\\xff, no commit" in done(program(cache, "estimate", root))


@pytest.mark.parametrize("name", ["TOTAL", "example.com/tool/p0", "p0", "p0/f0.go", "f0.go"])
def test_a_total_a_unit_and_a_file_are_explained_as_from_a_facts_file(
    cache: Path, tmp_path: Path, name: str
) -> None:
    repository = go_repository(tmp_path / "repo")
    facts = tmp_path / "facts.json"
    program(cache, "facts", repository, "-o", facts)

    scanned = program(cache, "explain", name, repository)
    read = program(cache, "explain", name, facts)

    assert (scanned.code, read.code) == (0, 0)
    assert "EM" in scanned.out
    assert scanned.out == read.out


def test_an_unknown_unit_is_refused_in_one_line_with_close_ones(
    cache: Path, tmp_path: Path
) -> None:
    outcome = program(cache, "explain", "p9/f0.go", go_repository(tmp_path / "repo"))
    assert outcome.code == 2
    assert "unit or file is called 'p9/f0.go'" in outcome.err
    assert "p0/f0.go" in outcome.err
