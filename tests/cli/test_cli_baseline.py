"""`estimator baseline`, as a person runs it."""

import json
from pathlib import Path

import jsonschema
import pytest
from sample_repositories import go_repository, program, rust_repository, write

from estimator.reporting.schemas import schema_of

FILE = ".estimator-baseline.toml"


@pytest.fixture
def cache(tmp_path: Path) -> Path:
    return tmp_path / "cache"


@pytest.fixture
def root(tmp_path: Path) -> Path:
    return go_repository(tmp_path / "repo")


@pytest.fixture
def kept(cache: Path, root: Path) -> bytes:
    assert program(cache, "baseline", "write", root).code == 0
    return (root / FILE).read_bytes()


def test_an_unchanged_tree_gives_the_same_bytes(cache: Path, root: Path, kept: bytes) -> None:
    again = program(cache, "baseline", "write", root, "--no-cache")

    assert (root / FILE).read_bytes() == kept
    assert "as before" in again.out
    assert str(root).encode() not in kept


def test_formatting_renaming_and_tests_change_no_entry(
    cache: Path, root: Path, kept: bytes
) -> None:
    file = root / "p1/f1.go"
    text = file.read_text()
    write(root, "p1/a_renamed.go", "\n\n// More words.\n" + text.replace("\n\t", "\n\t\t"))
    file.unlink()
    write(root, "p0/more_test.go", "package p0\n\nfunc help() { go func() {}() }\n")

    assert "Nothing differs" in program(cache, "baseline", "diff", root).out
    program(cache, "baseline", "write", root)
    assert (root / FILE).read_bytes() == kept


def test_a_file_moved_within_its_crate_changes_no_entry(cache: Path, tmp_path: Path) -> None:
    root = rust_repository(tmp_path / "crate")
    program(cache, "baseline", "write", root)
    kept = (root / FILE).read_bytes()
    (root / "src/m1").mkdir()
    (root / "src/m1.rs").rename(root / "src/m1/mod.rs")

    program(cache, "baseline", "write", root)

    assert kept.count(b"\n") > 8
    assert (root / FILE).read_bytes() == kept


@pytest.mark.usefixtures("kept")
def test_new_debt_is_shown_with_its_place_and_never_taken_in_silently(
    cache: Path, root: Path
) -> None:
    write(root, "p0/new.go", "package p0\n\nfunc New() {\n\tgo func() {}()\n}\n")

    found = program(cache, "baseline", "diff", root)
    written = program(cache, "baseline", "write", root)

    assert found.code == 0
    assert "p0/new.go:4 New" in found.out
    assert "p0/new.go:4: GR201 +" in written.out
    assert "(was 0, now 1)" in written.out
    assert " new, +" in written.out


def test_what_was_added_and_removed_again_leaves_the_old_bytes(
    cache: Path, root: Path, kept: bytes
) -> None:
    new = write(root, "p0/new.go", "package p0\n\nfunc New() {\n\tgo func() {}()\n}\n")
    program(cache, "baseline", "write", root)
    assert (root / FILE).read_bytes() != kept
    new.unlink()

    outcome = program(cache, "baseline", "write", root)

    assert " gone, -" in outcome.out
    assert (root / FILE).read_bytes() == kept


def test_many_new_entries_are_cut_short_for_people(cache: Path, root: Path, kept: bytes) -> None:
    assert kept
    functions = "".join(f"func X{n}() {{\n\tgo func() {{}}()\n}}\n" for n in range(60))
    write(root, "p9/x.go", f"package p9\n\n{functions}")

    shown = program(cache, "baseline", "diff", root).out
    document = json.loads(program(cache, "baseline", "diff", root, "-f", "json").out)
    written = program(cache, "baseline", "write", root).out

    assert f"{len(document['items']) - 40} more" in shown
    assert f"and {len(document['items']) - 20} more" in written
    assert sum(item["hours"] for item in document["items"]) == pytest.approx(document["hours"])


@pytest.mark.parametrize("command", ["show", "diff"])
def test_a_missing_or_damaged_baseline_is_never_a_pass(
    cache: Path, root: Path, command: str
) -> None:
    missing = program(cache, "baseline", command, root)
    write(root, FILE, "nonsense")
    damaged = program(cache, "baseline", command, root)
    (root / FILE).unlink()
    write(root.parent, "elsewhere.toml", "version = 1\n")
    (root / FILE).symlink_to(root.parent / "elsewhere.toml")
    linked = program(cache, "baseline", command, root)

    assert (missing.code, damaged.code, linked.code) == (2, 2, 2)
    assert "there is no baseline" in missing.err
    assert "line 1: it names no version" in damaged.err
    assert "symbolic link" in linked.err


def test_a_damaged_baseline_is_written_anew_with_a_word(
    cache: Path, root: Path, kept: bytes
) -> None:
    write(root, FILE, kept.decode() + "<<<<<<< ours\n")

    outcome = program(cache, "baseline", "write", root)

    assert "open merge conflict" in outcome.out
    assert (root / FILE).read_bytes() == kept


def test_a_link_is_not_written_through(cache: Path, root: Path) -> None:
    target = write(root.parent, "victim", "mine")
    (root / FILE).symlink_to(target)

    assert program(cache, "baseline", "write", root).code == 2
    assert target.read_text() == "mine"


@pytest.mark.usefixtures("kept")
def test_show_sums_up_in_every_format(cache: Path, root: Path) -> None:
    table = program(cache, "baseline", "show", root).out
    markdown = program(cache, "baseline", "show", root, "-f", "markdown").out
    document = json.loads(program(cache, "baseline", "show", root, "-f", "json").out)

    assert "GR201" in table
    assert "| construct | symbols | count | ledger hours | rule |" in markdown
    jsonschema.validate(document, schema_of("baseline-show"))
    assert sum(row["hours"] for row in document["rules"]) == pytest.approx(document["hours"])


@pytest.mark.usefixtures("kept")
def test_a_facts_file_is_compared_with_a_named_baseline(cache: Path, root: Path) -> None:
    facts = root.parent / "facts.json"
    program(cache, "facts", root, "-o", facts)

    unnamed = program(cache, "baseline", "diff", facts)
    named = program(cache, "baseline", "diff", facts, "--file", root / FILE)
    missing = program(cache, "baseline", "diff", facts, "--file", root / "none.toml")

    assert (unnamed.code, named.code, missing.code) == (2, 0, 2)
    assert "--file" in unnamed.err
    assert "Nothing differs" in named.out


@pytest.mark.usefixtures("kept")
def test_a_facts_file_gives_units_for_places(cache: Path, root: Path) -> None:
    write(root, "p0/new.go", "package p0\n\nfunc New() {\n\tgo func() {}()\n}\n")
    facts = root.parent / "facts.json"
    program(cache, "facts", root, "-o", facts)

    document = program(cache, "baseline", "diff", facts, "--file", root / FILE, "-f", "json").out

    jsonschema.validate(json.loads(document), schema_of("baseline-diff"))
    assert {item["path"] for item in json.loads(document)["items"]} == {""}
    assert "New" in program(cache, "baseline", "diff", facts, "--file", root / FILE).out
