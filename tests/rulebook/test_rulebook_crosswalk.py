"""The crosswalk: which entry a name finds, what its checks refuse, what a user may change."""

from pathlib import Path

import pytest
from rulebook_builders import built_in_rules, rule_directory

from estimator.errors import RuleFileError
from estimator.model.facts import Dependency
from estimator.model.rules import CrosswalkEntry, Rulebook
from estimator.model.rulevalue import Range, Source, SourceKind
from estimator.rulebook.check import check_directory
from estimator.rulebook.crosswalk import cross, match_name, named_entry, shelf_of
from estimator.rulebook.load import load_rulebook

ENTRY = """
[[dependency]]
name = "serde_json"
ecosystem = "crates"
purpose = "JSON"
kind = "counterpart"
counterparts = ["example.org/json"]
days = { low = 1, likely = 2, high = 3 }
source = [{ kind = "judgement", cite = "our last port" }]
"""


def entry(name: str, ecosystem: str) -> CrosswalkEntry:
    return CrosswalkEntry(
        name=name,
        ecosystem=ecosystem,
        purpose="something",
        kind="adapt",
        counterparts=("other",),
        days=Range(low=1, likely=2, high=3),
        source=(Source(kind=SourceKind.JUDGEMENT, cite="test"),),
    )


def book(*entries: CrosswalkEntry) -> Rulebook:
    return Rulebook(
        rules={},
        constants={},
        scenarios={},
        crosswalk={one.id: one for one in entries},
        digest="",
        origin={},
    )


MODULES = shelf_of(
    book(
        *(
            entry(name, "modules")
            for name in (
                "example.org/a",
                "example.org/a/deep",
                "example.org/major/v2",
                "example.org/major/v3",
                "example.org/*",
            )
        )
    ),
    "modules",
)
CRATES = shelf_of(
    book(*(entry(name, "crates") for name in ("aws-*", "aws-sdk-*", "aws-sdk-s3", "my_crate"))),
    "crates",
)


@pytest.mark.parametrize(
    ("name", "found"),
    [
        ("example.org/a", "example.org/a"),
        ("example.org/a/v2", "example.org/a"),
        ("example.org/a/other", "example.org/a"),
        ("example.org/a/deep/er", "example.org/a/deep"),
        ("example.org/major/v2", "example.org/major/v2"),
        ("example.org/major", "example.org/major/v3"),
        ("example.org/ab", "example.org/*"),
        ("example.com/a", None),
    ],
)
def test_a_module_finds_its_name_then_its_stem_then_the_longest_beginning(
    name: str, found: str | None
) -> None:
    one = match_name(MODULES, name)

    assert (one.name if one else None) == found


@pytest.mark.parametrize(
    ("name", "found"),
    [
        ("my-crate", "my_crate"),
        ("my_crate", "my_crate"),
        ("aws-sdk-s3", "aws-sdk-s3"),
        ("aws_sdk_ec2", "aws-sdk-*"),
        ("aws-config", "aws-*"),
        ("my-crate/v2", None),
        ("awsome", None),
    ],
)
def test_a_crate_finds_its_name_whatever_its_dashes_then_its_family(
    name: str, found: str | None
) -> None:
    one = match_name(CRATES, name)

    assert (one.name if one else None) == found


def test_only_shipped_dependencies_are_crossed_and_unknown_ones_say_so() -> None:
    found = [
        Dependency(name="serde", version="1", kind="normal", import_sites=3, files=2),
        Dependency(name="no-such-crate-here", version="1", kind="build"),
        Dependency(name="proptest", version="1", kind="dev"),
    ]

    crossed = cross(built_in_rules(), "rust", found)

    assert [(one.name, one.replacement) for one in crossed] == [
        ("serde", "rewrite"),
        ("no-such-crate-here", "unknown"),
    ]
    assert crossed[0].days is not None
    assert (crossed[0].import_sites, crossed[0].entry) == (3, "crates:serde")
    assert crossed[1].days is None


def test_what_the_ledger_prices_weighs_nothing() -> None:
    assert built_in_rules().crosswalk["crates:tokio"].days.high == 0


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        ("serde_json", "crates:serde-json"),
        ("crates:serde-json", "crates:serde-json"),
        ("golang.org/x/net/html", "modules:golang.org/x/net"),
        ("RG003", None),
        ("rust-to-go", None),
        ("no-such-thing-here", None),
    ],
)
def test_a_person_finds_an_entry_by_id_or_name(asked: str, found: str | None) -> None:
    one = named_entry(built_in_rules(), asked)

    assert (one.id if one else None) == found


def test_a_rule_name_is_never_taken_for_a_package() -> None:
    names = [str(rule.name) for rule in built_in_rules().rules.values() if rule.ledger]

    assert [name for name in names if named_entry(built_in_rules(), name)] == []


def test_a_user_directory_overrides_and_adds_entries(tmp_path: Path) -> None:
    added = ENTRY.replace("serde_json", "house-crate")
    directory = rule_directory(tmp_path, own=ENTRY + added)

    loaded = load_rulebook(directory)

    assert loaded.overridden == ("crates:serde-json",)
    assert loaded.added == ("crates:house-crate",)
    assert loaded.crosswalk["crates:serde-json"].counterparts == ("example.org/json",)
    assert loaded.digest != built_in_rules().digest


def test_all_faults_of_entries_are_named_at_once(tmp_path: Path) -> None:
    broken = (
        ENTRY.replace('"serde_json"', '"a b"')
        .replace('"counterpart"', '"adopt"')
        .replace("likely = 2", "likely = 9")
        .replace('"JSON"', '" "')
        .replace('["example.org/json"]', '[""]')
    )
    unsourced = ENTRY.replace('[{ kind = "judgement", cite = "our last port" }]', "[]")
    directory = rule_directory(tmp_path, broken=broken, unsourced=unsourced)

    faults = check_directory(directory)

    assert [fault.key for fault in faults if "broken" in fault.file] == [
        "counterparts[0]",
        "days",
        "kind",
        "name",
        "purpose",
    ]
    assert [fault.key for fault in faults if "unsourced" in fault.file] == ["source"]


@pytest.mark.parametrize(
    ("old", "new", "key"),
    [
        ('"crates"', '"npm"', "ecosystem"),
        ('"crates"', '"modules"', "name"),
        ('["example.org/json"]', "[]", "counterparts"),
        ('"counterpart"', '"none"', "counterparts"),
        ("high = 3", "high = inf", "days"),
    ],
)
def test_an_entry_that_contradicts_itself_is_refused(
    tmp_path: Path, old: str, new: str, key: str
) -> None:
    directory = rule_directory(tmp_path, own=ENTRY.replace(old, new))

    with pytest.raises(RuleFileError, match=key):
        load_rulebook(directory)


def test_an_unknown_key_is_named_with_the_package(tmp_path: Path) -> None:
    directory = rule_directory(tmp_path, own=ENTRY + 'color = "red"\n')

    faults = check_directory(directory)

    assert [(fault.rule, fault.key) for fault in faults] == [("serde_json", "color")]
