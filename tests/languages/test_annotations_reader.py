"""The reader of annotated fixtures: what it accepts, and that it does not let a slip pass."""

from pathlib import Path

import pytest
from annotations import found_sites, read_fixture

HEAD = "// expect: 2 lines 1 code 1 comment 0 blank\n"


def written(folder: Path, text: str, name: str = "fixture.rs") -> Path:
    path = folder / name
    path.write_text(text)
    return path


@pytest.mark.parametrize(
    "line",
    [
        "x; // captures rust.own.arc",
        "x; // capture: rust.own.arc",
        "x; // quiet: rust own arc (why)",
        "x; // Captures: rust.own.arc",
        "x; //captures: rust.own.arc",
    ],
)
def test_a_slip_in_an_annotation_is_an_error(tmp_path: Path, line: str) -> None:
    path = written(tmp_path, f"{HEAD}{line}\n")

    with pytest.raises(ValueError, match=r"fixture\.rs:2"):
        read_fixture(path)


def test_quiet_needs_a_reason(tmp_path: Path) -> None:
    path = written(tmp_path, f"{HEAD}x; // quiet: rust.own.arc\n")

    with pytest.raises(ValueError, match="why it is quiet"):
        read_fixture(path)


def test_line_1_must_say_what_lines_to_expect(tmp_path: Path) -> None:
    path = written(tmp_path, "fn a() {}\n")

    with pytest.raises(ValueError, match="line 1"):
        read_fixture(path)


def test_a_metric_may_be_named_several_times_on_a_line(tmp_path: Path) -> None:
    path = written(tmp_path, f"{HEAD}f(); // captures: a.b.c x2, d.e.f // quiet: g.h.i (why)\n")

    fixture = read_fixture(path)

    assert fixture.captures == {("a.b.c", 2): 2, ("d.e.f", 2): 1}
    assert fixture.quiet == {("g.h.i", 2)}


def test_a_metric_that_the_fixture_does_not_name_is_not_looked_at(tmp_path: Path) -> None:
    source = "struct A { a: Arc<u8>, b: Rc<u8> } // captures: rust.own.arc"
    path = written(tmp_path, f"{HEAD}{source}\n")

    assert found_sites(read_fixture(path), is_test=False) == {("rust.own.arc", 2): 1}


def test_go_files_are_read_too(tmp_path: Path) -> None:
    path = written(tmp_path, f"{HEAD}package a\n", "fixture.go")

    assert read_fixture(path).facts.package == "a"
