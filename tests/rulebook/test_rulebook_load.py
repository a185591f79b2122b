"""Loading: adding, overriding, and every fault at once."""

import os
from pathlib import Path

import pytest
from rulebook_builders import CONSTANT, RULE, built_in_rules, rule_directory

from estimator.errors import RuleFileError
from estimator.rulebook import load
from estimator.rulebook.check import check_directory
from estimator.rulebook.files import MAX_FILE_BYTES, MAX_FILES
from estimator.rulebook.load import built_in_constants, load_rulebook, rules_beside


def faults(directory: Path) -> list[tuple[str, str, str]]:
    return [(fault.rule, fault.key, fault.reason) for fault in check_directory(directory)]


def only_fault(root: Path, text: str) -> tuple[str, str, str]:
    found = faults(rule_directory(root, own=text))
    assert len(found) == 1, found
    return found[0]


def test_a_directory_adds_a_rule(tmp_path: Path) -> None:
    rulebook = load_rulebook(rule_directory(tmp_path, own=RULE))
    assert rulebook.added == ("RG290",)
    assert rulebook.origin["RG290"] == "own.toml"


def test_a_directory_overrides_a_constant_by_id(tmp_path: Path) -> None:
    rulebook = load_rulebook(rule_directory(tmp_path, own=CONSTANT))
    assert rulebook.constants["size.exponent"].value == 0.8
    assert rulebook.overridden == ("size.exponent",)


def test_the_later_directory_wins(tmp_path: Path) -> None:
    (tmp_path / "one").mkdir()
    (tmp_path / "two").mkdir()
    first = rule_directory(tmp_path / "one", own=CONSTANT)
    second = rule_directory(tmp_path / "two", own=CONSTANT.replace("0.8", "0.9"))
    assert load_rulebook(str(first), second).constants["size.exponent"].value == 0.9


def test_a_changed_number_changes_the_digest(tmp_path: Path) -> None:
    rulebook = load_rulebook(rule_directory(tmp_path, own=CONSTANT))
    assert rulebook.digest != built_in_rules().digest


def test_the_split_into_files_does_not_change_the_digest(tmp_path: Path) -> None:
    (tmp_path / "one").mkdir()
    (tmp_path / "two").mkdir()
    together = rule_directory(tmp_path / "one", own=RULE + CONSTANT)
    apart = rule_directory(tmp_path / "two", a=CONSTANT, b=RULE)
    assert load_rulebook(together).digest == load_rulebook(apart).digest


def test_a_good_directory_has_no_faults(tmp_path: Path) -> None:
    assert check_directory(rule_directory(tmp_path, own=RULE + CONSTANT)) == ()


def test_all_faults_come_at_once_with_file_rule_key_and_reason(tmp_path: Path) -> None:
    broken = RULE.replace('title = "Something of ours"', 'titel = "x"').replace(
        "first = { low = 1,", 'first = { low = "1",'
    )
    directory = rule_directory(tmp_path, a=broken, b="x = = 1", c=CONSTANT.replace("0.8", "9"))
    with pytest.raises(RuleFileError) as caught:
        load_rulebook(directory)
    where = directory.as_posix()
    lines = caught.value.message.splitlines()
    assert lines[0] == "The rule files have 5 faults:"
    assert lines[1] == f"  {where}/a.toml: RG290: ledger.first.low: Expected `float`, got `str`"
    assert lines[2] == f"  {where}/a.toml: RG290: titel: unknown key"
    assert lines[3] == f"  {where}/a.toml: RG290: title: missing"
    assert lines[4].startswith(f"  {where}/b.toml: not TOML: ")
    assert lines[5] == (
        f"  {where}/c.toml: size.exponent: value: must lie between 1e-06 and 2, is 9"
    )


def test_a_single_fault_is_announced_as_one(tmp_path: Path) -> None:
    with pytest.raises(RuleFileError, match="have one fault"):
        load_rulebook(tmp_path / "nowhere")


@pytest.mark.parametrize(
    ("old", "new", "key", "part"),
    [
        ('"RG290"', '"RG29"', "id", "must look like RG214"),
        ('"own-rule"', '"Own rule"', "name", "lower-case words"),
        ('scenario = "rust-to-go"', 'scenario = "rust-to-c"', "scenario", "unknown, use one of"),
        ('why = "It was free."', 'why = " "', "why", "is empty"),
        ('cite = "our last port"', 'cite = ""', "source[0].cite", "is empty"),
        ('kind = "judgement"', 'kind = "guess"', "source[0].kind", "Invalid enum value"),
        ("likely = 2, high = 3", "likely = 4, high = 3", "ledger.first", "low <= likely <= high"),
        ("likely = 2, high = 3", "likely = nan, high = 3", "ledger.first", "low <= likely"),
        ("high = 1.5", "high = inf", "ledger.each", "low <= likely <= high"),
        ("rank = 20", "rank = 0", "ledger.rank", "must be 1 or more"),
        (
            "rank = 20",
            "rank = 20\ndensity = { p10 = 0, p25 = 2, p50 = 1, p75 = 3, p90 = 4 }",
            "ledger.density",
            "p25 <= p50",
        ),
        (
            "rank = 20",
            "rank = 20\ndensity = { p10 = 0, p25 = 1, p50 = 2, p75 = 3, p90 = inf }",
            "ledger.density",
            "finite",
        ),
        ('group = "tokio"', 'group = "smol"', "ledger.group", "must be one of"),
        ('scope = "occurrence"', 'scope = "line"', "ledger.scope", "must be one of"),
        ('metrics = ["rust.async.select"]', "metrics = []", "ledger.metrics", "at least one"),
        (
            'metrics = ["rust.async.select"]',
            'metrics = ["rust.a.b", "rust.a.b"]',
            "ledger.metrics",
            "named twice",
        ),
        (
            'metrics = ["rust.async.select"]',
            'metrics = ["java.async.select"]',
            "ledger.metrics",
            "begins with none of go, repo, rust",
        ),
        (
            'when = { metric = "rust.async.select", at_least = 2 }',
            "",
            "when",
            "needs a condition",
        ),
        (", at_least = 2", "", "when", "needs at_least or at_most"),
        ("at_least = 2", "at_least = inf", "when", "finite"),
        ("at_least = 2", 'at_least = 2, scope = "unit"', "when.scope", "must be one of"),
        (
            'when = { metric = "rust.async.select", at_least = 2 }',
            "when = { all = [{ metric = 'Rust', at_most = 1 }] }",
            "when.all[0].metric",
            "must look like rust.async.select",
        ),
        (
            'when = { metric = "rust.async.select", at_least = 2 }',
            "when = {}",
            "when",
            "exactly one of metric, all and any",
        ),
        ("hours = { likely = 0 }", "hours = { mean = 0 }", "example[1].hours", "must be one of"),
        (
            'given = { "rust.async.select" = 1 }',
            "given = { select = 1 }",
            "example[1].given",
            "must look like",
        ),
        (
            'since = "1.0.0"',
            'since = "1.0.0"\nconfidence = "sure"',
            "confidence",
            "must be one of high, low, medium",
        ),
    ],
)
def test_a_faulty_rule_is_told_its_key_and_reason(
    tmp_path: Path, old: str, new: str, key: str, part: str
) -> None:
    assert old in RULE
    _, found_key, reason = only_fault(tmp_path, RULE.replace(old, new))
    assert found_key == key
    assert part in reason


def test_a_rule_without_a_source_is_refused(tmp_path: Path) -> None:
    text = RULE.replace('[[rule.source]]\nkind = "judgement"\ncite = "our last port"\n', "")
    assert only_fault(tmp_path, text) == ("RG290", "source", "missing")


def test_a_rule_with_an_empty_list_of_sources_is_refused(tmp_path: Path) -> None:
    text = RULE.replace('[[rule.source]]\nkind = "judgement"\ncite = "our last port"\n', "")
    text = text.replace('since = "1.0.0"', 'since = "1.0.0"\nsource = []')
    assert only_fault(tmp_path, text)[1] == "source"


def test_a_rule_that_prices_nothing_is_refused(tmp_path: Path) -> None:
    text = RULE[: RULE.index("[rule.ledger]")] + RULE[RULE.index("[[rule.source]]") :]
    assert only_fault(tmp_path, text)[2] == "needs exactly one of `ledger`, `line` and `boundary`"


def test_an_id_used_twice_in_one_directory_is_refused(tmp_path: Path) -> None:
    found = faults(rule_directory(tmp_path, a=RULE, b=RULE))
    assert found == [("RG290", "id", "this id is already used in a.toml")]


LINE = """
[[rule]]
id = "RG002"
name = "translate"
status = "stable"
since = "1.0.0"
scenario = "rust-to-go"
title = "Translate"
why = "Writing it."
line = { share = 0.26, driver = "llm", rank = 2 }

[[rule.source]]
kind = "judgement"
cite = "ours"
"""


def test_shares_that_do_not_sum_to_one_are_refused(tmp_path: Path) -> None:
    assert only_fault(tmp_path, LINE) == (
        "rust-to-go",
        "line.share",
        "the shares of its lines sum to 1.1, not to 1",
    )


@pytest.mark.parametrize("share", ["nan", "-0.1", "1.1"])
def test_a_share_outside_zero_and_one_is_refused(tmp_path: Path, share: str) -> None:
    found = only_fault(tmp_path, LINE.replace("0.26", share))
    assert found[:2] == ("RG002", "line.share")


def test_an_unknown_driver_is_refused(tmp_path: Path) -> None:
    found = only_fault(tmp_path, LINE.replace("0.26", "0.16").replace('"llm"', '"moon"'))
    assert found[:2] == ("RG002", "line.driver")


def test_two_invariants_lines_are_refused(tmp_path: Path) -> None:
    text = LINE.replace("0.26", "0.16").replace('"llm"', '"invariants"')
    assert only_fault(tmp_path, text)[2] == "exactly one line needs the driver invariants"


def test_a_constant_that_no_formula_reads_is_refused(tmp_path: Path) -> None:
    found = only_fault(tmp_path, CONSTANT.replace("size.exponent", "size.exponnet"))
    assert "no formula reads this constant" in found[2]


def test_a_constant_with_a_malformed_id_is_refused(tmp_path: Path) -> None:
    found = only_fault(tmp_path, CONSTANT.replace("size.exponent", "Size"))
    assert "must look like size.exponent" in found[2]


@pytest.mark.parametrize(
    ("identity", "value"),
    [
        ("invariants.exponent.rust-to-go", "0.71"),
        ("size.reference", "0"),
        ("size.exponent", "nan"),
        ("interval.sigma", "inf"),
        ("unit.hours-per-month", "-152"),
    ],
)
def test_a_constant_that_would_break_the_sums_is_refused(
    tmp_path: Path, identity: str, value: str
) -> None:
    text = CONSTANT.replace("size.exponent", identity).replace("0.8", value)
    assert only_fault(tmp_path, text)[:2] == (identity, "value")


def test_a_g_of_seven_tenths_is_accepted(tmp_path: Path) -> None:
    text = CONSTANT.replace("size.exponent", "invariants.exponent.rust-to-go")
    assert check_directory(rule_directory(tmp_path, own=text.replace("0.8", "0.7"))) == ()


def test_quantiles_out_of_order_are_refused(tmp_path: Path) -> None:
    text = CONSTANT.replace("size.exponent", "quantile.p80").replace("0.8", "2")
    assert "must be larger than quantile.p80" in only_fault(tmp_path, text)[2]


def test_a_rule_cannot_override_a_constant(tmp_path: Path) -> None:
    found = faults(rule_directory(tmp_path, own=RULE.replace('"RG290"', '"size.exponent"')))
    assert ("size.exponent", "id", "overrides a constant") in found


def test_a_faulty_scenario_is_told_its_key(tmp_path: Path) -> None:
    text = (
        '[[scenario]]\nid = "X"\ntitle = "t"\nsource_language = "go"\ntarget_language = "c"\n'
        'kind = "guess"\nassumptions = []\nnot_included = []\nsource = []\n'
    )
    found = faults(rule_directory(tmp_path, own=text))
    assert [key for _, key, _ in found] == ["id", "kind", "source"]


def test_an_unknown_top_level_key_is_a_fault(tmp_path: Path) -> None:
    assert only_fault(tmp_path, "[rules]\n") == ("", "rules", "unknown key")


def test_a_single_table_instead_of_a_list_is_a_fault(tmp_path: Path) -> None:
    assert only_fault(tmp_path, "[rule]\n") == ("", "rule", "write it as [[rule]]")


def test_an_entry_that_is_no_table_is_named_by_its_place(tmp_path: Path) -> None:
    assert only_fault(tmp_path, "rule = [1]\n")[0] == "rule[0]"


def test_deeply_nested_toml_is_a_fault_not_a_crash(tmp_path: Path) -> None:
    assert "readable TOML" in only_fault(tmp_path, "x = " + "[" * 50_000)[2]


def test_an_integer_of_very_many_digits_is_a_fault_not_a_crash(tmp_path: Path) -> None:
    assert "readable TOML" in only_fault(tmp_path, "x = " + "9" * 5_000)[2]


def test_an_oversized_file_is_a_fault(tmp_path: Path) -> None:
    assert "larger than" in only_fault(tmp_path, "#" * (MAX_FILE_BYTES + 1))[2]


def test_a_file_that_is_not_utf_8_is_a_fault(tmp_path: Path) -> None:
    directory = rule_directory(tmp_path, own="")
    (directory / "own.toml").write_bytes(b"# \xff")
    assert faults(directory)[0][2] == "not UTF-8 at byte 2"


def test_too_many_files_are_a_fault(tmp_path: Path) -> None:
    directory = rule_directory(tmp_path, **{f"r{index}": "" for index in range(MAX_FILES + 1)})
    assert "more than" in faults(directory)[0][2]


def test_a_directory_without_rule_files_is_a_fault(tmp_path: Path) -> None:
    assert faults(rule_directory(tmp_path))[0][2] == "no .toml file in this directory"


def test_hidden_names_are_left_out(tmp_path: Path) -> None:
    directory = rule_directory(tmp_path, own=RULE)
    (directory / ".git").mkdir()
    (directory / ".git" / "x.toml").write_text("broken")
    (directory / ".x.toml").write_text("broken")
    assert faults(directory) == []


def test_a_link_out_of_the_directory_is_not_followed(tmp_path: Path) -> None:
    (tmp_path / "secret.toml").write_text(RULE)
    directory = rule_directory(tmp_path, own=CONSTANT)
    (directory / "link.toml").symlink_to(tmp_path / "secret.toml")
    assert "link that leaves" in faults(directory)[0][2]


def test_a_link_inside_the_directory_is_read(tmp_path: Path) -> None:
    directory = rule_directory(tmp_path, own=RULE)
    (directory / "own.toml").rename(directory / "own.txt")
    (directory / "link.toml").symlink_to(directory / "own.txt")
    assert load_rulebook(directory).added == ("RG290",)


def test_a_linked_folder_is_not_followed(tmp_path: Path) -> None:
    directory = rule_directory(tmp_path, own=RULE)
    (directory / "loop").symlink_to(directory)
    assert faults(directory)[0][2] == "a linked folder is not followed"


def test_a_link_to_itself_is_a_fault(tmp_path: Path) -> None:
    directory = rule_directory(tmp_path, own=RULE)
    (directory / "self.toml").symlink_to(directory / "self.toml")
    assert len(faults(directory)) == 1


def test_a_pipe_is_not_read(tmp_path: Path) -> None:
    directory = rule_directory(tmp_path, own=RULE)
    os.mkfifo(directory / "pipe.toml")
    assert faults(directory)[0][2] == "not a regular file"


def test_missing_built_in_rules_say_install_again(tmp_path: Path) -> None:
    with pytest.raises(RuleFileError, match="built-in rules are missing"):
        rules_beside(tmp_path / "estimator")


def test_the_packaged_rules_come_before_the_checkouts(tmp_path: Path) -> None:
    for folder in ("estimator/rules", "rules"):
        (tmp_path / folder).mkdir(parents=True)
    assert rules_beside(tmp_path / "estimator") == tmp_path / "estimator" / "rules"


def test_the_constants_of_some_files_are_those_of_the_rulebook() -> None:
    found = built_in_constants("reference/history.toml", "reference/units.toml")

    assert {"history.days-per-month", "unit.hours-per-month"} < found.keys()
    assert found.items() <= load_rulebook().constants.items()


def test_a_fault_in_one_of_these_files_is_said(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    broken = rule_directory(tmp_path, own="[[constant]]\nid = 3\n", other="[[")
    monkeypatch.setattr(load, "built_in_directory", lambda: broken)

    with pytest.raises(RuleFileError, match=r"own\.toml") as caught:
        built_in_constants("own.toml")
    assert "other.toml" not in str(caught.value)
