"""Hostile text, width, wrapping."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from estimator.reporting.characters import display_width, plain, shortened, wrapped

ANYTHING = st.text(alphabet=st.characters(exclude_categories=()), max_size=60)
HARMFUL = {"Cc", "Cf", "Cs", "Co", "Zl", "Zp", "Mn"}


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("src/main.go", "src/main.go"),
        ("\x1b[31mred", "\\x1b[31mred"),
        ("two\nlines\t", "two\\nlines\\t"),
        ("abc\u202egpj.exe", "abc\\u202egpj.exe"),
        ("\udc80raw", "\\udc80raw"),
        ("e\u0301", "\u00e9"),
        ("x\u0332", "x\\u0332"),
        ("a\u00a0b", "a b"),
        ("\u4e16\u754c.rs", "\u4e16\u754c.rs"),
        ("\x7f", "\\x7f"),
    ],
)
def test_text_that_could_move_or_hide_is_escaped(text: str, shown: str) -> None:
    assert plain(text) == shown


@given(text=ANYTHING)
def test_no_text_keeps_a_harmful_character(text: str) -> None:
    assert not {unicodedata.category(char) for char in plain(text)} & HARMFUL


@given(text=ANYTHING, width=st.integers(min_value=2, max_value=30))
def test_no_wrapped_line_is_too_wide(text: str, width: int) -> None:
    assert all(display_width(line) <= width for line in wrapped(plain(text), width))


@given(text=ANYTHING, width=st.integers(min_value=8, max_value=30))
def test_no_shortened_text_is_too_wide(text: str, width: int) -> None:
    assert display_width(shortened(plain(text), width)) <= width


@given(text=ANYTHING, width=st.integers(min_value=2, max_value=30))
def test_wrapping_loses_nothing_but_spaces(text: str, width: int) -> None:
    safe = plain(text)
    assert "".join(wrapped(safe, width)).replace(" ", "") == safe.replace(" ", "")


def test_a_wide_character_takes_two_columns() -> None:
    assert display_width("\u4e16a") == 3


def test_a_long_path_keeps_its_file_and_line() -> None:
    text = shortened("linkerd/app/inbound/src/http/router.rs:412", 26)
    assert text.startswith("linkerd...")
    assert text.endswith("router.rs:412")


def test_a_percent_sign_stays_with_its_number() -> None:
    assert wrapped("share is 40 % of it", 11) == ("share is", "40 % of it")


def test_a_unit_stays_with_its_number() -> None:
    assert wrapped("it takes 3.1 EM by size", 14) == ("it takes", "3.1 EM by size")


def test_a_name_breaks_behind_a_hyphen_or_slash_where_one_is_near() -> None:
    assert wrapped("extism-runtime>extism-go-sdk", 26) == ("extism-runtime>extism-go-", "sdk")


def test_a_name_without_a_near_hyphen_breaks_where_the_line_ends() -> None:
    assert wrapped("a-bcdefghijklmnop", 10) == ("a-bcdefghi", "jklmnop")
