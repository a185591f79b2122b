"""The names of the crosswalk against what was found published: benchmarks/crosswalk.json."""

import json
from pathlib import Path

import pytest
from rulebook_builders import built_in_rules

from estimator.model.rules import CrosswalkEntry

RESULT: dict[str, dict[str, str]] = json.loads(
    (Path(__file__).parents[2] / "benchmarks" / "crosswalk.json").read_text()
)
OTHER = {"crates": "modules", "modules": "crates"}
LIBRARY = {"crates": "go", "modules": "rust"}
SHOWN = ("locked: ", "family: ", "below: ", "source tree", "imported", "by hand")


def named(entry: CrosswalkEntry) -> list[tuple[str, str]]:
    """Give (part of the result, name) of an entry and of its counterparts."""
    names = [(entry.ecosystem, entry.name)]
    for text in entry.counterparts:
        word = text.removeprefix("std: ").split()[0]
        if text.startswith("std: "):
            names.append((LIBRARY[entry.ecosystem], word))
        else:
            names.append((OTHER[entry.ecosystem], word.split("::")[0]))
    return names


def all_names() -> set[tuple[str, str]]:
    return {pair for entry in built_in_rules().crosswalk.values() for pair in named(entry)}


def test_every_name_of_the_crosswalk_was_looked_up() -> None:
    looked_up = {(part, name) for part in (*OTHER, *LIBRARY.values()) for name in RESULT[part]}

    assert sorted(all_names() ^ looked_up) == []


@pytest.mark.parametrize("part", ["crates", "modules"])
def test_something_shows_that_each_package_exists(part: str) -> None:
    assert [name for name, state in RESULT[part].items() if not state.startswith(SHOWN)] == []


@pytest.mark.parametrize("part", ["go", "rust"])
def test_each_standard_counterpart_is_of_the_library_or_the_language(part: str) -> None:
    states = set(RESULT[part].values())

    assert states == {"standard library", "language"}


def test_what_was_looked_up_by_hand_says_where() -> None:
    by_hand = {
        name
        for part in ("crates", "modules")
        for name, state in RESULT[part].items()
        if state == "by hand"
    }

    assert by_hand <= set(RESULT["by_hand"])
    assert all(where.strip() for where in RESULT["by_hand"].values())


def test_a_package_that_its_author_deprecated_says_so_in_its_note() -> None:
    deprecated = {name for name, state in RESULT["crates"].items() if state.endswith("+deprecated")}
    notes = {entry.name: entry.note for entry in built_in_rules().crosswalk.values()}

    assert deprecated == {"serde_yaml"}
    assert all("deprecated" in notes[name] for name in deprecated)
