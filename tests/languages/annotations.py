"""Reads an annotated fixture: a source file that says, line by line, what is counted there.

Line 1 gives the line counts: ``// expect: 37 lines 24 code 6 comment 7 blank``. Beside the code:

- ``// captures: rust.async.select, rust.async.await x2``: counted on this line, in product code;
- ``// tests: rust.async.select``: counted on this line, in test code;
- ``// quiet: rust.async.select (why)``: not counted on this line in product code.

An annotation is text, so it may stand inside a block comment or a raw string too. For every metric
that a fixture names, the lines found must be exactly the lines annotated, in the whole file.
"""

import re
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from estimator.model.source import FileFacts
from estimator.parsing.extract import extract
from estimator.parsing.limits import Limits

LIMITS = Limits(max_bytes=1_000_000, max_seconds=10.0, max_depth=1_000)

Sites = Counter[tuple[str, int]]
"""How often a metric is counted on a line."""

_LANGUAGES = {".go": "go", ".rs": "rust"}
_EXPECT = re.compile(r"// expect: (\d+) lines (\d+) code (\d+) comment (\d+) blank")
_METRIC = r"[a-z]\w*(?:\.\w+)+"
_ONE = re.compile(rf"({_METRIC})(?: x(\d+))?")
_NOTE = re.compile(
    rf"// (captures|tests|quiet): ((?:{_ONE.pattern})(?:, (?:{_ONE.pattern}))*)( \(\S.*?\))?"
)
_NEARLY = re.compile(r"(?i)// *(?:captures?|tests?|quiet|expect)(?: *:| +(?:rust|go)\.)")


class Fixture(NamedTuple):
    """What a fixture says of itself."""

    facts: FileFacts
    lines: tuple[int, int, int, int]
    """All, code, comment, blank."""
    captures: Sites
    tests: Sites
    quiet: frozenset[tuple[str, int]]


def read_fixture(path: Path) -> Fixture:
    """Read and extract a fixture. Raises ValueError where an annotation is malformed."""
    content = path.read_bytes()
    facts = extract(content, _LANGUAGES[path.suffix], LIMITS)
    if isinstance(facts, str):
        raise ValueError(f"{path.name} is skipped: {facts}")  # noqa: TRY004  # a reason, not a type
    text = content.decode()
    expected = _EXPECT.match(text)
    if expected is None:
        raise ValueError(f"{path.name} does not say in line 1 what lines to expect")
    captures, tests, quiet = Sites(), Sites(), set()
    for number, line in enumerate(text.split("\n"), start=1):
        for kind, metric, times in _notes(line, number, path.name):
            if kind == "quiet":
                quiet.add((metric, number))
            else:
                (captures if kind == "captures" else tests)[metric, number] += times
    total, code, comment, blank = (int(group) for group in expected.groups())
    return Fixture(facts, (total, code, comment, blank), captures, tests, frozenset(quiet))


def lines_of(facts: FileFacts) -> tuple[int, int, int, int]:
    """All, code, comment and blank lines, as line 1 of a fixture gives them."""
    lines = facts.lines
    return (lines.code + lines.comment + lines.blank, lines.code, lines.comment, lines.blank)


def found_sites(fixture: Fixture, *, is_test: bool) -> Sites:
    """What was counted, of the metrics that the fixture names for this kind of code."""
    named = {metric for metric, _ in (fixture.tests if is_test else fixture.captures)}
    if not is_test:
        named |= {metric for metric, _ in fixture.quiet}
    return Sites(
        (metric, line)
        for symbol in fixture.facts.symbols
        if symbol.is_test == is_test
        for metric, lines in symbol.sites.items()
        if metric in named
        for line in lines
    )


def _notes(line: str, number: int, name: str) -> Iterator[tuple[str, str, int]]:
    notes = list(_NOTE.finditer(line))
    if number > 1 and len(notes) != len(_NEARLY.findall(line)):
        raise ValueError(f"{name}:{number} has a malformed annotation")
    for note in notes:
        kind, listed, reason = note[1], note[2], note.groups()[-1]
        if kind == "quiet" and reason is None:
            raise ValueError(f"{name}:{number} does not say why it is quiet")
        for one in _ONE.finditer(listed):
            yield kind, one[1], int(one[2] or 1)
