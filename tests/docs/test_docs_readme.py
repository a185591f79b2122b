"""What the README shows is what the program says."""

import re
from collections.abc import Callable
from pathlib import Path

import pytest
from document_blocks import (
    blocks_of,
    configuration_table,
    excerpt,
    with_blocks,
    with_snippets,
    with_table,
)

from estimator import load_rulebook
from estimator.errors import ExitCode
from estimator.rulebook.index import render_index


@pytest.fixture(scope="session")
def readme(checkout: Path) -> str:
    return (checkout / "README.md").read_text(encoding="utf-8")


@pytest.fixture(scope="session")
def current(readme: str, output_of: Callable[[str], str], python: Callable[..., str]) -> str:
    document = with_table(readme, "configuration keys", configuration_table())
    document = with_snippets(document, lambda code: python("-c", code))
    return with_blocks(document, output_of)


def test_the_readme_shows_what_the_program_says(
    request: pytest.FixtureRequest, checkout: Path, readme: str, current: str
) -> None:
    if request.config.getoption("--update-golden"):
        (checkout / "README.md").write_text(current, encoding="utf-8")
        return
    assert readme == current


def test_the_index_of_the_rules_is_current(request: pytest.FixtureRequest, checkout: Path) -> None:
    path, index = checkout / "rules" / "README.md", render_index(load_rulebook())
    if request.config.getoption("--update-golden"):
        path.write_text(index, encoding="utf-8")
    assert path.read_text(encoding="utf-8") == index


def test_the_readme_shows_some_runs(readme: str) -> None:
    assert {block.shown for block in blocks_of(readme)} >= {"make demo"}


def test_what_make_demo_shows_is_what_make_demo_runs(checkout: Path, readme: str) -> None:
    makefile = (checkout / "Makefile").read_text(encoding="utf-8")
    demo = next(block for block in blocks_of(readme) if block.shown == "make demo")
    assert demo.command.replace("estimator", "$(RUN)/estimator", 1) in makefile


@pytest.mark.parametrize("code", [code for code in ExitCode if code is not ExitCode.GATE])
def test_every_exit_code_is_in_the_readme(readme: str, code: ExitCode) -> None:
    assert re.search(rf"^\| {code.value} \| ", readme, re.MULTILINE)


def test_an_excerpt_marks_what_it_leaves_out() -> None:
    output = "Head.\n\n\nOne\n===\n\na\n\n\nTwo\n===\n\nb\n\n\nThree\n=====\n\nc\n"
    assert excerpt(output, ("headline", "Three")) == ("Head.\n\n[...]\n\nThree\n=====\n\nc\n")


def test_an_excerpt_of_a_section_is_its_first_lines() -> None:
    assert (
        excerpt("Head.\n\n\nOne\n===\n\na\nb\n", ("One / 3",)) == "[...]\n\nOne\n===\n\n\n[...]\n"
    )


def test_what_is_shown_whole_is_not_marked() -> None:
    assert excerpt("a\nb\n", ("headline",)) == "a\nb\n"


def test_a_table_is_put_between_its_marks() -> None:
    document = "a\n<!-- t: begin -->\nold\n<!-- t: end -->\nb\n"
    assert with_table(document, "t", "new\n") == "a\n<!-- t: begin -->\nnew\n<!-- t: end -->\nb\n"
