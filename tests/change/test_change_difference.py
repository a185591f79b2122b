"""What lies between two states: sums, moves, and nothing between a state and itself."""

import math
from pathlib import Path

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from estimator import Config, decode_facts, load_rulebook
from estimator.comparing import State, difference
from estimator.model.change import Difference, ScenarioChange
from estimator.model.facts import FileRow, RepositoryFacts

FACTS = Path(__file__).parent.parent / "golden" / "facts"
RULES = load_rulebook()


def stored(name: str) -> RepositoryFacts:
    return decode_facts((FACTS / f"{name}.json").read_bytes())


def between(before: RepositoryFacts, after: RepositoryFacts) -> Difference:
    return difference(State("before", before, Config()), State("after", after, Config()), RULES)


def whole(found: Difference) -> ScenarioChange:
    return next(one for one in found.scenarios if one.files or one.change)


def product(facts: RepositoryFacts) -> tuple[FileRow, ...]:
    language = facts.languages[0].name
    return tuple(r for r in facts.files if r.role == "product" and r.language == language)


def with_path(facts: RepositoryFacts, old: str, new: str) -> RepositoryFacts:
    files = tuple(
        msgspec.structs.replace(row, path=new) if row.path == old else row for row in facts.files
    )
    return msgspec.structs.replace(facts, files=files)


def smaller(facts: RepositoryFacts, row: FileRow) -> RepositoryFacts:
    """The same repository before a file was written."""
    counts: dict[str, int] = {}
    for symbol in row.symbols.values():
        for metric, count in symbol.items():
            counts[metric] = counts.get(metric, 0) + count
    metrics = {key: value - counts.get(key, 0) for key, value in facts.metrics.items()}
    lines = row.lines.code - row.test_lines.code
    first = facts.languages[0]
    language = msgspec.structs.replace(first, product_lines=first.product_lines - lines)
    return msgspec.structs.replace(
        facts,
        files=tuple(one for one in facts.files if one.path != row.path),
        metrics=metrics,
        languages=(language, *facts.languages[1:]),
    )


@pytest.mark.parametrize("name", ["rathole", "gotify-server"])
def test_nothing_lies_between_a_state_and_itself(name: str) -> None:
    found = between(stored(name), stored(name))

    for one in found.scenarios:
        assert not any((one.lines, one.factors, one.constructs, one.units, one.files))
        assert one.elsewhere == 0
        assert one.change is None or one.change.p50 == one.change.p10 == one.change.p90 == 0
    assert found.notes == ()


@pytest.mark.parametrize("name", ["rathole", "gotify-server"])
def test_lines_files_and_what_is_elsewhere_sum_to_the_change(name: str) -> None:
    after = stored(name)
    row = max(product(after), key=lambda one: (one.lines.code, one.path))

    found = whole(between(smaller(after, row), after))

    assert found.change is not None
    assert found.change.p50 > 0
    assert math.fsum(one.change for one in found.lines) == pytest.approx(found.change.p50)
    places = math.fsum(one.change for one in found.files) + found.elsewhere
    assert places == pytest.approx(found.change.p50)
    assert [(one.name, one.state) for one in found.files] == [(row.path, "added")]
    assert [one.name for one in found.units] == [row.unit]
    assert found.constructs


@pytest.mark.parametrize("name", ["rathole", "gotify-server"])
def test_there_and_back_cancel_out(name: str) -> None:
    after = stored(name)
    before = smaller(after, product(after)[0])
    there, back = whole(between(before, after)), whole(between(after, before))

    assert there.change is not None
    assert back.change is not None
    assert there.change.p50 == -back.change.p50
    assert {one.rule: one.hours for one in there.constructs} == {
        one.rule: -one.hours for one in back.constructs
    }
    assert [one.state for one in back.files] == ["removed"]


def test_a_moved_file_is_one_row_and_moves_no_price() -> None:
    before = stored("rathole")
    row = product(before)[0]

    found = whole(between(before, with_path(before, row.path, "src/elsewhere.rs")))

    assert [(one.name, one.was, one.state) for one in found.files] == [
        ("src/elsewhere.rs", row.path, "moved")
    ]
    assert found.change is not None
    assert found.change.p50 == pytest.approx(0, abs=1e-12)
    assert found.files[0].change == pytest.approx(0, abs=1e-12)


@given(st.randoms(use_true_random=False))
def test_the_order_of_files_never_matters(random: object) -> None:
    after = stored("rathole")
    before = smaller(after, product(after)[0])
    rows = list(after.files)
    random.shuffle(rows)  # type: ignore[attr-defined]  # hypothesis gives a random.Random
    mixed = msgspec.structs.replace(after, files=tuple(rows))

    assert between(before, mixed).scenarios == between(before, after).scenarios


def test_two_repositories_are_named_and_one_side_may_have_no_price() -> None:
    found = between(stored("rathole"), stored("gotify-server"))

    assert any("Two repositories: rathole before" in note for note in found.notes)
    assert any("--language" in note for note in found.notes)
    for one in found.scenarios:
        if one.before is None or one.after is None:
            assert one.change is None
            assert one.why_before
            assert one.why_after


def test_what_each_side_declares_and_excludes_is_said() -> None:
    before = stored("rathole")
    coverage = msgspec.structs.replace(before.coverage, excluded_patterns=("x/",))
    after = msgspec.structs.replace(
        before, declared={**before.declared, "oracle": '"golden"'}, coverage=coverage
    )

    notes = between(before, after).notes

    assert any("estimator.toml, each side by its own: oracle" in note for note in notes)
    assert any("excludes" in note for note in notes)
