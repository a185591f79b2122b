"""The digest of a function's body: equal but for comments and white space, or not."""

import pytest
from extract_builders import facts_of
from hypothesis import given
from hypothesis import strategies as st

from estimator.parsing.extract import SHORTEST_COPY_LINES, Depth, at_depth

STATEMENTS = {"go": "\ttotal += {n}\n", "rust": "    total += {n};\n"}
HEADS = {"go": "package p\n\nfunc {name}(x int) {{\n", "rust": "fn {name}(x: u32) {{\n"}


def source(language: str, *, name: str = "f", lines: int = 12, extra: str = "") -> str:
    body = "".join(STATEMENTS[language].format(n=n) for n in range(lines))
    return f"{HEADS[language].format(name=name)}{extra}{body}}}\n"


def body_of(text: str, reading: str) -> int:
    (found,) = facts_of(text, reading).functions
    return found.body


@pytest.mark.parametrize("language", ["go", "rust"])
@pytest.mark.parametrize("extra", ["", "\n\n", "// a note\n", "/* a\nnote */ \t\n"])
def test_the_name_comments_and_white_space_do_not_matter(language: str, extra: str) -> None:
    one = body_of(source(language), language)
    assert one > 0
    assert one == body_of(source(language, name="g", extra=extra), language)


@pytest.mark.parametrize("language", ["go", "rust"])
def test_one_statement_more_is_another_body(language: str) -> None:
    assert body_of(source(language), language) != body_of(source(language, lines=13), language)


@pytest.mark.parametrize("language", ["go", "rust"])
def test_a_body_counts_from_ten_lines_on(language: str) -> None:
    statements = SHORTEST_COPY_LINES - 2  # beside the two lines with braces
    assert body_of(source(language, lines=statements), language)
    assert not body_of(source(language, lines=statements - 1), language)


def test_a_long_signature_does_not_make_a_body_long() -> None:
    bounds = "".join(f"    T{n}: Send,\n" for n in range(12))
    names = ", ".join(f"T{n}" for n in range(12))
    assert not body_of(f"fn f<{names}>()\nwhere\n{bounds}{{\n    g()\n}}\n", "rust")


def test_tests_have_no_body_to_compare() -> None:
    assert not body_of(source("go"), at_depth("go", Depth.OUTLINE))
    inner = f"#[cfg(test)]\nmod tests {{\n{source('rust')}}}\n"
    assert not body_of(inner, "rust")


@given(st.text(alphabet="ab \n/*{}\"'", max_size=40))
def test_any_text_has_a_digest_that_fits(text: str) -> None:
    for found in facts_of(source("go", extra=f"\t_ = `{text}`\n"), "go").functions:
        assert 0 <= found.body < 2**63
