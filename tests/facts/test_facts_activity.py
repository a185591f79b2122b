"""Changes of a window into numbers: who, how often, how concentrated."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from estimator.facts.activity import activity_of, bus_factor
from estimator.model.facts import FileRow
from estimator.model.history import Change, Changes, FileChange
from estimator.model.source import LineCounts, Role


def row(path: str, unit: str = "u", *, role: Role = Role.PRODUCT) -> FileRow:
    return FileRow(
        path=path,
        language="go" if path.endswith(".go") else "rust",
        role=role,
        unit=unit,
        lines=LineCounts(),
        test_lines=LineCounts(),
        functions=0,
        types=0,
        public_items=0,
        imports=0,
    )


def change(author: int, *paths: str, added: tuple[str, ...] = ()) -> Change:
    files = [FileChange(path=path, is_added=False) for path in paths]
    files += [FileChange(path=path, is_added=True) for path in added]
    return Change(author=author, files=tuple(files))


def changes(*commits: Change, is_cut: bool = False) -> Changes:
    return Changes(days=365, commits=commits, is_cut=is_cut)


ROWS = (row("a.go", "x"), row("b.go", "y"), row("c.go", "y"), row("t.go", role=Role.TEST))


def test_touches_of_todays_product_files_are_counted() -> None:
    (found,) = activity_of(
        changes(
            change(0, "a.go", "gone.go", "t.go"),
            change(1, "a.go", "b.go"),
            change(2, "README.md"),
        ),
        ROWS,
    )
    assert (found.language, found.days, found.is_cut) == ("go", 365, False)
    assert (found.authors, found.commits, found.touches, found.files) == (2, 2, 3, 2)
    assert found.most_touched == (("a.go", 2), ("b.go", 1))
    assert found.largest_commit_share == pytest.approx(2 / 3, abs=1e-6)


def test_units_have_their_own_bus_factor() -> None:
    (found,) = activity_of(changes(change(0, "a.go"), change(1, "b.go"), change(2, "c.go")), ROWS)
    assert [(one.unit, one.touches, one.authors, one.bus_factor) for one in found.units] == [
        ("x", 1, 1, 1),
        ("y", 2, 2, 1),
    ]
    assert found.bus_factor == 2


def test_an_import_is_the_commit_that_added_most_of_todays_files() -> None:
    (found,) = activity_of(
        changes(change(0, added=("a.go", "b.go", "gone.go")), change(0, added=("c.go",))), ROWS
    )
    assert found.import_share == pytest.approx(2 / 3, abs=1e-6)


def test_each_language_has_its_own() -> None:
    found = activity_of(changes(change(0, "a.go"), change(1, "l.rs")), (*ROWS, row("l.rs")))
    assert [(one.language, one.authors, one.touches) for one in found] == [
        ("go", 1, 1),
        ("rust", 1, 1),
    ]


def test_a_year_without_a_change_is_an_answer() -> None:
    (found,) = activity_of(changes(), ROWS)
    assert (found.touches, found.bus_factor, found.largest_commit_share) == (0, 0, 0.0)


def test_nothing_read_or_nothing_left_of_a_shallow_clone_is_none() -> None:
    assert activity_of(None, ROWS) == ()
    assert activity_of(changes(is_cut=True), ROWS) == ()
    assert activity_of(changes(change(0, "a.go"), is_cut=True), ROWS)[0].is_cut


@pytest.mark.parametrize(
    ("touches", "expected"),
    [((), 0), ((0,), 0), ((4,), 1), ((2, 2), 1), ((1, 1, 1), 2), ((5, 1, 1, 1), 1), ((1,) * 7, 4)],
)
def test_the_bus_factor_is_the_fewest_with_half(touches: tuple[int, ...], expected: int) -> None:
    assert bus_factor(touches) == expected


@given(st.lists(st.integers(1, 50), min_size=1, max_size=20))
def test_the_bus_factor_needs_nobody_and_misses_nobody(touches: list[int]) -> None:
    ordered = sorted(touches, reverse=True)
    found = bus_factor(touches)
    assert 2 * sum(ordered[:found]) >= sum(touches)
    assert 2 * sum(ordered[: found - 1]) < sum(touches)
