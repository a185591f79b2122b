"""What a go.mod file says, and what a broken line costs."""

import pytest

from estimator.languages.go.gomod import parse_go_mod, replaces_as_written

WHOLE = """\
// Deprecated: a comment first
module "example.com/shop" // trailing

go 1.22.1
toolchain go1.23.0

require github.com/a/b v1.2.3
require (
\tgithub.com/c/d v0.1.0 // indirect
\t`github.com/e/f` v2.0.0+incompatible // indirect; why
\tgithub.com/g/h v0.0.0-2020 // indirectly useful
)
exclude github.com/a/b v1.2.2
retract [v1.0.0, v1.0.5] // broken
godebug default=go1.21
tool github.com/x/y/cmd
ignore ./node
replace (
\tgithub.com/a/b => ./fork/b
\tgithub.com/c/d v0.1.0 => github.com/me/d v0.1.1
)
"""


def test_the_module_and_its_go_version_are_read() -> None:
    parsed = parse_go_mod(WHOLE)

    assert (parsed.module, parsed.go) == ("example.com/shop", "1.22.1")


def test_only_the_indirect_comment_makes_a_requirement_indirect() -> None:
    parsed = parse_go_mod(WHOLE)

    assert [(entry.module, entry.is_indirect) for entry in parsed.requires] == [
        ("github.com/a/b", False),
        ("github.com/c/d", True),
        ("github.com/e/f", True),
        ("github.com/g/h", False),
    ]


def test_replacements_are_kept_as_written() -> None:
    assert replaces_as_written(parse_go_mod(WHOLE)) == {
        "github.com/a/b": "./fork/b",
        "github.com/c/d v0.1.0": "github.com/me/d v0.1.1",
    }


def test_every_directive_of_the_reference_is_known() -> None:
    assert parse_go_mod(WHOLE).faults == ()


@pytest.mark.parametrize(
    ("line", "fault"),
    [
        ("<<<<<<< HEAD", "line 2: unknown directive '<<<<<<<'"),
        ("require github.com/a/b", "line 2: malformed require"),
        ("require github.com/a/b =>", "line 2: malformed require"),
        ("replace a => b => c", "line 2: malformed replace"),
        ("replace a b", "line 2: malformed replace"),
        ("replace a => b c d", "line 2: malformed replace"),
        ('require "github.com/a v1', "line 2: malformed require"),
        ("go 1.2 1.3", "line 2: malformed go"),
        ("retract", "line 2: malformed retract"),
    ],
)
def test_a_broken_line_is_a_fault_and_the_rest_is_read(line: str, fault: str) -> None:
    parsed = parse_go_mod(f"module m\n{line}\nrequire good.com/x v1.0.0\n")

    assert parsed.faults == (fault,)
    assert [entry.module for entry in parsed.requires] == ["good.com/x"]


def test_a_go_work_file_names_its_folders() -> None:
    assert parse_go_mod("go 1.22\nuse ./a\nuse (\n\t./b // why\n\t./c\n)\n").uses == (
        "./a",
        "./b",
        "./c",
    )


def test_a_line_of_a_hundred_thousand_quotes_is_read_quickly() -> None:
    assert parse_go_mod("module m\n" + '\\"' * 100_000).module == "m"
