"""`estimator check`, as a person or a hook runs it."""

import json
import math
from pathlib import Path

import jsonschema
import pytest
from check_builders import (
    SPAWN,
    append,
    committed,
    document,
    git,
    go_checkout,
    rules,
    rust_checkout,
)
from sample_repositories import program, write

from estimator.reporting.schemas import render_schema, schema_of

FILE = ".estimator-baseline.toml"


@pytest.fixture
def cache(tmp_path: Path) -> Path:
    return tmp_path / "cache"


@pytest.fixture
def root(tmp_path: Path) -> Path:
    return go_checkout(tmp_path / "repo")


def test_a_staged_construct_has_one_line_with_place_hours_and_counts(
    cache: Path, root: Path
) -> None:
    append(root, "p0/f0.go", SPAWN.format(n=1))
    git(root, "add", "-A")

    outcome = program(cache, "check", "--repo", root)

    assert (outcome.code, outcome.err) == (0, "")
    lines = outcome.out.splitlines()
    assert lines[0].startswith("p0/f0.go:")
    assert ": GR202 +4.5 h " in lines[0]
    assert lines[0].endswith("(was 0, now 1)")
    assert lines[-1].startswith("1 staged file against HEAD: 1 new; +4.5 ")
    assert "constructs do not move this price" in lines[-1]
    assert " EM (" in lines[-1]


def test_only_what_is_staged_counts_and_the_work_tree_has_no_say(cache: Path, root: Path) -> None:
    append(root, "p0/f0.go", SPAWN.format(n=1))
    git(root, "add", "-A")
    append(root, "p0/f0.go", SPAWN.format(n=2))
    append(root, "p1/f1.go", SPAWN.format(n=3))
    write(root, "p9/untracked.go", "package p9\n" + SPAWN.format(n=4))

    found = document(cache, root)

    assert [one["symbol"] for one in found["findings"]] == ["Spawn1"]
    assert found["files"] == 1


def test_formatting_renaming_and_moving_change_nothing(cache: Path, root: Path) -> None:
    text = (root / "p0/f0.go").read_text()
    write(root, "p0/f0.go", "\n\n// Words.\n" + text.replace("\n\t", "\n\t\t"))
    git(root, "mv", "p1/f1.go", "p1/renamed.go")
    git(root, "mv", "p2", "p7")
    git(root, "add", "-A")

    found = document(cache, root)

    assert found["findings"] == []
    assert all(one["hours"] == 0 for one in found["totals"])


def test_hours_of_findings_sum_to_the_change_of_each_direction(cache: Path, tmp_path: Path) -> None:
    root = rust_checkout(tmp_path / "crate")
    append(root, "src/m1.rs", "\npub async fn late() { tokio::spawn(async {}).await.unwrap(); }\n")
    (root / "src/m2.rs").unlink()
    git(root, "add", "-A")

    found = document(cache, root)

    assert {"new", "gone"} <= {one["state"] for one in found["findings"]}
    for total in found["totals"]:
        own = [one for one in found["findings"] if one["direction"] == total["direction"]]
        assert math.isclose(sum(one["hours"] for one in own), total["hours"], abs_tol=1e-9)
        assert math.isclose(total["hours_after"] - total["hours_before"], total["hours"])
        assert total["moves_effort"]


def test_the_whole_tree_is_the_difference_of_two_full_estimates(
    cache: Path, tmp_path: Path
) -> None:
    root = rust_checkout(tmp_path / "crate")
    before = json.loads(program(cache, "estimate", root, "-f", "json").out)
    append(root, "src/m1.rs", "\npub async fn late() { tokio::spawn(async {}).await.unwrap(); }\n")
    write(root, "src/m6.rs", "pub unsafe fn f() {}\n" * 9)
    git(root, "add", "-A")

    found = document(cache, root, "--all")

    after = json.loads(program(cache, "estimate", root, "-f", "json").out)
    (move,) = found["efforts"]
    for report, side in ((before, "before"), (after, "after")):
        (scenario,) = (one for one in report["scenarios"] if one["id"] == "rust-to-go")
        for quantile in ("p10", "p50", "p80", "p90"):
            assert move[f"{quantile}_{side}"] == scenario["effort"][quantile]
    hours = [
        sum(
            entry["hours"]["likely"]
            for entry in json.loads(program(cache, "invariants", facts, "-f", "json").out)[
                "entries"
            ]
        )
        for facts in (_facts(cache, root, "HEAD"), root)
    ]
    (total,) = found["totals"]
    assert math.isclose(total["hours"], hours[1] - hours[0])


def _facts(cache: Path, root: Path, revision: str) -> Path:
    """Facts of a commit, from a clone that has it checked out."""
    clone = root.parent / "clone"
    git(root, "clone", "-q", str(root), str(clone))
    git(clone, "checkout", "-q", revision)
    file = root.parent / "facts.json"
    program(cache, "facts", clone, "-o", file)
    return file


def test_adding_and_removing_again_gives_the_old_bytes_in_any_order_of_files(
    cache: Path, root: Path
) -> None:
    paths = [root / "p0/f0.go", root / "p1/f1.go", root / "p2/f2.go"]
    append(root, "p1/f1.go", SPAWN.format(n=1))
    git(root, "add", "-A")
    one = program(cache, "check", *paths, "--repo", root, "-f", "json").out
    other = program(cache, "check", *reversed(paths), "--repo", root, "-f", "json").out
    clean = program(cache, "check", *paths, "--repo", root, "--no-cache", "-f", "json").out
    assert one == other == clean
    text = (root / "p2/f2.go").read_text()
    append(root, "p2/f2.go", SPAWN.format(n=2))
    git(root, "add", "-A")
    assert program(cache, "check", *paths, "--repo", root, "-f", "json").out != one
    write(root, "p2/f2.go", text)
    git(root, "add", "-A")

    assert program(cache, "check", *paths, "--repo", root, "-f", "json").out == one


def test_the_answer_fits_its_schema(cache: Path, root: Path) -> None:
    write(root, "estimator.toml", "[check]\nratchet = true\n")
    append(root, "p1/f1.go", SPAWN.format(n=1))
    git(root, "add", "-A")

    found = document(cache, root)

    jsonschema.validate(found, schema_of("check"))
    assert program(cache, "check", "--schema").out == render_schema("check")
    assert len({one["fingerprint"] for one in found["findings"]}) == len(found["findings"])


def test_against_a_baseline_what_it_has_is_known_and_the_rest_is_new(
    cache: Path, root: Path
) -> None:
    program(cache, "baseline", "write", root)
    committed(root, "Keep")
    append(root, "p0/f0.go", SPAWN.format(n=1))
    committed(root, "Grow")
    append(root, "p0/f0.go", "\n// Words.\n")
    git(root, "add", "-A")

    found = document(cache, root)
    against_head = document(cache, root, "--against", "HEAD")

    assert (found["against"], found["is_baseline"], rules(found)) == (FILE, True, ["GR202"])
    assert against_head["findings"] == []


def test_a_staged_baseline_counts_and_not_the_one_on_disk(cache: Path, root: Path) -> None:
    program(cache, "baseline", "write", root)
    committed(root, "Keep")
    append(root, "p0/f0.go", SPAWN.format(n=1))
    git(root, "add", "p0")
    program(cache, "baseline", "write", root)
    assert rules(document(cache, root)) == ["GR202"]

    git(root, "add", "-A")

    assert document(cache, root)["findings"] == []


@pytest.mark.parametrize(
    ("content", "message"),
    [(None, "there is no baseline"), ("nonsense", "no version"), ("<<<<<<< a\n", "merge conflict")],
)
def test_a_missing_or_damaged_baseline_is_an_error(
    cache: Path, root: Path, content: str | None, message: str
) -> None:
    write(root, "estimator.toml", '[check]\nagainst = "baseline"\n')
    if content is not None:
        write(root, FILE, content)
    git(root, "add", "-A")

    outcome = program(cache, "check", "--repo", root)

    assert outcome.code == 2
    assert message in outcome.err


def test_both_sides_of_a_baseline_conflict_rewritten_are_a_baseline(
    cache: Path, root: Path
) -> None:
    program(cache, "baseline", "write", root)
    committed(root, "Keep")
    for branch, number in (("left", 1), ("right", 2)):
        git(root, "checkout", "-q", "-b", branch, "main")
        write(root, f"p0/{branch}.go", "package p0\n" + SPAWN.format(n=number))
        program(cache, "baseline", "write", root)
        committed(root, branch)
    with pytest.raises(Exception, match="merge"):
        git(root, "merge", "left")
    assert program(cache, "check", "--repo", root).code == 2
    write(root, FILE, (root / FILE).read_text().replace("=======", ""))

    program(cache, "baseline", "write", root)
    git(root, "add", "-A")

    assert document(cache, root, "--all")["findings"] == []
    assert '"Spawn1"' in (root / FILE).read_text()
    assert '"Spawn2"' in (root / FILE).read_text()


def test_a_plain_folder_is_checked_whole_against_its_baseline(cache: Path, tmp_path: Path) -> None:
    root = tmp_path / "plain"
    write(root, "p/a.go", "package p\n" + SPAWN.format(n=1))
    assert program(cache, "check", "--repo", root).code == 2
    assert program(cache, "check", "--all", "--repo", root).code == 2
    program(cache, "baseline", "write", root)
    append(root, "p/a.go", SPAWN.format(n=2))

    found = document(cache, root, "--all")

    assert rules(found) == ["GR202"]
    assert found["effort_against"] == ""


def test_files_narrow_it_down_and_say_what_is_not_staged(cache: Path, root: Path) -> None:
    append(root, "p0/f0.go", SPAWN.format(n=1))
    append(root, "p1/f1.go", SPAWN.format(n=2))
    git(root, "add", "-A")
    append(root, "p0/f0.go", SPAWN.format(n=3))
    write(root, "p0/new.go", "package p0\n")

    found = document(cache, root, root / "p0/f0.go", root / "p0/new.go")

    assert [one["symbol"] for one in found["findings"]] == ["Spawn1"]
    assert found["checked"] == "files"
    assert "p0/f0.go has changes that are not staged; what is staged was checked." in found["notes"]
    assert any("p0/new.go is not in the index" in note for note in found["notes"])


@pytest.mark.parametrize(
    "arguments",
    [
        ("missing.go",),
        ("--all", "p0"),
        ("--against", "nothing"),
        ("--baseline", "x", "--against", "HEAD"),
    ],
)
def test_wrong_use_is_two(cache: Path, root: Path, arguments: tuple[str, ...]) -> None:
    assert program(cache, "check", *arguments, "--repo", root).code == 2


def test_a_file_outside_of_the_checkout_is_refused(cache: Path, root: Path) -> None:
    outside = write(root.parent, "outside.go", "package x\n")

    outcome = program(cache, "check", outside, "--repo", root)

    assert outcome.code == 2
    assert "is outside of" in outcome.err


def test_nothing_to_count_is_nothing_new(cache: Path, tmp_path: Path) -> None:
    write(tmp_path / "repo", "README.md", "Words.\n")
    root = committed(tmp_path / "repo")
    write(root, "more.md", "Words.\n")
    git(root, "add", "-A")

    found = document(cache, root)

    assert (found["findings"], found["efforts"], found["totals"]) == ([], [], [])


def test_a_subfolder_is_checked_alone(cache: Path, root: Path) -> None:
    append(root, "p0/f0.go", SPAWN.format(n=1))
    append(root, "p1/f1.go", SPAWN.format(n=2))
    git(root, "add", "-A")

    found = document(cache, root / "p0")

    assert [(one["path"], one["symbol"]) for one in found["findings"]] == [("f0.go", "Spawn1")]


def test_small_and_many_lines_are_one_line_for_people(cache: Path, root: Path) -> None:
    functions = "".join(SPAWN.format(n=n) for n in range(30))
    write(root, "p9/x.go", f"package p9\n\nvar A, B = 1, 2\n{functions}")
    git(root, "add", "-A")

    outcome = program(cache, "check", "--repo", root)

    lines = outcome.out.splitlines()
    assert len([line for line in lines if line.startswith("p9/x.go")]) == 20
    assert lines[20].endswith("h; JSON has all")
    assert " smaller ones, new or grown: +" in lines[20]
