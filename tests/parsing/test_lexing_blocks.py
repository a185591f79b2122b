"""Blocks behind a head, blanked before the parse."""

import re

import pytest

from estimator.languages import LANGUAGES
from estimator.parsing.lexing import without_blocks, without_words

HEAD = re.compile(rb"test \{")


def blanked(text: str) -> str:
    content = text.encode()
    code = without_words(content, LANGUAGES["rust"].lexis)
    found = without_blocks(content, code, HEAD)
    assert len(found) == len(content)
    assert found.count(b"\n") == content.count(b"\n")
    return found.decode()


@pytest.mark.parametrize(
    ("text", "left"),
    [
        ("test { a }", "test {   }"),
        ("test { a { b } c } d", "test {           } d"),
        ("test { a\nb } test { c }", "test {  \n  } test {   }"),
        ("test { test { a } } b", "test {            } b"),
        ("test { '}' \"}\" /* } */ } b", "test {                 } b"),
        ("test { a", "test { a"),
        ("test { test { a } b", "test { test { a } b"),
        ("// test { a }\nb", "// test { a }\nb"),
        ("b { a }", "b { a }"),
        ("", ""),
    ],
)
def test_a_block_is_blanked_up_to_the_brace_that_closes_it(text: str, left: str) -> None:
    assert blanked(text) == left


def test_comments_and_strings_are_blanked_with_lines_kept() -> None:
    content = b'a /* b\nc */ "d" // e\nf'

    found = without_words(content, LANGUAGES["go"].lexis)

    assert found.split() == [b"a", b"f"]
    assert (len(found), found.count(b"\n")) == (len(content), 2)
