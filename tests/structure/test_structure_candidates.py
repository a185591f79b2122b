"""Static hot-path candidates: what ranks, why, and under which name."""

from collections.abc import Sequence
from math import log10

import pytest

from estimator.model.facts import Candidate, Layout
from estimator.model.source import (
    FileFacts,
    FunctionFacts,
    LineCounts,
    ParsedFile,
    Role,
    Skipped,
    SourceFile,
)
from estimator.structure.candidates import find_candidates, score


def function(  # noqa: PLR0913 (each is one fact of a function)
    symbol: str,
    *,
    code_lines: int = 10,
    work: int = 0,
    loop_depth: int = 0,
    line: int = 1,
    is_test: bool = False,
) -> FunctionFacts:
    return FunctionFacts(
        symbol=symbol,
        line=line,
        end_line=line + code_lines,
        code_lines=code_lines,
        branches=1,
        nesting=0,
        loop_depth=loop_depth,
        work=work,
        is_test=is_test,
    )


def parsed(path: str, *functions: FunctionFacts) -> ParsedFile:
    facts = FileFacts(
        lines=LineCounts(),
        test_lines=LineCounts(),
        functions=functions,
        types=(),
        symbols=(),
        imports=(),
        public_items=0,
    )
    return ParsedFile(source=source(path), facts=facts)


def source(path: str) -> SourceFile:
    return SourceFile(path=path, language="go", key="git:0", size_bytes=1)


def candidates_of(
    files: Sequence[ParsedFile], roles: dict[str, Role] | None = None
) -> tuple[Candidate, ...]:
    paths = [file.source.path for file in files]
    layout = Layout(language="go", unit_of_file={path: path.split("/")[0] for path in paths})
    role_of = dict.fromkeys(paths, Role.PRODUCT) | (roles or {})
    return find_candidates(files, role_of, {"go": layout}).get("go", ())


@pytest.mark.parametrize(
    ("symbol", "word"),
    [
        ("decodeFrame", 1),
        ("Codec.Decode", 1),
        ("Codec::decode_frame", 1),
        ("HTTPParser", 1),
        ("hashing", 1),
        ("matches", 1),
        ("newThing", -1),
        ("T.String", -1),
        ("Config::load", -1),
        ("Errorf", -1),
        ("parseConfig", 0),
        ("maintain", 0),
        ("openapi", 0),
        ("compute", 0),
        ("Parser.run", 0),
    ],
)
def test_the_name_of_a_function_moves_its_score_by_its_own_words(symbol: str, word: int) -> None:
    plain = score(function("xyz", code_lines=100, work=99))

    assert score(function(symbol, code_lines=100, work=99)) == pytest.approx(plain + 0.3 * word)


def test_the_score_is_the_documented_sum() -> None:
    found = score(function("scan", code_lines=40, work=999))

    assert found == pytest.approx(0.5 * log10(1_000) + log10(40) + 0.3)


def test_only_the_twenty_best_are_listed_by_unit_and_symbol() -> None:
    files = [
        parsed(
            f"{unit}/a.go",
            *(function(f"f{number:02}", code_lines=number + 1) for number in range(15)),
        )
        for unit in "ba"
    ]

    found = candidates_of(files)

    assert [(one.unit, one.symbol) for one in found] == [
        (unit, f"f{number:02}") for unit in "ab" for number in range(5, 15)
    ]


def test_tests_and_code_of_other_roles_are_out() -> None:
    files = [
        parsed("a.go", function("f"), function("t", is_test=True)),
        parsed("v.go", function("v")),
        ParsedFile(source=source("s.go"), facts=Skipped(path="s.go", reason="too deep")),
    ]

    assert [one.symbol for one in candidates_of(files, {"v.go": Role.VENDORED})] == ["f"]


def test_without_functions_there_are_no_candidates() -> None:
    assert find_candidates([parsed("a.go")], {"a.go": Role.PRODUCT}, {}) == {}


def test_reasons_are_plain_words() -> None:
    files = [
        parsed(
            "a.go",
            function("encodeAll", code_lines=212, loop_depth=3),
            function("one", code_lines=1, loop_depth=1),
        ),
    ]

    assert [one.reasons for one in candidates_of(files)] == [
        ("work inside 3 nested loops", "212 lines", "name says encode"),
        ("work inside a loop", "1 line"),
    ]


def test_an_id_survives_moved_lines() -> None:
    (before,) = candidates_of([parsed("a/a.go", function("f", line=1))])
    (after,) = candidates_of([parsed("a/a.go", function("f", line=99, code_lines=20))])

    assert before.id == after.id
    assert before.id.startswith("hp-")


def test_namesakes_in_one_unit_have_ids_of_their_own() -> None:
    found = candidates_of(
        [parsed("a/x_linux.go", function("f")), parsed("a/x_mac.go", function("f"))]
    )

    assert len({one.id for one in found}) == 2


def test_without_a_layout_the_unit_is_empty() -> None:
    found = find_candidates([parsed("a.go", function("f"))], {"a.go": Role.PRODUCT}, {})

    assert found["go"][0].unit == ""


def test_the_order_of_files_does_not_matter() -> None:
    files = [
        parsed(f"{unit}/{name}.go", function("f"), function("g"), function("f", line=50))
        for unit in "abc"
        for name in "xyz"
    ]

    assert candidates_of(files[::-1]) == candidates_of(files)
